"""One try to make a film of a file: its claim, its folder, its files, and what is left when it fails.

A try claims the row for half a minute and renews that while it works; its files lie in a folder of their own. A try that
dies is found by its time (`recover`) and its folder is deleted.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import uuid7
from vitrina.platform.app import App
from vitrina.platform.ffmpeg import find_ffmpeg
from vitrina.video import store
from vitrina.video.errors import VideoInterrupted
from vitrina.video.model import Cut, Made, Work
from vitrina.video.rules import content_type_of

WORK_LEASE = timedelta(seconds=30)
WORK_AGE_MAX = timedelta(hours=2)
RENEW_EVERY_S = 2.0
BLOBS_FOLDER = "video"
UPLOADS_AT_ONCE = 8
DISCARDS_AT_ONCE = 100

Progress = Callable[[int], None]


class Meter:
    """How far a try is: milliseconds made, of how many (0: not known yet)."""

    def __init__(self, on_progress_ms: Progress | None = None) -> None:
        self._told = on_progress_ms
        self.whole_ms = 0
        self._made_ms = 0

    def take(self, made_ms: int) -> None:
        self._made_ms = made_ms
        if self._told is not None:
            self._told(made_ms)

    @property
    def percent(self) -> int:
        """1 as soon as the file was let in, 99 at most: 100 is for what is there."""
        return min(99, 1 + 98 * self._made_ms // self.whole_ms) if self.whole_ms else 0


async def recover(app: App) -> int:
    """Clean up after tries that died and those that failed: no row stays in work, no file stays behind; how many."""
    async with app.db.transaction() as transaction:
        await store.refuse_dead_work(transaction, VideoInterrupted.code, app.clock.now(), DISCARDS_AT_ONCE)
    async with app.db.connection() as connection:
        folders = await store.list_discards(connection, app.clock.now(), DISCARDS_AT_ONCE)
    for folder in folders:
        await discard(app, folder)
    await asyncio.to_thread(_delete_old_work, app.settings.home / "work", app.clock.now() - WORK_AGE_MAX)
    return len(folders)


def new_folder(app: App) -> str:
    """A place among the blobs for one try."""
    made: UUID = uuid7(app.clock.now())
    return f"{BLOBS_FOLDER}/{made.hex}"


@asynccontextmanager
async def claimed(app: App, work: Work, meter: Meter) -> AsyncIterator[None]:
    """Keep the claim alive while the block works; when it fails, the row says why and nothing stays behind."""
    renewing = asyncio.create_task(_renew(app, work, meter))
    try:
        yield
    except BaseException as problem:
        known = problem if isinstance(problem, Refusal) else VideoInterrupted()
        async with app.db.transaction() as transaction:
            await store.refuse_work(transaction, work, known.code, app.clock.now(), fields=known.fields)
        await discard(app, work.folder)
        raise
    finally:
        renewing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await renewing


async def _renew(app: App, work: Work, meter: Meter) -> None:
    while True:
        await asyncio.sleep(RENEW_EVERY_S)
        async with app.db.connection() as connection:
            await store.renew_work(connection, work, app.clock.now() + WORK_LEASE, meter.percent)


async def make_files(app: App, work: Work, path: Path, meter: Meter, *, cut: Cut | None = None) -> Made:
    """The files of a film from those of `path`, or of a part of it, in the try's own folder; refusals of `video.errors`."""
    # Pillow and the encoder's plans stay out of the web role's memory: only who makes videos loads them.
    from vitrina.video.engine import examine, make_ladder

    ffmpeg = find_ffmpeg(app.settings.ffmpeg_path)
    out = work_folder(app, work.folder)
    await asyncio.to_thread(out.parent.mkdir, parents=True, exist_ok=True)
    try:
        clip = await examine(path, ffmpeg=ffmpeg)
        meter.whole_ms = cut.duration_ms if cut is not None else max(clip.duration_ms or 0, 1)
        ladder = await make_ladder(path, out, clip=clip, ffmpeg=ffmpeg, on_progress_ms=meter.take, cut=cut)
        keys = await _store_files(app, work, ladder.folder)
        return Made(
            ladder.duration_ms, ladder.width, ladder.height, keys[ladder.master],
            tuple(keys[rung.mp4] for rung in ladder.rungs), keys[ladder.poster], keys[ladder.preview], ladder.warnings,
        )  # fmt: skip
    finally:
        await asyncio.to_thread(shutil.rmtree, out, ignore_errors=True)


async def _store_files(app: App, work: Work, folder: Path) -> dict[Path, str]:
    """Put every file of a ladder into the blobs; their keys."""
    keys = {
        path: f"{work.folder}/{path.relative_to(folder).as_posix()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    turn = asyncio.Semaphore(UPLOADS_AT_ONCE)

    async def put(path: Path, key: str) -> None:
        async with turn:
            await app.blobs.put_file(key, path, content_type_of(path.name))

    async with asyncio.TaskGroup() as group:
        for path, key in keys.items():
            group.create_task(put(path, key))
    return keys


async def discard(app: App, folder: str) -> None:
    """Delete everything of a try that is not shown."""
    await asyncio.to_thread(shutil.rmtree, work_folder(app, folder), ignore_errors=True)
    for key in [key async for key in app.blobs.list(folder)]:
        await app.blobs.delete(key)
    async with app.db.transaction() as transaction:
        await store.delete_discard(transaction, folder)


def _delete_old_work(folder: Path, before: datetime) -> None:
    """Delete what killed processes left of their work; the folders' names tell when they were made."""
    oldest_ms = int(before.timestamp() * 1000)
    for found in folder.glob("*"):
        if len(found.name) == 32 and int(found.name[:12], 16) < oldest_ms:
            shutil.rmtree(found, ignore_errors=True)


def work_folder(app: App, folder: str) -> Path:
    """Where a try keeps its files while it works."""
    return app.settings.home / "work" / folder.rpartition("/")[2]


def digest_file(path: Path) -> bytes:
    """The SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()
