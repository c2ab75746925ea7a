"""UUIDv7 identities: right bits, in the order of their making, read only in canonical form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.kernel.ids import parse_uuid, uuid7

AT = datetime(2026, 5, 4, 15, 0, 0, 123_456, tzinfo=UTC)
instants = st.integers(10**6, 2 * 10**11).map(lambda seconds: datetime.fromtimestamp(seconds + 0.25, UTC))


@given(instants)
def test_version_variant_and_time(at: datetime) -> None:
    made = uuid7(at)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert abs((made.int >> 80) - int(at.timestamp() * 1000)) <= 1


@given(instants, instants)
def test_later_sorts_behind(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    if later - earlier > timedelta(milliseconds=5):
        assert uuid7(earlier) < uuid7(later)


def test_ids_of_one_instant_keep_their_order_however_many() -> None:
    made = [uuid7(AT) for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    # More than 12 bits of them borrow from the milliseconds that follow.
    assert (made[-1].int >> 80) - int(AT.timestamp() * 1000) in (4, 5)


def test_ids_do_not_tell_the_next_one() -> None:
    first, second = uuid7(AT), uuid7(AT)
    assert first.int & ((1 << 62) - 1) != second.int & ((1 << 62) - 1)


@given(st.uuids())
def test_canonical_text_is_read(one: UUID) -> None:
    assert parse_uuid(str(one)) == one
    assert parse_uuid(str(one).upper()) == one


@pytest.mark.parametrize(
    "text",
    ["", "x", "{019df380-d580-76c5-aa54-23f3b3309c73}", "urn:uuid:019df380-d580-76c5-aa54-23f3b3309c73",
     "019df380d58076c5aa5423f3b3309c73", "019df380-d580-76c5-aa54-23f3b3309c7", "019df380-d580-76c5-aa54-23f3b3309c73 "],
)  # fmt: skip
def test_other_writings_are_not(text: str) -> None:
    assert parse_uuid(text) is None


@given(st.text(max_size=50))
def test_any_text_is_read_or_not(text: str) -> None:
    found = parse_uuid(text)
    assert found is None or str(found) == text.lower()
