"""Baskets, shipping rates, vouchers, tax estimates and quotes.

Owns the cart_* tables. Promises: a basket reserves nothing; a quote is the server's, its parts add up to its total, and tax is
named an estimate; each line keeps the touch it came by; a
voucher is never used more often than it may be.
May not know payments or orders.
"""

from vitrina.cart.actions import (
    QuotedCart,
    add_shipping_rate,
    add_voucher,
    adopt_carts,
    close_cart,
    estimate_delivery,
    free_shipping,
    get_cart,
    hold_voucher,
    list_held_vouchers,
    mark_vouchers_used,
    offered_lines,
    quote_lines,
    release_vouchers,
    reopen_cart,
)
from vitrina.cart.actions.addresses import add_address, erase_carts, export_carts, keep_address
from vitrina.cart.errors import (
    AddressNeeded,
    CartEmpty,
    CartPaid,
    RegionUnknown,
    VariantUnknown,
    VoucherMinimum,
    VoucherNotNow,
    VoucherSpent,
    VoucherTaken,
    VoucherUnknown,
)
from vitrina.cart.http import ROUTES
from vitrina.cart.model import (
    QUANTITY_MAX,
    Address,
    AppliedVoucher,
    Cart,
    Delivery,
    OfferedLine,
    Quote,
    QuotedLine,
    QuotedOrder,
    ShippingRate,
    Voucher,
    WantedLine,
)
from vitrina.cart.rules import contained_tax, price_order

__all__ = [
    "QUANTITY_MAX",
    "ROUTES",
    "Address",
    "AddressNeeded",
    "AppliedVoucher",
    "Cart",
    "CartEmpty",
    "CartPaid",
    "Delivery",
    "OfferedLine",
    "Quote",
    "QuotedCart",
    "QuotedLine",
    "QuotedOrder",
    "RegionUnknown",
    "ShippingRate",
    "VariantUnknown",
    "Voucher",
    "VoucherMinimum",
    "VoucherNotNow",
    "VoucherSpent",
    "VoucherTaken",
    "VoucherUnknown",
    "WantedLine",
    "add_address",
    "add_shipping_rate",
    "add_voucher",
    "adopt_carts",
    "close_cart",
    "contained_tax",
    "erase_carts",
    "estimate_delivery",
    "export_carts",
    "free_shipping",
    "get_cart",
    "hold_voucher",
    "keep_address",
    "list_held_vouchers",
    "mark_vouchers_used",
    "offered_lines",
    "price_order",
    "quote_lines",
    "release_vouchers",
    "reopen_cart",
]
