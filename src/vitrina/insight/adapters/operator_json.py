"""What the operator asks and reads, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from vitrina import people
from vitrina.affiliate import Commission
from vitrina.catalog import JudgedShop
from vitrina.checkout import OrderOut, order_out
from vitrina.insight.actions.operate import FullAccount, Health
from vitrina.kernel.money import Bps
from vitrina.market import FeeVersion, KeptCountry
from vitrina.platform.http import MoneyOut, money_out
from vitrina.platform.vitals import Vitals

Why = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
Basis = Annotated[int, msgspec.Meta(ge=0, le=2000)]
Minor = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
Quantity = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Email = Annotated[str, msgspec.Meta(max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$")]
StaffRole = Literal["moderator", "operator", "partner"]


class WhyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    why: Why


class RoleAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    granted: bool
    why: Why


class FeeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    platform_bps: Basis
    house_bps: Basis
    starts_at: Annotated[datetime, msgspec.Meta(tz=True)]
    why: Why


class MarketAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    return_days: Annotated[int, msgspec.Meta(ge=0, le=365)]
    is_return_business_days: bool
    shipping_minor: Minor
    free_shipping_from_minor: Annotated[int, msgspec.Meta(ge=1, le=10**12)] | None
    payout_minimum_minor: Minor
    is_served: bool
    why: Why


class RefundedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: UUID
    quantity: Quantity


class OnBehalfAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No lines: everything that is left."""

    why: Why
    lines: Annotated[list[RefundedLine], msgspec.Meta(max_length=100)] | None = None
    include_shipping: bool | None = None


class ViewAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account_id: UUID
    why: Why


class InvitationAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    role: StaffRole
    language: Literal["en", "es"]
    why: Why


class InvitationTaken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]


class HealthOut(msgspec.Struct, frozen=True):
    vitals: Vitals
    mails_failed: int
    mails_waiting: int


class CountOut(msgspec.Struct, frozen=True):
    count: int


class FeeOut(msgspec.Struct, frozen=True):
    version: int
    platform_bps: int
    house_bps: int
    starts_at: datetime
    by: str | None
    why: str | None


class FeesOut(msgspec.Struct, frozen=True):
    """Newest first; `now` is the version in force."""

    fees: list[FeeOut]
    now: int


class MarketOut(msgspec.Struct, frozen=True):
    """Amounts in minor units of `currency`; `taxes` are the estimates by region in basis points, `*` for all of it."""

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
    payout_minimum_minor: int
    is_served: bool
    taxes: dict[str, Bps]


class MarketsOut(msgspec.Struct, frozen=True):
    markets: list[MarketOut]


class AuditedOut(msgspec.Struct, frozen=True):
    id: int
    at: datetime
    by: str
    by_id: UUID
    act: str
    kind: str
    subject: str
    why: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class AuditPage(msgspec.Struct, frozen=True):
    acts: list[AuditedOut]
    next_cursor: str | None


class FoundShop(msgspec.Struct, frozen=True):
    id: UUID
    slug: str
    name: str
    taken_down: bool


class FoundShops(msgspec.Struct, frozen=True):
    shops: list[FoundShop]
    next_cursor: str | None


class FoundAccount(msgspec.Struct, frozen=True):
    id: UUID
    email: str
    name: str
    language: str
    country: str | None
    email_verified: bool
    since: datetime
    suspended_until: datetime | None
    handle: str | None
    followers: int | None
    roles: list[str]


class FoundAccounts(msgspec.Struct, frozen=True):
    accounts: list[FoundAccount]
    next_cursor: str | None


class SeenView(msgspec.Struct, frozen=True):
    at: datetime
    ends_at: datetime
    by: str
    why: str


class AccountPage(msgspec.Struct, frozen=True):
    account: FoundAccount
    shops: list[FoundShop]
    orders: list[OrderOut]
    views: list[SeenView]


class HeldCommission(msgspec.Struct, frozen=True):
    id: UUID
    order_id: UUID
    creator_id: UUID
    creator: str
    product: str
    reason: str | None
    amount: MoneyOut
    at: datetime


class HeldPage(msgspec.Struct, frozen=True):
    commissions: list[HeldCommission]
    next_cursor: str | None


class InvitationOut(msgspec.Struct, frozen=True):
    """`state` is waiting, used or over."""

    id: UUID
    email: str
    role: str
    state: str
    at: datetime
    expires_at: datetime


class InvitationsOut(msgspec.Struct, frozen=True):
    invitations: list[InvitationOut]


class ViewStarted(msgspec.Struct, frozen=True):
    """The view itself is a cookie of this browser."""

    account_id: UUID
    ends_at: datetime


class RoleOut(msgspec.Struct, frozen=True):
    role: str


def health_out(health: Health) -> HealthOut:
    return HealthOut(health.vitals, health.mails_failed, health.mails_waiting)


def fee_out(version: FeeVersion, names: Mapping[Any, str]) -> FeeOut:
    fee = version.fee
    return FeeOut(
        fee.version, fee.platform_bps, fee.house_bps, fee.starts_at, names.get(version.made_by), version.why
    )  # fmt: skip


def fees_out(fees: list[FeeVersion], names: Mapping[Any, str], now: datetime) -> FeesOut:
    """All versions, and which one counts now."""
    return FeesOut(
        [fee_out(one, names) for one in fees], next(one.fee.version for one in fees if one.fee.starts_at <= now)
    )


def market_out(kept: KeptCountry, taxes: dict[str, Bps]) -> MarketOut:
    one = kept.country
    return MarketOut(
        one.code, one.name_en, one.name_es, one.currency, one.zone, one.is_tax_included, one.return_days,
        one.is_return_business_days, one.shipping_minor, one.free_shipping_from_minor, kept.payout_minimum_minor,
        kept.is_served, taxes,
    )  # fmt: skip


def audited_out(row: people.Audited) -> AuditedOut:
    return AuditedOut(
        row.id, row.at, row.staff_name, row.staff_id, row.act, row.kind, row.subject, row.why, row.before, row.after
    )


def found_shop(shop: JudgedShop) -> FoundShop:
    return FoundShop(shop.id, shop.slug, shop.name, shop.is_taken_down)


def found_account(one: people.ListedAccount) -> FoundAccount:
    return FoundAccount(
        one.id, one.email, one.name, one.language, one.country, one.is_verified, one.made_at, one.suspended_until,
        one.handle, one.followers, list(one.roles),
    )  # fmt: skip


def account_page(found: FullAccount, now: datetime) -> AccountPage:
    """An account with its shops, orders and views."""
    return AccountPage(
        found_account(found.account),
        [FoundShop(shop.id, shop.slug, shop.name, shop.state == "closed") for shop in found.shops],
        [order_out(view, now, is_seller=True) for view in found.orders],
        [SeenView(one.at, one.ends_at, one.operator_name, one.why) for one in found.views],
    )


def held_out(line: Commission, names: Mapping[Any, str]) -> HeldCommission:
    return HeldCommission(
        line.id, line.order_id, line.creator_id, names.get(line.creator_id, ""), line.product_title, line.reason,
        money_out(line.kept), line.at,
    )  # fmt: skip


def invitation_out(one: people.Invitation, now: datetime) -> InvitationOut:
    state = "used" if one.used_at is not None else "waiting" if now < one.expires_at else "over"
    return InvitationOut(one.id, one.email, one.role, state, one.at, one.expires_at)
