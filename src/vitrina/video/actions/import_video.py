"""From a file to a video that can be watched, once for each file of a creator, whatever dies meanwhile.

Only the last statement of a try shows the video; see `making` for the rest of a try's life.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from vitrina.kernel.ids import AccountId, ProductId, ShopId, VideoId, uuid7
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.video import store
from vitrina.video.actions.change_tags import lock_video, place_missing, place_tags, shops_of
from vitrina.video.actions.making import WORK_LEASE, Meter, Progress, claimed, digest_file, make_files, new_folder
from vitrina.video.actions.read_videos import get_video
from vitrina.video.errors import VideoInProgress, VideoInterrupted, VideoRemoved, VideoUnreadable
from vitrina.video.model import Imported, Kept, Made, NewTag, Source, Work
from vitrina.video.rules import check_new_tags, clean_language, clean_title

READY = "VideoReady"


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
    digest = sha256 if sha256 is not None else await asyncio.to_thread(digest_file, path)
    source = Source(creator_id, digest, clean_title(title), clean_language(language))
    work, is_ready = await _claim(app, source)
    if is_ready:
        await place_missing(app, work.video_id, tags, shops)
        return Imported(await get_video(app, work.video_id), is_new=False)
    meter = Meter(on_progress_ms)
    async with claimed(app, work, meter):
        made = await make_files(app, work, path, meter)
        await _finish(app, work, made, tags, shops)
    app.waker.wake()
    return Imported(await get_video(app, work.video_id), is_new=True, warnings=made.warnings)


async def find_imported(app: App, creator_id: AccountId, sha256: bytes) -> VideoId | None:
    """The video that a creator's source became, None when it is still to be made; `VideoInProgress`, `VideoRemoved`."""
    async with app.db.transaction() as transaction:
        kept = await store.lock_source(transaction, Source(creator_id, sha256, "", ""))
    if kept is None or not _is_ready(kept, app.clock.now()):
        return None
    return kept.video_id


async def _claim(app: App, source: Source) -> tuple[Work, bool]:
    """The right to work on a source, or the ready video that it is; `VideoInProgress`, `VideoRemoved`."""
    now = app.clock.now()
    made = uuid7(now)
    work = Work(VideoId(made), new_folder(app))
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
