"""Work that outlives a request: queued in the database, run by workers, tried again until it is done.

A job may run twice (its worker was killed after the work and before the note of it), so what it does is idempotent.
Enqueue from the relay, a job or a duty, never inside a business transaction: pgqueuer's trigger sends a NOTIFY, and any
NOTIFY in a business transaction serialises all commits. There one writes an event, and a reaction does the work.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

ATTEMPTS_MAX = 12
JOB_TIMEOUT_S = 600.0
RETRY_FIRST_S = 0.5
RETRY_MOST_S = 300.0
PAYLOAD_BYTES_MAX = 4_000_000
LOG_DAYS_KEPT = 3


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work: `run(app, payload)` gets the payload as decoded JSON.

    `attempts_max` failures make it a dead letter (kept as `failed`, logged, counted). `lanes`: how many of this kind
    may run at once over all workers, 0 for no limit of its own.
    """

    name: str
    run: Callable[[App, Any], Awaitable[None]]
    attempts_max: int = ATTEMPTS_MAX
    timeout_s: float = JOB_TIMEOUT_S
    lanes: int = 0


@dataclass(frozen=True, slots=True)
class Every:
    """A periodic duty of one worker at a time: run at its start, then `seconds` after each beginning."""

    seconds: float
    name: str
    run: Callable[[App], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be queued. `once`: while a job with this key waits or runs, another one is not queued."""

    name: str
    payload: object
    delay_s: float = 0.0
    once: str | None = None
    priority: int = 0


async def enqueue(
    connection: Connection, name: str, payload: object, *, delay_s: float = 0.0, once: str | None = None
) -> bool:
    """Queue one job whose payload msgspec can write as JSON; False when `once` already waits or runs."""
    return await enqueue_all(connection, [NewJob(name, payload, delay_s, once)]) == 1


async def enqueue_all(connection: Connection, jobs: Sequence[NewJob]) -> int:
    """Queue `jobs` with one statement; how many were queued."""
    payloads = [msgspec.json.encode(job.payload) for job in jobs]
    assert all(len(payload) <= PAYLOAD_BYTES_MAX for payload in payloads), "a payload names what it is about, no more"
    rows = await connection.fetch(
        "INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, status)"
        " SELECT priority, entrypoint, payload, now() + delay_s * interval '1 second', dedupe_key, 'queued'"
        " FROM unnest($1::int[], $2::text[], $3::bytea[], $4::float8[], $5::text[])"
        "   AS new(priority, entrypoint, payload, delay_s, dedupe_key)"
        " ON CONFLICT (dedupe_key) WHERE status IN ('queued', 'picked') AND dedupe_key IS NOT NULL DO NOTHING"
        " RETURNING id",
        [job.priority for job in jobs],
        [job.name for job in jobs],
        payloads,
        [job.delay_s for job in jobs],
        [job.once for job in jobs],
    )
    return len(rows)


async def count_jobs(connection: Connection) -> dict[str, int]:
    """How many jobs are in each state: `queued`, `picked`, `failed` (dead letters)."""
    rows = await connection.fetch("SELECT status::text, count(*) FROM pgqueuer GROUP BY status")
    return {"queued": 0, "picked": 0, "failed": 0} | {row[0]: row[1] for row in rows}


async def requeue_dead_letters(connection: Connection) -> int:
    """Give every dead letter all its attempts anew, once its cause was mended; how many."""
    answer = await connection.execute(
        "UPDATE pgqueuer SET status = 'queued', attempts = 0, execute_after = now(), updated = now(),"
        " queue_manager_id = NULL, slot = NULL WHERE status = 'failed'"
    )
    return int(answer.rsplit(" ", 1)[-1])


async def forget_old_runs(connection: Connection) -> int:
    """Delete the log of runs older than three days, which only serves to count the kills of a job; how many."""
    answer = await connection.execute(
        "DELETE FROM pgqueuer_log WHERE created < now() - $1 * interval '1 day'", LOG_DAYS_KEPT
    )
    return int(answer.rsplit(" ", 1)[-1])


def retry_delay_s(attempts: int) -> float:
    """How long to wait after the failure number `attempts` (from 0): 0.5 s doubling up to 5 minutes."""
    return float(min(RETRY_FIRST_S * 2 ** min(attempts, 30), RETRY_MOST_S))
