"""Shops, products, variants and what is offered of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from vitrina.catalog.adapters import RowIssue
from vitrina.kernel.ids import AccountId, ProductId, ShopId, VariantId
from vitrina.kernel.money import Money

LEFT_SHOWN_MAX = 5
AGE_ANY = 99
Sort = Literal["best", "newest", "price_up", "price_down"]
WatchKind = Literal["stock", "price"]


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop as everybody sees it; `logo_key` names a blob."""

    id: ShopId
    slug: str
    name: str
    description: str
    country: str
    logo_key: str | None
    state: str
    banner_key: str | None = None
    followers: int = 0
    handling_days: int = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """What one variant costs in one currency, with what an order keeps of it; `price` None: not sold in that currency."""

    variant_id: VariantId
    product_id: ProductId
    shop_id: ShopId
    shop_slug: str
    shop_name: str
    shop_country: str
    title: str
    variant_title: str
    picture_key: str | None
    price: Money | None
    free: int
    is_sold: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A product on a tag, in a grid, in a search: its cheapest available variant in the viewer's currency."""

    product_id: ProductId
    slug: str
    title: str
    shop_id: ShopId
    shop_slug: str
    shop_name: str
    picture_key: str | None
    variant_id: VariantId | None
    price: Money
    is_available: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a product; sizes are made at fixed widths (`picture_url`)."""

    key: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant on a product's page; `options` in the order of the product's option names."""

    id: VariantId
    title: str
    sku: str | None
    options: tuple[str, ...]
    price: Money
    compare_at: Money | None
    free: int
    picture_key: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A product with everything its page shows."""

    id: ProductId
    slug: str
    title: str
    description: str
    brand: str | None
    category: str | None
    option_names: tuple[str, ...]
    external_url: str | None
    aisle: str
    min_age: int | None
    shop: Shop
    pictures: tuple[Picture, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class FreeShipping:
    """From which amount each shop ships for nothing: `of_shops` where a shop has rates of its own, else `otherwise`."""

    otherwise: Money | None
    of_shops: Mapping[ShopId, Money | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. Without words: whatever there is, newest first; `age` 0: nobody knows.

    `price_from` and `price_to` are in `currency`, the viewer's; places are leaves and departments together.
    """

    currency: str
    age: int
    words: str | None = None
    aisles: tuple[str, ...] = ()
    shop_id: ShopId | None = None
    price_from: Money | None = None
    price_to: Money | None = None
    is_available: bool = False
    is_on_sale: bool = False
    free_shipping: FreeShipping | None = None
    sort: Sort = "best"

    @property
    def is_priced(self) -> bool:
        """Whether the answer depends on prices or stock, which are looked up for each candidate."""
        asks = (self.price_from, self.price_to, self.free_shipping)
        return self.is_available or any(one is not None for one in asks) or self.sort in ("price_up", "price_down")


@dataclass(frozen=True, slots=True)
class Found:
    """One page of products with their variants; `is_near`: nothing matches as it was written, this comes close."""

    rows: tuple[tuple[Card, list[Variant]], ...]
    next_cursor: str | None
    is_near: bool


@dataclass(frozen=True, slots=True)
class Watch:
    """What an account waits for on a product."""

    stock: bool
    price: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A watched product that is back or costs less, and up to some hundred accounts that wanted to know."""

    product_id: ProductId
    slug: str
    variant_id: VariantId
    title: str
    price: Money
    accounts: tuple[AccountId, ...]


@dataclass(frozen=True, slots=True)
class NewVariant:
    """A variant to be made: prices in any number of currencies, stock in pieces.

    `compare_at` are prices before a price cut, in any of the currencies of `prices`.
    """

    reference: str
    title: str
    prices: tuple[Money, ...]
    stock: int
    options: tuple[str, ...] = ()
    sku: str | None = None
    weight_g: int | None = None
    compare_at: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product to be made in a shop."""

    reference: str
    title: str
    description: str
    variants: tuple[NewVariant, ...]
    option_names: tuple[str, ...] = ()
    brand: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DuePicture:
    """A picture that a file names by its URL, for a worker to fetch."""

    product_id: ProductId
    source_url: str
    variant_id: VariantId | None
    position: int


@dataclass(frozen=True, slots=True)
class SourceProduct:
    """A product that an import finds in the shop; without a hash it was not made by one."""

    id: ProductId
    source_hash: bytes | None


@dataclass(frozen=True, slots=True)
class SourceVariant:
    """A variant that an import finds; `said_stock` is what a file said of it last."""

    id: VariantId
    said_stock: int | None
    is_sold: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `rows_skipped` rows of the file were not used, `issues` say why, in line order."""

    format: str
    rows_read: int
    rows_skipped: int
    products_new: int
    products_changed: int
    products_same: int
    variants_new: int
    variants_retired: int
    pictures_due: int
    issues: tuple[RowIssue, ...]

    @property
    def products(self) -> int:
        return self.products_new + self.products_changed + self.products_same

    def text(self, language: str) -> str:
        """The sum of it in one line of `language` (`en` or `es`)."""
        words = _SUMMARY_ES if language == "es" else _SUMMARY_EN
        return words.format(report=self)


_SUMMARY_EN = (
    "products imported: {report.products} (new {report.products_new}, changed {report.products_changed},"
    " unchanged {report.products_same}); rows read: {report.rows_read}, skipped: {report.rows_skipped};"
    " pictures to fetch: {report.pictures_due}"
)
_SUMMARY_ES = (
    "productos importados: {report.products} (nuevos {report.products_new}, cambiados {report.products_changed},"
    " sin cambios {report.products_same}); filas leídas: {report.rows_read}, omitidas: {report.rows_skipped};"
    " imágenes por descargar: {report.pictures_due}"
)
