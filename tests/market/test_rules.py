"""Tax estimates, return windows and dates of the countries served."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.market import Country, add_return_days, is_region, local_date, tax_bps

STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI"
    " SC SD TN TX UT VT VA WA WV WI WY"
).split()


def country(
    code: str = "US",
    *,
    zone: str = "America/New_York",
    days: int = 30,
    is_business: bool = False,
    currency: str = "USD",
) -> Country:
    return Country(code, code, code, currency, zone, False, days, is_business, 499, None)


@pytest.mark.parametrize(
    ("place", "region", "bps"),
    [
        ("US", "TX", 625), ("US", "tx", 625), ("US", "CA", 725), ("US", "NY", 400), ("US", "OR", 0), ("US", "DE", 0),
        ("US", "MT", 0), ("US", "NH", 0), ("US", "AK", 0), ("US", "MN", 688), ("US", "NJ", 663), ("US", "MO", 423),
        ("US", "PR", 1150), ("MX", "Puebla", 1600), ("CO", "", 1900), ("CL", "", 1900), ("AR", "", 2100), ("BR", "", 1700),
        ("ES", "Madrid", 2100), ("FR", "Paris", 0),
    ],
)  # fmt: skip
def test_tax(place: str, region: str, bps: int) -> None:
    assert tax_bps(place, region) == bps


def test_every_state_has_a_rate_and_nothing_else_is_one() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    taxed = {one + other for one in letters for other in letters if is_region("US", one + other)}
    assert taxed == set(STATES)
    assert all(0 <= tax_bps("US", state) <= 1150 for state in STATES)
    assert {state for state in STATES if tax_bps("US", state) == 0} == {"AK", "DE", "MT", "NH", "OR"}


@pytest.mark.parametrize(("region", "known"), [("tx", True), ("", False), ("Texas", False), ("T", False), ("ß", False)])
def test_regions_of_the_united_states(region: str, known: bool) -> None:
    assert is_region("US", region) == known
    assert is_region("MX", region)


@pytest.mark.parametrize(
    ("delivered", "days", "is_business", "ends"),
    [
        (date(2026, 5, 4), 30, False, date(2026, 6, 3)),
        (date(2026, 12, 25), 14, False, date(2027, 1, 8)),
        (date(2028, 2, 20), 10, False, date(2028, 3, 1)),
        (date(2026, 5, 4), 0, False, date(2026, 5, 4)),
        (date(2026, 5, 4), 5, True, date(2026, 5, 11)),  # Monday
        (date(2026, 5, 8), 5, True, date(2026, 5, 15)),  # Friday
        (date(2026, 5, 9), 5, True, date(2026, 5, 15)),  # Saturday
        (date(2026, 5, 10), 5, True, date(2026, 5, 15)),  # Sunday
        (date(2026, 5, 8), 0, True, date(2026, 5, 8)),
    ],
)
def test_return_windows(delivered: date, days: int, is_business: bool, ends: date) -> None:
    assert add_return_days(delivered, country(days=days, is_business=is_business)) == ends


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_business_days_are_counted_one_by_one(delivered: date, days: int) -> None:
    ends = add_return_days(delivered, country(days=days, is_business=True))
    between = [delivered + timedelta(days=one) for one in range(1, (ends - delivered).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert ends.weekday() < 5


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        (datetime(2026, 5, 4, 3, 59, 59, tzinfo=UTC), "America/New_York", date(2026, 5, 3)),
        (datetime(2026, 5, 4, 4, 0, tzinfo=UTC), "America/New_York", date(2026, 5, 4)),
        (datetime(2026, 1, 4, 4, 59, tzinfo=UTC), "America/New_York", date(2026, 1, 3)),  # winter: an hour later
        (datetime(2026, 5, 4, 22, 0, tzinfo=UTC), "Europe/Madrid", date(2026, 5, 5)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "Europe/Madrid", date(2027, 1, 1)),
        (datetime(2026, 5, 4, 5, 30, tzinfo=UTC), "America/Mexico_City", date(2026, 5, 3)),
        (datetime(2026, 5, 4, 3, 30, tzinfo=UTC), "America/Santiago", date(2026, 5, 3)),
    ],
)
def test_the_date_where_the_buyer_lives(at: datetime, zone: str, day: date) -> None:
    assert local_date(at, country(zone=zone)) == day
