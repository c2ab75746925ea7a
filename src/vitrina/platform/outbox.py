"""Events that leave only after commit.

An action writes rows into `platform_outbox` in the transaction of their cause; nobody notifies or enqueues inside it (any
NOTIFY in a business transaction serialises all commits of the database: 9,427 → 3,631 per second in a trial). After the
commit the process sends at most one bare NOTIFY per 20 ms on a connection of its own, which wakes the relay.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from vitrina.platform.postgres import DATABASE_AWAY, Connection

OUTBOX_CHANNEL = "vitrina_outbox"
WAKE_EVERY_MS = 20


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: `topic` names it (`OrderPaid`), `subject` whose it is, `stream` who may follow it."""

    topic: str
    subject: UUID
    payload: dict[str, Any]
    at: datetime
    stream: str | None = None


async def add_events(connection: Connection, events: Sequence[Event]) -> None:
    """Write `events` into the outbox; to be called inside the transaction of their cause."""
    await connection.execute(
        "INSERT INTO platform_outbox (topic, stream, subject, payload, at)"
        " SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::jsonb[], $5::timestamptz[])",
        [event.topic for event in events],
        [event.stream for event in events],
        [event.subject for event in events],
        [event.payload for event in events],
        [event.at for event in events],
    )


class Waker:
    """Sends the bare NOTIFY that wakes the relay, at most one per 20 ms; the relay polls too, so a lost one costs 250 ms."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def wake(self) -> None:
        """Tell the relay that rows were committed; returns at once."""
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._send(), context=contextvars.Context())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
        if self._connection is not None:
            await self._connection.close()

    async def _send(self) -> None:
        while self._again:
            self._again = False
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await asyncpg.connect(self._url)
                await self._connection.execute(f"NOTIFY {OUTBOX_CHANNEL}")
            except DATABASE_AWAY:
                self._connection = None  # the relay's own poll finds the rows
            await asyncio.sleep(WAKE_EVERY_MS / 1000)
