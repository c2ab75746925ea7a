"""The centre, what people choose, and the phones that are pushed to: over HTTP, with a strict push service."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.fakes.push_service import PushService
from tests.notice.world import KeptMail, hear, told
from tests.stories.telling import Story
from tests.world import Person, books, make_person, make_world

from vitrina import notice
from vitrina.kernel.clock import ManualClock
from vitrina.notice.actions import forget_old, send_later_mails, send_pushes
from vitrina.notice.model import Amount
from vitrina.platform.app import App

EVERYTHING_ON = {"choices": {}, "zone": "UTC"}
SHIPPED = notice.OrderShipped("A-1", "Casa Azul", "Mug", "/orders/1")
REPLIED = notice.Replied("Bea", "So nice", "My shelf", "/v/1")


@pytest.fixture
async def story(http: httpx.AsyncClient, app: App, clock: ManualClock, service: PushService) -> Story:
    story = Story(http, app, clock, await make_world(app))
    service.server_key = (await story.done("GET", "/v1/push_key"))["public_key"]
    return story


async def tell(app: App, person: Person, what: notice.Told, once: str) -> None:
    async with app.db.transaction() as transaction:
        await notice.tell(transaction, notice.To(person.id), what, once=once, now=app.clock.now())
    await hear(app)


async def subscribe(story: Story, person: Person, body: dict[str, Any]) -> int:
    return (await story.do("PUT", "/v1/push_subscriptions", person, body)).status_code


async def test_the_centre_is_paged_read_and_emptied_by_time(story: Story, mails: KeptMail) -> None:
    app, shopper = story.app, story.world.shopper
    for number in range(5):
        story.clock.advance(timedelta(minutes=1))
        await tell(app, shopper, notice.BackInStock(f"Mug {number}", "/p/mug"), f"b:{number}")
    first = await story.done("GET", "/v1/notices?limit=3", shopper, language="es")
    assert [one["title"] for one in first["notices"]] == ["Volvió Mug 4", "Volvió Mug 3", "Volvió Mug 2"]
    assert first["unread"] == 5
    rest = await story.done("GET", f"/v1/notices?limit=3&cursor={first['next_cursor']}", shopper)
    assert [one["title"] for one in rest["notices"]] == ["Mug 1 is back", "Mug 0 is back"]
    assert rest["next_cursor"] is None
    assert (await story.do("GET", "/v1/notices?cursor=bm90LWEtZGF0ZR94", shopper)).json()["code"] == "invalid"

    # Somebody else marking mine changes nothing.
    mine = [one["id"] for one in first["notices"][:2]]
    rival = story.world.creator
    assert (await story.do("POST", "/v1/notices/read", rival, {"ids": mine})).status_code == 204
    assert (await story.done("GET", "/v1/notices/unread", shopper)) == {"unread": 5}
    assert (await story.do("POST", "/v1/notices/read", shopper, {"ids": mine})).status_code == 204
    again = await story.done("GET", "/v1/notices", shopper)
    assert [one["is_read"] for one in again["notices"]] == [True, True, False, False, False]
    assert (await story.do("POST", "/v1/notices/read", shopper, {})).status_code == 204
    assert (await story.done("GET", "/v1/notices/unread", shopper)) == {"unread": 0}

    story.clock.advance(timedelta(days=90, minutes=-2))
    assert await forget_old(app) == 2
    assert await told(story, shopper) == ["Mug 4 is back", "Mug 3 is back", "Mug 2 is back"]


async def test_what_is_read_in_the_app_is_not_mailed_later(story: Story, mails: KeptMail) -> None:
    app, creator = story.app, story.world.creator
    await tell(app, creator, REPLIED, "r:1")
    await story.do("POST", "/v1/notices/read", creator, {})
    await tell(app, creator, REPLIED, "r:2")
    story.clock.advance(timedelta(days=1))
    assert await send_later_mails(app) == 1
    assert [mail.subject for mail in mails.take()] == ["Bea commented on “My shelf”"]


async def test_a_push_reaches_the_browser_and_nobody_else_can_read_it(story: Story, service: PushService) -> None:
    app = story.app
    shopper = await make_person(app, "ana", language="es")
    for _ in range(2):
        assert await subscribe(story, shopper, service.subscription("ana")) == 204
    await tell(app, shopper, SHIPPED, "s:1")
    assert (await send_pushes(app), await send_pushes(app)) == (1, 0)
    [one] = service.delivered
    assert (one.path, one.ttl_s, one.urgency) == ("/push/ana", 86_400, "high")
    [kept] = (await story.done("GET", "/v1/notices", shopper))["notices"]
    tag = kept["id"].replace("-", "")
    assert one.topic == tag
    assert one.said == {
        "title": "En camino: Mug", "text": "Casa Azul envió tu pedido A-1.", "path": "/orders/1", "tag": tag, "icon": "truck",
        "language": "es",
    }  # fmt: skip

    # Another account logs in on the same phone: it is theirs now.
    other = await make_person(app, "bo")
    assert await subscribe(story, other, service.subscription("ana")) == 204
    await tell(app, shopper, SHIPPED, "s:2")
    assert await send_pushes(app) == 0
    await tell(app, other, SHIPPED, "s:3")
    assert await send_pushes(app) == 1
    path = f"/v1/push_subscriptions?endpoint={service.subscription('ana')['endpoint']}"
    assert (await story.do("DELETE", path, shopper)).status_code == 204
    await tell(app, other, SHIPPED, "s:4")
    assert await send_pushes(app) == 1
    assert (await story.do("DELETE", path, other)).status_code == 204
    await tell(app, other, SHIPPED, "s:5")
    assert await send_pushes(app) == 0
    assert len(service.delivered) == 3


async def test_a_browser_that_is_gone_is_forgotten_and_a_busy_service_asked_again(
    story: Story, service: PushService
) -> None:
    app, shopper = story.app, story.world.shopper
    await subscribe(story, shopper, service.subscription("one"))
    service.answers = [(429, {"Retry-After": "120"}), (503, {}), (201, {})]
    await tell(app, shopper, SHIPPED, "s:1")
    assert (await send_pushes(app), await send_pushes(app)) == (1, 0)
    story.clock.advance(timedelta(seconds=121))
    assert (await send_pushes(app), await send_pushes(app)) == (1, 0)
    story.clock.advance(timedelta(seconds=121))
    assert (await send_pushes(app), service.answers) == (1, [])
    story.clock.advance(timedelta(hours=2))
    assert await send_pushes(app) == 0

    for status in (410, 404):
        await subscribe(story, shopper, service.subscription("two"))
        service.answers = [(status, {}), (status, {})]
        await tell(app, shopper, SHIPPED, f"s:{status}")
        assert await send_pushes(app) == 2
        await subscribe(story, shopper, service.subscription("one"))
        service.answers = [(413, {})]  # a refusal for good ends this push, not the subscription
        await tell(app, shopper, SHIPPED, f"t:{status}")
        assert (await send_pushes(app), service.answers) == (1, [])
    service.answers = [(500, {})] * 6
    await tell(app, shopper, SHIPPED, "s:never")
    for _ in range(8):
        await send_pushes(app)
        story.clock.advance(timedelta(hours=1))
    assert (service.answers, service.delivered) == ([], [])


async def test_a_sleeper_is_not_rung_save_for_an_order(story: Story, service: PushService) -> None:
    app, creator = story.app, story.world.creator
    await subscribe(story, creator, service.subscription("valentina"))
    night = {
        "choices": {"push.alerts": False},
        "quiet_from_min": 8 * 60,
        "quiet_until_min": 11 * 60,
        "zone": "America/Lima",
    }
    kept = await story.done("PUT", "/v1/me/notices", creator, night)
    off = [(one["channel"], one["category"]) for one in kept["choices"] if not one["is_on"]]
    assert (off, kept["zone"]) == ([("push", "alerts")], "America/Lima")
    assert await story.done("GET", "/v1/me/notices", creator) == kept
    locked = {one["category"] for one in kept["choices"] if one["is_locked"]}
    assert locked == {"orders", "account"}
    # The clock says 15:00 UTC, which is 10:00 in Lima.
    await tell(app, creator, REPLIED, "r:1")
    await tell(app, creator, SHIPPED, "s:1")
    await tell(app, creator, notice.BackInStock("Mug", "/p/mug"), "b:1")
    assert (await send_pushes(app), await send_pushes(app)) == (1, 0)
    assert service.delivered[0].said["title"] == "On its way: Mug"
    story.clock.advance(timedelta(minutes=61))
    assert (await send_pushes(app), await send_pushes(app)) == (1, 0)
    assert service.delivered[1].said["title"] == "Bea commented on “My shelf”"
    # What was read meanwhile does not ring any more.
    story.clock.advance(timedelta(hours=22))
    await tell(app, creator, REPLIED, "r:2")
    await story.do("POST", "/v1/notices/read", creator, {})
    story.clock.advance(timedelta(days=1))
    assert await send_pushes(app) == 0


async def test_sales_ring_at_once_and_once_more_when_there_were_more(story: Story, service: PushService) -> None:
    app, seller = story.app, story.world.seller
    await subscribe(story, seller, service.subscription("noor"))
    until = story.clock.now() + timedelta(minutes=10)

    async def sold(count: int, once: str) -> None:
        await tell(
            app, seller, notice.SaleMade("Luz", count, Amount(1000 * count, "USD"), "Mug", until, "/sell/luz"), once
        )

    await sold(1, "a")
    await sold(1, "b")
    assert await send_pushes(app) == 2
    for count in (2, 3):
        await sold(count, "a")
    await sold(2, "a")  # an older count that comes late changes nothing
    assert await send_pushes(app) == 0
    story.clock.advance(timedelta(minutes=10))
    assert (await send_pushes(app), await send_pushes(app)) == (2, 0)
    titles = [one.said["title"] for one in service.delivered]
    assert titles == ["You sold Mug", "You sold Mug", "3 sales, $30.00"]
    assert service.delivered[2].topic in {one.topic for one in service.delivered[:2]}


async def test_what_cannot_be_subscribed_or_chosen_changes_nothing(story: Story, service: PushService) -> None:
    app, shopper = story.app, story.world.shopper
    before, good = await books(app), service.subscription("x")
    inside = ("http://127.0.0.1:1/x", "ftp://push.example/x", "http://push.example/x", "https://", "nonsense")
    wrong = [{**good, "endpoint": endpoint} for endpoint in inside]
    wrong += [{**good, "keys": {**good["keys"], "p256dh": key}} for key in ("", "AAAA", "B" * 87)]
    wrong.append({**good, "keys": {**good["keys"], "auth": "AAAA"}})
    for body in wrong:
        refused = await story.do("PUT", "/v1/push_subscriptions", shopper, body)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid"), body
    for change in (
        {"choices": {"mail.weather": False}}, {"zone": "Mars/Olympus"}, {"quiet_from_min": 60},
        {"quiet_from_min": 1440, "quiet_until_min": 60},
    ):  # fmt: skip
        refused = await story.do("PUT", "/v1/me/notices", shopper, {**EVERYTHING_ON, **change})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid"), change
    for method in ("GET", "POST"):
        assert (await story.do(method, "/v1/unsubscribe/nonsense")).json()["code"] == "not_found"
    async with app.db.connection() as connection:
        counts = await connection.fetchrow(
            "SELECT (SELECT count(*) FROM notice_phone), (SELECT count(*) FROM notice_preference)"
        )
    assert counts is not None
    assert (tuple(counts), await books(app)) == ((0, 0), before)

    # An address that only looks public: the guarded fetch finds out when it is called, and gives it up.
    for number in range(12):
        assert await subscribe(story, shopper, {**good, "endpoint": f"https://127.0.0.1/{number}"}) == 204
    await tell(app, shopper, SHIPPED, "s:1")
    assert (await send_pushes(app), await send_pushes(app)) == (10, 0)
    assert service.delivered == []
