"""After the hour: asking to cancel, to return, for help; the shop answers, or the clock does. And orders of guests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.checkout.test_returns import HOUR, Json, balances, bought, delivered, post, refused, shipped
from tests.world import World, books, buy_body, fresh_key, make_person, make_world

from vitrina import checkout, market
from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App
from vitrina.platform.outbox import Event

CANCEL = {"kind": "cancel", "reason": "changed_mind", "note": "Sorry!"}


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app, price=1750)


def back(order: Json, quantity: int) -> Json:
    return {"kind": "return", "reason": "damaged", "lines": [{"id": order["lines"][0]["id"], "quantity": quantity}]}


async def asked(http: httpx.AsyncClient, world: World, order: Json, body: Json) -> Json:
    answer = await post(http, world.shopper, f"/v1/orders/{order['id']}/requests", body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def test_a_cancel_request_that_the_shop_grants_gives_everything_back(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    path = f"/v1/orders/{order['id']}/requests"
    await refused(app, post(http, world.shopper, path, CANCEL), 409, "nothing_to_ask")
    clock.advance(HOUR)
    made = await asked(http, world, order, CANCEL)
    [request] = made["help"]["requests"]
    assert (request["state"], request["note"], made["order"]["request"]) == ("open", "Sorry!", "cancel")
    assert datetime.fromisoformat(request["due_at"]) == clock.now() + timedelta(hours=24)
    await refused(app, post(http, world.shopper, path, CANCEL), 409, "request_open")
    listed = await http.get(f"/v1/shops/{world.shop_slug}/orders", headers=world.seller.headers)
    assert [one["request"] for one in listed.json()["orders"]] == ["cancel"]
    answer_path = f"/v1/order_requests/{request['id']}/answer"
    await refused(app, post(http, world.seller, answer_path, {"is_granted": False}), 422, "answer_needed")
    granted = await post(http, world.seller, answer_path, {"is_granted": True})
    assert (granted.status_code, granted.json()["order"]["status"]) == (200, "cancelled")
    assert granted.json()["order"]["refunded"] == order["total"]
    assert await balances(app) == {}
    assert (await books(app))["free"] == 100
    await refused(app, post(http, world.seller, answer_path, {"is_granted": True}), 409, "wrong_state")


async def test_no_answer_within_a_day_grants_a_cancellation_and_shipping_refuses_one(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order, other = await bought(http, world), await bought(http, world)
    clock.advance(HOUR)
    await asked(http, world, order, CANCEL)
    await asked(http, world, other, CANCEL)
    sent = await post(http, world.seller, f"/v1/orders/{other['id']}/ship", {"carrier": "USPS", "tracking": "94 00"})
    assert sent.json()["tracking"]["url"] == "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400"
    help_other = (await http.get(f"/v1/orders/{other['id']}/help", headers=world.shopper.headers)).json()
    assert [(one["state"], one["answered_by"]) for one in help_other["requests"]] == [("refused", "shop")]
    clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert await checkout.grant_overdue(app) == 0
    clock.advance(timedelta(seconds=1))
    assert await checkout.grant_overdue(app) == 1
    assert await checkout.grant_overdue(app) == 0
    helped = (await http.get(f"/v1/orders/{order['id']}/help", headers=world.shopper.headers)).json()
    assert [(one["state"], one["answered_by"]) for one in helped["requests"]] == [("done", "time")]
    shown = (await http.get(f"/v1/orders/{order['id']}", headers=world.shopper.headers)).json()
    assert (shown["status"], shown["refunded"]) == ("cancelled", order["total"])


async def test_a_return_is_refunded_when_the_parcel_is_back(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    await delivered(http, world, clock, order)
    path = f"/v1/orders/{order['id']}/requests"
    await refused(app, post(http, world.shopper, path, back(order, 3)), 422, "refund_too_large")
    before = await balances(app)
    made = await asked(http, world, order, back(order, 1))
    [request] = made["help"]["requests"]
    # Asked on Monday the 4th of May: four business days later is Friday.
    assert datetime.fromisoformat(request["due_at"]) == clock.now() + timedelta(days=4)
    received = f"/v1/order_requests/{request['id']}/received"
    await refused(app, post(http, world.seller, received), 409, "wrong_state")
    clock.advance(timedelta(days=4))
    assert await checkout.grant_overdue(app) == 1
    assert await balances(app) == before
    done = await post(http, world.seller, received)
    assert (done.status_code, done.json()["order"]["status"]) == (200, "partly_refunded")
    assert done.json()["order"]["lines"][0]["refunded_quantity"] == 1
    assert (await balances(app))["provider_clearing"] == before["provider_clearing"] - 1750 - 109
    await refused(app, post(http, world.seller, received), 409, "wrong_state")


async def test_a_return_is_asked_for_within_the_window_of_the_country(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    await delivered(http, world, clock, order)
    helped = (await http.get(f"/v1/orders/{order['id']}/help", headers=world.shopper.headers)).json()
    assert (helped["return_until"], helped["may_return"], helped["arrives"]) == ("2026-06-03", True, None)
    clock.advance(datetime(2026, 6, 4, 3, 59, tzinfo=UTC) - clock.now())  # the last minute of the day in New York
    made = await asked(http, world, order, back(order, 1))
    path = f"/v1/order_requests/{made['help']['requests'][0]['id']}/withdraw"
    withdrawn = await post(http, world.shopper, path)
    assert [one["state"] for one in withdrawn.json()["help"]["requests"]] == ["withdrawn"]
    clock.advance(timedelta(minutes=1))
    again = post(http, world.shopper, f"/v1/orders/{order['id']}/requests", back(order, 1))
    await refused(app, again, 409, "return_window_over")


async def test_four_business_days_pass_over_the_weekend_and_the_change_of_the_clock(app: App) -> None:
    spain = (await market.markets(app)).get("ES")
    friday = datetime(2026, 10, 23, 16, 0, tzinfo=UTC)  # 18:00 in Madrid; the clock goes back on Sunday
    assert market.add_business_days(friday, 4, spain) == datetime(2026, 10, 29, 17, 0, tzinfo=UTC)
    saturday = datetime(2026, 5, 2, 10, 0, tzinfo=UTC)
    assert market.add_business_days(saturday, 4, spain) == datetime(2026, 5, 7, 10, 0, tzinfo=UTC)


async def test_both_sides_write_and_when_it_arrives_is_told(
    http: httpx.AsyncClient, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    path = f"/v1/orders/{order['id']}/messages"
    body = {"problem": "address", "body": "Please leave it\nat the door."}
    first = await post(http, world.shopper, path, body)
    assert first.status_code == 201
    assert first.json()["help"]["arrives"] == {"soonest": "2026-05-07", "latest": "2026-05-13"}
    second = await post(http, world.seller, path, {"problem": "address", "body": "Of course."})
    said = [(one["is_from_buyer"], one["problem"], one["body"]) for one in second.json()["help"]["messages"]]
    assert said == [(True, "address", "Please leave it\nat the door."), (False, None, "Of course.")]
    assert second.json()["order"]["address"] is None  # the shop still sees none within the hour
    await shipped(http, world, clock, order)
    helped = (await http.get(f"/v1/orders/{order['id']}/help", headers=world.shopper.headers)).json()
    assert helped["arrives"] == {"soonest": "2026-05-06", "latest": "2026-05-11"}


# -- guests


async def guest_order(http: httpx.AsyncClient, world: World, email: str = "Guest@world.test") -> Json:
    headers = {"Idempotency-Key": fresh_key()}
    answer = await http.post("/v1/checkout/buy", json=buy_body(world, email=email), headers=headers)
    assert answer.status_code == 201, answer.text
    order: Json = answer.json()
    return order


async def links_asked(app: App) -> list[Any]:
    async with app.db.connection() as connection:
        rows = await connection.fetch("SELECT subject, payload, at FROM platform_outbox WHERE topic = 'OrderLinkAsked'")
    return list(rows)


async def test_a_guest_finds_an_order_again_by_mail_only(http: httpx.AsyncClient, app: App, world: World) -> None:
    order = await guest_order(http, world)
    for email, number in (("guest@world.test", "0000-0000"), ("other@world.test", order["number"])):
        answer = await http.post("/v1/orders/find", json={"email": email, "number": number})
        assert (answer.status_code, answer.content) == (202, b"")
    assert await links_asked(app) == []
    body = {"email": "guest@WORLD.test", "number": order["number"].lower().replace("-", " ")}
    answer = await http.post("/v1/orders/find", json=body)
    assert (answer.status_code, answer.content) == (202, b"")
    [row] = await links_asked(app)
    [send] = [one.run for one in checkout.REACTIONS if one.topic == "OrderLinkAsked"]
    await send(app, [Event("OrderLinkAsked", row["subject"], row["payload"], row["at"])])
    async with app.db.connection() as connection:
        told = await connection.fetchrow("SELECT address, told FROM notice_message")
    assert told is not None
    assert told["address"] == "Guest@world.test"
    assert told["told"]["path"] == f"/orders/{order['id']}?token={order['order_token']}"


async def test_an_account_takes_over_what_it_bought_as_a_guest(http: httpx.AsyncClient, app: App, world: World) -> None:
    order, other = await guest_order(http, world), await guest_order(http, world)
    person = await make_person(app, "former")
    wrong = [{"id": order["id"], "token": other["order_token"]}, {"id": other["id"], "token": "x"}]
    assert (await post(http, person, "/v1/orders/keep", {"orders": wrong})).json() == {"kept": 0}
    right = {"orders": [{"id": order["id"], "token": order["order_token"]}]}
    assert (await post(http, person, "/v1/orders/keep", right)).json() == {"kept": 1}
    assert (await post(http, person, "/v1/orders/keep", right)).json() == {"kept": 0}
    own = (await http.get("/v1/orders", headers=person.headers)).json()["orders"]
    assert [one["id"] for one in own] == [order["id"]]
    [saved] = (await http.get("/v1/addresses", headers=person.headers)).json()["addresses"]
    assert (saved["address"]["line1"], saved["is_default"]) == ("1 Main St", True)
    mailed = await http.get(f"/v1/orders/{order['id']}?token={order['order_token']}")
    assert mailed.status_code == 200  # the link in the receipt still opens it


async def test_a_token_of_foreign_letters_opens_nothing(http: httpx.AsyncClient, app: App, world: World) -> None:
    order = await guest_order(http, world)
    before = await books(app)
    path = f"/v1/orders/{order['id']}"
    for token in ("é", "\U0001f9e6\x8d\xfc", order["order_token"] + "ñ"):
        for method, of in (
            ("GET", ""),
            ("GET", "/help"),
            ("POST", "/cancel"),
            ("POST", "/messages"),
            ("POST", "/requests"),
        ):
            body = {"body": "Hello?"} if of == "/messages" else {"kind": "cancel", "reason": "other"}
            sent = {} if method == "GET" or of == "/cancel" else {"json": body}
            keyed = {"Idempotency-Key": fresh_key()}
            answer = await http.request(method, path + of, params={"token": token}, headers=keyed, **sent)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, of, token)
        keep = {"orders": [{"id": order["id"], "token": token}]}
        await refused(app, post(http, world.shopper, "/v1/orders/keep", keep), 422, "invalid")
    assert await books(app) == before


async def test_a_creator_does_not_take_over_a_sale_that_it_earned_on(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    made = await http.post("/v1/touches", json={"tag_id": str(world.link_id)})
    body = buy_body(world, email="guest@world.test", touch_id=made.json()["id"])
    order = (await http.post("/v1/checkout/buy", json=body, headers={"Idempotency-Key": fresh_key()})).json()
    http.cookies.clear()
    keep = {"orders": [{"id": order["id"], "token": order["order_token"]}]}
    assert (await post(http, world.creator, "/v1/orders/keep", keep)).json() == {"kept": 0}
    assert (await post(http, world.shopper, "/v1/orders/keep", keep)).json() == {"kept": 1}
