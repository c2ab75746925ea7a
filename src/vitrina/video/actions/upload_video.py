"""A film comes from a phone: announced, sent in parts, made by a job as soon as the last byte is there."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from uuid import UUID

from vitrina import people
from vitrina.kernel.errors import NotFound, Refusal
from vitrina.kernel.ids import VideoId, uuid7
from vitrina.platform import uploads
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.uploads import Upload
from vitrina.video import store
from vitrina.video.actions.making import new_folder
from vitrina.video.errors import VideoTooLarge
from vitrina.video.rules import (
    UPLOADS_OPEN,
    UPLOADS_OPEN_NEW,
    UPLOADS_PER_DAY,
    UPLOADS_PER_DAY_NEW,
    clean_language,
    is_new_account,
    title_of_file,
)

UPLOADED = "VideoUploaded"
SIZE_BYTES_MAX = 500 * 1000 * 1000
DAY_S = 86_400
_log = logging.getLogger("vitrina.video")


async def limit_uploads(app: App, actor: people.Actor) -> None:
    """Count one upload of the day; `TooManyRequests`, `CreatorNeeded`."""
    creator_id = actor.need_creator()
    most = UPLOADS_PER_DAY_NEW if is_new_account(creator_id, app.clock.now()) else UPLOADS_PER_DAY
    await app.limiter.check(app.db, "video_uploads", str(creator_id), limit=most, per_s=DAY_S)


async def begin_upload(app: App, actor: people.Actor, *, size_bytes: int, file_name: str, language: str) -> Upload:
    """Announce a film of `size_bytes`: a draft that waits for its bytes, under the same id.

    `CreatorNeeded`, `VideoTooLarge`, `UploadsMany`, `UploadsFull`, `Invalid`.
    """
    creator_id = actor.need_creator()
    if size_bytes > SIZE_BYTES_MAX:
        raise VideoTooLarge(megabytes_max=SIZE_BYTES_MAX // 1_000_000)
    now = app.clock.now()
    video_id = VideoId(uuid7(now))
    upload = Upload(video_id, creator_id, size_bytes, 0, now + uploads.LIFE)
    most = UPLOADS_OPEN_NEW if is_new_account(creator_id, now) else UPLOADS_OPEN
    async with app.db.transaction() as transaction:
        await uploads.open_upload(app, transaction, upload, uploads_max=most)
        await store.insert_upload(
            transaction, video_id, creator_id, title=title_of_file(file_name), language=clean_language(language),
            folder=new_folder(app), now=now,
        )  # fmt: skip
    return upload


async def get_upload(app: App, actor: people.Actor, upload_id: UUID) -> Upload:
    """How much of a film has arrived; `NotFound`, `LoginNeeded`."""
    return await uploads.get_upload(app, upload_id, actor.need_account())


async def receive_part(
    app: App, actor: people.Actor, upload_id: UUID, offset: int, parts: AsyncIterator[bytes]
) -> Upload:
    """Take the next part of a film; with the last one its making is asked for. Refusals of `uploads.receive`."""
    upload = await uploads.receive(app, upload_id, actor.need_account(), offset, parts)
    if upload.is_whole:
        async with app.db.transaction() as transaction:
            if await store.mark_uploaded(transaction, VideoId(upload_id)):
                event = Event(UPLOADED, upload_id, {"creator_id": str(upload.owner_id)}, app.clock.now())
                await add_events(transaction, [event])
        app.waker.wake()
    return upload


async def cancel_upload(app: App, actor: people.Actor, upload_id: UUID) -> None:
    """Give up a film on its way; nothing of it stays. `NotFound` when it has arrived: then it is a video."""
    account_id = actor.need_account()
    upload = await uploads.get_upload(app, upload_id, account_id)
    if upload.is_whole:
        raise NotFound
    await _forget(app, VideoId(upload_id))


async def forget_uploads(app: App) -> int:
    """Give up films that did not arrive within a day, and files that belong to nobody; how many."""
    async with app.db.connection() as connection:
        expired = await uploads.list_expired(connection, app.clock.now())
    for upload_id in expired:
        await _forget(app, VideoId(upload_id))
    return len(expired) + await uploads.delete_strays(app)


async def _forget(app: App, video_id: VideoId) -> None:
    async with app.db.transaction() as transaction:
        await store.delete_upload(transaction, video_id)
    await uploads.forget_upload(app, video_id)


async def make_uploaded(app: App, video_id: VideoId) -> None:
    """Make the film of a video that waits for it; a file that cannot be one is refused in the video's own row.

    Again is the same: what is made already, or being made, is left alone.
    """
    from vitrina.video.actions.make_film import make_film

    try:
        await make_film(app, video_id)
    except Refusal as refusal:
        _log.info("video %s: %s", video_id, refusal.code)
    app.waker.wake()
