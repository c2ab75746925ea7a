"""Telling people: receipts, commissions, and the mails that prove an address; each in the reader's language.

Owns notice_message. `tell` only writes a row and an event in the transaction of the cause; the mail leaves later.
Promises: one cause is told once, however often its reaction runs; a token is made when its mail is, and is in no table.
May not decide anything, and knows what an order is only by the words it is given.
"""

from vitrina.notice.actions import count_failures, erase_messages, export_messages, send_letter, tell, tell_all
from vitrina.notice.model import (
    Amount,
    BackInStock,
    CommissionPayable,
    Followed,
    Liked,
    OrderCancelled,
    OrderDelivered,
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
    Words,
)
from vitrina.notice.reactions import REACTIONS

__all__ = [
    "REACTIONS",
    "Amount",
    "BackInStock",
    "CommissionPayable",
    "Followed",
    "Liked",
    "OrderCancelled",
    "OrderDelivered",
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
    "Words",
    "count_failures",
    "erase_messages",
    "export_messages",
    "send_letter",
    "tell",
    "tell_all",
]
