"""Tax estimates by destination and day counts in the buyer's country.

The rates are estimates that name themselves so wherever they are shown: base sales tax by US state (no county or city part)
and the general IVA/IGV rate by country, as published by the states' revenue departments and tax authorities for 2026. An
operator who needs exact tax sets an adapter.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from vitrina.kernel.money import Bps
from vitrina.market.model import Country

_US_STATES = {
    "AL": 400, "AK": 0, "AZ": 560, "AR": 650, "CA": 725, "CO": 290, "CT": 635, "DE": 0, "DC": 600, "FL": 600, "GA": 400,
    "HI": 400, "ID": 600, "IL": 625, "IN": 700, "IA": 600, "KS": 650, "KY": 600, "LA": 500, "ME": 550, "MD": 600,
    "MA": 625, "MI": 600, "MN": 688, "MS": 700, "MO": 423, "MT": 0, "NE": 550, "NV": 685, "NH": 0, "NJ": 663, "NM": 488,
    "NY": 400, "NC": 475, "ND": 500, "OH": 575, "OK": 450, "OR": 0, "PA": 600, "PR": 1150, "RI": 700, "SC": 600,
    "SD": 420, "TN": 700, "TX": 625, "UT": 485, "VT": 600, "VA": 430, "WA": 650, "WV": 600, "WI": 500, "WY": 400,
}  # fmt: skip
_IVA = {"MX": 1600, "CO": 1900, "CL": 1900, "AR": 2100, "BR": 1700, "ES": 2100}
REGION_DEFAULT = {"US": "TX"}
WEEKEND = (5, 6)


def is_region(country: str, region: str) -> bool:
    """Whether `region` can be taxed: a US state's two letters; elsewhere any text."""
    return country != "US" or region.upper() in _US_STATES


def tax_bps(country: str, region: str) -> Bps:
    """The estimated rate at a destination; a US region must be a state's two letters."""
    if country == "US":
        return Bps(_US_STATES[region.upper()])
    return Bps(_IVA.get(country, 0))


def local_date(at: datetime, country: Country) -> date:
    """The date of an instant where the buyer lives."""
    return at.astimezone(ZoneInfo(country.zone)).date()


def add_return_days(delivered_on: date, country: Country) -> date:
    """The last day of the return window of something delivered on `delivered_on` (rules.md §4)."""
    if not country.is_return_business_days:
        return delivered_on + timedelta(days=country.return_days)
    return add_working_days(delivered_on, country.return_days)


def add_working_days(day: date, count: int) -> date:
    """The day that is `count` working days (Monday to Friday) after `day`; 0 on a weekend stays there."""
    while count:
        day += timedelta(days=1)
        if day.weekday() not in WEEKEND:
            count -= 1
    return day


def add_business_days(at: datetime, days: int, country: Country) -> datetime:
    """The same hour of the clock that many business days later where the buyer lives; holidays are not known."""
    zone = ZoneInfo(country.zone)
    local = at.astimezone(zone)
    day = add_working_days(local.date(), days)
    return datetime.combine(day, local.time(), zone).astimezone(at.tzinfo)
