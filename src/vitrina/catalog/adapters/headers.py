"""Which column is what: header names in English and Spanish, written however people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from vitrina.kernel.money import is_currency

NAME_CHARS_MAX = 80

Synonyms = Mapping[str, str]

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_TRAILING_NUMBER = re.compile(r" ?\b[0-9]{1,2}\b(?= ?(?:url|src|link)?$)|(?<=[a-z])[0-9]{1,2}$")

# For each field the names in order of preference: when a file has two, the earlier one wins where it is filled.
PLAIN_NAMES: Final[dict[str, str]] = {
    "id": "id, product id, id producto, id del producto, id de producto, producto id, item id, id articulo, codigo, "
    "codigo producto, codigo de producto, codigo del producto, codigo articulo, codigo del articulo, codigo interno, "
    "cod, cod producto, cod articulo, product code, item code, code, clave, clave producto, referencia, "
    "referencia producto, referencia del producto, ref, reference, product reference, item number, item no, "
    "article number, identificador, unique id, retailer id, offer id, part number, numero de parte, "
    "numero de articulo, product number",
    "sku": "sku, seller sku, codigo sku, sku producto, product sku, merchant sku, stock keeping unit, sku code",
    "handle": "handle, slug, url key, url handle, permalink",
    "group": "item group id, item group, group id, grupo, id grupo, id de grupo, id del grupo de articulos, "
    "identificador del grupo de articulos, parent sku, sku padre, parent id, id padre, codigo padre, parent code, "
    "parent, padre, producto padre, referencia padre, variant group, grupo de variantes",
    "variant_title": "variant title, variant name, variant, variante, variante nombre, nombre variante, "
    "nombre de variante, nombre de la variante, variation, variacion, presentacion",
    "variant_sku": "variant sku, sku variante, sku de variante, codigo variante, variante codigo, codigo de variante, "
    "codigo de la variante, variant code, variant id, variante sku",
    "variant_stock": "variant stock, variante stock, stock variante, stock de variante, variant quantity, "
    "variant inventory quantity, variant inventory qty",
    "variant_price": "variant price, precio variante, variante precio, precio de variante, precio de la variante",
    "title": "title, name, nombre, titulo, product name, product title, nombre producto, nombre del producto, "
    "nombre de producto, titulo del producto, titulo de producto, producto, product, articulo, nombre articulo, "
    "nombre del articulo, item name, item title, item, denominacion",
    "description": "description, descripcion, long description, descripcion larga, product description, "
    "descripcion del producto, descripcion producto, full description, descripcion completa, descripcion detallada, "
    "body html, body, content, contenido, detalle, detalles, details",
    "short_description": "short description, descripcion corta, descripcion breve, summary, resumen, extracto, excerpt",
    "brand": "brand, marca, brand name, manufacturer, fabricante, vendor",
    "category": "category, categoria, categories, categorias, product type, tipo de producto, product category, "
    "categoria del producto, categoria de producto, category name, nombre categoria, rubro, familia, departamento, "
    "department, seccion",
    "google_category": "google product category, categoria de producto de google, categoria de google, "
    "categoria en google, fb product category",
    "subcategory": "subcategory, subcategoria, sub category, sub categoria, subfamilia, subrubro",
    "tags": "tags, tag, etiquetas, etiqueta, product tags, keywords, palabras clave",
    "image": "image link, image url, image, images, image urls, image src, main image, main image url, imagen, "
    "imagenes, url imagen, url de imagen, url de la imagen, imagen url, enlace imagen, enlace de imagen, "
    "enlace a la imagen, link imagen, link de imagen, imagen principal, foto, fotos, foto principal, url foto, "
    "fotografia, photo, photos, photo url, picture, pictures, picture url, img, featured image, imagen destacada, "
    "base image, thumbnail, "
    "additional image link, additional image links, additional images, additional image, imagenes adicionales, "
    "imagen adicional, enlace imagen adicional, enlace de imagen adicional, enlaces de imagenes adicionales, "
    "gallery, gallery images, galeria, otras imagenes, fotos adicionales",
    "price": "price, precio, regular price, precio normal, precio regular, precio de venta, precio venta, sale price "
    "regular, selling price, precio unitario, unit price, precio final, precio publico, precio al publico, pvp, "
    "precio con iva, precio iva incluido, precio con impuestos, price tax included, price incl tax, precio detal, "
    "precio minorista, retail price, valor, valor de venta, valor venta, valor unitario, importe",
    "sale_price": "sale price, precio oferta, precio de oferta, precio en oferta, precio rebajado, special price, "
    "precio especial, precio promocional, precio de promocion, precio promocion, discounted price, discount price, "
    "precio con descuento, promo price, oferta, fb sale price",
    "sale_dates": "sale price effective date, fecha efectiva del precio de oferta, periodo de la oferta, "
    "fecha de oferta, special price from, special price to, sale price starts, sale price ends, sale start date, "
    "sale end date, inicio oferta, fin oferta, fecha inicio oferta, fecha fin oferta",
    "compare_at": "compare at price, precio anterior, precio antes, precio de comparacion, precio comparacion, "
    "precio tachado, list price, precio de lista, precio lista, msrp, rrp, original price, precio original",
    "currency": "currency, moneda, currency code, codigo de moneda, divisa, tipo de moneda, price currency",
    "stock": "stock, quantity, qty, cantidad, existencias, existencia, inventario, inventory, stock quantity, "
    "inventory quantity, stock disponible, cantidad disponible, cantidad en stock, available quantity, stock actual, "
    "stock on hand, on hand, quantity to sell on facebook, inventory level, unidades, units, disponible, disponibles",
    "availability": "availability, disponibilidad, stock status, estado de stock, estado del stock, in stock, "
    "is in stock, en stock, hay stock, en existencia",
    "published": "published, publicado, active, activo, is published, is active, enabled, habilitado, visible, status, "
    "estado, product status, estado de publicacion",
    "condition": "condition, condicion, estado del producto, estado del articulo, product condition",
    "gtin": "gtin, ean, upc, barcode, codigo de barras, codigo barras, cod barras, cod de barras, isbn, ean13, "
    "upc ean, gtin upc ean or isbn, gtin upc ean o isbn, global unique id",
    "mpn": "mpn, manufacturer part number, numero de pieza del fabricante, numero de parte del fabricante",
    "weight": "weight, peso, shipping weight, product weight, item weight, peso de envio, peso bruto, peso neto",
    "weight_unit": "weight unit, unidad de peso, unidad peso, peso unidad, weight units, shipping weight unit",
    "option:color": "color, colour, colores",
    "option:size": "size, talla, talle, tamano",
    "option:material": "material, tejido",
    "option:pattern": "pattern, estampado, patron",
    "option:flavor": "flavor, flavour, sabor",
    "option:scent": "scent, aroma, fragancia",
    "option:style": "style, estilo",
    "option:capacity": "capacity, capacidad",
}
_NUMBERED = frozenset(("image", "tags"))
_PRICED = frozenset(("price", "variant_price", "sale_price", "compare_at"))
_MEASURED = frozenset(("weight",))
_SPANISH_NAMES = re.compile(
    r"\b(?:nombre|precio|codigo|descripcion|existencias?|categorias?|marca|moneda|imagen(?:es)?|cantidad|talla|titulo|"
    r"producto|valor|clave|referencia|inventario|disponibilidad|articulo|peso|etiquetas?|estado)\b"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The header understood: (field, place) pairs in order of preference, and the file's own names for people."""

    places: tuple[tuple[str, int], ...]
    names: dict[str, str]
    hints: dict[str, str]
    is_spanish: bool
    unknown: tuple[str, ...] = field(default=())

    def has(self, *fields: str) -> bool:
        """Whether any of these fields has a column."""
        return any(name in self.names for name in fields)


