"""Guests: a session with the first thing they make, handed over when they log in or sign up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Request, Response, post
from tests.people.conftest import ANA, OWN, count_rows, web_of

from vitrina import people
from vitrina.kernel.errors import NotAllowed
from vitrina.kernel.ids import AccountId
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

LOG_IN = {"email": ANA["email"], "password": ANA["password"]}
joined: list[tuple[UUID, AccountId, datetime]] = []


async def note_joined(connection: Connection, guest_id: UUID, account_id: AccountId, now: datetime) -> None:
    assert connection.is_in_transaction()
    joined.append((guest_id, account_id, now))


@post("/things")
async def make_thing(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """As a touch or a cart would be made."""

    async def act(actor: people.Actor) -> object:
        if request.query_params.get("fail"):
            raise NotAllowed
        return {"guest": str(actor.guest_id), "account": str(actor.account_id)}

    return await people.write_as_guest(request, act, status=201)


@pytest.fixture
async def shop(app: App) -> AsyncIterator[httpx.AsyncClient]:
    joined.clear()
    people.on_guest_joined(note_joined)
    transport = httpx.ASGITransport(app=web_of(app, make_thing))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client


async def test_the_first_thing_makes_a_guest_and_the_next_is_the_same_guests(app: App, shop: httpx.AsyncClient) -> None:
    first = await shop.post("/things", headers=OWN)
    assert first.status_code == 201
    (cookie,) = first.headers.get_list("set-cookie")
    assert cookie.startswith("vitrina_guest=vtg_")
    assert cookie.endswith("; HttpOnly; Max-Age=34560000; Path=/; SameSite=Lax")
    again = await shop.post("/things", headers=OWN)
    assert again.json() == first.json()
    assert again.headers.get_list("set-cookie") == []
    assert (await count_rows(app))["people_session"] == 1


async def test_a_refused_thing_makes_no_guest(app: App, shop: httpx.AsyncClient) -> None:
    for headers in ({}, {"Idempotency-Key": "k"}):
        refused = await shop.post("/things?fail=1", headers=OWN | headers)
        assert refused.status_code == 403
        assert refused.headers.get_list("set-cookie") == []
    counts = await count_rows(app)
    assert (counts["people_session"], counts["platform_key"]) == (0, 1)


async def test_another_site_cannot_make_a_guest(app: App, shop: httpx.AsyncClient) -> None:
    before = await count_rows(app)
    refused = await shop.post("/things", headers={"Sec-Fetch-Site": "cross-site"})
    assert (refused.status_code, refused.json()["code"]) == (403, "cross_site")
    assert refused.headers.get_list("set-cookie") == []
    assert await count_rows(app) == before


async def test_logging_in_hands_the_guest_over_once(app: App, shop: httpx.AsyncClient) -> None:
    account_id = (await shop.post("/v1/accounts", json=ANA, headers=OWN)).json()["id"]
    guest_id = (await shop.post("/things", headers=OWN)).json()["guest"]
    logged = await shop.post("/v1/sessions", json=LOG_IN, headers=OWN)
    assert joined == [(UUID(guest_id), UUID(account_id), app.clock.now())]
    assert sorted(cookie.split("=")[0] for cookie in logged.headers.get_list("set-cookie")) == [
        "vitrina_guest",
        "vitrina_session",
    ]
    assert sorted(shop.cookies) == ["vitrina_session"]
    assert (await shop.post("/things", headers=OWN)).json() == {"guest": "None", "account": account_id}
    await shop.post("/v1/sessions", json=LOG_IN, headers=OWN)
    assert len(joined) == 1


async def test_signing_up_hands_the_guest_over_too(app: App, shop: httpx.AsyncClient) -> None:
    guest_id = (await shop.post("/things", headers=OWN)).json()["guest"]
    account_id = (await shop.post("/v1/accounts", json=ANA, headers=OWN)).json()["id"]
    assert joined == [(UUID(guest_id), UUID(account_id), app.clock.now())]
    assert dict(shop.cookies) == {}
    assert (await count_rows(app))["people_session"] == 0


async def test_a_refused_log_in_hands_nothing_over(app: App, shop: httpx.AsyncClient) -> None:
    await shop.post("/v1/accounts", json=ANA, headers=OWN)
    await shop.post("/things", headers=OWN)
    before = await count_rows(app)
    assert (await shop.post("/v1/sessions", json=LOG_IN | {"password": "wrong word"}, headers=OWN)).status_code == 401
    assert (await shop.post("/v1/accounts", json=ANA, headers=OWN)).status_code == 409
    assert joined == []
    assert sorted(shop.cookies) == ["vitrina_guest"]
    assert await count_rows(app) == before
