"""Rows with one price each, as shops write them in spreadsheets and as Google Merchant defines them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from vitrina.catalog.adapters.amounts import currency_of
from vitrina.catalog.adapters.building import (
    Growing,
    add_variant,
    closed,
    is_published,
    price_or_error,
    read_condition,
    read_description,
    read_gtin,
    read_images,
    read_reference,
    read_stock,
    read_tags,
    read_title,
    read_weight,
    short_text,
    with_sale,
)
from vitrina.catalog.adapters.cleaning import line_text
from vitrina.catalog.adapters.draft import (
    OPTION_CHARS_MAX,
    REFERENCE_CHARS_MAX,
    SHORT_TEXT_CHARS_MAX,
    TITLE_CHARS_MAX,
    ProductDraft,
    VariantDraft,
)
from vitrina.catalog.adapters.errors import CatalogColumnsMissing
from vitrina.catalog.adapters.headers import Columns
from vitrina.catalog.adapters.rows import Fields, Report, Sheet
from vitrina.kernel.money import Money

Options = tuple[tuple[str, str], ...]

PRICE_FIELDS: Final = ("price", "variant_price", "sale_price", "compare_at")
ID_FIELDS: Final = ("id", "sku", "handle", "gtin", "mpn")
OPTION_LABELS: Final = {
    "option:color": "Color", "option:size": "Size", "option:material": "Material", "option:pattern": "Pattern",
    "option:flavor": "Flavor", "option:scent": "Scent", "option:style": "Style", "option:capacity": "Capacity",
}  # fmt: skip


def require_columns(columns: Columns, header: list[str]) -> None:
    """Refuse a file in which no column can be an id, a title or a price."""
    missing = []
    if not columns.has(*ID_FIELDS, "variant_sku"):
        missing.append("id (id, sku, código, referencia)")
    if not columns.has("title", "description"):
        missing.append("title (title, name, nombre)")
    if not any(name.partition(":")[0] in PRICE_FIELDS for name in columns.names):
        missing.append("price (price, precio)")
    if missing:
        found = ", ".join(" ".join(cell.split())[:40] for cell in header[:12] if cell.strip()) or "—"
        raise CatalogColumnsMissing(columns="; ".join(missing), found=found)


def read_products(sheet: Sheet, report: Report) -> list[ProductDraft]:
    """Group the rows into products by their group id, or by an id that repeats with other variants."""
    reader = _Reader(sheet, report)
    for line, fields in sheet.rows:
        reader.take(line, fields)
    return reader.finish()


class _Reader:
    """The products while the rows come in, in any order of parents and variants."""

    def __init__(self, sheet: Sheet, report: Report) -> None:
        names = sheet.columns.names
        self.sheet = sheet
        self.report = report
        self.products: dict[str, Growing] = {}
        self.title_name = "title" if "title" in names else "description"
        self.variant_label = "Variante" if sheet.columns.is_spanish else "Variant"
        self.labels = tuple((name, self._label(name)) for name in names if name.startswith("option:"))
        self.price_names = _price_names(names)
        self.weight_unit = sheet.columns.hints.get("weight")

    def take(self, line: int, fields: Fields) -> None:
        """One row: a product, a variant of one, or a parent without a price of its own."""
        report = self.report
        id_name = next((name for name in ID_FIELDS if name in fields), "variant_sku")
        group = fields.get("group")
        own = fields.get(id_name)
        if own is None:
            report.error(line, "id", "id_missing")
            return
        reference = read_reference(own, line, id_name, report)
        key = reference if group is None else read_reference(group, line, "group", report)
        if reference is None or key is None:
            return
        product = self.products.get(key)
        options = self._options(fields)
        alternative = self._alternative(key, reference, fields, options)
        is_first = product is None or not product.variants
        is_priced = any(name in fields for name in self.price_names)
        if not is_priced and reference == key and (product is None or key not in product.variant_lines):
            self._take_parent(line, key, fields)
            return
        if not is_first and group is None and product is not None and not self._make_room(product, alternative, fields):
            report.error(line, id_name, "id_duplicate", value=key, first_line=product.line)
            return
        if not is_priced:
            report.error(line, self.price_names[0], "price_missing")
            return
        prices, compare_at = self._prices(line, fields)
        if prices:
            product = product or self._started(key, line, fields)
            if product is not None:
                variant_reference = key if group is None and is_first else alternative
                variant = self._variant(product, variant_reference, line, fields, prices=prices, compare_at=compare_at)
                self._add(product, variant, line, options, id_name=id_name, alternative=alternative)

    def finish(self) -> list[ProductDraft]:
        """The products that have something to sell; a parent that stayed alone is an error."""
        drafts = []
        for product in self.products.values():
            if not product.variants:
                self.report.error(product.line, self.price_names[0], "price_missing")
            elif len(product.variants) == 1:
                drafts.append(closed(product, ()))
            else:
                drafts.append(self._closed_with_options(product))
        return drafts

    def _label(self, name: str) -> str:
        own = self.sheet.columns.names[name]
        return own if self.sheet.columns.is_spanish and not own.islower() else OPTION_LABELS[name]

    def _options(self, fields: Fields) -> Options:
        labels = (("variant_title", self.variant_label),) if "variant_title" in fields else self.labels
        pairs = ((label, line_text(fields[name], OPTION_CHARS_MAX)) for name, label in labels if name in fields)
        return tuple((label, value) for label, value in pairs if value)

    def _alternative(self, key: str, reference: str, fields: Fields, options: Options) -> str:
        """What tells this row from others of its product: its own code, else its options."""
        code = fields.get("variant_sku") or (reference if reference != key else fields.get("sku"))
        if code is not None and code != key and len(code) <= REFERENCE_CHARS_MAX:
            return code
        values = "/".join(value for _, value in options)
        return f"{key}:{values}"[:REFERENCE_CHARS_MAX] if values else key

    def _make_room(self, product: Growing, alternative: str, fields: Fields) -> bool:
        """Whether a row that repeats the id of `product` is another variant of it rather than a mistake."""
        has_code = "variant_sku" in fields or "variant_title" in fields or "sku" in fields
        title = line_text(fields.get(self.title_name, ""), TITLE_CHARS_MAX)
        if alternative == product.reference or not (has_code or title in ("", product.title)):
            return False
        first = product.variants[0]
        if first.reference == product.reference and product.alternative != product.reference:
            # The first row was taken for a product of one variant; now it needs a reference of its own.
            product.variants[0] = replace(first, reference=product.alternative)
            product.variant_lines = {
                product.alternative if reference == first.reference else reference: at
                for reference, at in product.variant_lines.items()
            }
        return True

    def _prices(self, line: int, fields: Fields) -> tuple[tuple[Money, ...], Money | None]:
        """The prices in force and the struck-through one; no prices when one of them is an error."""
        currency = self.sheet.currency
        named = fields.get("currency")
        if named is not None:
            found = currency_of(named, currency)
            if found is None:
                self.report.error(line, "currency", "currency_unknown", value=named)
                return (), None
            currency = found
        prices: list[Money] = []
        compare_at: Money | None = None
        for name in self.price_names:
            text = fields.get(name)
            if text is None:
                continue
            hinted = name.partition(":")[2] or currency
            regular = price_or_error(text, hinted, self.sheet.style, line=line, name=name, report=self.report)
            if regular is None:
                return (), None
            if any(price.currency == regular.currency for price in prices):
                continue
            price, before = with_sale(fields, regular, self.sheet.style, line=line, report=self.report)
            compare_at = before if not prices else compare_at
            prices.append(price)
        return tuple(prices), compare_at

    def _take_parent(self, line: int, key: str, fields: Fields) -> None:
        """A row that only describes the product whose variants stand in other rows."""
        known = self.products.get(key)
        if known is not None and not known.variants:
            self.report.error(line, "id", "id_duplicate", value=key, first_line=known.line)
            return
        parent = self._started(key, line, fields)
        if parent is not None and known is not None:
            parent.variants, parent.variant_lines, parent.choices = known.variants, known.variant_lines, known.choices

    def _started(self, key: str, line: int, fields: Fields) -> Growing | None:
        report = self.report
        text = fields.get(self.title_name)
        if text is None:
            report.error(line, self.title_name, "title_missing")
            return None
        title = read_title(text, line, report, self.title_name)
        if title is None:
            return None
        product = Growing(
            reference=key,
            line=line,
            title=title,
            description=read_description(fields, line, report),
            brand=short_text(fields, "brand"),
            category=_category(fields),
            tags=read_tags(fields),
            is_published=is_published(fields),
            condition=read_condition(fields, line, report),
        )
        self.products[key] = product
        return product

    def _variant(
        self,
        product: Growing,
        reference: str,
        line: int,
        fields: Fields,
        *,
        prices: tuple[Money, ...],
        compare_at: Money | None,
    ) -> VariantDraft:
        report = self.report
        stock_name = "variant_stock" if "variant_stock" in fields else "stock"
        sku = fields.get("variant_sku") or fields.get("sku") or fields.get("id")
        return VariantDraft(
            reference=reference,
            sku=sku[:REFERENCE_CHARS_MAX] if sku else None,
            title=line_text(fields.get(self.title_name, ""), TITLE_CHARS_MAX) or product.title,
            options=(),
            prices=prices,
            stock=read_stock(fields, self.sheet.style, line=line, report=report, name=stock_name),
            gtin=read_gtin(fields, line, report),
            mpn=short_text(fields, "mpn"),
            image_urls=read_images(fields, line, report),
            weight_g=read_weight(fields, self.weight_unit, line, report),
            compare_at=compare_at,
        )

    def _add(
        self, product: Growing, variant: VariantDraft, line: int, options: Options, *, id_name: str, alternative: str
    ) -> None:
        if add_variant(product, variant, line, self.report, id_name):
            if len(product.variants) == 1:
                product.alternative = alternative
            product.choices.append(options)

    def _closed_with_options(self, product: Growing) -> ProductDraft:
        """Only what differs between the variants is a choice; when that does not tell them apart, their names do."""
        chosen = [dict(options) for options in product.choices]
        labels = list(dict.fromkeys(label for options in chosen for label in options))
        kept = [label for label in labels if len({options.get(label) for options in chosen}) > 1]
        told = [tuple((label, options[label]) for label in kept if label in options) for options in chosen]
        if len(set(told)) < len(told):
            titles = [variant.title for variant in product.variants]
            is_telling = len(set(titles)) == len(titles)
            names = titles if is_telling else [variant.reference for variant in product.variants]
            kept = [*kept, self.variant_label]
            told = [
                (*pairs, (self.variant_label, name[:OPTION_CHARS_MAX])) for pairs, name in zip(told, names, strict=True)
            ]
        product.variants = [
            replace(
                variant,
                options=pairs,
                title=" / ".join(value for _, value in pairs)[:TITLE_CHARS_MAX] or variant.title,
                sku=None if variant.sku == product.reference != variant.reference else variant.sku,
            )
            for variant, pairs in zip(product.variants, told, strict=True)
        ]
        return closed(product, tuple(kept))


def _price_names(names: Mapping[str, str]) -> tuple[str, ...]:
    """The price columns in order: of the variant, of the product, then any price at all."""
    for stems in (("variant_price", "price"), ("compare_at",), ("sale_price",)):
        found = [name for name in names if name.partition(":")[0] in stems]
        if found:
            return tuple(sorted(found, key=lambda name: (not name.startswith("variant"), ":" in name)))
    return ("price",)


def _category(fields: Fields) -> str | None:
    text = fields.get("category")
    if text is None:
        text = fields.get("google_category", "")
        if text.isdigit():  # a number of Google's taxonomy says nothing to a person
            return None
    parts = [text.replace("\n", ", "), fields.get("subcategory", "")]
    return line_text(" > ".join(part for part in parts if part), SHORT_TEXT_CHARS_MAX) or None
