"""Who has no account buys all the same, and finds the order again by its link."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.browser.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_guest_buys_and_opens_the_order_by_its_link(
    phone: Screen, open_window: OpenScreen, town: Town, language: str
) -> None:
    await phone.go(f"/p/{town.goods[1].slug}")
    await phone.press("buy-button")
    await phone.press("pay-button")
    await phone.see(phone.say("checkout.missing.line1"))
    await phone.fill_address(email="guest@town.test")
    await phone.press("pay-button")
    await expect(phone.part("bought")).to_be_visible()
    link = await phone.part("order-link").get_attribute("href")
    assert link is not None and "?token=" in link

    elsewhere = await open_window(language, refusals="404")
    await elsewhere.go(link)
    await expect(elsewhere.part("order-line")).to_contain_text(town.goods[1].title)
    await expect(elsewhere.part("order-status")).to_have_text(elsewhere.say("order.status.on_hold"))
    stranger = await open_window(language, refusals="404")
    await stranger.go(link.partition("?")[0])
    await stranger.see(stranger.say("problem.not_found"))
    await expect(stranger.part("order-line")).to_have_count(0)

    # Back on the phone that bought, the list knows the order, and the next purchase is one tap.
    await phone.go("/orders")
    await expect(phone.part("order-card")).to_have_count(1)
    await phone.go(f"/p/{town.goods[1].slug}")
    await phone.press("buy-button")
    await expect(phone.part("address-line")).to_contain_text("guest@town.test")
    for window in (phone, elsewhere, stranger):
        await window.assert_calm()
