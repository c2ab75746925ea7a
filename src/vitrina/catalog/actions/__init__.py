"""What people do with the catalogue, one module an intention where it is a story of its own."""

from vitrina.catalog.actions.fetch_pictures import fetch_due_pictures
from vitrina.catalog.actions.import_catalog import import_catalog
from vitrina.catalog.actions.products import (
    add_picture,
    add_products,
    cards_of,
    count_products,
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
from vitrina.catalog.actions.take_picture import make_picture, make_square, take_picture

__all__ = [
    "add_picture",
    "add_products",
    "cards_of",
    "count_products",
    "extend_holds",
    "fetch_due_pictures",
    "get_product",
    "get_shop",
    "import_catalog",
    "list_expired_holds",
    "list_offers",
    "list_products",
    "make_picture",
    "make_square",
    "open_shop",
    "release_holds",
    "set_shop_logo",
    "set_stock",
    "take_picture",
]
