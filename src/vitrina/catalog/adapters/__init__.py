"""Catalogue files of other systems, read into drafts: Google Merchant XML, WooCommerce, Medusa and plain CSV.

Owns no table and touches neither database nor network: a path goes in, products and row issues come out.
Promises that no file makes it fail: it is read, or refused whole with one sentence in English and Spanish; that prices
are exact and never guessed; that texts come out without markup, control characters or spreadsheet formulas.
Its readers may import the kernel only; what is shown of the catalogue as JSON and CSV stands beside them.
"""

from vitrina.catalog.adapters.detect import FORMATS, guess_columns, read_catalog
from vitrina.catalog.adapters.draft import CatalogDraft, ProductDraft, RowIssue, VariantDraft
from vitrina.catalog.adapters.errors import (
    CatalogColumnsMissing,
    CatalogFileEmpty,
    CatalogFileMissing,
    CatalogFileNotText,
    CatalogFileRefused,
    CatalogFileTooLarge,
    CatalogFormatLater,
    CatalogFormatUnknown,
    CatalogRowsUnusable,
    CatalogXmlInvalid,
    CatalogXmlUnsafe,
)
from vitrina.catalog.adapters.words import explain

__all__ = [
    "FORMATS",
    "CatalogColumnsMissing",
    "CatalogDraft",
    "CatalogFileEmpty",
    "CatalogFileMissing",
    "CatalogFileNotText",
    "CatalogFileRefused",
    "CatalogFileTooLarge",
    "CatalogFormatLater",
    "CatalogFormatUnknown",
    "CatalogRowsUnusable",
    "CatalogXmlInvalid",
    "CatalogXmlUnsafe",
    "ProductDraft",
    "RowIssue",
    "VariantDraft",
    "explain",
    "guess_columns",
    "read_catalog",
]
