"""The fence around ffmpeg: it ends, it leaves nothing behind, and it hands nothing down."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from vitrina.platform.ffmpeg import Fence, FfmpegMissing, Finished, find_ffmpeg, run
from vitrina.platform.ffmpeg.run import MESSAGES_HEAD_BYTES, MESSAGES_TAIL_BYTES

ROOMY = Fence(wall_s=30, cpu_s=30)
ENDLESS = ("-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=10")


def marked(mark: str) -> tuple[str, ...]:
    return (*ENDLESS, "-metadata", f"comment={mark}", "-f", "null", "-")


def living(mark: str) -> list[int]:
    """Process ids whose command line holds the mark."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if mark.encode() in words and int(entry.name) != os.getpid():
                found.append(int(entry.name))
    return found


def wait_until(is_true: object, seconds: float = 10) -> bool:
    assert callable(is_true)
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if is_true():
            return True
        time.sleep(0.02)
    return False


def call(arguments: tuple[str, ...], folder: Path, fence: Fence = ROOMY, output_bytes_max: int = 0) -> Finished:
    return asyncio.run(
        run(arguments, ffmpeg=find_ffmpeg(), folder=folder, fence=fence, output_bytes_max=output_bytes_max)
    )


def test_find_ffmpeg_takes_the_operators_path_first_and_says_when_it_is_wrong(tmp_path: Path) -> None:
    program = tmp_path / "my-ffmpeg"
    program.write_text("#!/bin/sh\n")
    with pytest.raises(FfmpegMissing, match="my-ffmpeg, which is not a program"):
        find_ffmpeg(str(program))
    program.chmod(0o755)
    assert find_ffmpeg(str(program)) == program.resolve()
    assert find_ffmpeg().name.startswith("ffmpeg")


def test_a_call_writes_its_output_into_its_own_folder(tmp_path: Path) -> None:
    finished = call(("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=0.2", "out.mp4"), tmp_path)
    assert finished.is_ok and not finished.is_over_limit
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_output_is_bounded_and_messages_are_bounded(tmp_path: Path) -> None:
    noisy = ("-v", "trace", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=5", "-f", "rawvideo", "-")
    finished = call(noisy, tmp_path, output_bytes_max=1000)
    assert finished.is_ok
    assert len(finished.output) == 1000
    assert len(finished.head.encode()) <= MESSAGES_HEAD_BYTES + 8
    assert len(finished.tail.encode()) <= MESSAGES_TAIL_BYTES + 8


def test_a_failing_call_is_an_answer(tmp_path: Path) -> None:
    finished = call(("-i", "file:nothing.mp4", "out.mp4"), tmp_path)
    assert finished.exit_code not in (0, None) and not finished.is_over_limit
    assert "No such file" in finished.tail


def test_a_late_call_is_killed_with_its_group(tmp_path: Path) -> None:
    mark = uuid.uuid4().hex
    began = time.monotonic()
    finished = call(marked(mark), tmp_path, Fence(wall_s=0.6, cpu_s=30))
    assert finished.is_late and finished.is_over_limit and finished.exit_code == -signal.SIGKILL
    assert time.monotonic() - began < 5
    assert living(mark) == []


def test_a_cancelled_call_leaves_nothing(tmp_path: Path) -> None:
    mark = uuid.uuid4().hex

    async def cancel_it() -> bool:
        task = asyncio.create_task(run(marked(mark), ffmpeg=find_ffmpeg(), folder=tmp_path, fence=ROOMY))
        assert await asyncio.to_thread(wait_until, lambda: living(mark))
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            return True
        return False

    assert asyncio.run(cancel_it())
    assert living(mark) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_after_kill_9_of_the_worker_no_ffmpeg_lives_on(tmp_path: Path) -> None:
    mark = uuid.uuid4().hex
    worker = tmp_path / "worker.py"
    worker.write_text(
        "import asyncio, pathlib, sys\n"
        "from vitrina.platform.ffmpeg import Fence, find_ffmpeg, run\n"
        "asyncio.run(run(sys.argv[1:], ffmpeg=find_ffmpeg(), folder=pathlib.Path('.'),"
        " fence=Fence(wall_s=60, cpu_s=60)))\n"
    )
    with subprocess.Popen([sys.executable, str(worker), *marked(mark)], cwd=tmp_path) as owner:

        def has_become_ffmpeg() -> bool:
            return any(pid != owner.pid and b"launcher.py" not in cmdline(pid) for pid in living(mark))

        assert wait_until(has_become_ffmpeg)
        owner.kill()
        owner.wait()
    assert wait_until(lambda: living(mark) == [])


def cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b"launcher.py"


def test_cpu_file_and_memory_limits_end_a_call(tmp_path: Path) -> None:
    source = ("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x640:r=30")
    busy = call((*source, "-f", "null", "-"), tmp_path, Fence(wall_s=30, cpu_s=1))
    assert busy.is_over_limit and not busy.is_late
    fat = call((*source, "-f", "rawvideo", "fat.raw"), tmp_path, Fence(wall_s=30, cpu_s=20, file_bytes=1_000_000))
    assert not fat.is_ok
    assert (tmp_path / "fat.raw").stat().st_size <= 1_000_000
    hungry = call((*source, "-t", "1", "-f", "null", "-"), tmp_path, Fence(wall_s=30, cpu_s=20, address_bytes=2**27))
    assert not hungry.is_ok and not hungry.is_late


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_nothing_of_ours_is_handed_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITRINA_PROVIDER_SECRET", "do-not-tell")
    mark = uuid.uuid4().hex

    async def look() -> bytes:
        task = asyncio.create_task(run(marked(mark), ffmpeg=find_ffmpeg(), folder=tmp_path, fence=ROOMY))
        await asyncio.to_thread(wait_until, lambda: living(mark))
        environment = Path(f"/proc/{living(mark)[0]}/environ").read_bytes()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return environment

    environment = asyncio.run(look())
    assert b"PATH=" in environment
    assert b"do-not-tell" not in environment


def test_frames_can_be_fed_and_progress_is_heard(tmp_path: Path) -> None:
    heard: list[int] = []

    async def frames() -> AsyncIterator[bytes]:
        for shade in range(60):
            yield bytes([shade * 4]) * (64 * 64)

    async def make() -> Finished:
        return await run(
            ("-v", "error", "-f", "rawvideo", "-pix_fmt", "gray", "-s", "64x64", "-r", "30", "-i", "pipe:0", "out.mp4"),
            ffmpeg=find_ffmpeg(),
            folder=tmp_path,
            fence=ROOMY,
            feed=frames(),
            on_progress_ms=heard.append,
        )

    assert asyncio.run(make()).is_ok
    assert heard and heard[-1] == pytest.approx(2000, abs=100)


def test_a_call_that_ends_before_its_feed_is_an_answer(tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(100_000)

    async def make() -> Finished:
        return await run(
            ("-v", "error", "-f", "rawvideo", "-pix_fmt", "gray", "-s", "64x64", "-i", "pipe:0", "-t", "0.1", "o.mp4"),
            ffmpeg=find_ffmpeg(),
            folder=tmp_path,
            fence=ROOMY,
            feed=endless(),
        )

    assert asyncio.run(make()).is_ok
