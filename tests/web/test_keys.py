"""Idempotency keys over HTTP, on a route like any other."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from tests.world import World, fresh_key, make_world

from vitrina.platform.app import App


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


async def touches(app: App) -> int:
    async with app.db.connection() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM affiliate_touch"))


async def test_the_first_answer_comes_again(http: httpx.AsyncClient, app: App, world: World) -> None:
    headers = {**world.shopper.headers, "Idempotency-Key": fresh_key()}
    body = {"tag_id": str(world.link_id)}
    first = await http.post("/v1/touches", json=body, headers=headers)
    again = await http.post("/v1/touches", json=body, headers=headers)
    assert (first.status_code, "idempotent-replayed" in first.headers) == (201, False)
    assert (again.status_code, again.content, again.headers["idempotent-replayed"]) == (201, first.content, "true")
    assert again.headers["content-type"] == "application/json"
    assert await touches(app) == 1


async def test_another_body_with_the_same_key_is_a_conflict(http: httpx.AsyncClient, app: App, world: World) -> None:
    headers = {**world.shopper.headers, "Idempotency-Key": fresh_key(), "Accept-Language": "es"}
    await http.post("/v1/touches", json={"tag_id": str(world.link_id)}, headers=headers)
    other = await http.post("/v1/touches", json={"tag_id": str(world.product_id)}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")
    assert other.json()["title"] == "Esta Idempotency-Key ya se usó con otra solicitud."
    assert await touches(app) == 1


async def test_keys_of_two_people_do_not_meet(http: httpx.AsyncClient, app: App, world: World) -> None:
    key, body = {"Idempotency-Key": fresh_key()}, {"tag_id": str(world.link_id)}
    first = await http.post("/v1/touches", json=body, headers={**world.shopper.headers, **key})
    other = await http.post("/v1/touches", json=body, headers={**world.seller.headers, **key})
    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json() != other.json()
    assert await touches(app) == 2


async def test_a_refusal_is_kept_too(http: httpx.AsyncClient, world: World) -> None:
    headers = {**world.shopper.headers, "Idempotency-Key": fresh_key()}
    body = {"tag_id": str(world.product_id)}
    first = await http.post("/v1/touches", json=body, headers=headers)
    again = await http.post("/v1/touches", json=body, headers=headers)
    assert (first.status_code, again.status_code) == (404, 404)
    assert again.content == first.content or again.json() | {"request_id": ""} == first.json() | {"request_id": ""}
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["content-type"] == "application/problem+json"


async def test_ten_at_once_are_one(http: httpx.AsyncClient, app: App, world: World) -> None:
    headers = {**world.shopper.headers, "Idempotency-Key": fresh_key()}
    body = {"tag_id": str(world.link_id)}
    answers = await asyncio.gather(*(http.post("/v1/touches", json=body, headers=headers) for _ in range(10)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert await touches(app) == 1


async def test_what_is_not_a_key(http: httpx.AsyncClient, app: App, world: World) -> None:
    for key in (b"", b"x" * 201, "ñ".encode(), b"a\tb"):
        headers = [(b"authorization", f"Bearer {world.shopper.token}".encode()), (b"idempotency-key", key)]
        answer = await http.post("/v1/touches", json={"tag_id": str(world.link_id)}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid"), key
    assert await touches(app) == 0
