"""One browser window as a person uses it, and the watch over everything that must never happen in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Response, expect
from tests.browser.installation import Installation
from tests.browser.town import ADDRESS, COUNTRY
from tests.world import Person

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "tests" / "artefacts"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
WAIT_MS = 30_000

# What the page is watched for from its first script on: refused by the policy, every frame of the video, each new chip.
WATCH = """
(() => {
  const seen = window.seen = { refused: [], stops: [], frames: [], chips: {}, poster: null, playing: null };
  document.addEventListener('securitypolicyviolation', (event) =>
    seen.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
  for (const name of ['pause', 'emptied', 'loadstart', 'abort', 'error', 'ended']) {
    document.addEventListener(name, (event) => {
      if (event.target.dataset?.active === 'true') seen.stops.push(`${name} at ${event.target.currentTime}`);
    }, true);
  }
  document.addEventListener('playing', (event) => {
    if (event.target.dataset?.active === 'true') seen.playing ??= performance.now();
  }, true);
  let last = 0;
  requestAnimationFrame(function next(at) {
    requestAnimationFrame(next);
    const poster = document.querySelector('.poster');
    if (poster?.complete && poster.naturalWidth) seen.poster ??= performance.now();
    const video = document.querySelector('[data-testid="feed-video"][data-active="true"]');
    if (!video) return;
    for (const chip of document.querySelectorAll('[data-testid="chip"]')) seen.chips[chip.dataset.tag] ??= video.currentTime;
    if (at - last < 40) return;
    last = at;
    seen.frames.push([performance.now() / 1000, video.currentTime, video.paused, video.duration]);
  });
})()
"""


@cache
def words(language: str) -> dict[str, str]:
    """Every text of the client in a language, by its key."""
    found: dict[str, str] = json.loads((ROOT / "client" / "src" / "i18n" / f"{language}.json").read_text())
    return found


@cache
def english_left(language: str = "es") -> re.Pattern[str]:
    """Matches a whole line that is one of the client's English texts and not also one of the other language."""
    other = set(words(language).values())
    # Texts that are hardly more than their places would match what people wrote.
    texts = [text for text in words("en").values() if text not in other and len(re.sub(r"{\w+}|\W", "", text)) > 3]
    shapes = (re.sub(r"\\{\w+\\}", ".+", re.escape(text)) for text in texts)
    return re.compile(f"^(?:{'|'.join(sorted(shapes, key=len, reverse=True))})$", re.M)


@dataclass
class Screen:
    """A page with the words of its language; `complaints` is what its console said."""

    page: Page
    place: Installation
    language: str
    complaints: list[str] = field(default_factory=list)

    def say(self, key: str, **values: object) -> str:
        """The text the viewer reads for a key."""
        return words(self.language)[key].format(**values)

    def part(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    async def go(self, path: str) -> None:
        await self.page.goto(self.place.url + path)

    async def see(self, text: str) -> None:
        """Wait until a text can be read; unique or not."""
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def press(self, testid: str) -> None:
        await self.part(testid).click()

    async def fill_address(self, *, email: str | None = None) -> dict[str, Any]:
        """The address of the language's country, as a person types it; the server's quote for it, once it is shown."""
        form = self.part("address-form")
        if email is not None:
            await form.locator("[name=email]").fill(email)
        async with self.page.expect_response(_is_whole_quote) as asked:
            await form.locator("[name=country]").select_option(COUNTRY[self.language])
            for name, text in ADDRESS[self.language].items():
                target = form.locator(f"[name={name}]")
                if await target.evaluate("(element) => element.tagName") == "SELECT":
                    await target.select_option(text)
                else:
                    await target.fill(text)
        quote: dict[str, Any] = await (await asked.value).json()
        await expect(self.part("total")).to_contain_text(amount(quote["total"]))
        return quote

    async def log_in(self, email: str, password: str) -> None:
        """Through the form, as everybody does."""
        await self.go("/login")
        await self.part("login-email").fill(email)
        await self.part("login-password").fill(password)
        await self.press("login-submit")
        await expect(self.part("login-form")).to_have_count(0)

    async def become(self, person: Person | None) -> None:
        """Be this person from now on, as if logged in earlier; None: a stranger."""
        await self.page.context.clear_cookies()
        if person is not None:
            cookie = {"name": "vitrina_session", "value": person.token, "url": self.place.url, "httpOnly": True}
            await self.page.context.add_cookies([cookie])  # type: ignore[list-item]

    async def seen(self) -> dict[str, Any]:
        """What the watch in the page has written down since the page was loaded."""
        found: dict[str, Any] = await self.page.evaluate("window.seen")
        return found

    async def shoot(self, name: str) -> None:
        """Keep a picture of what is on the screen for people to look at."""
        ARTEFACTS.mkdir(exist_ok=True)
        await self.page.screenshot(path=ARTEFACTS / f"{name}-{self.language}.png")

    async def assert_calm(self) -> None:
        """Nothing was refused by the policy and nothing complained on the console."""
        refused = (await self.seen())["refused"]
        assert refused == [], refused
        assert self.complaints == [], self.complaints


def amount(money: dict[str, Any]) -> str:
    """The digits of an amount as both languages' own countries write them: 1,234.50."""
    return f"{money['minor'] // 100:,}.{money['minor'] % 100:02}"


def _is_whole_quote(answer: Response) -> bool:
    """Whether this is the price for a complete address."""
    return answer.url.endswith("/v1/quotes") and '"address"' in (answer.request.post_data or "")


async def open_screen(
    context: BrowserContext, place: Installation, language: str, expected: Callable[[str], bool]
) -> Screen:
    """A fresh page of a window; console texts for which `expected` is true are no complaints."""
    context.set_default_timeout(WAIT_MS)
    await context.add_init_script(WATCH)
    page = await context.new_page()
    screen = Screen(page, place, language)

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not expected(message.text):
            screen.complaints.append(f"{message.type}: {message.text} {message.location.get('url', '')}")

    context.on("console", hear)
    context.on("weberror", lambda error: screen.complaints.append(f"thrown: {error.error}"))
    return screen
