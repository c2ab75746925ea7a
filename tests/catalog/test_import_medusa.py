"""Medusa CSV of both versions: products by handle, prices per currency and region, options in both spellings."""

from __future__ import annotations

from pathlib import Path

import pytest

from vitrina.catalog.adapters import CatalogDraft, explain, read_catalog
from vitrina.kernel.money import Money


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, text: str, *, currency: str = "USD") -> CatalogDraft:
    source = folder / "medusa.csv"
    source.write_text(text)
    return read_catalog(source, currency=currency)


def test_version_two(folder: Path) -> None:
    draft = read(
        folder,
        "Product Id;Product Handle;Product Title;Product Status;Product Description;Product Image 1;Product Image 2;"
        "Product Tag 1;Product Tag 2;Product Weight;Variant Id;Variant Title;Variant Sku;Variant Ean;"
        "Variant Manage Inventory;Variant Option 1 Name;Variant Option 1 Value;Variant Price EUR;Variant Price USD\n"
        "prod_1;shirt;Shirt;published;Fine;https://a.test/1.jpg;https://a.test/2.jpg;new;blue;400;variant_1;M;s-m;"
        "4006381333931;true;Size;M;10;12.50\n"
        "prod_1;shirt;Shirt;published;Fine;https://a.test/1.jpg;https://a.test/2.jpg;new;blue;400;variant_2;L;s-l;;true;"
        "Size;L;;13\n"
        "prod_2;cap;Cap;draft;;;;;;;variant_3;;;;false;Default option;Default option value;5;\n",
    )
    assert draft.format == "medusa_csv"
    assert draft.issues == ()
    shirt, cap = draft.products
    assert (shirt.reference, shirt.tags, shirt.option_names) == ("prod_1", ("new", "blue"), ("Size",))
    assert shirt.image_urls == ("https://a.test/1.jpg", "https://a.test/2.jpg")
    assert [(v.reference, v.sku, v.title, v.options, v.prices, v.gtin, v.weight_g) for v in shirt.variants] == [
        ("variant_1", "s-m", "M", (("Size", "M"),), (Money(1250, "USD"), Money(1000, "EUR")), "4006381333931", 400),
        ("variant_2", "s-l", "L", (("Size", "L"),), (Money(1300, "USD"),), None, 400),
    ]
    assert (cap.is_published, cap.option_names, cap.variants[0].title) == (False, (), "Cap")
    assert cap.variants[0].prices == (Money(500, "EUR"),)


def test_version_one(folder: Path) -> None:
    draft = read(
        folder,
        "Product Id,Product Handle,Product Title,Product Description,Product Status,Product Tags,Product Type,"
        "Variant Id,"
        "Variant Title,Variant SKU,Variant Inventory Quantity,Variant Manage Inventory,Price Europe [EUR],Price EUR,"
        "Price United States [USD],Option 1 Name,Option 1 Value,Image 1 Url\n"
        ',bed,Bed,"One.\\nTwo.",published,"a,b",Home,,Red,b-r,10,TRUE,1.00,1.10,2.00,Color,Red,https://a.test/b.png\n'
        ",bed,Bed,,published,,Home,,Blue,b-b,3,FALSE,,,,Color,Blue,\n"
        ",bed,Bed,,published,,Home,,Green,b-g,3,FALSE,,1.00,,Color,Green,\n",
        currency="EUR",
    )
    (bed,) = draft.products
    assert (bed.reference, bed.description, bed.tags, bed.category) == ("bed", "One.\nTwo.", ("a", "b"), "Home")
    assert [(v.reference, v.prices, v.stock) for v in bed.variants] == [
        ("b-r", (Money(110, "EUR"), Money(200, "USD")), 10),
        ("b-g", (Money(100, "EUR"),), None),
    ]
    assert [(issue.line, issue.code) for issue in draft.issues] == [(3, "price_missing")]


def test_strange_columns_and_deleted_rows_are_explained(folder: Path) -> None:
    draft = read(
        folder,
        "Product Handle,Product Title,Product field,Variant Title,Variant Deleted At,Variant Price USD\n"
        "a,A,x,One,,5\na,A,x,Two,2024-01-01,6\na,A,x,One,,7\n",
    )
    assert [len(product.variants) for product in draft.products] == [1]
    assert [explain(issue, "en") for issue in draft.issues] == [
        "Line 1, column “Product field”: this column is not one of the format and was left out.",
        "Line 3, column “Variant Deleted At”: the row is marked as deleted and was left out.",
        "Line 4: “a” was already used at line 2, so the row was skipped.",
    ]


def test_one_id_under_two_handles_is_a_mistake(folder: Path) -> None:
    draft = read(
        folder,
        "Product Id,Product Handle,Product Title,Variant Id,Variant Price USD\nprod_1,a,A,v1,5\nprod_1,b,B,v2,6\n",
    )
    assert [product.title for product in draft.products] == ["A"]
    assert [(issue.line, issue.column, issue.code) for issue in draft.issues] == [(3, "Product Id", "id_duplicate")]
