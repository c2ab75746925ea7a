"""SQL of likes and saves, and of the counts that videos carry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina.kernel.ids import AccountId, VideoId
from vitrina.platform.postgres import Connection
from vitrina.social.model import MarkKind
from vitrina.video import Counts


async def counts_of(connection: Connection, video_ids: Sequence[UUID]) -> dict[VideoId, Counts]:
    """Likes, saves and comments of the videos among these that have any."""
    rows = await connection.fetch(
        "SELECT video_id, likes, saves, comments, comments_off FROM social_count WHERE video_id = ANY ($1::uuid[])",
        list(video_ids),
    )
    return {VideoId(row[0]): Counts(row[1], row[2], row[3], row[4]) for row in rows}


async def add_mark(
    connection: Connection, account_id: AccountId, kind: MarkKind, video_id: VideoId, now: datetime
) -> None:
    """Like or save, and count it; nothing changes when it is so already."""
    await connection.execute(
        "WITH made AS (INSERT INTO social_mark (account_id, kind, video_id, at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING RETURNING video_id, kind)"
        " INSERT INTO social_count AS kept (video_id, likes, saves)"
        " SELECT video_id, (kind = 'like')::int, (kind = 'save')::int FROM made"
        " ON CONFLICT (video_id) DO UPDATE SET likes = kept.likes + EXCLUDED.likes, saves = kept.saves + EXCLUDED.saves",
        account_id,
        kind,
        video_id,
        now,
    )


async def delete_mark(connection: Connection, account_id: AccountId, kind: MarkKind, video_id: VideoId) -> None:
    """Take a like or a save back, and count it; nothing changes when there is none."""
    await connection.execute(
        "WITH gone AS (DELETE FROM social_mark WHERE account_id = $1 AND kind = $2 AND video_id = $3"
        " RETURNING video_id, kind)"
        " UPDATE social_count AS kept SET likes = likes - (gone.kind = 'like')::int,"
        " saves = saves - (gone.kind = 'save')::int FROM gone WHERE kept.video_id = gone.video_id",
        account_id,
        kind,
        video_id,
    )


async def list_marks(
    connection: Connection, account_id: AccountId, video_ids: Sequence[UUID]
) -> set[tuple[VideoId, str]]:
    """What the account has marked among these videos."""
    rows = await connection.fetch(
        "SELECT video_id, kind FROM social_mark WHERE account_id = $1 AND video_id = ANY ($2::uuid[])",
        account_id,
        list(video_ids),
    )
    return {(VideoId(row[0]), row[1]) for row in rows}


async def list_marked(
    connection: Connection,
    account_id: AccountId,
    kind: MarkKind,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[tuple[VideoId, datetime]]:
    """The videos an account liked or saved, latest first, with the instant; marked before `before`."""
    at, video_id = before or (None, None)
    rows = await connection.fetch(
        "SELECT video_id, at FROM social_mark WHERE account_id = $1 AND kind = $2"
        " AND ($3::timestamptz IS NULL OR (at, video_id) < ($3, $4::uuid)) ORDER BY at DESC, video_id DESC LIMIT $5",
        account_id,
        kind,
        at,
        video_id,
        limit,
    )
    return [(VideoId(row[0]), row[1]) for row in rows]


async def set_comments_off(connection: Connection, video_id: VideoId, *, is_off: bool) -> None:
    await connection.execute(
        "INSERT INTO social_count (video_id, comments_off) VALUES ($1, $2)"
        " ON CONFLICT (video_id) DO UPDATE SET comments_off = EXCLUDED.comments_off",
        video_id,
        is_off,
    )
