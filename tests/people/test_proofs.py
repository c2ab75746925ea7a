"""Confirming an address and setting a password by mail: once, in time, in the reader's language."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from tests.people.conftest import ANA, bearer, count_rows, deliver_mail, everything_of, signed_up, token_in

from vitrina import people
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import AccountId
from vitrina.platform.app import App

LOG_IN = {"email": ANA["email"], "password": ANA["password"]}
CONFIRM = "/v1/email_verifications/confirm"
RESET = "/v1/password_resets/confirm"


async def is_verified(client: httpx.AsyncClient, token: str) -> bool:
    return bool((await client.get("/v1/me", headers=bearer(token))).json()["account"]["email_verified"])


@pytest.mark.parametrize(
    ("language", "subject", "start"),
    [("en", "Confirm your e-mail", "Hi Ana Ruiz,"), ("es", "Confirma tu correo", "Hola, Ana Ruiz:")],
)
async def test_sign_up_sends_a_link_that_confirms_the_address_once(
    app: App, client: httpx.AsyncClient, language: str, subject: str, start: str
) -> None:
    session = await signed_up(client, language=language)
    ((address, said, text),) = await deliver_mail(app)
    assert (address, said) == ("ana@example.test", subject)
    assert text.startswith(start)
    assert "http://localhost:8000/verify?token=vtm_" in text
    assert not await is_verified(client, session)
    done = await client.post(CONFIRM, json={"token": token_in(text)})
    assert (done.status_code, done.content) == (204, b"")
    assert await is_verified(client, session)
    before = await count_rows(app)
    again = await client.post(CONFIRM, json={"token": token_in(text)}, headers={"Accept-Language": language})
    assert (again.status_code, again.json()["code"]) == (422, "token_unknown")
    assert (
        again.json()["detail"]
        == {
            "en": "This link has expired or was used already. Ask for a new one.",
            "es": "Este enlace venció o ya se usó. Pide uno nuevo.",
        }[language]
    )
    assert await count_rows(app) == before


async def test_a_second_mail_makes_the_first_link_useless(app: App, client: httpx.AsyncClient) -> None:
    session = await signed_up(client)
    asked = await client.post("/v1/email_verifications", headers=bearer(session))
    assert (asked.status_code, asked.content) == (202, b"")
    first, second = await deliver_mail(app)
    assert (await client.post(CONFIRM, json={"token": token_in(first[2])})).status_code == 422
    assert not await is_verified(client, session)
    assert (await client.post(CONFIRM, json={"token": token_in(second[2])})).status_code == 204
    asked = await client.post("/v1/email_verifications", headers=bearer(session))
    assert asked.status_code == 202
    assert len(await deliver_mail(app)) == 2


async def test_guests_have_nothing_to_verify(app: App, client: httpx.AsyncClient) -> None:
    before = await count_rows(app)
    refused = await client.post("/v1/email_verifications")
    assert (refused.status_code, refused.json()["code"]) == (401, "login_needed")
    assert await count_rows(app) == before


async def test_links_end(app: App, client: httpx.AsyncClient, clock: ManualClock) -> None:
    session = await signed_up(client)
    await client.post("/v1/password_resets", json={"email": ANA["email"]})
    verification, reset = await deliver_mail(app)
    clock.advance(timedelta(hours=1))
    refused = await client.post(RESET, json={"token": token_in(reset[2]), "password": "another word"})
    assert (refused.status_code, refused.json()["code"]) == (422, "token_unknown")
    clock.advance(timedelta(days=7))
    assert (await client.post(CONFIRM, json={"token": token_in(verification[2])})).status_code == 422
    assert not await is_verified(client, session)
    assert (await client.post("/v1/sessions", json=LOG_IN)).status_code == 200
    clock.advance(timedelta(days=2))
    assert await people.forget_expired(app) == 2
    assert (await count_rows(app))["people_token"] == 0


async def test_a_token_of_one_kind_is_none_of_the_other(app: App, client: httpx.AsyncClient) -> None:
    await signed_up(client)
    await client.post("/v1/password_resets", json={"email": ANA["email"]})
    verification, reset = await deliver_mail(app)
    before = await count_rows(app)
    refused = await client.post(RESET, json={"token": token_in(verification[2]), "password": "another word"})
    assert refused.status_code == 422
    assert (await client.post(CONFIRM, json={"token": token_in(reset[2])})).status_code == 422
    assert await count_rows(app) == before


async def test_a_reset_sets_the_password_once_and_ends_every_session(app: App, client: httpx.AsyncClient) -> None:
    session = await signed_up(client)
    await deliver_mail(app)
    asked = await client.post("/v1/password_resets", json={"email": "ANA@example.test"})
    assert (asked.status_code, asked.content) == (202, b"")
    (*_, (address, subject, text)) = await deliver_mail(app)
    assert (address, subject) == ("ana@example.test", "Elige una contraseña nueva")
    assert "http://localhost:8000/reset?token=vtm_" in text
    before = await count_rows(app)
    short = await client.post(RESET, json={"token": token_in(text), "password": "short"})
    assert (short.status_code, short.json()["field"]) == (422, "password")
    assert await count_rows(app) == before
    body = {"token": token_in(text), "password": "quite another"}
    key = {"Idempotency-Key": "reset-1"}
    done = await client.post(RESET, json=body, headers=key)
    assert (done.status_code, done.content) == (204, b"")
    again = await client.post(RESET, json=body, headers=key)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (204, "true")
    assert (await client.post(RESET, json=body)).json()["code"] == "token_unknown"
    refused = await client.get("/v1/me", headers=bearer(session))
    assert (refused.status_code, refused.json()["code"]) == (401, "session_unknown")
    assert (await client.post("/v1/sessions", json=LOG_IN)).json()["code"] == "login_wrong"
    logged = await client.post("/v1/sessions", json=LOG_IN | {"password": "quite another"})
    assert await is_verified(client, logged.json()["token"])
    assert "quite another" not in await everything_of(app)


async def test_two_resets_by_one_link_at_once_set_one_password(app: App, client: httpx.AsyncClient) -> None:
    await signed_up(client)
    await client.post("/v1/password_resets", json={"email": ANA["email"]})
    text = (await deliver_mail(app))[-1][2]
    bodies = [{"token": token_in(text), "password": f"password number {place}"} for place in range(5)]
    answers = await asyncio.gather(*(client.post(RESET, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [204] + [422] * 4
    logged = [await client.post("/v1/sessions", json=LOG_IN | {"password": body["password"]}) for body in bodies]
    assert [answer.status_code for answer in logged] == [
        200 if answer.status_code == 204 else 401 for answer in answers
    ]


async def test_a_reset_for_nobody_is_answered_and_written_alike_but_sends_nothing(
    app: App, client: httpx.AsyncClient
) -> None:
    await signed_up(client)
    await deliver_mail(app)
    known = await client.post("/v1/password_resets", json={"email": ANA["email"]})
    one = await count_rows(app)
    unknown = await client.post("/v1/password_resets", json={"email": "luz@example.test"})
    two = await count_rows(app)
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b"")
    assert two == one | {"platform_outbox": one["platform_outbox"] + 1}
    assert [mail[0] for mail in await deliver_mail(app)] == ["ana@example.test"] * 2


async def test_resets_of_one_email_are_limited(app: App, limited: httpx.AsyncClient) -> None:
    body = {"email": "luz@example.test"}
    answers = [await limited.post("/v1/password_resets", json=body) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert (await count_rows(app))["platform_outbox"] == 5


async def test_verification_mails_of_one_account_are_limited(app: App, limited: httpx.AsyncClient) -> None:
    session = await signed_up(limited)
    answers = [await limited.post("/v1/email_verifications", headers=bearer(session)) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert (await count_rows(app))["platform_outbox"] == 1 + 1 + 5  # sign-up, log-in, and those asked for


async def test_nobody_gets_a_token(app: App) -> None:
    assert await people.issue_token(app, AccountId(uuid4()), "reset_password") is None
    assert (await count_rows(app))["people_token"] == 0


async def test_a_link_sent_to_an_address_that_changed_proves_nothing(app: App, client: httpx.AsyncClient) -> None:
    await signed_up(client)
    text = (await deliver_mail(app))[0][2]
    async with app.db.transaction() as transaction:
        await transaction.execute("UPDATE people_account SET email = 'other@example.test'")
    before = await count_rows(app)
    assert (await client.post(CONFIRM, json={"token": token_in(text)})).status_code == 422
    assert await count_rows(app) == before
