"""Every main page in both languages, on a phone and a desk, by day and night: calm, whole, and kept as a picture to look at."""

from __future__ import annotations

import base64
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import CDPSession, Page, expect
from tests.browser.conftest import OpenScreen
from tests.browser.screen import ARTEFACTS, DESK, PHONE, ROOT, Screen, english_left
from tests.browser.town import ADDRESS, COUNTRY, Town
from tests.world import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TOO_SMALL = """
() => [...document.querySelectorAll('button, a[href], select, input')].filter((element) => {
  const box = element.getBoundingClientRect();
  if (!box.width || element.closest('[inert], .sr-only, .skip')) return false;
  // A link inside a sentence is as high as its line, and may be.
  const least = element.matches('p a') ? 16 : 43.5;
  return box.height < least || box.width < Math.min(least, 40);
}).map((element) => {
  const { width, height } = element.getBoundingClientRect();
  return `${element.tagName} “${element.textContent.trim().slice(0, 30)}” ${Math.round(width)}×${Math.round(height)}`;
})
"""
SETTLED = """
() => document.fonts.status === 'loaded'
  && [...document.images].filter((one) => one.checkVisibility() && one.loading !== 'lazy').every((one) => one.complete)
  && document.getAnimations().every((motion) => {
    const { duration, iterations } = motion.effect.getTiming();
    return motion.playState !== 'running' || iterations === Infinity || duration <= 10;
  })
"""
AXE = (ROOT / "client" / "node_modules" / "axe-core" / "axe.min.js").read_text()
BROKEN_RULES = """
async (only) => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'], ...(only ? { runOnly: only } : {}) });
  const where = (nodes) => nodes.slice(0, 3).map(({ target }) => target.join(' ')).join(' | ');
  return violations.map(({ id, help, nodes }) => `${id} (${help}): ${where(nodes)}`);
}
"""
Step = Callable[[Screen], Awaitable[None]]


@dataclass(frozen=True)
class Shown:
    """A page: its name, where it is, and what is done there before one looks; `wait` is a test id that says it is drawn."""

    name: str
    path: str
    wait: str = ""
    act: Step | None = None


async def _open_product(screen: Screen) -> None:
    await screen.part("chip").first.click()
    await screen.see(screen.say("catalog.sold_by", shop="Luz & Clay"))


async def _open_comments(screen: Screen) -> None:
    await screen.press("comments")
    await expect(screen.part("comment-login")).to_be_visible()


async def _open_share(screen: Screen) -> None:
    await screen.press("share")
    await screen.press("share-qr")


async def _show_comments(screen: Screen) -> None:
    await screen.part("studio-part").locator("[data-value=comments]").click()
    await screen.see(screen.say("social.nothing_waits"))


async def _open_why(screen: Screen) -> None:
    await screen.part("wallet-line").first.click()
    await expect(screen.part("why-arithmetic")).to_be_visible()


async def _open_buy(screen: Screen) -> None:
    await screen.press("buy-button")
    await expect(screen.part("pay-button")).to_be_enabled()


async def _put_in_the_bag(screen: Screen) -> None:
    await screen.press("bag-button")
    await screen.see(screen.say("cart.added"))
    await screen.go("/bag")
    await expect(screen.part("bag-line")).to_be_visible()


async def _answer_birth(screen: Screen) -> None:
    await screen.part("birth-day").fill("9")
    await screen.part("birth-month").select_option("5")
    await screen.part("birth-year").fill("1999")
    await screen.press("birth-next")
    await expect(screen.part("signup-email")).to_be_visible()


async def _see_own_country(screen: Screen) -> None:
    await expect(screen.page.locator("select[name=country]")).to_have_value(COUNTRY[screen.language])


async def _show_money(screen: Screen) -> None:
    await screen.part("console-part").locator("[data-value=money]").click()
    await expect(screen.part("wallet-line").first).to_be_visible()


async def _show_showcase(screen: Screen) -> None:
    await screen.part("showcase-link").first.or_(screen.page.get_by_text(screen.say("people.showcase"))).first.click()


