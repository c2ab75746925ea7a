"""Talking below a video: write, answer, read, like."""

from __future__ import annotations

from uuid import UUID

from vitrina import people, video
from vitrina.kernel.errors import Invalid, NotAllowed
from vitrina.kernel.ids import CommentId, VideoId, parse_uuid, uuid7
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection
from vitrina.social.errors import CommentGone, CommentsOff
from vitrina.social.model import Comment, Sort
from vitrina.social.rules import clean_comment, comments_per_s, has_word
from vitrina.social.store import comments as store
from vitrina.social.store import marks

COMMENT_MADE = "CommentMade"
COMMENT_REPLIED = "CommentReplied"


async def limit_comments(app: App, actor: people.Actor) -> None:
    """`TooManyRequests` for who writes too much, sooner for an account of today; `LoginNeeded`."""
    account_id = actor.need_account()
    limit, per_s = comments_per_s(account_id, app.clock.now())
    await app.limiter.check(app.db, "social_comment", str(account_id), limit=limit, per_s=per_s)


async def write_comment(
    app: App, actor: people.Actor, video_id: VideoId, *, text: str, reply_to: CommentId | None
) -> Comment:
    """Comment on a video or answer a comment there; with one of the creator's words it is held for them.

    `LoginNeeded`, `NotAllowed` while suspended, `NotFound`, `CommentsOff`, `CommentGone`, `Invalid`.
    """
    author_id = actor.need_account()
    if actor.is_suspended:
        raise NotAllowed
    made_text, found = clean_comment(text), await video.get_video(app, video_id)
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        counts = (await marks.counts_of(transaction, [video_id])).get(video_id)
        if counts is not None and counts.comments_off:
            raise CommentsOff
        answered = None if reply_to is None else await _answered(transaction, video_id, reply_to)
        words = await store.find_words(transaction, found.creator_id)
        is_held = author_id != found.creator_id and has_word(made_text, words)
        parent_id = None if answered is None else (answered.parent_id or answered.id)
        made = Comment(
            CommentId(uuid7(now)), video_id, found.creator_id, author_id, parent_id, made_text,
            "held" if is_held else "shown", False, 0, 0, now,
        )  # fmt: skip
        if not await store.insert_comment(transaction, made):
            raise CommentGone
        if not is_held:
            await add_events(transaction, events_of(made, answered))
    app.waker.wake()
    return made


async def _answered(connection: Connection, video_id: VideoId, reply_to: CommentId) -> Comment:
    found = (await store.comments_by_ids(connection, [reply_to])).get(reply_to)
    if found is None or found.video_id != video_id or found.state != "shown":
        raise CommentGone
    return found


def events_of(comment: Comment, answered: Comment | None) -> list[Event]:
    """What others may want to hear of a comment that everybody can read now; nobody hears of their own."""
    other = None if answered is None or answered.author_id == comment.author_id else answered
    payload = {
        "video_id": str(comment.video_id),
        "creator_id": str(comment.creator_id),
        "author_id": str(comment.author_id),
        "answered_author_id": None if other is None else str(other.author_id),
    }
    topics = [COMMENT_MADE] if other is None else [COMMENT_MADE, COMMENT_REPLIED]
    return [Event(topic, comment.id, payload, comment.at) for topic in topics]


async def list_comments(
    app: App, video_id: VideoId, *, sort: Sort, cursor: str | None, limit: int
) -> tuple[video.Video, video.Counts, Page[Comment]]:
    """A video's counts and a page of what is shown below it; `NotFound`, `Invalid`."""
    found = await video.get_video(app, video_id)
    async with app.db.connection() as connection:
        counts = (await marks.counts_of(connection, [video_id])).get(video_id, video.Counts())
        if sort == "newest":
            rows = await store.list_newest(connection, video_id, _last(decode_cursor(cursor, 1)), limit + 1)
            return found, counts, page_of(rows, limit, lambda one: (str(one.id),))
        rows = await store.list_top(connection, video_id, _place(decode_cursor(cursor, 3)), limit + 1)
    return found, counts, page_of(rows, limit, lambda one: (str(int(one.is_pinned)), str(one.likes), str(one.id)))


async def list_replies(app: App, comment_id: CommentId, cursor: str | None, limit: int) -> Page[Comment]:
    """The replies of a comment that is shown, oldest first; `CommentGone`, `Invalid`."""
    after = _last(decode_cursor(cursor, 1))
    async with app.db.connection() as connection:
        await get_shown(connection, comment_id)
        rows = await store.list_replies(connection, comment_id, after, limit + 1)
    return page_of(rows, limit, lambda one: (str(one.id),))


async def like_comment(app: App, actor: people.Actor, comment_id: CommentId, *, is_liked: bool) -> None:
    """Like a comment or take it back; again is the same. `LoginNeeded`, `CommentGone`."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        await get_shown(transaction, comment_id)
        if is_liked:
            await store.add_comment_like(transaction, comment_id, account_id, app.clock.now())
        else:
            await store.delete_comment_like(transaction, comment_id, account_id)


async def get_shown(connection: Connection, comment_id: CommentId) -> Comment:
    """A comment that everybody may read; `CommentGone`."""
    found = (await store.comments_by_ids(connection, [comment_id])).get(comment_id)
    if found is None or found.state != "shown":
        raise CommentGone
    return found


def _last(parts: tuple[str, ...] | None) -> UUID | None:
    if parts is None:
        return None
    found = parse_uuid(parts[0])
    if found is None:
        raise Invalid(field="cursor", reason="is not one of ours")
    return found


def _place(parts: tuple[str, ...] | None) -> tuple[bool, int, UUID] | None:
    if parts is None:
        return None
    pinned, likes, last = parts
    found = parse_uuid(last)
    if pinned not in ("0", "1") or not likes.isascii() or not likes.isdigit() or len(likes) > 9 or found is None:
        raise Invalid(field="cursor", reason="is not one of ours")
    return pinned == "1", int(likes), found
