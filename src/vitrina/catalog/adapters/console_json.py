"""The seller's console as the contract shows it: shop, products, files taken in; and what a seller sends."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import msgspec

from vitrina.catalog.adapters.draft import RowIssue, VariantDraft
from vitrina.catalog.adapters.words import explain
from vitrina.catalog.model import ConsolePrice, ConsoleProduct, FileImport, Identity, StockEdit, VariantEdit
from vitrina.catalog.rules import (
    BULK_PRODUCTS_MAX,
    PRODUCT_PICTURES_MAX,
    PRODUCT_VARIANTS_MAX,
    STOCK_MAX,
    picture_url,
)
from vitrina.kernel.ids import ProductId, ShopId, VariantId
from vitrina.kernel.money import Money
from vitrina.platform.http import MoneyOut

if TYPE_CHECKING:
    from vitrina.catalog.actions import Look, OwnShop

ROWS_SHOWN = 20
ISSUES_SHOWN = 200
TABLE_PICTURE_WIDTH = 320
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CSV_BOM = "\ufeff"  # without it spreadsheets read accents wrongly

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]
Short = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Prose = Annotated[str, msgspec.Meta(max_length=2_000, pattern=r"^[^\x00]*$")]
Description = Annotated[str, msgspec.Meta(max_length=9_999, pattern=r"^[^\x00]*$")]
Slug = Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
CountryCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]
Days = Annotated[int, msgspec.Meta(ge=0, le=30)]
Minor = Annotated[int, msgspec.Meta(ge=1, le=10**12)]
Pieces = Annotated[int, msgspec.Meta(ge=0, le=STOCK_MAX)]
Change = Annotated[int, msgspec.Meta(ge=-STOCK_MAX, le=STOCK_MAX)]
Currency = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]


class IdentityIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who stands behind the shop; shown to nobody but the operator unless `is_public`."""

    legal_name: Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
    address: Annotated[str, msgspec.Meta(min_length=1, max_length=400, pattern=r"^[^\x00]*$")]
    phone: Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[0-9+()\-. ]+$")]
    is_public: bool = False

    def identity(self) -> Identity:
        return Identity(self.legal_name.strip(), self.address.strip(), self.phone.strip(), self.is_public)


class ShopAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    slug: Slug
    country: CountryCode
    identity: IdentityIn
    description: Prose = ""
    handling_days: Days = 2
    returns_text: Prose = ""


class SettingsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What to change; what is left out stays. `closed_until`: the day the shop sells again, null: it sells now."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    description: Prose | msgspec.UnsetType = msgspec.UNSET
    handling_days: Days | msgspec.UnsetType = msgspec.UNSET
    returns_text: Prose | msgspec.UnsetType = msgspec.UNSET
    closed_until: date | msgspec.UnsetType | None = msgspec.UNSET
    identity: IdentityIn | msgspec.UnsetType = msgspec.UNSET

    def changes(self) -> dict[str, object]:
        return {
            name: value
            for name in self.__struct_fields__
            if name != "identity" and (value := getattr(self, name)) is not msgspec.UNSET
        }


class PriceIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    currency: Currency
    minor: Minor
    compare_at_minor: Minor | None = None

    def price(self) -> ConsolePrice:
        return ConsolePrice(self.currency, self.minor, self.compare_at_minor)


class VariantIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A variant as wanted; without `id` a new one, whose stock begins with `stock`."""

    title: Line
    prices: Annotated[list[PriceIn], msgspec.Meta(min_length=1, max_length=12)]
    id: UUID | None = None
    sku: Short | None = None
    options: Annotated[list[Short], msgspec.Meta(max_length=3)] = []
    stock: Pieces = 0

    def edit(self) -> VariantEdit:
        return VariantEdit(
            None if self.id is None else VariantId(self.id), self.title.strip(), self.sku or None, tuple(self.options),
            tuple(price.price() for price in self.prices), self.stock,
        )  # fmt: skip


VariantsIn = Annotated[list[VariantIn], msgspec.Meta(min_length=1, max_length=PRODUCT_VARIANTS_MAX)]
OptionNames = Annotated[list[Short], msgspec.Meta(max_length=3)]


class ProductAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Line
    variants: VariantsIn
    description: Description = ""
    category: Short | None = None
    option_names: OptionNames = []


class ProductChangeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    title: Line | msgspec.UnsetType = msgspec.UNSET
    description: Description | msgspec.UnsetType = msgspec.UNSET
    brand: Short | msgspec.UnsetType | None = msgspec.UNSET
    category: Short | msgspec.UnsetType | None = msgspec.UNSET
    is_shown: bool | msgspec.UnsetType = msgspec.UNSET

    def changes(self) -> dict[str, object]:
        found = {
            name: value or None if name in ("brand", "category") else value
            for name in ("title", "description", "brand", "category")
            if (value := getattr(self, name)) is not msgspec.UNSET
        }
        if self.is_shown is not msgspec.UNSET:
            found["state"] = "published" if self.is_shown else "draft"
        return found


class VariantsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    variants: VariantsIn
    option_names: OptionNames = []


class SeenStock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the seller saw when they counted."""

    free: Pieces
    held: Pieces


class StockIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Either `delta` pieces more (or less), or `counted` on the shelf, those held by buyers among them, as `seen`."""

    variant_id: UUID
    delta: Change | None = None
    counted: Pieces | None = None
    seen: SeenStock | None = None

    def edit(self) -> StockEdit | None:
        """None when it says neither, or both."""
        variant = VariantId(self.variant_id)
        if self.counted is not None and self.seen is not None and self.delta is None:
            return StockEdit(variant, self.counted - self.seen.free - self.seen.held, self.seen.free)
        if self.delta is not None and self.counted is None and self.seen is None:
            return StockEdit(variant, self.delta)
        return None


class StockAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    changes: Annotated[list[StockIn], msgspec.Meta(min_length=1, max_length=BULK_PRODUCTS_MAX)]


class ManyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`by`: basis points for `price`, pieces for `stock`."""

    products: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=BULK_PRODUCTS_MAX)]
    verb: Annotated[str, msgspec.Meta(pattern="^(hide|show|price|stock)$")]
    by: Annotated[int, msgspec.Meta(ge=-9_000, le=100_000)] = 0


class PicturesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keys: Annotated[list[Short], msgspec.Meta(max_length=PRODUCT_PICTURES_MAX)]


class ColumnsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The field of each header cell; an empty one leaves the column out."""

    columns: Annotated[dict[Line, Short], msgspec.Meta(max_length=100)]


class SlugOut(msgspec.Struct, frozen=True):
    slug: str
    is_free: bool


class IdentityOut(msgspec.Struct, frozen=True):
    legal_name: str
    address: str
    phone: str
    is_public: bool


class OwnShopOut(msgspec.Struct, frozen=True):
    """A shop in its console; `identity` only for its owner."""

    id: ShopId
    slug: str
    name: str
    description: str
    country: str
    currency: str
    logo_url: str | None
    banner_url: str | None
    closed_until: date | None
    is_resting: bool
    handling_days: int
    returns_text: str
    identity: IdentityOut | None
    products: int
    hidden: int
    pictured: int


class OwnPictureOut(msgspec.Struct, frozen=True):
    key: str
    url: str


class OwnPriceOut(msgspec.Struct, frozen=True):
    price: MoneyOut
    compare_at: MoneyOut | None


class OwnVariantOut(msgspec.Struct, frozen=True):
    id: VariantId
    title: str
    sku: str | None
    options: list[str]
    free: int
    held: int
    prices: list[OwnPriceOut]


class OwnProductOut(msgspec.Struct, frozen=True):
    id: ProductId
    slug: str
    title: str
    description: str
    brand: str | None
    category: str | None
    is_shown: bool
    option_names: list[str]
    external_url: str | None
    pictures: list[OwnPictureOut]
    variants: list[OwnVariantOut]


class OwnProductPage(msgspec.Struct, frozen=True):
    products: list[OwnProductOut]
    next_cursor: str | None


class OwnProductsOut(msgspec.Struct, frozen=True):
    products: list[OwnProductOut]


class ManyOut(msgspec.Struct, frozen=True):
    changed: int


class ColumnOut(msgspec.Struct, frozen=True):
    header: str
    field: str | None


class LookRowOut(msgspec.Struct, frozen=True):
    line: int
    title: str
    variant: str
    price: MoneyOut | None
    stock: int | None
    picture: str | None
    state: str


class IssueOut(msgspec.Struct, frozen=True):
    line: int
    column: str | None
    text: str
    is_error: bool


class LookOut(msgspec.Struct, frozen=True):
    """A file as it would come in; `problem` says why nothing of it can."""

    id: UUID
    name: str
    format: str | None
    columns: list[ColumnOut]
    rows: list[LookRowOut]
    rows_read: int
    rows_skipped: int
    products_new: int
    products_changed: int
    products_same: int
    issues: list[IssueOut]
    problem: str | None


class FileOut(msgspec.Struct, frozen=True):
    """A file that was confirmed: waiting, running, done, refused or undone."""

    id: UUID
    name: str
    state: str
    products_done: int
    products_all: int
    products_new: int
    products_changed: int
    products_same: int
    rows_skipped: int
    problem: str | None
    issues: list[IssueOut]
    at: datetime
    done_at: datetime | None


class FilesOut(msgspec.Struct, frozen=True):
    files: list[FileOut]


def own_shop_out(shop: OwnShop, currency: str) -> OwnShopOut:
    """A shop for its own people."""
    one, identity = shop.settings, shop.identity
    return OwnShopOut(
        one.id, one.slug, one.name, one.description, one.country, currency, _media(one.logo_key), _media(one.banner_key),
        one.closed_until, shop.is_resting, one.handling_days, one.returns_text,
        None if identity is None else IdentityOut(
            identity.legal_name, identity.address, identity.phone, identity.is_public
        ),
        shop.figures.published, shop.figures.hidden, shop.figures.pictured,
    )  # fmt: skip


def _media(key: str | None) -> str | None:
    return None if key is None else f"/media/{key}"


def own_product_out(product: ConsoleProduct) -> OwnProductOut:
    """A product for its seller."""
    return OwnProductOut(
        product.id, product.slug, product.title, product.description, product.brand, product.category,
        product.state == "published", list(product.option_names), product.external_url,
        [OwnPictureOut(one.key, picture_url(one.key, TABLE_PICTURE_WIDTH) or "") for one in product.pictures],
        [
            OwnVariantOut(
                one.id, one.title, one.sku, list(one.options), one.free, one.held,
                [OwnPriceOut(
                    MoneyOut(price.minor, price.currency),
                    None if price.compare_at_minor is None else MoneyOut(price.compare_at_minor, price.currency),
                ) for price in one.prices],
            )
            for one in product.variants
        ],
    )  # fmt: skip


def look_out(look: Look, language: str) -> LookOut:
    """A file before it is confirmed, in the reader's language."""
    products = look.draft.products if look.draft else ()
    states = [look.state_of(product) for product in products]
    rows = [
        LookRowOut(
            product.line, product.title, "" if len(product.variants) == 1 else variant.title, _first_price(variant),
            variant.stock, next(iter(product.image_urls), None), state,
        )
        for product, state in zip(products[:ROWS_SHOWN], states, strict=False)
        for variant in product.variants
    ]  # fmt: skip
    return LookOut(
        look.file.id, look.file.name, look.draft.format if look.draft else None,
        [ColumnOut(cell, field) for cell, field in look.columns], rows[:ROWS_SHOWN],
        look.draft.rows_read if look.draft else 0, len({one.line for one in look.issues if one.is_error}),
        states.count("new"), states.count("changed"), states.count("same"), issues_out(look.issues, language),
        None if look.refusal is None else look.refusal.text(language),
    )  # fmt: skip


