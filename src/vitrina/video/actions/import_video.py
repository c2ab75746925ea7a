"""From a file to a video that can be watched, once for each file of a creator, whatever dies meanwhile.

A try claims the row for half a minute and renews that while it works; its files lie in a folder of their own, and only its
last statement shows the video. A try that dies is found by its time (`recover`) and its folder is deleted.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import shutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import AccountId, ProductId, ShopId, VideoId, uuid7
from vitrina.platform.app import App
from vitrina.platform.ffmpeg import find_ffmpeg
from vitrina.platform.outbox import Event, add_events
from vitrina.video import store
from vitrina.video.actions.change_tags import lock_video, place_missing, place_tags, shops_of
from vitrina.video.actions.read_videos import get_video
from vitrina.video.errors import VideoInProgress, VideoInterrupted, VideoRemoved, VideoUnreadable
from vitrina.video.model import Imported, Kept, Made, NewTag, Source, Work
from vitrina.video.rules import check_new_tags, clean_language, clean_title, content_type_of

READY = "VideoReady"
WORK_LEASE = timedelta(seconds=30)
WORK_AGE_MAX = timedelta(hours=2)
RENEW_EVERY_S = 6.0
BLOBS_FOLDER = "video"
UPLOADS_AT_ONCE = 8
DISCARDS_AT_ONCE = 100

Progress = Callable[[int], None]


async def import_video(
    app: App,
    path: Path,
    *,
    creator_id: AccountId,
    title: str,
    language: str,
    tags: Sequence[NewTag] = (),
    sha256: bytes | None = None,
    on_progress_ms: Progress | None = None,
) -> Imported:
    """Make the file at `path` a video of this creator with these tags, or give the one that it became before.

    `sha256` names the source where the file's own bytes do not (a clip made from a recipe). Refusals of `video.errors`:
    the file is not usable, or `VideoInProgress` while somebody else is at it. `Invalid` for the title or language,
    `NotFound` for a product.
    """
    if not path.is_file():
        raise VideoUnreadable
    check_new_tags(tags)
    async with app.db.connection() as connection:
        shops = await shops_of(connection, [tag.product_id for tag in tags])
    digest = sha256 if sha256 is not None else await asyncio.to_thread(_digest_file, path)
    source = Source(creator_id, digest, clean_title(title), clean_language(language))
    work, is_ready = await _claim(app, source)
    if is_ready:
        await place_missing(app, work.video_id, tags, shops)
        return Imported(await get_video(app, work.video_id), is_new=False)
    async with _claimed(app, work):
        made, warnings = await _make(app, work, path, on_progress_ms)
        await _finish(app, work, made, tags, shops)
    app.waker.wake()
    return Imported(await get_video(app, work.video_id), is_new=True, warnings=warnings)


async def find_imported(app: App, creator_id: AccountId, sha256: bytes) -> VideoId | None:
    """The video that a creator's source became, None when it is still to be made; `VideoInProgress`, `VideoRemoved`."""
    async with app.db.transaction() as transaction:
        kept = await store.lock_source(transaction, Source(creator_id, sha256, "", ""))
    if kept is None or not _is_ready(kept, app.clock.now()):
        return None
    return kept.video_id


async def recover(app: App) -> int:
    """Clean up after tries that died and those that failed: no row stays in work, no file stays behind; how many."""
    async with app.db.transaction() as transaction:
        await store.refuse_dead_work(transaction, VideoInterrupted.code, app.clock.now(), DISCARDS_AT_ONCE)
    async with app.db.connection() as connection:
        folders = await store.list_discards(connection, app.clock.now(), DISCARDS_AT_ONCE)
    for folder in folders:
        await _discard(app, folder)
    await asyncio.to_thread(_delete_old_work, app.settings.home / "work", app.clock.now() - WORK_AGE_MAX)
    return len(folders)


