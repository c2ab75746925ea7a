"""Jobs run until they are done: tried again, kept when hopeless, run anew when their worker was killed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.platform.child import first_line

from vitrina.platform.app import App
from vitrina.platform.bus import LocalBus
from vitrina.platform.job_worker import JobWorker
from vitrina.platform.jobs import (
    Every,
    Job,
    NewJob,
    count_jobs,
    enqueue,
    enqueue_all,
    requeue_dead_letters,
    retry_delay_s,
)
from vitrina.platform.worker import run_worker


@asynccontextmanager
async def working(app: App, jobs: Sequence[Job], *, heartbeat_s: float = 15.0) -> AsyncIterator[JobWorker]:
    worker = JobWorker(app, jobs, heartbeat_s=heartbeat_s)
    running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await asyncio.wait_for(running, 20)


async def until(check: Callable[[], bool], within_s: float = 20.0) -> None:
    async with asyncio.timeout(within_s):
        while not check():
            await asyncio.sleep(0.01)


async def add(app: App, name: str, payload: object, *, once: str | None = None, delay_s: float = 0.0) -> bool:
    async with app.db.connection() as connection:
        return await enqueue(connection, name, payload, once=once, delay_s=delay_s)


async def states(app: App) -> dict[str, int]:
    async with app.db.connection() as connection:
        return await count_jobs(connection)


async def until_states(app: App, expected: dict[str, int]) -> None:
    async with asyncio.timeout(20):
        while await states(app) != expected:
            await asyncio.sleep(0.02)


NONE = {"queued": 0, "picked": 0, "failed": 0}


async def test_a_job_gets_its_payload_and_is_gone_when_done(app: App) -> None:
    seen: list[Any] = []

    async def note(_: App, payload: Any) -> None:
        seen.append(payload)

    assert await add(app, "note", {"order": "0190", "lines": [1, 2]})
    async with working(app, [Job("note", note)]):
        await until(lambda: len(seen) == 1)
        await until_states(app, NONE)
    assert seen == [{"order": "0190", "lines": [1, 2]}]


async def test_a_failing_job_is_tried_again_until_it_succeeds(app: App) -> None:
    tries: list[int] = []

    async def shaky(_: App, payload: Any) -> None:
        tries.append(payload)
        if len(tries) < 3:
            raise ConnectionError("not yet")

    await add(app, "shaky", 7)
    async with working(app, [Job("shaky", shaky)]):
        await until(lambda: len(tries) == 3)
        await until_states(app, NONE)
    assert tries == [7, 7, 7]


async def test_a_hopeless_job_is_kept_as_a_dead_letter_and_blocks_nobody(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []
    tries: list[int] = []

    async def poison(_: App, payload: Any) -> None:
        tries.append(payload)
        raise ValueError("never")

    async def good(_: App, payload: Any) -> None:
        done.append(payload)

    async with app.db.connection() as connection:
        assert await enqueue_all(connection, [NewJob("poison", 1, priority=9)] * 30) == 30
        assert await enqueue_all(connection, [NewJob("good", number) for number in range(50)]) == 50
    async with working(app, [Job("poison", poison, attempts_max=2), Job("good", good)]):
        await until(lambda: len(done) == 50)
        await until_states(app, NONE | {"failed": 30})
    assert sorted(done) == list(range(50))
    assert len(tries) == 60
    dead = [record for record in caplog.records if record.message.startswith("job failed for good")]
    assert len(dead) == 30
    assert {record.levelname for record in dead} == {"ERROR"}

    async def mended(_: App, payload: Any) -> None:
        done.append(payload)

    async with app.db.connection() as connection:
        assert await requeue_dead_letters(connection) == 30
    async with working(app, [Job("poison", mended)]):
        await until_states(app, NONE)
    assert len(done) == 80


async def test_a_job_that_takes_too_long_is_cancelled_and_counts_as_failed(app: App) -> None:
    ended: list[str] = []

    async def endless(_: App, payload: Any) -> None:
        try:
            await asyncio.sleep(3_600)
        finally:
            ended.append("cancelled")

    await add(app, "endless", None)
    async with working(app, [Job("endless", endless, attempts_max=1, timeout_s=0.2)]):
        await until_states(app, NONE | {"failed": 1})
    assert ended == ["cancelled"]


async def test_lanes_bound_what_runs_at_once(app: App) -> None:
    present, most, done = 0, 0, 0

    async def heavy(_: App, payload: Any) -> None:
        nonlocal present, most, done
        present += 1
        most = max(most, present)
        await asyncio.sleep(0.02)
        present -= 1
        done += 1

    async with app.db.connection() as connection:
        await enqueue_all(connection, [NewJob("heavy", None)] * 12)
    async with working(app, [Job("heavy", heavy, lanes=2)]):
        await until(lambda: done == 12)
    assert most == 2


async def test_a_key_queues_one_job_at_a_time(app: App) -> None:
    done: list[int] = []

    async def note(_: App, payload: Any) -> None:
        done.append(payload)

    answers = [await add(app, "note", number, once="poster/1") for number in range(3)]
    assert answers == [True, False, False]
    async with working(app, [Job("note", note)]):
        await until_states(app, NONE)
        assert await add(app, "note", 9, once="poster/1")
        await until(lambda: len(done) == 2)
    assert done == [0, 9]


async def test_a_delayed_job_waits(app: App) -> None:
    done: list[str] = []

    async def note(_: App, payload: Any) -> None:
        done.append(payload)

    await add(app, "note", "later", delay_s=0.6)
    await add(app, "note", "now")
    async with working(app, [Job("note", note)]):
        await until(lambda: len(done) == 2)
    assert done == ["now", "later"]


async def test_a_stop_puts_unfinished_jobs_back(app: App) -> None:
    begun = asyncio.Event()
    ended: list[str] = []

    async def long(_: App, payload: Any) -> None:
        begun.set()
        try:
            await asyncio.sleep(3_600)
        finally:
            ended.append("cancelled")

    await add(app, "long", {"video": 1})
    async with working(app, [Job("long", long)]):
        await asyncio.wait_for(begun.wait(), 20)
    assert ended == ["cancelled"]
    assert await states(app) == NONE | {"queued": 1}


_KILLED = """
import asyncio, os, sys
from dataclasses import replace
from pathlib import Path
from vitrina.cli.roles import open_app
from vitrina.platform.job_worker import JobWorker
from vitrina.platform.jobs import Job
from vitrina.platform.settings import read_settings

