"""The operator's desk: fees from a date, markets, held commissions, refunds, views, invitations; all of it in the audit log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from tests.world import ADDRESS, Person, World, books, buy, fresh_key, make_person, make_world, touch

from vitrina import insight, market, people
from vitrina.kernel.clock import ManualClock
from vitrina.market.engine.markets import _Kept
from vitrina.platform.app import App

Json = dict[str, Any]


async def _audit(http: httpx.AsyncClient, world: World) -> list[str]:
    answer = await http.get("/v1/operator/audit?limit=50", headers=world.operator.headers)
    return [one["act"] for one in answer.json()["acts"]]


def _forget_markets(app: App) -> None:
    """The process's copy is five seconds old at most, and this test's clock stands still."""
    app.part(_Kept)._made_at = float("-inf")


async def _post(http: httpx.AsyncClient, path: str, body: Json, person: Person) -> httpx.Response:
    return await http.post(path, json=body, headers={**person.headers, "Idempotency-Key": fresh_key()})


async def test_a_fee_changes_from_its_date_and_the_old_one_stays(
    app: App, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    world = await make_world(app, rate_bps=None)
    asked = {"platform_bps": 800, "house_bps": 100, "why": "Cards cost more.", "starts_at": "2026-05-05T00:00:00Z"}
    refusals = [
        await _post(http, "/v1/operator/fees", {**asked, "starts_at": "2026-05-04T15:00:30Z"}, world.operator),
        await _post(http, "/v1/operator/fees", {**asked, "house_bps": 900}, world.operator),
    ]
    assert [(one.status_code, one.json()["code"]) for one in refusals] == [(422, "fee_too_early"), (422, "invalid")]
    assert await _audit(http, world) == []
    made = await _post(http, "/v1/operator/fees", asked, world.operator)
    assert (made.status_code, made.json()["version"]) == (201, 2)
    shown = (await http.get("/v1/operator/fees", headers=world.operator.headers)).json()
    assert [(one["version"], one["platform_bps"], one["by"]) for one in shown["fees"]] == [
        (2, 800, "Operator"), (1, 600, None),
    ]  # fmt: skip
    assert shown["now"] == 1
    _forget_markets(app)
    kept = await market.markets(app)
    assert [kept.fee_at(clock.now() + timedelta(hours=hours)).platform_bps for hours in (8, 9)] == [600, 800]
    earlier = await _post(http, "/v1/operator/fees", {**asked, "starts_at": "2026-05-04T20:00:00Z"}, world.operator)
    assert earlier.json()["code"] == "fee_too_early"


async def test_a_market_is_changed_with_its_history(app: App, http: httpx.AsyncClient) -> None:
    world = await make_world(app)
    body = {
        "return_days": 15, "is_return_business_days": False, "shipping_minor": 9900, "free_shipping_from_minor": None,
        "payout_minimum_minor": 20000, "is_served": True, "why": "As the others do.",
    }  # fmt: skip
    answer = await http.put("/v1/operator/markets/MX", json=body, headers=world.operator.headers)
    assert (answer.json()["return_days"], answer.json()["payout_minimum_minor"]) == (15, 20000)
    (act,) = (await http.get("/v1/operator/audit?kind=market&subject=MX", headers=world.operator.headers)).json()[
        "acts"
    ]
    assert (act["before"]["return_days"], act["after"]["return_days"]) == (5, 15)
    unknown = await http.put("/v1/operator/markets/ZZ", json=body, headers=world.operator.headers)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "country_not_served")
    assert await _audit(http, world) == ["market_changed"]


async def _held(http: httpx.AsyncClient, world: World) -> tuple[str, str]:
    """A commission that waits because buyer and creator live in one place: (order, commission)."""
    mine = {**ADDRESS, "line1": f"{fresh_key()} Oak"}
    assert (await buy(http, world, person=world.creator, address=mine)).status_code == 201
    await touch(http, world)
    order = str((await buy(http, world, address=mine)).json()["id"])
    held = (await http.get("/v1/operator/commissions", headers=world.operator.headers)).json()["commissions"]
    return order, next(str(line["id"]) for line in held if line["order_id"] == order)


@pytest.mark.parametrize("rate", [1500, None])
async def test_a_held_commission_is_released_or_refused_and_the_books_agree(
    app: App, http: httpx.AsyncClient, rate: int | None
) -> None:
    world = await make_world(app, rate_bps=rate)
    _, released = await _held(http, world)
    order, refused = await _held(http, world)
    path = "/v1/operator/commissions"
    assert (await _post(http, f"{path}/{released}/release", {"why": "Neighbours."}, world.operator)).status_code == 204
    before = await books(app)
    assert (await _post(http, f"{path}/{refused}/refuse", {"why": "The same flat."}, world.operator)).status_code == 204
    after = await books(app)
    amount = 300 if rate else 40
    to = "seller_pending" if rate else "platform_fee"
    assert after["creator_pending"] - before["creator_pending"] == amount
    assert after[to] - before[to] == -amount
    assert (await insight.check_books(app)).wrong == {}
    again = await _post(http, f"{path}/{refused}/refuse", {"why": "x"}, world.operator)
    assert (again.status_code, again.json()["code"]) == (409, "commission_not_held")
    unknown = await _post(http, f"{path}/{refused}/burn", {"why": "x"}, world.operator)
    assert unknown.status_code == 404
    lines = (await http.get("/v1/wallet", headers=world.creator.headers)).json()["lines"]
    states = {line["commission_id"]: line["state"] for line in lines}
    assert (states[released], states[refused]) == ("pending", "void")
    # A refund after the refusal gives back what stands now.
    done = await _post(http, f"/v1/operator/orders/{order}/refund", {"why": "The shop is silent."}, world.operator)
    assert (done.status_code, done.json()["status"]) == (200, "refunded")
    assert (await insight.check_books(app)).wrong == {}
    assert await _audit(http, world) == ["refunded", "commission_refused", "commission_released"]


async def test_an_operator_looks_through_an_account_without_a_trace_but_the_one_that_is_told(
    app: App, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    world = await make_world(app)
    order = (await buy(http, world)).json()["id"]
    own = {"vitrina_session": world.operator.token}
    site = {"Sec-Fetch-Site": "same-origin"}
    http.cookies.update(own)
    asked = {"account_id": str(world.shopper.id), "why": "Cannot find an order."}
    started = await http.post("/v1/staff/views", json=asked, headers=site)
    assert (started.status_code, started.json()["ends_at"]) == (201, "2026-05-04T15:30:00Z")
    me = (await http.get("/v1/me")).json()["account"]
    assert (me["id"], me["viewed_until"], me["roles"]) == (str(world.shopper.id), "2026-05-04T15:30:00Z", ["shopper"])
    assert (await http.get("/v1/orders")).json()["orders"][0]["id"] == order
    before = await books(app)
    refused = await http.patch("/v1/me", json={"name": "Someone"}, headers=site)
    assert (refused.status_code, refused.json()["code"]) == (403, "view_only")
    assert await books(app) == before
    assert (await http.get("/v1/operator/audit")).status_code == 403
    # The cookie is worth nothing without the operator's own session, and nothing after half an hour.
    view = http.cookies["vitrina_view"]
    http.cookies.clear()
    http.cookies.update({"vitrina_view": view, "vitrina_session": world.seller.token})
    assert (await http.get("/v1/me")).json()["account"]["id"] == str(world.seller.id)
    http.cookies.clear()
    http.cookies.update({"vitrina_view": view, **own})
    assert (await http.get("/v1/me")).json()["account"]["id"] == str(world.shopper.id)
    clock.advance(timedelta(minutes=30))
    assert (await http.get("/v1/me")).json()["account"]["id"] == str(world.operator.id)
    http.cookies.clear()
    (seen,) = (await http.get("/v1/standing", headers=world.shopper.headers)).json()["views"]
    assert (seen["by"], seen["why"]) == ("Operator", "Cannot find an order.")
    staff = await make_person(app, "second")
    await people.grant_role(app, staff.id, "operator")
    peer = await _post(http, "/v1/staff/views", {**asked, "account_id": str(staff.id)}, world.operator)
    assert (peer.status_code, peer.json()["code"]) == (403, "no_view_of_staff")
    http.cookies.clear()
    http.cookies.update(own)
    assert (await http.post("/v1/staff/views", json=asked, headers=site)).status_code == 201
    assert (await http.delete("/v1/staff/views/current", headers=site)).status_code == 204
    http.cookies.clear()
    assert await _audit(http, world) == ["view_ended", "view_started", "view_started"]


async def test_the_audit_log_is_only_added_to(app: App, http: httpx.AsyncClient) -> None:
    world = await make_world(app)
    assert (await _post(http, "/v1/operator/dead_letters/requeue", {"why": "mended"}, world.operator)).json() == {
        "count": 0
    }
    async with app.db.connection() as connection:
        for statement in ("UPDATE people_audit SET why = ''", "DELETE FROM people_audit", "TRUNCATE people_audit"):
            with pytest.raises(asyncpg.IntegrityConstraintViolationError):
                await connection.execute(statement)
    assert await _audit(http, world) == ["dead_letters_requeued"]


async def test_an_invitation_works_once_for_its_own_address(app: App, http: httpx.AsyncClient) -> None:
    world, guest = await make_world(app), await make_person(app, "guest")
    async with app.db.connection() as connection:
        email = (await people.accounts_by_ids(connection, [guest.id]))[guest.id].email
    body = {"email": email.upper(), "role": "moderator", "language": "es", "why": "Help."}
    invitation = (await _post(http, "/v1/operator/invitations", body, world.operator)).json()
    issued = await people.issue_invitation_token(app, UUID(invitation["id"]))
    assert issued is not None
    taken = {"token": issued[1]}
    other = await _post(http, "/v1/invitations/accept", taken, world.shopper)
    assert (other.status_code, other.json()["code"]) == (403, "invitation_for_other")
    assert (await _post(http, "/v1/invitations/accept", taken, guest)).json() == {"role": "moderator"}
    assert (await _post(http, "/v1/invitations/accept", taken, guest)).json()["code"] == "token_unknown"
    assert (await http.get("/v1/staff/cases", headers=guest.headers)).status_code == 200
    assert await _audit(http, world) == ["invitation_accepted", "invited"]


async def test_roles_sessions_and_the_last_operator(app: App, http: httpx.AsyncClient) -> None:
    world = await make_world(app)
    account = f"/v1/operator/accounts/{world.shopper.id}"
    found = (await http.get("/v1/operator/accounts?q=shopp", headers=world.operator.headers)).json()["accounts"]
    assert [one["id"] for one in found] == [str(world.shopper.id)]
    granted = await http.put(
        f"{account}/roles/moderator", json={"granted": True, "why": "good eyes"}, headers=world.operator.headers
    )
    assert granted.json()["roles"] == ["moderator"]
    last = await http.put(
        f"/v1/operator/accounts/{world.operator.id}/roles/operator",
        json={"granted": False, "why": "tired"},
        headers=world.operator.headers,
    )
    assert (last.status_code, last.json()["code"]) == (409, "last_operator")
    ended = await _post(http, f"{account}/sign_out", {"why": "a lost phone"}, world.operator)
    assert ended.json() == {"count": 1}
    assert (await http.get("/v1/me", headers=world.shopper.headers)).status_code == 401
    health = (await http.get("/v1/operator/health", headers=world.operator.headers)).json()
    assert (health["mails_failed"], health["vitals"]["dead_letters"]) == (0, [])
    assert health["vitals"]["database_bytes"] > 0
    assert await _audit(http, world) == ["signed_out", "role_granted"]
