"""From fields to drafts, what every format shares: texts, prices, stock, pictures, the closing of a product."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from vitrina.catalog.adapters.amounts import (
    NUMBER_CHARS_MAX,
    NumberStyle,
    PriceProblem,
    is_rounded,
    read_count,
    read_price,
    read_weight_g,
)
from vitrina.catalog.adapters.cleaning import gtin_or_none, line_text, plain_text, split_urls
from vitrina.catalog.adapters.draft import (
    DESCRIPTION_CHARS_MAX,
    OPTION_CHARS_MAX,
    PRODUCT_IMAGES_MAX,
    PRODUCT_TAGS_MAX,
    PRODUCT_VARIANTS_MAX,
    REFERENCE_CHARS_MAX,
    SHORT_TEXT_CHARS_MAX,
    TITLE_CHARS_ADVISED,
    TITLE_CHARS_MAX,
    ProductDraft,
    VariantDraft,
)
from vitrina.catalog.adapters.headers import normalised
from vitrina.catalog.adapters.rows import Fields, Report
from vitrina.kernel.money import Money

_TAG_BREAK = re.compile(r"[,;|\n]+")

YES: Final = frozenset(
    "1 true yes y si s verdadero on x active activo activa enabled published publicado visible".split()
)
NO: Final = frozenset(
    "0 false no n falso off inactive inactivo inactiva disabled draft borrador private privado pending pendiente "
    "archived archivado unpublished hidden oculto proposed rejected trash deleted eliminado".split()
)
_IN_STOCK: Final = frozenset(
    ("in stock", "instock", "available", "disponible", "en stock", "hay", "en existencia", "en existencias",
     "con stock", "limited availability", "limited stock", "available for order", "por encargo")
)  # fmt: skip
_OUT_OF_STOCK: Final = frozenset(
    ("out of stock", "outofstock", "out stock", "sold out", "soldout", "agotado", "sin stock", "sin existencias",
     "sin existencia", "no disponible", "unavailable", "not available", "discontinued", "descatalogado")
)  # fmt: skip
_LATER: Final = frozenset(
    ("preorder", "pre order", "backorder", "back order", "onbackorder", "on backorder", "preventa", "reserva",
     "pedido pendiente", "pedido anticipado", "proximamente", "coming soon", "notify")
)  # fmt: skip
_CONDITIONS: Final = {
    "new": "new", "nuevo": "new", "nueva": "new", "refurbished": "refurbished", "reacondicionado": "refurbished",
    "reacondicionada": "refurbished", "restaurado": "refurbished", "used": "used", "usado": "used", "usada": "used",
    "segunda mano": "used", "second hand": "used", "used like new": "used", "used good": "used", "used fair": "used",
    "cpo": "used", "open box new": "used",
}  # fmt: skip


@dataclass(slots=True)
class Growing:
    """A product while its rows come in."""

    reference: str
    line: int
    title: str
    description: str = ""
    brand: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    image_urls: tuple[str, ...] = ()
    is_published: bool = True
    condition: str = "new"
    external_url: str | None = None
    variants: list[VariantDraft] = field(default_factory=list)
    variant_lines: dict[str, int] = field(default_factory=dict)
    choices: list[tuple[tuple[str, str], ...]] = field(default_factory=list)
    alternative: str = ""


def read_reference(text: str, line: int, name: str, report: Report) -> str | None:
    """An id of at most 100 characters, or None with an error in the report."""
    reference = " ".join(text.split())
    if len(reference) > REFERENCE_CHARS_MAX:
        report.error(line, name, "id_too_long", length=len(reference), limit=REFERENCE_CHARS_MAX)
        return None
    return reference


def read_title(text: str, line: int, report: Report, name: str = "title") -> str | None:
    """One line of plain text of at most 200 characters, or None with an error when nothing is left of it."""
    title = line_text(text, DESCRIPTION_CHARS_MAX)
    length = len(title)
    if not title:
        report.error(line, name, "title_missing")
        return None
    if length > TITLE_CHARS_MAX:
        report.warn(line, name, "title_cut", length=length, limit=TITLE_CHARS_MAX)
        return title[:TITLE_CHARS_MAX].rstrip()
    if length > TITLE_CHARS_ADVISED:
        report.warn(line, name, "title_long", length=length, limit=TITLE_CHARS_ADVISED)
    return title


def read_description(fields: Fields, line: int, report: Report) -> str:
    """Plain text of at most 9,999 characters: the long description, else the short one."""
    name = "description" if "description" in fields else "short_description"
    text = fields.get(name)
    if not text:
        return ""
    description = plain_text(text)
    if len(description) > DESCRIPTION_CHARS_MAX:
        report.warn(line, name, "description_cut", length=len(description), limit=DESCRIPTION_CHARS_MAX)
        return description[:DESCRIPTION_CHARS_MAX].rstrip()
    return description


def short_text(fields: Fields, name: str) -> str | None:
    """A short field on one line, or None."""
    text = fields.get(name)
    return (line_text(text, SHORT_TEXT_CHARS_MAX) or None) if text else None


def read_tags(fields: Fields) -> tuple[str, ...]:
    """Distinct tags in file order."""
    text = fields.get("tags")
    if not text:
        return ()
    tags = dict.fromkeys(line_text(tag, OPTION_CHARS_MAX) for tag in _TAG_BREAK.split(text))
    return tuple(tag for tag in tags if tag)[:PRODUCT_TAGS_MAX]


def read_images(fields: Fields, line: int, report: Report) -> tuple[str, ...]:
    """Distinct web addresses of pictures, at most 20; others leave one warning."""
    text = fields.get("image")
    if not text:
        return ()
    urls, bad = split_urls(text)
    if bad:
        report.warn(line, "image", "image_not_url", value=bad[0])
    if len(urls) > PRODUCT_IMAGES_MAX:
        report.warn(line, "image", "images_too_many", count=len(urls), limit=PRODUCT_IMAGES_MAX)
    return tuple(urls[:PRODUCT_IMAGES_MAX])


def price_or_error(
    text: str, currency: str, style: NumberStyle, *, line: int, name: str, report: Report
) -> Money | None:
    """The price of a row, or None with an error in the report."""
    price = read_price(text, currency, style)
    if isinstance(price, PriceProblem):
        report.error(line, name, price.code, value=text, currency=price.currency)
        return None
    if len(text) > 6 and is_rounded(text, price):
        report.warn(line, name, "price_rounded", value=text, rounded=f"{price.text()} {price.currency}")
    return price


def with_sale(
    fields: Fields, regular: Money, style: NumberStyle, *, line: int, report: Report
) -> tuple[Money, Money | None]:
    """What is asked now, and the higher price to show struck through, if there is one."""
    text = fields.get("sale_price")
    if text is None:
        text = fields.get(f"sale_price:{regular.currency}")
    if text is not None:
        sale = read_price(text, regular.currency, style)
        if isinstance(sale, PriceProblem) or sale.currency != regular.currency or sale.minor > regular.minor:
            # A 0 or a repeated regular price is how exports say "no sale"; anything else was meant and is reported.
            if not (isinstance(sale, PriceProblem) and sale.code == "price_not_positive"):
                report.warn(line, "sale_price", "sale_price_unusable", value=text)
        elif sale.minor < regular.minor:
            if "sale_dates" not in fields:
                return sale, regular
            report.warn(line, "sale_price", "sale_dated", value=text)
    before_text = fields.get("compare_at")
    if before_text is not None:
        before = read_price(before_text, regular.currency, style)
        if isinstance(before, Money) and before.currency == regular.currency and before.minor > regular.minor:
            return regular, before
    return regular, None


def read_stock(fields: Fields, style: NumberStyle, *, line: int, report: Report, name: str = "stock") -> int | None:
    """Whole pieces; 0 when sold out or unreadable (overselling cannot be mended); None when said to be available."""
    text = fields.get(name)
    limit = _available(fields.get("availability"), line, "availability", report)
    if text is None:
        return limit
    if text.isascii() and text.isdigit() and len(text) <= 8:
        return 0 if limit == 0 else int(text)
    count = read_count(text, style)
    if count is None:
        word = normalised(text)
        if word in YES or word in NO or word in _IN_STOCK or word in _OUT_OF_STOCK or word in _LATER:
            return 0 if limit == 0 else _available(text, line, name, report)
        report.warn(line, name, "stock_unreadable", value=text)
        return 0
    pieces = int(count // 1)
    if count < 0:
        report.warn(line, name, "stock_negative", value=text)
        return 0
    if pieces != count:
        report.warn(line, name, "stock_rounded", value=text, rounded=pieces)
    return 0 if limit == 0 else pieces


def read_gtin(fields: Fields, line: int, report: Report, name: str = "gtin") -> str | None:
    """A GTIN with a right check digit, or None with a warning."""
    text = fields.get(name)
    if not text:
        return None
    gtin = gtin_or_none(text)
    if gtin is None and normalised(text) not in ("na", "n a", "no", "none", "does not apply", "no aplica", "0"):
        report.warn(line, name, "gtin_invalid", value=text)
    return gtin


def read_weight(fields: Fields, unit: str | None, line: int, report: Report) -> int | None:
    """Grams, or None: with a warning when the weight cannot be read, silently when it is 0."""
    text = fields.get("weight")
    if not text:
        return None
    unit = fields.get("weight_unit", unit)
    weight_g = read_weight_g(text, unit) if len(text) <= NUMBER_CHARS_MAX else None
    if weight_g is None and text.strip("0., kgKGlbozLBOZ"):
        report.warn(line, "weight", "weight_unreadable", value=text)
    return weight_g


def read_condition(fields: Fields, line: int, report: Report) -> str:
    """`new`, `refurbished` or `used`; new when the file does not say."""
    text = fields.get("condition")
    if text is None:
        # «Estado» means the condition in some files and the publication in others; the word in the cell decides.
        return _CONDITIONS.get(normalised(fields.get("published", "")), "new")
    condition = _CONDITIONS.get(normalised(text))
    if condition is None:
        report.warn(line, "condition", "condition_unknown", value=text)
    return condition or "new"


def is_published(fields: Fields) -> bool:
    """Whether the file wants the product shown; yes when it does not say."""
    text = fields.get("published")
    return text is None or (normalised(text) not in NO and text not in ("-1", "0"))


def add_variant(product: Growing, variant: VariantDraft, line: int, report: Report, name: str | None) -> bool:
    """Take the variant in, unless its reference is taken or the product is full; says whether it was."""
    first_line = product.variant_lines.get(variant.reference)
    if first_line is not None:
        report.error(line, name, "id_duplicate", value=variant.reference, first_line=first_line)
        return False
    if len(product.variants) >= PRODUCT_VARIANTS_MAX:
        report.error(line, name, "variants_too_many", limit=PRODUCT_VARIANTS_MAX)
        return False
    product.variant_lines[variant.reference] = line
    product.variants.append(variant)
    return True


def closed(product: Growing, option_names: tuple[str, ...]) -> ProductDraft:
    """The finished product; its pictures are its own, then those of its variants, at most 20."""
    assert product.variants
    variants = product.variants
    images = product.image_urls
    if len(variants) > 1:
        together = dict.fromkeys(images)
        for variant in variants:
            together.update(dict.fromkeys(variant.image_urls))
        images = tuple(together)[:PRODUCT_IMAGES_MAX]
    elif variants[0].image_urls:
        images = tuple(dict.fromkeys(variants[0].image_urls + images))[:PRODUCT_IMAGES_MAX]
        variants = [replace(variants[0], image_urls=())]
    return ProductDraft(
        reference=product.reference,
        title=product.title,
        description=product.description,
        brand=product.brand,
        category=product.category,
        tags=product.tags,
        image_urls=images,
        option_names=option_names,
        variants=tuple(variants),
        is_published=product.is_published,
        condition=product.condition,
        line=product.line,
        external_url=product.external_url,
    )


def _available(text: str | None, line: int, name: str, report: Report) -> int | None:
    """0 when the words say that nothing can be bought now, else None."""
    if text is None:
        return None
    word = normalised(text)
    if word in _LATER:
        report.warn(line, name, "availability_later", value=text)
        return 0
    if word in _OUT_OF_STOCK or word in NO:
        return 0
    if word not in _IN_STOCK and word not in YES and not word.isdigit():
        report.warn(line, name, "availability_unknown", value=text)
    return None
