"""What an importer hands over: products, variants and issues, before any database has seen them."""

from __future__ import annotations

from dataclasses import dataclass

from vitrina.kernel.money import Money

REFERENCE_CHARS_MAX = 100
TITLE_CHARS_MAX = 200
TITLE_CHARS_ADVISED = 150
DESCRIPTION_CHARS_MAX = 9_999
SHORT_TEXT_CHARS_MAX = 200
OPTION_CHARS_MAX = 100
PRODUCT_IMAGES_MAX = 20
PRODUCT_VARIANTS_MAX = 100
PRODUCT_TAGS_MAX = 20
STOCK_MAX = 100_000_000
FILE_ROWS_MAX = 250_000
FILE_BYTES_MAX = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """One thing that can be bought; `stock` None means the file says only that it is available."""

    reference: str
    sku: str | None
    title: str
    options: tuple[tuple[str, str], ...]
    prices: tuple[Money, ...]
    stock: int | None
    gtin: str | None
    mpn: str | None
    image_urls: tuple[str, ...]
    weight_g: int | None
    compare_at: Money | None


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """One product of the file; `reference` is the file's stable id of it, so that importing again updates it."""

    reference: str
    title: str
    description: str
    brand: str | None
    category: str | None
    tags: tuple[str, ...]
    image_urls: tuple[str, ...]
    option_names: tuple[str, ...]
    variants: tuple[VariantDraft, ...]
    is_published: bool
    condition: str
    line: int
    external_url: str | None


@dataclass(frozen=True, slots=True)
class RowIssue:
    """What is wrong at a line of the file; an error means that the row was skipped, otherwise it is a warning."""

    line: int
    column: str | None
    code: str
    fields: dict[str, str]
    is_error: bool


@dataclass(frozen=True, slots=True)
class CatalogDraft:
    """A whole file, read: its products in file order, its issues in line order, and how many rows held anything."""

    format: str
    products: tuple[ProductDraft, ...]
    issues: tuple[RowIssue, ...]
    rows_read: int
