"""From a report to a takedown, an appeal and back; suspensions; copyright."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from tests.video.world import add_video
from tests.world import Person, books, buy, make_person, make_world

from vitrina import people, trust
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.money import Money
from vitrina.platform.app import App

Json = dict[str, Any]
TAKE_DOWN = {
    "effect": "takedown",
    "rule": "scam",
    "reason": "The lamp is not the one that is sent.",
    "evidence": "3 orders",
}


async def _moderator(app: App) -> Person:
    person = await make_person(app, "moderator")
    await people.grant_role(app, person.id, "moderator")
    return person


async def _report(http: httpx.AsyncClient, kind: str, thing: object, person: Person | None = None, **more: str) -> Json:
    body = {"kind": kind, "id": str(thing), "reason": "scam", **more}
    answer = await http.post("/v1/reports", json=body, headers=person.headers if person else {})
    assert answer.status_code == 201, answer.text
    http.cookies.clear()
    return dict(answer.json())


async def _cases(http: httpx.AsyncClient, moderator: Person, state: str = "open") -> list[Json]:
    answer = await http.get(f"/v1/staff/cases?state={state}", headers=moderator.headers)
    return list(answer.json()["cases"])


async def _act(http: httpx.AsyncClient, moderator: Person, case: Json, **act: Any) -> httpx.Response:
    return await http.post(f"/v1/staff/cases/{case['id']}/act", json={**TAKE_DOWN, **act}, headers=moderator.headers)


async def _take_down(http: httpx.AsyncClient, moderator: Person, kind: str, thing: object) -> Json:
    await _report(http, kind, thing)
    case = next(one for one in await _cases(http, moderator) if one["target"]["id"] == str(thing))
    made = await _act(http, moderator, case)
    assert made.status_code == 201, made.text
    return dict(made.json())


async def _status(http: httpx.AsyncClient, path: str, person: Person | None = None) -> int:
    return (await http.get(path, headers=person.headers if person else {})).status_code


async def test_a_video_is_reported_taken_down_appealed_and_restored(app: App, http: httpx.AsyncClient) -> None:
    world, moderator = await make_world(app), await _moderator(app)
    creator = world.creator
    clip = await add_video(app, creator.id, 1)
    other = await add_video(app, creator.id, 2)
    first = await _report(http, "video", clip, world.shopper, text="It never came.")
    assert await _report(http, "video", clip, world.shopper) == first
    await _report(http, "video", clip, reason="hidden_ad")
    (case,) = await _cases(http, moderator)
    assert (case["reports"], case["severity"], case["target"]["path"]) == (2, 2, f"/v/{clip}")
    assert [(one["code"], one["count"]) for one in case["reasons"]] == [("hidden_ad", 1), ("scam", 1)]
    full = (await http.get(f"/v1/staff/cases/{case['id']}", headers=moderator.headers)).json()
    assert {(one["text"], one["guest"]) for one in full["reports"]} == {("It never came.", False), ("", True)}
    assert full["owner"]["id"] == str(creator.id)

    made = (await _act(http, moderator, case)).json()
    assert await _cases(http, moderator) == []
    gone = await http.get(f"/v1/videos/{clip}", headers={"Accept-Language": "es"})
    assert (gone.status_code, gone.json()["code"]) == (410, "taken_down")
    assert gone.json()["title"] == "Esto se retiró porque no cumplía las reglas."
    assert (await http.get(f"/v/{clip}", headers={"Accept": "text/html"})).status_code == 410
    assert [one["id"] for one in (await http.get("/v1/feed")).json()["videos"]] == [str(other)]
    again = await _act(http, moderator, case)
    assert (again.status_code, again.json()["code"]) == (409, "case_closed")

    standing = (await http.get("/v1/standing", headers=creator.headers)).json()
    (seen,) = standing["sanctions"]
    assert (seen["rule"]["code"], seen["reason"], seen["evidence"]) == ("scam", TAKE_DOWN["reason"], "3 orders")
    assert (seen["standing"], seen["ends_at"], seen["appeal"]) == (True, None, None)
    asked = {"sanction_id": made["id"], "text": "I have the supplier's letter."}
    assert (await http.post("/v1/appeals", json=asked, headers=world.shopper.headers)).status_code == 404
    appealed = await http.post("/v1/appeals", json=asked, headers=creator.headers)
    assert appealed.json()["answer_due"] == "2026-05-07T15:00:00Z"
    twice = await http.post("/v1/appeals", json=asked, headers=creator.headers)
    assert (twice.status_code, twice.json()["code"]) == (409, "appeal_made")
    waiting = (await http.get("/v1/staff/appeals", headers=moderator.headers)).json()["appeals"]
    assert [one["id"] for one in waiting] == [made["id"]]
    answered = await http.post(
        f"/v1/staff/sanctions/{made['id']}/answer",
        json={"answer": "Thank you.", "lift": True},
        headers=moderator.headers,
    )
    assert (answered.json()["standing"], answered.json()["lifted_why"]) == (False, "appeal")
    assert await _status(http, f"/v1/videos/{clip}") == 200
    audit = (await http.get("/v1/operator/audit", headers=world.operator.headers)).json()["acts"]
    assert [(one["act"], one["by_id"], one["why"]) for one in audit] == [
        ("appeal_granted", str(moderator.id), "Thank you."), ("takedown", str(moderator.id), TAKE_DOWN["reason"]),
    ]  # fmt: skip
    async with app.db.connection() as connection:
        told = await connection.fetchval("SELECT count(*) FROM notice_message WHERE account_id = $1", creator.id)
    assert told == 2


async def test_an_appeal_that_nobody_answers_lifts_the_takedown_of_a_product(
    app: App, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    world, moderator = await make_world(app), await _moderator(app)
    path = f"/v1/products/{world.product_id}"
    made = await _take_down(http, moderator, "product", world.product_id)
    assert await _status(http, path) == 410
    before = await books(app)
    refused = await buy(http, world)
    assert (refused.status_code, refused.json()["code"]) == (404, "variant_unknown")
    assert await books(app) == before
    asked = {"sanction_id": made["id"], "text": "It is the real one."}
    assert (await http.post("/v1/appeals", json=asked, headers=world.seller.headers)).status_code == 201
    lift = trust.DUTIES[0].run
    clock.advance(timedelta(hours=71, minutes=59))
    await lift(app)
    assert await _status(http, path) == 410
    clock.advance(timedelta(minutes=1))
    await lift(app)
    assert await _status(http, path) == 200
    (seen,) = (await http.get("/v1/standing", headers=world.seller.headers)).json()["sanctions"]
    assert (seen["lifted_why"], seen["answer"]) == ("unanswered", None)
    assert (await buy(http, world)).status_code == 201


async def test_a_shop_that_is_taken_down_takes_its_goods_along(app: App, http: httpx.AsyncClient) -> None:
    world, moderator = await make_world(app), await _moderator(app)
    order = (await buy(http, world)).json()["id"]
    own = await _take_down(http, moderator, "product", world.product_id)
    made = await _take_down(http, moderator, "shop", world.shop_id)
    page, product = f"/v1/shops/{world.shop_slug}", f"/v1/products/{world.product_id}"
    assert (await _status(http, page), await _status(http, product)) == (410, 410)
    # The seller still minds the orders, the shopper still sees theirs.
    assert await _status(http, f"/v1/shops/{world.shop_slug}/orders", world.seller) == 200
    assert await _status(http, f"/v1/orders/{order}", world.shopper) == 200
    async with app.db.connection() as connection:
        # What the seller's console would do meanwhile waits for the shop.
        await connection.execute("UPDATE catalog_shop SET state = 'open' WHERE id = $1", world.shop_id)
    assert await _status(http, page) == 410
    for sanction, expected in ((made, (200, 410)), (own, (200, 200))):
        answer = await http.post(
            f"/v1/staff/sanctions/{sanction['id']}/lift", json={"reason": "ours"}, headers=moderator.headers
        )
        assert answer.status_code == 200, answer.text
        assert (await _status(http, page), await _status(http, product)) == expected
    over = await http.post(f"/v1/staff/sanctions/{own['id']}/lift", json={"reason": "x"}, headers=moderator.headers)
    assert (over.status_code, over.json()["code"]) == (409, "sanction_over")


async def test_a_suspended_account_may_only_look_appeal_and_mind_its_money(
    app: App, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    world, moderator = await make_world(app), await _moderator(app)
    clip = await add_video(app, world.creator.id, 1)
    handle = (await http.get("/v1/me", headers=world.creator.headers)).json()["account"]["creator"]["handle"]
    for person, days in ((world.creator, 7), (world.seller, None)):
        body = {"effect": "suspension", "rule": "hate", "reason": "Insults.", "days": days}
        path = f"/v1/staff/accounts/{person.id}/sanctions"
        assert (await http.post(path, json=body, headers=moderator.headers)).status_code == 201
    gone = [
        f"/v1/creators/{handle}",
        f"/v1/videos/{clip}",
        f"/v1/shops/{world.shop_slug}",
        f"/v1/products/{world.product_id}",
    ]
    assert [await _status(http, path) for path in gone] == [410, 410, 410, 410]
    me = (await http.get("/v1/me", headers=world.creator.headers)).json()["account"]
    assert me["suspended"] is True
    before = await books(app)
    refused = [
        await http.post("/v1/showcase", json={"product_id": str(world.product_id)}, headers=world.creator.headers),
        await buy(http, world, person=world.creator),
        await http.put(f"/v1/creators/{handle}/follow", headers=world.seller.headers),
    ]
    assert [(one.status_code, one.json()["code"]) for one in refused] == [(403, "account_suspended")] * 3
    assert await books(app) == before
    assert await _status(http, "/v1/wallet", world.creator) == 200
    (seen,) = (await http.get("/v1/standing", headers=world.creator.headers)).json()["sanctions"]
    assert seen["ends_at"] == "2026-05-11T15:00:00Z"
    asked = {"sanction_id": seen["id"], "text": "It was a joke."}
    assert (await http.post("/v1/appeals", json=asked, headers=world.creator.headers)).status_code == 201
    staff = {"effect": "suspension", "rule": "hate", "reason": "x"}
    own = await http.post(f"/v1/staff/accounts/{world.operator.id}/sanctions", json=staff, headers=moderator.headers)
    assert (own.status_code, own.json()["code"]) == (403, "staff_protected")
    clock.advance(timedelta(days=7))
    await trust.DUTIES[0].run(app)
    assert [await _status(http, path) for path in gone] == [200, 200, 410, 410]
    assert (await http.put(f"/v1/creators/{handle}/follow", headers=world.shopper.headers)).status_code == 204


async def test_a_copyright_notice_becomes_a_case_and_its_owner_answers(app: App, http: httpx.AsyncClient) -> None:
    world, moderator = await make_world(app), await _moderator(app)
    clip = await add_video(app, world.creator.id, 1)
    body = {
        "kind": "video", "id": str(clip), "name": "Mara Silva", "address": "9 Hill Rd", "email": "mara@x.test",
        "work": "The song in the video is mine.", "signature": "Mara Silva", "in_good_faith": True, "under_perjury": False,
    }  # fmt: skip
    refused = await http.post("/v1/copyright_notices", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert await _cases(http, moderator) == []
    made = await http.post("/v1/copyright_notices", json={**body, "under_perjury": True})
    assert made.status_code == 201
    (case,) = await _cases(http, moderator)
    assert (case["copyright"], case["reports"]) == (True, 0)
    await _act(http, moderator, case, rule="copyright")
    (claim,) = (await http.get("/v1/standing", headers=world.creator.headers)).json()["notices"]
    assert (claim["name"], claim["countered"]) == ("Mara Silva", False)
    assert "address" not in claim
    counter = {"name": "V", "address": "1 St", "text": "I bought a licence.", "signature": "V", "under_perjury": True}
    path = f"/v1/copyright_notices/{claim['id']}/counter"
    assert (await http.post(path, json=counter, headers=world.shopper.headers)).status_code == 404
    assert (await http.post(path, json=counter, headers=world.creator.headers)).status_code == 204
    assert (await http.post(path, json=counter, headers=world.creator.headers)).json()["code"] == "counter_made"
    full = (await http.get(f"/v1/staff/cases/{case['id']}", headers=moderator.headers)).json()
    assert full["notices"][0]["counter_text"] == "I bought a licence."


async def test_what_cannot_be_reported_leaves_nothing(app: App, http: httpx.AsyncClient) -> None:
    world, moderator = await make_world(app), await _moderator(app)
    bodies = [
        {"kind": "video", "id": str(UUID(int=7)), "reason": "scam"},
        {"kind": "product", "id": str(world.product_id), "reason": "boring"},
        {"kind": "planet", "id": str(world.product_id), "reason": "scam"},
    ]
    answers = [await http.post("/v1/reports", json=body) for body in bodies]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (404, "not_found"), (422, "invalid"), (422, "invalid"),
    ]  # fmt: skip
    assert await _cases(http, moderator) == []
    await _report(http, "account", world.seller.id)
    (case,) = await _cases(http, moderator)
    impossible = await _act(http, moderator, case)
    assert (impossible.status_code, impossible.json()["code"]) == (409, "effect_impossible")
    assert len(await _cases(http, moderator)) == 1
    assert (await http.get("/v1/standing", headers=world.seller.headers)).json()["sanctions"] == []


def test_who_sells_for_twenty_thousand_dollars_a_year_shows_who_they_are() -> None:
    assert trust.must_show_identity(Money(2_000_000, "USD"))
    assert not trust.must_show_identity(Money(1_999_999, "USD"))
