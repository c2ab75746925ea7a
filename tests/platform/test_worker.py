"""The worker role as a whole: relay, jobs and duties come back with their database, and only one worker leads."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from vitrina.cli.roles import open_app
from vitrina.kernel.ids import uuid7
from vitrina.platform.app import App
from vitrina.platform.bus import LocalBus
from vitrina.platform.jobs import Every
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection, migrate
from vitrina.platform.postgres.binaries import locate_binaries
from vitrina.platform.postgres.launcher import Postgres
from vitrina.platform.postgres.leader import lead
from vitrina.platform.relay import Reaction
from vitrina.platform.settings import read_settings
from vitrina.platform.worker import run_worker

AT = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


@pytest.fixture
async def server(tmp_path: Path, cluster: Path) -> AsyncIterator[Postgres]:
    shutil.copytree(cluster, tmp_path / "home" / "postgres")
    made = Postgres(tmp_path / "home", locate_binaries(), dies_with_caller=True)
    await made.start()
    connection = await asyncpg.connect(made.url)
    await migrate(connection)
    await connection.close()
    yield made
    await made.stop()


async def test_a_worker_goes_on_when_its_database_was_killed(server: Postgres, tmp_path: Path) -> None:
    app = await open_app(read_settings({"VITRINA_HOME": str(tmp_path / "home")}), server.url)
    reacted: set[int] = set()
    ticks: list[float] = []

    async def react(_: App, events: Sequence[Event]) -> None:
        reacted.update(event.payload["number"] for event in events)

    async def tick(_: App) -> None:
        ticks.append(time.monotonic())

    async def pay(number: int) -> None:
        async with app.db.transaction() as transaction:
            await add_events(transaction, [Event("OrderPaid", uuid7(AT), {"number": number}, AT, "room/a")])

    async def until(count: int) -> None:
        async with asyncio.timeout(20):
            while len(reacted) < count:
                await asyncio.sleep(0.01)

    stopping = asyncio.Event()
    reactions, duties = [Reaction("OrderPaid", "count", react)], [Every(0.1, "tick", tick)]
    working = asyncio.create_task(run_worker(app, reactions, [], duties, bus=LocalBus(), stopping=stopping))
    await pay(1)
    await until(1)
    for round_number in range(2, 4):
        killed = server.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        while server.is_alive:
            await asyncio.sleep(0.005)
        await server.start()
        back = time.monotonic()
        await pay(round_number)
        await until(round_number)
        async with asyncio.timeout(20):
            while not ticks or ticks[-1] < back:
                await asyncio.sleep(0.01)
    stopping.set()
    await asyncio.wait_for(working, 10)
    await app.close()
    assert reacted == {1, 2, 3}


async def test_the_next_in_line_leads_when_the_leader_is_cut_off(database_url: str) -> None:
    leading: list[str] = []
    changed = asyncio.Event()

    def serve_as(name: str) -> asyncio.Task[None]:
        async def serve(connection: Connection) -> None:
            leading.append(name)
            changed.set()
            await asyncio.Event().wait()

        return asyncio.create_task(lead(database_url, 42, serve, name=name))

    first = serve_as("first")
    await asyncio.wait_for(changed.wait(), 10)
    second = serve_as("second")
    await asyncio.sleep(0.3)
    assert leading == ["first"]
    changed.clear()
    outside = await asyncpg.connect(database_url)
    cut = await outside.fetchval(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'vitrina first'"
    )
    await outside.close()
    assert cut == 1
    await asyncio.wait_for(changed.wait(), 10)
    assert len(leading) == 2
    for task in (first, second):
        task.cancel()
        await asyncio.wait((task,))


async def test_a_leader_whose_connection_dies_between_two_steps_leads_again(database_url: str) -> None:
    """asyncpg says InternalClientError there; it once ended a whole worker."""
    tries: list[int] = []
    again = asyncio.Event()

    async def serve(connection: Connection) -> None:
        tries.append(await connection.fetchval("SELECT pg_backend_pid()"))
        if len(tries) == 1:
            raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")
        again.set()
        await asyncio.Event().wait()

    leading = asyncio.create_task(lead(database_url, 43, serve, name="fragile"))
    await asyncio.wait_for(again.wait(), 10)
    leading.cancel()
    await asyncio.wait((leading,))
    assert len(set(tries)) == 2
