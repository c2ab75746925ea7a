"""Keeping order below a video: its creator pins, approves, deletes, turns comments off; moderation hides."""

from __future__ import annotations

from collections.abc import Sequence

from vitrina import people, video
from vitrina.kernel.errors import Invalid, NotAllowed
from vitrina.kernel.ids import CommentId, VideoId, parse_uuid
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.platform.app import App
from vitrina.platform.outbox import add_events
from vitrina.platform.postgres import Connection
from vitrina.social.actions.comments import events_of
from vitrina.social.errors import CommentGone
from vitrina.social.model import Comment
from vitrina.social.rules import clean_words
from vitrina.social.store import comments as store
from vitrina.social.store import marks

STAFF = frozenset(("moderator", "operator"))


def may_delete(actor: people.Actor, comment: Comment) -> bool:
    """Whether this person may delete the comment: its author, the video's creator, a moderator."""
    return actor.account_id in (comment.author_id, comment.creator_id) or not STAFF.isdisjoint(actor.roles)


async def delete_comment(app: App, actor: people.Actor, comment_id: CommentId) -> None:
    """Delete a comment, its replies with it. `LoginNeeded`, `NotAllowed`, `CommentGone`."""
    actor.need_account()
    async with app.db.transaction() as transaction:
        found = await _get(transaction, comment_id)
        if not may_delete(actor, found):
            raise NotAllowed
        if not await store.change_state(transaction, comment_id, ("shown", "held"), "deleted"):
            raise CommentGone


async def pin_comment(app: App, actor: people.Actor, comment_id: CommentId, *, is_pinned: bool) -> None:
    """Keep one comment on top of the creator's own video, in place of another; replies cannot be."""
    async with app.db.transaction() as transaction:
        found = await _get_own(transaction, actor, comment_id)
        if not is_pinned and not found.is_pinned:
            return
        await store.unpin(transaction, found.video_id)
        if is_pinned and not await store.pin(transaction, comment_id):
            raise CommentGone


async def approve_comment(app: App, actor: people.Actor, comment_id: CommentId) -> None:
    """Let a held comment be read by everybody. `LoginNeeded`, `NotAllowed`, `CommentGone`."""
    async with app.db.transaction() as transaction:
        found = await _get_own(transaction, actor, comment_id)
        if not await store.change_state(transaction, comment_id, ("held",), "shown"):
            raise CommentGone
        answered = None
        if found.parent_id is not None:
            answered = (await store.comments_by_ids(transaction, [found.parent_id])).get(found.parent_id)
        await add_events(transaction, events_of(found, answered))
    app.waker.wake()


async def list_held(app: App, actor: people.Actor, cursor: str | None, limit: int) -> Page[Comment]:
    """What waits for the creator who asks, newest first. `LoginNeeded`, `CreatorNeeded`, `Invalid`."""
    creator_id = actor.need_creator()
    parts = decode_cursor(cursor, 1)
    before = None if parts is None else parse_uuid(parts[0])
    if parts is not None and before is None:
        raise Invalid(field="cursor", reason="is not one of ours")
    async with app.db.connection() as connection:
        rows = await store.list_held(connection, creator_id, before, limit + 1)
    return page_of(rows, limit, lambda one: (str(one.id),))


async def get_words(app: App, actor: people.Actor) -> tuple[str, ...]:
    """The words that wait for the creator who asks."""
    creator_id = actor.need_creator()
    async with app.db.connection() as connection:
        return await store.find_words(connection, creator_id)


async def set_words(app: App, actor: people.Actor, words: Sequence[str]) -> tuple[str, ...]:
    """From now on comments with one of these words wait for the creator who asks. `Invalid`."""
    creator_id, kept = actor.need_creator(), clean_words(words)
    async with app.db.transaction() as transaction:
        await store.set_words(transaction, creator_id, kept, app.clock.now())
    return kept


async def turn_comments(app: App, actor: people.Actor, video_id: VideoId, *, is_on: bool) -> None:
    """Take comments on one's own video, or no more; those that are there stay. `NotFound`, `NotAllowed`."""
    account_id, found = actor.need_account(), await video.get_video(app, video_id)
    if found.creator_id != account_id:
        raise NotAllowed
    async with app.db.transaction() as transaction:
        await marks.set_comments_off(transaction, video_id, is_off=not is_on)


async def hide_comment(connection: Connection, comment_id: CommentId) -> bool:
    """Moderation takes a comment down, in the caller's transaction; False when it was not there to be read."""
    return await store.change_state(connection, comment_id, ("shown", "held"), "hidden")


async def restore_comment(connection: Connection, comment_id: CommentId) -> bool:
    """What moderation took down is shown again, in the caller's transaction; False when it was not taken down."""
    return await store.change_state(connection, comment_id, ("hidden",), "shown")


async def _get(connection: Connection, comment_id: CommentId) -> Comment:
    found = (await store.comments_by_ids(connection, [comment_id])).get(comment_id)
    if found is None or found.state not in ("shown", "held"):
        raise CommentGone
    return found


async def _get_own(connection: Connection, actor: people.Actor, comment_id: CommentId) -> Comment:
    account_id, found = actor.need_account(), await _get(connection, comment_id)
    if found.creator_id != account_id:
        raise NotAllowed
    return found
