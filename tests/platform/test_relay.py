"""Events leave only after commit, in order, and reach every reaction at least once."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from tests.platform.child import end, first_line

from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import uuid7
from vitrina.platform.app import App
from vitrina.platform.bus import LocalBus, PostgresBus, notices_of
from vitrina.platform.outbox import Event, Waker, add_events
from vitrina.platform.postgres import Database
from vitrina.platform.relay import BATCH_ROWS_MAX, JOB_EVENTS_MAX, Reaction, Relay, reaction_jobs, run_relay
from vitrina.platform.worker import run_worker

AT = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


def events_of(topic: str, count: int, *, stream: str | None = None, first: int = 0) -> list[Event]:
    return [Event(topic, uuid7(AT), {"number": number}, AT, stream) for number in range(first, first + count)]


async def nothing(app: App, events: Sequence[Event]) -> None:
    del app, events


async def add(database: Database, events: Sequence[Event]) -> None:
    async with database.transaction() as transaction:
        await add_events(transaction, events)


async def rows(database: Database, statement: str) -> list[tuple[object, ...]]:
    async with database.connection() as connection:
        return [tuple(row) for row in await connection.fetch(statement)]


STREAM_ROWS = (
    "SELECT stream, stream_offset, (payload->>'number')::int FROM platform_stream ORDER BY stream, stream_offset"
)


async def test_a_stream_gets_gapless_offsets_and_the_bus_hears_the_last_ones(database: Database) -> None:
    heard: list[Mapping[str, int]] = []
    bus = LocalBus()
    bus.subscribe(heard.append)
    relay = Relay([], bus)
    mixed = [*events_of("Pinned", 2, stream="room/a"), *events_of("Told", 1), *events_of("Pinned", 1, stream="room/b")]
    await add(database, mixed)
    async with database.connection() as connection:
        assert await relay.move_batch(connection) == 4
        await add(database, events_of("Pinned", 1, stream="room/a", first=9))
        assert await relay.move_batch(connection) == 1
        assert await relay.move_batch(connection) == 0
    assert heard == [{"room/a": 2, "room/b": 1}, {"room/a": 3}]
    expected = [("room/a", 1, 0), ("room/a", 2, 1), ("room/a", 3, 9), ("room/b", 1, 0)]
    assert await rows(database, STREAM_ROWS) == expected
    assert await rows(database, "SELECT count(*) FROM platform_outbox") == [(0,)]


async def test_rows_of_a_transaction_that_commits_late_are_not_skipped(database: Database, database_url: str) -> None:
    relay = Relay([], LocalBus())
    late = await asyncpg.connect(database_url)
    await late.set_type_codec("jsonb", schema="pg_catalog", encoder=str, decoder=str)
    slow = late.transaction()
    await slow.start()
    await late.execute(
        "INSERT INTO platform_outbox (topic, stream, subject, payload, at) VALUES ('Slow', 'room/a', $1, $2, $3)",
        uuid7(AT), '{"number": 1}', AT,
    )  # fmt: skip
    await add(database, events_of("Quick", 1, stream="room/a", first=2))
    async with database.connection() as connection:
        assert await relay.move_batch(connection) == 0
        await slow.commit()
        assert await relay.move_batch(connection) == 2
    await late.close()
    assert await rows(database, STREAM_ROWS) == [("room/a", 1, 1), ("room/a", 2, 2)]


async def test_a_rolled_back_transaction_tells_nobody(database: Database) -> None:
    relay = Relay([Reaction("OrderPaid", "count", nothing)], LocalBus())
    with pytest.raises(RuntimeError, match="no sale"):
        async with database.transaction() as transaction:
            await add_events(transaction, events_of("OrderPaid", 1, stream="room/a"))
            raise RuntimeError("no sale")
    async with database.connection() as connection:
        assert await relay.move_batch(connection) == 0
    assert await rows(database, STREAM_ROWS) == []
    assert await rows(database, "SELECT count(*) FROM pgqueuer") == [(0,)]


async def test_each_reaction_gets_a_job_for_each_hundred_events(database: Database) -> None:
    reactions = [Reaction("OrderPaid", "receipt", nothing), Reaction("OrderPaid", "count", nothing)]
    relay = Relay(reactions, LocalBus())
    await add(database, events_of("OrderPaid", JOB_EVENTS_MAX + 1))
    await add(database, events_of("Unheard", 3))
    async with database.connection() as connection:
        assert await relay.move_batch(connection) == JOB_EVENTS_MAX + 4
    counted = await rows(
        database,
        "SELECT entrypoint, jsonb_array_length(convert_from(payload, 'UTF8')::jsonb) FROM pgqueuer ORDER BY 1, 2",
    )
    assert counted == [
        ("react/OrderPaid/count", 1),
        ("react/OrderPaid/count", 100),
        ("react/OrderPaid/receipt", 1),
        ("react/OrderPaid/receipt", 100),
    ]


async def test_a_batch_is_bounded(database: Database) -> None:
    await add(database, events_of("OrderPaid", BATCH_ROWS_MAX + 7))
    relay = Relay([], LocalBus())
    async with database.connection() as connection:
        assert [await relay.move_batch(connection) for _ in range(3)] == [BATCH_ROWS_MAX, 7, 0]


async def test_a_commit_wakes_the_relay_before_its_next_poll(database: Database, database_url: str) -> None:
    heard: asyncio.Queue[Mapping[str, int]] = asyncio.Queue()
    bus = LocalBus()
    bus.subscribe(heard.put_nowait)
    relaying = asyncio.create_task(run_relay(database_url, Relay([], bus)))
    waker = Waker(database_url)
    await add(database, events_of("Pinned", 1, stream="room/a"))
    waker.wake()
    assert await asyncio.wait_for(heard.get(), 5) == {"room/a": 1}
    # Without a wake the poll finds it.
    await add(database, events_of("Pinned", 1, stream="room/a"))
    assert await asyncio.wait_for(heard.get(), 5) == {"room/a": 2}
    relaying.cancel()
    await asyncio.wait((relaying,))
    await waker.close()


async def test_the_news_cross_processes_over_postgres(database_url: str) -> None:
    heard: asyncio.Queue[Mapping[str, int]] = asyncio.Queue()
    listening, speaking = PostgresBus(database_url), PostgresBus(database_url)
    listening.subscribe(heard.put_nowait)
    assert await asyncio.wait_for(heard.get(), 5) == {}  # connected: look yourself
    await speaking.publish({"room/a": 7, "room/b": 1})
    assert await asyncio.wait_for(heard.get(), 5) == {"room/a": 7, "room/b": 1}
    await listening.close()
    await speaking.close()


def test_news_of_many_streams_are_cut_to_fit() -> None:
    heads = {f"room/{number:08}/{'x' * 60}": number for number in range(500)}
    notices = notices_of(heads)
    assert len(notices) == 6
    assert max(len(notice.encode()) for notice in notices) <= 7_500
    assert notices_of({}) == []


async def test_one_bad_event_does_not_hold_its_neighbours_back(app: App) -> None:
    done: Counter[int] = Counter()
    all_good_done = asyncio.Event()

    async def choosy(_: App, events: Sequence[Event]) -> None:
        if any(event.payload["number"] == 3 for event in events):
            raise ValueError("three")
        for event in events:
            done[event.payload["number"]] += 1
        if len(done) == 9:
            all_good_done.set()

    await add(app.db, events_of("OrderPaid", 10))
    stopping = asyncio.Event()
    reactions = [Reaction("OrderPaid", "choosy", choosy)]
    working = asyncio.create_task(run_worker(app, reactions, [], [], bus=LocalBus(), stopping=stopping))
    await asyncio.wait_for(all_good_done.wait(), 20)
    stopping.set()
    await asyncio.wait_for(working, 10)
    assert done == Counter([0, 1, 2, 4, 5, 6, 7, 8, 9])
    waiting = await rows(app.db, "SELECT convert_from(payload, 'UTF8')::jsonb->0->'payload'->>'number' FROM pgqueuer")
    assert waiting == [("3",)]


def test_two_reactions_of_one_topic_cannot_share_a_name() -> None:
    twice = [Reaction("OrderPaid", "count", nothing), Reaction("OrderPaid", "count", nothing)]
    with pytest.raises(AssertionError, match="share a name"):
        reaction_jobs(twice)


_RELAY_PROCESS = """
import asyncio, sys
from vitrina.platform.bus import LocalBus
from vitrina.platform.relay import Reaction, Relay, run_relay

