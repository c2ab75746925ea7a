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
    fetch_due_pictures,
    get_product,
    get_shop,
    import_catalog,
    list_expired_holds,
    list_offers,
    list_products,
    make_picture,
    make_square,
    open_shop,
    release_holds,
    set_shop_logo,
    set_stock,
    take_picture,
)
from vitrina.catalog.adapters import FORMATS as CATALOG_FORMATS
from vitrina.catalog.adapters import CatalogFileRefused, RowIssue
from vitrina.catalog.adapters import explain as explain_issue
from vitrina.catalog.engine.reads import find_offer
from vitrina.catalog.engine.sequencer import Sequencer
from vitrina.catalog.errors import (
    ImportInProgress,
    NotSoldHere,
    PicturePixelsTooMany,
    PictureTooLarge,
    PictureTooSmall,
    PictureUnreadable,
    SlugTaken,
    SoldOut,
)
from vitrina.catalog.http import ROUTES, product_out
from vitrina.catalog.jobs import DUTIES
from vitrina.catalog.model import (
    Card,
    ImportReport,
    NewProduct,
    NewVariant,
    Offer,
    Picture,
    Product,
    Shop,
    Variant,
)
from vitrina.catalog.rules import PICTURE_WIDTHS, picture_blob, picture_url
from vitrina.catalog.store import (
    count_addresses,
    free_stock,
    list_product_slugs,
    list_shop_slugs,
    list_shops,
    stock_drift,
)

__all__ = [
    "CATALOG_FORMATS",
    "DUTIES",
    "PICTURE_WIDTHS",
    "ROUTES",
    "Card",
    "CatalogFileRefused",
    "ImportInProgress",
    "ImportReport",
    "NewProduct",
    "NewVariant",
    "NotSoldHere",
    "Offer",
    "Picture",
    "PicturePixelsTooMany",
    "PictureTooLarge",
    "PictureTooSmall",
    "PictureUnreadable",
    "Product",
    "RowIssue",
    "Sequencer",
    "Shop",
    "SlugTaken",
    "SoldOut",
    "Variant",
    "add_picture",
    "add_products",
    "cards_of",
    "count_addresses",
    "explain_issue",
    "extend_holds",
    "fetch_due_pictures",
    "find_offer",
    "free_stock",
    "get_product",
    "get_shop",
    "import_catalog",
    "list_expired_holds",
    "list_offers",
    "list_product_slugs",
    "list_products",
    "list_shop_slugs",
    "list_shops",
    "make_picture",
    "make_square",
    "open_shop",
    "picture_blob",
    "picture_url",
    "product_out",
    "release_holds",
    "set_shop_logo",
    "set_stock",
    "stock_drift",
    "take_picture",
]
