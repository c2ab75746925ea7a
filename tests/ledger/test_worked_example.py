"""The worked example of the rules (§3) as postings: who gets what of 43.00, and after half of it goes back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from tests.ledger.books import AT, CREATOR, SHOP, holds, post, posting

from vitrina.affiliate import Decision, split_line
from vitrina.checkout.model import LineRow, OrderRow, PlannedCommission, PlannedOrder
from vitrina.checkout.rules import paid_entries, returned_entries, returned_parts
from vitrina.kernel.ids import AccountId, LineId, OrderId, PaymentId, ProductId, ShopId, VariantId
from vitrina.kernel.money import Bps, Money
from vitrina.ledger import AccountKind, Posting
from vitrina.platform.postgres import Database

ORDER, LINE = OrderId(UUID(int=11)), LineId(UUID(int=12))
BASE, TAX, SHIPPING, TOTAL = 3500, 300, 500, 4300
FEE = Bps(600)
PROVIDER = (AccountKind.PROVIDER_CLEARING, "sandbox", "USD")
SELLER = (AccountKind.SELLER_PENDING, SHOP, "USD")
EARNED = (AccountKind.CREATOR_PENDING, CREATOR, "USD")
FEES = (AccountKind.PLATFORM_FEE, "platform", "USD")
TAXES = (AccountKind.TAX_PAYABLE, "US-TX", "USD")


def decision(rate_bps: int, *, is_house: bool) -> Decision:
    return Decision(
        UUID(int=13), UUID(CREATOR), AT, "video", UUID(int=14), rate_bps, rate_bps, 0, "house" if is_house else "touch",
        None if is_house else 1, is_house, False, [],
    )  # fmt: skip


def sold(rate: Bps, *, is_house: bool, pieces: int = 2) -> tuple[Posting, OrderRow, LineRow]:
    """The sale of a line of 35.00 with its posting."""
    split = split_line(Money(BASE, "USD"), rate, FEE, is_house=is_house)
    planned = PlannedOrder(
        ORDER, UUID(SHOP), "US-TX", TOTAL, BASE, split.platform.minor, SHIPPING, TAX,
        [PlannedCommission(decision(rate, is_house=is_house), LINE, UUID(SHOP), UUID(int=15), "Mug", BASE,
                           split.creator.minor, "pending", None)],
    )  # fmt: skip
    order = OrderRow(
        ORDER, PaymentId(UUID(int=16)), ShopId(UUID(SHOP)), "shop", "Shop", None, None, "delivered", "USD", "US", "TX", BASE,
        SHIPPING, 0, TAX, TOTAL, FEE, False, {}, AT, None, AT, AT, "shop", None, None, 0, False, None, False,
    )  # fmt: skip
    line = LineRow(
        LINE, ORDER, 0, VariantId(UUID(int=17)), ProductId(UUID(int=15)), "Mug", "", None, pieces, BASE // pieces, BASE, BASE,
        TAX, split.platform.minor, split.creator.minor, AccountId(UUID(CREATOR)), is_house, 0,
    )  # fmt: skip
    return posting(paid_entries(planned, "USD"), cause=ORDER), order, line


async def test_a_programme_pays_fifteen_percent(database: Database) -> None:
    paid, _, _ = sold(Bps(1500), is_house=False)
    await post(database, paid)
    assert await holds(database) == {PROVIDER: 4300, SELLER: -(2765 + 500), EARNED: -525, FEES: -210, TAXES: -300}
    assert [(one.amount.minor, one.part) for one in paid.entries if one.account is AccountKind.SELLER_PENDING] == [
        (-2765, "goods"), (-500, "shipping"),
    ]  # fmt: skip


async def test_the_house_rate_comes_out_of_the_fee(database: Database) -> None:
    paid, _, _ = sold(Bps(200), is_house=True)
    await post(database, paid)
    assert await holds(database) == {PROVIDER: 4300, SELLER: -(3290 + 500), EARNED: -70, FEES: -140, TAXES: -300}


async def test_half_refunded_the_creator_gives_back_262_and_keeps_263(database: Database) -> None:
    paid, order, line = sold(Bps(1500), is_house=False)
    half = returned_parts(order, [line], {LINE: 1}, with_shipping=False)
    assert (half.creator.minor, half.fee.minor, half.tax.minor, half.seller.minor) == (262, 105, 150, 1383)
    assert half.buyer.minor == 1750 + 150
    back = returned_entries(order, half, [(CREATOR, False, half.creator)])
    await post(database, paid, posting(back, kind="order_refunded"))
    assert await holds(database) == {PROVIDER: 2400, SELLER: -(1382 + 500), EARNED: -263, FEES: -105, TAXES: -150}
    rest = returned_parts(order, [line._replace(refunded_quantity=1)], {LINE: 1}, with_shipping=True)
    entries = returned_entries(order, rest, [(CREATOR, False, rest.creator)])
    await post(database, posting(entries, kind="order_refunded"), at=datetime(2026, 5, 6, tzinfo=UTC))
    assert await holds(database) == {PROVIDER: 0, SELLER: 0, EARNED: 0, FEES: 0, TAXES: 0}


async def test_money_that_was_payable_already_comes_from_the_payable_accounts(database: Database) -> None:
    paid, order, line = sold(Bps(1500), is_house=False)
    half = returned_parts(order, [line], {LINE: 1}, with_shipping=False)
    back = returned_entries(order._replace(seller_paid_over=True), half, [(CREATOR, True, half.creator)])
    await post(database, paid, posting(back, kind="order_refunded"))
    assert await holds(database) == {
        PROVIDER: 2400, SELLER: -3265, EARNED: -525, FEES: -105, TAXES: -150,
        (AccountKind.SELLER_PAYABLE, SHOP, "USD"): 1383, (AccountKind.CREATOR_PAYABLE, CREATOR, "USD"): 262,
    }  # fmt: skip
