"""Payments that answer later, twice, wrongly or never: each ends in one transition, and no cent and no piece is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.checkout.bank import Bank, Json, message, signature, tell, tell_of
from tests.checkout.gateway_process import SECRET, WEBHOOK_SECRET, free_port, start_gateway, stop_gateway
from tests.world import ADDRESS, CARD, World, books, buy, fresh_key, make_product, make_world, touch

from vitrina import catalog, checkout
from vitrina.checkout.adapters.sandbox import SandboxProvider
from vitrina.checkout.engine.desk import Desk
from vitrina.kernel.clock import ManualClock, SystemClock
from vitrina.platform.app import App

READ_S = 0.5
TOTAL = 2000 + 499 + 125


@pytest.fixture(scope="module")
def gateway_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A gateway that lets a test wait 0.9 s where people wait eight."""
    options = ("--timeout-answer-s", "0.9", "--late-webhook-s", "0.2", "--faults-allowed")
    process, url = start_gateway(tmp_path_factory.mktemp("bank"), *options)
    yield url
    stop_gateway(process)


@pytest.fixture
def clock() -> ManualClock:
    """Begins at the gateway's time, so that both agree on what is old."""
    return ManualClock(SystemClock().now())


@pytest.fixture
async def bank(gateway_url: str) -> AsyncIterator[Bank]:
    made = Bank(gateway_url)
    yield made
    await made.set_faults()
    await made.close()


@pytest.fixture
async def world(app: App, gateway_url: str) -> World:
    await reach(app, gateway_url)
    return await make_world(app)


async def reach(app: App, url: str) -> None:
    """Pay through the gateway at `url` from now on, with little patience."""
    await app.part(Desk).provider.close()
    app.part(Desk).provider = SandboxProvider(url, SECRET, webhook_secret=WEBHOOK_SECRET, read_s=READ_S)


async def bought(http: httpx.AsyncClient, world: World, token: str, status: str, **changes: Any) -> Json:
    method = "sandbox_voucher" if token == "voucher" else "sandbox_card"
    answer = await buy(http, world, payment={"method": method, "token": token}, **changes)
    assert (answer.status_code, answer.json().get("status")) == (201, status), answer.text
    order: Json = answer.json()
    return order


async def state_of(http: httpx.AsyncClient, world: World, order: Json) -> str:
    answer = await http.get(f"/v1/orders/{order['id']}", headers=world.shopper.headers)
    return str(answer.json()["status"])


async def assert_paid_once(app: App, http: httpx.AsyncClient, world: World, order: Json) -> None:
    assert await state_of(http, world, order) == "on_hold"
    now = await books(app)
    assert (now["provider_clearing"], now["free"], now["holds"]) == (TOTAL, 99, 1)
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM ledger_posting") == 1
        assert await connection.fetchval("SELECT count(*) FROM platform_outbox WHERE topic = 'OrderPaid'") == 1


async def assert_nothing_sold(app: App, http: httpx.AsyncClient, world: World, order: Json, status: str) -> None:
    assert await state_of(http, world, order) == status
    now = await books(app)
    assert (now["free"], now["holds"], now["entries"]) == (100, 0, 0)


# -- the bank asks the shopper


async def test_an_approved_challenge_pays_once_however_often_it_is_told(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "tok_3ds", "requires_action")
    assert order["action_url"].endswith(f"/challenges/{(await bank.charge(order))['id']}")
    now = await books(app)
    assert (now["free"], now["holds"], now["entries"]) == (99, 1, 0)
    before = await bank.charge(order)
    await bank.approve(order)
    charge = await bank.charge(order)
    await tell_of(http, clock, "charge.authorised", charge, event_id="ev_one")
    await assert_paid_once(app, http, world, order)
    after = await books(app)
    for event_id, told in (("ev_one", charge), ("ev_two", charge), ("ev_three", before)):
        await tell_of(http, clock, "charge.authorised", told, event_id=event_id)
    clock.advance(timedelta(seconds=20))
    assert await checkout.settle_pending(app) == 0
    assert await books(app) == after


async def test_ten_messages_at_once_pay_once(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "tok_3ds", "requires_action")
    await bank.approve(order)
    charge = await bank.charge(order)
    clock.advance(timedelta(seconds=20))
    told = [tell_of(http, clock, "charge.authorised", charge) for _ in range(10)]
    await asyncio.gather(*told, checkout.settle_pending(app))
    await assert_paid_once(app, http, world, order)


