"""How an installation is, for the one who runs it: what waits, what failed, how much room is left."""

from __future__ import annotations

import asyncio
import shutil
from datetime import datetime

import msgspec

from vitrina.platform.app import App
from vitrina.platform.jobs import count_jobs
from vitrina.platform.postgres import Connection

DEAD_LETTERS_SHOWN_MAX = 50


class DeadLetters(msgspec.Struct, frozen=True):
    """Jobs of one kind that failed for good, since when."""

    name: str
    count: int
    since: datetime


class Vitals(msgspec.Struct, frozen=True):
    """`relay_lag_s`: how long the oldest event has waited for the relay; `roles`: connections by who holds them."""

    at: datetime
    events_waiting: int
    relay_lag_s: float
    jobs_queued: int
    jobs_running: int
    dead_letters: list[DeadLetters]
    roles: dict[str, int]
    database_bytes: int
    disk_free_bytes: int
    disk_bytes: int


async def read_vitals(app: App) -> Vitals:
    """Measure now; a handful of cheap statements."""
    now = app.clock.now()
    async with app.db.connection() as connection:
        jobs = await count_jobs(connection)
        waiting, oldest = await _read_outbox(connection)
        dead = await _list_dead_letters(connection)
        roles = await _count_roles(connection)
        size = int(await connection.fetchval("SELECT pg_database_size(current_database())"))
    disk = await asyncio.to_thread(shutil.disk_usage, app.settings.home if app.settings.home.exists() else "/")
    lag_s = 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
    return Vitals(
        now, waiting, lag_s, jobs["queued"], jobs["picked"], dead, roles, size, disk.free, disk.total
    )  # fmt: skip


async def _read_outbox(connection: Connection) -> tuple[int, datetime | None]:
    row = await connection.fetchrow("SELECT count(*), min(at) FROM platform_outbox")
    assert row is not None
    return row[0], row[1]


async def _list_dead_letters(connection: Connection) -> list[DeadLetters]:
    rows = await connection.fetch(
        "SELECT entrypoint, count(*), min(updated) FROM pgqueuer WHERE status = 'failed' GROUP BY 1 ORDER BY 2 DESC, 1"
        " LIMIT $1",
        DEAD_LETTERS_SHOWN_MAX,
    )
    return [DeadLetters(*row) for row in rows]


async def _count_roles(connection: Connection) -> dict[str, int]:
    rows = await connection.fetch(
        "SELECT application_name, count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name LIKE 'vitrina%' GROUP BY 1 ORDER BY 1"
    )
    return {row[0]: row[1] for row in rows}
