"""Logging in and out, bearer tokens and cookies, other sites, one statement per request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import asyncpg
import httpx
import pytest
from tests.people.conftest import ANA, OWN, MakeClient, bearer, count_rows, signed_up

from vitrina import people
from vitrina.kernel.clock import ManualClock
from vitrina.people.engine.passwords import Passwords
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection, Database

LOG_IN = {"email": ANA["email"], "password": ANA["password"]}


async def who(client: httpx.AsyncClient, **headers: str) -> str | None:
    """The e-mail of the account that asks, None for a guest."""
    answer = await client.get("/v1/me", headers=headers)
    assert answer.status_code == 200, answer.text
    account = answer.json()["account"]
    return None if account is None else str(account["email"])


SENTENCES = {"en": "This e-mail and password do not go together.", "es": "Este correo y esta contraseña no coinciden."}


async def test_a_wrong_password_and_an_unknown_email_are_answered_alike_after_the_same_work(
    app: App, client: httpx.AsyncClient
) -> None:
    await signed_up(client)
    before = await count_rows(app)
    passwords = app.part(Passwords)
    unknown = ({"email": "luz@example.test"}, {"email": "nobody"}, {"email": "a\u0000@example.test"})
    for wrong in ({"password": "open sesame 2"}, {"password": "x" * 5_000}, {"password": ""}, *unknown):
        for language, sentence in SENTENCES.items():
            hashes = passwords.hashes_done
            refused = await client.post("/v1/sessions", json=LOG_IN | wrong, headers={"Accept-Language": language})
            assert (refused.status_code, refused.json()["code"]) == (401, "login_wrong")
            assert refused.json()["detail"] == sentence
            assert passwords.hashes_done == hashes + 1
        own = await client.post("/v1/sessions", json=LOG_IN | wrong, headers=OWN)
        assert "set-cookie" not in own.headers
    assert await count_rows(app) == before


async def test_an_account_without_password_has_none_that_works(app: App, client: httpx.AsyncClient) -> None:
    await people.make_account(app, email="sim@example.test", name="S", password=None, birth_date=date(1990, 1, 1))
    for password in ("", "None", "open sesame 1"):
        refused = await client.post("/v1/sessions", json={"email": "sim@example.test", "password": password})
        assert refused.json()["code"] == "login_wrong"


async def test_passwords_are_the_same_from_every_keyboard(client: httpx.AsyncClient) -> None:
    await signed_up(client, password="contrasen\u0303a 1")
    logged = await client.post("/v1/sessions", json=LOG_IN | {"password": "contrase\u00f1a 1"})
    assert logged.status_code == 200


async def test_logging_out_ends_this_session_at_once_and_no_other(client: httpx.AsyncClient) -> None:
    first = await signed_up(client)
    second = (await client.post("/v1/sessions", json=LOG_IN)).json()["token"]
    assert first != second
    ended = await client.delete("/v1/sessions/current", headers=bearer(first))
    assert (ended.status_code, ended.content) == (204, b"")
    refused = await client.get("/v1/me", headers=bearer(first))
    assert (refused.status_code, refused.json()["code"]) == (401, "session_unknown")
    assert await who(client, **bearer(second)) == ANA["email"]


async def test_a_bearer_token_that_is_none_is_told_so(client: httpx.AsyncClient) -> None:
    unknown = "A" * 43
    for header in (f"Bearer vts_{unknown}", "Bearer x", "Bearer ", "Bearer", "Basic YTpi", f"Bearer vtg_{unknown}"):
        for method, path in (("GET", "/v1/me"), ("DELETE", "/v1/sessions/current"), ("POST", "/v1/sessions")):
            refused = await client.request(method, path, headers={"Authorization": header}, json=LOG_IN)
            assert (refused.status_code, refused.json()["code"]) == (401, "session_unknown")


async def test_guests_cannot_log_out(client: httpx.AsyncClient) -> None:
    refused = await client.delete("/v1/sessions/current")
    assert (refused.status_code, refused.json()["code"]) == (401, "login_needed")


async def test_the_apps_own_page_gets_a_cookie_and_other_programs_do_not(client: httpx.AsyncClient) -> None:
    await signed_up(client)
    assert dict(client.cookies) == {}
    logged = await client.post("/v1/sessions", json=LOG_IN, headers=OWN)
    token = logged.json()["token"]
    assert logged.headers.get_list("set-cookie") == [
        f"vitrina_session={token}; HttpOnly; Max-Age=34560000; Path=/; SameSite=Lax"
    ]
    assert await who(client) == ANA["email"]
    ended = await client.delete("/v1/sessions/current", headers=OWN)
    assert ended.status_code == 204
    assert ended.headers.get_list("set-cookie") == ['vitrina_session=""; HttpOnly; Max-Age=0; Path=/; SameSite=Lax']
    assert dict(client.cookies) == {}
    assert await who(client) is None


async def test_behind_https_the_cookie_is_secure(app: App, client: httpx.AsyncClient, make_client: MakeClient) -> None:
    await signed_up(client)
    settings = replace(app.settings, public_url="https://shop.example.test")
    secure = make_client(replace(app, settings=settings))
    logged = await secure.post("/v1/sessions", json=LOG_IN, headers={"Origin": "https://shop.example.test"})
    assert logged.headers["set-cookie"].endswith("; HttpOnly; Max-Age=34560000; Path=/; SameSite=Lax; Secure")


async def test_a_cookie_that_is_none_makes_a_guest_and_is_cleared(client: httpx.AsyncClient) -> None:
    for name in ("vitrina_session", "vitrina_guest"):
        client.cookies.clear()
        client.cookies.set(name, "vts_" + "A" * 43, domain="localhost.local")
        answer = await client.get("/v1/me", headers={"Cookie": f"{name}=vts_{'A' * 43}"})
        assert answer.json() == {"account": None}
        assert answer.headers.get_list("set-cookie") == [f'{name}=""; HttpOnly; Max-Age=0; Path=/; SameSite=Lax']


CROSS: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:9999"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.test"},
    {"Origin": "http://localhost:8001"},
    {"Origin": "null"},
    {"Origin": "http://["},
]
NEAR: list[dict[str, str]] = [OWN, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost:8000"}, {}]


async def test_a_write_by_cookie_for_another_site_is_refused(app: App, client: httpx.AsyncClient) -> None:
    token = await signed_up(client)
    await client.post("/v1/sessions", json=LOG_IN, headers=OWN)
    before = await count_rows(app)
    for headers in CROSS:
        for method, path in (("PATCH", "/v1/me"), ("DELETE", "/v1/sessions/current"), ("POST", "/v1/sessions")):
            refused = await client.request(method, path, headers=headers, json=LOG_IN | {"name": "Evil"})
            assert (refused.status_code, refused.json()["code"]) == (403, "cross_site")
        # Reading is safe, and whoever holds a token is no browser's victim.
        assert await who(client, **headers) == ANA["email"]
        changed = await client.patch("/v1/me", headers=headers | bearer(token), json={"name": "Ana Ruiz"})
        assert changed.json()["account"]["name"] == "Ana Ruiz"
    assert await count_rows(app) == before


async def test_a_write_by_cookie_from_the_own_page_is_done(client: httpx.AsyncClient) -> None:
    await signed_up(client)
    await client.post("/v1/sessions", json=LOG_IN, headers=OWN)
    for place, headers in enumerate(NEAR):
        changed = await client.patch("/v1/me", headers=headers, json={"name": f"Ana {place}"})
        assert (changed.status_code, changed.json()["account"]["name"]) == (200, f"Ana {place}")


async def test_a_session_slides_while_it_is_used_and_ends_when_it_is_not(
    client: httpx.AsyncClient, clock: ManualClock
) -> None:
    token = await signed_up(client)
    for _ in range(4):
        clock.advance(timedelta(days=80))
        assert await who(client, **bearer(token)) == ANA["email"]
    clock.advance(timedelta(days=90))
    refused = await client.get("/v1/me", headers=bearer(token))
    assert (refused.status_code, refused.json()["code"]) == (401, "session_unknown")


async def test_the_same_key_gives_the_same_token_which_no_table_holds(app: App, client: httpx.AsyncClient) -> None:
    await client.post("/v1/accounts", json=ANA)
    key = {"Idempotency-Key": "log-in-1"} | OWN
    first = await client.post("/v1/sessions", json=LOG_IN, headers=key)
    again = await client.post("/v1/sessions", json=LOG_IN, headers=key)
    assert first.content == again.content
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert again.headers.get_list("set-cookie") == first.headers.get_list("set-cookie")
    assert await who(client, **bearer(again.json()["token"])) == ANA["email"]
    assert (await count_rows(app))["people_session"] == 1
    other = await client.post("/v1/sessions", json=LOG_IN | {"password": "open sesame 2"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")
    async with app.db.connection() as connection:
        kept = await connection.fetch("SELECT status, answer FROM platform_key")
    assert [tuple(row) for row in kept] == [(204, b"")]


async def test_failed_log_ins_are_limited_and_right_ones_are_not(
    app: App, client: httpx.AsyncClient, limited: httpx.AsyncClient, clock: ManualClock
) -> None:
    await signed_up(client)
    assert {(await limited.post("/v1/sessions", json=LOG_IN)).status_code for _ in range(32)} == {200}
    wrong = await asyncio.gather(
        *(limited.post("/v1/sessions", json=LOG_IN | {"password": f"guess {n:04}"}) for n in range(40))
    )
    assert sorted(answer.status_code for answer in wrong) == [401] * 30 + [429] * 10
    before = await count_rows(app)
    refused = await limited.post("/v1/sessions", json=LOG_IN)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert refused.headers["retry-after"] == str(refused.json()["retry_after_s"])
    assert await count_rows(app) == before
    clock.advance(timedelta(minutes=30))
    assert (await limited.post("/v1/sessions", json=LOG_IN)).status_code == 200


@pytest.fixture
async def statements(app: App) -> AsyncIterator[tuple[App, list[str]]]:
    """The same installation through a pool that writes down every statement."""
    said: list[str] = []

    async def listen(connection: Connection) -> None:
        connection.add_query_logger(lambda record: said.append(record.query))

    pool = await asyncpg.create_pool(app.db.url, min_size=1, max_size=4, init=listen)
    assert pool is not None
    yield replace(app, db=Database(pool, app.db.url), _parts={}), said
    await pool.close()


async def test_who_asks_costs_one_statement_shared_by_all_who_ask_at_once(
    client: httpx.AsyncClient, make_client: MakeClient, statements: tuple[App, list[str]]
) -> None:
    token = await signed_up(client)
    app, said = statements
    other = make_client(app)
    assert await who(other) is None
    assert said == []
    await other.get("/v1/creators/nobody", headers=bearer(token))
    assert len([query for query in said if "people_session" in query]) == 1
    said.clear()
    refused = await asyncio.gather(*(other.get("/v1/creators/!!", headers=bearer(token)) for _ in range(100)))
    assert {answer.status_code for answer in refused} == {404}
    assert 1 <= len([query for query in said if "people_session" in query]) <= 20
