"""WooCommerce product CSV, exported in English or Spanish: simple, variable with variations, external products."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from itertools import product as combinations
from typing import Final

from vitrina.catalog.adapters.building import (
    Growing,
    add_variant,
    closed,
    is_published,
    price_or_error,
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
from vitrina.catalog.adapters.cleaning import line_text, url_or_none
from vitrina.catalog.adapters.draft import (
    OPTION_CHARS_MAX,
    PRODUCT_VARIANTS_MAX,
    REFERENCE_CHARS_MAX,
    SHORT_TEXT_CHARS_MAX,
    TITLE_CHARS_MAX,
    ProductDraft,
    VariantDraft,
)
from vitrina.catalog.adapters.headers import synonyms_of
from vitrina.catalog.adapters.rows import Fields, Report, Sheet

ATTRIBUTES_MAX = 20
PRICE_FIELDS: Final = ("price", "sale_price")

NAMES: Final[dict[str, str]] = {
    "id": "id",
    "type": "type, tipo",
    "sku": "sku",
    "title": "name, nombre",
    "published": "published, publicado, publicada",
    "visibility": "visibility in catalog, visibilidad en el catalogo",
    "short_description": "short description, descripcion corta",
    "description": "description, descripcion",
    "sale_dates": "date sale price starts, date sale price ends, dia en que empieza el precio rebajado, "
    "dia en que termina el precio rebajado, fecha de inicio del precio rebajado, fecha de fin del precio rebajado",
    "tax_status": "tax status, estado del impuesto",
    "availability": "in stock, existencias, hay existencias, en inventario, en existencia",
    "stock": "stock, inventario",
    "weight": "weight, peso",
    "sale_price": "sale price, precio rebajado, precio de oferta",
    "price": "regular price, precio normal, precio regular",
    "category": "categories, categorias",
    "tags": "tags, etiquetas",
    "image": "images, imagenes",
    "parent": "parent, superior",
    "grouped": "grouped products, productos agrupados",
    "external_url": "external url, url externa",
    "brand": "brands, brand, marcas, marca",
    "gtin": "gtin upc ean or isbn, gtin upc ean o isbn, gtin",
} | {
    f"attribute_{number}_{part}": names.replace("N", str(number))
    for number in range(1, ATTRIBUTES_MAX + 1)
    for part, names in (
        ("name", "attribute N name, nombre del atributo N"),
        ("values", "attribute N value, attribute N values, valor del atributo N, valores del atributo N"),
    )
}
SYNONYMS: Final = synonyms_of(NAMES)
_ATTRIBUTE_FIELDS: Final = tuple(
    (f"attribute_{number}_name", f"attribute_{number}_values") for number in range(1, ATTRIBUTES_MAX + 1)
)
_LIST_BREAK = re.compile(r"(?<!\\),|\|")
_SIGNS_OF_EXPORT: Final = ("published", "parent", "visibility", "tax_status", "grouped", "attribute_1_name")

Attributes = dict[str, tuple[str, ...]]


@dataclass(slots=True)
class _Variable:
    """A variable product and what its variations may take from it."""

    product: Growing
    attributes: Attributes
    stock: int | None
    weight_g: int | None
    used: dict[str, None] = field(default_factory=dict)


def is_export(fields: frozenset[str]) -> bool:
    """Whether a header with these fields is WooCommerce's."""
    return {"type", "title", "price"} <= fields and len(fields.intersection(_SIGNS_OF_EXPORT)) >= 2


def read_products(sheet: Sheet, report: Report) -> list[ProductDraft]:
    """Products in file order; a variation may stand before its parent."""
    reader = _Reader(sheet, report)
    for line, fields in sheet.rows:
        reader.take(line, fields)
    return reader.finish()


