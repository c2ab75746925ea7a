"""Pages of a list: opaque cursors that hold the last row's sort key."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from vitrina.kernel.errors import Invalid

PAGE_ROWS = 20
PAGE_ROWS_MAX = 50
CURSOR_CHARS_MAX = 200

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page: its rows, and the cursor of the next one or None at the end."""

    rows: tuple[Row, ...]
    next_cursor: str | None


def encode_cursor(*parts: str) -> str:
    return base64.urlsafe_b64encode("\x1f".join(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, parts: int) -> tuple[str, ...] | None:
    """The `parts` texts inside a cursor, None for none; `Invalid` when it is not one of ours."""
    if cursor is None or cursor == "":
        return None
    try:
        if len(cursor) > CURSOR_CHARS_MAX:
            raise ValueError
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        raise Invalid(field="cursor", reason="is not one of ours") from None
    found = tuple(raw.split("\x1f"))
    if len(found) != parts or "\x00" in raw:
        raise Invalid(field="cursor", reason="is not one of ours")
    return found


def first_of(cursor: str | None, most: int) -> int:
    """How many rows a cursor of a list without a key skips, 0 for none; `Invalid` when it is not ours or above `most`."""
    parts = decode_cursor(cursor, 1)
    if parts is None:
        return 0
    if not (parts[0].isascii() and parts[0].isdecimal() and len(parts[0]) < 10 and int(parts[0]) <= most):
        raise Invalid(field="cursor", reason="is not one of ours")
    return int(parts[0])


def page_of(rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[str, ...]]) -> Page[Row]:
    """A page from up to `limit + 1` rows: the extra one only tells that there is more."""
    shown = tuple(rows[:limit])
    more = len(rows) > limit
    return Page(shown, encode_cursor(*key(shown[-1])) if more and shown else None)