async def _claim(app: App, source: Source) -> tuple[Work, bool]:
    """The right to work on a source, or the ready video that it is; `VideoInProgress`, `VideoRemoved`."""
    now = app.clock.now()
    made = uuid7(now)
    work = Work(VideoId(made), _folder(app))
    async with app.db.transaction() as transaction:
        if await store.insert_work(transaction, source, work, now, now + WORK_LEASE):
            return work, False
        kept = await store.lock_source(transaction, source)
        assert kept is not None, "a source that cannot be inserted is there"
        if _is_ready(kept, now):
            return Work(kept.video_id, kept.folder), True
        if kept.state == "processing":
            await store.refuse_work(transaction, Work(kept.video_id, kept.folder), VideoInterrupted.code, now)
        work = Work(kept.video_id, work.folder)
        await store.restart_work(transaction, source, work, now + WORK_LEASE)
    return work, False


def _is_ready(kept: Kept, now: datetime) -> bool:
    """Whether a source is a video already; `VideoRemoved`, `VideoInProgress` while a try that lives works on it."""
    if kept.state == "removed":
        raise VideoRemoved
    if kept.state == "processing" and kept.work_until is not None and kept.work_until > now:
        raise VideoInProgress
    return kept.state == "ready"


def _folder(app: App) -> str:
    made: UUID = uuid7(app.clock.now())
    return f"{BLOBS_FOLDER}/{made.hex}"


@asynccontextmanager
async def _claimed(app: App, work: Work) -> AsyncIterator[None]:
    """Keep the claim alive while the block works; when it fails, the row says why and nothing stays behind."""
    renewing = asyncio.create_task(_renew(app, work))
    try:
        yield
    except BaseException as problem:
        code = problem.code if isinstance(problem, Refusal) else VideoInterrupted.code
        async with app.db.transaction() as transaction:
            await store.refuse_work(transaction, work, code, app.clock.now())
        await _discard(app, work.folder)
        raise
    finally:
        renewing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await renewing


async def _renew(app: App, work: Work) -> None:
    while True:
        await asyncio.sleep(RENEW_EVERY_S)
        async with app.db.connection() as connection:
            await store.renew_work(connection, work, app.clock.now() + WORK_LEASE)


async def _make(app: App, work: Work, path: Path, on_progress_ms: Progress | None) -> tuple[Made, tuple[str, ...]]:
    # Pillow and the encoder's plans stay out of the web role's memory: only who makes videos loads them.
    from vitrina.video.engine import examine, make_ladder

    ffmpeg = find_ffmpeg(app.settings.ffmpeg_path)
    out = _work_folder(app, work.folder)
    await asyncio.to_thread(out.parent.mkdir, parents=True, exist_ok=True)
    try:
        clip = await examine(path, ffmpeg=ffmpeg)
        ladder = await make_ladder(path, out, clip=clip, ffmpeg=ffmpeg, on_progress_ms=on_progress_ms)
        keys = await _store_files(app, work, ladder.folder)
        made = Made(
            ladder.duration_ms, ladder.width, ladder.height, keys[ladder.master],
            tuple(keys[rung.mp4] for rung in ladder.rungs), keys[ladder.poster], keys[ladder.preview],
        )  # fmt: skip
    finally:
        await asyncio.to_thread(shutil.rmtree, out, ignore_errors=True)
    return made, ladder.warnings


async def _finish(app: App, work: Work, made: Made, tags: Sequence[NewTag], shops: Mapping[ProductId, ShopId]) -> None:
    """Show the video with its tags, in one transaction; `VideoInterrupted` when this try was given up meanwhile."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        if not await store.finish_work(transaction, work, made):
            raise VideoInterrupted
        video = await lock_video(transaction, work.video_id)
        # An encoder may stop a few frames before the length that the tags were measured on.
        cut = [tag if tag.end_ms is None else replace(tag, end_ms=min(tag.end_ms, made.duration_ms)) for tag in tags]
        await place_tags(transaction, video, cut, shops, now)
        payload = {"creator_id": str(video.creator_id)}
        await add_events(transaction, [Event(READY, work.video_id, payload, now)])


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


async def _discard(app: App, folder: str) -> None:
    await asyncio.to_thread(shutil.rmtree, _work_folder(app, folder), ignore_errors=True)
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


def _work_folder(app: App, folder: str) -> Path:
    return app.settings.home / "work" / folder.rpartition("/")[2]


def _digest_file(path: Path) -> bytes:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()
