"""SQL of comments, their likes, and the words that wait for the creator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina.kernel.ids import AccountId, CommentId, VideoId
from vitrina.platform.postgres import Connection
from vitrina.social.model import Comment

_COMMENT = "id, video_id, creator_id, author_id, parent_id, text, state, is_pinned, likes, replies, at"


async def insert_comment(connection: Connection, comment: Comment) -> bool:
    """Add a comment and count it where it is shown; False when its parent is not shown any more."""
    done = await connection.execute(
        "WITH parent AS (UPDATE social_comment SET replies = replies + ($7 = 'shown')::int"
        "   WHERE id = $5 AND state = 'shown' RETURNING id),"
        " made AS (INSERT INTO social_comment (id, video_id, creator_id, author_id, parent_id, text, state, at)"
        "   SELECT $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::text, $7::text, $8::timestamptz"
        "   WHERE $5::uuid IS NULL OR EXISTS (SELECT FROM parent) RETURNING video_id, state)"
        " INSERT INTO social_count AS kept (video_id, comments) SELECT video_id, (state = 'shown')::int FROM made"
        " ON CONFLICT (video_id) DO UPDATE SET comments = kept.comments + EXCLUDED.comments",
        comment.id, comment.video_id, comment.creator_id, comment.author_id, comment.parent_id, comment.text,
        comment.state, comment.at,
    )  # fmt: skip
    return str(done).endswith(" 1")


async def change_state(connection: Connection, comment_id: CommentId, sources: Sequence[str], target: str) -> bool:
    """Bring a comment from one of the states into another and count what can be read; False when it was in none."""
    done = await connection.execute(
        "WITH old AS (SELECT id, video_id, parent_id, replies,"
        "   ($3 = 'shown')::int - (state = 'shown')::int AS step FROM social_comment"
        "   WHERE id = $1 AND state = ANY ($2::text[]) FOR UPDATE),"
        " parent AS (UPDATE social_comment above SET replies = above.replies + old.step FROM old"
        "   WHERE above.id = old.parent_id RETURNING above.state),"
        " counted AS (UPDATE social_count kept SET comments = kept.comments"
        "     + old.step * (1 + CASE WHEN old.parent_id IS NULL THEN old.replies ELSE 0 END)"
        "   FROM old WHERE kept.video_id = old.video_id"
        "   AND (old.parent_id IS NULL OR EXISTS (SELECT FROM parent WHERE state = 'shown')))"
        " UPDATE social_comment changed SET state = $3, is_pinned = false FROM old WHERE changed.id = old.id",
        comment_id,
        list(sources),
        target,
    )
    return str(done).endswith(" 1")


async def comments_by_ids(connection: Connection, ids: Sequence[UUID]) -> dict[CommentId, Comment]:
    """The comments among `ids`, in whatever state."""
    rows = await connection.fetch(f"SELECT {_COMMENT} FROM social_comment WHERE id = ANY ($1::uuid[])", list(ids))
    return {CommentId(row[0]): Comment(*row) for row in rows}


async def list_top(
    connection: Connection, video_id: VideoId, after: tuple[bool, int, UUID] | None, limit: int
) -> list[Comment]:
    """What is shown on a video: the pinned one, then the most liked, then the newest."""
    pinned, likes, last = after or (None, None, None)
    rows = await connection.fetch(
        f"SELECT {_COMMENT} FROM social_comment WHERE video_id = $1 AND parent_id IS NULL AND state = 'shown'"
        " AND ($2::boolean IS NULL OR (is_pinned, likes, id) < ($2, $3::int, $4::uuid))"
        " ORDER BY is_pinned DESC, likes DESC, id DESC LIMIT $5",
        video_id,
        pinned,
        likes,
        last,
        limit,
    )
    return [Comment(*row) for row in rows]


async def list_newest(connection: Connection, video_id: VideoId, before: UUID | None, limit: int) -> list[Comment]:
    rows = await connection.fetch(
        f"SELECT {_COMMENT} FROM social_comment WHERE video_id = $1 AND parent_id IS NULL AND state = 'shown'"
        " AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        video_id,
        before,
        limit,
    )
    return [Comment(*row) for row in rows]


async def list_replies(connection: Connection, parent_id: CommentId, after: UUID | None, limit: int) -> list[Comment]:
    """The replies of a comment, oldest first."""
    rows = await connection.fetch(
        f"SELECT {_COMMENT} FROM social_comment WHERE parent_id = $1 AND state = 'shown'"
        " AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        parent_id,
        after,
        limit,
    )
    return [Comment(*row) for row in rows]


async def list_held(connection: Connection, creator_id: AccountId, before: UUID | None, limit: int) -> list[Comment]:
    """What waits for a creator, newest first."""
    rows = await connection.fetch(
        f"SELECT {_COMMENT} FROM social_comment WHERE creator_id = $1 AND state = 'held'"
        " AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        creator_id,
        before,
        limit,
    )
    return [Comment(*row) for row in rows]


async def add_comment_like(connection: Connection, comment_id: CommentId, account_id: AccountId, now: datetime) -> None:
    """Like a comment, and count it; nothing changes when it is so already."""
    await connection.execute(
        "WITH made AS (INSERT INTO social_comment_like (comment_id, account_id, at) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING RETURNING comment_id)"
        " UPDATE social_comment SET likes = likes + 1 FROM made WHERE id = made.comment_id",
        comment_id,
        account_id,
        now,
    )


async def delete_comment_like(connection: Connection, comment_id: CommentId, account_id: AccountId) -> None:
    await connection.execute(
        "WITH gone AS (DELETE FROM social_comment_like WHERE comment_id = $1 AND account_id = $2 RETURNING comment_id)"
        " UPDATE social_comment SET likes = likes - 1 FROM gone WHERE id = gone.comment_id",
        comment_id,
        account_id,
    )


async def liked_among(connection: Connection, account_id: AccountId, ids: Sequence[CommentId]) -> frozenset[CommentId]:
    """Which of these comments the account likes."""
    rows = await connection.fetch(
        "SELECT comment_id FROM social_comment_like WHERE account_id = $1 AND comment_id = ANY ($2::uuid[])",
        account_id,
        list(ids),
    )
    return frozenset(CommentId(row[0]) for row in rows)


async def unpin(connection: Connection, video_id: VideoId) -> None:
    await connection.execute("UPDATE social_comment SET is_pinned = false WHERE video_id = $1 AND is_pinned", video_id)


async def pin(connection: Connection, comment_id: CommentId) -> bool:
    """Pin a shown comment; False when it is a reply or not shown."""
    done = await connection.execute(
        "UPDATE social_comment SET is_pinned = true WHERE id = $1 AND parent_id IS NULL AND state = 'shown'", comment_id
    )
    return str(done).endswith(" 1")


async def find_words(connection: Connection, creator_id: AccountId) -> tuple[str, ...]:
    """The words that wait for this creator."""
    found = await connection.fetchval("SELECT words FROM social_words WHERE creator_id = $1", creator_id)
    return tuple(found or ())


async def set_words(connection: Connection, creator_id: AccountId, words: Sequence[str], now: datetime) -> None:
    await connection.execute(
        "INSERT INTO social_words (creator_id, words, at) VALUES ($1, $2, $3)"
        " ON CONFLICT (creator_id) DO UPDATE SET words = EXCLUDED.words, at = EXCLUDED.at",
        creator_id,
        list(words),
        now,
    )
