"""Being told: the bell, the mail in one's language, stopping it with one click, and a push that rings on the phone."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import CDPSession, Page, expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, Screen
from tests.browser.town import Town
from tests.fakes.push_service import PushService, push_service
from tests.world import Person

from vitrina import checkout, notice, people
from vitrina.kernel.clock import SystemClock
from vitrina.kernel.ids import AccountId, OrderId

pytestmark = pytest.mark.asyncio(loop_scope="session")
ZONE = ZoneInfo("America/Chicago")  # of every window of the stories

# The push service that Chromium would ask is not on this machine: a browser's own part, done as the standard says.
SUBSCRIBE = """
(() => {
  const kept = () => JSON.parse(localStorage.getItem('push') ?? 'null');
  const made = (body) => body && { endpoint: body.endpoint, toJSON: () => body,
    unsubscribe: async () => { localStorage.removeItem('push'); return true; } };
  PushManager.prototype.getSubscription = async () => made(kept());
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly || new Uint8Array(options.applicationServerKey).length !== 65) throw new TypeError('key');
    localStorage.setItem('push', JSON.stringify(SUBSCRIPTION));
    return made(kept());
  };
})()
"""


async def ship(town: Town, order: OrderId) -> None:
    actor = people.Actor(account_id=town.seller.id, shop_roles={town.shop.id: "owner"}, scope="s")
    await checkout.ship_order(town.app, actor, order, carrier="Parcel", tracking="VT 123")


async def tell(town: Town, person: Person, told: notice.Told, once: str) -> None:
    now = town.app.clock.now()
    async with town.app.db.transaction() as transaction:
        await notice.tell(transaction, notice.To(account_id=AccountId(person.id)), told, once=once, now=now)
    town.app.waker.wake()


async def test_the_bell_and_the_mail_tell_that_it_was_sent_and_mails_stop_with_one_click(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    fan = await town.new_person("bea", language)
    shopper, email = await town.new_reader("ana", language)
    handle = await town.become_everything(shopper, language)
    title = town.goods[1].title
    order = await town.order_of_earlier(shopper, town.goods[1], quantity=1, language=language)
    phone = await open_window(language, shopper)
    await phone.go("/")
    await ship(town, order)
    subject = f"On its way: {title}" if language == "en" else f"En camino: {title}"
    letter = await town.place.mailed(email, subject)
    assert letter["Content-Language"] == language and letter["List-Unsubscribe"] is None
    assert str(order) in letter.get_body(("plain",)).get_content()
    assert "<h1" in letter.get_body(("html",)).get_content()

    await phone.page.reload()
    await expect(phone.part("bell")).to_have_attribute("aria-label", re.compile(r"^[2-9] "))
    await phone.shoot("notices-bell")
    await phone.press("bell")
    shipped = phone.page.locator('[data-testid="notice"][data-kind="order_shipped"]')
    await expect(shipped).to_contain_text(subject)
    await phone.shoot("notices")
    await shipped.click()
    await expect(phone.part("tracking")).to_contain_text("VT 123")
    await phone.page.go_back()
    await expect(shipped).not_to_have_class(re.compile("unread"))
    await phone.press("read-all")
    await expect(phone.part("read-all")).to_have_count(0)
    assert phone.page.url.endswith("/notices")

    # A follower of today is told in the app at once, and by mail once a day; the day passes.
    admirer = await open_window(language, fan)
    await admirer.go(f"/@{handle}")
    await admirer.page.get_by_role("button", name=admirer.say("people.follow"), exact=True).click()
    await town.until(lambda: _is_told(town, shopper, "followed"))
    await phone.page.reload()
    follows = "Bea follows you" if language == "en" else "Bea te sigue"
    await phone.see(follows)
    await _let_the_day_pass(town, shopper)
    letter = await town.place.mailed(email, follows)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.search(rf"{re.escape(town.place.url)}/unsubscribe\S+", letter.get_body(("plain",)).get_content())
    assert link is not None

    stranger = await open_window(language, size=DESK)
    await stranger.page.goto(link[0])
    await stranger.press("stop")
    await stranger.see(stranger.say("notice.stopped", name=stranger.say("notice.category.social")))
    await stranger.shoot("notices-stopped")
    await phone.go("/me/notices")
    await expect(phone.part("mail-social")).to_have_attribute("aria-checked", "false")
    await expect(phone.part("push-social")).to_have_attribute("aria-checked", "true")
    for screen in (phone, admirer, stranger):
        await screen.assert_calm()


async def test_a_push_rings_and_leads_to_the_order_and_the_night_is_quiet(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    shopper = await town.new_person("luz", language)
    order = await town.order_of_earlier(shopper, town.goods[0], quantity=1, language=language)
    async with push_service(SystemClock(), town.place.push_port) as service:
        phone = await _phone_that_can_be_pushed(open_window, service, shopper, language)
        await phone.go(f"/orders/{order}")
        await phone.press("tell-me-yes")
        await phone.see(phone.say("notice.push_on"))
        await expect(phone.part("tell-me")).to_have_count(0)
        service.server_key = (await _asked(phone, "/v1/push_key"))["public_key"]

        # It is night where the shopper is: an order rings all the same, a comment waits.
        await phone.go("/me/notices")
        await expect(phone.part("device-push")).to_have_attribute("aria-checked", "true")
        await phone.press("push-alerts")
        await expect(phone.part("push-alerts")).to_have_attribute("aria-checked", "false")
        await phone.press("quiet")
        there = datetime.now(ZONE)
        await _set_hour(phone, "quiet-from", there - timedelta(minutes=90))
        await _set_hour(phone, "quiet-until", there + timedelta(minutes=90))
        await phone.shoot("notice-settings")
        await phone.page.reload()
        await expect(phone.part("quiet-from")).to_have_value(f"{there - timedelta(minutes=90):%H:%M}")
        assert (await _asked(phone, "/v1/me/notices"))["zone"] == ZONE.key
        await tell(town, shopper, notice.Replied("Bea", "Hola", "Film", "/"), f"night:{order}")
        await tell(town, shopper, notice.BackInStock("Mug", "/"), f"off:{order}")
        await ship(town, order)
        await town.until(lambda: _has(service, 1))
        assert service.complaints == []
        [pushed] = service.delivered
        subject = f"On its way: {town.goods[0].title}" if language == "en" else f"En camino: {town.goods[0].title}"
        assert (pushed.said["title"], pushed.said["path"]) == (subject, f"/orders/{order}")

        devtools = await phone.page.context.new_cdp_session(phone.page)
        await _deliver(devtools, phone, pushed.said)
        shown = await _notifications(phone.page)
        assert [(one["title"], one["lang"], one["data"]["path"]) for one in shown] == [
            (subject, language, f"/orders/{order}")
        ]
        [worker] = phone.page.context.service_workers
        await worker.evaluate(
            "async () => { const [notification] = await self.registration.getNotifications();"
            " self.dispatchEvent(new NotificationEvent('notificationclick', { notification })); }"
        )
        await expect(phone.part("tracking")).to_contain_text("VT 123")
        assert await _notifications(phone.page) == []

        # Whoever leaves takes their pushes along.
        await phone.go("/me")
        await phone.press("logout")
        await phone.see(phone.say("people.guest"))
        await tell(town, shopper, notice.OrderDelivered("1", "Luz", "Mug", "/"), f"gone:{order}")
        await town.until(lambda: _is_told(town, shopper, "order_delivered"))
        await asyncio.sleep(1.5)  # a round of the duty that pushes
        assert len(service.delivered) == 1
        await phone.assert_calm()


async def _phone_that_can_be_pushed(
    open_window: OpenScreen, service: PushService, person: Person, language: str
) -> Screen:
    phone = await open_window(language, person)
    await phone.page.context.grant_permissions(["notifications"])
    subscription = json.dumps(service.subscription(f"{person.id}"))
    await phone.page.add_init_script(SUBSCRIBE.replace("SUBSCRIPTION", subscription))
    return phone


async def _deliver(devtools: CDPSession, phone: Screen, said: dict[str, Any]) -> None:
    """What Chromium does when its push service hands it a message, after decrypting it."""
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def hear(event: dict[str, Any]) -> None:
        for registration in event["registrations"]:
            if not registration["isDeleted"] and not found.done():
                found.set_result(registration["registrationId"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", hear)
    await devtools.send("ServiceWorker.enable")
    registration = await asyncio.wait_for(found, 10)
    await devtools.send("ServiceWorker.deliverPushMessage", {
        "origin": phone.place.url, "registrationId": registration, "data": json.dumps(said),
    })  # fmt: skip
    await phone.page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications()).length > 0"
    )


async def _notifications(page: Page) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = await page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
        ".map(({ title, body, lang, data }) => ({ title, body, lang, data }))"
    )
    return shown


async def _asked(phone: Screen, path: str) -> dict[str, Any]:
    found: dict[str, Any] = await phone.page.evaluate("async (path) => (await fetch(path)).json()", path)
    return found


async def _set_hour(phone: Screen, testid: str, at: datetime) -> None:
    async with phone.page.expect_response("**/v1/me/notices"):
        await phone.part(testid).fill(f"{at:%H:%M}")
        await phone.part(testid).blur()


async def _has(service: PushService, count: int) -> bool:
    return len(service.delivered) + len(service.complaints) >= count


async def _is_told(town: Town, person: Person, kind: str) -> bool:
    async with town.app.db.connection() as connection:
        found: UUID | None = await connection.fetchval(
            "SELECT id FROM notice_message WHERE account_id = $1 AND kind = $2 AND planned_at IS NOT NULL",
            person.id,
            kind,
        )
    return found is not None


async def _let_the_day_pass(town: Town, person: Person) -> None:
    async with town.app.db.connection() as connection:
        await connection.execute(
            "UPDATE notice_message SET mail_at = planned_at + interval '1 microsecond' WHERE account_id = $1"
            " AND category = 'social'",
            person.id,
        )
