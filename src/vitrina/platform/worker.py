"""The worker role: runs jobs, and is the relay and does the periodic duties while it holds their locks."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence

from vitrina.platform.app import App
from vitrina.platform.bus import Bus, PostgresBus
from vitrina.platform.job_worker import JobWorker
from vitrina.platform.jobs import Every, Job, count_jobs, forget_old_runs
from vitrina.platform.keys import forget_old_keys
from vitrina.platform.limiter import forget_old_limits
from vitrina.platform.postgres import Connection
from vitrina.platform.postgres.leader import lead
from vitrina.platform.relay import Reaction, Relay, reaction_jobs, run_relay
from vitrina.platform.telemetry import set_gauge

DUTIES_LOCK = 7_204_118_003
DUTY_TIMEOUT_S = 900.0
_log = logging.getLogger("vitrina.worker")


async def run_worker(
    app: App,
    reactions: Sequence[Reaction],
    jobs: Sequence[Job],
    duties: Sequence[Every],
    *,
    bus: Bus | None = None,
    stopping: asyncio.Event | None = None,
) -> None:
    """Work until `stopping` is set, or for ever; then let what runs end (2 s) or go back into the queue."""
    spoken = bus if bus is not None else PostgresBus(app.db.url)
    stop = stopping if stopping is not None else asyncio.Event()
    worker = JobWorker(app, [*jobs, *reaction_jobs(reactions)])
    try:
        async with asyncio.TaskGroup() as group:
            leading = [
                group.create_task(run_relay(app.db.url, Relay(reactions, spoken))),
                group.create_task(_lead_duties(app, [*duties, *PLATFORM_DUTIES])),
            ]
            group.create_task(worker.run())
            await stop.wait()
            worker.stop()
            for task in leading:
                task.cancel()
    finally:
        await spoken.close()


async def _lead_duties(app: App, duties: Sequence[Every]) -> None:
    assert len({duty.name for duty in duties}) == len(duties), "two duties share a name"

    async def serve(_: Connection) -> None:
        async with asyncio.TaskGroup() as group:
            for duty in duties:
                group.create_task(run_duty(app, duty))

    await lead(app.db.url, DUTIES_LOCK, serve, name="duties")


async def run_duty(app: App, duty: Every) -> None:
    """Do `duty` now and then every `duty.seconds`; a failure is logged and does not stop it, nor any other duty."""
    while True:
        begun = time.monotonic()
        try:
            async with asyncio.timeout(DUTY_TIMEOUT_S):
                await duty.run(app)
        except Exception:  # noqa: BLE001 - the edge of a duty: logged, and tried again at its next time
            _log.exception("duty %s failed, again in %g s", duty.name, duty.seconds)
        await asyncio.sleep(max(0.0, duty.seconds - (time.monotonic() - begun)))


async def _count_jobs(app: App) -> None:
    async with app.db.connection() as connection:
        for state, count in (await count_jobs(connection)).items():
            set_gauge(f"jobs_{state}", f"Jobs that are {state}.", count)


async def _forget_old(app: App) -> None:
    async with app.db.connection() as connection:
        await forget_old_keys(connection, app.clock.now())
        await forget_old_limits(connection, app.clock.now())
        await forget_old_runs(connection)


PLATFORM_DUTIES = (
    Every(60, "platform_count_jobs", _count_jobs),
    Every(3600, "platform_forget_old", _forget_old),
)
