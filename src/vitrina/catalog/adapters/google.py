"""Google Merchant XML, RSS or Atom, with the `g:` prefix or without; read as a stream, no tree is built."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from vitrina.catalog.adapters.cleaning import clean
from vitrina.catalog.adapters.errors import CatalogFormatUnknown, CatalogXmlInvalid, CatalogXmlUnsafe
from vitrina.catalog.adapters.headers import PLAIN, PLAIN_NAMES, Columns, normalised
from vitrina.catalog.adapters.rows import Fields, Report, count_row, put_field

CHUNK_BYTES = 64 * 1024
FIELD_CHARS_MAX = 200_000
_GOOGLE_SPACE: Final = "{http://base.google.com/ns/1.0}"
_ENTRIES: Final = frozenset(("item", "entry", "product"))
# The names that Google gives; a file may use any other known one, and people are shown these.
_SHOWN: Final = {
    "id": "id", "group": "item_group_id", "title": "title", "description": "description", "image": "image_link",
    "price": "price", "sale_price": "sale_price", "availability": "availability", "stock": "quantity",
    "condition": "condition", "gtin": "gtin", "mpn": "mpn", "brand": "brand", "category": "product_type",
    "weight": "shipping_weight", "sale_dates": "sale_price_effective_date", "currency": "currency",
}  # fmt: skip

COLUMNS: Final = Columns(
    places=(),
    names=_SHOWN | {name: name.partition(":")[2] for name in PLAIN_NAMES if name.startswith("option:")},
    hints={},
    is_spanish=False,
)


def read_entries(source: Path, report: Report) -> Generator[tuple[int, Fields], None, None]:
    """The entries of the feed with their lines; CatalogFileRefused when the XML is broken, hostile or no feed."""
    feed = _Feed()
    parser = DefusedXMLParser(target=feed, forbid_entities=True, forbid_external=True)
    feed.line_now = lambda: int(parser.parser.CurrentLineNumber)
    try:
        with source.open("rb") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                parser.feed(chunk)
                yield from _counted(feed, report)
        parser.close()
    except DefusedXmlException as error:
        raise CatalogXmlUnsafe() from error
    except ParseError as error:
        raise CatalogXmlInvalid(line=error.position[0]) from error
    except (LookupError, UnicodeError) as error:  # an encoding that does not exist, or that is not the one declared
        raise CatalogXmlInvalid(line=1) from error
    yield from _counted(feed, report)
    if report.rows_read == 0:
        raise CatalogFormatUnknown(kind=f"XML <{feed.root[:40]}>")


def _counted(feed: _Feed, report: Report) -> Iterator[tuple[int, Fields]]:
    taken, feed.taken = feed.taken, []
    for entry in taken:
        count_row(report)
        yield entry


class _Feed:
    """What the parser calls: keeps the texts of one entry at a time, and the entries since the last look."""

    def __init__(self) -> None:
        self.taken: list[tuple[int, Fields]] = []
        self.root = ""
        self.line_now: Callable[[], int] = int
        self._depth = 0
        self._entry_depth = 0
        self._entry_line = 0
        self._is_google = False
        self._field: str | None = None
        self._texts: list[str] = []
        self._chars = 0
        self._google: Fields = {}
        self._other: Fields = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens: an entry, a field of it, or something inside a field."""
        self._depth += 1
        if self._depth == 1:
            self.root = _local(tag)
        elif not self._entry_depth:
            if _local(tag) in _ENTRIES:
                self._entry_depth, self._entry_line = self._depth, self.line_now()
                self._google, self._other = {}, {}
        elif self._depth == self._entry_depth + 1:
            self._field = PLAIN.get(normalised(_local(tag)), "").partition("#")[0]
            self._is_google = tag.startswith(_GOOGLE_SPACE)
            self._texts, self._chars = [], 0

    def data(self, text: str) -> None:
        """Text: of a field itself, and of elements inside it only where they are its markup."""
        if self._field and self._chars < FIELD_CHARS_MAX:
            is_markup = self._field in ("description", "short_description", "title")
            if self._depth == self._entry_depth + 1 or is_markup:
                self._texts.append(text[: FIELD_CHARS_MAX - self._chars])
                self._chars += len(text)

    def end(self, tag: str) -> None:
        """An element closes; at the end of an entry what Google's own names say comes before the feed's."""
        if self._entry_depth and self._depth == self._entry_depth + 1:
            text = clean("".join(self._texts)) if self._field and self._texts else ""
            if self._field and text:
                put_field(self._google if self._is_google else self._other, self._field, text)
            self._field = None
        elif self._entry_depth and self._depth == self._entry_depth:
            fields = self._other | self._google
            if fields:
                self.taken.append((self._entry_line, fields))
            self._entry_depth = 0
        self._depth -= 1

    def close(self) -> None:
        """The document ends."""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
