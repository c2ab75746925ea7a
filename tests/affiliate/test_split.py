"""Parts of a line add up to the whole: when it is sold, and at every step of giving pieces back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina import ledger
from vitrina.affiliate.rules import RATE_BPS_MAX, kept_part, split_line
from vitrina.checkout.model import LineRow, OrderRow
from vitrina.checkout.rules import returned_entries, returned_parts
from vitrina.kernel.ids import AccountId, LineId, OrderId, PaymentId, ProductId, ShopId, VariantId
from vitrina.kernel.money import BPS_WHOLE, Bps, Money

AT = datetime(2026, 5, 4, tzinfo=UTC)
CREATOR = AccountId(UUID(int=9))
bases = st.integers(0, 10**9).map(lambda minor: Money(minor, "USD"))
rates = st.integers(0, RATE_BPS_MAX).map(Bps)
fees = st.integers(0, BPS_WHOLE - RATE_BPS_MAX - 1).map(Bps)


@pytest.mark.parametrize(
    ("base", "rate", "is_house", "parts"),
    [
        (3500, 1500, False, (525, 210, 2765)),
        (3500, 200, True, (70, 140, 3290)),
        (3500, 600, True, (210, 0, 3290)),
        (3500, 900, True, (210, 0, 3290)),  # the house never pays more than its fee
        (1, 8000, False, (1, 0, 0)),
        (0, 1500, False, (0, 0, 0)),
        (25, 200, True, (1, 1, 23)),
    ],
)
def test_split(base: int, rate: int, is_house: bool, parts: tuple[int, int, int]) -> None:
    split = split_line(Money(base, "USD"), Bps(rate), Bps(600), is_house=is_house)
    assert (split.creator.minor, split.platform.minor, split.shop.minor) == parts


@given(bases, rates, fees, st.booleans())
def test_parts_add_up_and_none_is_negative(base: Money, rate: Bps, fee: Bps, is_house: bool) -> None:
    split = split_line(base, rate, fee, is_house=is_house)
    assert split.creator + split.platform + split.shop == base
    assert min(split.creator.minor, split.platform.minor, split.shop.minor) >= 0


@given(bases, rates, fees)
def test_a_programme_pays_its_rate_and_leaves_the_fee_alone(base: Money, rate: Bps, fee: Bps) -> None:
    split = split_line(base, rate, fee, is_house=False)
    assert (split.creator, split.platform) == (base.share(rate), base.share(fee))


@given(bases, rates, fees)
def test_a_house_rate_never_costs_the_shop(base: Money, rate: Bps, fee: Bps) -> None:
    without = split_line(base, Bps(0), fee, is_house=False)
    house = split_line(base, rate, fee, is_house=True)
    assert house.shop == without.shop
    assert house.creator + house.platform == without.platform
    assert house.creator == min(base.share(rate), without.platform, key=lambda money: money.minor)


def test_half_of_525_gives_back_262_and_keeps_263() -> None:
    assert kept_part(525, 1, 2) == 263
    assert 525 - kept_part(525, 1, 2) == 262


@pytest.mark.parametrize(
    ("whole", "left", "of", "kept"),
    [(525, 2, 2, 525), (525, 0, 2, 0), (100, 1, 3, 33), (100, 2, 3, 67), (1, 1, 2, 1), (0, 1, 7, 0), (210, 1, 2, 105)],
)
def test_kept_part(whole: int, left: int, of: int, kept: int) -> None:
    assert kept_part(whole, left, of) == kept


@given(st.integers(0, 10**12), st.integers(1, 999))
def test_what_is_kept_falls_from_the_whole_to_nothing(whole: int, of: int) -> None:
    kept = [kept_part(whole, left, of) for left in range(of, -1, -1)]
    assert (kept[0], kept[-1]) == (whole, 0)
    assert kept == sorted(kept, reverse=True)
    assert all(abs(2 * (one * of - whole * left)) <= of for one, left in zip(kept, range(of, -1, -1), strict=True))


@pytest.mark.parametrize(("left", "of"), [(3, 2), (-1, 2)])
def test_more_than_all_cannot_stay(left: int, of: int) -> None:
    with pytest.raises(AssertionError):
        kept_part(100, left, of)


@st.composite
def orders(draw: st.DrawFn) -> tuple[OrderRow, list[LineRow]]:
    """A paid order of up to four lines, split as a sale is."""
    lines = []
    for place in range(draw(st.integers(1, 4))):
        quantity, base = draw(st.integers(1, 9)), draw(st.integers(1, 100_000))
        rate, fee = draw(rates), draw(fees)
        split = split_line(Money(base, "USD"), rate, fee, is_house=draw(st.booleans()))
        lines.append(LineRow(
            LineId(UUID(int=place + 1)), OrderId(UUID(int=20)), place, VariantId(UUID(int=3)), ProductId(UUID(int=4)), "Mug", "",
            None, quantity, base, base, base, draw(st.integers(0, 20_000)), split.platform.minor, split.creator.minor, CREATOR,
            False, 0,
        ))  # fmt: skip
    shipping = draw(st.integers(0, 5000))
    shipping_tax = draw(st.integers(0, shipping))
    tax = sum(line.tax_minor for line in lines) + shipping_tax
    total = sum(line.base_minor for line in lines) + tax + shipping - shipping_tax
    order = OrderRow(
        OrderId(UUID(int=20)), PaymentId(UUID(int=21)), ShopId(UUID(int=22)), "shop", "Shop", None, None, "to_ship", "USD", "US",
        "TX", 0, shipping, shipping_tax, tax, total, 600, False, {}, AT, None, None, None, None, None, None, 0, False, None,
        False,
    )  # fmt: skip
    return order, lines


def amounts(order: OrderRow, lines: list[LineRow], pieces: dict[LineId, int], *, with_shipping: bool) -> list[int]:
    back = returned_parts(order, lines, pieces, with_shipping=with_shipping)
    parts = (back.seller, back.fee, back.tax, back.creator, back.shipping, back.shipping_tax)
    assert back.buyer.minor == sum(part.minor for part in parts)
    entries = returned_entries(order, back, [(str(CREATOR), False, back.creator)])
    assert ledger.is_balanced(entries)
    return [back.buyer.minor, *(part.minor for part in parts)]


@given(orders(), st.data())
def test_any_row_of_partial_refunds_ends_where_one_refund_does(
    drawn: tuple[OrderRow, list[LineRow]], data: st.DataObject
) -> None:
    order, lines = drawn
    everything = {line.id: line.quantity for line in lines}
    whole = amounts(order, lines, everything, with_shipping=True)
    assert whole[0] == order.total_minor
    given_back = [0] * len(whole)
    ships = data.draw(st.integers(0, sum(everything.values())))
    step = 0
    while any(line.refunded_quantity < line.quantity for line in lines):
        open_lines = [line for line in lines if line.refunded_quantity < line.quantity]
        line = data.draw(st.sampled_from(open_lines))
        more = data.draw(st.integers(1, line.quantity - line.refunded_quantity))
        made = amounts(order, lines, {line.id: more}, with_shipping=step == ships)
        if step == ships:
            order = order._replace(is_shipping_refunded=True)
        given_back = [one + other for one, other in zip(given_back, made, strict=True)]
        lines = [
            one._replace(refunded_quantity=one.refunded_quantity + more) if one.id == line.id else one for one in lines
        ]
        # So far: each part is what one refund of the same pieces from the start would give back.
        fresh = [one._replace(refunded_quantity=0) for one in lines]
        so_far = {one.id: one.refunded_quantity for one in lines}
        assert given_back == amounts(order, fresh, so_far, with_shipping=step >= ships)
        # The shop's part is the remainder of three roundings, so it alone may pass its whole for a while.
        assert all(0 <= got <= of for place, (got, of) in enumerate(zip(given_back, whole, strict=True)) if place != 1)
        assert -len(lines) <= given_back[1] <= whole[1] + len(lines)
        step += 1
    if not order.is_shipping_refunded:
        given_back = [
            one + other for one, other in zip(given_back, amounts(order, lines, {}, with_shipping=True), strict=True)
        ]
    assert given_back == whole
