"""Whatever the bytes are, a file is read or refused; and what is read keeps the limits."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from vitrina.catalog.adapters import FORMATS, CatalogDraft, CatalogFileRefused, explain, read_catalog
from vitrina.catalog.adapters.amounts import NumberStyle, PriceProblem, read_price
from vitrina.catalog.adapters.cleaning import clean, gtin_or_none, plain_text, split_urls
from vitrina.catalog.adapters.words import TEXTS
from vitrina.kernel.money import Money

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "A", "B", "1.234", "12,50", "9.99", "in stock", "no", '"', "'", "\n", "=1+1", "-3", "<b>x</b>", "M",
         "id:1",
         "simple", "variable", "variation", "parent", "https://a.test/x.jpg", "&lt;script", "#", "$5", "5 EUR", "\x00"]
    ),
)  # fmt: skip
HEADERS = st.sampled_from(
    [
        ["id", "title", "price", "stock", "item_group_id", "color", "image_link", "sale_price"],
        ["Código", "Nombre", "Precio", "Existencias", "Talla", "Variante", "Estado", "Peso (kg)"],
        ["ID", "Type", "SKU", "Name", "Published", "Regular price", "Parent", "Attribute 1 name",
         "Attribute 1 value(s)"],
        ["Product Id", "Product Handle", "Product Title", "Variant Id", "Variant Price USD", "Option 1 Name", "Stock"],
    ]
)  # fmt: skip


def read_bytes(content: bytes, format: str | None = None) -> CatalogDraft | CatalogFileRefused:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "file"
        source.write_bytes(content)
        try:
            draft = read_catalog(source, currency="USD", format=format)
        except CatalogFileRefused as caught:
            return caught
    return draft


def assert_answered(answer: CatalogDraft | CatalogFileRefused) -> None:
    if isinstance(answer, CatalogFileRefused):
        assert answer.text("en") != answer.text("es")
    else:
        assert_sound(answer)


def assert_sound(draft: CatalogDraft) -> None:
    assert draft.products
    assert len({product.reference for product in draft.products}) == len(draft.products)
    for product in draft.products:
        assert 1 <= len(product.reference) <= 100
        assert 1 <= len(product.title) <= 200
        assert len(product.description) <= 9_999
        assert len(product.image_urls) <= 20
        assert 1 <= len(product.variants) <= 100
        assert len({variant.reference for variant in product.variants}) == len(product.variants)
        for variant in product.variants:
            assert 1 <= len(variant.reference) <= 100
            assert variant.title
            assert variant.prices
            assert all(price.minor > 0 for price in variant.prices)
            assert len({price.currency for price in variant.prices}) == len(variant.prices)
            assert variant.stock is None or variant.stock >= 0
            assert {name for name, _ in variant.options} <= set(product.option_names)
    for issue in draft.issues:
        assert explain(issue, "en") != explain(issue, "es")


@given(content=st.binary(max_size=600), format=st.sampled_from([None, *FORMATS]))
@settings(max_examples=150, deadline=None)
def test_any_bytes(content: bytes, format: str | None) -> None:
    assert_answered(read_bytes(content, format))


@given(
    header=HEADERS,
    rows=st.lists(st.lists(CELLS, max_size=11), max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
@settings(max_examples=400, deadline=None)
def test_any_cells_under_known_headers(header: list[str], rows: list[list[str]], delimiter: str, encoding: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [header, *rows])
    assert_answered(read_bytes(text.encode(encoding, errors="replace")))


@given(
    values=st.lists(
        st.tuples(st.sampled_from("id title price size g:id g:price item_group_id".split()), CELLS), max_size=12
    )
)
@settings(max_examples=150, deadline=None)
def test_any_texts_in_a_feed(values: list[tuple[str, str]]) -> None:
    fields = "".join(f"<{name}>{text.replace('&', '&amp;').replace('<', '&lt;')}</{name}>" for name, text in values)
    feed = f'<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item>{fields}</item></channel></rss>'
    assert_answered(read_bytes(feed.encode("utf-8", errors="replace")))


@given(minor=st.integers(min_value=1, max_value=10**11), decimal=st.sampled_from(".,"), is_grouped=st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_price_written_with_two_decimals_always_comes_back(minor: int, decimal: str, is_grouped: bool) -> None:
    whole, cents = divmod(minor, 100)
    grouped = f"{whole:,}" if is_grouped else str(whole)
    text = f"{grouped.replace(',', ',' if decimal == '.' else '.')}{decimal}{cents:02d}"
    for style in (NumberStyle(None, is_spanish=False), NumberStyle(decimal, is_spanish=True)):
        assert read_price(text, "USD", style) == Money(minor, "USD")


@given(text=st.text(alphabet="0123456789.,-$€ '’E()USDxkg\u00a0", max_size=30))
@settings(max_examples=400, deadline=None)
def test_any_number_text_is_a_positive_price_or_a_named_problem(text: str) -> None:
    price = read_price(clean(text), "USD", NumberStyle(None, is_spanish=False))
    assert price.minor > 0 if isinstance(price, Money) else f"{price.code}" in TEXTS
    assert isinstance(price, Money | PriceProblem)


@given(text=st.text(max_size=80) | st.text(alphabet="<>!-/&;script\"'= \n", max_size=80))
@settings(max_examples=400, deadline=None)
def test_cleaned_text_is_harmless_and_stable(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not cleaned.startswith("=")
    assert "\x00" not in cleaned
    assert "<script" not in plain_text(text).lower()
    assert all(url.startswith(("http://", "https://")) for url in split_urls(text)[0])


def test_hostile_markup_is_read_in_linear_time() -> None:
    # 50,000 openings that never close: quadratic reading would take minutes, and the run has a limit.
    assert plain_text("<script" * 50_000) == ""
    assert plain_text("<!--" * 50_000) == ""
    assert plain_text('<p "' * 50_000).startswith("<p")
    assert clean("'=" * 60_000) == ""


def test_gtin_check_digits() -> None:
    assert gtin_or_none("698615070527") == "698615070527"
    assert gtin_or_none("4006381 333931") == "4006381333931"
    assert gtin_or_none("4006381333932") is None
    assert gtin_or_none("0000000000000") is None
    assert gtin_or_none("6.98615E+11") is None


def test_twenty_thousand_rows_are_read_whole() -> None:
    numbers = random.Random(7)
    rows = [
        f"S{number},Shirt {number},{numbers.randrange(1, 9999)}.{numbers.randrange(100):02d}"
        for number in range(20_000)
    ]
    draft = read_bytes("\n".join(["id,title,price", *rows]).encode())
    assert isinstance(draft, CatalogDraft)
    assert (draft.rows_read, len(draft.products), draft.issues) == (20_000, 20_000, ())


def test_every_issue_has_both_languages_with_the_same_fields() -> None:
    for code, (english, spanish) in TEXTS.items():
        fields = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in (english, spanish)]
        assert fields[0] == fields[1], code
        assert english != spanish
