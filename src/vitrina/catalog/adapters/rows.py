"""Rows as named fields, and the report of what is wrong with them; the same for CSV and XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from vitrina.catalog.adapters.amounts import NumberStyle, decimal_evidence
from vitrina.catalog.adapters.cleaning import FORMULA_STARTS, clean
from vitrina.catalog.adapters.draft import FILE_BYTES_MAX, FILE_ROWS_MAX, RowIssue
from vitrina.catalog.adapters.errors import CatalogFileTooLarge
from vitrina.catalog.adapters.headers import Columns
from vitrina.catalog.adapters.reading import Record

Fields = dict[str, str]

EVIDENCE_ROWS = 1_000
SHOWN_CHARS_MAX = 60
JOINED = frozenset(("image", "tags"))


@dataclass(slots=True)
class Report:
    """Collects the issues of one file; `names` are the file's own column names by field."""

    names: Mapping[str, str]
    issues: list[RowIssue] = field(default_factory=list)
    rows_read: int = 0

    def error(self, line: int, name: str | None, code: str, **fields: object) -> None:
        """The row at `line` was skipped, because of the column of field `name`."""
        self._add(line, name, code, fields, is_error=True)

    def warn(self, line: int, name: str | None, code: str, **fields: object) -> None:
        """Something at `line` was changed or left out; the row itself is imported."""
        self._add(line, name, code, fields, is_error=False)

    def _add(self, line: int, name: str | None, code: str, fields: dict[str, object], *, is_error: bool) -> None:
        column = self.names.get(name) if name else None
        shown = {key: _shown(str(value)) for key, value in fields.items()}
        self.issues.append(RowIssue(line, column, code, shown, is_error))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an adapter reads: cleaned rows with their lines, the style of the numbers, the shop's currency."""

    rows: Iterator[tuple[int, Fields]]
    columns: Columns
    style: NumberStyle
    currency: str


def read_fields(
    records: Iterable[Record], columns: Columns, width: int, report: Report
) -> Iterator[tuple[int, Fields]]:
    """Cleaned, non-empty cells by field; a row with more cells than the header (`width`) has shifted: an error."""
    places = columns.places
    for record in records:
        cells = record.cells
        if record.problem is not None:
            report.rows_read += 1
            report.error(record.line, None, record.problem)
            continue
        count = len(cells)
        if count > width and any(cell.strip() for cell in cells[width:]):
            report.rows_read += 1
            report.error(record.line, None, "cells_too_many", count=count, limit=width)
            continue
        fields: Fields = {}
        for name, place in places:
            if place < count and (text := cells[place]):
                text = text.strip()
                if not text.isprintable() or text[:1] in FORMULA_STARTS:
                    text = clean(text)
                if text:
                    put_field(fields, name, text)
        if fields:
            count_row(report)
            yield record.line, fields


def put_field(fields: Fields, name: str, text: str) -> None:
    """Keep the first value of a field; pictures and tags of several columns are joined."""
    if name not in fields:
        fields[name] = text
    elif name in JOINED:
        fields[name] = f"{fields[name]}\n{text}"


def count_row(report: Report) -> None:
    """One more row that holds something; CatalogFileTooLarge past the limit."""
    report.rows_read += 1
    if report.rows_read > FILE_ROWS_MAX:
        raise CatalogFileTooLarge(bytes_max=FILE_BYTES_MAX, rows_max=FILE_ROWS_MAX)


def sheet_of(
    rows: Iterator[tuple[int, Fields]], columns: Columns, currency: str, price_fields: tuple[str, ...]
) -> Sheet:
    """The rows with the number style that the first ones show in their price columns."""
    first = list(islice(rows, EVIDENCE_ROWS))
    prices = [text for _, fields in first for name, text in fields.items() if name.partition(":")[0] in price_fields]
    style = NumberStyle(decimal_evidence(prices), columns.is_spanish)
    return Sheet(chain(first, rows), columns, style, currency)


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_CHARS_MAX else f"{text[:SHOWN_CHARS_MAX]}…"
