"""Who earns on a line: the last tap that still counts, at the better of two rates (rules.md §3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.affiliate.model import Decision, Programme, Touch
from vitrina.affiliate.rules import decide, payable_date
from vitrina.kernel.ids import AccountId, LinkId, ProductId, ShopId, TouchId
from vitrina.kernel.money import Bps, half_up

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
SHOP = ShopId(UUID(int=1))
MUG, BOWL = ProductId(UUID(int=10)), ProductId(UUID(int=11))
ANA, BEA = AccountId(UUID(int=100)), AccountId(UUID(int=101))
HOUSE = Bps(200)


def tap(
    number: int, *, ago: timedelta = timedelta(hours=1), creator: AccountId = ANA, product: ProductId = MUG, rate: int = 1500,
    window_days: int = 30, halo: int = 0, version: int | None = 1,
) -> Touch:  # fmt: skip
    return Touch(
        TouchId(UUID(int=number)), LinkId(UUID(int=number)), creator, product, SHOP, "video", UUID(int=5), version, Bps(rate),
        window_days, Bps(halo), NOW - ago,
    )  # fmt: skip


def offer(rate: int = 1500, *, is_open: bool = True) -> Programme:
    return Programme(SHOP, 2, Bps(rate), 30, Bps(0), is_open, NOW - timedelta(days=1))


def won(
    touches: Sequence[Touch], programme: Programme | None = None, *, product: ProductId = MUG, house: Bps = HOUSE
) -> Decision:
    made = decide(product, touches, programme, house_bps=house, now=NOW)
    assert made is not None
    return made


def reasons(made: Decision) -> dict[int, str]:
    return {lost.touch_id.int: lost.reason for lost in made.losers}


def test_no_touch_no_creator() -> None:
    assert decide(MUG, [], offer(), house_bps=HOUSE, now=NOW) is None


def test_the_last_tap_wins_and_the_others_are_kept() -> None:
    made = won(
        [tap(1, ago=timedelta(hours=5)), tap(2, ago=timedelta(hours=1), creator=BEA), tap(3, ago=timedelta(hours=3))]
    )
    assert (made.touch_id.int, made.creator_id, made.at) == (2, BEA, NOW - timedelta(hours=1))
    assert [(lost.touch_id.int, lost.reason) for lost in made.losers] == [(3, "later_touch"), (1, "later_touch")]


def test_equal_instants_the_lower_id_wins() -> None:
    assert won([tap(7), tap(3, creator=BEA), tap(5)]).touch_id.int == 3


@pytest.mark.parametrize(
    ("ago", "counts"),
    [
        (timedelta(days=30) - timedelta(microseconds=1), True),
        (timedelta(days=30), False),
        (timedelta(days=31), False),
        (timedelta(0), True),
    ],
)
def test_the_window_of_the_touch(ago: timedelta, counts: bool) -> None:
    assert (decide(MUG, [tap(1, ago=ago)], offer(), house_bps=HOUSE, now=NOW) is not None) == counts


def test_an_expired_touch_loses_to_an_older_one_with_a_longer_window() -> None:
    made = won(
        [tap(1, ago=timedelta(days=3), window_days=1), tap(2, ago=timedelta(days=40), window_days=90, creator=BEA)]
    )
    assert (made.touch_id.int, reasons(made)) == (2, {1: "expired"})


@pytest.mark.parametrize(
    ("at_touch", "now", "paid", "source"),
    [(1500, 1500, 1500, "touch"), (1500, 800, 1500, "touch"), (800, 1500, 1500, "order")],
)
def test_the_better_of_both_rates_is_paid(at_touch: int, now: int, paid: int, source: str) -> None:
    made = won([tap(1, rate=at_touch)], offer(now))
    assert (made.rate_bps, made.touch_rate_bps, made.order_rate_bps, made.rate_source) == (paid, at_touch, now, source)
    assert (made.is_house, made.is_halo, made.programme_version) == (False, False, 1)


@pytest.mark.parametrize("programme", [None, offer(4000, is_open=False)])
def test_a_programme_that_closed_still_pays_what_was_offered_at_the_tap(programme: Programme | None) -> None:
    made = won([tap(1, rate=1500)], programme)
    assert (made.rate_bps, made.rate_source, made.is_house) == (1500, "touch", False)


def test_without_a_programme_the_house_pays() -> None:
    made = won([tap(1, rate=HOUSE, version=None)])
    assert (made.rate_bps, made.rate_source, made.is_house, made.programme_version) == (200, "house", True, None)
    assert won([tap(1, rate=HOUSE, version=None)], house=Bps(300)).rate_bps == 300
    assert won([tap(1, rate=HOUSE, version=None)], house=Bps(0)).rate_bps == 200


def test_a_programme_that_opened_since_the_tap_pays_instead_of_the_house() -> None:
    made = won([tap(1, rate=HOUSE, version=None)], offer(1000))
    assert (made.rate_bps, made.rate_source, made.is_house) == (1000, "order", False)


def test_another_product_of_the_shop_pays_its_halo_share() -> None:
    made = won([tap(1, halo=5000, rate=1501)], offer(1501), product=BOWL)
    assert (made.rate_bps, made.is_halo, made.touch_rate_bps) == (751, True, 1501)
    assert won([tap(1, halo=5000, rate=800)], offer(1500), product=BOWL).rate_bps == 750


def test_without_halo_another_product_pays_nothing() -> None:
    assert decide(BOWL, [tap(1)], offer(), house_bps=HOUSE, now=NOW) is None


def test_a_tap_on_the_product_beats_a_later_halo() -> None:
    made = won([tap(1, ago=timedelta(days=9)), tap(2, product=BOWL, creator=BEA, halo=5000), tap(3, product=BOWL)])
    assert (made.touch_id.int, made.is_halo, made.rate_bps) == (1, False, 1500)
    assert reasons(made) == {2: "exact_touch", 3: "other_product"}


def test_of_two_halos_the_later_wins() -> None:
    made = won([tap(1, halo=5000, ago=timedelta(days=2)), tap(2, halo=2000, creator=BEA), tap(3)], product=BOWL)
    assert (made.touch_id.int, made.rate_bps, reasons(made)) == (2, 300, {1: "later_touch", 3: "other_product"})


def test_at_most_twenty_losers_are_kept() -> None:
    made = won([tap(number, ago=timedelta(minutes=number)) for number in range(1, 40)])
    assert [lost.touch_id.int for lost in made.losers] == list(range(2, 22))


def test_commission_is_payable_the_day_after_the_return_window() -> None:
    assert payable_date(date(2026, 12, 31)) == date(2027, 1, 1)


touches = st.builds(
    lambda number, minutes, creator, product, rate, window, halo, version: tap(
        number, ago=timedelta(minutes=minutes), creator=creator, product=product, rate=rate, window_days=window, halo=halo,
        version=version,
    ),
    st.integers(1, 10**6), st.integers(0, 100 * 24 * 60), st.sampled_from([ANA, BEA]), st.sampled_from([MUG, BOWL]),
    st.integers(100, 8000), st.integers(1, 90), st.sampled_from([0, 2500, 5000, 10_000]), st.sampled_from([None, 1, 2]),
)  # fmt: skip
many = st.lists(touches, max_size=12, unique_by=lambda touch: touch.id)
programmes = st.one_of(
    st.none(), st.builds(lambda rate, is_open: offer(rate, is_open=is_open), st.integers(100, 8000), st.booleans())
)


@given(many, programmes)
def test_the_winner_is_the_best_by_a_plain_reading_of_the_rules(
    drawn: list[Touch], programme: Programme | None
) -> None:
    made = decide(MUG, drawn, programme, house_bps=HOUSE, now=NOW)
    living = [touch for touch in drawn if NOW - touch.at < timedelta(days=touch.window_days)]
    ranked = [touch for touch in living if touch.product_id == MUG] or [touch for touch in living if touch.halo_bps]
    if not ranked:
        assert made is None
        return
    assert made is not None
    last = max(touch.at for touch in ranked)
    winner = min((touch for touch in ranked if touch.at == last), key=lambda touch: touch.id)
    assert (made.touch_id, made.creator_id) == (winner.id, winner.creator_id)
    rate_now = programme.rate_bps if programme and programme.is_open else 0
    promised = max(winner.rate_bps, HOUSE) if winner.programme_version is None else 0
    assert made.is_house == (promised > rate_now)
    full = max(winner.rate_bps, rate_now, HOUSE if made.is_house else 0)
    assert made.rate_bps == (full if winner.product_id == MUG else half_up(full * winner.halo_bps, 10_000))
    assert made.rate_bps >= (winner.rate_bps if winner.product_id == MUG else 0)
    assert {lost.touch_id for lost in made.losers} == {touch.id for touch in drawn} - {winner.id}


def test_a_shop_that_opens_below_the_house_rate_pays_nothing_for_the_house_s_promise() -> None:
    made = decide(MUG, [tap(1, rate=200, version=None)], offer(100), house_bps=Bps(200), now=NOW)
    assert made is not None
    assert (made.is_house, made.rate_bps, made.rate_source) == (True, 200, "house")
    made = decide(MUG, [tap(1, rate=200, version=None)], offer(300), house_bps=Bps(200), now=NOW)
    assert made is not None
    assert (made.is_house, made.rate_bps, made.rate_source) == (False, 300, "order")


@given(many, programmes, st.randoms())
def test_the_order_of_reading_does_not_matter(drawn: list[Touch], programme: Programme | None, random: object) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first = decide(MUG, drawn, programme, house_bps=HOUSE, now=NOW)
    assert decide(MUG, shuffled, programme, house_bps=HOUSE, now=NOW) == first


@given(many, programmes, st.integers(0, 8000))
def test_a_raise_never_lowers_what_is_paid(drawn: list[Touch], programme: Programme | None, more: int) -> None:
    made = decide(MUG, drawn, programme, house_bps=HOUSE, now=NOW)
    if made is None or programme is None or not programme.is_open:
        return
    raised = decide(MUG, drawn, replace(programme, rate_bps=Bps(programme.rate_bps + more)), house_bps=HOUSE, now=NOW)
    assert raised is not None
    assert raised.rate_bps >= made.rate_bps
