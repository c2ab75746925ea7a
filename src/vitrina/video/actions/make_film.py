"""What a job does with a film that arrived, and with one whose cut was moved: make its files, then show them.

The cut is made from our own best rung of the whole film, kept until the film is published: the file that came is deleted
as soon as it was read once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import VideoId, uuid7
from vitrina.platform import uploads
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.video import store
from vitrina.video.actions.import_video import READY
from vitrina.video.actions.making import WORK_LEASE, Meter, claimed, digest_file, make_files, new_folder
from vitrina.video.errors import VideoInterrupted, VideoRemoved
from vitrina.video.model import Cut, Made, Owned, Work


async def make_film(app: App, video_id: VideoId) -> None:
    """Make the files of a video that waits for them; nothing when it does not. Refusals of `video.errors`."""
    work = Work(video_id, new_folder(app))
    async with app.db.transaction() as transaction:
        before = await store.lock_owned(transaction, video_id)
        until = app.clock.now() + WORK_LEASE
        if before is None or not await store.start_work(transaction, work, VideoInterrupted.code, until):
            return
    meter = Meter()
    async with claimed(app, work, meter), _source(app, before) as path:
        if before.uncut_key is None:
            await _name(app, video_id, path)
        made = await make_files(app, work, path, meter, cut=_cut_of(before))
        await _show(app, work, made)
    await uploads.forget_upload(app, video_id)


def _cut_of(video: Owned) -> Cut | None:
    if video.uncut_key is None or video.trim_start_ms is None or video.trim_end_ms is None:
        return None
    return Cut(video.trim_start_ms, video.trim_end_ms)


@asynccontextmanager
async def _source(app: App, video: Owned) -> AsyncIterator[Path]:
    """The file to make the film of: what came, or our own rung of the whole film."""
    if video.uncut_key is None:
        path = uploads.file_of(app, video.id)
        if not path.is_file():
            raise VideoInterrupted
        try:
            yield path
        except VideoInterrupted:
            raise
        except Refusal:
            await uploads.forget_upload(app, video.id)  # refused for good: nobody will read it again
            raise
        return
    local = app.blobs.local_path(video.uncut_key)
    if local is not None:
        yield local
        return
    path = app.settings.home / "work" / f"{uuid7(app.clock.now()).hex}.mp4"
    await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
    try:
        await app.blobs.copy_out(video.uncut_key, path)
        yield path
    finally:
        await asyncio.to_thread(path.unlink, missing_ok=True)


async def _name(app: App, video_id: VideoId, path: Path) -> None:
    """A file that was taken down does not come back under another name; `VideoRemoved`."""
    digest = await asyncio.to_thread(digest_file, path)
    async with app.db.transaction() as transaction:
        if not await store.name_file(transaction, video_id, digest):
            raise VideoRemoved


async def _show(app: App, work: Work, made: Made) -> None:
    """The files of the new cut, all at once; `VideoInterrupted` when it was given up meanwhile."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        await store.discard_old_files(transaction, work, made, now)
        if not await store.finish_work(transaction, work, made):
            raise VideoInterrupted
        after = (await store.owned_by_ids(transaction, [work.video_id]))[work.video_id]
        # An encoder may stop a few frames before the length that the tags were measured on.
        await store.shorten_tags(transaction, work.video_id, made.duration_ms)
        await store.discard_whole_films(transaction, [work.video_id], now)
        if after.is_public:
            payload = {"creator_id": str(after.creator_id)}
            await add_events(transaction, [Event(READY, work.video_id, payload, now)])
