"""SQL of what a person has liked, saved, written and shared: taken along, and taken away."""

from __future__ import annotations

from typing import Any

from vitrina.kernel.ids import AccountId, CommentId
from vitrina.platform.postgres import Connection


async def export_social(connection: Connection, account_id: AccountId) -> dict[str, Any]:
    """The account's likes, saves, comments and shares."""
    found: dict[str, Any] = await connection.fetchval(
        "SELECT jsonb_build_object("
        " 'marks', (SELECT coalesce(jsonb_agg(to_jsonb(m) - 'account_id' ORDER BY m.at), '[]') FROM social_mark m"
        "   WHERE m.account_id = $1),"
        " 'comments', (SELECT coalesce(jsonb_agg(to_jsonb(c) - 'author_id' ORDER BY c.id), '[]') FROM social_comment c"
        "   WHERE c.author_id = $1),"
        " 'shares', (SELECT coalesce(jsonb_agg(to_jsonb(s) - 'sharer_id' ORDER BY s.at), '[]') FROM social_share s"
        "   WHERE s.sharer_id = $1))",
        account_id,
    )
    return found


async def list_readable(connection: Connection, account_id: AccountId) -> list[CommentId]:
    """The account's comments that somebody may still read, answers before what they answer."""
    rows = await connection.fetch(
        "SELECT id FROM social_comment WHERE author_id = $1 AND state IN ('shown', 'held')"
        " ORDER BY parent_id IS NULL, id",
        account_id,
    )
    return [CommentId(row[0]) for row in rows]


async def erase_social(connection: Connection, account_id: AccountId) -> None:
    """Take away marks, likes, words and shares; what they were counted in has that much less."""
    await connection.execute(
        "WITH gone AS (DELETE FROM social_mark WHERE account_id = $1 RETURNING video_id, kind),"
        " sums AS (SELECT video_id, count(*) FILTER (WHERE kind = 'like') AS likes,"
        "   count(*) FILTER (WHERE kind = 'save') AS saves FROM gone GROUP BY video_id)"
        " UPDATE social_count kept SET likes = kept.likes - sums.likes, saves = kept.saves - sums.saves"
        " FROM sums WHERE kept.video_id = sums.video_id",
        account_id,
    )
    await connection.execute(
        "WITH gone AS (DELETE FROM social_comment_like WHERE account_id = $1 RETURNING comment_id)"
        " UPDATE social_comment c SET likes = c.likes - 1 FROM gone WHERE c.id = gone.comment_id",
        account_id,
    )
    await connection.execute("UPDATE social_comment SET text = '—' WHERE author_id = $1", account_id)
    await connection.execute("DELETE FROM social_share WHERE sharer_id = $1", account_id)
