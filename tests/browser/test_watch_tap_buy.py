"""The main job: watch, tap, buy while the video plays on, and everybody is paid."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import httpx
import pytest
from playwright.async_api import expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, Screen, amount
from tests.browser.town import CURRENCY, PASSWORD, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_shopper_buys_while_the_video_plays_and_everybody_is_paid(
    open_window: OpenScreen, town: Town, language: str
) -> None:
    shopper = await town.new_person("ana", language)
    phone = await open_window(language, shopper)
    await phone.go("/")
    first = await _first_video(phone, town, shopper.headers)
    await _watch_until_it_plays(phone)
    quote = await _tap_a_chip_and_open_the_buy_sheet(phone, first)
    order = await _pay(phone, quote)
    await _assert_the_video_never_stopped(phone)

    await phone.press("order-link")
    await expect(phone.part("order-line")).to_have_count(1)
    await expect(phone.part("order-line")).to_contain_text(order["lines"][0]["title"])
    await expect(phone.part("order-status")).to_have_attribute("data-status", "on_hold")
    await expect(phone.part("total")).to_contain_text(amount(quote["total"]))
    await phone.assert_calm()

    await _the_creator_sees_why(open_window, town, order, language)
    await _the_seller_sees_the_order_without_its_address(open_window, town, order, language)
    await assert_books_in_order(town)


async def _first_video(phone: Screen, town: Town, headers: dict[str, str]) -> dict[str, Any]:
    """The film on the screen as the contract tells it; its poster was in the first HTML."""
    html = await (await phone.page.request.get(town.place.url + "/")).text()
    title = await phone.part("feed-video").first.get_attribute("aria-label")
    async with httpx.AsyncClient(base_url=town.place.url, trust_env=False) as http:
        feed = (await http.get("/v1/feed", params={"kind": "for_you"}, headers=headers)).json()
    first = next(video for video in feed["videos"] if video["title"] == title)
    assert first["poster_url"] in html.partition("<body")[0], "the poster is asked for before any script runs"
    return dict(first)


async def _watch_until_it_plays(phone: Screen) -> None:
    await phone.page.wait_for_function("window.seen.playing !== null")
    seen = await phone.seen()
    assert seen["poster"] is not None and seen["poster"] <= seen["playing"], "the poster stands before the first frame"
    active = phone.page.locator("[data-testid=feed-video][data-active=true]")
    begun = await active.evaluate("(video) => video.currentTime")
    await phone.page.wait_for_function(
        "(begun) => document.querySelector('[data-testid=feed-video][data-active=true]').currentTime > begun + 0.3",
        arg=begun,
    )


async def _tap_a_chip_and_open_the_buy_sheet(phone: Screen, video: dict[str, Any]) -> dict[str, Any]:
    """Tap the product on the film, look at it, press Buy, write the address; the server's quote for it."""
    late = video["tags"][1]
    await phone.page.wait_for_function("(tag) => tag in window.seen.chips", arg=late["id"])
    chip = phone.part("chip").first
    await expect(chip.get_by_test_id("paid-link")).to_have_text(phone.say("affiliate.paid_link"))
    await phone.shoot("story-feed")
    tapped = await chip.get_attribute("data-tag")
    await chip.click()
    chips = (await phone.seen())["chips"]
    for tag in video["tags"]:
        if tag["id"] in chips:
            assert tag["start_ms"] - 50 <= chips[tag["id"]] * 1000 <= tag["start_ms"] + 1500, (
                "a chip comes at its second"
            )
    tag = next(tag for tag in video["tags"] if tag["id"] == tapped)
    sheet = phone.part("product-sheet")
    await expect(sheet).to_contain_text(tag["title"])
    await expect(sheet).to_contain_text(amount(tag["price"]))
    await expect(sheet.get_by_test_id("paid-link")).to_have_text(phone.say("affiliate.paid_link"))
    await phone.press("buy-button")
    await expect(phone.part("pay-button")).to_be_visible()
    await phone.shoot("story-buy")
    quote = await phone.fill_address()
    assert quote["total"]["currency"] == CURRENCY[phone.language]
    for name in ("subtotal", "shipping", "tax", "total"):
        await expect(phone.part(name)).to_contain_text(amount(quote[name]))
    return quote


