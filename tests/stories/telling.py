"""The verbs of the stories: what people do over HTTP, and the time that passes between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from tests.world import ADDRESS, CARD, Person, World, fresh_key

from vitrina import affiliate, checkout
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import VariantId
from vitrina.platform.app import App

Json = dict[str, Any]
RETURN_WINDOW = timedelta(days=46)


@dataclass
class Story:
    """One town over real HTTP, with a clock that the story moves."""

    http: httpx.AsyncClient
    app: App
    clock: ManualClock
    world: World

    async def do(
        self,
        verb: str,
        path: str,
        person: Person | None = None,
        body: object = None,
        *,
        language: str = "en",
        **headers: str,
    ) -> httpx.Response:
        """One request as somebody (or nobody), under a key of its own."""
        self.http.cookies.clear()
        sent = {"Accept-Language": language, "Idempotency-Key": fresh_key(), **headers}
        if person is not None:
            sent |= person.headers
        return await self.http.request(verb, path, headers=sent, json=body)

    async def done(self, verb: str, path: str, person: Person | None = None, body: object = None, **more: str) -> Json:
        """The same, and it works."""
        answer = await self.do(verb, path, person, body, **more)
        assert answer.status_code in (200, 201), answer.text
        found: Json = answer.json()
        return found

    async def tap(self, link_id: object, person: Person | None = None) -> str:
        """Tap a product on a video or a showcase."""
        return str((await self.done("POST", "/v1/touches", person, {"tag_id": str(link_id)}))["id"])

    async def try_to_buy(
        self, person: Person, variant_id: VariantId | None = None, *, language: str = "en", **changes: Any
    ) -> httpx.Response:
        variant = str(variant_id or self.world.variant_id)
        body = {"variant_id": variant, "quantity": 1, "address": ADDRESS, "payment": CARD, **changes}
        return await self.do("POST", "/v1/checkout/buy", person, body, language=language)

    async def buy(self, person: Person, variant_id: VariantId | None = None, **changes: Any) -> Json:
        answer = await self.try_to_buy(person, variant_id, **changes)
        assert answer.status_code == 201, answer.text
        order: Json = answer.json()
        return order

    async def act(self, verb: str, order: Json, person: Person, **body: Any) -> Json:
        """cancel, ship, deliver or refund an order."""
        return await self.done("POST", f"/v1/orders/{order['id']}/{verb}", person, body)

    async def the_hour_passes(self) -> None:
        self.clock.advance(timedelta(hours=1, seconds=1))
        await checkout.capture_due(self.app)
        await checkout.end_hold_hours(self.app)

    async def the_return_window_passes(self) -> None:
        self.clock.advance(RETURN_WINDOW)
        await affiliate.mature_commissions(self.app)
        await checkout.mature_sellers(self.app)

    async def earned(self, person: Person) -> list[tuple[str, int]]:
        """State and minor units of each line of a creator's wallet."""
        lines = (await self.done("GET", "/v1/wallet", person))["lines"]
        return [(line["state"], line["amount"]["minor"]) for line in lines]

    async def why(self, person: Person, *, language: str = "en") -> Json:
        """Why the newest line of a creator's wallet is what it is."""
        [line, *_] = (await self.done("GET", "/v1/wallet", person))["lines"]
        return await self.done("GET", f"/v1/commissions/{line['commission_id']}/why", person, language=language)

    async def assert_books_in_order(self) -> None:
        found = await self.done("GET", "/v1/ledger/check", self.world.operator)
        counts = {name: count for name, count in found.items() if name not in ("postings", "entries") and count != 0}
        assert counts == {}, counts
