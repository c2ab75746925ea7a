"""Bytes to text to rows: what kind of file it is, how it is encoded, where its header and its rows stand."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal, TextIO

from vitrina.catalog.adapters.draft import FILE_BYTES_MAX, FILE_ROWS_MAX
from vitrina.catalog.adapters.errors import (
    CatalogFileEmpty,
    CatalogFileMissing,
    CatalogFileNotText,
    CatalogFileTooLarge,
    CatalogFormatUnknown,
)
from vitrina.catalog.adapters.headers import known_cells

Kind = Literal["csv", "xml"]

HEAD_BYTES = 64 * 1024
CHUNK_BYTES = 1024 * 1024
HEADER_LINES_MAX = 40
DELIMITERS: Final = ",;\t|"
NUL_SHARE_BINARY = 0.01

_MAGIC: Final = (
    (b"PK\x03\x04", "XLSX/ZIP"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"Rar!", "RAR"),
)
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is, from its first bytes: `kind`, the encoding to open it with, and its first text."""

    kind: Kind
    encoding: str
    head: str


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a CSV, the line it stands on, the line its rows begin on, and the separator of cells."""

    cells: list[str]
    line: int
    rows_line: int
    delimiter: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a CSV and the line it begins on; `problem` is the code of an issue when it cannot be read."""

    line: int
    cells: list[str]
    problem: str | None = None


@dataclass(slots=True)
class _Tail:
    is_reached: bool = False


def sniff(source: Path) -> Sniffed:
    """Tell CSV from XML and find the encoding; CatalogFileRefused for anything that is not text of either kind."""
    try:
        size_bytes = source.stat().st_size
        with source.open("rb") as stream:
            first = stream.read(HEAD_BYTES)
            encoding = _encoding(stream, first)
    except OSError as error:
        raise CatalogFileMissing(name=source.name) from error
    if size_bytes > FILE_BYTES_MAX:
        raise CatalogFileTooLarge(bytes_max=FILE_BYTES_MAX, rows_max=FILE_ROWS_MAX)
    head = first.decode(encoding, errors="replace").lstrip("\ufeff")
    opening = head.lstrip()[:200].lower()
    if not opening:
        raise CatalogFileEmpty()
    if opening.startswith(("<!doctype html", "<html")):
        raise CatalogFormatUnknown(kind="HTML")
    if opening[0] == "{" or opening.startswith(("[{", "[\n", "[\r", "[ ", "[]")):
        raise CatalogFormatUnknown(kind="JSON")
    return Sniffed("xml" if opening[0] == "<" else "csv", encoding, head)


def find_header(head: str) -> Header:
    """The row of known column names among the first lines, past comments, titles and an Excel `sep=` line."""
    lines = io.StringIO(head, newline="").readlines()
    best: tuple[int, int, Header] | None = None
    for place, line in enumerate(lines[:HEADER_LINES_MAX]):
        if not line.strip() or line[:4].lower() == "sep=":
            continue
        # A comment may list the columns too; it counts only where nothing better does.
        weight = 1 if line.lstrip().startswith("#") else 1000
        for delimiter in DELIMITERS:
            header = _header_at(lines, place, delimiter)
            score = (known_cells(header.cells) * weight, len(header.cells) if weight > 1 else 0)
            if best is None or score > best[:2]:
                best = (*score, header)
    if best is None:
        raise CatalogFileEmpty()
    return best[2]


def open_text(source: Path, encoding: str) -> TextIO:
    """The file as text with its own line ends; what cannot be decoded becomes U+FFFD."""
    return source.open("r", encoding=encoding, errors="replace", newline="")


def records(stream: TextIO, header: Header) -> Iterator[Record]:
    """The rows after the header, streamed, without blank rows and comment rows; unreadable ones carry a problem."""
    for _ in range(header.rows_line - 1):
        stream.readline()
    tail = _Tail()
    reader = csv.reader(_lines(stream, tail), delimiter=header.delimiter, skipinitialspace=header.delimiter != "\t")
    base = header.rows_line - 1
    starts_with_mark = header.cells[0].lstrip().startswith("#")
    while True:
        line = base + reader.line_num + 1
        try:
            for cells in reader:
                if tail.is_reached:
                    yield Record(line, [], "quote_unclosed")
                    return
                if cells and (starts_with_mark or not _is_comment(cells)):
                    yield Record(line, cells)
                line = base + reader.line_num + 1
            return
        except csv.Error:
            yield Record(line, [], "row_unreadable")


def _lines(stream: TextIO, tail: _Tail) -> Iterator[str]:
    yield from stream
    # Asked for more after the last line: the reader only does so inside a quote, or when it is done.
    tail.is_reached = True


def _is_comment(cells: list[str]) -> bool:
    first = cells[0]
    return first.startswith("#") and (first[1:2] in ("", " ", "#", "=", "-") or not any(map(str.strip, cells[1:])))


def _header_at(lines: list[str], place: int, delimiter: str) -> Header:
    reader = csv.reader(iter(lines[place:]), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        cells = []
    return Header(cells or [""], place + 1, place + 1 + reader.line_num, delimiter)


def _encoding(stream: BinaryIO, first: bytes) -> str:
    for magic, kind in _MAGIC:
        if first.startswith(magic):
            raise CatalogFileNotText(kind=kind)
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding
    even, odd = first[0::2].count(0), first[1::2].count(0)
    if even + odd > len(first) * NUL_SHARE_BINARY:
        if odd > 8 * even:
            return "utf-16-le"
        if even > 8 * odd:
            return "utf-16-be"
        raise CatalogFileNotText(kind="binary")
    return "utf-8" if _is_utf8(stream, first) else "cp1252"


def _is_utf8(stream: BinaryIO, first: bytes) -> bool:
    # The whole file is checked, because the first accent of a long price list may stand on its last page.
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(first)
        while chunk := stream.read(CHUNK_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
