"""For whom a video is: drafts, dates, everybody; deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from vitrina import affiliate, people
from vitrina.kernel.ids import VideoId
from vitrina.platform import uploads
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection
from vitrina.video import store
from vitrina.video.actions.change_tags import SURFACE, lock_own
from vitrina.video.actions.edit_video import lock_editable
from vitrina.video.actions.import_video import READY
from vitrina.video.errors import VideoNotReady, VideoPublished
from vitrina.video.model import Owned
from vitrina.video.rules import check_date

PUBLISHED_AT_ONCE = 100
# Whoever watches a deleted video may see it to its end.
FILES_OUTLIVE = timedelta(hours=1)


async def publish(app: App, actor: people.Actor, video_id: VideoId, at: datetime | None) -> None:
    """Show one's own video to everybody, now or `at` an instant; one that is still being made as soon as it is made.

    `NotFound`, `NotAllowed`, `VideoTakenDown`, `VideoNotReady` for a refused one, `VideoPublished`, `DateWrong`.
    """
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        owned = await lock_editable(transaction, actor, video_id)
        if owned.state == "refused":
            raise VideoNotReady
        if owned.stage == "published":
            if at is not None:
                raise VideoPublished
            return
        if at is not None:
            check_date(at, now)
        await store.set_stage(transaction, video_id, "published" if at is None else "scheduled", publish_at=at, now=now)
        if at is None and owned.state == "ready":
            await _tell(transaction, [owned.id], now, {owned.id: str(owned.creator_id)})
    app.waker.wake()


async def unpublish(app: App, actor: people.Actor, video_id: VideoId) -> None:
    """Make one's own video a draft again, scheduled or published; its links and numbers stay. As `publish`."""
    async with app.db.transaction() as transaction:
        owned = await lock_editable(transaction, actor, video_id)
        if owned.stage != "draft":
            await store.set_stage(transaction, video_id, "draft", publish_at=None, now=app.clock.now())


async def publish_due(app: App) -> int:
    """Publish what was scheduled for an instant that has come; how many."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        due = await store.publish_due(transaction, now, PUBLISHED_AT_ONCE)
        ready = {video_id: str(creator_id) for video_id, creator_id, is_ready in due if is_ready}
        await _tell(transaction, list(ready), now, ready)
    if due:
        app.waker.wake()
    return len(due)


async def delete_video(app: App, actor: people.Actor, video_id: VideoId) -> None:
    """End one's own video: nobody sees it, its links take no more taps; what was sold and earned stays as it is.

    `NotFound`, `NotAllowed`.
    """
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        owned = await lock_own(transaction, actor, video_id)
        for link in (await affiliate.links_on(transaction, [video_id], SURFACE))[video_id]:
            await affiliate.remove_link(transaction, link.id, owned.creator_id)
        await store.remove(transaction, video_id, now + FILES_OUTLIVE)
    await uploads.forget_upload(app, video_id)


async def videos_by_ids(connection: Connection, ids: Sequence[UUID]) -> dict[VideoId, Owned]:
    """The videos among `ids` whatever their state, deleted ones left out: for who looks after them."""
    return await store.owned_by_ids(connection, ids)


async def _tell(connection: Connection, ids: Sequence[VideoId], now: datetime, creators: dict[VideoId, str]) -> None:
    """These may be watched from now on: their cut does not move any more, and whoever follows may be told."""
    if not ids:
        return
    await store.discard_whole_films(connection, ids, now)
    await add_events(connection, [Event(READY, one, {"creator_id": creators[one]}, now) for one in ids])