async def test_an_approval_that_nobody_told_is_asked_for(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "tok_3ds", "requires_action")
    await bank.approve(order)
    clock.advance(timedelta(seconds=16))
    assert await checkout.settle_pending(app) == 1
    await assert_paid_once(app, http, world, order)


async def test_a_refused_challenge_frees_the_stock(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "tok_3ds", "requires_action")
    await bank.refuse(order)
    await tell_of(http, clock, "charge.declined", await bank.charge(order))
    await assert_nothing_sold(app, http, world, order, "payment_failed")
    assert (await buy(http, world)).status_code == 201


async def test_a_challenge_that_is_left_open_ends_with_its_hold(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "tok_3ds", "requires_action")
    clock.advance(timedelta(minutes=10) - timedelta(seconds=1))
    assert await checkout.expire_holds(app) == 0
    clock.advance(timedelta(seconds=1))
    assert await checkout.expire_holds(app) == 1
    await assert_nothing_sold(app, http, world, order, "expired")
    assert (await bank.charge(order))["status"] == "voided"
    await bank.approve(order)  # the page only shows how it ended
    assert (await bank.charge(order))["status"] == "voided"


# -- cash


async def test_a_paid_voucher_makes_the_order_and_needs_no_capture(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "voucher", "awaiting_payment")
    assert len(order["voucher"]["reference"]) == 14
    clock.advance(timedelta(minutes=11))
    assert await checkout.expire_holds(app) == 0  # a voucher holds for a day, not ten minutes
    assert await bank.pay_voucher(order) == 200
    await tell_of(http, clock, "voucher.paid", await bank.charge(order))
    await assert_paid_once(app, http, world, order)
    assert await checkout.capture_due(app) == 0


async def test_an_unpaid_voucher_frees_its_stock_after_a_day(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "voucher", "awaiting_payment")
    clock.advance(timedelta(hours=24, seconds=5))
    assert await checkout.expire_holds(app) == 1
    await assert_nothing_sold(app, http, world, order, "expired")
    assert (await bank.charge(order))["status"] == "voided"
    assert await bank.pay_voucher(order) == 409


async def test_cash_that_was_paid_before_anybody_heard_goes_back_once_the_stock_is_gone(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "voucher", "awaiting_payment")
    assert await bank.pay_voucher(order) == 200
    clock.advance(timedelta(hours=24, seconds=5))
    assert await checkout.expire_holds(app) == 1
    await assert_given_back_once(http, app, world, bank, clock, order)


async def test_cash_that_is_heard_of_too_late_goes_back_by_itself(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock, gateway_url: str
) -> None:
    order = await bought(http, world, "voucher", "awaiting_payment")
    await reach(app, f"http://127.0.0.1:{free_port()}")
    clock.advance(timedelta(hours=24, seconds=5))
    assert await checkout.expire_holds(app) == 1  # nobody answers: the voucher cannot be ended
    await reach(app, gateway_url)
    assert await bank.pay_voucher(order) == 200
    await tell_of(http, clock, "voucher.paid", await bank.charge(order))
    await assert_given_back_once(http, app, world, bank, clock, order)


async def assert_given_back_once(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock, order: Json
) -> None:  # fmt: skip
    await assert_nothing_sold(app, http, world, order, "expired")
    for _ in range(3):
        await tell_of(http, clock, "voucher.paid", await bank.charge(order))
        await checkout.carry_out_refunds(app)
        clock.advance(timedelta(seconds=10))
    charge = await bank.charge(order)
    assert (charge["captured_minor"], charge["refunded_minor"], len(charge["refunds"])) == (TOTAL, TOTAL, 1)
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM platform_outbox WHERE topic = 'PaymentLate'") >= 1
        assert await connection.fetchval("SELECT count(*) FROM checkout_refund WHERE state = 'due'") == 0


async def test_late_money_is_given_back_though_the_process_died_in_between(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "voucher", "awaiting_payment")
    assert await bank.pay_voucher(order) == 200
    clock.advance(timedelta(hours=24, seconds=5))
    assert await checkout.expire_holds(app) == 1
    async with app.db.connection() as connection:  # what a kill between the two transactions leaves
        await connection.execute("DELETE FROM checkout_refund")
    clock.advance(timedelta(seconds=5))
    assert await checkout.settle_pending(app) == 1
    await assert_given_back_once(http, app, world, bank, clock, order)


# -- no answer, late answers


