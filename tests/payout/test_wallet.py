"""Wallets of creators and shops: what the ledger owes them, and the sales it comes from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.world import Person, World, buy, fresh_key, make_person, make_world, touch

from vitrina import affiliate, checkout, ledger
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import uuid7
from vitrina.kernel.money import Money
from vitrina.ledger import AccountKind, Entry, Posting
from vitrina.platform.app import App

Json = dict[str, Any]


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


async def get(http: httpx.AsyncClient, path: str, person: Person | None = None) -> Json:
    answer = await http.get(path, headers=person.headers if person else {})
    assert answer.status_code == 200, answer.text
    body: Json = answer.json()
    return body


async def sell(http: httpx.AsyncClient, world: World, *, quantity: int = 1) -> Json:
    """The shopper taps the creator's link and buys."""
    await touch(http, world)
    answer = await buy(http, world, quantity=quantity)
    assert answer.status_code == 201, answer.text
    order: Json = answer.json()
    return order


async def step(http: httpx.AsyncClient, world: World, order: Json, name: str, **body: Any) -> None:
    headers = {**world.seller.headers, "Idempotency-Key": fresh_key()}
    answer = await http.post(f"/v1/orders/{order['id']}/{name}", headers=headers, json=body)
    assert answer.status_code == 200, answer.text


async def deliver(http: httpx.AsyncClient, world: World, clock: ManualClock, order: Json) -> None:
    """An hour later the shop sends it, and it arrives."""
    clock.advance(timedelta(hours=1, seconds=1))
    await checkout.end_hold_hours(world.app)
    await step(http, world, order, "ship")
    await step(http, world, order, "deliver")


async def test_a_sale_is_pending_for_creator_and_shop(http: httpx.AsyncClient, world: World) -> None:
    order = await sell(http, world)
    wallet = await get(http, "/v1/wallet", world.creator)
    assert wallet["balances"] == [{"currency": "USD", "pending": 300, "payable": 0, "paid": 0}]
    [line] = wallet["lines"]
    commission = line.pop("commission_id")
    assert line == {
        "order_id": order["id"],
        "amount": {"minor": 300, "currency": "USD"},
        "state": "pending",
        "payable_on": None,
        "product_title": "Mug",
        "at": "2026-05-04T15:00:00Z",
        "reason": None,
    }
    why = await get(http, f"/v1/commissions/{commission}/why", world.creator)
    assert (why["commission_id"], why["amount"]) == (commission, line["amount"])
    shop = await get(http, f"/v1/shops/{world.shop_slug}/wallet", world.seller)
    # 20.00 less 15 % and 6 %, and its shipping of 4.99.
    assert shop == {
        "balances": [{"currency": "USD", "pending": 2079, "payable": 0, "paid": 0}],
        "lines": [
            {
                "order_id": order["id"],
                "number": order["number"],
                "amount": {"minor": 2079, "currency": "USD"},
                "state": "pending",
                "payable_on": None,
                "at": "2026-05-04T15:00:00Z",
            }
        ],
    }


async def test_delivered_it_gets_its_dates_and_on_them_it_becomes_payable(
    http: httpx.AsyncClient, world: World, clock: ManualClock
) -> None:
    order = await sell(http, world)
    await deliver(http, world, clock, order)
    wallet = await get(http, "/v1/wallet", world.creator)
    shop = await get(http, f"/v1/shops/{world.shop_slug}/wallet", world.seller)
    # Delivered on 4 May in the buyer's zone: 30 days of return and one more; the seller after 7 days.
    assert [(line["state"], line["payable_on"]) for line in wallet["lines"]] == [("earned", "2026-06-04")]
    assert [(line["state"], line["payable_on"]) for line in shop["lines"]] == [("earned", "2026-05-11")]
    assert wallet["balances"] == [{"currency": "USD", "pending": 300, "payable": 0, "paid": 0}]

    clock.advance(timedelta(days=7))
    assert (await affiliate.mature_commissions(world.app), await checkout.mature_sellers(world.app)) == (0, 1)
    shop = await get(http, f"/v1/shops/{world.shop_slug}/wallet", world.seller)
    assert shop["balances"] == [{"currency": "USD", "pending": 0, "payable": 2079, "paid": 0}]
    assert [line["state"] for line in shop["lines"]] == ["payable"]

    clock.advance(timedelta(days=24))
    assert (await affiliate.mature_commissions(world.app), await checkout.mature_sellers(world.app)) == (1, 0)
    wallet = await get(http, "/v1/wallet", world.creator)
    assert wallet["balances"] == [{"currency": "USD", "pending": 0, "payable": 300, "paid": 0}]
    assert [line["state"] for line in wallet["lines"]] == ["payable"]


async def test_a_refund_lowers_lines_and_balances_alike(http: httpx.AsyncClient, world: World) -> None:
    kept = await sell(http, world)
    order = await sell(http, world, quantity=3)
    # 60.00 × 15 % = 9.00; a piece goes back, 6.00 is kept.
    await step(http, world, order, "refund", lines=[{"id": order["lines"][0]["id"], "quantity": 1}])
    wallet = await get(http, "/v1/wallet", world.creator)
    assert wallet["balances"] == [{"currency": "USD", "pending": 900, "payable": 0, "paid": 0}]
    assert [(line["order_id"], line["amount"]["minor"], line["state"]) for line in wallet["lines"]] == [
        (order["id"], 600, "pending"),
        (kept["id"], 300, "pending"),
    ]
    await step(http, world, order, "refund")
    wallet = await get(http, "/v1/wallet", world.creator)
    assert wallet["balances"] == [{"currency": "USD", "pending": 300, "payable": 0, "paid": 0}]
    assert [(line["amount"]["minor"], line["state"], line["reason"]) for line in wallet["lines"]] == [
        (0, "void", "refunded"),
        (300, "pending", None),
    ]
    shop = await get(http, f"/v1/shops/{world.shop_slug}/wallet", world.seller)
    assert shop["balances"] == [{"currency": "USD", "pending": 2079, "payable": 0, "paid": 0}]
    assert [(line["amount"]["minor"], line["state"]) for line in shop["lines"]] == [(0, "void"), (2079, "pending")]


