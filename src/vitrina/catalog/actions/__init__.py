"""What people do with the catalogue, one module an intention where it is a story of its own."""

from vitrina.catalog.actions.fetch_pictures import fetch_due_pictures
from vitrina.catalog.actions.finding import (
    complete_rows,
    count_aisles,
    find_products,
    find_shops,
    find_shops_typed,
    follow_shop,
    is_followed,
    unfollow_shop,
)
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
from vitrina.catalog.actions.take_picture import make_picture, take_picture
from vitrina.catalog.actions.watches import get_watch, tell_watchers, unwatch_product, watch_product

__all__ = [
    "add_picture",
    "add_products",
    "cards_of",
    "complete_rows",
    "count_aisles",
    "count_products",
    "extend_holds",
    "fetch_due_pictures",
    "find_products",
    "find_shops",
    "find_shops_typed",
    "follow_shop",
    "get_product",
    "get_shop",
    "get_watch",
    "import_catalog",
    "is_followed",
    "list_expired_holds",
    "list_offers",
    "list_products",
    "make_picture",
    "open_shop",
    "release_holds",
    "set_shop_logo",
    "set_stock",
    "take_picture",
    "tell_watchers",
    "unfollow_shop",
    "unwatch_product",
    "watch_product",
]