async def _pay(phone: Screen, quote: dict[str, Any]) -> dict[str, Any]:
    button = phone.part("pay-button")
    await expect(button).to_contain_text(amount(quote["total"]))
    async with phone.page.expect_response(lambda answer: answer.url.endswith("/v1/checkout/buy")) as asked:
        await button.click()
    answer = await asked.value
    assert answer.status == 201, await answer.text()
    order = dict(await answer.json())
    assert order["total"] == quote["total"]
    await expect(phone.part("bought")).to_contain_text(phone.say("checkout.bought"))
    await phone.page.wait_for_timeout(700)
    await phone.shoot("story-bought")
    return order


async def _assert_the_video_never_stopped(phone: Screen) -> None:
    seen = await phone.seen()
    frames = seen["frames"]
    playing = [frame for frame in frames if frame[0] * 1000 >= seen["playing"]]
    assert len(playing) > 20
    assert not any(is_paused for _, _, is_paused, _ in playing)
    assert [stop for stop in seen["stops"] if not stop.startswith("loadstart")] == []
    assert len([stop for stop in seen["stops"] if stop.startswith("loadstart")]) <= 1, "the film is loaded once"
    watched_s = 0.0
    for (at, position, _, length), (next_at, next_position, _, _) in pairwise(playing):
        if next_position < position:
            # Only the loop's own turn: the end was due within this pause between two looks, and it begins anew.
            assert position + (next_at - at) >= length - 0.6, f"back from {position} to {next_position}"
            watched_s += length - position + next_position
        else:
            watched_s += next_position - position
    assert watched_s > 1.0


async def _the_creator_sees_why(open_window: OpenScreen, town: Town, order: dict[str, Any], language: str) -> None:
    window = await open_window(language)
    await window.log_in(town.creator_email, PASSWORD)
    async with httpx.AsyncClient(base_url=town.place.url, headers=town.creator.headers, trust_env=False) as http:
        lines = (await http.get("/v1/wallet")).json()["lines"]
    mine = next(line for line in lines if line["order_id"] == order["id"])
    assert mine["state"] == "pending"
    assert mine["amount"]["minor"] == fifteen_percent(order["subtotal"]["minor"], language)
    # The creator's own language is English, whatever the device speaks.
    window.language = "en"
    await window.go("/wallet")
    line = window.part("wallet-line").nth(lines.index(mine))
    await expect(line).to_have_attribute("data-state", "pending")
    await expect(line).to_contain_text(amount(mine["amount"]))
    await line.click()
    await expect(window.part("why-arithmetic")).to_contain_text(amount(mine["amount"]))
    await expect(window.part("why")).to_contain_text(f"@{town.handle}")
    await window.assert_calm()


async def _the_seller_sees_the_order_without_its_address(
    open_window: OpenScreen, town: Town, order: dict[str, Any], language: str
) -> None:
    window = await open_window(language, town.seller, size=DESK)
    await window.go(f"/sell/{town.shop.slug}")
    window.language = "en"
    await window.press("filter-on_hold")
    row = window.page.locator(f"[data-order='{order['id']}']")
    await expect(row).to_contain_text(amount(order["total"]))
    await expect(row).to_contain_text(window.say("shop.address_later_short"))
    await expect(row).not_to_contain_text(order["address"]["city"])
    await expect(row.get_by_test_id("ship-button")).to_have_count(0)
    await window.assert_calm()


def fifteen_percent(paid_minor: int, language: str) -> int:
    """The creator's part of what goods cost: of the price without the Mexican tax that stands inside it, half up."""
    base = paid_minor if language == "en" else paid_minor - (paid_minor * 16 * 2 + 116) // (116 * 2)
    return (base * 15 * 2 + 100) // 200


async def assert_books_in_order(town: Town) -> None:
    """The operator's check finds nothing."""
    async with httpx.AsyncClient(base_url=town.place.url, headers=town.operator.headers, trust_env=False) as http:
        answer = (await http.get("/v1/ledger/check")).json()
    assert answer.pop("postings") > 0
    assert answer.pop("entries") > 0
    assert {name: count for name, count in answer.items() if count != 0} == {}
    assert {"unbalanced", "orders_without_posting", "commissions_unexplained"} <= set(answer)
