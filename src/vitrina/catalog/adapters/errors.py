"""Why a whole catalogue file is refused; nothing of such a file is imported."""

from __future__ import annotations

from vitrina.catalog.adapters.draft import RowIssue
from vitrina.catalog.adapters.words import explain
from vitrina.kernel.errors import Refusal


class CatalogFileRefused(Refusal):
    """A file that changes nothing; `issues` holds what was found at its lines, when rows were read at all."""

    code = "catalog_file_refused"
    status = 422
    en = "This catalogue file cannot be imported."
    es = "Este archivo de catálogo no se puede importar."

    def __init__(self, *, issues: tuple[RowIssue, ...] = (), **fields: object) -> None:
        super().__init__(**fields)
        self.issues = issues


class CatalogFileMissing(CatalogFileRefused):
    code = "catalog_file_missing"
    en = "The file {name} is not there or cannot be opened."
    es = "El archivo {name} no existe o no se puede abrir."


class CatalogFileEmpty(CatalogFileRefused):
    code = "catalog_file_empty"
    en = "The file holds no product rows."
    es = "El archivo no contiene filas de productos."


class CatalogFileTooLarge(CatalogFileRefused):
    code = "catalog_file_too_large"
    en = "The file is too large: at most {bytes_max} bytes and {rows_max} rows. Split it."
    es = "El archivo es demasiado grande: como máximo {bytes_max} bytes y {rows_max} filas. Divídelo."


class CatalogFileNotText(CatalogFileRefused):
    code = "catalog_file_not_text"
    en = "This is a file of type {kind}, not text. Save the products as CSV and import that."
    es = "Este archivo es de tipo {kind}, no de texto. Guarda los productos como CSV e impórtalo."


class CatalogFormatUnknown(CatalogFileRefused):
    code = "catalog_format_unknown"
    en = (
        "This is not a catalogue known here ({kind}). Known: Google Merchant XML, WooCommerce CSV, Medusa CSV, "
        "and plain CSV with English or Spanish headers."
    )
    es = (
        "Este catálogo no se reconoce ({kind}). Se admiten: XML de Google Merchant, CSV de WooCommerce, CSV de Medusa "
        "y CSV simple con encabezados en inglés o español."
    )


class CatalogFormatLater(CatalogFileRefused):
    code = "catalog_format_later"
    en = "This looks like an export of {name}, which cannot be read yet. Save it as plain CSV with id, title and price."
    es = (
        "Parece una exportación de {name}, que todavía no se puede importar. Guárdala como un CSV simple con código, "
        "nombre y precio."
    )


class CatalogXmlInvalid(CatalogFileRefused):
    code = "catalog_xml_invalid"
    en = "The XML is broken at line {line}, so nothing was imported. Export the file again."
    es = "El XML está dañado en la línea {line}, así que no se importó nada. Vuelve a exportar el archivo."


class CatalogXmlUnsafe(CatalogFileRefused):
    code = "catalog_xml_unsafe"
    en = (
        "The XML declares entities, which are not accepted because they can be used to attack. Export it without a DTD."
    )
    es = "El XML declara entidades, que no se aceptan porque sirven para atacar. Expórtalo sin DTD."


class CatalogColumnsMissing(CatalogFileRefused):
    code = "catalog_columns_missing"
    en = "The file has no usable column for: {columns}. Its columns are: {found}."
    es = "El archivo no tiene una columna utilizable para: {columns}. Sus columnas son: {found}."


class CatalogRowsUnusable(CatalogFileRefused):
    """No row of the file could be used; the text ends with the first reason, in the reader's language."""

    code = "catalog_rows_unusable"
    en = "None of the {rows} rows could be used, so nothing was imported."
    es = "No se pudo usar ninguna de las {rows} filas, así que no se importó nada."

    def text(self, language: str) -> str:
        """The sentence, followed by the first error of the file."""
        sentence = super().text(language)
        first = next((issue for issue in self.issues if issue.is_error), None) or next(iter(self.issues), None)
        return sentence if first is None else f"{sentence} {explain(first, language)}"
