"""Runs jobs: pgqueuer's queue manager on a connection of its own, with our retries, limits and stop.

Imported by workers only, since pgqueuer costs 17 MB and a quarter of a second.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
import msgspec
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Context
from pgqueuer.domain.models import Job as Picked
from pgqueuer.domain.settings import DBSettings
from pgqueuer.domain.types import Channel

from vitrina.platform.app import App
from vitrina.platform.jobs import Job, retry_delay_s
from vitrina.platform.postgres import DATABASE_AWAY
from vitrina.platform.telemetry import count_job

PICK_BATCH = 8
JOBS_AT_ONCE = 16
HEARTBEAT_S = 15.0  # a job whose worker was killed is picked again after this long
POLL_S = 2.0
STOP_GRACE_S = 2.0
CANCEL_GRACE_S = 5.0
KILLS_MAX = 3
RECONNECT_S = 0.5
_log = logging.getLogger("vitrina.jobs")

# Every name is given, so that a stray CHANNEL or TRIGGER in the environment cannot rename a table.
_NAMES = DBSettings(
    prefix="",
    db_schema=None,
    channel=Channel("ch_pgqueuer"),
    function="fn_pgqueuer_changed",
    trigger="tg_pgqueuer_changed",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    statistics_table="pgqueuer_statistics",
    schedules_table="pgqueuer_schedules",
    queue_status_type="pgqueuer_status",
)


def _is_not_ours(record: logging.LogRecord) -> bool:
    """Keep what pgqueuer says of itself; ends of jobs are logged by `_Runner`, with our fields."""
    return not str(record.msg).startswith(("Exception while processing", "Retry requested", "Dispatching"))


class WorkerKiller(Exception):
    """A job whose worker died three times while it ran: it is not tried a fourth time."""


class JobWorker:
    """Runs the jobs of one process until it is told to stop."""

    def __init__(self, app: App, jobs: Sequence[Job], *, heartbeat_s: float = HEARTBEAT_S) -> None:
        self._app = app
        self._jobs = tuple(jobs)
        self._heartbeat_s = heartbeat_s
        self._stopping = asyncio.Event()
        self._manager: QueueManager | None = None
        logging.getLogger("pgqueuer").addFilter(_is_not_ours)

    def stop(self) -> None:
        """Take no further job; those running get two seconds, then they go back into the queue."""
        self._stopping.set()
        if self._manager is not None:
            self._manager.shutdown.set()

    async def run(self) -> None:
        """Work until `stop`; a database that goes away is waited for."""
        while not self._stopping.is_set():
            try:
                await self._work()
            except DATABASE_AWAY as problem:
                _log.warning("jobs: the database went away, trying again: %s", problem)
            if not self._stopping.is_set():
                await asyncio.sleep(RECONNECT_S)

    async def _work(self) -> None:
        connection = await asyncpg.connect(
            self._app.db.url, timeout=10, server_settings={"application_name": "vitrina jobs", "timezone": "UTC"}
        )
        try:
            manager = self._make_manager(connection)
            connection.add_termination_listener(lambda _: manager.shutdown.set())
            self._manager = manager
            if self._stopping.is_set():
                return
            await manager.run(
                dequeue_timeout=timedelta(seconds=min(POLL_S, self._heartbeat_s / 2)),
                batch_size=PICK_BATCH,
                max_concurrent_tasks=JOBS_AT_ONCE,
                heartbeat_timeout=timedelta(seconds=self._heartbeat_s),
                log_aggregation_interval=timedelta(0),
            )
        finally:
            self._manager = None
            connection.terminate()

    def _make_manager(self, connection: asyncpg.Connection[asyncpg.Record]) -> QueueManager:
        queries = Queries(
            AsyncpgDriver(connection),
            qbe=QueryBuilderEnvironment(_NAMES),
            qbq=QueryQueueBuilder(_NAMES),
            qbs=QuerySchedulerBuilder(_NAMES),
        )
        manager = QueueManager(queries, channel=_NAMES.channel)
        for job in self._jobs:
            parameters = EntrypointExecutorParameters(func=_unused, concurrency_limit=job.lanes, on_failure="hold")
            manager.register_executor(job.name, _Runner(parameters, self._app, job, self._stopping, self._heartbeat_s))
        return manager


@dataclass
class _Runner(AbstractEntrypointExecutor):
    app: App
    job: Job
    stopping: asyncio.Event
    heartbeat_s: float

    async def execute(self, job: Picked, context: Context) -> None:
        begun = time.perf_counter()
        try:
            await self._refuse_killer(job)
            await self._run(msgspec.json.decode(job.payload or b"null"))
        except RetryRequested:
            raise
        except Exception as problem:
            is_dead = job.attempts + 1 >= self.job.attempts_max or isinstance(problem, WorkerKiller)
            count_job(self.job.name, "failed" if is_dead else "retried", time.perf_counter() - begun)
            extra = {"job": self.job.name, "job_id": job.id, "attempt": job.attempts + 1}
            if is_dead:
                _log.exception("job failed for good and is kept as a dead letter", extra=extra)
                raise
            delay_s = retry_delay_s(job.attempts)
            _log.warning("job failed, again in %.1f s: %r", delay_s, problem, extra=extra, exc_info=job.attempts == 0)
            raise RetryRequested(timedelta(seconds=delay_s), repr(problem)) from problem
        count_job(self.job.name, "done", time.perf_counter() - begun)

    async def _run(self, payload: Any) -> None:
        work = asyncio.ensure_future(self.job.run(self.app, payload))
        stop = asyncio.create_task(self.stopping.wait())
        try:
            await asyncio.wait((work, stop), timeout=self.job.timeout_s, return_when=asyncio.FIRST_COMPLETED)
            if not work.done() and self.stopping.is_set():
                await asyncio.wait((work,), timeout=STOP_GRACE_S)
            if work.done():
                return _result_of(work)
        finally:
            stop.cancel()
            if not work.done():
                work.cancel()
                await asyncio.wait((work,), timeout=CANCEL_GRACE_S)
        if self.stopping.is_set():
            raise RetryRequested(timedelta(0), "the worker stops")
        raise TimeoutError(f"{self.job.name} took more than {self.job.timeout_s:g} s")

    async def _refuse_killer(self, job: Picked) -> None:
        """`WorkerKiller` for a job that was picked three times without an end being noted."""
        if (job.updated - job.execute_after).total_seconds() < self.heartbeat_s:
            return  # not yet old enough to have been picked before
        async with self.app.db.connection() as connection:
            picks = await connection.fetchval(
                "SELECT count(*) FROM pgqueuer_log WHERE job_id = $1 AND status = 'picked'", job.id
            )
        if picks - job.attempts > KILLS_MAX:
            raise WorkerKiller(f"{self.job.name} was picked {picks} times and its worker never came back")


def _result_of(work: asyncio.Future[None]) -> None:
    if work.cancelled():
        raise RuntimeError("the job was cancelled from inside")
    work.result()


async def _unused(_: Picked) -> None:
    raise AssertionError("jobs are run by _Runner")
