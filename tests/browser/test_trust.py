"""What is wrong is reported, taken down, appealed and restored; the operator's desk, every act of it written down."""

from __future__ import annotations

import httpx
import pytest
from playwright.async_api import expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, Screen
from tests.browser.test_watch_tap_buy import assert_books_in_order
from tests.browser.town import Town
from tests.world import Person

from vitrina import people
from vitrina.people import StaffRole

pytestmark = pytest.mark.asyncio(loop_scope="session")
FEE_FROM = {"en": "2031-01-01T09:00", "es": "2032-01-01T09:00"}


async def test_a_video_is_reported_taken_down_appealed_and_restored(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    clip = town.films[language]
    await _speak(town, language)
    shopper = await town.new_person("ana", language)
    phone = await open_window(language, shopper, refusals="410")
    await phone.go(f"/v/{clip}")
    await phone.part("more").first.click()
    await phone.press("more-report")
    await phone.press("reason-scam")
    await phone.part("details").fill("It is not what came." if language == "en" else "No es lo que llegó.")
    await phone.shoot("story-report")
    await phone.press("report-send")
    await phone.see(phone.say("trust.thanks"))

    desk = await open_window(language, await _staff(town, "moderator", language), size=DESK)
    await desk.go("/staff/queue")
    await desk.page.locator(f"[data-testid=case-row][data-target='{clip}']").click()
    await desk.press("act-button")
    reason = "The mug is not the one that is sent." if language == "en" else "La taza no es la que se envía."
    await desk.page.locator("textarea[name=reason]").fill(reason)
    await desk.shoot("story-act")
    await desk.press("act-confirm")
    await expect(desk.part("taken-down")).to_be_visible()

    await phone.go(f"/v/{clip}")
    await phone.see(phone.say("problem.taken_down"))
    assert clip not in await _feed(town)

    creator = await open_window(language, town.creator)
    await creator.go("/me/standing")
    card = creator.part("sanction").filter(has_text=reason).first
    await expect(card).to_contain_text(creator.say("trust.without_end"))
    await card.get_by_test_id("appeal-button").click()
    await creator.part("appeal").fill(
        "The maker changed the glaze." if language == "en" else "El taller cambió el esmalte."
    )
    await creator.press("appeal-send")
    await expect(card).to_contain_text(creator.say("trust.answer_due"))
    await creator.shoot("story-standing")

    await desk.go("/staff/queue")
    await desk.part("queue-part").get_by_role("radio").nth(1).click()
    await desk.press("appeal-row")
    await desk.part("answer").fill(
        "We looked again: you are right." if language == "en" else "Lo revisamos: tienes razón."
    )
    await desk.press("appeal-lift")
    await expect(desk.part("queue-part")).to_be_visible()

    await creator.page.reload()
    await expect(creator.part("sanction").first).to_have_attribute("data-standing", "false")
    await phone.go(f"/v/{clip}")
    await expect(phone.part("feed-video").first).to_be_visible()
    assert clip in await _feed(town)
    for screen in (phone, desk, creator):
        await screen.assert_calm()
    await _speak(town, "en")


async def test_the_operator_sets_a_fee_checks_refunds_and_looks_and_all_of_it_is_written_down(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    shopper = await town.new_person("ana", language)
    order = await town.order_of_earlier(shopper, town.goods[0], quantity=1, language=language)
    why = "The shop does not answer." if language == "en" else "La tienda no responde."
    desk = await open_window(language, await _staff(town, "operator", language), size=DESK, refusals="403")
    await desk.go("/operator/fees")
    await desk.press("add-fee")
    await desk.part("platform").fill("7")
    await desk.page.locator("[name=starts_at]").fill(FEE_FROM[language])
    await _confirm(desk, why)
    newest = desk.part("fee").first
    await expect(newest).to_contain_text(desk.say("operator.to_come"))
    await expect(newest).to_contain_text(why)

    await desk.go("/operator")
    await desk.press("check-ledger")
    await expect(desk.part("ledger-result")).to_have_attribute("data-right", "true")
    await desk.shoot("story-operator")

    await desk.go(f"/operator/accounts/{shopper.id}")
    row = desk.page.locator(f"[data-testid=account-order][data-order='{order}']")
    await row.get_by_test_id("refund-on-behalf").click()
    await _confirm(desk, why)
    await expect(row.get_by_test_id("order-status")).to_have_attribute("data-status", "refunded")
    await desk.shoot("story-account")

    await desk.press("view-as")
    await _confirm(desk, why)
    await expect(desk.part("view-banner")).to_contain_text(desk.say("operator.viewing", name="Ana"))
    await desk.go(f"/orders/{order}")
    await expect(desk.part("view-banner")).to_be_visible()
    await expect(desk.part("order-status").first).to_have_attribute("data-status", "refunded")
    async with desk.page.expect_response(lambda answer: answer.request.method == "PATCH") as refused:
        await desk.go("/me")
        await desk.part("language-switch").get_by_role("radio").first.click()
    assert (await refused.value).status == 403
    await desk.shoot("story-viewing")
    await desk.press("view-end")
    await expect(desk.part("view-as")).to_be_visible()
    await expect(desk.part("view-banner")).to_have_count(0)

    await desk.go("/operator/audit")
    rows = desk.part("audit-row")
    await expect(rows.first).to_be_visible()
    acts = [await rows.nth(place).get_attribute("data-act") for place in range(4)]
    assert acts == ["view_ended", "view_started", "refunded", "fee_added"]
    await desk.shoot("story-audit")

    phone = await open_window(language, shopper)
    await phone.go("/me/standing")
    await expect(phone.part("staff-look")).to_contain_text(why)
    await phone.assert_calm()
    await desk.assert_calm()
    await assert_books_in_order(town)


async def _confirm(desk: Screen, why: str) -> None:
    """Give the reason that every act of the operator wants."""
    await desk.part("why").fill(why)
    await desk.press("why-confirm")
    await expect(desk.part("why-sheet")).to_have_count(0)


async def _feed(town: Town) -> set[str]:
    async with httpx.AsyncClient(base_url=town.place.url, trust_env=False) as http:
        return {str(video["id"]) for video in (await http.get("/v1/feed?limit=50")).json()["videos"]}


async def _speak(town: Town, language: str) -> None:
    """The creator reads the app in this language."""
    async with httpx.AsyncClient(base_url=town.place.url, headers=town.creator.headers, trust_env=False) as http:
        assert (await http.patch("/v1/me", json={"language": language})).status_code == 200


async def _staff(town: Town, role: StaffRole, language: str) -> Person:
    person = await town.new_person(role, language)
    await people.grant_role(town.app, person.id, role)
    return person
