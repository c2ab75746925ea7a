"""Passkeys, passwords, devices, a second device: what lets somebody in, once, and what does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
from tests.fakes.authenticator import PRESENT, Authenticator
from tests.people.conftest import ANA, bearer, count_rows, signed_up

from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App

Json = dict[str, Any]
PLACE = "http://localhost:8000"
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"}


async def ask(client: httpx.AsyncClient, path: str, headers: Json | None = None) -> Json:
    answer = await client.post(path, headers=headers)
    assert answer.status_code == 200, answer.text
    made: Json = answer.json()
    return made


async def add(client: httpx.AsyncClient, token: str, device: Authenticator) -> httpx.Response:
    asked = await ask(client, "/v1/passkeys/options", bearer(token))
    body = {"challenge_id": asked["challenge_id"], "credential": device.make(asked["options"]), "name": "  My   phone "}
    return await client.post("/v1/passkeys", json=body, headers=bearer(token))


async def log_in(client: httpx.AsyncClient, device: Authenticator) -> httpx.Response:
    asked = await ask(client, "/v1/passkey_sessions/options")
    body = {"challenge_id": asked["challenge_id"], "credential": device.use(asked["options"])}
    return await client.post("/v1/passkey_sessions", json=body, headers=PHONE)


def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_passkey_is_made_named_used_and_forgotten(client: httpx.AsyncClient) -> None:
    token, device = await signed_up(client), Authenticator(PLACE)
    made = await add(client, token, device)
    assert (made.status_code, made.json()["name"], made.json()["used_at"]) == (201, "My phone", None)
    refused(await add(client, token, device), 409, "passkey_known")
    logged = await log_in(client, device)
    assert logged.status_code == 200, logged.text
    me = await client.get("/v1/me", headers=bearer(logged.json()["token"]))
    assert me.json()["account"]["email"] == ANA["email"]
    path = f"/v1/passkeys/{made.json()['id']}"
    renamed = await client.patch(path, json={"name": "Old phone"}, headers=bearer(token))
    assert (renamed.json()["name"], renamed.json()["used_at"] is not None) == ("Old phone", True)
    assert (await client.delete(path, headers=bearer(token))).status_code == 204
    refused(await log_in(client, device), 401, "passkey_wrong")
    assert (await client.get("/v1/passkeys", headers=bearer(token))).json() == {"passkeys": []}


async def test_a_challenge_is_answered_once_and_in_its_time(
    app: App, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    token, device = await signed_up(client), Authenticator(PLACE)
    await add(client, token, device)
    asked = await ask(client, "/v1/passkey_sessions/options")
    wrong = {"challenge_id": asked["challenge_id"], "credential": Authenticator(PLACE).use(asked["options"])}
    refused(await client.post("/v1/passkey_sessions", json=wrong), 401, "passkey_wrong")
    right = wrong | {"credential": device.use(asked["options"])}
    before = await count_rows(app)
    refused(await client.post("/v1/passkey_sessions", json=right), 401, "passkey_wrong")  # used up by the wrong answer
    assert await count_rows(app) == before
    asked = await ask(client, "/v1/passkey_sessions/options")
    clock.advance(timedelta(minutes=5))
    late = {"challenge_id": asked["challenge_id"], "credential": device.use(asked["options"])}
    refused(await client.post("/v1/passkey_sessions", json=late), 401, "passkey_wrong")


async def test_another_site_a_mere_touch_and_a_copied_key_do_not_let_in(client: httpx.AsyncClient) -> None:
    token, device = await signed_up(client), Authenticator(PLACE)
    await add(client, token, device)
    phished = Authenticator("https://vitrina.example", id=device.id, key=device.key)
    touched = Authenticator(PLACE, flags=PRESENT, id=device.id, key=device.key)
    foreign = Authenticator(PLACE, host="example.test", id=device.id, key=device.key)
    for other in (phished, touched, foreign):
        refused(await log_in(client, other), 401, "passkey_wrong")
    assert (await log_in(client, device)).status_code == 200
    copy = Authenticator(PLACE, id=device.id, key=device.key)  # its count stands where the first one's stood
    refused(await log_in(client, copy), 401, "passkey_wrong")
    assert (await log_in(client, device)).status_code == 200


async def test_a_challenge_of_mine_makes_no_passkey_of_yours(client: httpx.AsyncClient) -> None:
    mine = await signed_up(client)
    yours = await signed_up(client, email="bea@example.test")
    asked = await ask(client, "/v1/passkeys/options", bearer(mine))
    credential = Authenticator(PLACE).make(asked["options"])
    body = {"challenge_id": asked["challenge_id"], "credential": credential, "name": "x"}
    refused(await client.post("/v1/passkeys", json=body, headers=bearer(yours)), 401, "passkey_wrong")


async def test_a_log_in_by_passkey_with_a_key_is_repeated_with_the_same_token(client: httpx.AsyncClient) -> None:
    token, device = await signed_up(client), Authenticator(PLACE)
    await add(client, token, device)
    asked = await ask(client, "/v1/passkey_sessions/options")
    body = {"challenge_id": asked["challenge_id"], "credential": device.use(asked["options"])}
    answers = [
        await client.post("/v1/passkey_sessions", json=body, headers={"Idempotency-Key": "one"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


async def test_a_new_password_needs_the_old_one_and_ends_every_other_device(client: httpx.AsyncClient) -> None:
    token, device = await signed_up(client), Authenticator(PLACE)
    await add(client, token, device)
    logged = await log_in(client, device)
    listed = (await client.get("/v1/sessions", headers=bearer(token))).json()["devices"]
    assert sorted((one["name"], one["is_current"]) for one in listed) == [("", True), ("Chrome · Android", False)]
    for proof, code in (({"password": "not it at all"}, "login_wrong"), ({}, "proof_needed")):
        body = {"proof": proof, "password": "another walk"}
        answer = await client.post("/v1/me/password", json=body, headers=bearer(token))
        assert answer.json()["code"] == code
    body = {"proof": {"password": ANA["password"]}, "password": "another walk"}
    assert (await client.post("/v1/me/password", json=body, headers=bearer(token))).status_code == 204
    assert (await client.get("/v1/me", headers=bearer(logged.json()["token"]))).status_code == 401
    assert (await client.get("/v1/me", headers=bearer(token))).status_code == 200
    again = {"email": ANA["email"], "password": ANA["password"]}
    refused(await client.post("/v1/sessions", json=again), 401, "login_wrong")
    assert (await client.post("/v1/sessions", json=again | {"password": "another walk"})).status_code == 200


async def test_a_device_is_let_in_by_another_once_and_within_two_minutes(
    client: httpx.AsyncClient, clock: ManualClock
) -> None:
    token = await signed_up(client)
    pairing = (await client.post("/v1/pairings", headers=PHONE)).json()
    assert pairing["url"] == f"{PLACE}/pair?code={pairing['code'].replace('-', '')}"
    path, secret = f"/v1/pairings/{pairing['id']}/session", {"secret": pairing["secret"]}
    assert (await client.post(path, json=secret)).status_code == 202
    refused(await client.post(path, json={"secret": "another"}), 404, "pairing_unknown")
    seen = await client.get("/v1/pairings", params={"code": pairing["code"].lower()}, headers=bearer(token))
    assert seen.json()["device"] == "Chrome · Android"
    approve = {"code": pairing["code"]}
    assert (await client.post("/v1/pairings/approve", json=approve, headers=bearer(token))).status_code == 204
    refused(await client.post("/v1/pairings/approve", json=approve, headers=bearer(token)), 404, "pairing_unknown")
    logged = await client.post(path, json=secret)
    assert (await client.get("/v1/me", headers=bearer(logged.json()["token"]))).json()["account"] is not None
    refused(await client.post(path, json=secret), 404, "pairing_unknown")
    late = (await client.post("/v1/pairings")).json()
    clock.advance(timedelta(minutes=2))
    answer = await client.post("/v1/pairings/approve", json={"code": late["code"]}, headers=bearer(token))
    refused(answer, 404, "pairing_unknown")
