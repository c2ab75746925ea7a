"""Brings committed events to those who react: out of the outbox, into streams, on to jobs and to the bus.

One relay works at a time, in whichever worker holds its lock. It takes only rows of transactions below the oldest one
still running, so that a row which commits late is never skipped; gives each stream's events their offsets; queues one
job per reaction and batch; deletes what it took. All of that commits together: a relay that dies in between has done
nothing, one that dies afterwards has lost only the news on the bus. Reactions hear an event at least once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from vitrina.platform.app import App
from vitrina.platform.bus import Bus
from vitrina.platform.jobs import Job, NewJob, enqueue_all
from vitrina.platform.outbox import OUTBOX_CHANNEL, Event
from vitrina.platform.postgres import Connection, Row
from vitrina.platform.postgres.leader import lead

RELAY_LOCK = 7_204_118_002
BATCH_ROWS_MAX = 500
JOB_EVENTS_MAX = 100
POLL_S = 0.25
_log = logging.getLogger("vitrina.relay")

_TAKE = """
SELECT id, topic, stream, subject, payload::text AS payload, at FROM platform_outbox
WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY id LIMIT $1"""

_GROW_HEADS = """
INSERT INTO platform_stream_head AS head (stream, last_offset)
SELECT * FROM unnest($1::text[], $2::bigint[])
ON CONFLICT (stream) DO UPDATE SET last_offset = head.last_offset + excluded.last_offset
RETURNING stream, last_offset"""

_MOVE = """
WITH taken AS (
    DELETE FROM platform_outbox WHERE id = ANY ($1::bigint[]) RETURNING id, stream, topic, subject, payload, at
)
INSERT INTO platform_stream (stream, stream_offset, topic, subject, payload, at)
SELECT taken.stream, numbered.stream_offset, taken.topic, taken.subject, taken.payload, taken.at
FROM taken JOIN unnest($2::bigint[], $3::bigint[]) AS numbered(id, stream_offset) USING (id)"""


@dataclass(frozen=True, slots=True)
class Reaction:
    """Who hears the events of a topic: `run(app, events)`, at least once each, in no promised order, so idempotent."""

    topic: str
    name: str
    run: Callable[[App, Sequence[Event]], Awaitable[None]]

    @property
    def job_name(self) -> str:
        return f"react/{self.topic}/{self.name}"


class Relay:
    """Moves batches from the outbox; used by one connection at a time."""

    def __init__(self, reactions: Sequence[Reaction], bus: Bus) -> None:
        self._reactions: defaultdict[str, list[Reaction]] = defaultdict(list)
        for reaction in reactions:
            self._reactions[reaction.topic].append(reaction)
        self._bus = bus

    async def serve(self, connection: Connection) -> None:
        """Move batches for ever: at once when the outbox wakes us, else every 250 ms."""
        wake = asyncio.Event()
        await connection.add_listener(OUTBOX_CHANNEL, lambda *_: wake.set())
        while True:
            wake.clear()
            if await self.move_batch(connection) == BATCH_ROWS_MAX:
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), POLL_S)

    async def move_batch(self, connection: Connection) -> int:
        """Move up to 500 committed events in one transaction, then tell the bus; how many."""
        async with connection.transaction():
            rows = await connection.fetch(_TAKE, BATCH_ROWS_MAX)
            if not rows:
                return 0
            heads = await self._move(connection, rows)
            jobs = self._jobs_of(rows)
            if jobs:
                await enqueue_all(connection, jobs)
        if heads:
            await self._bus.publish(heads)
        return len(rows)

    async def _move(self, connection: Connection, rows: Sequence[Row]) -> Mapping[str, int]:
        """Number the streams' events and move them; the last offset of each stream that grew."""
        grown = Counter(row["stream"] for row in rows if row["stream"] is not None)
        heads: dict[str, int] = {}
        if grown:
            streams = sorted(grown)
            found = await connection.fetch(_GROW_HEADS, streams, [grown[stream] for stream in streams])
            heads = {row["stream"]: row["last_offset"] for row in found}
        following = {stream: heads[stream] - grown[stream] for stream in grown}
        ids, offsets = [], []
        for row in rows:
            if row["stream"] is not None:
                following[row["stream"]] += 1
                ids.append(row["id"])
                offsets.append(following[row["stream"]])
        assert following == heads
        await connection.execute(_MOVE, [row["id"] for row in rows], ids, offsets)
        return heads

    def _jobs_of(self, rows: Sequence[Row]) -> list[NewJob]:
        by_topic: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_topic[row["topic"]].append(row)
        jobs = []
        for topic, topic_rows in by_topic.items():
            for start in range(0, len(topic_rows), JOB_EVENTS_MAX):
                payload = [_wire_event(row) for row in topic_rows[start : start + JOB_EVENTS_MAX]]
                jobs += [NewJob(reaction.job_name, payload) for reaction in self._reactions.get(topic, ())]
        return jobs


async def run_relay(url: str, relay: Relay) -> None:
    """Be the relay whenever no other worker is; for ever, until cancelled."""
    await lead(url, RELAY_LOCK, relay.serve, name="relay")


def reaction_jobs(reactions: Sequence[Reaction]) -> list[Job]:
    """The jobs by which the relay hands events over; names are unique."""
    jobs = [Job(reaction.job_name, _runner_of(reaction)) for reaction in reactions]
    assert len({job.name for job in jobs}) == len(jobs), "two reactions to one topic share a name"
    return jobs


def _runner_of(reaction: Reaction) -> Callable[[App, Any], Awaitable[None]]:
    async def run(app: App, payload: Any) -> None:
        events = msgspec.convert(payload, list[Event])
        try:
            await reaction.run(app, events)
        except Exception as problem:
            if len(events) == 1:
                raise
            # One bad event must not hold its neighbours back: each goes on alone, with attempts of its own.
            _log.warning("%s failed for %d events, trying each alone: %r", reaction.job_name, len(events), problem)
            async with app.db.connection() as connection:
                await enqueue_all(connection, [NewJob(reaction.job_name, [event]) for event in payload])

    return run


def _wire_event(row: Row) -> dict[str, object]:
    return {
        "topic": row["topic"],
        "subject": row["subject"],
        "payload": msgspec.Raw(row["payload"].encode()),
        "at": row["at"],
        "stream": row["stream"],
    }
