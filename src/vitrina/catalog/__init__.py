"""Shops and what they sell: products, variants, prices, pictures, stock and the holds on it; files taken in.

Owns the catalog_* tables. Promises: stock never goes below zero and every piece is accounted for (stocked = free + held +
taken); a hold is all or nothing and expires by itself; a price is the server's.
May not know carts, orders or creators: a hold belongs to a `request`, whatever that is.
"""

from vitrina.catalog.actions import (
    add_picture,
    add_products,
    cards_of,
    change_settings,
    extend_holds,
    fetch_due_pictures,
    find_identity,
    forget_seen_files,
    get_product,
    get_shop,
    import_catalog,
    list_expired_holds,
    list_offers,
    list_products,
    make_picture,
    open_shop,
    release_holds,
    run_import,
    set_shop_logo,
    set_stock,
    take_picture,
)
from vitrina.catalog.adapters import FORMATS as CATALOG_FORMATS
from vitrina.catalog.adapters import CatalogFileRefused, RowIssue
from vitrina.catalog.adapters import explain as explain_issue
from vitrina.catalog.adapters.product_json import product_out
from vitrina.catalog.engine.reads import find_offer
from vitrina.catalog.engine.sequencer import Sequencer
from vitrina.catalog.errors import (
    ImportInProgress,
    NotSoldHere,
    PicturePixelsTooMany,
    PictureTooLarge,
    PictureTooSmall,
    PictureUnreadable,
    ShopResting,
    SlugTaken,
    SoldOut,
)
from vitrina.catalog.http import ROUTES
from vitrina.catalog.jobs import DUTIES
from vitrina.catalog.model import (
    Card,
    ConsoleProduct,
    Identity,
    ImportReport,
    NewProduct,
    NewVariant,
    Offer,
    Picture,
    Product,
    Shop,
    Variant,
)
from vitrina.catalog.reactions import REACTIONS
from vitrina.catalog.rules import PICTURE_WIDTHS, is_resting, picture_blob, picture_url
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
    "REACTIONS",
    "ROUTES",
    "Card",
    "CatalogFileRefused",
    "ConsoleProduct",
    "Identity",
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
    "ShopResting",
    "SlugTaken",
    "SoldOut",
    "Variant",
    "add_picture",
    "add_products",
    "cards_of",
    "change_settings",
    "count_addresses",
    "explain_issue",
    "extend_holds",
    "fetch_due_pictures",
    "find_identity",
    "find_offer",
    "forget_seen_files",
    "free_stock",
    "get_product",
    "get_shop",
    "import_catalog",
    "is_resting",
    "list_expired_holds",
    "list_offers",
    "list_product_slugs",
    "list_products",
    "list_shop_slugs",
    "list_shops",
    "make_picture",
    "open_shop",
    "picture_blob",
    "picture_url",
    "product_out",
    "release_holds",
    "run_import",
    "set_shop_logo",
    "set_stock",
    "stock_drift",
    "take_picture",
]