async def test_a_refund_after_the_date_comes_from_what_is_payable(
    http: httpx.AsyncClient, world: World, clock: ManualClock
) -> None:
    order = await sell(http, world, quantity=2)
    await deliver(http, world, clock, order)
    clock.advance(timedelta(days=31))
    assert (await affiliate.mature_commissions(world.app), await checkout.mature_sellers(world.app)) == (1, 1)
    await step(http, world, order, "refund", lines=[{"id": order["lines"][0]["id"], "quantity": 1}])
    wallet = await get(http, "/v1/wallet", world.creator)
    assert wallet["balances"] == [{"currency": "USD", "pending": 0, "payable": 300, "paid": 0}]
    assert [(line["amount"]["minor"], line["state"]) for line in wallet["lines"]] == [(300, "payable")]
    shop = await get(http, f"/v1/shops/{world.shop_slug}/wallet", world.seller)
    # 40.00 less 6.00 and 2.40, half of that, and the shipping of 4.99 that is kept.
    assert shop["balances"] == [{"currency": "USD", "pending": 0, "payable": 1580 + 499, "paid": 0}]


async def test_shipping_that_is_kept_becomes_payable_after_all_pieces_went_back(
    http: httpx.AsyncClient, world: World, clock: ManualClock
) -> None:
    order = await sell(http, world)
    await deliver(http, world, clock, order)
    await step(
        http, world, order, "refund", lines=[{"id": order["lines"][0]["id"], "quantity": 1}], include_shipping=False
    )
    clock.advance(timedelta(days=7))
    assert await checkout.mature_sellers(world.app) == 1
    shop = await get(http, f"/v1/shops/{world.shop_slug}/wallet", world.seller)
    assert shop["balances"] == [{"currency": "USD", "pending": 0, "payable": 499, "paid": 0}]
    assert [(line["amount"]["minor"], line["state"]) for line in shop["lines"]] == [(499, "payable")]


async def test_one_balance_for_each_currency(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    now = clock.now()
    postings = [
        Posting(uuid7(now), "order_paid", uuid7(now), (
            Entry(AccountKind.PROVIDER_CLEARING, "sandbox", Money(minor, currency), "payment"),
            Entry(kind, str(world.creator.id), Money(-minor, currency), "commission"),
        ))
        for minor, currency, kind in (
            (700, "USD", AccountKind.CREATOR_PENDING), (90, "CLP", AccountKind.CREATOR_PAYABLE),
            (11, "MXN", AccountKind.CREATOR_PENDING), (22, "MXN", AccountKind.CREATOR_PAYABLE),
        )
    ]  # fmt: skip
    async with app.db.transaction() as transaction:
        await ledger.post(transaction, postings, now)
    assert (await get(http, "/v1/wallet", world.creator))["balances"] == [
        {"currency": "CLP", "pending": 0, "payable": 90, "paid": 0},
        {"currency": "MXN", "pending": 11, "payable": 22, "paid": 0},
        {"currency": "USD", "pending": 700, "payable": 0, "paid": 0},
    ]


async def test_what_payouts_took_is_paid(http: httpx.AsyncClient, app: App, world: World, clock: ManualClock) -> None:
    now, owner = clock.now(), str(world.creator.id)

    def moved(kind: str, minor: int) -> Posting:
        return Posting(uuid7(now), kind, uuid7(now), (
            Entry(AccountKind.CREATOR_PAYABLE, owner, Money(minor, "USD"), "payout"),
            Entry(AccountKind.PROVIDER_CLEARING, "sandbox", Money(-minor, "USD"), "payout"),
        ))  # fmt: skip

    async with app.db.transaction() as transaction:
        await ledger.post(
            transaction,
            [
                moved("order_paid", -1000),
                moved("payout_sent", 600),
                moved("payout_sent", 300),
                moved("payout_returned", -300),
            ],
            now,
        )
    assert (await get(http, "/v1/wallet", world.creator))["balances"] == [
        {"currency": "USD", "pending": 0, "payable": 400, "paid": 600}
    ]


async def test_who_never_earned_has_an_empty_wallet(http: httpx.AsyncClient, world: World) -> None:
    await sell(http, world)
    assert await get(http, "/v1/wallet", world.shopper) == {"balances": [], "lines": []}


async def test_guests_have_no_wallet(http: httpx.AsyncClient, world: World) -> None:
    for path in ("/v1/wallet", f"/v1/shops/{world.shop_slug}/wallet"):
        answer = await http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "login_needed")


async def test_a_shop_s_wallet_is_for_its_members_and_the_operator(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    other = await make_world(app)
    path = f"/v1/shops/{world.shop_slug}/wallet"
    for person in (world.seller, world.operator):
        assert await get(http, path, person) == {"balances": [], "lines": []}
    for person in (world.shopper, world.creator, other.seller, await make_person(app, "stranger")):
        answer = await http.get(path, headers=person.headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    answer = await http.get("/v1/shops/no-such-shop/wallet", headers=world.seller.headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
