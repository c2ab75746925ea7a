"""Google Merchant XML: RSS and Atom, prefix or none, groups, and XML that attacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from vitrina.catalog.adapters import (
    CatalogDraft,
    CatalogFileRefused,
    CatalogFormatUnknown,
    CatalogRowsUnusable,
    CatalogXmlInvalid,
    CatalogXmlUnsafe,
    explain,
    read_catalog,
)
from vitrina.kernel.money import Money

SPACE = 'xmlns:g="http://base.google.com/ns/1.0"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, text: str, *, encoding: str = "utf-8") -> CatalogDraft:
    source = folder / "feed.xml"
    source.write_bytes(text.encode(encoding))
    return read_catalog(source, currency="EUR")


def rss(*entries: str) -> str:
    body = "\n".join(f"<item>{entry}</item>" for entry in entries)
    return f'<?xml version="1.0"?>\n<rss version="2.0" {SPACE}><channel><title>Feed</title>\n{body}\n</channel></rss>'


def test_rss_with_prefix(folder: Path) -> None:
    draft = read(
        folder,
        rss(
            "<g:id>1</g:id><title>Feed title</title><g:title>Own title</g:title><g:price>10.50 USD</g:price>"
            "<description>&lt;b&gt;Warm&lt;/b&gt; &amp;amp; soft</description><g:availability>in_stock</g:availability>"
            "<g:image_link>https://a.test/1.jpg</g:image_link>"
            "<g:additional_image_link>https://a.test/2.jpg</g:additional_image_link>"
            "<g:additional_image_link>https://a.test/3.jpg</g:additional_image_link>"
            "<g:shipping><g:country>US</g:country><g:price>3.00 USD</g:price></g:shipping>"
            "<g:google_product_category>1604</g:google_product_category><g:sale_price>9.00 USD</g:sale_price>"
        ),
    )
    assert draft.format == "google_xml"
    assert draft.issues == ()
    (product,) = draft.products
    assert (product.reference, product.title, product.description) == ("1", "Own title", "Warm & soft")
    assert product.category is None
    assert product.image_urls == ("https://a.test/1.jpg", "https://a.test/2.jpg", "https://a.test/3.jpg")
    assert product.variants[0].prices == (Money(900, "USD"),)
    assert product.variants[0].compare_at == Money(1050, "USD")
    assert product.external_url is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_atom_without_prefix_groups_variants(folder: Path, encoding: str) -> None:
    entries = "".join(
        f"<entry><id>{number}</id><title>Señal {size}</title><summary>Fine</summary><price>1.234,50</price>"
        f"<item_group_id>G</item_group_id><size>{size}</size><availability>out of stock</availability></entry>"
        for number, size in ((1, "M"), (2, "L"))
    )
    text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entries}</feed>'
    (product,) = read(folder, text, encoding=encoding).products
    assert (product.reference, product.title, product.description) == ("G", "Señal M", "Fine")
    assert product.option_names == ("Size",)
    assert [(variant.reference, variant.title, variant.stock) for variant in product.variants] == [
        ("1", "M", 0),
        ("2", "L", 0),
    ]
    assert product.variants[0].prices == (Money(123450, "EUR"),)


def test_a_bad_entry_is_named_by_its_line(folder: Path) -> None:
    draft = read(
        folder, rss("<g:id>1</g:id><title>A</title><g:price>1.00 USD</g:price>", "<g:id>2</g:id><title>B</title>")
    )
    assert [product.reference for product in draft.products] == ["1"]
    assert [explain(issue, "en") for issue in draft.issues] == [
        "Line 4, column “price”: there is no price, so the row was skipped."
    ]


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<rss><channel><item><id>1</id><title>&b;</title><price>1.00</price></item></channel></rss>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    "<rss><channel><item><id>1</id><title>&e;</title><price>1.00</price></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (BOMB, CatalogXmlUnsafe),
        (OUTSIDE, CatalogXmlUnsafe),
        (rss("<g:id>1</g:id><title>A</title><g:price>1.00 USD</g:price>")[:-20], CatalogXmlInvalid),
        ("<rss><channel><item><g:id>1</g:id></item></channel></rss>", CatalogXmlInvalid),
        ('<?xml version="1.0" encoding="no-such"?><rss></rss>', CatalogXmlInvalid),
        ("<products><product sku='1' name='A' price='1'/></products>", CatalogFormatUnknown),
        ("<rss><channel><title>x</title></channel></rss>", CatalogFormatUnknown),
        (rss("<title>A blog entry</title><description>words</description>"), CatalogRowsUnusable),
    ],
)
def test_bad_xml_is_refused_whole(folder: Path, text: str, refusal: type[CatalogFileRefused]) -> None:
    with pytest.raises(CatalogFileRefused) as caught:
        read(folder, text)
    assert type(caught.value) is refusal
    assert caught.value.text("en") != caught.value.text("es")


def test_broken_xml_names_its_line(folder: Path) -> None:
    with pytest.raises(CatalogXmlInvalid) as caught:
        read(folder, "<rss>\n<channel>\n<item></wrong>\n</channel></rss>")
    assert caught.value.text("en") == "The XML is broken at line 3, so nothing was imported. Export the file again."