def normalised(header: str) -> str:
    """`Precio de Venta (COP) *` → `precio de venta`: lower case, no accents, no brackets, words apart."""
    return _normalised(header) if len(header) <= NAME_CHARS_MAX else ""


@lru_cache(maxsize=4096)  # asked for the same few words (`in stock`, `si`) on every row
def _normalised(header: str) -> str:
    text = _CAMEL.sub(" ", _BRACKETS.sub(" ", header))
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(character for character in text if not unicodedata.combining(character))
    return _NOT_WORD.sub(" ", text).strip()


def synonyms_of(names: Mapping[str, str]) -> dict[str, str]:
    """The table turned round: normalised header name → `field#rank`, rank in order of preference."""
    table: dict[str, str] = {}
    for field_name, listed in names.items():
        for rank, name in enumerate(listed.split(", ")):
            assert name not in table, f"{name} names two fields"
            table[name] = f"{field_name}#{rank:03d}"
    return table


PLAIN: Final = synonyms_of(PLAIN_NAMES)


def known_cells(row: list[str]) -> int:
    """How many cells of the row are column names known anywhere: the row with most of them is the header."""
    return sum(1 for cell in row if len(cell) <= NAME_CHARS_MAX and _looked_up(cell, PLAIN)[0])


def map_columns(header: list[str], synonyms: Synonyms, chosen: Mapping[str, str] | None = None) -> Columns:
    """The columns of a header row; a price column may name its currency (`Precio (COP)`, `price_usd`).

    `chosen` overrides what a cell is taken for: its field, or nothing for a column to leave out.
    """
    ranked: list[tuple[str, int, str]] = []
    unknown: list[str] = []
    hints: dict[str, str] = {}
    for place, cell in enumerate(header):
        found, hint = _looked_up(cell, synonyms)
        picked = None if chosen is None else chosen.get(cell.strip())
        if picked is not None and picked != found.partition("#")[0]:
            found, hint = f"{picked}#000" if picked else "", ""
        if not found:
            if cell.strip():
                unknown.append(cell.strip())
            continue
        field_name, _, rank = found.partition("#")
        if hint and field_name in _PRICED and field_name != "compare_at":
            field_name = f"{field_name}:{hint}"
        elif hint:
            hints.setdefault(field_name, hint)
        ranked.append((f"{rank}{place:06d}", place, field_name))
    ranked.sort()
    names: dict[str, str] = {}
    for _, place, field_name in ranked:
        names.setdefault(field_name, " ".join(header[place].split())[:NAME_CHARS_MAX])
    spanish = sum(1 for cell in header if _SPANISH_NAMES.search(normalised(cell)))
    places = tuple((field_name, place) for _, place, field_name in ranked)
    return Columns(places, names, hints, spanish >= 2, tuple(unknown))


