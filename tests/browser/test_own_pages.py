"""A person's own pages: a guest becomes somebody and logs in by a touch; an order after its hour; leaving for good."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Route, expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, Screen
from tests.browser.test_watch_tap_buy import assert_books_in_order
from tests.browser.town import ADDRESS, COUNTRY, PASSWORD, Goods, Town
from tests.world import Person

from vitrina import catalog, people
from vitrina.catalog import NewProduct, NewVariant
from vitrina.kernel.money import Money

pytestmark = pytest.mark.asyncio(loop_scope="session")
_numbers = itertools.count(1)
PASSKEY_ASKED = "**/v1/passkey_sessions/options"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


async def test_a_guest_buys_from_a_shared_link_keeps_it_all_and_comes_back_with_a_passkey(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    phone = await open_window(language)
    email = f"keeper-{next(_numbers)}-{language}@town.test"
    await phone.go(f"/v/{town.films[language]}")
    await phone.part("chip").first.click()
    await phone.press("buy-button")
    await phone.fill_address(email=email)
    await phone.press("pay-button")
    await phone.press("keep-open")
    await phone.part("keep-password").fill(PASSWORD)
    await phone.part("birth-day").fill("9")
    await phone.part("birth-month").select_option("5")
    await phone.part("birth-year").fill("1999")
    await phone.shoot("own-keep")
    await phone.press("keep-submit")
    await expect(phone.part("kept")).to_be_visible()
    await expect(phone.page.get_by_test_id("keep-submit")).to_have_count(0)

    await phone.go("/orders")
    await expect(phone.part("order-card")).to_have_count(1)
    await phone.go("/me/addresses")
    await expect(phone.part("address")).to_contain_text(ADDRESS[language]["line1"])
    await phone.shoot("own-addresses")

    devtools = await phone.page.context.new_cdp_session(phone.page)
    await devtools.send("WebAuthn.enable")
    made = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    finger = {"authenticatorId": made["authenticatorId"]}
    await phone.go("/me/security")
    await phone.press("passkey-add")
    await expect(phone.part("passkey")).to_have_count(1)
    await expect(phone.part("device")).to_have_count(1)
    await phone.shoot("own-security")
    await _let_in_a_second_device(phone, open_window, language)

    await phone.go("/me")
    await phone.shoot("own-me")
    await phone.press("logout")
    await phone.see(phone.say("people.guest"))
    # The simulated finger rests until the button is pressed: it would answer what the browser fills in by itself.
    await devtools.send("WebAuthn.setAutomaticPresenceSimulation", {**finger, "enabled": False})

    async def touch(route: Route) -> None:
        # A finger that comes after the question is not felt: it lies there before the question can be asked.
        await devtools.send("WebAuthn.setAutomaticPresenceSimulation", {**finger, "enabled": True})
        await route.continue_()

    async with phone.page.expect_response(PASSKEY_ASKED):
        await phone.go("/login?next=/me/security")
    await phone.shoot("own-login")
    await phone.page.route(PASSKEY_ASKED, touch)
    await phone.press("login-passkey")
    await expect(phone.part("passkey")).to_have_count(1)
    await phone.assert_calm()


async def _let_in_a_second_device(phone: Screen, open_window: OpenScreen, language: str) -> None:
    desk = await open_window(language, size=DESK)
    await desk.go("/login?next=/orders")
    await desk.press("login-qr")
    code = await desk.part("pair-code").inner_text()
    await desk.shoot("own-qr")
    await phone.go(f"/pair?code={code}")
    await expect(phone.part("pair-device")).to_contain_text("Linux")
    await phone.shoot("own-pair")
    await phone.press("pair-approve")
    await expect(phone.part("pair-done")).to_be_visible()
    await expect(desk.part("order-card")).to_have_count(1)
    await desk.assert_calm()


async def test_two_shops_in_one_bag_then_a_cancellation_a_return_and_a_farewell(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    email = await town.new_account_with_password("lucia", language)
    second, seller = await _second_shop(town, language)
    phone, desk = await open_window(language, refusals="401"), await open_window(language, seller, size=DESK)
    await phone.log_in(email, PASSWORD)
    for goods in (town.goods[2], second):
        await phone.go(f"/p/{goods.slug}")
        await phone.press("bag-button")
        await phone.see(phone.say("cart.added"))
    first, other = await _pay_the_bag(phone)
    await _an_hour_passes(town)

    await phone.go(f"/orders/{first}")
    await expect(phone.part("arrives")).to_be_visible()
    await phone.press("ask-cancel")
    await phone.part("ask-sheet").locator("[name=reason]").select_option("changed_mind")
    await phone.shoot("own-ask-cancel")
    await phone.press("ask-submit")
    await expect(phone.part("request")).to_have_attribute("data-state", "open")
    await phone.press("ask-help")
    form = phone.part("message-form")
    await form.locator("[name=problem]").select_option("other")
    await form.locator("textarea").fill("¿Se puede? / Is it possible?")
    await phone.press("message-send")
    await expect(phone.part("message")).to_have_count(1)
    await phone.shoot("own-order")
    await desk.go(f"/orders/{first}")
    await expect(desk.part("message")).to_contain_text("Is it possible?")
    await desk.shoot("own-answer")
    await desk.press("request-grant")
    await expect(desk.part("order-status")).to_have_attribute("data-status", "cancelled")

    await _return_it(phone, desk, other)
    await assert_books_in_order(town)
    await _take_along_and_leave(phone, email)
    await _log_in_refused(phone, email)
    await phone.assert_calm()
    await desk.assert_calm()


async def _pay_the_bag(phone: Screen) -> tuple[str, str]:
    await phone.go("/bag")
    await expect(phone.part("bag-shop")).to_have_count(2)
    form = phone.part("address-form")
    async with phone.page.expect_response(lambda answer: answer.url.endswith("/address") and answer.ok):
        await form.locator("[name=country]").select_option(COUNTRY[phone.language])
        for name, text in ADDRESS[phone.language].items():
            target = form.locator(f"[name={name}]")
            is_choice = await target.evaluate("(element) => element.tagName") == "SELECT"
            await (target.select_option(text) if is_choice else target.fill(text))
    await phone.shoot("own-bag")
    async with phone.page.expect_response(lambda answer: answer.url.endswith("/pay")) as asked:
        await phone.press("pay-button")
    answer: dict[str, Any] = await (await asked.value).json()
    await expect(phone.part("order-link")).to_have_count(2)
    first, other = answer["orders"]
    return str(first["id"]), str(other["id"])


async def _return_it(phone: Screen, desk: Screen, order: str) -> None:
    await desk.go(f"/orders/{order}")
    await desk.press("ship-button")
    await desk.part("carrier").fill("DHL")
    await desk.part("tracking").fill("JD 0146")
    await desk.press("ship-confirm")
    await desk.press("deliver-button")
    await expect(desk.part("order-status")).to_have_attribute("data-status", "delivered")
    await phone.go(f"/orders/{order}")
    await expect(phone.page.get_by_role("link", name="DHL JD 0146")).to_have_attribute(
        "href", "https://www.dhl.com/global-en/home/tracking.html?tracking-id=JD0146"
    )
    await phone.press("ask-return")
    await phone.part("ask-sheet").locator("[name=reason]").select_option("damaged")
    await phone.shoot("own-ask-return")
    await phone.press("ask-submit")
    await expect(phone.part("request")).to_have_attribute("data-state", "open")
    await desk.page.reload()
    await desk.press("request-grant")
    await desk.press("request-received")
    await expect(desk.part("order-status")).to_have_attribute("data-status", "refunded")
    await phone.page.reload()
    await expect(phone.part("request")).to_have_attribute("data-state", "done")
    await expect(phone.part("refunded")).to_be_visible()
    await phone.shoot("own-returned")


async def _take_along_and_leave(phone: Screen, email: str) -> None:
    await phone.go("/me/data")
    await phone.shoot("own-data")
    async with phone.page.expect_download() as started:
        await phone.press("export")
    path = await (await started.value).path()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as folder:
        account = json.loads(folder.read("people.json"))["account"]
        orders = json.loads(folder.read("orders.json"))
    assert (account["email"], len(orders)) == (email, 2)
    assert "password_hash" not in account
    await phone.press("leave-open")
    form = phone.part("leave-form")
    await form.locator("[type=password]").fill(PASSWORD)
    await form.get_by_role("checkbox").check()
    await phone.shoot("own-leave")
    await form.get_by_role("button").first.click()
    await phone.see(phone.say("data.gone"))


async def _log_in_refused(phone: Screen, email: str) -> None:
    await phone.go("/login")
    await phone.part("login-email").fill(email)
    await phone.part("login-password").fill(PASSWORD)
    await phone.press("login-submit")
    await phone.see(phone.say("people.log_in_wrong"))


async def _second_shop(town: Town, language: str) -> tuple[Goods, Person]:
    """Another shop with one product, and a person on the staff of both."""
    slug = f"nopal-{next(_numbers)}-{language}"
    shop = await catalog.open_shop(town.app, slug=slug, name="Casa Nopal", country="MX")
    new = NewProduct(
        slug, "Nopal tray", "Made of clay.", (NewVariant("one", "One", (Money(3100, "USD"), Money(55900, "MXN")), 9),)
    )
    [(product_id, variants)] = await catalog.add_products(town.app, shop.id, [new])
    async with town.app.db.connection() as connection:
        card = (await catalog.cards_of(connection, [product_id], "USD"))[product_id]
    seller = await town.new_seller(language)
    await people.add_member(town.app, seller.id, shop.id, "staff")
    return Goods(product_id, card.slug, new.title, tuple(variants)), seller


async def _an_hour_passes(town: Town) -> None:
    """For every order there is: the hour in which it is cancelled freely lies behind it."""
    async with town.app.db.connection() as connection:
        await connection.execute("UPDATE checkout_order SET hold_until = hold_until - $1::interval", timedelta(hours=1))
