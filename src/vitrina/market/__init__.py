"""The countries served: currency, clock, tax habit, return window; the platform's fee in versions.

Owns market_country and market_fee. Promises: a country has one currency; a fee version is never edited, so that any past
order can be explained. Reads are kept in the process for a few seconds (`markets`), since every quote needs them.
May not know products, orders or people.
"""

from vitrina.market.engine.markets import Markets, markets
from vitrina.market.errors import CountryNotServed
from vitrina.market.model import Country, Fee
from vitrina.market.rules import (
    REGION_DEFAULT,
    add_business_days,
    add_return_days,
    add_working_days,
    is_region,
    local_date,
    tax_bps,
)

__all__ = [
    "REGION_DEFAULT",
    "Country",
    "CountryNotServed",
    "Fee",
    "Markets",
    "add_business_days",
    "add_return_days",
    "add_working_days",
    "is_region",
    "local_date",
    "markets",
    "tax_bps",
]