async def test_a_gateway_that_answers_too_late_is_asked_again(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    key = fresh_key()
    order = await bought(http, world, "tok_timeout", "payment_pending", key=key)
    clock.advance(timedelta(seconds=3))
    assert await checkout.settle_pending(app) == 1
    await assert_paid_once(app, http, world, order)
    again = await buy(http, world, key=key, payment={"method": "sandbox_card", "token": "tok_timeout"})
    assert (again.status_code, again.json(), again.headers["Idempotent-Replayed"]) == (201, order, "true")
    assert len(await bank.charges(order)) == 1


async def test_a_charge_that_settles_later_is_heard_of(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "tok_late_webhook", "payment_pending")
    await tell_of(http, clock, "charge.pending", await bank.charge(order))
    assert await state_of(http, world, order) == "payment_pending"
    await asyncio.sleep(0.4)
    await tell_of(http, clock, "charge.authorised", await bank.charge(order))
    await assert_paid_once(app, http, world, order)


async def test_a_lost_answer_is_found_by_its_key(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    await bank.set_faults(lose_reply_rate=1.0)
    order = await bought(http, world, "tok_ok", "payment_pending")
    await bank.set_faults()
    assert (await bank.charge(order))["status"] == "authorised"
    clock.advance(timedelta(seconds=3))
    assert await checkout.settle_pending(app) == 1
    await assert_paid_once(app, http, world, order)


async def test_a_dead_gateway_loses_nothing_and_sells_nothing(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock, gateway_url: str
) -> None:
    await reach(app, f"http://127.0.0.1:{free_port()}")
    order = await bought(http, world, "tok_ok", "payment_pending")
    now = await books(app)
    assert (now["free"], now["holds"], now["entries"]) == (99, 1, 0)
    clock.advance(timedelta(seconds=30))
    assert await checkout.settle_pending(app) == 0
    assert await state_of(http, world, order) == "payment_pending"
    await reach(app, gateway_url)
    clock.advance(timedelta(seconds=3))
    assert await checkout.settle_pending(app) == 1
    await assert_nothing_sold(app, http, world, order, "payment_failed")
    assert await bank.charges(order) == []


async def test_an_expired_payment_whose_charge_was_never_heard_of_is_let_go(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    await bank.set_faults(lose_reply_rate=1.0)
    order = await bought(http, world, "tok_ok", "payment_pending")
    await bank.set_faults()
    clock.advance(timedelta(minutes=11))
    assert await checkout.expire_holds(app) == 1
    clock.advance(timedelta(seconds=10))
    await checkout.carry_out_refunds(app)
    await assert_nothing_sold(app, http, world, order, "expired")
    assert (await bank.charge(order))["status"] == "voided"


# -- what is not from the gateway


async def test_forged_messages_change_nothing(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "tok_3ds", "requires_action")
    charge = await bank.charge(order) | {"status": "authorised"}
    raw = message("charge.authorised", charge, clock)
    good = signature(raw, clock)
    before = await books(app)
    for body, header in [
        (raw, ""),
        (raw, signature(raw, clock, secret="guessed")),
        (raw, signature(raw, clock, age_s=301)),
        (raw, signature(raw, clock, age_s=-301)),
        (raw.replace(b"authorised", b"captured"), good),
        (b"not json", signature(b"not json", clock)),
        (b"{}", signature(b"{}", clock)),
    ]:
        answer = await tell(http, body, header)
        assert (answer.status_code, answer.json()["code"]) == (400, "webhook_refused")
    assert await books(app) == before
    assert await state_of(http, world, order) == "requires_action"


async def test_a_message_about_a_charge_that_is_not_ours_is_taken_and_ignored(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    order = await bought(http, world, "tok_ok", "on_hold")
    charge = await bank.charge(order)
    before = await books(app)
    for reference in ("somebody-else", "00000000-0000-7000-8000-000000000000"):
        await tell_of(http, clock, "charge.authorised", charge | {"reference": reference})
    assert await books(app) == before


# -- taking the money


async def test_the_money_is_taken_once(http: httpx.AsyncClient, app: App, world: World, bank: Bank) -> None:
    order = await bought(http, world, "tok_ok", "on_hold")
    assert await checkout.capture_due(app) == 1
    assert await checkout.capture_due(app) == 0
    charge = await bank.charge(order)
    assert (charge["status"], charge["captured_minor"]) == ("captured", TOTAL)


async def test_a_capture_whose_answer_was_lost_is_repeated_under_its_key(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank
) -> None:
    order = await bought(http, world, "tok_ok", "on_hold")
    await bank.set_faults(lose_reply_rate=1.0)
    assert await checkout.capture_due(app) == 0
    await bank.set_faults()
    assert await checkout.capture_due(app) == 1
    assert (await bank.charge(order))["captured_minor"] == TOTAL


async def test_a_capture_that_is_refused_undoes_the_sale(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank, clock: ManualClock
) -> None:
    await touch(http, world)
    order = await bought(http, world, "tok_ok", "on_hold")
    await bank.void(order)
    assert await checkout.capture_due(app) == 0
    assert await state_of(http, world, order) == "cancelled"
    now = await books(app)
    assert (now["free"], now["holds"], now["provider_clearing"], now["seller_pending"]) == (100, 0, 0, 0)
    clock.advance(timedelta(seconds=10))
    assert await checkout.carry_out_refunds(app) == 1  # there is nothing to give back, and it is not tried for ever
    assert await checkout.carry_out_refunds(app) == 0
    assert await checkout.capture_due(app) == 0
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT state FROM affiliate_commission") == "void"


# -- baskets


async def basket(http: httpx.AsyncClient, world: World, lines: list[Json]) -> str:
    """A basket of the shopper with an address."""
    opened = await http.post("/v1/carts", json={"lines": lines}, headers=world.shopper.headers)
    assert opened.status_code == 201, opened.text
    cart_id = str(opened.json()["id"])
    put = await http.put(f"/v1/carts/{cart_id}/address", json=ADDRESS, headers=world.shopper.headers)
    assert put.status_code == 200
    return cart_id


async def pay(
    http: httpx.AsyncClient, world: World, cart_id: str, *, key: str | None = None, **more: Any
) -> httpx.Response:
    headers = world.shopper.headers | {"Idempotency-Key": key or fresh_key()}
    return await http.post(f"/v1/carts/{cart_id}/pay", json={"payment": CARD, **more}, headers=headers)


async def test_a_basket_of_two_shops_is_one_payment_and_two_orders(
    http: httpx.AsyncClient, app: App, world: World, bank: Bank
) -> None:
    other = await make_world(app, price=900)
    lines = [{"variant_id": str(world.variant_id), "quantity": 2}, {"variant_id": str(other.variant_id), "quantity": 1}]
    cart_id = await basket(http, world, lines)
    paid = await pay(http, world, cart_id)
    assert paid.status_code == 201, paid.text
    first, second = paid.json()["orders"]
    assert (first["shop"]["slug"], second["shop"]["slug"]) == (world.shop_slug, other.shop_slug)
    # 40.00 + 2.50 tax + 4.99, and 9.00 + 0.56 + 4.99
    assert (first["total"]["minor"], second["total"]["minor"]) == (4000 + 250 + 499, 900 + 56 + 499)
    assert paid.json()["total"]["minor"] == 4749 + 1455
    charge = await bank.charge(first)
    assert (charge["amount_minor"], first["payment_id"] == second["payment_id"]) == (6204, True)
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM ledger_posting WHERE kind = 'order_paid'") == 2
    answer = await http.put(f"/v1/carts/{cart_id}/lines", json={"lines": lines}, headers=world.shopper.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "cart_paid")


async def test_a_basket_gets_all_its_stock_or_none(http: httpx.AsyncClient, app: App, world: World) -> None:
    _, scarce = await make_product(app, world.shop_id, stock=1)
    lines = [{"variant_id": str(world.variant_id), "quantity": 3}, {"variant_id": str(scarce), "quantity": 2}]
    cart_id = await basket(http, world, lines)
    before = await books(app)
    answer = await pay(http, world, cart_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "sold_out")
    assert await books(app) == before
    await catalog.set_stock(app, scarce, 2, "restock")
    assert (await pay(http, world, cart_id)).status_code == 201
    async with app.db.connection() as connection:
        assert await catalog.stock_drift(connection) == []
        assert await catalog.free_stock(connection, [world.variant_id, scarce]) == {world.variant_id: 97, scarce: 0}


async def test_a_basket_is_paid_once_whatever_keys_are_sent(http: httpx.AsyncClient, app: App, world: World) -> None:
    cart_id = await basket(http, world, [{"variant_id": str(world.variant_id), "quantity": 1}])
    answers = await asyncio.gather(*(pay(http, world, cart_id) for _ in range(6)))
    codes = sorted((answer.status_code, answer.json().get("code")) for answer in answers)
    assert codes == [(201, None), *[(409, "cart_paid")] * 5]
    before = await books(app)
    assert (before["free"], before["provider_clearing"]) == (99, TOTAL)
    again = await pay(http, world, cart_id)
    assert (again.status_code, again.json()["code"]) == (409, "cart_paid")
    assert await books(app) == before


async def test_the_same_key_pays_a_basket_once_and_answers_the_same(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    cart_id = await basket(http, world, [{"variant_id": str(world.variant_id), "quantity": 1}])
    key = fresh_key()
    first = await pay(http, world, cart_id, key=key)
    again = await pay(http, world, cart_id, key=key)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await pay(http, world, cart_id, key=key, email="other@world.test")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")


async def test_a_basket_that_cannot_be_paid_yet_says_why(http: httpx.AsyncClient, app: App, world: World) -> None:
    empty = await basket(http, world, [])
    before = await books(app)
    answer = await pay(http, world, empty)
    assert (answer.status_code, answer.json()["code"]) == (409, "cart_empty")
    lines = {"lines": [{"variant_id": str(world.variant_id), "quantity": 1}]}
    homeless = (await http.post("/v1/carts", json=lines, headers=world.shopper.headers)).json()["id"]
    answer = await pay(http, world, homeless)
    assert (answer.status_code, answer.json()["code"]) == (409, "address_needed")
    full = await basket(http, world, lines["lines"])
    answer = await pay(http, world, full, expected_total={"minor": 1, "currency": "USD"})
    assert (answer.status_code, answer.json()["code"]) == (409, "price_changed")
    foreign = await pay(http, replace(world, shopper=world.creator), full)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_found")
    assert await books(app) == before


async def test_a_declined_basket_may_be_paid_with_another_card(http: httpx.AsyncClient, app: App, world: World) -> None:
    cart_id = await basket(http, world, [{"variant_id": str(world.variant_id), "quantity": 1}])
    declined = {"method": "sandbox_card", "token": "tok_declined"}
    answer = await pay(http, world, cart_id, payment=declined)
    assert (answer.status_code, answer.json()["code"]) == (402, "card_declined")
    assert (await books(app))["holds"] == 0
    assert (await pay(http, world, cart_id)).status_code == 201


async def test_a_basket_whose_voucher_expires_can_be_paid_again(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    cart_id = await basket(http, world, [{"variant_id": str(world.variant_id), "quantity": 1}])
    waiting = await pay(http, world, cart_id, payment={"method": "sandbox_voucher", "token": "voucher"})
    assert (waiting.status_code, waiting.json()["status"]) == (201, "awaiting_payment")
    assert (await pay(http, world, cart_id)).json()["code"] == "cart_paid"
    clock.advance(timedelta(hours=25))
    assert await checkout.expire_holds(app) == 1
    assert (await pay(http, world, cart_id)).status_code == 201
    assert (await books(app))["free"] == 99


async def test_a_guest_taps_fills_a_basket_and_pays_and_the_creator_earns(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    origin = {"Origin": str(http.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    tapped = await http.post("/v1/touches", json={"tag_id": str(world.link_id)}, headers=origin)
    assert tapped.status_code == 201, tapped.text
    lines = [{"variant_id": str(world.variant_id), "quantity": 1, "touch_id": tapped.json()["id"]}]
    opened = await http.post("/v1/carts", json={"lines": lines}, headers=origin)
    cart_id = opened.json()["id"]
    assert (await http.put(f"/v1/carts/{cart_id}/address", json=ADDRESS, headers=origin)).status_code == 200
    keyed = origin | {"Idempotency-Key": fresh_key()}
    nameless = await http.post(f"/v1/carts/{cart_id}/pay", json={"payment": CARD}, headers=keyed)
    assert (nameless.status_code, nameless.json()["code"]) == (422, "email_needed")
    body = {"payment": CARD, "email": "guest@world.test"}
    paid = await http.post(f"/v1/carts/{cart_id}/pay", json=body, headers=origin | {"Idempotency-Key": fresh_key()})
    assert paid.status_code == 201, paid.text
    assert (await books(app))["creator_pending"] == -300
    token = paid.json()["order_token"]
    http.cookies.clear()
    assert (await http.get(f"/v1/carts/{cart_id}")).status_code == 404
    order = paid.json()["orders"][0]["id"]
    assert (await http.get(f"/v1/orders/{order}")).status_code == 404
    assert (await http.get(f"/v1/orders/{order}", params={"token": token})).json()["status"] == "on_hold"
