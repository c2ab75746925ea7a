"""Plain CSV: any separator, encoding and wording; rows grouped into products; bad rows named by line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from vitrina.catalog.adapters import (
    CatalogColumnsMissing,
    CatalogDraft,
    CatalogFileEmpty,
    CatalogFileMissing,
    CatalogFileNotText,
    CatalogFileRefused,
    CatalogFormatLater,
    CatalogFormatUnknown,
    CatalogRowsUnusable,
    ProductDraft,
    VariantDraft,
    explain,
    read_catalog,
)
from vitrina.kernel.money import Money


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, text: str | bytes, *, currency: str = "USD", encoding: str = "utf-8") -> CatalogDraft:
    source = folder / "products.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_catalog(source, currency=currency)


def codes(draft: CatalogDraft) -> list[tuple[int, str | None, str]]:
    return [(issue.line, issue.column, issue.code) for issue in draft.issues]


def test_one_row_becomes_one_product_with_everything_it_says(folder: Path) -> None:
    draft = read(
        folder,
        "id,title,description,price,sale_price,availability,quantity,condition,brand,gtin,mpn,product_type,image_link,"
        "additional_image_link,shipping_weight,tags\n"
        'A1,Blue shirt,"<p>Soft &amp; warm</p><script>x()</script>",29.90 USD,19.90 USD,in stock,7,used,Acme,'
        "4006381333931,M-1,Clothes > Shirts,https://a.test/1.jpg,"
        '"https://a.test/2.jpg,https://a.test/3,4.jpg",0.25 kg,"new, blue"\n',
    )
    assert draft.format == "plain_csv"
    assert draft.rows_read == 1
    assert draft.issues == ()
    assert draft.products == (
        ProductDraft(
            reference="A1",
            title="Blue shirt",
            description="Soft & warm",
            brand="Acme",
            category="Clothes > Shirts",
            tags=("new", "blue"),
            image_urls=("https://a.test/1.jpg", "https://a.test/2.jpg", "https://a.test/3,4.jpg"),
            option_names=(),
            variants=(
                VariantDraft(
                    reference="A1",
                    sku="A1",
                    title="Blue shirt",
                    options=(),
                    prices=(Money(1990, "USD"),),
                    stock=7,
                    gtin="4006381333931",
                    mpn="M-1",
                    image_urls=(),
                    weight_g=250,
                    compare_at=Money(2990, "USD"),
                ),
            ),
            is_published=True,
            condition="used",
            line=2,
            external_url=None,
        ),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_separator_in_every_encoding(folder: Path, delimiter: str, encoding: str) -> None:
    rows = [["Código", "Nombre", "Precio", "Existencias"], ["Ñ-1", "Muñeca añil", "12.50", "3"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (product,) = read(folder, text, encoding=encoding).products
    assert (product.reference, product.title) == ("Ñ-1", "Muñeca añil")
    assert product.variants[0].prices == (Money(1250, "USD"),)
    assert product.variants[0].stock == 3


def test_an_accent_on_the_last_page_decides_the_encoding(folder: Path) -> None:
    rows = [f"{number},plain,1.50" for number in range(8_000)]
    draft = read(folder, "\n".join(["id,title,price", *rows, "9000,Muñeca,2.50"]), encoding="cp1252")
    assert draft.rows_read == 8_001
    assert draft.products[-1].title == "Muñeca"


def test_comments_titles_and_blank_rows_around_the_header(folder: Path) -> None:
    draft = read(
        folder,
        'sep=;\n# Campos: Código, Nombre, Precio\n\nLista de precios 2026;;\nCódigo *;"Nombre";Precio de Venta (COP)\n'
        '# ejemplos;;\n;;\n#7;Con numeral;5000\n"8";"De\ndos líneas";"45.000"\n"";"";""\n',
        currency="USD",
    )
    assert [(product.reference, product.line) for product in draft.products] == [("#7", 8), ("8", 9)]
    assert [product.variants[0].prices for product in draft.products] == [
        (Money(500_000, "COP"),),
        (Money(4_500_000, "COP"),),
    ]
    assert draft.products[1].title == "De dos líneas"
    assert draft.rows_read == 2
    assert draft.issues == ()


@pytest.mark.parametrize(
    "header",
    [
        "sku,name,price,stock",
        "ID,Title,Regular price,Qty",
        "Product ID,Product Name,Unit Price,Inventory",
        "referencia,título,PVP,cantidad",
        "Clave,Producto,Precio unitario,Inventario",
        "Ref.,Artículo,Precio con IVA,Existencia",
        "código_producto,nombre_producto,precio_venta,stock_actual",
        "productId,productName,unitPrice,stockQuantity",
        "COD,DESCRIPCION,VALOR,DISPONIBLE",
    ],
)
def test_headers_in_many_words(folder: Path, header: str) -> None:
    (product,) = read(folder, f"{header}\nA,Shirt,9.50,4\n").products
    assert (product.reference, product.title) == ("A", "Shirt")
    assert product.variants[0].prices == (Money(950, "USD"),)
    assert product.variants[0].stock == 4


def test_decimal_comma_is_learnt_from_the_file(folder: Path) -> None:
    draft = read(folder, "id;title;price\n1;A;12,50\n2;B;1.234\n3;C;1.234,00\n")
    assert [product.variants[0].prices[0].minor for product in draft.products] == [1250, 123400, 123400]


def test_prices_in_several_currencies_and_a_currency_column(folder: Path) -> None:
    draft = read(folder, "id,title,price_usd,Price (COP)\n1,A,10.00,45000\n2,B,,9000\n")
    assert draft.products[0].variants[0].prices == (Money(1000, "USD"), Money(4_500_000, "COP"))
    assert draft.products[1].variants[0].prices == (Money(900_000, "COP"),)
    draft = read(folder, "id,title,price,currency\n1,A,10.00,clp\n2,B,10.00,XXX\n3,C,990,CLP\n")
    assert [product.variants[0].prices for product in draft.products] == [(Money(10, "CLP"),), (Money(990, "CLP"),)]
    assert codes(draft) == [(3, "currency", "currency_unknown")]


def test_a_group_makes_one_product_and_only_what_differs_is_a_choice(folder: Path) -> None:
    draft = read(
        folder,
        "id,item_group_id,title,price,color,size,material,image_link\n"
        "S-1,S,Shirt,10.00,Red,M,Cotton,https://a.test/red.jpg\n"
        "S-2,S,Shirt,11.00,Red,L,Cotton,https://a.test/red.jpg\n"
        "S-3,S,Shirt,12.00,Blue,M,Cotton,https://a.test/blue.jpg\n"
        "T-1,,Trousers,20.00,Blue,M,Wool,\n",
    )
    shirt, trousers = draft.products
    assert (shirt.reference, shirt.option_names, shirt.line) == ("S", ("Color", "Size"), 2)
    assert [(variant.reference, variant.title, variant.options) for variant in shirt.variants] == [
        ("S-1", "Red / M", (("Color", "Red"), ("Size", "M"))),
        ("S-2", "Red / L", (("Color", "Red"), ("Size", "L"))),
        ("S-3", "Blue / M", (("Color", "Blue"), ("Size", "M"))),
    ]
    assert shirt.image_urls == ("https://a.test/red.jpg", "https://a.test/blue.jpg")
    assert shirt.variants[2].image_urls == ("https://a.test/blue.jpg",)
    assert (trousers.reference, trousers.option_names, trousers.variants[0].options) == ("T-1", (), ())


def test_variants_that_nothing_tells_apart_are_told_by_their_names(folder: Path) -> None:
    draft = read(folder, "id,item_group_id,title,price\nA,G,Small cup,1.00\nB,G,Large cup,2.00\n")
    assert [variant.options for variant in draft.products[0].variants] == [
        (("Variant", "Small cup"),),
        (("Variant", "Large cup"),),
    ]


@pytest.mark.parametrize("parent_first", [True, False])
def test_a_parent_without_a_price_describes_its_variants(folder: Path, parent_first: bool) -> None:
    parent, children = ["P,,Shirt of all sizes,,"], ["P-M,P,Shirt M,5.00,M", "P-L,P,Shirt L,6.00,L"]
    rows = parent + children if parent_first else children + parent
    (product,) = read(folder, "\n".join(["sku,parent_sku,name,price,size", *rows])).products
    assert (product.reference, product.title) == ("P", "Shirt of all sizes")
    assert [variant.reference for variant in product.variants] == ["P-M", "P-L"]


def test_an_id_that_repeats_is_a_variant_or_a_mistake(folder: Path) -> None:
    draft = read(
        folder,
        "Código,Nombre,Precio,Talla\nA,Camisa,10.00,M\nA,Camisa,10.00,L\nA,Camisa,10.00,L\nB,Gorra,5.00,\nB,Gorra,6.00,\n",
    )
    shirt, cap = draft.products
    assert [(variant.reference, variant.sku, variant.title) for variant in shirt.variants] == [
        ("A:M", None, "M"),
        ("A:L", None, "L"),
    ]
    assert shirt.option_names == ("Talla",)
    assert cap.variants[0].prices == (Money(500, "USD"),)
    assert codes(draft) == [(4, "Código", "id_duplicate"), (6, "Código", "id_duplicate")]
    assert (
        explain(draft.issues[1], "en")
        == "Line 6, column “Código”: “B” was already used at line 5, so the row was skipped."
    )
    assert explain(draft.issues[1], "es") == (
        "Línea 6, columna «Código»: «B» ya se usó en la línea 5, así que la fila se omitió."
    )


def test_bad_rows_are_named_and_skipped(folder: Path) -> None:
    draft = read(
        folder,
        "id,title,price,stock,gtin,image_link\n"
        ",No id,1.00,,,\n"
        f"{'x' * 101},Long id,1.00,,,\n"
        "1,,1.00,,,\n"
        "2,No price,,,,\n"
        "3,Odd price,call us,,,\n"
        "4,Shifted,1.00,1,,,,oops\n"
        "5,Good,1.00,-2,123,photo.jpg\n"
        "6,Lots,1.00,many,,\n"
        "7,Half,1.00,2.5,,\n",
    )
    assert [product.reference for product in draft.products] == ["5", "6", "7"]
    assert [product.variants[0].stock for product in draft.products] == [0, 0, 2]
    assert codes(draft) == [
        (2, "id", "id_missing"),
        (3, "id", "id_too_long"),
        (4, "title", "title_missing"),
        (5, "price", "price_missing"),
        (6, "price", "price_unreadable"),
        (7, None, "cells_too_many"),
        (8, "stock", "stock_negative"),
        (8, "gtin", "gtin_invalid"),
        (8, "image_link", "image_not_url"),
        (9, "stock", "stock_unreadable"),
        (10, "stock", "stock_rounded"),
    ]
    assert [issue.is_error for issue in draft.issues] == [True] * 6 + [False] * 5
    assert draft.rows_read == 9
    assert explain(draft.issues[4], "en") == (
        "Line 6, column “price”: “call us” is not a price, so the row was skipped."
    )
    assert explain(draft.issues[4], "es") == (
        "Línea 6, columna «price»: «call us» no es un precio, así que la fila se omitió."
    )


def test_long_texts_are_cut_with_a_warning(folder: Path) -> None:
    images = "|".join(f"https://a.test/{number}.jpg" for number in range(25))
    draft = read(
        folder,
        f"id,title,price,description,image\n1,{'t' * 151},1.00,,\n2,{'t' * 250},1.00,{'d' * 10_050},\n"
        f"3,T,1.00,,{images}\n",
    )
    assert [len(product.title) for product in draft.products] == [151, 200, 1]
    assert len(draft.products[1].description) == 9_999
    assert len(draft.products[2].image_urls) == 20
    assert codes(draft) == [
        (2, "title", "title_long"),
        (3, "title", "title_cut"),
        (3, "description", "description_cut"),
        (4, "image", "images_too_many"),
    ]


def test_at_most_a_hundred_variants(folder: Path) -> None:
    rows = "\n".join(f"V{number},G,Shirt,1.00,{number}" for number in range(102))
    draft = read(folder, f"id,item_group_id,title,price,size\n{rows}\n")
    assert len(draft.products[0].variants) == 100
    assert codes(draft) == [(102, "id", "variants_too_many"), (103, "id", "variants_too_many")]


def test_formulas_controls_and_markup_are_harmless(folder: Path) -> None:
    draft = read(
        folder,
        "id,title,price,description\n"
        '="007","=cmd|\' /C calc\'!A0",1.00,"@SUM(1+1)*cmd|x"\n'
        "2,-20% oferta\x07\u202e x,1.00,+Vitaminas\n"
        "3,'=1+1,1.00,&lt;script&gt;alert(1)&lt;/script&gt;<ul><li>one</li><li>two</li></ul> 5 &lt; 6\n",
    )
    assert [product.reference for product in draft.products] == ["007", "2", "3"]
    assert [product.title for product in draft.products] == ["cmd|' /C calc'!A0", "-20% oferta x", "1+1"]
    assert [product.description for product in draft.products] == [
        "SUM(1+1)*cmd|x",
        "+Vitaminas",
        "• one\n• two\n5 < 6",
    ]


@pytest.mark.parametrize(
    ("cells", "stock"),
    [
        ("in stock,", None),
        ("in_stock,5", 5),
        ("out of stock,5", 0),
        ("agotado,", 0),
        ("disponible,", None),
        ("si,", None),
        ("no,", 0),
        (",disponible", None),
        (",agotado", 0),
        (",", None),
    ],
)
def test_availability_in_words(folder: Path, cells: str, stock: int | None) -> None:
    (product,) = read(folder, f"id,title,price,availability,stock\n1,A,1.00,{cells}\n").products
    assert product.variants[0].stock == stock


@pytest.mark.parametrize(
    ("word", "is_published"),
    [
        ("si", True),
        ("Sí", True),
        ("1", True),
        ("true", True),
        ("", True),
        ("no", False),
        ("0", False),
        ("borrador", False),
    ],
)
def test_published_in_words(folder: Path, word: str, is_published: bool) -> None:
    (product,) = read(folder, f"código,nombre,precio,publicado\n1,A,1.00,{word}\n").products
    assert product.is_published is is_published


def test_a_dated_sale_keeps_the_regular_price(folder: Path) -> None:
    draft = read(folder, "id,title,price,sale_price,sale_price_effective_date\n1,A,10.00,8.00,2026-01-01/2026-02-01\n")
    assert draft.products[0].variants[0].prices == (Money(1000, "USD"),)
    assert draft.products[0].variants[0].compare_at is None
    assert codes(draft) == [(2, "sale_price", "sale_dated")]


def test_an_unclosed_quote_is_named(folder: Path) -> None:
    draft = read(folder, 'id,title,price\n1,A,1.00\n2,"B,1.00\n3,C,1.00\n')
    assert [product.reference for product in draft.products] == ["1"]
    assert codes(draft) == [(3, None, "quote_unclosed")]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", CatalogFileEmpty),
        (b"  \n\n ", CatalogFileEmpty),
        (b"id,title,price\n", CatalogFileEmpty),
        (b"id,title,price\n,,\n", CatalogFileEmpty),
        (b"hello world\nthis is a letter\n", CatalogColumnsMissing),
        (b"name,price\nShirt,10\n", CatalogColumnsMissing),
        (b"id,name\n1,Shirt\n", CatalogColumnsMissing),
        (b"id,price\n1,10\n", CatalogColumnsMissing),
        (b"id,title,price\n1,A,free\n2,B,\n", CatalogRowsUnusable),
        (b"PK\x03\x04rest", CatalogFileNotText),
        (b"\x00\x01\x02\x00\x00\x05" * 50, CatalogFileNotText),
        (b'{"products": []}', CatalogFormatUnknown),
        (b'[{"id": 1}]', CatalogFormatUnknown),
        (b"<!DOCTYPE html><html></html>", CatalogFormatUnknown),
        (b"Handle,Title,Variant Price,Option1 Name\na,A,1.00,Size\n", CatalogFormatLater),
    ],
)
def test_a_bad_file_is_refused_whole(folder: Path, content: bytes, refusal: type[CatalogFileRefused]) -> None:
    with pytest.raises(CatalogFileRefused) as caught:
        read(folder, content)
    assert type(caught.value) is refusal
    assert caught.value.status == 422
    assert caught.value.text("en") != caught.value.text("es")
    assert "{" not in caught.value.text("en") + caught.value.text("es")


def test_a_refused_file_says_its_first_reason(folder: Path) -> None:
    with pytest.raises(CatalogRowsUnusable) as caught:
        read(folder, "id,title,price\n1,A,gratis\n2,B,\n")
    assert caught.value.text("es") == (
        "No se pudo usar ninguna de las 2 filas, así que no se importó nada. "
        "Línea 2, columna «price»: «gratis» no es un precio, así que la fila se omitió."
    )
    assert [issue.code for issue in caught.value.issues] == ["price_unreadable", "price_missing"]


def test_a_file_that_is_not_there(folder: Path) -> None:
    with pytest.raises(CatalogFileMissing) as caught:
        read_catalog(folder / "nothing.csv", currency="USD")
    assert caught.value.text("en") == "The file nothing.csv is not there or cannot be opened."


def test_a_format_may_be_forced(folder: Path) -> None:
    source = folder / "x.csv"
    source.write_text("Handle,Title,Price\nh,A,1.00\n")
    assert read_catalog(source, currency="USD", format="plain_csv").products[0].reference == "h"
    with pytest.raises(CatalogFormatUnknown):
        read_catalog(source, currency="USD", format="google_xml")
    with pytest.raises(CatalogFormatUnknown):
        read_catalog(source, currency="USD", format="nonsense")
    with pytest.raises(ValueError, match="unknown currency"):
        read_catalog(source, currency="XXX")


def test_reading_again_gives_the_same_references(folder: Path) -> None:
    text = "id,item_group_id,title,price,size\nA,G,S,1.00,M\nB,G,S,1.00,L\nC,,T,2.00,\n"
    assert read(folder, text) == read(folder, text)