async def nothing(app, events): ...

class Told(LocalBus):
    async def publish(self, heads):
        print("moved", flush=True)

asyncio.run(run_relay(sys.argv[1], Relay([Reaction("OrderPaid", "count", nothing)], Told())))
"""


async def test_a_relay_killed_in_the_middle_loses_no_event_and_numbers_none_twice(
    app: App, database_url: str, clock: ManualClock
) -> None:
    """Five relays are killed while events pour in; then every event was reacted to, and the stream has no gap."""
    del clock
    events: list[Event] = []
    reacted, all_killed = set[UUID](), asyncio.Event()

    async def react(_: App, told: Sequence[Event]) -> None:
        reacted.update(event.subject for event in told)

    async def pour() -> None:
        # Until the last one was killed: a relay that finds nothing to move would be waited for in vain.
        while not all_killed.is_set():
            batch = events_of("OrderPaid", 10, stream="room/a")
            events.extend(batch)
            await add(app.db, batch)
            await asyncio.sleep(0.01)

    pouring = asyncio.create_task(pour())
    for _ in range(5):
        child = subprocess.Popen(
            [sys.executable, "-c", _RELAY_PROCESS, database_url], stdout=subprocess.PIPE, env=dict(os.environ)
        )
        assert await first_line(child, 60) == b"moved\n"
        end(child)
    all_killed.set()
    await pouring
    total = len(events)
    stopping = asyncio.Event()
    reactions = [Reaction("OrderPaid", "count", react)]
    working = asyncio.create_task(run_worker(app, reactions, [], [], bus=LocalBus(), stopping=stopping))
    async with asyncio.timeout(60):
        while len(reacted) < total:
            await asyncio.sleep(0.05)
    stopping.set()
    await asyncio.wait_for(working, 10)
    assert reacted == {event.subject for event in events}
    shape = "SELECT count(*), min(stream_offset), max(stream_offset), count(DISTINCT subject) FROM platform_stream"
    assert await rows(app.db, shape) == [(total, 1, total, total)]
