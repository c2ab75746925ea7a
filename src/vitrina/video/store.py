"""SQL of videos, their tags, and folders to be deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from vitrina.kernel.ids import AccountId, LinkId, VideoId
from vitrina.platform.postgres import Connection, Row
from vitrina.video.model import Fresh, Kept, Made, Source, Times, Video, Work

_VIDEO = (
    "SELECT v.id, v.creator_id, v.title, v.language, v.duration_ms, v.width, v.height, v.hls_key, v.mp4_keys,"
    " v.poster_key, v.preview_key, t.links, t.starts, t.ends FROM video_clip v CROSS JOIN LATERAL ("
    "   SELECT array_agg(link_id) AS links, array_agg(start_ms) AS starts, array_agg(end_ms) AS ends"
    "   FROM video_tag WHERE video_id = v.id) t"
)


def _video(row: Row) -> Video:
    times = {
        LinkId(link): Times(start_ms, end_ms)
        for link, start_ms, end_ms in zip(row[11] or (), row[12] or (), row[13] or (), strict=True)
    }
    keys = tuple(row[8])
    return Video(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], keys, row[9], row[10], times)


async def list_videos(connection: Connection, ids: Sequence[UUID]) -> dict[VideoId, Video]:
    """The ready videos among `ids`."""
    rows = await connection.fetch(f"{_VIDEO} WHERE v.id = ANY ($1::uuid[]) AND v.state = 'ready'", list(ids))
    return {row[0]: _video(row) for row in rows}


async def lock_video(connection: Connection, video_id: VideoId) -> bool:
    """Keep others from changing a ready video and its tags until the transaction ends; False when there is none.

    Read it afterwards, in a statement of its own: one that waits for the lock has looked at the tags before.
    """
    found = await connection.fetchval(
        "SELECT true FROM video_clip WHERE id = $1 AND state = 'ready' FOR UPDATE", video_id
    )
    return found is not None


async def list_creator_videos(
    connection: Connection, creator_id: AccountId, before: UUID | None, limit: int
) -> list[Video]:
    """A creator's ready videos, newest first, older than `before`."""
    rows = await connection.fetch(
        f"{_VIDEO} WHERE v.creator_id = $1 AND v.state = 'ready' AND ($2::uuid IS NULL OR v.id < $2)"
        " ORDER BY v.id DESC LIMIT $3",
        creator_id,
        before,
        limit,
    )
    return [_video(row) for row in rows]


async def list_ids_of_creators(
    connection: Connection, creators: Sequence[AccountId], before: UUID | None, limit: int
) -> list[VideoId]:
    """Ready videos of any of these creators, newest first, older than `before`."""
    rows = await connection.fetch(
        "SELECT id FROM video_clip WHERE creator_id = ANY ($1::uuid[]) AND state = 'ready'"
        " AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        list(creators),
        before,
        limit,
    )
    return [VideoId(row[0]) for row in rows]


async def list_fresh(connection: Connection, upto: UUID | None, limit: int) -> list[Fresh]:
    """Ready videos, newest first, `upto` and older."""
    rows = await connection.fetch(
        "SELECT id, language, creator_id FROM video_clip WHERE state = 'ready' AND ($1::uuid IS NULL OR id <= $1)"
        " ORDER BY id DESC LIMIT $2",
        upto,
        limit,
    )
    return [Fresh(*row) for row in rows]


async def last_change(connection: Connection) -> int:
    """The number of the latest change of what may be watched; 0 before the first."""
    found: int | None = await connection.fetchval("SELECT max(changed) FROM video_clip")
    return found or 0


async def export_videos(connection: Connection, account_id: AccountId) -> list[dict[str, Any]]:
    """What is kept of the videos that an account made."""
    rows = await connection.fetch(
        "SELECT to_jsonb(v) - 'source_sha256' - 'work_until' FROM video_clip v WHERE creator_id = $1 ORDER BY id",
        account_id,
    )
    return [row[0] for row in rows]


