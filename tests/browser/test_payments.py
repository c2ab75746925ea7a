"""When paying is not simply paid: each outcome has kind words, and nobody is charged for nothing."""

from __future__ import annotations

import httpx
import pytest
from playwright.async_api import Page, expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen, amount
from tests.browser.town import Goods, Town
from tests.world import Person

from vitrina import catalog

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _ready_to_pay(phone: Screen, goods: Goods) -> None:
    await phone.go(f"/p/{goods.slug}")
    await phone.press("buy-button")
    await phone.fill_address()
    await expect(phone.part("pay-button")).to_be_enabled()
    await expect(phone.part("buy-problem")).to_have_count(0)


async def _orders_of(town: Town, person: Person) -> list[str]:
    async with httpx.AsyncClient(base_url=town.place.url, headers=person.headers, trust_env=False) as http:
        return [order["status"] for order in (await http.get("/v1/orders")).json()["orders"]]


async def test_a_declined_card_is_said_kindly_and_another_one_works(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    shopper = await town.new_person("ana", language)
    goods = await town.new_product("Declined mug", stock=1)
    phone = await open_window(language, shopper, refusals="402")
    await _ready_to_pay(phone, goods)
    await phone.part("card-outcome").select_option("tok_declined")
    await phone.press("pay-button")
    await expect(phone.part("buy-problem")).to_have_text(phone.say("problem.card_declined"))
    await phone.shoot("story-declined")
    assert "on_hold" not in await _orders_of(town, shopper)
    async with town.app.db.connection() as connection:
        assert await catalog.free_stock(connection, [goods.variants[0]]) == {goods.variants[0]: 1}

    await phone.part("card-outcome").select_option("tok_ok")
    await phone.press("pay-button")
    await expect(phone.part("bought")).to_be_visible()
    assert (await _orders_of(town, shopper)).count("on_hold") == 1
    await phone.assert_calm()


async def test_the_last_piece_goes_to_somebody_else(open_window: OpenScreen, town: Town, language: str) -> None:
    shopper = await town.new_person("ana", language)
    goods = await town.new_product("Last mug", stock=1)
    phone = await open_window(language, shopper, refusals="409")
    await _ready_to_pay(phone, goods)
    await catalog.set_stock(town.app, goods.variants[0], 0, "sold at the counter")
    await phone.press("pay-button")
    await expect(phone.part("buy-problem")).to_have_text(phone.say("problem.sold_out"))
    await expect(phone.part("pay-button")).to_be_disabled()
    await phone.shoot("story-sold-out")
    assert await _orders_of(town, shopper) == []
    await phone.go(f"/p/{goods.slug}")
    await expect(phone.part("stock")).to_have_text(phone.say("catalog.sold_out"))
    await expect(phone.part("watch-stock")).to_have_text(phone.say("catalog.watch_stock"))
    await expect(phone.part("buy-button").or_(phone.part("bag-button"))).to_have_count(0)
    await phone.assert_calm()


async def test_a_changed_price_is_shown_before_it_is_paid(open_window: OpenScreen, town: Town, language: str) -> None:
    shopper = await town.new_person("ana", language)
    goods = await town.new_product("Changing mug")
    phone = await open_window(language, shopper, refusals="409")
    await _ready_to_pay(phone, goods)
    before = await phone.part("pay-button").inner_text()
    await town.raise_price(goods, by_minor=500)
    async with phone.page.expect_response(lambda answer: answer.url.endswith("/v1/checkout/buy")) as asked:
        await phone.press("pay-button")
    total = (await (await asked.value).json())["total"]
    await expect(phone.part("price-changed")).to_contain_text(amount(total))
    await expect(phone.part("total")).to_contain_text(amount(total))
    await expect(phone.part("pay-button")).to_contain_text(amount(total))
    assert await phone.part("pay-button").inner_text() != before
    await phone.shoot("story-price-changed")
    assert await _orders_of(town, shopper) == []
    await phone.press("pay-button")
    await expect(phone.part("bought")).to_contain_text(amount(total))
    await phone.assert_calm()


@pytest.mark.parametrize("answer", ["approve", "refuse"])
async def test_the_bank_asks_first(open_window: OpenScreen, town: Town, language: str, answer: str) -> None:
    shopper = await town.new_person("ana", language)
    goods = await town.new_product("Careful mug")
    phone = await open_window(language, shopper)
    await _ready_to_pay(phone, goods)
    await phone.part("card-outcome").select_option("tok_3ds")
    await phone.press("pay-button")
    await phone.see(phone.say("checkout.action_title"))
    await phone.shoot("story-bank-asks")
    async with phone.page.context.expect_page() as opened:
        await phone.press("action-link")
    await _answer_the_bank(await opened.value, answer)
    if answer == "approve":
        await expect(phone.part("bought")).to_be_visible()
        assert await _orders_of(town, shopper) == ["on_hold"]
    else:
        await phone.see(phone.say("checkout.failed_title"))
        await phone.see(phone.say("checkout.failed_text"))
        assert await _orders_of(town, shopper) == ["payment_failed"]
        async with town.app.db.connection() as connection:
            assert await catalog.free_stock(connection, [goods.variants[0]]) == {goods.variants[0]: 20}
    await phone.assert_calm()


async def _answer_the_bank(bank: Page, answer: str) -> None:
    await bank.locator("form button").nth(0 if answer == "approve" else 1).click()
    await expect(bank.locator("form")).to_have_count(0)


async def test_a_cash_voucher_waits_until_it_is_paid(open_window: OpenScreen, town: Town, language: str) -> None:
    shopper = await town.new_person("ana", language)
    goods = await town.new_product("Cash mug", stock=1)
    phone = await open_window(language, shopper)
    await _ready_to_pay(phone, goods)
    await phone.press("pay-voucher")
    await phone.see(phone.say("checkout.voucher_hint"))
    await phone.press("pay-button")
    await phone.see(phone.say("checkout.voucher_title"))
    reference = "".join(filter(str.isdigit, await phone.part("voucher-reference").inner_text()))
    await phone.shoot("story-voucher")
    assert await _orders_of(town, shopper) == ["awaiting_payment"]
    await phone.press("order-link")
    await expect(phone.part("order-status")).to_have_attribute("data-status", "awaiting_payment")
    async with town.app.db.connection() as connection:
        assert await catalog.free_stock(connection, [goods.variants[0]]) == {goods.variants[0]: 0}, "kept for the buyer"

    counter = await phone.page.context.new_page()
    await counter.goto(f"{town.place.settings.provider_public_url}/vouchers/{reference}?lang={language}")
    await counter.locator("form button").click()
    await expect(counter.locator("form")).to_have_count(0)
    await counter.close()

    async def is_paid() -> bool:
        return await _orders_of(town, shopper) == ["on_hold"]

    await town.until(is_paid)
    await phone.page.reload()
    await expect(phone.part("order-status")).to_have_text(phone.say("order.status.on_hold"))
    await phone.assert_calm()
