"""Which format a file has, and reading it whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from vitrina.catalog.adapters import google, medusa, plain, woocommerce
from vitrina.catalog.adapters.draft import CatalogDraft, ProductDraft
from vitrina.catalog.adapters.errors import (
    CatalogFileEmpty,
    CatalogFormatLater,
    CatalogFormatUnknown,
    CatalogRowsUnusable,
)
from vitrina.catalog.adapters.headers import PLAIN, Columns, map_columns, normalised
from vitrina.catalog.adapters.reading import Header, find_header, open_text, records, sniff
from vitrina.catalog.adapters.rows import Fields, Report, read_fields, sheet_of
from vitrina.kernel.money import exponent

GOOGLE_XML: Final = "google_xml"
WOOCOMMERCE_CSV: Final = "woocommerce_csv"
MEDUSA_CSV: Final = "medusa_csv"
PLAIN_CSV: Final = "plain_csv"
FORMATS: Final = (GOOGLE_XML, WOOCOMMERCE_CSV, MEDUSA_CSV, PLAIN_CSV)

# Exports whose rows mean more than a plain spreadsheet's; read as one, they would come in wrong.
_LATER: Final = (
    ("Shopify", frozenset(("handle", "variant price"))),
    ("Vendure", frozenset(("option groups", "option values"))),
    ("Bagisto", frozenset(("attribute family code", "type"))),
    ("Magento", frozenset(("attribute set code", "product type"))),
)


def guess_columns(source: Path) -> list[tuple[str, str | None]]:
    """The header cells of a plain CSV file with the field that each is taken for; empty for every other format.

    CatalogFileRefused when the file is no text at all.
    """
    sniffed = sniff(source)
    if sniffed.kind == "xml":
        return []
    header = find_header(sniffed.head)
    if _detected(header.cells) != PLAIN_CSV:
        return []
    fields = {place: name.partition(":")[0] if name.partition(":")[0] in plain.PRICE_FIELDS else name
              for name, place in map_columns(header.cells, PLAIN).places}  # fmt: skip
    return [(cell.strip(), fields.get(place)) for place, cell in enumerate(header.cells) if cell.strip()]


def read_catalog(
    source: Path, *, currency: str, format: str | None = None, chosen: Mapping[str, str] | None = None
) -> CatalogDraft:
    """Read a catalogue file into drafts and issues.

    `chosen` says what the columns of a plain CSV file are, where the guess is wrong.

    `currency` (ISO 4217) counts where the file names none; `format` (one of FORMATS) overrides what is detected.
    CatalogFileRefused when nothing of the file can be used; ValueError for an unknown currency.
    """
    exponent(currency)
    if format is not None and format not in FORMATS:
        raise CatalogFormatUnknown(kind=format)
    sniffed = sniff(source)
    if sniffed.kind == "xml":
        if format not in (None, GOOGLE_XML):
            raise CatalogFormatUnknown(kind="XML")
        return _read_google(source, currency)
    if format == GOOGLE_XML:
        raise CatalogFormatUnknown(kind="CSV")
    header = find_header(sniffed.head)
    kind = format or _detected(header.cells)
    with closing(open_text(source, sniffed.encoding)) as stream:
        columns = _columns(header, kind, chosen)
        report = Report(columns.names)
        if kind == MEDUSA_CSV:
            for name in columns.unknown:
                report.names = {**report.names, "unknown": name}
                report.warn(header.line, "unknown", "column_unknown")
        rows = read_fields(records(stream, header), columns, len(header.cells), report)
        return _finished(kind, _products(kind, rows, columns, currency, report), report)


def _read_google(source: Path, currency: str) -> CatalogDraft:
    report = Report(google.COLUMNS.names)
    with closing(google.read_entries(source, report)) as entries:
        sheet = sheet_of(entries, google.COLUMNS, currency, plain.PRICE_FIELDS)
        return _finished(GOOGLE_XML, plain.read_products(sheet, report), report)


def _detected(header: list[str]) -> str:
    names = frozenset(normalised(cell) for cell in header)
    if medusa.is_export(header):
        return MEDUSA_CSV
    if woocommerce.is_export(frozenset(map_columns(header, woocommerce.SYNONYMS).names)):
        return WOOCOMMERCE_CSV
    for name, marks in _LATER:
        if marks <= names:
            raise CatalogFormatLater(name=name)
    return PLAIN_CSV


def _columns(header: Header, kind: str, chosen: Mapping[str, str] | None) -> Columns:
    if kind == MEDUSA_CSV:
        return medusa.map_columns(header.cells)
    if kind == WOOCOMMERCE_CSV:
        return map_columns(header.cells, woocommerce.SYNONYMS)
    columns = map_columns(header.cells, PLAIN, chosen)
    plain.require_columns(columns, header.cells)
    return columns


def _products(
    chosen: str, rows: Iterator[tuple[int, Fields]], columns: Columns, currency: str, report: Report
) -> list[ProductDraft]:
    if chosen == MEDUSA_CSV:
        return medusa.read_products(sheet_of(rows, columns, currency, medusa.PRICE_FIELDS), report)
    if chosen == WOOCOMMERCE_CSV:
        return woocommerce.read_products(sheet_of(rows, columns, currency, woocommerce.PRICE_FIELDS), report)
    return plain.read_products(sheet_of(rows, columns, currency, plain.PRICE_FIELDS), report)


def _finished(chosen: str, products: list[ProductDraft], report: Report) -> CatalogDraft:
    issues = tuple(sorted(report.issues, key=lambda issue: issue.line))
    if report.rows_read == 0:
        raise CatalogFileEmpty(issues=issues)
    if not products:
        raise CatalogRowsUnusable(issues=issues, rows=report.rows_read)
    return CatalogDraft(chosen, tuple(products), issues, report.rows_read)
