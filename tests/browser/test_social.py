"""Home as people use it: like, talk, keep, pass on; and a link that was passed on pays who shared it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.async_api import expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen, amount
from tests.browser.test_watch_tap_buy import fifteen_percent
from tests.browser.town import Town
from tests.world import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")
ACTIVE = "[data-testid=feed-video][data-active=true]"
SAYS = {"en": ("Is it as blue as it looks?", "Bluer!"), "es": ("¿Es tan azul como se ve?", "¡Más azul!")}


async def test_a_shopper_likes_talks_shares_and_finds_it_again(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    shopper = await town.new_person("ana", language)
    phone = await open_window(language, shopper)
    await phone.go("/")
    await phone.page.wait_for_function("window.seen.playing !== null")
    film = await _next_film(phone, town)
    before = await _film(town, film, shopper)

    await _tap_twice(phone)
    await expect(phone.part("like")).to_have_attribute("aria-pressed", "true")
    assert await phone.page.locator(ACTIVE).evaluate("(video) => video.paused") is False
    await phone.shoot("social-like")
    await phone.press("save")
    await expect(phone.part("save")).to_have_attribute("aria-pressed", "true")
    await _talk(phone, town, film, language)
    url = await _share(phone)
    assert url.partition("?s=")[0] == f"{town.place.url}/v/{film}"

    after = await _film(town, film, shopper)
    assert [after[name] - before[name] for name in ("likes", "saves", "comments")] == [1, 1, 2]
    # A reload begins with what was not seen yet, and the account still knows what it did.
    await phone.go(f"/v/{film}")
    await expect(phone.part("like")).to_have_attribute("aria-pressed", "true")
    await phone.go("/me/saved")
    await expect(phone.part("kept-saved").locator(f"a[href='/v/{film}']")).to_be_visible()
    await phone.page.locator("[data-testid=kept-part] [data-value=liked]").click()
    await expect(phone.part("kept-liked").locator(f"a[href='/v/{film}']")).to_be_visible()
    await phone.shoot("social-kept")
    await phone.assert_calm()


async def test_a_stranger_buys_by_a_shared_link_and_the_creator_sees_it(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    goods = town.goods[2]
    creator = await open_window(language, town.creator)
    await creator.go(f"/p/{goods.slug}")
    await creator.press("share-button")
    url = str(await creator.part("share-url").text_content())
    await creator.press("share-qr")
    await expect(creator.part("share-sheet").locator("img")).to_have_js_property("complete", True)
    assert await creator.part("share-sheet").locator("img").evaluate("(image) => image.naturalWidth") > 0
    await creator.assert_calm()

    earned = await _lines(town)
    stranger = await open_window(language)
    async with stranger.page.expect_response(lambda answer: answer.url.endswith("/opens")) as opened:
        await stranger.page.goto(url)
    assert [touch["product_id"] for touch in (await (await opened.value).json())["touches"]] == [str(goods.id)]
    await expect(stranger.page).to_have_url(f"{town.place.url}/p/{goods.slug}")
    await stranger.press("buy-button")
    quote = await stranger.fill_address(email="stranger@town.test")
    await stranger.press("pay-button")
    await expect(stranger.part("bought")).to_be_visible()
    await stranger.assert_calm()

    lines = await _lines(town)
    [line] = lines.keys() - earned.keys()
    assert lines[line]["amount"]["minor"] == fifteen_percent(quote["subtotal"]["minor"], language)
    await creator.go("/wallet")
    creator.language = "en"
    row = creator.part("wallet-line").nth(list(lines).index(line))
    await expect(row).to_contain_text(amount(lines[line]["amount"]))
    await creator.assert_calm()


async def _next_film(phone: Screen, town: Town) -> str:
    """Scroll on to the second film; its id."""
    first = await phone.page.locator(ACTIVE).get_attribute("aria-label")
    await phone.page.keyboard.press("ArrowDown")
    await phone.page.wait_for_function(
        f"(first) => document.querySelector('{ACTIVE}')?.ariaLabel !== first && document.querySelector('{ACTIVE}')",
        arg=first,
    )
    title = await phone.page.locator(ACTIVE).get_attribute("aria-label")
    async with httpx.AsyncClient(base_url=town.place.url, trust_env=False) as http:
        videos = (await http.get("/v1/feed", params={"limit": 50})).json()["videos"]
    return str(next(video["id"] for video in videos if video["title"] == title))


async def _film(town: Town, film: str, person: Person) -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=town.place.url, headers=person.headers, trust_env=False) as http:
        found: dict[str, Any] = (await http.get(f"/v1/videos/{film}")).json()
    return found


async def _tap_twice(phone: Screen) -> None:
    await phone.page.wait_for_timeout(400)
    for _ in range(2):
        await phone.page.touchscreen.tap(180, 300)
    await expect(phone.page.locator(".heart").first).to_be_attached()


async def _talk(phone: Screen, town: Town, film: str, language: str) -> None:
    question, answer = SAYS[language]
    await phone.press("comments")
    await phone.part("comment-text").fill(f"{question} @{town.handle} <b>hm</b>")
    await phone.press("comment-send")
    row = phone.part("comment").filter(has_text=question)
    await expect(row).to_contain_text("<b>hm</b>")
    await expect(row.get_by_role("link", name=f"@{town.handle}")).to_have_attribute("href", f"/@{town.handle}")
    await row.get_by_test_id("comment-reply").click()
    await phone.part("comment-text").fill(answer)
    await phone.press("comment-send")
    await expect(phone.part("comment").filter(has_text=answer)).to_be_visible()
    await row.get_by_test_id("comment-like").click()
    await expect(row.get_by_test_id("comment-like")).to_have_attribute("aria-pressed", "true")
    await phone.shoot("social-comments")
    await phone.press("sheet-close")
    await expect(phone.part("comments-sheet")).to_have_count(0)
    async with httpx.AsyncClient(base_url=town.place.url, trust_env=False) as http:
        read = (await http.get(f"/v1/videos/{film}/comments")).json()["comments"]
    assert [(one["likes"], one["replies"]) for one in read if one["text"].startswith(question)] == [(1, 1)]


async def _share(phone: Screen) -> str:
    await phone.press("share")
    url = str(await phone.part("share-url").text_content())
    whatsapp = str(await phone.part("share-whatsapp").get_attribute("href"))
    assert whatsapp.startswith("https://wa.me/?text=") and whatsapp.endswith(url.rpartition("=")[2])
    await phone.shoot("social-share")
    await phone.press("sheet-close")
    await expect(phone.part("share-sheet")).to_have_count(0)
    return url


async def _lines(town: Town) -> dict[str, dict[str, Any]]:
    """The creator's wallet lines by their commission, newest first."""
    async with httpx.AsyncClient(base_url=town.place.url, headers=town.creator.headers, trust_env=False) as http:
        return {line["commission_id"]: line for line in (await http.get("/v1/wallet")).json()["lines"]}
