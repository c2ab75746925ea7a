"""Webhooks of the sandbox gateway: signed, retried, owed through a kill, and only believed when they are its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.checkout.gateway_process import PRICE, WEBHOOK_SECRET, Shop, gateways_in, order

from vitrina.checkout.adapters.port import WebhookForged
from vitrina.checkout.adapters.sandbox import verify_webhook
from vitrina.checkout.engine.sandbox.webhooks import backoff_s, sign
from vitrina.kernel.clock import SystemClock


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    async with gateways_in(tmp_path) as start_gateway:
        yield start_gateway


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    receiving = Shop()
    runner = await receiving.start()
    yield receiving
    await runner.cleanup()


async def test_webhooks_are_retried_with_the_same_body_through_a_kill(start: Callable[..., Any], shop: Shop) -> None:
    gateway = await start("--webhook-url", shop.url)
    shop.statuses = [500, 302]
    await gateway.provider.authorise(order(1, "tok_late_webhook"))
    await shop.wait_for(1)
    gateway.kill()
    await gateway.start()
    events = await shop.wait_for(3)
    assert len({raw for raw, _ in shop.received}) == 1
    assert [event.kind for event in events] == ["charge.authorised"] * 3
    async with asyncio.timeout(5):
        while "webhook.delivered" not in await gateway.kinds():
            await asyncio.sleep(0.02)
    gateway.kill()
    await gateway.start()
    await asyncio.sleep(0.3)
    assert len(shop.received) == 3
    assert await gateway.kinds() == ["charge.pending", "charge.authorised", "webhook.delivered"]


@pytest.mark.parametrize(("mode", "kinds"), [("async_only", []), ("all", ["charge.authorised", "charge.captured"])])
async def test_answers_are_repeated_as_webhooks_only_when_asked(
    start: Callable[..., Any], shop: Shop, mode: str, kinds: list[str]
) -> None:
    gateway = await start("--webhook-url", shop.url, "--webhooks", mode)
    charge = await gateway.provider.authorise(order(1))
    await gateway.provider.capture(charge.id, PRICE, key="capture")
    events = await shop.wait_for(len(kinds))
    assert sorted(event.kind for event in events) == kinds
    effects = [effect for effect in await gateway.effects() if effect["kind"].startswith("charge.")]
    assert [effect["kind"] for effect in effects if "event_id" in effect] == kinds
    assert [effect["kind"] for effect in effects] == ["charge.authorised", "charge.captured"]


async def test_forged_old_and_truncated_webhooks_are_not_believed(start: Callable[..., Any], shop: Shop) -> None:
    gateway = await start("--webhook-url", shop.url)
    await gateway.provider.authorise(order(1, "tok_late_webhook"))
    await shop.wait_for(1)
    raw, header = shop.received[0]
    now = SystemClock().now()
    assert gateway.provider.read_webhook(raw, header, now=now).charge.key == "key-1"
    instant = int(header.partition(",")[0].removeprefix("t="))
    wrong = [
        (raw + b" ", header, now),
        (raw[:-1], header, now),
        (raw, header.replace("v1=", "v1=0"), now),
        (raw, header.replace("v1=", "v0="), now),
        (raw, f"t={instant + 1},{header.partition(',')[2]}", now),
        (raw, "", now),
        (raw, f"{header},t=1", now),
        (raw, header, now + timedelta(seconds=301)),
        (raw, header, now - timedelta(seconds=302)),
        (b"{}", sign(b"{}", WEBHOOK_SECRET, instant), now),
        (raw, sign(raw, "other", instant), now),
    ]
    for body, signature, at in wrong:
        with pytest.raises(WebhookForged):
            verify_webhook(body, signature, WEBHOOK_SECRET, at)
    both = f"{header},v1=00"
    assert verify_webhook(raw, both, WEBHOOK_SECRET, now).kind == "charge.authorised"


def test_a_signature_is_the_hmac_of_time_and_body() -> None:
    # printf '1772452800.{}' | openssl dgst -sha256 -hmac secret
    digest = "ed27af7df6d2d5a33313fa417c47513d6fbcf29415e32e3ff14c87dd1f95aff7"
    assert sign(b"{}", "secret", 1_772_452_800) == f"t=1772452800,v1={digest}"


def test_backoff_doubles_up_to_five_minutes() -> None:
    assert [backoff_s(attempt) for attempt in (1, 2, 3, 10, 11, 16)] == [0.5, 1.0, 2.0, 256.0, 300.0, 300.0]
