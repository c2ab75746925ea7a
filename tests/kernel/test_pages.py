"""Pages and their cursors: nothing is lost between two pages, and a foreign cursor is refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.kernel.errors import Invalid
from vitrina.kernel.pages import CURSOR_CHARS_MAX, Page, decode_cursor, encode_cursor, page_of

parts = st.lists(
    st.text(st.characters(exclude_characters="\x00\x1f", exclude_categories=["Cs"]), max_size=12),
    min_size=1,
    max_size=3,
)


@given(parts)
def test_a_cursor_leads_back(drawn: list[str]) -> None:
    cursor = encode_cursor(*drawn)
    if len(cursor) <= CURSOR_CHARS_MAX and cursor:
        assert decode_cursor(cursor, len(drawn)) == tuple(drawn)
        with pytest.raises(Invalid):
            decode_cursor(cursor, len(drawn) + 1)


@pytest.mark.parametrize("cursor", [None, ""])
def test_no_cursor_is_the_first_page(cursor: str | None) -> None:
    assert decode_cursor(cursor, 1) is None


@pytest.mark.parametrize(
    "cursor",
    ["%%%", "a", "ñ", "AAAA", "_w", "A" * (CURSOR_CHARS_MAX + 4), base64.urlsafe_b64encode(b"a\x1fb\x00").decode()],
)
def test_foreign_cursors_are_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode_cursor(cursor, 2)
    assert refused.value.fields == {"field": "cursor", "reason": "is not one of ours"}


@given(st.text(max_size=80), st.integers(1, 3))
def test_any_text_is_a_cursor_or_refused(text: str, wanted: int) -> None:
    try:
        found = decode_cursor(text, wanted)
    except Invalid:
        return
    assert found is None or (len(found) == wanted and not any("\x00" in part for part in found))


@given(st.integers(0, 60), st.integers(1, 7))
def test_walking_through_pages_shows_every_row_once(rows: int, limit: int) -> None:
    everything, seen, after = list(range(rows)), [], -1
    while True:
        page = page_of([row for row in everything if row > after][: limit + 1], limit, lambda row: (str(row),))
        seen += page.rows
        if page.next_cursor is None:
            break
        assert len(page.rows) == limit
        found = decode_cursor(page.next_cursor, 1)
        assert found is not None
        after = int(found[0])
    assert seen == everything


def test_an_empty_page() -> None:
    assert page_of([], 5, lambda row: (str(row),)) == Page((), None)
