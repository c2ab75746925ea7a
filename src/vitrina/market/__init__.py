"""The countries served: currency, clock, tax habit, return window; the platform's fee in versions.

Owns the market_* tables. Promises: a country has one currency; a fee version is never edited, so that any past
order can be explained. Reads are kept in the process for a few seconds (`markets`), since every quote needs them.
May not know products, orders or people.
"""

from vitrina.market.actions import add_fee, change_country, list_countries, list_fees
from vitrina.market.engine.markets import Markets, markets
from vitrina.market.errors import CountryNotServed, FeeTooEarly
from vitrina.market.model import Country, CountryChange, Fee, FeeVersion, KeptCountry
from vitrina.market.rules import (
    REGION_DEFAULT,
    add_business_days,
    add_return_days,
    add_working_days,
    is_region,
    list_taxes,
    local_date,
    tax_bps,
)
from vitrina.market.store import list_minimums

__all__ = [
    "REGION_DEFAULT",
    "Country",
    "CountryChange",
    "CountryNotServed",
    "Fee",
    "FeeTooEarly",
    "FeeVersion",
    "KeptCountry",
    "Markets",
    "add_business_days",
    "add_fee",
    "add_return_days",
    "add_working_days",
    "change_country",
    "is_region",
    "list_countries",
    "list_fees",
    "list_minimums",
    "list_taxes",
    "local_date",
    "markets",
    "tax_bps",
]
