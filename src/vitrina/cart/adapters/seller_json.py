"""What a seller says of shipping and codes, and what the console shows of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from vitrina.cart.model import ShippingRate, Voucher
from vitrina.kernel.ids import ShopId
from vitrina.kernel.money import Bps, Money
from vitrina.platform.http import MoneyOut, money_out

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
NewCode = Annotated[str, msgspec.Meta(min_length=3, max_length=24, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
RateName = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
Minor = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
Uses = Annotated[int, msgspec.Meta(ge=1, le=10**6)]
CountryCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]


class VoucherAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The code to put into the basket; null takes it out."""

    code: Code | None


class RateAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to ship, in minor units of the country's currency; `free_from_minor`: the subtotal from which it costs nothing."""

    country: CountryCode
    name_en: RateName
    name_es: RateName
    price_minor: Minor
    free_from_minor: Annotated[int, msgspec.Meta(ge=1, le=10**12)] | None = None
    id: UUID | None = None


class RatesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rates: Annotated[list[RateAsked], msgspec.Meta(max_length=40)]


class NewVoucherAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Either `percent_bps` or `amount_minor` off, in the currency of the shop's country."""

    code: NewCode
    percent_bps: Annotated[int, msgspec.Meta(ge=1, le=9_000)] | None = None
    amount_minor: Annotated[int, msgspec.Meta(ge=1, le=10**12)] | None = None
    spend_minor_least: Minor = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    uses_max: Uses | None = None
    uses_max_each: Uses | None = None


class ShopRateOut(msgspec.Struct, frozen=True):
    id: UUID
    country: str
    name_en: str
    name_es: str
    price: MoneyOut
    free_from: MoneyOut | None


class ShopRatesOut(msgspec.Struct, frozen=True):
    rates: list[ShopRateOut]


class VoucherOut(msgspec.Struct, frozen=True):
    """A shop's code; `used` counts purchases that are being paid too."""

    id: UUID
    code: str
    percent_bps: int | None
    amount: MoneyOut | None
    spend_least: MoneyOut
    starts_at: datetime
    ends_at: datetime | None
    uses_max: int | None
    uses_max_each: int | None
    used: int
    state: str


class VouchersOut(msgspec.Struct, frozen=True):
    vouchers: list[VoucherOut]


class AppliedOut(msgspec.Struct, frozen=True):
    """A code and what it takes off; `problem` says why it does not count now."""

    code: str
    discount: MoneyOut | None
    problem: str | None


def rate_of(one: RateAsked) -> ShippingRate:
    """A way to ship as asked, of no shop and no currency yet."""
    free_from = None if one.free_from_minor is None else Money(one.free_from_minor, "")
    nobody = UUID(int=0)
    return ShippingRate(
        one.id or nobody, ShopId(nobody), one.country, one.name_en.strip(), one.name_es.strip(),
        Money(one.price_minor, ""), free_from,
    )  # fmt: skip


def rates_out(rates: list[ShippingRate]) -> ShopRatesOut:
    """A shop's ways to ship as JSON."""
    return ShopRatesOut([
        ShopRateOut(
            one.id, one.country, one.name_en, one.name_es, money_out(one.price),
            None if one.free_from is None else money_out(one.free_from),
        )
        for one in rates
    ])  # fmt: skip


def voucher_of(asked: NewVoucherAsked, now: datetime) -> Voucher:
    """A code as asked, of no shop and no currency yet."""
    nobody = UUID(int=0)
    return Voucher(
        nobody, ShopId(nobody), asked.code, None if asked.percent_bps is None else Bps(asked.percent_bps),
        None if asked.amount_minor is None else Money(asked.amount_minor, ""), Money(asked.spend_minor_least, ""),
        _aware(asked.starts_at) or now, _aware(asked.ends_at), asked.uses_max, asked.uses_max_each, 0, "active",
    )  # fmt: skip


def _aware(at: datetime | None) -> datetime | None:
    """An instant without a zone is taken as UTC."""
    return at if at is None or at.tzinfo is not None else at.replace(tzinfo=UTC)


def voucher_out(one: Voucher) -> VoucherOut:
    """A shop's code as JSON."""
    return VoucherOut(
        one.id, one.code, one.percent_bps, None if one.amount_off is None else money_out(one.amount_off),
        money_out(one.spend_least), one.starts_at, one.ends_at, one.uses_max, one.uses_max_each, one.used, one.state,
    )  # fmt: skip