async def remove_videos_of(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Nobody watches them any more, and their files are deleted by and by."""
    await connection.execute(
        "WITH gone AS (UPDATE video_clip SET state = 'removed', title = '—', work_until = NULL, refusal = NULL,"
        "   changed = nextval('video_change') WHERE creator_id = $1 AND state <> 'removed' RETURNING folder)"
        " INSERT INTO video_discard (folder, at) SELECT folder, $2 FROM gone ON CONFLICT DO NOTHING",
        account_id, now,
    )  # fmt: skip


# --- the work --------------------------------------------------------------------------------------------------------


async def insert_work(connection: Connection, source: Source, work: Work, now: datetime, until: datetime) -> bool:
    """A new video being made; False when this creator's file is known already."""
    done = await connection.execute(
        "INSERT INTO video_clip (id, creator_id, source_sha256, title, language, state, folder, work_until, made_at)"
        " VALUES ($1, $2, $3, $4, $5, 'processing', $6, $7, $8) ON CONFLICT (creator_id, source_sha256) DO NOTHING",
        work.video_id, source.creator_id, source.sha256, source.title, source.language, work.folder, until, now,
    )  # fmt: skip
    return str(done).endswith(" 1")


async def lock_source(connection: Connection, source: Source) -> Kept | None:
    """What is known of a creator's file, locked until the transaction ends."""
    row = await connection.fetchrow(
        "SELECT id, state, folder, work_until FROM video_clip WHERE creator_id = $1 AND source_sha256 = $2 FOR UPDATE",
        source.creator_id,
        source.sha256,
    )
    return None if row is None else Kept(*row)


async def restart_work(connection: Connection, source: Source, work: Work, until: datetime) -> None:
    """Try again with a file that was refused or whose work died, under the words given now."""
    await connection.execute(
        "UPDATE video_clip SET state = 'processing', folder = $2, work_until = $3, refusal = NULL, title = $4,"
        " language = $5 WHERE id = $1",
        work.video_id,
        work.folder,
        until,
        source.title,
        source.language,
    )


async def renew_work(connection: Connection, work: Work, until: datetime) -> None:
    """Somebody is still at it."""
    await connection.execute(
        "UPDATE video_clip SET work_until = $3 WHERE id = $1 AND folder = $2 AND state = 'processing'",
        work.video_id,
        work.folder,
        until,
    )


async def finish_work(connection: Connection, work: Work, made: Made) -> bool:
    """The video may be watched; False when this try was given up by another meanwhile."""
    done = await connection.execute(
        "UPDATE video_clip SET state = 'ready', work_until = NULL, duration_ms = $3, width = $4, height = $5,"
        " hls_key = $6, mp4_keys = $7, poster_key = $8, preview_key = $9, changed = nextval('video_change')"
        " WHERE id = $1 AND folder = $2 AND state = 'processing'",
        work.video_id, work.folder, made.duration_ms, made.width, made.height, made.hls_key, list(made.mp4_keys),
        made.poster_key, made.preview_key,
    )  # fmt: skip
    return str(done).endswith(" 1")


async def refuse_work(connection: Connection, work: Work, refusal: str, now: datetime) -> None:
    """This try led nowhere; what it stored is to be deleted, unless it was finished after all."""
    await connection.execute(
        "WITH refused AS (UPDATE video_clip SET state = 'refused', refusal = $3, work_until = NULL"
        "   WHERE id = $1 AND folder = $2 AND state = 'processing')"
        " INSERT INTO video_discard (folder, at) SELECT $2, $4"
        " WHERE NOT EXISTS (SELECT FROM video_clip WHERE folder = $2 AND state = 'ready') ON CONFLICT DO NOTHING",
        work.video_id,
        work.folder,
        refusal,
        now,
    )


async def refuse_dead_work(connection: Connection, refusal: str, now: datetime, limit: int) -> int:
    """Tries whose worker died lead nowhere; how many."""
    rows = await connection.fetch(
        "WITH dead AS (SELECT id FROM video_clip WHERE state = 'processing' AND work_until <= $2"
        "   ORDER BY work_until LIMIT $3 FOR UPDATE SKIP LOCKED),"
        " refused AS (UPDATE video_clip v SET state = 'refused', refusal = $1, work_until = NULL FROM dead"
        "   WHERE v.id = dead.id RETURNING v.folder)"
        " INSERT INTO video_discard (folder, at) SELECT folder, $2 FROM refused ON CONFLICT DO NOTHING"
        " RETURNING folder",
        refusal,
        now,
        limit,
    )
    return len(rows)


async def list_discards(connection: Connection, before: datetime, limit: int) -> list[str]:
    """Folders to be deleted that were given up before an instant."""
    rows = await connection.fetch(
        "SELECT folder FROM video_discard WHERE at <= $1 ORDER BY at, folder LIMIT $2", before, limit
    )
    return [row[0] for row in rows]


async def delete_discard(connection: Connection, folder: str) -> None:
    await connection.execute("DELETE FROM video_discard WHERE folder = $1", folder)


# --- found -----------------------------------------------------------------------------------------------------------


async def find_videos(connection: Connection, words: str, *, first: int, limit: int) -> list[VideoId]:
    """Videos whose title has these words as written, in their forms or as they sound; the best first."""
    rows = await connection.fetch(
        "WITH f AS MATERIALIZED (SELECT id, ts_rank(words, platform_query($1, false)) AS rank,"
        "   word_similarity(platform_sounded($1), sounded) AS near FROM video_clip WHERE state = 'ready'"
        "   AND (words @@ platform_query($1, false) OR platform_sounded($1) <% sounded) ORDER BY id DESC LIMIT 1000)"
        " SELECT id FROM f ORDER BY rank DESC, near DESC, id DESC OFFSET $2 LIMIT $3",
        words,
        first,
        limit,
    )
    return [VideoId(row[0]) for row in rows]


async def list_tagged(connection: Connection, hashtag: str, before: UUID | None, limit: int) -> list[VideoId]:
    """Videos with a hashtag (folded, without #), newest first, older than `before`."""
    rows = await connection.fetch(
        "SELECT id FROM video_clip WHERE state = 'ready' AND hashtags @> ARRAY[$1] AND ($2::uuid IS NULL OR id < $2)"
        " ORDER BY id DESC LIMIT $3",
        hashtag,
        before,
        limit,
    )
    return [VideoId(row[0]) for row in rows]


async def count_tagged(connection: Connection, hashtag: str) -> int:
    """How many videos have a hashtag."""
    return int(
        await connection.fetchval(
            "SELECT count(*) FROM video_clip WHERE state = 'ready' AND hashtags @> ARRAY[$1]", hashtag
        )
    )


async def list_trending(connection: Connection, among: int, limit: int, beginning: str = "") -> list[tuple[str, int]]:
    """Hashtags of the newest `among` videos that begin so, with how many have them; the most used first."""
    rows = await connection.fetch(
        "SELECT t.hashtag, count(*) FROM (SELECT id, hashtags FROM video_clip WHERE state = 'ready' AND hashtags <> '{}'"
        "   ORDER BY id DESC LIMIT $1) v CROSS JOIN LATERAL unnest(v.hashtags) AS t (hashtag)"
        " WHERE starts_with(t.hashtag, $3) GROUP BY 1 ORDER BY 2 DESC, max(v.id::text) DESC, 1 LIMIT $2",
        among,
        limit,
        beginning,
    )
    return [(row[0], row[1]) for row in rows]


# --- tags ------------------------------------------------------------------------------------------------------------


async def insert_tag(connection: Connection, link_id: LinkId, video_id: VideoId, times: Times) -> None:
    await connection.execute(
        "INSERT INTO video_tag (link_id, video_id, start_ms, end_ms) VALUES ($1, $2, $3, $4)",
        link_id,
        video_id,
        times.start_ms,
        times.end_ms,
    )


async def delete_tag(connection: Connection, link_id: LinkId, video_id: VideoId) -> bool:
    """Take a tag off a video; False when it is not on it."""
    done = await connection.execute("DELETE FROM video_tag WHERE link_id = $1 AND video_id = $2", link_id, video_id)
    return str(done).endswith(" 1")


# --- sitemap ---------------------------------------------------------------------------------------------------------


async def count_ready(connection: Connection) -> int:
    """How many videos may be watched."""
    return int(await connection.fetchval("SELECT count(*) FROM video_clip WHERE state = 'ready'"))


async def list_ready_ids(connection: Connection, first: int, limit: int) -> list[VideoId]:
    """Videos that may be watched, newest first, after skipping `first`."""
    rows = await connection.fetch(
        "SELECT id FROM video_clip WHERE state = 'ready' ORDER BY id DESC OFFSET $1 LIMIT $2", first, limit
    )
    return [VideoId(row[0]) for row in rows]
