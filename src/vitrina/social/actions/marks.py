"""Likes and saves: at once, once each, taken back as easily."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina import people, video
from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import VideoId, parse_uuid
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.platform.app import App
from vitrina.social.model import MarkKind
from vitrina.social.rules import MARKS_PER_S
from vitrina.social.store import marks as store


async def mark_video(app: App, actor: people.Actor, kind: MarkKind, video_id: VideoId) -> None:
    """Like or save a video; again is the same. `LoginNeeded`, `NotFound`."""
    account_id = actor.need_account()
    await video.get_video(app, video_id)
    async with app.db.transaction() as transaction:
        await store.add_mark(transaction, account_id, kind, video_id, app.clock.now())


async def unmark_video(app: App, actor: people.Actor, kind: MarkKind, video_id: VideoId) -> None:
    """Take a like or a save back; again is the same. `LoginNeeded`, `NotFound`."""
    account_id = actor.need_account()
    await video.get_video(app, video_id)
    async with app.db.transaction() as transaction:
        await store.delete_mark(transaction, account_id, kind, video_id)


async def limit_marks(app: App, actor: people.Actor) -> None:
    """`TooManyRequests` when an account marks faster than a thumb can; `LoginNeeded`."""
    limit, per_s = MARKS_PER_S
    await app.limiter.check(app.db, "social_mark", str(actor.need_account()), limit=limit, per_s=per_s)


async def marks_of(app: App, actor: people.Actor, video_ids: Sequence[UUID]) -> list[tuple[VideoId, set[str], bool]]:
    """For each of these videos that may be watched: what the account marked, and whether it follows the creator."""
    account_id = actor.account_id
    if account_id is None or not video_ids:
        return []
    async with app.db.connection() as connection:
        videos = await video.list_videos(connection, video_ids)
        marks = await store.list_marks(connection, account_id, list(videos))
        creators = list({one.creator_id for one in videos.values()})
        followed = await people.followed_among(connection, account_id, creators)
    return [
        (one.id, {kind for kind in ("like", "save") if (one.id, kind) in marks}, one.creator_id in followed)
        for one in videos.values()
    ]


async def list_marked(
    app: App, actor: people.Actor, kind: MarkKind, cursor: str | None, limit: int
) -> Page[tuple[VideoId, datetime]]:
    """The videos an account liked or saved, latest first. `LoginNeeded`, `Invalid`."""
    account_id = actor.need_account()
    before = _before(decode_cursor(cursor, 2))
    async with app.db.connection() as connection:
        found = await store.list_marked(connection, account_id, kind, before, limit + 1)
    return page_of(found, limit, lambda row: (row[1].isoformat(), str(row[0])))


def _before(parts: tuple[str, ...] | None) -> tuple[datetime, UUID] | None:
    if parts is None:
        return None
    video_id = parse_uuid(parts[1])
    try:
        at = datetime.fromisoformat(parts[0])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or video_id is None:
        raise Invalid(field="cursor", reason="is not one of ours")
    return at, video_id
