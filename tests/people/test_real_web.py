"""The same over real HTTP, with the whole application and its frame."""

from __future__ import annotations

import httpx
from tests.people.conftest import ANA, bearer

LOG_IN = {"email": ANA["email"], "password": ANA["password"]}


async def test_a_browser_signs_up_logs_in_and_out(http: httpx.AsyncClient) -> None:
    own = {"Origin": str(http.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    made = await http.post("/v1/accounts", json=ANA, headers=own)
    assert made.status_code == 201
    token = (await http.post("/v1/sessions", json=LOG_IN, headers=own)).json()["token"]
    assert sorted(http.cookies) == ["vitrina_session"]
    assert (await http.get("/v1/me")).json()["account"]["id"] == made.json()["id"]
    evil = await http.patch("/v1/me", json={"name": "Evil"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (evil.status_code, evil.json()["code"]) == (403, "cross_site")
    assert evil.json()["request_id"] != ""
    assert (await http.delete("/v1/sessions/current", headers=own)).status_code == 204
    assert sorted(http.cookies) == []
    assert (await http.get("/v1/me")).json() == {"account": None}
    ended = await http.get("/v1/me", headers=bearer(token))
    assert (ended.status_code, ended.json()["code"]) == (401, "session_unknown")


async def test_every_call_is_in_the_contract_with_its_refusals(http: httpx.AsyncClient) -> None:
    paths = (await http.get("/openapi.json")).json()["paths"]
    documented = {
        f"{method.upper()} {path}": sorted(answers["responses"])
        for path, methods in paths.items()
        for method, answers in methods.items()
        if path.startswith(("/v1/accounts", "/v1/sessions", "/v1/me", "/v1/email", "/v1/password"))
        or path in ("/v1/creators", "/v1/creators/{handle}", "/v1/creators/{handle}/follow")
    }
    assert len(documented) == 25
    expected = {
        "POST /v1/accounts": {"201", "400", "401", "403", "409", "422", "429", "503"},
        "POST /v1/sessions": {"200", "400", "401", "403", "409", "422", "429", "503"},
        "DELETE /v1/sessions/current": {"204", "401", "403", "409", "422", "429"},
        "GET /v1/me": {"200", "401"},
        "PUT /v1/creators/{handle}/follow": {"204", "401", "403", "404", "422"},
    }
    for call, statuses in expected.items():
        assert statuses <= set(documented[call]), (call, documented[call])
