"""Clocks tell UTC, and go forward only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vitrina.kernel.clock import ManualClock, OffsetClock, SystemClock

AT = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(AT)
    assert (clock.now(), clock.now()) == (AT, AT)
    clock.advance(timedelta(days=1, seconds=2))
    assert clock.now() == datetime(2026, 5, 5, 15, 0, 2, tzinfo=UTC)


@pytest.mark.parametrize("make", [lambda: ManualClock(AT), OffsetClock])
def test_no_clock_goes_back(make: type[OffsetClock]) -> None:
    clock = make()
    before = clock.now()
    with pytest.raises(AssertionError):
        clock.advance(timedelta(microseconds=-1))
    assert clock.now() - before < timedelta(minutes=1)


def test_a_manual_clock_needs_a_zone() -> None:
    with pytest.raises(AssertionError):
        ManualClock(AT.replace(tzinfo=None))


def test_an_offset_clock_runs_on_after_what_was_skipped() -> None:
    clock, system = OffsetClock(), SystemClock()
    clock.advance(timedelta(days=30))
    clock.advance(timedelta(hours=1))
    ahead = clock.now() - system.now()
    assert timedelta(0) <= timedelta(days=30, hours=1) - ahead < timedelta(minutes=1)


def test_the_system_clock_tells_utc() -> None:
    first, second = SystemClock().now(), SystemClock().now()
    assert (first.utcoffset(), first <= second) == (timedelta(0), True)
