"""One server, one small world and one Chromium for all stories; a fresh window for each."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect
from tests.browser.installation import Installation, serve
from tests.browser.screen import DESK, PHONE, WAIT_MS, Screen, open_screen
from tests.browser.town import LANGUAGES, Town, settle

BROWSER_DEFAULT = "/usr/bin/chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip
LOCALES = {"en": "en-US", "es": "es-MX"}
OpenScreen = Callable[..., Awaitable[Screen]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def installation(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    """The whole product, running."""
    async with serve(tmp_path_factory.mktemp("browser") / "home") as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(installation: Installation) -> AsyncIterator[Town]:
    """Its people, goods and films."""
    settled = await settle(installation)
    yield settled
    await settled.app.close()
    await settled.past.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser of this machine; without one the stories fail and say what to do."""
    program = Path(os.environ.get("VITRINA_BROWSER") or BROWSER_DEFAULT)
    if not program.exists():
        pytest.fail(
            f"the stories need Chromium or Chrome, and {program} is not there: install the package chromium"
            " (apt-get install chromium), or set VITRINA_BROWSER to the program of one",
            pytrace=False,
        )
    expect.set_options(timeout=WAIT_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Every story is told in English and in Spanish."""
    return str(request.param)


@pytest_asyncio.fixture(loop_scope="session")
async def open_window(chromium: Browser, town: Town) -> AsyncIterator[OpenScreen]:
    """Opens windows of a size and a language, logged in as somebody or nobody; `refusals` are the statuses to expect."""
    async with AsyncExitStack() as stack:

        async def opened(
            language: str,
            person: object = None,
            *,
            size: dict[str, int] = PHONE,
            refusals: str = "",
            dark: bool = False,
        ) -> Screen:
            context = await chromium.new_context(
                viewport=size, locale=LOCALES[language], timezone_id="America/Chicago", has_touch=size is PHONE,
                color_scheme="dark" if dark else "light", is_mobile=size is PHONE,
            )  # fmt: skip
            stack.push_async_callback(context.close)
            # The browser itself writes a line for each answer that is not a success.
            known = re.compile(rf"Failed to load resource: .*status of ({refusals})") if refusals else None
            screen = await open_screen(context, town.place, language, lambda text: bool(known and known.match(text)))
            await screen.become(person)  # type: ignore[arg-type]
            return screen

        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def phone(open_window: OpenScreen, language: str) -> Screen:
    """A stranger's phone in the story's language."""
    return await open_window(language)


__all__ = ["DESK"]