def _guest_pages(town: Town) -> list[Shown]:
    slug = town.goods[0].slug
    return [
        Shown("feed", "/", "chip"),
        Shown("product-sheet", "/", "chip", _open_product),
        Shown("comments", "/", "chip", _open_comments),
        Shown("share", "/", "chip", _open_share),
        Shown("product", f"/p/{slug}", "buy-button"),
        Shown("buy", f"/p/{slug}", "buy-button", _open_buy),
        Shown("shop", f"/s/{town.shop.slug}", "product-card"),
        Shown("creator", f"/@{town.handle}", "follow"),
        Shown("showcase", f"/@{town.handle}", "follow", _show_showcase),
        Shown("discover", "/discover", "product-card"),
        Shown("bag", f"/p/{slug}", "bag-button", _put_in_the_bag),
        Shown("me-guest", "/me", "language-switch"),
        Shown("login", "/login", "login-form"),
        Shown("signup-birth", "/signup", "signup-form"),
        Shown("signup", "/signup", "signup-form", _answer_birth),
        Shown("reset", "/reset", "reset-form"),
        Shown("orders-none", "/orders"),
        Shown("orders-find", "/orders/find", "find-form"),
        Shown("missing", "/nowhere"),
    ]


def _own_pages(town: Town, order: object) -> list[Shown]:
    return [
        Shown("orders", "/orders", "order-card"),
        Shown("notices", "/notices", "notice"),
        Shown("notice-settings", "/me/notices", "quiet"),
        Shown("order", f"/orders/{order}", "order-line"),
        Shown("wallet", "/wallet", "wallet-line"),
        Shown("why", "/wallet", "wallet-line", _open_why),
        Shown("me", "/me", "logout", _see_own_country),
        Shown("studio", "/studio", "studio-part"),
        Shown("studio-comments", "/studio", "studio-part", _show_comments),
        Shown("kept", "/me/saved", "kept-part"),
        Shown("security", "/me/security", "device"),
        Shown("addresses", "/me/addresses", "address-add"),
        Shown("data", "/me/data", "export"),
        Shown("shop-orders", f"/sell/{town.shop.slug}", "shop-order"),
        Shown("shop-money", f"/sell/{town.shop.slug}", "shop-order", _show_money),
    ]


async def test_pages_of_a_guest(open_window: OpenScreen, town: Town, language: str) -> None:
    window = await open_window(language, refusals="404")
    assert await _faults(window, _guest_pages(town)) == []


async def test_pages_of_somebody_who_buys_shows_and_sells(open_window: OpenScreen, town: Town, language: str) -> None:
    person = await town.new_person("ana", language)
    handle = await town.become_everything(person, language)
    assert handle
    order = await town.order_of_earlier(person, town.goods[0], quantity=2, language=language)
    fan = await town.new_person("fan", language)
    await town.order_of_earlier(fan, town.goods[1], quantity=1, language=language, by=person)
    window = await open_window(language, person)
    assert await _faults(window, _own_pages(town, order)) == []


async def _faults(window: Screen, pages: list[Shown]) -> list[str]:
    """What is wrong with any of these pages; each is shot in two sizes, light and dark."""
    found: list[str] = []
    eye = await window.page.context.new_cdp_session(window.page)
    for shown in pages:
        await window.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        await window.go(shown.path)
        if shown.wait:
            await expect(window.part(shown.wait).first).to_be_visible()
        if shown.act is not None:
            await shown.act(window)
        await _settle(window)
        found += [f"{shown.name}: {fault}" for fault in await _look(window, eye, shown)]
    if window.complaints:
        found.append(f"console: {window.complaints}")
    return found


async def _settle(window: Screen) -> None:
    """Until pictures are drawn and motion that can be seen has ended."""
    await window.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    await window.page.wait_for_function(SETTLED)


async def _shoot(eye: CDPSession, path: Path) -> None:
    """As `page.screenshot`, in a third of its time: there are hundreds of pictures."""
    shot = await eye.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
    path.write_bytes(base64.b64decode(shot["data"]))


async def _look(window: Screen, eye: CDPSession, shown: Shown) -> list[str]:
    page, faults = window.page, []
    ARTEFACTS.mkdir(exist_ok=True)
    for size_name, size in (("phone", PHONE), ("desk", DESK)):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        for light in ("light", "dark"):
            await page.emulate_media(color_scheme=light, reduced_motion="reduce")  # type: ignore[arg-type]
            await _settle(window)
            await _shoot(eye, ARTEFACTS / f"{shown.name}-{size_name}-{light}-{window.language}.png")
            theme = await page.evaluate("document.documentElement.dataset.theme")
            if theme != light:
                faults.append(f"is {theme} where {light} is asked for")
            if size is PHONE:
                # By night only the colours are other ones.
                faults += await _broken_rules(page, None if light == "light" else ["color-contrast"])
        if await page.evaluate(WIDER_THAN_THE_SCREEN):
            faults.append(f"is wider than a {size_name}")
        if size is PHONE:
            faults += [f"{small} is too small for a thumb" for small in await page.evaluate(TOO_SMALL)]
    await page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    refused = (await window.seen())["refused"]
    faults += [f"refused by the policy: {refused}"] if refused else []
    return faults + await _wrong_words(window)


