"""After the sale: the shop ships, delivers and gives back; the shopper may change their mind within the hour."""

from __future__ import annotations

import httpx
import pytest
from playwright.async_api import Locator, expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, Screen
from tests.browser.test_watch_tap_buy import assert_books_in_order, fifteen_percent
from tests.browser.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_shop_ships_delivers_and_gives_one_piece_back(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    shopper = await town.new_person("ana", language)
    seller = await town.new_seller(language)
    order = await town.order_of_earlier(shopper, town.goods[2], quantity=3, language=language)
    desk = await open_window(language, seller, size=DESK)
    await desk.go(f"/sell/{town.shop.slug}")
    row = await _row(desk, "to_ship", str(order))
    await expect(row).to_contain_text("Austin" if language == "en" else "Puebla")
    await row.get_by_test_id("ship-button").click()
    await desk.part("carrier").fill("Parcel")
    await desk.part("tracking").fill("VT 123 456")
    await desk.shoot("story-ship")
    await desk.press("ship-confirm")
    await expect(row.get_by_test_id("order-status")).to_have_attribute("data-status", "shipped")

    phone = await open_window(language, shopper)
    await phone.go(f"/orders/{order}")
    await expect(phone.part("tracking")).to_contain_text("VT 123 456")
    await expect(phone.part("cancel-button")).to_have_count(0)

    row = await _row(desk, "shipped", str(order))
    await row.get_by_test_id("deliver-button").click()
    await expect(row.get_by_test_id("order-status")).to_have_attribute("data-status", "delivered")

    await row.get_by_test_id("refund-button").click()
    less = desk.part("refund-quantity").get_by_role("button").first
    await less.click()
    await less.click()
    await desk.page.get_by_role("checkbox").uncheck()
    await expect(desk.part("refund-confirm")).to_have_text(desk.say("shop.refund_part"))
    await desk.press("refund-confirm")
    await expect(row.get_by_test_id("order-status")).to_have_attribute("data-status", "partly_refunded")
    await phone.page.reload()
    await phone.see(phone.say("order.line_refunded", n=1))
    await expect(phone.part("refunded")).to_be_visible()

    async with httpx.AsyncClient(base_url=town.place.url, headers=town.creator.headers, trust_env=False) as http:
        lines = (await http.get("/v1/wallet")).json()["lines"]
    kept = next(line["amount"]["minor"] for line in lines if line["order_id"] == str(order))
    assert kept == fifteen_percent(2 * (7900 if language == "en" else 149900), language)
    await assert_books_in_order(town)
    await desk.assert_calm()
    await phone.assert_calm()


async def _row(desk: Screen, state: str, order: str) -> Locator:
    await desk.press(f"filter-{state}")
    row = desk.page.locator(f"[data-order='{order}']")
    await expect(row).to_be_visible()
    return row


async def test_a_shopper_cancels_within_the_hour(open_window: OpenScreen, town: Town, language: str) -> None:
    shopper = await town.new_person("ana", language)
    goods = await town.new_product("Second-thought mug", stock=3)
    phone = await open_window(language, shopper)
    await phone.go(f"/p/{goods.slug}")
    await phone.press("buy-button")
    await phone.fill_address()
    await phone.press("pay-button")
    await phone.press("order-link")
    await phone.press("cancel-button")
    await phone.see(phone.say("order.cancelled_toast"))
    await expect(phone.part("order-status")).to_have_attribute("data-status", "cancelled")
    await expect(phone.part("cancel-button")).to_have_count(0)
    await phone.shoot("story-cancelled")
    await phone.assert_calm()
    await assert_books_in_order(town)
