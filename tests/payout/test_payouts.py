"""Asking for a payout is refused, the same way each time, until payouts are open."""

from __future__ import annotations

import httpx
import pytest
from tests.world import World, books, fresh_key, make_world

from vitrina.platform.app import App


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Payouts are not open here yet. What you earned stays yours and in your wallet."),
        ("es", "Los pagos todavía no están abiertos aquí. Lo que ganaste sigue siendo tuyo y está en tu cartera."),
    ],
)
async def test_payouts_are_not_open(http: httpx.AsyncClient, app: App, world: World, language: str, text: str) -> None:
    before = await books(app)
    headers = {**world.creator.headers, "Idempotency-Key": fresh_key(), "Accept-Language": language}
    first = await http.post("/v1/payouts", json={"currency": "USD"}, headers=headers)
    assert (first.status_code, first.json()["code"], first.json()["title"]) == (409, "payouts_not_open", text)
    again = await http.post("/v1/payouts", json={"currency": "USD"}, headers=headers)
    assert (again.status_code, again.headers["Idempotent-Replayed"], again.content) == (409, "true", first.content)
    assert await books(app) == before


async def test_a_payout_needs_a_key_a_currency_and_an_account(http: httpx.AsyncClient, world: World) -> None:
    keyed = {"Idempotency-Key": fresh_key()}
    asked = [
        (world.creator.headers, {"currency": "USD"}, (400, "idempotency_key_missing")),
        (keyed, {"currency": "USD"}, (401, "login_needed")),
        ({**world.creator.headers, **keyed}, {"currency": "usd"}, (422, "invalid")),
        ({**world.creator.headers, **keyed}, {"currency": "XXX"}, (422, "invalid")),
        ({**world.creator.headers, **keyed}, {}, (422, "invalid")),
        ({**world.creator.headers, **keyed}, {"currency": "EUR"}, (422, "idempotency_conflict")),
    ]
    for headers, body, expected in asked:
        answer = await http.post("/v1/payouts", json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == expected