class _Reader:
    """Products and waiting variations while the rows come in."""

    def __init__(self, sheet: Sheet, report: Report) -> None:
        self.sheet = sheet
        self.report = report
        self.products: dict[str, Growing] = {}
        self.variables: dict[str, _Variable] = {}
        self.variations: list[tuple[int, Fields]] = []
        self.weight_unit = sheet.columns.hints.get("weight", "kg")

    def take(self, line: int, fields: Fields) -> None:
        """One row, by its type."""
        kinds = {kind.strip().lower() for kind in fields.get("type", "simple").split(",")}
        if "variation" in kinds:
            fields.pop("description", None)
            self.variations.append((line, fields))
        elif kinds.isdisjoint(("simple", "variable", "external")):
            self.report.warn(line, "type", "type_unsupported", value=fields.get("type", ""))
        elif product := self._started(line, fields):
            if "variable" in kinds:
                self._take_variable(product, line, fields)
            else:
                self._take_single(product, line, fields, is_external="external" in kinds)

    def finish(self) -> list[ProductDraft]:
        """Place the variations, then close what has something to sell."""
        shared = self._placed()
        self._divide(shared)
        drafts = []
        parents = {id(variable.product): variable for variable in self.variables.values()}
        for product in self.products.values():
            parent = parents.get(id(product))
            names = tuple(parent.used) if parent else ()
            if product.variants:
                drafts.append(closed(product, names))
            elif parent:
                self.report.error(product.line, None, "variants_missing")
        return drafts

    def _started(self, line: int, fields: Fields) -> Growing | None:
        report = self.report
        reference = self._reference(line, fields)
        if reference is None:
            return None
        if reference in self.products:
            report.error(line, "id", "id_duplicate", value=reference, first_line=self.products[reference].line)
            return None
        if "title" not in fields:
            report.error(line, "title", "title_missing")
            return None
        title = read_title(fields["title"], line, report)
        if title is None:
            return None
        return Growing(
            reference=reference,
            line=line,
            title=title,
            description=_description(fields, line, report),
            brand=short_text(fields, "brand"),
            category=_category(fields),
            tags=read_tags(fields),
            is_published=is_published(fields) and fields.get("visibility", "").lower() != "hidden",
        )

    def _reference(self, line: int, fields: Fields) -> str | None:
        """`id:741`, as WooCommerce itself writes references, else the SKU."""
        if "id" in fields:
            return read_reference(f"id:{fields['id']}", line, "id", self.report)
        if "sku" in fields:
            return read_reference(fields["sku"], line, "sku", self.report)
        self.report.error(line, "id", "id_missing")
        return None

    def _take_single(self, product: Growing, line: int, fields: Fields, *, is_external: bool) -> None:
        if is_external:
            product.external_url = url_or_none(fields.get("external_url", ""))
            if product.external_url is None:
                self.report.error(line, "external_url", "external_without_url")
                return
        variant = self._variant(product.reference, product.title, line, fields)
        if variant is None:
            return
        if is_external:
            variant = replace(variant, stock=None)
        if add_variant(product, variant, line, self.report, "id"):
            self.products[product.reference] = product

    def _take_variable(self, product: Growing, line: int, fields: Fields) -> None:
        product.image_urls = read_images(fields, line, self.report)
        variable = _Variable(
            product=product,
            attributes=_attributes(fields),
            stock=read_stock(fields, self.sheet.style, line=line, report=self.report),
            weight_g=read_weight(fields, self.weight_unit, line, self.report),
        )
        self.products[product.reference] = product
        self.variables[product.reference] = variable
        if "sku" in fields:
            self.variables.setdefault(fields["sku"], variable)

    def _variant(self, reference: str, title: str, line: int, fields: Fields) -> VariantDraft | None:
        text = fields.get("price")
        if text is None:
            self.report.error(line, "price", "price_missing")
            return None
        style, report = self.sheet.style, self.report
        regular = price_or_error(text, self.sheet.currency, style, line=line, name="price", report=report)
        if regular is None:
            return None
        price, compare_at = with_sale(fields, regular, style, line=line, report=report)
        return VariantDraft(
            reference=reference,
            sku=fields["sku"][:REFERENCE_CHARS_MAX] if "sku" in fields else None,
            title=title,
            options=(),
            prices=(price,),
            stock=None if _is_shared(fields) else read_stock(fields, style, line=line, report=report),
            gtin=read_gtin(fields, line, report),
            mpn=None,
            image_urls=read_images(fields, line, report),
            weight_g=read_weight(fields, self.weight_unit, line, report),
            compare_at=compare_at,
        )

    def _placed(self) -> dict[str, list[str]]:
        """Put every variation under its parent; the answer lists the variants that share their parent's stock."""
        shared: dict[str, list[str]] = {}
        for line, fields in self.variations:
            variable = self._parent_of(line, fields)
            if variable is None:
                continue
            if not is_published(fields):
                self.report.warn(line, "published", "variation_disabled")
                continue
            reference = self._reference(line, fields)
            variant = self._variant(reference, variable.product.title, line, fields) if reference else None
            if variant is None:
                continue
            if variant.weight_g is None:
                variant = replace(variant, weight_g=variable.weight_g)
            for each in self._expanded(variable, variant, line, fields):
                if add_variant(variable.product, each, line, self.report, "id") and _is_shared(fields):
                    shared.setdefault(variable.product.reference, []).append(each.reference)
        return shared

    def _parent_of(self, line: int, fields: Fields) -> _Variable | None:
        parent = fields.get("parent", "")
        variable = self.variables.get(parent) or self.variables.get(parent.replace(" ", ""))
        if variable is None:
            self.report.error(line, "parent", "parent_unknown", value=parent)
        return variable

    def _expanded(self, variable: _Variable, variant: VariantDraft, line: int, fields: Fields) -> list[VariantDraft]:
        """A variation that leaves an attribute open stands for each of its values: a shopper must choose one."""
        own = _attributes(fields)
        choices: list[list[tuple[str, str]]] = []
        order = [
            *(name for name in variable.attributes if name in own),
            *(name for name in own if name not in variable.attributes),
        ]
        for name in order:
            values = own[name] or variable.attributes.get(name, ())
            if values:
                choices.append([(name, value) for value in values])
                variable.used.setdefault(name)
        all_pairs = list(islice(combinations(*choices), PRODUCT_VARIANTS_MAX))
        if len(all_pairs) == 1:
            return [replace(variant, options=all_pairs[0], title=_titled(all_pairs[0], variant.title))]
        stock = variant.stock
        if stock:
            self.report.warn(line, "stock", "stock_shared", value=stock, count=len(all_pairs))
            stock //= len(all_pairs)
        open_names = [name for name in order if not own[name]]
        return [
            replace(
                variant,
                reference=_open_reference(variant.reference, pairs, open_names),
                sku=None,
                options=pairs,
                title=_titled(pairs, variant.title),
                stock=stock,
            )
            for pairs in all_pairs
        ]

    def _divide(self, shared: dict[str, list[str]]) -> None:
        """Stock kept at the parent goes to its variants in equal parts, rounded down, so that none is sold twice."""
        for reference, sharing in shared.items():
            variable = self.variables[reference]
            stock = variable.stock
            if stock is None:
                continue
            if stock and len(sharing) > 1:
                self.report.warn(variable.product.line, "stock", "stock_shared", value=stock, count=len(sharing))
            names = set(sharing)
            variable.product.variants = [
                replace(variant, stock=stock // len(names)) if variant.reference in names else variant
                for variant in variable.product.variants
            ]


def _is_shared(fields: Fields) -> bool:
    return fields.get("stock", "").lower() == "parent"


def _attributes(fields: Fields) -> Attributes:
    found: Attributes = {}
    for name_field, values_field in _ATTRIBUTE_FIELDS:
        name = line_text(fields.get(name_field, ""), OPTION_CHARS_MAX)
        if name:
            pieces = _LIST_BREAK.split(fields.get(values_field, ""))
            values = (line_text(_unescaped(piece), OPTION_CHARS_MAX) for piece in pieces)
            found[name] = tuple(dict.fromkeys(value for value in values if value))
    return found


def _titled(pairs: tuple[tuple[str, str], ...], otherwise: str) -> str:
    return " / ".join(value for _, value in pairs)[:TITLE_CHARS_MAX] or otherwise


def _open_reference(reference: str, pairs: tuple[tuple[str, str], ...], open_names: list[str]) -> str:
    values = "/".join(value for name, value in pairs if name in open_names)
    return f"{reference}:{values}"[:REFERENCE_CHARS_MAX]


def _description(fields: Fields, line: int, report: Report) -> str:
    texts = {name: text.replace("\\n", "\n") for name, text in fields.items() if name.endswith("description")}
    return read_description(texts, line, report)


def _category(fields: Fields) -> str | None:
    first = next((part for part in _LIST_BREAK.split(fields.get("category", "")) if part.strip()), "")
    return line_text(_unescaped(first), SHORT_TEXT_CHARS_MAX) or None


def _unescaped(text: str) -> str:
    return text.replace("\\,", ",")
