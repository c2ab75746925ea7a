"""Discover's first page, made once for many visitors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from vitrina.platform.app import App

KEPT_S = 10.0
KEPT_MAX = 64
Key = tuple[str, str, int]


class KeptPages:
    """The page of each country, language and age for some seconds; who comes while it is being made waits for it."""

    def __init__(self, app: App) -> None:
        self._pages: dict[Key, tuple[float, bytes]] = {}
        self._making: dict[Key, asyncio.Lock] = {}

    async def get(self, key: Key, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """The page of `key`, at most ten seconds old."""
        async with self._making.setdefault(key, asyncio.Lock()):
            found = self._pages.get(key)
            if found is not None and time.monotonic() - found[0] < KEPT_S:
                return found[1]
            page = await make()
            if len(self._pages) >= KEPT_MAX:
                self._pages.clear()
            self._pages[key] = (time.monotonic(), page)
            return page