async def hang(app, payload):
    print("picked", flush=True)
    if sys.argv[2] == "die":
        os._exit(9)
    await asyncio.sleep(3600)

async def main():
    app = await open_app(read_settings(), sys.argv[1])
    await JobWorker(app, [Job("hang", hang)], heartbeat_s=1.0).run()

asyncio.run(main())
"""


async def _worker_process(url: str, home: str, way: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "VITRINA_HOME": home}
    child = subprocess.Popen([sys.executable, "-c", _KILLED, url, way], stdout=subprocess.PIPE, env=environment)
    assert await first_line(child, 60) == b"picked\n"
    return child


async def test_a_job_whose_worker_was_killed_runs_again(app: App, database_url: str) -> None:
    done: list[Any] = []

    async def finish(_: App, payload: Any) -> None:
        done.append(payload)

    await add(app, "hang", {"video": 1})
    child = await _worker_process(database_url, str(app.settings.home), "wait")
    assert await states(app) == NONE | {"picked": 1}
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert child.stdout is not None
    child.stdout.close()
    async with working(app, [Job("hang", finish)], heartbeat_s=1.0):
        await until(lambda: len(done) == 1)
        await until_states(app, NONE)
    assert done == [{"video": 1}]


async def test_a_job_that_kills_its_worker_three_times_is_not_tried_again(app: App, database_url: str) -> None:
    tries: list[Any] = []

    async def finish(_: App, payload: Any) -> None:
        tries.append(payload)

    await add(app, "hang", None)
    for _ in range(3):
        child = await _worker_process(database_url, str(app.settings.home), "die")
        assert await asyncio.to_thread(child.wait) == 9
        assert child.stdout is not None
        child.stdout.close()
    async with working(app, [Job("hang", finish)], heartbeat_s=1.0):
        await until_states(app, NONE | {"failed": 1})
    assert tries == []


async def test_duties_come_round_one_worker_at_a_time_and_survive_their_failures(app: App) -> None:
    counted: Counter[str] = Counter()
    present, most = 0, 0

    async def tick(_: App) -> None:
        nonlocal present, most
        present += 1
        most = max(most, present)
        counted["tick"] += 1
        await asyncio.sleep(0.02)
        present -= 1

    async def stumble(_: App) -> None:
        counted["stumble"] += 1
        raise ValueError("again")

    stopping = asyncio.Event()
    duties = [Every(0.05, "tick", tick), Every(0.05, "stumble", stumble)]
    workers = [
        asyncio.create_task(run_worker(app, [], [], duties, bus=LocalBus(), stopping=stopping)) for _ in range(2)
    ]
    await until(lambda: counted["tick"] >= 5 and counted["stumble"] >= 5)
    stopping.set()
    await asyncio.wait_for(asyncio.gather(*workers), 20)
    assert most == 1


def test_waits_between_tries_double_up_to_five_minutes() -> None:
    assert [retry_delay_s(attempts) for attempts in (0, 1, 2, 9, 10, 400)] == [0.5, 1.0, 2.0, 256.0, 300.0, 300.0]
