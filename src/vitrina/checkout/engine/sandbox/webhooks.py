"""Webhooks of the sandbox gateway: signed, at least once, retried with backoff; what is owed is known from the log."""

from __future__ import annotations

import asyncio
import hashlib
import heapq
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import aiohttp

from vitrina.kernel.clock import Clock

SIGNATURE_HEADER: Final = "Vitrina-Sandbox-Signature"
ATTEMPTS_MAX: Final = 16
BACKOFF_FIRST_S: Final = 0.5
BACKOFF_MAX_S: Final = 300.0
ANSWER_S_MAX: Final = 5.0
SENDERS: Final = 8

logger = logging.getLogger(__name__)


def sign(body: bytes, secret: str, unix_s: int) -> str:
    """The signature header of a webhook body sent at `unix_s`: `t=UNIX,v1=HMAC-SHA256(secret, "t.body")` in hex."""
    digest = hmac.new(secret.encode(), b"%d.%b" % (unix_s, body), hashlib.sha256).hexdigest()
    return f"t={unix_s},v1={digest}"


def backoff_s(attempt: int) -> float:
    """Seconds to wait after failed attempt number `attempt` (from 1): doubling, bounded."""
    return float(min(BACKOFF_MAX_S, BACKOFF_FIRST_S * 2 ** (attempt - 1)))


@dataclass(frozen=True, order=True)
class Delivery:
    """One webhook that waits for its time; `due_s` is of the event loop's own clock."""

    due_s: float
    number: int
    event_id: str
    body: bytes
    attempt: int = 1


class WebhookSender:
    """Delivers what is owed to one URL; tells `on_end(event_id, was_delivered)` when it has stopped trying."""

    def __init__(self, url: str, secret: str, clock: Clock, on_end: Callable[[str, bool], None]) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock
        self._on_end = on_end
        self._queue: list[Delivery] = []
        self._changed = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []
        self._session: aiohttp.ClientSession | None = None

    def start(self) -> None:
        """Begin to send, in the running loop."""
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=ANSWER_S_MAX), cookie_jar=aiohttp.DummyCookieJar()
        )
        self._tasks = [asyncio.create_task(self._send_forever()) for _ in range(SENDERS)]

    async def owe(self, number: int, event_id: str, body: bytes) -> None:
        """Deliver `body` (effect `number` made it) as soon as possible."""
        await self._put(Delivery(asyncio.get_running_loop().time(), number, event_id, body))

    async def close(self) -> None:
        """Stop; what was not delivered is still owed by the log."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _put(self, delivery: Delivery) -> None:
        async with self._changed:
            heapq.heappush(self._queue, delivery)
            self._changed.notify()

    async def _send_forever(self) -> None:
        while True:
            delivery = await self._take()
            if await self._post(delivery):
                self._on_end(delivery.event_id, True)
            elif delivery.attempt >= ATTEMPTS_MAX:
                logger.error("webhook %s abandoned after %d attempts", delivery.event_id, delivery.attempt)
                self._on_end(delivery.event_id, False)
            else:
                due_s = asyncio.get_running_loop().time() + backoff_s(delivery.attempt)
                await self._put(
                    Delivery(due_s, delivery.number, delivery.event_id, delivery.body, delivery.attempt + 1)
                )

    async def _take(self) -> Delivery:
        loop = asyncio.get_running_loop()
        async with self._changed:
            while True:
                wait_s = self._queue[0].due_s - loop.time() if self._queue else None
                if wait_s is not None and wait_s <= 0:
                    return heapq.heappop(self._queue)
                try:
                    async with asyncio.timeout(wait_s):
                        await self._changed.wait()
                except TimeoutError:
                    continue

    async def _post(self, delivery: Delivery) -> bool:
        assert self._session is not None
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: sign(delivery.body, self._secret, int(self._clock.now().timestamp())),
        }
        try:
            async with self._session.post(
                self._url, data=delivery.body, headers=headers, allow_redirects=False
            ) as answer:
                return 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            logger.info("webhook %s attempt %d failed: %r", delivery.event_id, delivery.attempt, error)
            return False
