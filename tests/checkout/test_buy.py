"""Buying one thing now: money, stock, keys, refusals."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from tests.world import World, books, buy, buy_body, fresh_key, make_world, touch

from vitrina import catalog
from vitrina.platform.app import App


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


async def test_a_sale_with_a_touch_pays_everybody(http: httpx.AsyncClient, app: App, world: World) -> None:
    await touch(http, world)
    answer = await buy(http, world)
    assert answer.status_code == 201, answer.text
    order = answer.json()
    assert order["status"] == "on_hold"
    # 20.00 + 4.99 shipping + 6.25 % Texan tax of 20.00
    assert order["total"] == {"minor": 2000 + 499 + 125, "currency": "USD"}
    assert [(line["quantity"], line["total"]["minor"]) for line in order["lines"]] == [(1, 2000)]
    now = await books(app)
    assert {kind: now[kind] for kind in now if "_" in kind} == {
        "provider_clearing": 2624,
        "seller_pending": -(2000 - 300 - 120 + 499),
        "creator_pending": -300,
        "platform_fee": -120,
        "tax_payable": -125,
    }
    assert now["free"] == 99


async def test_without_a_touch_no_creator_earns(http: httpx.AsyncClient, app: App, world: World) -> None:
    assert (await buy(http, world)).status_code == 201
    now = await books(app)
    assert "creator_pending" not in now
    assert now["seller_pending"] == -(2000 - 120 + 499)


async def test_the_same_key_answers_the_same(http: httpx.AsyncClient, app: App, world: World) -> None:
    key = fresh_key()
    first = await buy(http, world, key=key)
    before = await books(app)
    again = await buy(http, world, key=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await buy(http, world, key=key, quantity=2)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")
    assert await books(app) == before


async def test_ten_times_the_same_key_at_once_is_one_order(http: httpx.AsyncClient, app: App, world: World) -> None:
    key = fresh_key()
    answers = await asyncio.gather(*(buy(http, world, key=key) for _ in range(10)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"idempotency_in_flight"}
    bodies = {answer.content for answer in answers if answer.status_code == 201}
    assert len(bodies) == 1
    again = await buy(http, world, key=key)
    assert {again.content} == bodies
    now = await books(app)
    assert (now["free"], now["payments"]) == (99, 1)


async def test_thirty_buyers_of_five_pieces(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app, stock=5)
    answers = await asyncio.gather(*(buy(http, world) for _ in range(30)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] * 5 + [409] * 25
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"sold_out"}
    async with app.db.connection() as connection:
        assert await catalog.stock_drift(connection) == []
        assert await catalog.free_stock(connection, [world.variant_id]) == {world.variant_id: 0}
        assert await connection.fetchval("SELECT count(*) FROM checkout_order WHERE state = 'on_hold'") == 5


async def test_a_refusal_is_kept_under_its_key(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app, stock=0)
    before = await books(app)
    key = fresh_key()
    first = await buy(http, world, key=key)
    assert (first.status_code, first.json()["code"]) == (409, "sold_out")
    assert await books(app) == before
    await catalog.set_stock(app, world.variant_id, 3, "restock")
    again = await buy(http, world, key=key)
    assert (again.status_code, again.content) == (409, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (await buy(http, world)).status_code == 201


async def test_a_declined_card_changes_nothing(http: httpx.AsyncClient, app: App, world: World) -> None:
    key = fresh_key()
    declined = {"method": "sandbox_card", "token": "tok_declined"}
    first = await buy(http, world, key=key, payment=declined)
    assert (first.status_code, first.json()["code"]) == (402, "card_declined")
    again = await buy(http, world, key=key, payment=declined)
    assert (again.status_code, again.content) == (402, first.content)
    now = await books(app)
    assert (now["free"], now["holds"], now["entries"]) == (100, 0, 0)


async def test_a_changed_price_must_be_accepted(http: httpx.AsyncClient, app: App, world: World) -> None:
    before = await books(app)
    answer = await buy(http, world, expected_total={"minor": 2000, "currency": "USD"})
    assert (answer.status_code, answer.json()["code"]) == (409, "price_changed")
    assert answer.json()["total"] == {"minor": 2624, "currency": "USD"}
    assert await books(app) == before
    assert (await buy(http, world, expected_total={"minor": 2624, "currency": "USD"})).status_code == 201


async def test_moving_money_needs_a_key(http: httpx.AsyncClient, app: App, world: World) -> None:
    before = await books(app)
    answer = await http.post("/v1/checkout/buy", json=buy_body(world), headers=world.shopper.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert await books(app) == before


async def test_a_guest_buys_with_an_email_and_sees_the_order_by_its_token(
    http: httpx.AsyncClient, world: World
) -> None:
    headers = {"Idempotency-Key": fresh_key()}
    missing = await http.post("/v1/checkout/buy", json=buy_body(world), headers=headers)
    assert (missing.status_code, missing.json()["code"]) == (422, "email_needed")
    bought = await http.post(
        "/v1/checkout/buy", json=buy_body(world, email="guest@world.test"), headers={"Idempotency-Key": fresh_key()}
    )
    assert bought.status_code == 201, bought.text
    order = bought.json()
    http.cookies.clear()
    assert (await http.get(f"/v1/orders/{order['id']}")).status_code == 404
    seen = await http.get(f"/v1/orders/{order['id']}", headers={"X-Order-Token": order["order_token"]})
    assert (seen.status_code, seen.json()["status"]) == (200, "on_hold")


async def test_one_s_own_link_pays_nothing(http: httpx.AsyncClient, app: App, world: World) -> None:
    await touch(http, world, world.creator)
    assert (await buy(http, world, person=world.creator)).status_code == 201
    now = await books(app)
    assert "creator_pending" not in now
    async with app.db.connection() as connection:
        row = await connection.fetchrow("SELECT state, reason, amount_minor FROM affiliate_commission")
    assert tuple(row) == ("void", "own_purchase", 0)


async def test_a_creator_s_own_card_in_another_account_pays_nothing(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    card = {"method": "sandbox_card", "token": "tok_ok:shared-card"}
    assert (await buy(http, world, person=world.creator, payment=card)).status_code == 201
    await touch(http, world)
    elsewhere = {
        "name": "B",
        "line1": "9 Elm St",
        "city": "Dallas",
        "region": "TX",
        "postal_code": "75001",
        "country": "US",
    }
    assert (await buy(http, world, payment=card, address=elsewhere)).status_code == 201
    async with app.db.connection() as connection:
        row = await connection.fetchrow("SELECT state, reason, amount_minor FROM affiliate_commission")
        line = await connection.fetchrow("SELECT creator_minor, fee_minor FROM checkout_line ORDER BY id DESC LIMIT 1")
    assert tuple(row) == ("void", "own_purchase", 0)
    assert tuple(line) == (0, 120)
    assert "creator_pending" not in await books(app)


async def test_a_creator_s_own_address_is_held_for_review(http: httpx.AsyncClient, app: App, world: World) -> None:
    assert (await buy(http, world, person=world.creator)).status_code == 201
    await touch(http, world)
    near = {
        "name": "B",
        "line1": "1 MAIN st.",
        "city": "Austin",
        "region": "TX",
        "postal_code": "78701",
        "country": "US",
    }
    assert (await buy(http, world, address=near)).status_code == 201
    async with app.db.connection() as connection:
        row = await connection.fetchrow("SELECT state, reason, amount_minor FROM affiliate_commission")
    assert tuple(row) == ("held", "review_address", 300)


async def test_the_house_pays_when_the_shop_has_no_programme(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app, price=3500, rate_bps=None)
    await touch(http, world)
    assert (await buy(http, world)).status_code == 201
    now = await books(app)
    assert (now["creator_pending"], now["platform_fee"]) == (-70, -140)
    assert now["seller_pending"] == -(3290 + 499)
