"""Finding something without knowing its name, and looking around in shops, at creators, hashtags and categories."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, Screen
from tests.browser.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

HASHTAG = {"en": "slowevenings", "es": "sobremesa"}


async def _prepare(town: Town) -> None:
    """What the seller and the creator have said about their things: words in Spanish, a hashtag on each film."""
    async with town.app.db.connection() as connection:
        await connection.execute("UPDATE catalog_product SET tags = '{taza,cerámica}' WHERE id = $1", town.goods[0].id)
        for language, hashtag in HASHTAG.items():
            await connection.execute(
                "UPDATE video_clip SET title = title || $2, changed = nextval('video_change')"
                " WHERE creator_id = $1 AND language = $3 AND hashtags = '{}'",
                town.creator.id, f" #{hashtag}", language,
            )  # fmt: skip


async def test_a_misspelt_word_leads_to_the_thing_its_video_and_a_purchase(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    await _prepare(town)
    mug = town.goods[0]
    phone = await open_window(language, await town.new_person("ana", language))
    await phone.go("/discover")
    await expect(phone.part("categories")).to_be_visible()
    await phone.part("search").fill("tasas seramica")
    await phone.part("search").press("Enter")
    await expect(phone.part("product-card").first).to_contain_text(mug.title)
    await phone.part("search-kind").locator("[data-value=products]").click()
    await _filter(phone)
    await phone.shoot("story-found")
    await phone.part("product-card").first.click()

    await expect(phone.page.get_by_role("heading", level=1)).to_have_text(mug.title)
    await expect(phone.part("arrival")).to_contain_text(phone.say("catalog.arrives", days="").strip())
    jade = phone.part("variant-value").nth(1)
    await jade.click()
    await expect(jade).to_have_attribute("aria-pressed", "true")
    await phone.part("gallery-picture").nth(1).click()
    await expect(phone.part("zoom")).to_be_visible()
    await phone.press("zoom-close")
    await phone.press("watch-price")
    await expect(phone.part("watch-price")).to_have_text(phone.say("catalog.watching_price"))
    await phone.shoot("story-product")

    await phone.part("seen-in").get_by_test_id("video-tile").first.click()
    await phone.part("chip").first.click()
    await expect(phone.part("product-sheet").get_by_test_id("arrival")).to_contain_text(
        phone.say("catalog.arrives", days="").strip()
    )
    await phone.press("buy-button")
    await phone.fill_address()
    await phone.press("pay-button")
    await expect(phone.part("bought")).to_be_visible()

    # What was looked for is remembered on this phone, and can be forgotten.
    await phone.go("/discover")
    await phone.part("search").focus()
    await expect(phone.part("suggestion")).to_have_text(["tasas seramica"])
    await phone.page.get_by_text(phone.say("discover.forget")).click()
    await expect(phone.part("suggestion")).to_have_count(0)
    await phone.assert_calm()


async def _filter(phone: Screen) -> None:
    """Only what is there, and nothing too dear: a price below everything leaves nothing, which can be undone."""
    await phone.press("filters-open")
    await phone.part("filters").locator("[name=price_max]").fill("1")
    await phone.part("filters").locator("[name=in_stock]").check()
    await phone.press("filters-show")
    await phone.see(phone.say("discover.no_filtered"))
    await phone.press("filters-reset")
    await phone.press("filter-in_stock")
    await phone.part("sort").select_option("price_up")
    await expect(phone.part("product-card").first).to_be_visible()


async def test_looking_around_in_a_shop_at_a_creator_a_hashtag_and_a_category(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    await _prepare(town)
    fan = await town.new_person("fan", language)
    window = await open_window(language, fan, size=DESK)
    await window.go("/discover")
    await window.part("search").fill("lus")
    await expect(window.part("suggestion").filter(has_text=town.shop.name)).to_be_visible()
    await window.part("suggestion").filter(has_text=town.shop.name).click()
    before = await _followers(window)
    async with window.page.expect_response("**/follow"):
        await window.press("follow-shop")
    await expect(window.part("follow-shop")).to_have_attribute("aria-pressed", "true")
    await window.page.reload()
    await expect(window.part("follow-shop")).to_have_attribute("aria-pressed", "true")
    assert await _followers(window) == before + 1
    await window.part("search").fill("candel")
    await expect(window.part("product-card").first).to_contain_text("Copal candle")
    await window.part("shop-part").locator("[data-value=videos]").click()
    await expect(window.part("video-tile").first).to_be_visible()
    await window.part("shop-part").locator("[data-value=about]").click()
    await expect(window.part("shop-about")).to_contain_text("Stoneware, candles, throws.")
    await window.shoot("story-shop")

    await window.go("/discover")
    await window.part("trending").get_by_text(f"#{HASHTAG[language]}").click()
    await expect(window.part("video-tile")).to_have_count(1)
    await expect(window.page.get_by_role("heading", level=1)).to_have_text(f"#{HASHTAG[language]}")
    await window.go("/discover")
    await window.part("creator-tile").filter(has_text=town.handle).click()
    await window.part("creator-part").locator("[data-value=about]").click()
    await expect(window.part("creator-about")).to_have_text("Small homes, big evenings.")
    await window.go("/c/lighting")
    await expect(window.part("product-card").filter(has_text="Copal candle")).to_be_visible()
    await window.shoot("story-category")
    await window.assert_calm()


async def _followers(window: Screen) -> int:
    text = await window.part("shop-followers").inner_text()
    return int(text.split()[0])
