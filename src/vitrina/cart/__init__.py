"""Baskets, shipping rates, tax estimates and quotes.

Owns the cart_* tables. Promises: a basket reserves nothing; a quote is the server's, its parts add up to its total, and tax is
named an estimate; each line keeps the touch it came by.
May not know payments or orders.
"""

from vitrina.cart.actions import (
    QuotedCart,
    add_shipping_rate,
    adopt_carts,
    close_cart,
    estimate_delivery,
    free_shipping,
    get_cart,
    offered_lines,
    quote_lines,
    reopen_cart,
)
from vitrina.cart.actions.addresses import erase_carts, export_carts, keep_address
from vitrina.cart.errors import AddressNeeded, CartEmpty, CartPaid, RegionUnknown, VariantUnknown
from vitrina.cart.http import ROUTES
from vitrina.cart.model import (
    QUANTITY_MAX,
    Address,
    Cart,
    Delivery,
    OfferedLine,
    Quote,
    QuotedLine,
    QuotedOrder,
    ShippingRate,
    WantedLine,
)
from vitrina.cart.rules import contained_tax, price_order

__all__ = [
    "QUANTITY_MAX",
    "ROUTES",
    "Address",
    "AddressNeeded",
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
    "WantedLine",
    "add_shipping_rate",
    "adopt_carts",
    "close_cart",
    "contained_tax",
    "erase_carts",
    "estimate_delivery",
    "export_carts",
    "free_shipping",
    "get_cart",
    "keep_address",
    "offered_lines",
    "price_order",
    "quote_lines",
    "reopen_cart",
]
