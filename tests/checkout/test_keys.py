"""The same key on every write of the shop: the effect once, the first answer again, another body refused, all at once too."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.world import ADDRESS, Person, World, books, buy, fresh_key, make_person, make_world, touch

from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App

AT_ONCE = 10
Json = dict[str, Any]


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


class Write:
    """One keyed write of one person."""

    def __init__(self, http: httpx.AsyncClient, who: Person, method: str, path: str, body: Json | None) -> None:
        self._http, self._who, self._method, self._path, self.body = http, who, method, path, body

    async def send(self, key: str, body: Json | None = None, who: Person | None = None) -> httpx.Response:
        headers = (who or self._who).headers | {"Idempotency-Key": key}
        return await self._http.request(self._method, self._path, json=body or self.body, headers=headers)


async def writes(http: httpx.AsyncClient, world: World, clock: ManualClock, name: str) -> tuple[Write, Json | None]:
    """A write of this name that will succeed, and another body for it (None: it has no body)."""
    variant = str(world.variant_id)
    if name == "touch":
        return Write(http, world.shopper, "POST", "/v1/touches", {"tag_id": str(world.link_id)}), {"tag_id": variant}
    lines = {"lines": [{"variant_id": variant, "quantity": 2}]}
    other = {"lines": [{"variant_id": variant, "quantity": 3}]}
    if name == "cart":
        return Write(http, world.shopper, "POST", "/v1/carts", lines), other
    if name in ("lines", "address"):
        opened = await http.post("/v1/carts", json={"lines": []}, headers=world.shopper.headers)
        path = f"/v1/carts/{opened.json()['id']}/{name}"
        if name == "lines":
            return Write(http, world.shopper, "PUT", path, lines), other
        return Write(http, world.shopper, "PUT", path, ADDRESS), ADDRESS | {"city": "Dallas"}
    order = (await buy(http, world, quantity=3)).json()
    path = f"/v1/orders/{order['id']}/{name}"
    if name == "cancel":
        return Write(http, world.shopper, "POST", path, None), None
    if name == "refund":
        line = order["lines"][0]["id"]
        one, two = ({"lines": [{"id": line, "quantity": pieces}]} for pieces in (1, 2))
        return Write(http, world.seller, "POST", path, one), two
    clock.advance(timedelta(hours=1))
    if name == "deliver":
        await http.post(f"/v1/orders/{order['id']}/ship", json={}, headers=world.seller.headers)
        return Write(http, world.seller, "POST", path, None), None
    return Write(http, world.seller, "POST", path, {"carrier": "Post"}), {"carrier": "Other"}


ALL = ("touch", "cart", "lines", "address", "cancel", "refund", "ship", "deliver")


async def counts(app: App) -> Json:
    """What a second effect would change, besides the books."""
    async with app.db.connection() as connection:
        row = await connection.fetchrow(
            "SELECT (SELECT count(*) FROM affiliate_touch) AS touches, (SELECT count(*) FROM cart_cart) AS carts,"
            " (SELECT count(*) FROM checkout_order_change) AS changes, (SELECT count(*) FROM checkout_refund) AS refunds"
        )
    assert row is not None
    return dict(row) | await books(app)


@pytest.mark.parametrize("name", ALL)
async def test_the_same_key_again_gives_the_first_answer(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock, name: str
) -> None:
    write, other = await writes(http, world, clock, name)
    key = fresh_key()
    first = await write.send(key)
    assert first.status_code in (200, 201), first.text
    assert "Idempotent-Replayed" not in first.headers
    after = await counts(app)
    again = await write.send(key)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    if other is not None:
        conflict = await write.send(key, other)
        assert (conflict.status_code, conflict.json()["code"]) == (422, "idempotency_conflict")
    assert await counts(app) == after


@pytest.mark.parametrize("name", ALL)
async def test_ten_times_at_once_has_one_effect(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock, name: str
) -> None:
    write, _ = await writes(http, world, clock, name)
    before, key = await counts(app), fresh_key()
    answers = await asyncio.gather(*(write.send(key) for _ in range(AT_ONCE)))
    done = [answer for answer in answers if answer.status_code < 300]
    waiting = [answer for answer in answers if answer.status_code == 409]
    assert len(done) + len(waiting) == AT_ONCE, [answer.text for answer in answers]
    assert {answer.json()["code"] for answer in waiting} <= {"idempotency_in_flight"}
    assert len({answer.content for answer in done}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in done) == 1
    after = await counts(app)
    counted = {"touch": "touches", "cart": "carts", "refund": "refunds", "cancel": "refunds"}.get(name)
    if counted is not None:
        assert after[counted] == before[counted] + 1
    if name in ("cancel", "refund", "ship", "deliver"):
        assert after["changes"] == before["changes"] + 1


async def test_thirty_different_keyed_writes_at_once_all_get_an_answer(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    """More writers than the pool has connections: none may wait for one that it holds up itself."""
    lines = {"lines": [{"variant_id": str(world.variant_id), "quantity": 1}]}
    write = Write(http, world.shopper, "POST", "/v1/carts", lines)
    answers = await asyncio.gather(*(write.send(fresh_key()) for _ in range(30)))
    assert {answer.status_code for answer in answers} == {201}
    assert (await counts(app))["carts"] == 30


async def test_a_refusal_is_kept_and_given_again(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = (await buy(http, world)).json()
    write = Write(http, world.seller, "POST", f"/v1/orders/{order['id']}/ship", {"carrier": "Post"})
    key, before = fresh_key(), await counts(app)
    first = await write.send(key)
    assert (first.status_code, first.json()["code"]) == (409, "order_on_hold")
    assert await counts(app) == before
    clock.advance(timedelta(hours=1))
    again = await write.send(key)
    assert (again.status_code, again.content) == (409, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (await write.send(fresh_key())).status_code == 200


async def test_a_key_belongs_to_one_person_and_one_route(http: httpx.AsyncClient, app: App, world: World) -> None:
    key = fresh_key()
    stranger = await make_person(app, "stranger")
    lines = {"lines": [{"variant_id": str(world.variant_id), "quantity": 1}]}
    write = Write(http, world.shopper, "POST", "/v1/carts", lines)
    mine = await write.send(key)
    theirs = await write.send(key, who=stranger)
    assert (mine.status_code, theirs.status_code, mine.json()["id"] == theirs.json()["id"]) == (201, 201, False)
    bought = await buy(http, world, key=key)
    assert (bought.status_code, "Idempotent-Replayed" in bought.headers) == (201, False)


async def test_the_same_key_on_another_order_is_a_conflict(http: httpx.AsyncClient, app: App, world: World) -> None:
    first, second = [(await buy(http, world)).json()["id"] for _ in range(2)]
    key = fresh_key()
    cancel = [Write(http, world.shopper, "POST", f"/v1/orders/{one}/cancel", None) for one in (first, second)]
    assert (await cancel[0].send(key)).status_code == 200
    answer = await cancel[1].send(key)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_conflict")
    shown = await http.get(f"/v1/orders/{second}", headers=world.shopper.headers)
    assert shown.json()["status"] == "on_hold"


@pytest.mark.parametrize("key", ["", "x" * 201, "naïve".encode().decode("latin-1")])
async def test_a_key_that_is_none_is_refused(http: httpx.AsyncClient, app: App, world: World, key: str) -> None:
    before = await counts(app)
    headers = {"Authorization": world.shopper.headers["Authorization"], "Idempotency-Key": key.encode("latin-1")}
    answer = await http.post("/v1/touches", json={"tag_id": str(world.link_id)}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")
    assert await counts(app) == before


async def test_without_a_key_each_tap_is_its_own(http: httpx.AsyncClient, app: App, world: World) -> None:
    assert await touch(http, world) != await touch(http, world)
    assert (await counts(app))["touches"] == 2
