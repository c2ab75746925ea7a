"""Shops and what they sell: products, variants, prices, pictures, stock and the holds on it; files taken in.

Owns the catalog_* tables. Promises: stock never goes below zero and every piece is accounted for (stocked = free + held +
taken); a hold is all or nothing and expires by itself; a price is the server's.
May not know carts, orders or creators: a hold belongs to a `request`, whatever that is.
"""

from vitrina.catalog.actions import (
    add_picture,
    add_products,
    cards_of,
    extend_holds,
    get_product,
    get_shop,
    list_expired_holds,
    list_offers,
    list_products,
    open_shop,
    release_holds,
    set_shop_logo,
    set_stock,
)
from vitrina.catalog.engine.reads import find_offer
from vitrina.catalog.engine.sequencer import Sequencer
from vitrina.catalog.errors import NotSoldHere, SlugTaken, SoldOut
from vitrina.catalog.http import ROUTES, product_out
from vitrina.catalog.model import Card, HoldLine, NewProduct, NewVariant, Offer, Picture, Product, Shop, Variant
from vitrina.catalog.rules import HOLD_MINUTES, PICTURE_WIDTHS, picture_url
from vitrina.catalog.store import free_stock, list_shops, stock_drift

__all__ = [
    "HOLD_MINUTES",
    "PICTURE_WIDTHS",
    "ROUTES",
    "Card",
    "HoldLine",
    "NewProduct",
    "NewVariant",
    "NotSoldHere",
    "Offer",
    "Picture",
    "Product",
    "Sequencer",
    "Shop",
    "SlugTaken",
    "SoldOut",
    "Variant",
    "add_picture",
    "add_products",
    "cards_of",
    "extend_holds",
    "find_offer",
    "free_stock",
    "get_product",
    "get_shop",
    "list_expired_holds",
    "list_offers",
    "list_products",
    "list_shops",
    "open_shop",
    "picture_url",
    "product_out",
    "release_holds",
    "set_shop_logo",
    "set_stock",
    "stock_drift",
]
