"""Who earns on a line and how much (rules.md §1–§4); pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from vitrina.affiliate.model import Decision, LineSplit, Lost, Programme, Touch
from vitrina.kernel.ids import ProductId
from vitrina.kernel.money import BPS_WHOLE, Bps, Money, half_up

RATE_BPS_MIN, RATE_BPS_MAX = 100, 8_000
WINDOW_DAYS_DEFAULT = 30
PAYABLE_AFTER_RETURN = timedelta(days=1)
CUT_NOTICE = timedelta(days=2)


def split_line(base: Money, rate: Bps, platform_fee: Bps, *, is_house: bool) -> LineSplit:
    """Divide one paid line among creator, platform and shop; the parts add up to the base.

    The shop keeps the remainder, so no cent is lost. A house commission comes out of the platform's fee: the shop's part is
    the same as without a creator (rules.md §3).
    """
    assert rate + platform_fee <= BPS_WHOLE
    creator = base.share(rate)
    platform = base.share(platform_fee)
    if is_house:
        creator = creator if creator.minor <= platform.minor else platform
        platform = platform - creator
    shop = base - creator - platform
    assert creator + platform + shop == base
    return LineSplit(creator=creator, platform=platform, shop=shop)


def kept_part(whole: int, left: int, of: int) -> int:
    """What is kept of `whole` minor units when `left` of `of` pieces stay bought, rounded half up.

    Always computed from the whole and the pieces left, never from an earlier part: so any row of partial refunds ends where
    one refund of the same pieces does, and returned + kept is the whole at every step.
    """
    assert 0 <= left <= of
    return half_up(whole * left, of)


def decide(
    product_id: ProductId, touches: Sequence[Touch], programme: Programme | None, *, house_bps: Bps, now: datetime
) -> Decision | None:
    """Which touch earns on a line of a shop, among the shopper's touches on that shop; None when none counts.

    The last tap on the product wins; without one, the last tap on another product of the shop earns its halo share. Equal
    instants: the lower touch id. The line pays the higher of the rate at the touch and the rate now.
    """
    ranked = sorted(touches, key=lambda touch: (-touch.at.timestamp(), touch.id.int))
    living = [touch for touch in ranked if now < touch.at + timedelta(days=touch.window_days)]
    exact = [touch for touch in living if touch.product_id == product_id]
    halo = [touch for touch in living if touch.product_id != product_id and touch.halo_bps > 0]
    candidates = exact or halo
    if not candidates:
        return None
    winner = candidates[0]
    order_rate = programme.rate_bps if programme is not None and programme.is_open else Bps(0)
    best = max(winner.rate_bps, order_rate)
    # A touch without a programme was offered the house rate: the platform pays it, unless the shop now offers as much.
    is_house = winner.programme_version is None and max(winner.rate_bps, house_bps) > order_rate
    if is_house:
        best = max(best, house_bps)
    paid_bps = best if exact else half_up(best * winner.halo_bps, BPS_WHOLE)
    source = "house" if is_house else ("touch" if winner.rate_bps >= order_rate else "order")
    losers = [
        Lost(touch.id, touch.creator_id, touch.at, _why_lost(touch, product_id, living, exact))
        for touch in ranked
        if touch.id != winner.id
    ]
    return Decision(
        winner.id, winner.creator_id, winner.at, winner.surface, winner.surface_id, paid_bps, winner.rate_bps, order_rate,
        source, winner.programme_version, is_house, not exact, losers[:20],
    )  # fmt: skip


def _why_lost(touch: Touch, product_id: ProductId, living: list[Touch], exact: list[Touch]) -> str:
    if touch not in living:
        return "expired"
    if touch.product_id == product_id:
        return "later_touch"
    return "exact_touch" if exact and touch.halo_bps else "later_touch" if touch.halo_bps else "other_product"


def payable_date(return_window_ends: date) -> date:
    """The date a commission becomes payable: the day after the return window (rules.md §4)."""
    return return_window_ends + PAYABLE_AFTER_RETURN


def programme_starts(before: Programme | None, wanted: Programme) -> datetime:
    """When a new version begins: at once, but two days after its notice when a creator would earn less (rules.md §2)."""
    if before is None or not before.is_open:
        return wanted.starts_at
    is_cut = (
        wanted.rate_bps < before.rate_bps
        or wanted.window_days < before.window_days
        or wanted.halo_bps < before.halo_bps
        or not wanted.is_open
    )
    return wanted.starts_at + CUT_NOTICE if is_cut else wanted.starts_at
