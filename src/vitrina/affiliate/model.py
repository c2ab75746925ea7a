"""Programmes, links, touches, decisions, commission lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from vitrina.kernel.ids import AccountId, CommissionId, LineId, LinkId, OrderId, ProductId, ShopId, TouchId
from vitrina.kernel.money import Bps, Money


@dataclass(frozen=True, slots=True)
class Programme:
    """One version of a shop's offer to creators."""

    shop_id: ShopId
    version: int
    rate_bps: Bps
    window_days: int
    halo_bps: Bps
    is_open: bool
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A creator's link to a product on a surface (a video's tag, the showcase)."""

    id: LinkId
    creator_id: AccountId
    product_id: ProductId
    shop_id: ShopId
    surface: str
    surface_id: UUID
    position: int


@dataclass(frozen=True, slots=True)
class Touch:
    """One recorded tap that may earn, with the rate that was offered when it happened."""

    id: TouchId
    link_id: LinkId
    creator_id: AccountId
    product_id: ProductId
    shop_id: ShopId
    surface: str
    surface_id: UUID
    programme_version: int | None
    rate_bps: Bps
    window_days: int
    halo_bps: Bps
    at: datetime


@dataclass(frozen=True, slots=True)
class Shopper:
    """Whose touches count: an account, a guest, and a touch they present."""

    account_id: AccountId | None
    guest_id: UUID | None
    touch_id: TouchId | None = None


class Lost(msgspec.Struct, frozen=True):
    """A touch that did not win, and why: later_touch, expired, other_product, exact_touch."""

    touch_id: UUID
    creator_id: UUID
    at: datetime
    reason: str


class Decision(msgspec.Struct, frozen=True):
    """Who earns on one order line and how that was decided; kept with the commission for ever."""

    touch_id: UUID
    creator_id: UUID
    at: datetime
    surface: str
    surface_id: UUID
    rate_bps: int
    touch_rate_bps: int
    order_rate_bps: int
    rate_source: str
    programme_version: int | None
    is_house: bool
    is_halo: bool
    losers: list[Lost]


@dataclass(frozen=True, slots=True)
class LineSplit:
    """One paid line divided among creator, platform and shop; the parts add up to the base."""

    creator: Money
    platform: Money
    shop: Money


@dataclass(frozen=True, slots=True)
class Commission:
    """A commission line as it stands."""

    id: CommissionId
    order_id: OrderId
    line_id: LineId
    shop_id: ShopId
    product_id: ProductId
    product_title: str
    creator_id: AccountId
    touch_id: TouchId
    country: str
    base: Money
    rate_bps: Bps
    amount: Money
    returned: Money
    is_house: bool
    decision: dict[str, Any]
    state: str
    reason: str | None
    payable_on: date | None
    at: datetime

    @property
    def kept(self) -> Money:
        """What is left of the amount after refunds."""
        return self.amount - self.returned


@dataclass(frozen=True, slots=True)
class Earned:
    """What a creator earned, in one currency, in the time that begins at `since`; `title` is one of the products."""

    creator_id: AccountId
    since: datetime
    count: int
    amount: Money
    title: str


@dataclass(frozen=True, slots=True)
class CommissionChange:
    """Something that happened to a commission line."""

    state: str
    source: str
    returned_minor: int
    at: datetime