def _looked_up(cell: str, synonyms: Synonyms) -> tuple[str, str]:
    """`field#rank` of a header cell and the currency or unit it names; empty texts when the cell is no known name."""
    name = normalised(cell)
    inside = _BRACKETS.search(cell)
    hint = inside[1].strip() if inside else ""
    found = synonyms.get(name) or _numbered(name, synonyms)
    if not found and " " in name:
        rest, _, last = name.rpartition(" ")
        found, hint = synonyms.get(rest, ""), last
        if not found or not _is_hint(found.partition("#")[0], hint):
            return "", ""
    field_name = found.partition("#")[0]
    if not found or not hint:
        return found, ""
    if field_name in _PRICED and len(hint) == 3 and is_currency(hint.upper()):
        return found, hint.upper()
    return found, hint.lower() if field_name in _MEASURED else ""


def _is_hint(field_name: str, hint: str) -> bool:
    if field_name in _PRICED:
        return len(hint) == 3 and is_currency(hint.upper())
    return field_name in _MEASURED and hint in ("g", "gr", "kg", "oz", "lb", "lbs")


def _numbered(name: str, synonyms: Synonyms) -> str:
    found = synonyms.get(_TRAILING_NUMBER.sub("", name).strip(), "")
    return found if found.partition("#")[0] in _NUMBERED else ""
