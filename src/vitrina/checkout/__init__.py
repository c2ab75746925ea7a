"""Buying without leaving: payments, orders, refunds, the line to the payment provider.

Owns the checkout_* tables and the sandbox gateway. Promises: stock is held before money is asked for; an order is paid, posted
and answered in one transaction; no call to a provider inside one; what a dead process left is finished by the same key.
May not know payouts or videos: others hear `OrderPaid`, `OrderDelivered`, `OrderCancelled`, `OrderRefunded`.
"""

from vitrina.checkout.actions import (
    Purchase,
    buy,
    cancel_order,
    capture_due,
    carry_out_refunds,
    deliver_order,
    end_hold_hours,
    expire_holds,
    list_own_orders,
    list_seller_wallet,
    mature_sellers,
    refund_order,
    settle_pending,
    ship_order,
)
from vitrina.checkout.actions.own_orders import adopt_orders, blur_orders, check_leaving, export_orders
from vitrina.checkout.actions.requests import MESSAGE_SENT, REQUEST_ANSWERED, REQUEST_MADE, grant_overdue
from vitrina.checkout.errors import CardDeclined, NotCancellable, OrderOnHold, PriceChanged, RefundTooLarge, WrongState
from vitrina.checkout.http import ROUTES
from vitrina.checkout.jobs import DUTIES
from vitrina.checkout.model import BookedOrder, BookedRefund, Buyer, OrderRow, OrderView, PaymentAsked
from vitrina.checkout.reactions import REACTIONS
from vitrina.checkout.rules import order_number
from vitrina.checkout.store import list_booked_orders, list_booked_refunds, list_paid_orders, sums_of_sellers

__all__ = [
    "DUTIES",
    "MESSAGE_SENT",
    "REACTIONS",
    "REQUEST_ANSWERED",
    "REQUEST_MADE",
    "ROUTES",
    "BookedOrder",
    "BookedRefund",
    "Buyer",
    "CardDeclined",
    "NotCancellable",
    "OrderOnHold",
    "OrderRow",
    "OrderView",
    "PaymentAsked",
    "PriceChanged",
    "Purchase",
    "RefundTooLarge",
    "WrongState",
    "adopt_orders",
    "blur_orders",
    "buy",
    "cancel_order",
    "capture_due",
    "carry_out_refunds",
    "check_leaving",
    "deliver_order",
    "end_hold_hours",
    "expire_holds",
    "export_orders",
    "grant_overdue",
    "list_booked_orders",
    "list_booked_refunds",
    "list_own_orders",
    "list_paid_orders",
    "list_seller_wallet",
    "mature_sellers",
    "order_number",
    "refund_order",
    "settle_pending",
    "ship_order",
    "sums_of_sellers",
]
