"""The sentences for what is wrong with a row, in English and Spanish, keyed by the code of the issue."""

from __future__ import annotations

from typing import Final

from vitrina.catalog.adapters.draft import RowIssue

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "id_missing": ("the row has no id, so it was skipped", "la fila no tiene código, así que se omitió"),
    "id_too_long": (
        "the id has {length} characters and at most {limit} are allowed, so the row was skipped",
        "el código tiene {length} caracteres y se permiten {limit} como máximo, así que la fila se omitió",
    ),
    "id_duplicate": (
        "“{value}” was already used at line {first_line}, so the row was skipped",
        "«{value}» ya se usó en la línea {first_line}, así que la fila se omitió",
    ),
    "title_missing": ("the row has no title, so it was skipped", "la fila no tiene nombre, así que se omitió"),
    "title_long": (
        "the title has {length} characters; some sales channels show only {limit}",
        "el nombre tiene {length} caracteres; algunos canales de venta muestran solo {limit}",
    ),
    "title_cut": (
        "the title had {length} characters and was cut to {limit}",
        "el nombre tenía {length} caracteres y se recortó a {limit}",
    ),
    "description_cut": (
        "the description had {length} characters and was cut to {limit}",
        "la descripción tenía {length} caracteres y se recortó a {limit}",
    ),
    "price_missing": ("there is no price, so the row was skipped", "no hay precio, así que la fila se omitió"),
    "price_unreadable": (
        "“{value}” is not a price, so the row was skipped",
        "«{value}» no es un precio, así que la fila se omitió",
    ),
    "price_ambiguous": (
        "“{value}” could mean two prices, so the row was skipped; write it with two decimals",
        "«{value}» puede significar dos precios, así que la fila se omitió; escríbelo con dos decimales",
    ),
    "price_not_positive": (
        "the price “{value}” is not above zero, so the row was skipped",
        "el precio «{value}» no es mayor que cero, así que la fila se omitió",
    ),
    "price_too_large": (
        "the price “{value}” is too large, so the row was skipped",
        "el precio «{value}» es demasiado grande, así que la fila se omitió",
    ),
    "price_decimals": (
        "“{value}” has decimals, which {currency} does not have, so the row was skipped",
        "«{value}» tiene decimales, y {currency} no los tiene, así que la fila se omitió",
    ),
    "price_rounded": ("“{value}” was rounded to {rounded}", "«{value}» se redondeó a {rounded}"),
    "currency_unknown": (
        "the currency of “{value}” is not known, so the row was skipped",
        "no se reconoce la moneda de «{value}», así que la fila se omitió",
    ),
    "sale_price_unusable": (
        "the sale price “{value}” was left out because it is not a lower price in the same currency",
        "el precio rebajado «{value}» se dejó fuera porque no es un precio menor en la misma moneda",
    ),
    "sale_dated": (
        "the sale price “{value}” holds only on some dates, so the regular price was taken; plan a campaign",
        "el precio rebajado «{value}» vale solo en ciertas fechas, así que se tomó el normal; programa una campaña",
    ),
    "stock_unreadable": (
        "“{value}” is not a quantity; the stock was set to 0",
        "«{value}» no es una cantidad; las existencias quedaron en 0",
    ),
    "stock_negative": (
        "the stock “{value}” is negative and was set to 0",
        "las existencias «{value}» son negativas y quedaron en 0",
    ),
    "stock_rounded": (
        "the stock “{value}” was rounded down to {rounded}",
        "las existencias «{value}» se redondearon hacia abajo a {rounded}",
    ),
    "stock_shared": (
        "the stock “{value}” is shared by {count} variants and was divided among them",
        "las existencias «{value}» se comparten entre {count} variantes y se repartieron entre ellas",
    ),
    "availability_later": (
        "“{value}” is not for sale yet, so its stock was set to 0",
        "«{value}» aún no está a la venta, así que sus existencias quedaron en 0",
    ),
    "availability_unknown": (
        "“{value}” does not say whether it is in stock; it was taken as available",
        "«{value}» no dice si hay existencias; se tomó como disponible",
    ),
    "gtin_invalid": (
        "“{value}” is not a valid GTIN and was left out",
        "«{value}» no es un GTIN válido y se dejó fuera",
    ),
    "condition_unknown": (
        "the condition “{value}” is not known; it was taken as new",
        "no se reconoce el estado «{value}»; se tomó como nuevo",
    ),
    "weight_unreadable": (
        "the weight “{value}” was left out; write it with its unit",
        "el peso «{value}» se dejó fuera; escríbelo con su unidad",
    ),
    "image_not_url": (
        "the picture “{value}” is not a web address and was left out",
        "la imagen «{value}» no es una dirección web y se dejó fuera",
    ),
    "images_too_many": (
        "there are {count} pictures and at most {limit} are kept",
        "hay {count} imágenes y se conservan {limit} como máximo",
    ),
    "variants_too_many": (
        "the product already has {limit} variants, so the row was skipped",
        "el producto ya tiene {limit} variantes, así que la fila se omitió",
    ),
    "variants_missing": (
        "the product has no usable variation, so it was skipped",
        "el producto no tiene ninguna variación utilizable, así que se omitió",
    ),
    "cells_too_many": (
        "the row has {count} cells and the header {limit}; a separator or quote is out of place, so it was skipped",
        "la fila tiene {count} celdas y el encabezado {limit}; hay un separador o comilla de más, así que se omitió",
    ),
    "row_unreadable": (
        "the row cannot be read as CSV, so it was skipped; look for a quote that is never closed",
        "la fila no se puede leer como CSV, así que se omitió; busca una comilla que no se cierra",
    ),
    "quote_unclosed": (
        "a quote opened here is never closed, so nothing from here on was read",
        "una comilla abierta aquí no se cierra, así que no se leyó nada desde aquí",
    ),
    "parent_unknown": (
        "the parent “{value}” is not in the file, so the row was skipped",
        "el producto padre «{value}» no está en el archivo, así que la fila se omitió",
    ),
    "type_unsupported": (
        "products of type “{value}” are not imported; the row was left out",
        "los productos de tipo «{value}» no se importan; la fila se dejó fuera",
    ),
    "variation_disabled": (
        "the variation is switched off and was left out",
        "la variación está desactivada y se dejó fuera",
    ),
    "external_without_url": (
        "the product is sold elsewhere but has no web address, so the row was skipped",
        "el producto se vende en otro sitio pero no tiene dirección web, así que la fila se omitió",
    ),
    "row_deleted": (
        "the row is marked as deleted and was left out",
        "la fila está marcada como eliminada y se dejó fuera",
    ),
    "shop_price_missing": (
        "the product has no price in {currency}, the shop's currency, so it was kept as a draft",
        "el producto no tiene precio en {currency}, la moneda de la tienda, así que quedó como borrador",
    ),
    "sold_elsewhere": (
        "the product is sold at another address; it was kept with its link and cannot be bought here",
        "el producto se vende en otra dirección; se guardó con su enlace y aquí no se puede comprar",
    ),
    "column_unknown": (
        "this column is not one of the format and was left out",
        "esta columna no es del formato y se dejó fuera",
    ),
}


def explain(issue: RowIssue, language: str) -> str:
    """The issue as one sentence in `language` (`en` or `es`): place first, then the reason."""
    english, spanish = TEXTS[issue.code]
    if language == "es":
        place = f"Línea {issue.line}" if issue.column is None else f"Línea {issue.line}, columna «{issue.column}»"
        return f"{place}: {spanish.format(**issue.fields)}."
    place = f"Line {issue.line}" if issue.column is None else f"Line {issue.line}, column “{issue.column}”"
    return f"{place}: {english.format(**issue.fields)}."
