"""What shoppers and their banks do at the gateway, and the messages it sends; for tests of payments that answer later."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from typing import Any

import httpx
from tests.checkout.gateway_process import SECRET, WEBHOOK_SECRET

from vitrina.kernel.clock import Clock

Json = dict[str, Any]
WEBHOOK_PATH = "/v1/provider_webhooks/sandbox"
_events = itertools.count(1)


class Bank:
    """The gateway as shoppers see it, and its log as an auditor does."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=url, headers={"Authorization": f"Bearer {SECRET}"}, trust_env=False, timeout=10
        )

    async def charge(self, order: Json) -> Json:
        """The one charge of an order's payment as it is now."""
        [charge] = await self.charges(order)
        return charge

    async def charges(self, order: Json) -> list[Json]:
        answer = await self._client.get("/charges", params={"reference": order["payment_id"]})
        found: list[Json] = answer.json()["charges"]
        return found

    async def approve(self, order: Json) -> None:
        """The shopper confirms on the bank's page."""
        await self._answer(order, "approve")

    async def refuse(self, order: Json) -> None:
        await self._answer(order, "refuse")

    async def _answer(self, order: Json, word: str) -> None:
        charge = await self.charge(order)
        assert (await self._client.post(f"/challenges/{charge['id']}/{word}")).status_code == 303

    async def pay_voucher(self, order: Json) -> int:
        """The shopper pays at the counter; the status of the answer."""
        path = f"/vouchers/{order['voucher']['reference']}/pay"
        return (await self._client.post(path, headers={"Accept": "application/json"})).status_code

    async def void(self, order: Json) -> None:
        """The bank lets the money go without being asked."""
        charge = await self.charge(order)
        headers = {"Idempotency-Key": f"bank-{charge['id']}"}
        assert (await self._client.post(f"/charges/{charge['id']}/void", json={}, headers=headers)).status_code == 200

    async def set_faults(self, **plan: Any) -> None:
        assert (await self._client.post("/faults", json=plan, headers={"Idempotency-Key": "faults"})).status_code == 200

    async def close(self) -> None:
        await self._client.aclose()


def message(kind: str, charge: Json, clock: Clock, *, event_id: str | None = None) -> bytes:
    """The body of a webhook as the gateway writes it."""
    known = event_id or f"ev_test_{next(_events)}"
    return json.dumps({"id": known, "type": kind, "created": clock.now().isoformat(), "charge": charge}).encode()


def signature(raw: bytes, clock: Clock, *, secret: str = WEBHOOK_SECRET, age_s: int = 0) -> str:
    """The header that makes a message believable."""
    instant = str(int(clock.now().timestamp()) - age_s)
    digest = hmac.new(secret.encode(), f"{instant}.".encode() + raw, hashlib.sha256).hexdigest()
    return f"t={instant},v1={digest}"


async def tell(http: httpx.AsyncClient, raw: bytes, header: str) -> httpx.Response:
    """Deliver a message to the product."""
    headers = {"Vitrina-Sandbox-Signature": header, "Content-Type": "application/json"}
    return await http.post(WEBHOOK_PATH, content=raw, headers=headers)


async def tell_of(
    http: httpx.AsyncClient, clock: Clock, kind: str, charge: Json, *, event_id: str | None = None
) -> None:
    """Deliver a good message about a charge."""
    raw = message(kind, charge, clock, event_id=event_id)
    assert (await tell(http, raw, signature(raw, clock))).status_code == 204
