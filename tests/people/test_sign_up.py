"""Opening an account: the age screen, what is checked, what is kept."""

from __future__ import annotations

import asyncio
from datetime import date
from uuid import UUID

import httpx
import pytest
from tests.people.conftest import ANA, bearer, count_rows, deliver_mail, everything_of, signed_up, token_in

from vitrina import people
from vitrina.platform.app import App


async def test_a_person_signs_up_and_logs_in_at_once(app: App, client: httpx.AsyncClient) -> None:
    made = await client.post("/v1/accounts", json=ANA)
    assert made.status_code == 201
    account_id = made.json()["id"]
    assert made.json() == {"id": str(UUID(account_id))}
    logged = await client.post("/v1/sessions", json={"email": "ANA@example.test", "password": ANA["password"]})
    assert logged.status_code == 200
    assert list(logged.json()) == ["token"]
    me = await client.get("/v1/me", headers=bearer(logged.json()["token"]))
    assert me.json() == {
        "account": {
            "id": account_id,
            "email": "ana@example.test",
            "name": "Ana Ruiz",
            "language": "es",
            "country": "MX",
            "email_verified": False,
            "creator": None,
            "roles": ["shopper"],
            "shops": [],
            "suspended": False,
            "viewed_until": None,
        }
    }


async def test_neither_password_nor_token_lies_in_the_database(app: App, client: httpx.AsyncClient) -> None:
    token = await signed_up(client)
    logged = await client.post(
        "/v1/sessions",
        json={"email": ANA["email"], "password": ANA["password"]},
        headers={"Idempotency-Key": "log-in-1"},
    )
    ((_, _, text),) = await deliver_mail(app)
    everything = await everything_of(app)
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in everything
    for secret in (ANA["password"], token, logged.json()["token"], token_in(text)):
        assert secret not in everything


async def test_the_age_screen_counts_to_the_day(client: httpx.AsyncClient) -> None:
    days = {"2013-05-04": 201, "2013-05-05": 403, "2013-05-03": 201, "2020-01-01": 403, "2026-05-04": 403}
    for day, status in days.items():
        made = await client.post("/v1/accounts", json=ANA | {"birth_date": day, "email": f"{day}@example.test"})
        assert (day, made.status_code) == (day, status)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "We cannot open an account for you yet."), ("es", "Todavía no podemos abrirte una cuenta.")],
)
async def test_a_childs_sign_up_leaves_no_trace_at_all(
    app: App, limited: httpx.AsyncClient, language: str, sentence: str
) -> None:
    before = await count_rows(app)
    refused = await limited.post(
        "/v1/accounts",
        json=ANA | {"birth_date": "2015-06-01"},
        headers={"Accept-Language": language, "Idempotency-Key": "child"},
    )
    assert refused.status_code == 403
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert refused.headers.get_list("set-cookie") == []
    assert refused.json() == {
        "type": "urn:vitrina:problem:too_young",
        "title": sentence,
        "status": 403,
        "detail": sentence,
        "code": "too_young",
        "request_id": "",
    }
    assert await count_rows(app) == before


WRONG: list[tuple[dict[str, str], str]] = [
    ({"email": "nobody"}, "email"),
    ({"email": "a@b.test\u0000"}, "email"),
    ({"email": "a" * 260 + "@b.test"}, "email"),
    ({"password": "short"}, "password"),
    ({"password": "x" * 257}, "password"),
    ({"name": "  "}, "name"),
    ({"name": "x" * 81}, "name"),
    ({"name": "a\u0000b"}, "name"),
    ({"name": "a\u202eb"}, "name"),
    ({"birth_date": "2026-05-05"}, "birth_date"),
    ({"birth_date": "1890-01-01"}, "birth_date"),
    ({"language": "fr"}, "language"),
    ({"country": "Mexico"}, "country"),
    ({"country": "ÑÑ"}, "country"),
]


async def test_what_cannot_be_is_refused_and_changes_nothing(app: App, client: httpx.AsyncClient) -> None:
    before = await count_rows(app)
    for change, field in WRONG:
        refused = await client.post("/v1/accounts", json=ANA | change)
        assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, "invalid", field)
    assert await count_rows(app) == before


async def test_what_has_the_wrong_shape_is_malformed(app: App, client: httpx.AsyncClient) -> None:
    before = await count_rows(app)
    changes: list[dict[str, object]] = [{"birth_date": "yesterday"}, {"name": 5}, {"email": None}]
    for change in changes:
        refused = await client.post("/v1/accounts", json=ANA | change)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
        assert refused.json()["field"] == next(iter(change))
    assert (await client.post("/v1/accounts", content=b'{"email":')).status_code == 400
    assert await count_rows(app) == before


async def test_an_email_has_one_account_in_any_case_of_letters(app: App, client: httpx.AsyncClient) -> None:
    await signed_up(client)
    before = await count_rows(app)
    refused = await client.post("/v1/accounts", json=ANA | {"email": "Ana@Example.TEST"})
    assert (refused.status_code, refused.json()["code"]) == (409, "email_taken")
    assert await count_rows(app) == before


async def test_ten_sign_ups_at_once_make_one_account(app: App, client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.post("/v1/accounts", json=ANA) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert (await count_rows(app))["people_account"] == 1


async def test_the_same_key_gives_the_same_account_and_another_body_a_conflict(
    app: App, client: httpx.AsyncClient
) -> None:
    key = {"Idempotency-Key": "sign-up-1"}
    first = await client.post("/v1/accounts", json=ANA, headers=key)
    again = await client.post("/v1/accounts", json=ANA, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    other = await client.post("/v1/accounts", json=ANA | {"password": "open sesame 2"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")
    assert (await count_rows(app))["people_account"] == 1


async def test_sign_ups_of_one_address_are_limited(app: App, limited: httpx.AsyncClient) -> None:
    assert (await limited.post("/v1/accounts", json=ANA)).status_code == 201
    async with app.db.transaction() as transaction:
        await transaction.execute("UPDATE platform_limit SET used = 300 WHERE name = 'sign_up_address'")
    before = await count_rows(app)
    answers = [
        await limited.post("/v1/accounts", json=ANA | {"email": f"a{place}@example.test"}) for place in range(15)
    ]
    # The process had taken a twentieth of the 300: it spends the other 14, then it hears that nothing is left.
    assert [answer.status_code for answer in answers] == [201] * 14 + [429]
    assert answers[-1].json()["code"] == "too_many_requests"
    assert answers[-1].headers["retry-after"] == str(answers[-1].json()["retry_after_s"])
    assert (await count_rows(app))["people_account"] == before["people_account"] + 14


def test_adults_are_eighteen_on_the_day() -> None:
    assert people.is_adult(date(2008, 5, 4), date(2026, 5, 4))
    assert not people.is_adult(date(2008, 5, 5), date(2026, 5, 4))
    assert not people.is_adult(date(2008, 2, 29), date(2026, 2, 28))
    assert people.is_adult(date(2008, 2, 29), date(2026, 3, 1))
    assert not people.is_adult(None, date(2026, 5, 4))
