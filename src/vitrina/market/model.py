"""What a market is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vitrina.kernel.money import Bps

COUNTRY_DEFAULT = "US"


@dataclass(frozen=True, slots=True)
class Country:
    """One country served; amounts in minor units of its currency."""

    code: str
    name_en: str
    name_es: str
    currency: str
    zone: str
    is_tax_included: bool
    return_days: int
    is_return_business_days: bool
    shipping_minor: int
    free_shipping_from_minor: int | None


@dataclass(frozen=True, slots=True)
class Fee:
    """The platform's fee from `starts_at` on, and the house rate paid out of it (rules.md §1 b, §3)."""

    version: int
    platform_bps: Bps
    house_bps: Bps
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class FeeVersion:
    """A fee version with who made it and why; None: it came with the product."""

    fee: Fee
    made_by: UUID | None
    why: str | None


@dataclass(frozen=True, slots=True)
class KeptCountry:
    """A country as the operator sees it; `payout_minimum_minor` is its currency's."""

    country: Country
    is_served: bool
    payout_minimum_minor: int


@dataclass(frozen=True, slots=True)
class CountryChange:
    """What the operator may change of a country; amounts in minor units of its currency."""

    return_days: int
    is_return_business_days: bool
    shipping_minor: int
    free_shipping_from_minor: int | None
    payout_minimum_minor: int
    is_served: bool
