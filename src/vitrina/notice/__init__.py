"""Telling people: in the app, by mail, on their phone; each in the reader's language and when they want to hear it.

Owns the notice_* tables. `tell` only writes a row and an event in the transaction of the cause; its ways are chosen later.
Promises: one cause is told once, however often its reaction runs; many small things grow into one; orders and safety are
always mailed, the rest stops with one click; a token is made when its mail is, and is in no table.
May not decide anything, and knows what an order is only by the words it is given.
"""

from vitrina.notice.actions import erase_messages, export_messages, tell, tell_all
from vitrina.notice.http import ROUTES
from vitrina.notice.jobs import DUTIES
from vitrina.notice.model import (
    Amount,
    BackInStock,
    CommissionPayable,
    Followed,
    Liked,
    OrderCancelled,
    OrderDelivered,
    OrderNews,
    OrderRefunded,
    OrderShipped,
    PaymentReturned,
    PriceDropped,
    Receipt,
    ReceiptLine,
    Replied,
    Said,
    SaleEarned,
    SaleMade,
    SecurityAlert,
    StaffMessage,
    To,
    Told,
    VideoReady,
    VideoRefused,
    VoucherToPay,
)
from vitrina.notice.reactions import REACTIONS
from vitrina.notice.rules import GROUP_EVERY, group_start

__all__ = [
    "DUTIES",
    "GROUP_EVERY",
    "REACTIONS",
    "ROUTES",
    "Amount",
    "BackInStock",
    "CommissionPayable",
    "Followed",
    "Liked",
    "OrderCancelled",
    "OrderDelivered",
    "OrderNews",
    "OrderRefunded",
    "OrderShipped",
    "PaymentReturned",
    "PriceDropped",
    "Receipt",
    "ReceiptLine",
    "Replied",
    "Said",
    "SaleEarned",
    "SaleMade",
    "SecurityAlert",
    "StaffMessage",
    "To",
    "Told",
    "VideoReady",
    "VideoRefused",
    "VoucherToPay",
    "erase_messages",
    "export_messages",
    "group_start",
    "tell",
    "tell_all",
]
