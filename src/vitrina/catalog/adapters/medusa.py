"""Medusa product CSV, the templates and exports of version 1 and 2: one row per variant, products by handle."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from vitrina.catalog.adapters.building import (
    Growing,
    add_variant,
    closed,
    is_published,
    price_or_error,
    read_description,
    read_images,
    read_reference,
    read_stock,
    read_tags,
    read_title,
    read_weight,
    short_text,
)
from vitrina.catalog.adapters.cleaning import gtin_or_none, line_text
from vitrina.catalog.adapters.draft import (
    OPTION_CHARS_MAX,
    REFERENCE_CHARS_MAX,
    TITLE_CHARS_MAX,
    ProductDraft,
    VariantDraft,
)
from vitrina.catalog.adapters.headers import Columns, normalised
from vitrina.catalog.adapters.rows import Fields, Report, Sheet
from vitrina.kernel.money import Money, is_currency

PRICE_FIELDS: Final = ("price", "region_price")
OPTIONS_MAX = 20

_FIELDS: Final = {
    "product id": "id", "product handle": "handle", "product title": "title", "product subtitle": "short_description",
    "product status": "published", "product description": "description", "product thumbnail": "image",
    "product type": "category", "product collection title": "collection", "product tags": "tags",
    "product weight": "product_weight", "product deleted at": "deleted", "variant id": "variant_id",
    "variant title": "variant_title", "variant sku": "sku", "variant barcode": "barcode", "variant ean": "ean",
    "variant upc": "upc", "variant inventory quantity": "stock", "variant manage inventory": "manage_inventory",
    "variant weight": "weight", "variant deleted at": "deleted",
}  # fmt: skip
_ACCEPTED = re.compile(
    r"product (?:length|width|height|hs code|origin country|mid code|material|collection (?:id|handle)|type id|"
    r"discountable|external id|is giftcard|created at|updated at|metadata|profile (?:name|type)|shipping profile id|"
    r"sales channel \d+(?: .+)?|category \d+ .+)|"
    r"variant (?:hs code|mid code|allow backorder|created at|height|length|material|metadata|origin country|"
    r"product id|updated at|variant rank|rank|width|thumbnail|image \d+)|sales channel \d+ .+"
)
_OPTION = re.compile(r"(?:variant )?option (\d+) (name|value)")
_IMAGE = re.compile(r"(?:product )?image \d+(?: url)?")
_TAG = re.compile(r"product tag \d+")
_CATEGORY = re.compile(r"product category \d+(?: name)?")
_PRICE = re.compile(r"(?:variant )?price ([a-z]{3})")
_REGION_PRICE = re.compile(r"(?:variant )?price .*[(\[]\s*([a-z]{3})\s*[)\]]\s*", re.IGNORECASE)
_INNER_ID = re.compile(r"(?:pcat|ptag|ptyp|pcol)_[0-9A-Z]{20,}")


@dataclass(slots=True)
class _Rows:
    """The products by handle while the rows come in, the first line of each id, and the option names of each handle."""

    products: dict[str, Growing] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    option_names: dict[str, dict[str, None]] = field(default_factory=dict)


def is_export(header: list[str]) -> bool:
    """Whether a header is Medusa's: a product's handle or title beside columns of its variants."""
    names = {normalised(cell) for cell in header}
    return bool({"product handle", "product title"} & names) and any(name.startswith("variant ") for name in names)


def map_columns(header: list[str]) -> Columns:
    """The columns; `unknown` lists those that no version of Medusa writes."""
    places: list[tuple[str, int]] = []
    names: dict[str, str] = {}
    unknown: list[str] = []
    for place, cell in enumerate(header):
        field_name = _field_of(cell)
        if field_name:
            places.append((field_name, place))
            names.setdefault(field_name, cell.strip())
        elif field_name is None and cell.strip():
            unknown.append(cell.strip())
    return Columns(tuple(places), names, {}, is_spanish=False, unknown=tuple(unknown))


def read_products(sheet: Sheet, report: Report) -> list[ProductDraft]:
    """Products in file order, one variant per row."""
    rows = _Rows()
    for line, fields in sheet.rows:
        _take(rows, sheet, line, fields, report=report)
    drafts = []
    for key, product in rows.products.items():
        if product.variants:
            drafts.append(closed(product, tuple(rows.option_names.get(key, ()))))
    return drafts


def _take(rows: _Rows, sheet: Sheet, line: int, fields: Fields, *, report: Report) -> None:
    if "deleted" in fields:
        report.warn(line, "deleted", "row_deleted")
        return
    name = "handle" if "handle" in fields else "id"
    if name not in fields:
        report.error(line, name, "id_missing")
        return
    key = fields[name]
    reference = read_reference(fields.get("id", key), line, "id" if "id" in fields else name, report)
    if reference is None:
        return
    prices = _prices(sheet, line, fields, report)
    if not prices:
        return
    product = rows.products.get(key)
    if product is None and reference in rows.lines:
        report.error(
            line, "id" if "id" in fields else name, "id_duplicate", value=reference, first_line=rows.lines[reference]
        )
        return
    product = product or _started(reference, line, fields, report)
    if product is None:
        return
    options = _options(fields)
    variant = _variant(product, options, line, fields, sheet=sheet, prices=prices, report=report)
    if variant is not None and add_variant(
        product, variant, line, report, "variant_id" if "variant_id" in fields else "sku"
    ):
        rows.products[key] = product
        rows.lines.setdefault(product.reference, line)
        rows.option_names.setdefault(key, {}).update(dict.fromkeys(option for option, _ in options))


def _started(reference: str, line: int, fields: Fields, report: Report) -> Growing | None:
    title = read_title(fields["title"], line, report) if "title" in fields else None
    if title is None:
        if "title" not in fields:
            report.error(line, "title", "title_missing")
        return None
    texts = {name: text.replace("\\n", "\n") for name, text in fields.items() if name.endswith("description")}
    return Growing(
        reference=reference,
        line=line,
        title=title,
        description=read_description(texts, line, report),
        category=short_text(fields, "category") or short_text(fields, "collection"),
        tags=read_tags(fields),
        image_urls=read_images(fields, line, report),
        is_published=is_published(fields),
    )


def _variant(
    product: Growing, options: tuple[tuple[str, str], ...], line: int, fields: Fields, *, sheet: Sheet,
    prices: tuple[Money, ...], report: Report,
) -> VariantDraft | None:  # fmt: skip
    values = "/".join(value for _, value in options)
    sku = fields.get("sku")
    fallback = f"{product.reference}:{values}"[:REFERENCE_CHARS_MAX] if values else product.reference
    reference = read_reference(fields.get("variant_id") or sku or fallback, line, "variant_id", report)
    if reference is None:
        return None
    codes = (fields[name] for name in ("ean", "upc", "barcode") if name in fields)
    is_counted = fields.get("manage_inventory", "true").lower() not in ("false", "0", "no")
    weight_fields = {"weight": fields.get("weight") or fields.get("product_weight", "")}
    title = line_text(fields.get("variant_title", ""), TITLE_CHARS_MAX)
    return VariantDraft(
        reference=reference,
        sku=sku[:REFERENCE_CHARS_MAX] if sku else None,
        title=title or values[:TITLE_CHARS_MAX] or product.title,
        options=options,
        prices=prices,
        stock=read_stock(fields, sheet.style, line=line, report=report) if is_counted else None,
        gtin=next((gtin for gtin in map(gtin_or_none, codes) if gtin), None),
        mpn=None,
        image_urls=(),
        weight_g=read_weight(weight_fields, "g", line, report),
        compare_at=None,
    )


def _prices(sheet: Sheet, line: int, fields: Fields, report: Report) -> tuple[Money, ...]:
    """One price per currency, the shop's first; a region's price counts only where the currency has no other."""
    prices: dict[str, Money] = {}
    names = [name for name in fields if name.startswith("price:")] + [
        name for name in fields if name.startswith("region_price:")
    ]
    for name in names:
        currency = name.partition(":")[2]
        if currency in prices:
            continue
        price = price_or_error(fields[name], currency, sheet.style, line=line, name=name, report=report)
        if price is None:
            return ()
        prices[currency] = price
    if not prices:
        shown = next((name for name in sheet.columns.names if name.partition(":")[0] in PRICE_FIELDS), None)
        report.error(line, shown, "price_missing")
    return tuple(sorted(prices.values(), key=lambda price: price.currency != sheet.currency))


def _options(fields: Fields) -> tuple[tuple[str, str], ...]:
    pairs = []
    for number in range(1, OPTIONS_MAX + 1):
        name = line_text(fields.get(f"option_{number}_name", ""), OPTION_CHARS_MAX)
        value = line_text(fields.get(f"option_{number}_value", ""), OPTION_CHARS_MAX)
        if name and value and not normalised(name).startswith("default option"):
            pairs.append((name, value))
    return tuple(pairs)


def _field_of(cell: str) -> str | None:
    """The field of a column; an empty text for one of Medusa's that is not used here; None for any other."""
    name = normalised(cell)
    if name in _FIELDS:
        return _FIELDS[name]
    if option := _OPTION.fullmatch(name):
        return f"option_{int(option[1])}_{option[2]}"
    if _IMAGE.fullmatch(name):
        return "image"
    if _TAG.fullmatch(name):
        return "tags"
    if _CATEGORY.fullmatch(name):
        return "category"
    for pattern, text, stem in ((_REGION_PRICE, cell, "region_price"), (_PRICE, name, "price")):
        found = pattern.fullmatch(text.strip())
        if found and is_currency(found[1].upper()):
            return f"{stem}:{found[1].upper()}"
    return "" if _ACCEPTED.fullmatch(name) else None
