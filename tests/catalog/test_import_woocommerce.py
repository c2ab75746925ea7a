"""WooCommerce CSV: simple, variable with variations, external, grouped; English and Spanish exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from vitrina.catalog.adapters import CatalogDraft, explain, read_catalog
from vitrina.kernel.money import Money

HEADER = (
    "ID,Type,SKU,Name,Published,Visibility in catalog,Short description,Description,In stock?,Stock,Weight (kg),"
    "Sale price,Regular price,Categories,Tags,Images,Parent,External URL,Attribute 1 name,Attribute 1 value(s),"
    "Attribute 2 name,Attribute 2 value(s)"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def row(**cells: str) -> str:
    names = (
        "id type sku name published visible short long in_stock stock kg sale price categories tags images parent url"
    )
    order = [*names.split(), "name1", "values1", "name2", "values2"]
    assert set(cells) <= set(order)
    return ",".join('"' + cells.get(name, "").replace('"', '""') + '"' for name in order)


def read(folder: Path, *rows: str, header: str = HEADER, currency: str = "USD") -> CatalogDraft:
    source = folder / "woo.csv"
    source.write_text("\n".join([header, *rows]))
    return read_catalog(source, currency=currency)


def test_a_simple_product(folder: Path) -> None:
    draft = read(
        folder,
        row(
            id="7", type="simple, virtual", sku="cap", name="Cap", published="1", long="Nice\\nand <b>warm</b>",
            in_stock="1",
            stock="4", kg="0.2", sale="16", price="18", categories="Clothing > Caps, Sale", tags="a, b",
            images="https://a.test/1.png, https://a.test/2.png", name1="Color", values1="Yellow",
        ),
    )  # fmt: skip
    assert draft.format == "woocommerce_csv"
    assert draft.issues == ()
    (product,) = draft.products
    assert (product.reference, product.category, product.tags) == ("id:7", "Clothing > Caps", ("a", "b"))
    assert product.description == "Nice\nand warm"
    assert product.image_urls == ("https://a.test/1.png", "https://a.test/2.png")
    variant = product.variants[0]
    assert (variant.reference, variant.sku, variant.stock, variant.weight_g) == ("id:7", "cap", 4, 200)
    assert (variant.prices, variant.compare_at, variant.options) == ((Money(1600, "USD"),), Money(1800, "USD"), ())


@pytest.mark.parametrize("parent", ["shirt", "id:1"])
def test_variations_find_their_parent_even_when_it_comes_later(folder: Path, parent: str) -> None:
    draft = read(
        folder,
        row(id="2", type="variation", sku="s-m", name="Shirt - M", price="10", parent=parent, name1="Size", values1="M",
            in_stock="0"),
        row(id="1", type="variable", sku="shirt", name="Shirt", kg="1", name1="Size", values1="M, L"),
        row(id="3", type="variation", sku="s-l", name="S - L", price="11", parent=parent, name1="Size", values1="L"),
    )  # fmt: skip
    (product,) = draft.products
    assert (product.reference, product.option_names, product.line) == ("id:1", ("Size",), 3)
    assert [(v.reference, v.sku, v.title, v.prices, v.stock, v.weight_g) for v in product.variants] == [
        ("id:2", "s-m", "M", (Money(1000, "USD"),), 0, 1000),
        ("id:3", "s-l", "L", (Money(1100, "USD"),), None, 1000),
    ]


def test_a_variation_that_fits_any_value_becomes_one_for_each(folder: Path) -> None:
    draft = read(
        folder,
        row(id="1", type="variable", name="Shirt", name1="Color", values1="Red, Blue", name2="Size", values2="S, M, L"),
        row(
            id="2",
            type="variation",
            sku="r",
            price="10",
            stock="7",
            parent="id:1",
            name1="Color",
            values1="Red",
            name2="Size",
        ),
    )
    (product,) = draft.products
    assert product.option_names == ("Color", "Size")
    assert [(v.reference, v.sku, v.title, v.stock) for v in product.variants] == [
        ("id:2:S", None, "Red / S", 2),
        ("id:2:M", None, "Red / M", 2),
        ("id:2:L", None, "Red / L", 2),
    ]
    assert [(issue.line, issue.code, issue.is_error) for issue in draft.issues] == [(3, "stock_shared", False)]


def test_stock_of_the_parent_is_divided(folder: Path) -> None:
    draft = read(
        folder,
        row(id="1", type="variable", name="Shirt", stock="5", name1="Size", values1="M, L"),
        row(id="2", type="variation", price="10", stock="parent", parent="id:1", name1="Size", values1="M"),
        row(id="3", type="variation", price="10", stock="parent", parent="id:1", name1="Size", values1="L"),
    )
    assert [variant.stock for variant in draft.products[0].variants] == [2, 2]
    assert [explain(issue, "es") for issue in draft.issues] == [
        "Línea 2, columna «Stock»: las existencias «5» se comparten entre 2 variantes y se repartieron entre ellas."
    ]


def test_external_grouped_hidden_and_what_cannot_be_sold(folder: Path) -> None:
    draft = read(
        folder,
        row(id="1", type="external", name="Book", price="9", stock="3", url="https://shop.test/book"),
        row(id="2", type="external", name="No address", price="9"),
        row(id="3", type="grouped", name="Set"),
        row(id="4", type="variable", name="Lonely"),
        row(id="5", type="variation", price="9", parent="nobody"),
        row(id="6", type="simple", name="Hidden", price="9", visible="hidden"),
        row(id="7", type="simple", name="Draft", price="9", published="-1"),
        row(id="8", type="simple", name="No price"),
        row(id="6", type="simple", name="Again", price="9"),
        row(type="simple", name="Nameless", price="9"),
        row(type="simple", sku="only-sku", name="By SKU", price="9"),
    )
    assert [(p.reference, p.external_url, p.is_published) for p in draft.products] == [
        ("id:1", "https://shop.test/book", True),
        ("id:6", None, False),
        ("id:7", None, False),
        ("only-sku", None, True),
    ]
    assert draft.products[0].variants[0].stock is None
    assert [(issue.line, issue.code, issue.is_error) for issue in draft.issues] == [
        (3, "external_without_url", True),
        (4, "type_unsupported", False),
        (5, "variants_missing", True),
        (6, "parent_unknown", True),
        (9, "price_missing", True),
        (10, "id_duplicate", True),
        (11, "id_missing", True),
    ]


def test_a_spanish_export(folder: Path) -> None:
    draft = read(
        folder,
        '5,variable,c,Camisa,1,visible,,Linda,1,,"0,3",,,Ropa,"una, dos",https://a.test/c.jpg,,Talla,"M, L"',
        '6,variation,c-m,Camisa - M,1,visible,,,1,"3","","39,90","49,90",,,,c,Talla,M',
        '7,variation,c-l,Camisa - L,1,visible,,,0,"","","","1.249,90",,,,id:5,Talla,L',
        header="ID,Tipo,SKU,Nombre,Publicado,Visibilidad en el catálogo,Descripción corta,Descripción,¿Existencias?,"
        "Inventario,Peso (kg),Precio rebajado,Precio normal,Categorías,Etiquetas,Imágenes,Superior,"
        "Nombre del atributo 1,Valor(es) del atributo 1",
        currency="EUR",
    )
    assert draft.format == "woocommerce_csv"
    assert draft.issues == ()
    (product,) = draft.products
    assert (product.title, product.tags, product.option_names) == ("Camisa", ("una", "dos"), ("Talla",))
    assert [(v.title, v.prices, v.compare_at, v.stock, v.weight_g) for v in product.variants] == [
        ("M", (Money(3990, "EUR"),), Money(4990, "EUR"), 3, 300),
        ("L", (Money(124990, "EUR"),), None, 0, 300),
    ]
