"""The sandbox gateway killed and its disk refusing: nothing acknowledged is lost, nothing is charged twice."""

from __future__ import annotations

import asyncio
import resource
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.checkout.gateway_process import gateways_in, order

from vitrina.checkout.adapters.port import ProviderCharge, ProviderUnavailable


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    async with gateways_in(tmp_path) as start_gateway:
        yield start_gateway


async def test_kill_9_under_concurrent_charges_loses_and_doubles_nothing(start: Callable[..., Any]) -> None:
    gateway = await start()
    acknowledged: dict[str, ProviderCharge] = {}
    numbers = iter(range(100_000))
    is_over = False

    async def buy() -> None:
        for number in numbers:
            if is_over:
                return
            while number >= 0 and f"key-{number}" not in acknowledged:
                try:
                    acknowledged[f"key-{number}"] = await gateway.provider.authorise(order(number))
                except ProviderUnavailable:
                    await asyncio.sleep(0.02)

    buyers = [asyncio.create_task(buy()) for _ in range(16)]
    for _ in range(5):
        await asyncio.sleep(0.25)
        gateway.kill()
        await gateway.start()
    is_over = True
    await asyncio.gather(*buyers)
    effects = await gateway.effects_all()
    charged = Counter(effect["key"] for effect in effects)
    assert len(acknowledged) >= 100
    assert set(charged.values()) == {1}
    assert charged.keys() == acknowledged.keys()
    assert {effect["key"]: effect["charge_id"] for effect in effects} == {
        key: charge.id for key, charge in acknowledged.items()
    }
    assert [effect["number"] for effect in effects] == list(range(1, len(effects) + 1))


async def test_a_disk_that_refuses_stops_the_gateway_and_keeps_what_was_acknowledged(start: Callable[..., Any]) -> None:
    gateway = await start()
    # the operating system refuses writes beyond this size, as a full disk would, in the middle of a line
    resource.prlimit(gateway.process.pid, resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))
    acknowledged: dict[str, str] = {}

    async def buy_many() -> None:
        for number in range(100):
            charge = await gateway.provider.authorise(order(number))
            acknowledged[charge.key] = charge.id

    with pytest.raises(ProviderUnavailable, match="503 log_unavailable"):
        await buy_many()
    assert gateway.process.wait(10) == 0
    assert (gateway.folder / "effects.jsonl").stat().st_size == 4_000
    assert 3 <= len(acknowledged) <= 20
    await gateway.start()
    assert {effect["key"]: effect["charge_id"] for effect in await gateway.effects()} == acknowledged
    next_one = await gateway.provider.authorise(order(len(acknowledged)))
    assert next_one.key == f"key-{len(acknowledged)}"
