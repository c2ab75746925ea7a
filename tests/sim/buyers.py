"""Clients that buy with keys and ask again until they are answered, whatever dies meanwhile."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import aiohttp

RETRY_S = 0.15
ANSWER_S_MAX = 15.0
ADDRESS = {
    "name": "Ana López",
    "line1": "1 Main St",
    "city": "Austin",
    "region": "TX",
    "postal_code": "78701",
    "country": "US",
}
TOKENS = ("tok_ok",) * 16 + ("tok_declined", "tok_late_webhook", "tok_ok:shared", "tok_ok")
# Refusals that end a try: nothing was bought under its key.
ENDED = {(402, "card_declined"), (409, "sold_out")}


@dataclass(frozen=True)
class Tried:
    """One purchase and its last answer; `order_id` when it was taken."""

    key: str
    headers: dict[str, str]
    body: dict[str, Any]
    status: int
    raw: bytes
    order_id: str | None
    order_state: str


@dataclass
class Crowd:
    """Everybody who buys, what they were told, and what had to be asked again."""

    url: str
    variants: list[str]
    tokens: list[str]
    seed: int
    tried: list[Tried] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    trouble: Counter[str] = field(default_factory=Counter)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, clients: int) -> None:
        """`clients` buy one after the other until `stopping`; each ends what it has begun."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_S_MAX)
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(self.url, timeout=timeout, connector=connector) as session:
            await asyncio.gather(*(self._buy(session, number) for number in range(clients)))

    async def _buy(self, session: aiohttp.ClientSession, client: int) -> None:
        drawn = random.Random(self.seed * 1_000 + client)
        place = 0
        while not self.stopping.is_set():
            place += 1
            key = f"buy-{client}-{place}"
            headers = {"Authorization": f"Bearer {self.tokens[client]}", "Idempotency-Key": key}
            body = {
                "variant_id": drawn.choice(self.variants), "quantity": drawn.randint(1, 2), "address": ADDRESS,
                "payment": {"method": "sandbox_card", "token": drawn.choice(TOKENS)},
            }  # fmt: skip
            status, raw, told = await self._until_answered(session, "/v1/checkout/buy", headers, body)
            tried = Tried(key, headers, body, status, raw, told.get("id"), told.get("status", ""))
            self.tried.append(tried)
            if tried.order_id is not None and tried.order_state == "on_hold" and drawn.random() < 0.15:
                await self._cancel(session, tried)

    async def _cancel(self, session: aiohttp.ClientSession, bought: Tried) -> None:
        assert bought.order_id is not None
        headers = {**bought.headers, "Idempotency-Key": f"cancel-{bought.key}"}
        status, raw, told = await self._until_answered(session, f"/v1/orders/{bought.order_id}/cancel", headers, None)
        assert (status, told["status"]) == (200, "cancelled"), raw
        self.cancelled.append(bought.order_id)

    async def _until_answered(
        self, session: aiohttp.ClientSession, path: str, headers: dict[str, str], body: dict[str, Any] | None
    ) -> tuple[int, bytes, dict[str, Any]]:
        """The first answer that is one: not a lost connection, not a 5xx, not "still running"."""
        while True:
            try:
                async with session.post(path, json=body, headers=headers) as answer:
                    raw = await answer.read()
                    status = answer.status
                    told = await answer.json(content_type=None) if raw else {}
            except (aiohttp.ClientError, TimeoutError) as problem:
                self.trouble[type(problem).__name__] += 1
                await asyncio.sleep(RETRY_S)
                continue
            code = told.get("code", "")
            if status >= 500 or code == "idempotency_in_flight":
                self.trouble[code or str(status)] += 1
                await asyncio.sleep(RETRY_S)
                continue
            assert status < 300 or (status, code) in ENDED, (status, raw)
            return status, raw, told
