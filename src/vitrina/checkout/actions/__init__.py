"""One file per intention of buyer, seller and the machine: purchase, settle, capture, give back, orders."""

from vitrina.checkout.actions.capture import capture_due
from vitrina.checkout.actions.give_back import cancel_order, carry_out_refunds, refund_order
from vitrina.checkout.actions.orders import (
    deliver_order,
    end_hold_hours,
    get_order,
    list_own_orders,
    list_seller_wallet,
    list_shop_orders,
    mature_sellers,
    ship_order,
    view_of,
    views_of,
    views_of_payments,
)
from vitrina.checkout.actions.prepare import Purchase
from vitrina.checkout.actions.purchase import buy
from vitrina.checkout.actions.settle import apply_charge, expire_holds, hear_provider, settle_pending
from vitrina.checkout.actions.tell import SEEN_AT_MOST, tell_sales, tell_vouchers

__all__ = [
    "SEEN_AT_MOST",
    "Purchase",
    "apply_charge",
    "buy",
    "cancel_order",
    "capture_due",
    "carry_out_refunds",
    "deliver_order",
    "end_hold_hours",
    "expire_holds",
    "get_order",
    "hear_provider",
    "list_own_orders",
    "list_seller_wallet",
    "list_shop_orders",
    "mature_sellers",
    "refund_order",
    "settle_pending",
    "ship_order",
    "tell_sales",
    "tell_vouchers",
    "view_of",
    "views_of",
    "views_of_payments",
]