async def _broken_rules(page: Page, only: list[str] | None) -> list[str]:
    """What axe finds wrong for people who see, hear or point less well, in one line each."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    found: list[str] = await page.evaluate(BROKEN_RULES, only)
    return found


async def _wrong_words(window: Screen) -> list[str]:
    """English on a Spanish page, a page that calls itself by another language, a key instead of a text."""
    page = window.page
    text = await page.evaluate("document.body.innerText + '\\n' + document.title")
    faults = []
    if await page.evaluate("document.documentElement.lang") != window.language:
        faults.append("says another language of itself")
    if window.language == "es":
        faults += [f"still says “{left}”" for left in english_left().findall(text)]
    return faults + [f"shows the key {key}" for key in re.findall(r"\b(?:checkout|order|people|kit|payout)\.\w+", text)]


async def test_language_and_look_are_switched_by_hand_and_stay(open_window: OpenScreen, language: str) -> None:
    window = await open_window(language)
    other = "es" if language == "en" else "en"
    await window.go("/me")
    await window.part("language-switch").locator(f"[data-value={other}]").click()
    window.language = other
    await window.see(window.say("people.guest"))
    await window.part("theme-switch").locator("[data-value=dark]").click()
    await expect(window.page.locator("html")).to_have_attribute("data-theme", "dark")
    await window.go("/discover")
    await expect(window.page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(window.page.locator("html")).to_have_attribute("lang", other)
    assert await _wrong_words(window) == []
    await window.assert_calm()


async def test_a_purchase_by_keyboard_alone(open_window: OpenScreen, town: Town, language: str) -> None:
    shopper: Person = await town.new_person("ana", language)
    desk = await open_window(language, shopper, size=DESK)
    await desk.go("/")
    await expect(desk.part("chip").first).to_be_visible()
    await _tab_to(desk, "[data-testid=chip]")
    await desk.page.keyboard.press("Enter")
    await expect(desk.part("product-sheet")).to_be_visible()
    await desk.page.keyboard.press("Escape")
    await expect(desk.part("product-sheet")).to_have_count(0)
    await _tab_to(desk, "[data-testid=chip]")
    await desk.page.keyboard.press("Enter")
    await _tab_to(desk, "[data-testid=buy-button]")
    await desk.page.keyboard.press("Enter")
    await _type_the_address(desk)
    await _tab_to(desk, "[data-testid=pay-button]:enabled")
    await desk.page.keyboard.press("Enter")
    await expect(desk.part("bought")).to_be_visible()
    await _tab_to(desk, "[data-testid=keep-watching]")
    await desk.page.keyboard.press("Enter")
    await expect(desk.part("bought")).to_have_count(0)
    assert [stop for stop in (await desk.seen())["stops"] if stop.startswith("pause")] == []
    await desk.assert_calm()


async def _type_the_address(desk: Screen) -> None:
    for name in ("line1", "postal_code", "city"):
        await _tab_to(desk, f"[data-testid=address-form] [name={name}]")
        await desk.page.keyboard.type(ADDRESS[desk.language][name])
    await _tab_to(desk, "[data-testid=address-form] [name=region]")
    region = desk.page.locator("[data-testid=address-form] [name=region]")
    wanted = await region.evaluate(
        "(element, code) => element.tagName === 'SELECT' ? [...element.options].find((one) => one.value === code).label : code",
        "TX" if desk.language == "en" else "PUE",
    )
    await desk.page.keyboard.type(wanted)


async def _tab_to(desk: Screen, selector: str) -> None:
    """Press Tab until the focus is there; it must be seen where it is."""
    for _ in range(60):
        if await desk.page.evaluate("(selector) => !!document.activeElement?.matches(selector)", selector):
            outline = await desk.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            ring = await desk.page.evaluate("getComputedStyle(document.activeElement).boxShadow")
            assert (outline, ring) != ("none", "none"), f"no focus is seen on {selector}"
            return
        await desk.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")
