"""One call of ffmpeg inside its fence."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ADDRESS_BYTES_MAX: Final = 4 * 1024**3
FILE_BYTES_MAX: Final = 512 * 1024**2
NICENESS: Final = 5
MESSAGES_HEAD_BYTES: Final = 64 * 1024
MESSAGES_TAIL_BYTES: Final = 16 * 1024
CHUNK_BYTES: Final = 64 * 1024
THREADS_MAX: Final = 2

_LAUNCHER = Path(__file__).with_name("launcher.py")
_PROGRESS_FLAGS = ("-nostats", "-progress", "pipe:1")


@dataclass(frozen=True, slots=True)
class Fence:
    """What one call may use; it is killed at the first limit it meets."""

    wall_s: float
    cpu_s: int
    address_bytes: int = ADDRESS_BYTES_MAX
    file_bytes: int = FILE_BYTES_MAX
    niceness: int = NICENESS


@dataclass(frozen=True, slots=True)
class Finished:
    """How a call ended; `output` is what it wrote to its standard output, cut at the bound that was asked for."""

    exit_code: int
    is_late: bool
    head: str
    tail: str
    output: bytes

    @property
    def is_ok(self) -> bool:
        return self.exit_code == 0 and not self.is_late

    @property
    def is_over_limit(self) -> bool:
        """Whether the fence ended it (wall, CPU or file size) instead of its own decision."""
        return self.is_late or -self.exit_code in (signal.SIGXCPU, signal.SIGXFSZ, signal.SIGKILL)


async def run(
    arguments: Sequence[str],
    *,
    ffmpeg: Path,
    folder: Path,
    fence: Fence,
    on_progress_ms: Callable[[int], None] | None = None,
    output_bytes_max: int = 0,
    feed: AsyncIterable[bytes] | None = None,
) -> Finished:
    """Run ffmpeg in `folder` and wait for it; a cancelled or late call is killed with its whole process group.

    `on_progress_ms` hears the output time reached, about twice a second. `feed` is written to its standard input
    (raw frames). A failing call is an answer here, not an error: OSError only when nothing could be started.
    """
    progress = _PROGRESS_FLAGS if on_progress_ms is not None else ()
    process = await asyncio.create_subprocess_exec(
        *_launch(fence),
        str(ffmpeg),
        "-hide_banner",
        "-nostdin",
        "-y",
        *progress,
        *arguments,
        cwd=folder,
        env=_environment(folder),
        stdin=asyncio.subprocess.PIPE if feed is not None else asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None and process.stderr is not None
    messages = _Messages()
    output = bytearray()
    is_late = False
    try:
        async with asyncio.timeout(fence.wall_s):
            async with asyncio.TaskGroup() as group:
                group.create_task(_drain(process.stderr, messages.take))
                if on_progress_ms is not None:
                    group.create_task(_follow(process.stdout, on_progress_ms))
                else:
                    group.create_task(_drain(process.stdout, _bounded(output, output_bytes_max)))
                if feed is not None and process.stdin is not None:
                    group.create_task(_pour(feed, process.stdin))
            await process.wait()
    except TimeoutError:
        is_late = True
    finally:
        await _end(process)
    assert process.returncode is not None
    return Finished(
        exit_code=process.returncode,
        is_late=is_late,
        head=messages.head_text(),
        tail=messages.tail_text(),
        output=bytes(output),
    )


def _launch(fence: Fence) -> tuple[str, ...]:
    limits = (fence.address_bytes, fence.cpu_s, fence.file_bytes, fence.niceness)
    return (sys.executable, "-I", "-S", str(_LAUNCHER), str(os.getpid()), *(str(limit) for limit in limits))


def _environment(folder: Path) -> dict[str, str]:
    # Nothing of ours is handed down (secrets, proxies). One malloc arena per core would eat the address space.
    return {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C", "MALLOC_ARENA_MAX": str(THREADS_MAX)}


class _Messages:
    """The first and the last messages; what lies between is dropped, however much a hostile file provokes."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._tail = bytearray()

    def take(self, chunk: bytes) -> None:
        room = MESSAGES_HEAD_BYTES - len(self._head)
        self._head += chunk[: max(room, 0)]
        self._tail += chunk
        del self._tail[:-MESSAGES_TAIL_BYTES]

    def head_text(self) -> str:
        return self._head.decode("utf-8", "replace")

    def tail_text(self) -> str:
        return self._tail.decode("utf-8", "replace")


def _bounded(output: bytearray, bytes_max: int) -> Callable[[bytes], None]:
    def take(chunk: bytes) -> None:
        output.extend(chunk[: max(bytes_max - len(output), 0)])

    return take


async def _drain(stream: asyncio.StreamReader, take: Callable[[bytes], None]) -> None:
    while chunk := await stream.read(CHUNK_BYTES):
        take(chunk)


async def _follow(stream: asyncio.StreamReader, on_progress_ms: Callable[[int], None]) -> None:
    async for line in stream:
        name, _, value = line.strip().partition(b"=")
        if name == b"out_time_us" and value.isdigit():
            on_progress_ms(int(value) // 1000)


async def _pour(feed: AsyncIterable[bytes], stdin: asyncio.StreamWriter) -> None:
    try:
        async for chunk in feed:
            stdin.write(chunk)
            await stdin.drain()
        stdin.close()
        await stdin.wait_closed()
    except (BrokenPipeError, ConnectionResetError):
        return  # it ended before it had read everything; its exit code tells why


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):  # ended between the look and the kill
            os.killpg(process.pid, signal.SIGKILL)
    # Shielded: a second cancellation must not leave a zombie or an open pipe behind.
    await asyncio.shield(_bury(process))


async def _bury(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    for stream in (process.stdout, process.stderr):
        assert stream is not None
        while await stream.read(CHUNK_BYTES):
            pass  # the pipes close only when they have been read to their end
    await process.wait()