def _first_price(variant: VariantDraft) -> MoneyOut | None:
    price: Money | None = next(iter(variant.prices), None)
    return None if price is None else MoneyOut(price.minor, price.currency)


def issues_out(issues: Sequence[RowIssue], language: str) -> list[IssueOut]:
    """What is wrong at which line, errors first; up to 200."""
    first = sorted(issues, key=lambda issue: (not issue.is_error, issue.line))[:ISSUES_SHOWN]
    return [IssueOut(one.line, one.column, explain(one, language), one.is_error) for one in first]


def file_out(file: FileImport, language: str) -> FileOut:
    """A confirmed file and how far it is."""
    told = file.told or {}
    return FileOut(
        file.id, file.name, file.state, file.products_done, file.products_all, told.get("products_new", 0),
        told.get("products_changed", 0), told.get("products_same", 0), told.get("rows_skipped", 0), told.get(language),
        issues_out(file.issues, language), file.at, file.done_at,
    )  # fmt: skip


_HEADS = {
    "en": ("id", "item_group_id", "title", "variant", "sku", "price", "currency", "compare_at_price", "stock", "published",
           "category", "description"),
    "es": ("id", "id de grupo", "nombre", "variante", "sku", "precio", "moneda", "precio anterior", "existencias",
           "publicado", "categoría", "descripción"),
}  # fmt: skip
_ISSUE_HEADS = {
    "en": ("line", "column", "kind", "what"),
    "es": ("línea", "columna", "tipo", "qué"),
}


def products_csv(products: Sequence[ConsoleProduct], language: str) -> str:
    """A shop's products as a spreadsheet: a row for each variant and currency."""
    rows: list[Sequence[object]] = [_HEADS[language]]
    for product in products:
        for variant in product.variants:
            for price in variant.prices:
                compare = price.compare_at_minor
                rows.append((
                    variant.id, product.id, product.title, variant.title, variant.sku or "",
                    Money(price.minor, price.currency).text(), price.currency,
                    "" if compare is None else Money(compare, price.currency).text(), variant.free + variant.held,
                    _yes(product.state == "published", language), product.category or "", product.description,
                ))  # fmt: skip
    return csv_text(rows)


def _yes(is_so: bool, language: str) -> str:
    if language == "es":
        return "sí" if is_so else "no"
    return "yes" if is_so else "no"


def issues_csv(issues: Sequence[RowIssue], language: str) -> str:
    """The row report as a spreadsheet."""
    kinds = ("error", "aviso") if language == "es" else ("error", "warning")
    return csv_text([
        _ISSUE_HEADS[language],
        *((one.line, one.column or "", kinds[0] if one.is_error else kinds[1], explain(one, language)) for one in issues),
    ])  # fmt: skip


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV that a spreadsheet shows and never runs: a text that looks like a formula gets an apostrophe."""
    output = io.StringIO()
    output.write(CSV_BOM)
    writer = csv.writer(output)
    for row in rows:
        writer.writerow([_calm(str(cell)) for cell in row])
    return output.getvalue()


def _calm(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
