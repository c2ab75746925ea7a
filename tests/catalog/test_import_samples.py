"""Real files of other systems (VITRINA_SAMPLES/catalog): each imports exactly, or is refused clearly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vitrina.catalog.adapters import CatalogDraft, CatalogFileRefused, explain, read_catalog
from vitrina.kernel.money import Money

SAMPLES = Path(os.environ.get("VITRINA_SAMPLES") or "absent") / "catalog"

# file → format, rows, products, variants, (line, code, is_error) of each issue
IMPORTED: dict[str, tuple[str, int, int, int, list[tuple[int, str, bool]]]] = {
    "google-merchant/celebird-variants.xml": ("google_xml", 2, 1, 2, []),
    "woocommerce-gpl/sample_products.csv": ("woocommerce_csv", 24, 14, 27, [(17, "type_unsupported", False)]),
    "medusa/exported-products-comma.csv": (
        "medusa_csv", 3, 2, 3, [(2, "image_not_url", False), (6, "image_not_url", False)],
    ),
    "medusa/product-with-categories.csv": ("medusa_csv", 2, 1, 2, [(2, "image_not_url", False)]),
    "medusa/invalid-column.csv": (
        "medusa_csv", 1, 1, 1, [(1, "column_unknown", False), (2, "image_not_url", False)],
    ),
    "medusa/v1-template.csv": (
        "medusa_csv", 5, 3, 4,
        [(2, "image_not_url", False), (3, "image_not_url", False), (4, "image_not_url", False),
         (6, "price_missing", True)],
    ),
    "spanish/plantilla_productos.csv": ("plain_csv", 5, 4, 5, []),
    "magento-osl/products_gear_bags.csv": ("plain_csv", 14, 14, 14, []),
}  # fmt: skip
REFUSED = {
    "bagisto/products.csv": "catalog_format_later",
    "bagisto/products.xlsx": "catalog_file_not_text",
    "bagisto/products.xml": "catalog_format_unknown",
    "helix-json/merchant-feed.json": "catalog_format_unknown",
    "helix-json/no-price.json": "catalog_format_unknown",
    "helix-json/product-configurable.json": "catalog_format_unknown",
    "saleor/populatedb_data.json": "catalog_format_unknown",
    "vendure-gpl/invalid-columns.csv": "catalog_format_later",
    "vendure-gpl/invalid-row-length.csv": "catalog_format_later",
    "vendure-gpl/mock-products.csv": "catalog_format_later",
    "vendure-gpl/multiple-products-multiple-variants.csv": "catalog_format_later",
}


@pytest.fixture(autouse=True)
def _samples_present() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("samples absent: set VITRINA_SAMPLES")


def read(name: str, currency: str = "USD") -> CatalogDraft:
    source = SAMPLES / name
    if not source.is_file():
        pytest.skip(f"sample absent: {name}")
    return read_catalog(source, currency=currency)


@pytest.mark.parametrize("name", IMPORTED)
def test_a_sample_imports_exactly(name: str) -> None:
    format, rows, products, variants, issues = IMPORTED[name]
    draft = read(name)
    assert (draft.format, draft.rows_read, len(draft.products)) == (format, rows, products)
    assert sum(len(product.variants) for product in draft.products) == variants
    assert [(issue.line, issue.code, issue.is_error) for issue in draft.issues] == issues
    assert draft == read(name)


@pytest.mark.parametrize("name", REFUSED)
def test_a_sample_of_a_later_format_is_refused_clearly(name: str) -> None:
    with pytest.raises(CatalogFileRefused) as caught:
        read(name)
    assert caught.value.code == REFUSED[name]
    assert caught.value.text("en") != caught.value.text("es")


def test_every_sample_file_is_answered() -> None:
    names = sorted(str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*") if path.is_file())
    answers = []
    for name in names:
        try:
            draft = read(name)
            answers.append(f"{name}: {len(draft.products)} products")
            assert all(explain(issue, "es") for issue in draft.issues)
        except CatalogFileRefused as refused:
            answers.append(f"{name}: {refused.code}")
    print(f"{len(answers)} catalogue samples read")
    assert len(answers) == len(names)
    assert set(IMPORTED) | set(REFUSED) <= set(names)


def test_google_watch() -> None:
    (watch,) = read("google-merchant/celebird-variants.xml").products
    assert (watch.reference, watch.brand, watch.category) == ("dz1", "Diesel", "accessories > watches")
    assert (watch.option_names, watch.condition, watch.line) == (("Color",), "new", 7)
    reference = "celebird-eg-variants-apparel-upi-00"
    assert [(v.reference, v.title, v.prices, v.stock, v.gtin, v.mpn, v.weight_g) for v in watch.variants] == [
        (f"{reference}1", "Black", (Money(10529, "USD"),), None, "698615070527", "DZ1437", 43),
        (f"{reference}2", "White/Yellow", (Money(10529, "USD"),), None, "698615086467", "DZ1572", 43),
    ]  # fmt: skip


def test_woocommerce_shop() -> None:
    products = {product.title: product for product in read("woocommerce-gpl/sample_products.csv").products}
    shirt, hoodie = products["T-Shirt"], products["Hoodie"]
    assert (shirt.reference, shirt.option_names, shirt.category) == ("id:741", ("Color", "Size"), "Clothing > Tshirts")
    assert [variant.reference for variant in shirt.variants] == [
        f"id:{number}:{size}" for number in (883, 884, 885) for size in ("Large", "Medium", "Small")
    ]
    assert [(variant.reference, variant.sku, variant.title) for variant in hoodie.variants] == [
        ("id:758", "cc-hoodie-red", "Red / No"),
        ("id:759", "cc-hoodie-green", "Green / No"),
        ("id:760", "cc-hoodie-blue", "Blue / No"),
        ("id:894", "cc-hoodie-red-logo", "Red / Yes"),
        ("id:895", "cc-hoodie-blue-logo", "Blue / Yes"),
        ("id:897", "cc-hoodie-green-logo", "Green / Yes"),
    ]
    assert (hoodie.variants[0].prices, hoodie.variants[0].compare_at) == ((Money(4200, "USD"),), Money(4500, "USD"))
    assert products["ClassicPress Donation"].external_url == "https://www.classicpress.net/donate/"
    assert [title for title, product in products.items() if not product.is_published] == ["Hoodie with Pocket"]


def test_medusa_shops() -> None:
    base, proposed = read("medusa/exported-products-comma.csv", "EUR").products
    assert (base.reference, base.description) == (
        "prod_01J44RRJZ3M5F63NY82434RNM5",
        "test-product-description\ntest line 2",
    )
    assert (base.option_names, base.tags, base.is_published) == (("size", "color"), ("123", "456"), False)
    assert base.variants[1].options == (("size", "small"), ("color", "green"))
    assert base.variants[1].prices == (Money(6500, "EUR"), Money(5000, "DKK"), Money(20000, "USD"))
    assert proposed.tags == ("new-tag",)
    first, _, existing = read("medusa/v1-template.csv").products
    assert (first.reference, first.category, first.variants[0].stock) == (
        "test-product-product-1",
        "Test collection 1",
        10,
    )
    assert first.variants[0].prices == (Money(110, "USD"),)
    assert (existing.reference, existing.category) == ("existing-product-id", "test-type")
    assert [(variant.reference, variant.prices) for variant in existing.variants] == [
        ("test-sku-2", (Money(110, "USD"),)),
        ("test-sku-3", (Money(120, "USD"),)),
    ]


def test_spanish_template() -> None:
    shirt, shoes, makeup, service = read("spanish/plantilla_productos.csv", "COP").products
    assert (shirt.reference, shirt.title, shirt.brand, shirt.category) == (
        "SKU-001",
        "Camisa Polo Azul",
        "MarcaX",
        "Ropa",
    )
    assert shirt.variants[0].prices == (Money(4_500_000, "COP"),)
    assert (shirt.variants[0].stock, shirt.variants[0].weight_g, shirt.line) == (10, 300, 24)
    assert shoes.variants[0].prices == (Money(15_000_000, "COP"),)
    assert makeup.option_names == ("Variante",)
    assert [(v.reference, v.sku, v.title, v.stock) for v in makeup.variants] == [
        ("SKU-003-T01", "SKU-003-T01", "Tono 01", 12),
        ("SKU-003-T02", "SKU-003-T02", "Tono 02", 8),
    ]
    assert (service.variants[0].stock, service.variants[0].prices) == (None, (Money(5_000_000, "COP"),))
    assert read("spanish/plantilla_productos.csv", "CLP").products[0].variants[0].prices == (Money(45_000, "CLP"),)


def test_magento_bags() -> None:
    bags = {bag.reference: bag for bag in read("magento-osl/products_gear_bags.csv").products}
    tote = bags["24-WB05"].variants[0]
    assert (tote.prices, tote.compare_at, tote.stock) == ((Money(2400, "USD"),), Money(3200, "USD"), 100)
    assert "<" not in "".join(bag.description for bag in bags.values())
