"""SQL of what was watched, and of what viewers need not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from vitrina.feed.model import DayCounts, Skips, Tally
from vitrina.kernel.ids import LinkId, VideoId
from vitrina.platform.postgres import Connection

SEEN_MAX = 50
_VIDEO_ITSELF = UUID(int=0)


async def list_skips(connection: Connection, viewers: Sequence[UUID], since: datetime) -> dict[UUID | None, Skips]:
    """What these viewers need not see; seen ones only of who looked since an instant."""
    rows = await connection.fetch(
        "SELECT viewer_id, 'seen', video_ids FROM feed_seen WHERE viewer_id = ANY ($1::uuid[]) AND at > $2"
        " UNION ALL SELECT viewer_id, kind, array_agg(subject_id) FROM feed_hidden"
        " WHERE viewer_id = ANY ($1::uuid[]) GROUP BY 1, 2",
        list(viewers),
        since,
    )
    found: dict[UUID, dict[str, frozenset[UUID]]] = {}
    for viewer_id, kind, ids in rows:
        found.setdefault(viewer_id, {})[kind] = frozenset(ids)
    none: frozenset[UUID] = frozenset()
    return {
        viewer_id: Skips(kinds.get("seen", none), kinds.get("video", none), kinds.get("creator", none))
        for viewer_id, kinds in found.items()
    }


async def add_seen(
    connection: Connection, seen: Mapping[UUID, Sequence[VideoId]], now: datetime, since: datetime
) -> None:
    """Each viewer saw these videos, latest first; what nobody looked at since an instant is forgotten."""
    pairs = [(viewer_id, video_id) for viewer_id, videos in sorted(seen.items()) for video_id in videos]
    await connection.execute(
        "INSERT INTO feed_seen AS kept (viewer_id, video_ids, at)"
        f" SELECT viewer_id, (array_agg(video_id ORDER BY place))[1:{SEEN_MAX}], $3"
        " FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS new (viewer_id, video_id, place) GROUP BY 1 ORDER BY 1"
        " ON CONFLICT (viewer_id) DO UPDATE SET at = EXCLUDED.at, video_ids = ARRAY(SELECT one FROM unnest("
        "   EXCLUDED.video_ids || CASE WHEN kept.at > $4 THEN kept.video_ids ELSE '{}' END)"
        f"   WITH ORDINALITY AS all_seen (one, place) GROUP BY one ORDER BY min(place) LIMIT {SEEN_MAX})",
        [pair[0] for pair in pairs],
        [pair[1] for pair in pairs],
        now,
        since,
    )


async def add_tallies(connection: Connection, sums: Mapping[tuple[VideoId, LinkId | None], Tally], day: date) -> None:
    """Add sums to the day's; rows are taken in one order, so that two processes cannot lock each other."""
    rows = sorted(((video_id, link_id or _VIDEO_ITSELF, *one.parts) for (video_id, link_id), one in sums.items()))
    await connection.execute(
        "INSERT INTO feed_day AS kept"
        " (video_id, link_id, views, watch_ms, completed, chips, taps, opened, shared, day)"
        " SELECT new.*, $10::date FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bigint[], $5::int[], $6::int[],"
        " $7::int[], $8::int[], $9::int[]) AS new"
        " ON CONFLICT (video_id, day, link_id) DO UPDATE SET views = kept.views + EXCLUDED.views,"
        " watch_ms = kept.watch_ms + EXCLUDED.watch_ms, completed = kept.completed + EXCLUDED.completed,"
        " chips = kept.chips + EXCLUDED.chips, taps = kept.taps + EXCLUDED.taps,"
        " opened = kept.opened + EXCLUDED.opened, shared = kept.shared + EXCLUDED.shared",
        *([row[place] for row in rows] for place in range(9)),
        day,
    )


async def counts_by_day(connection: Connection, video_ids: Sequence[UUID], since_day: date) -> list[DayCounts]:
    """What happened to these videos on each day from one on, in the order of days: views, ms watched, completed, taps."""
    rows = await connection.fetch(
        "SELECT video_id, day, sum(views)::int, sum(watch_ms)::bigint, sum(completed)::int, sum(taps)::int"
        " FROM feed_day WHERE video_id = ANY ($1::uuid[]) AND day >= $2 GROUP BY 1, 2 ORDER BY 2, 1",
        list(video_ids),
        since_day,
    )
    return [DayCounts(VideoId(row[0]), row[1], row[2], row[3], row[4], row[5]) for row in rows]


async def add_hidden(connection: Connection, viewer_id: UUID, kind: str, subject_id: UUID, now: datetime) -> None:
    await connection.execute(
        "INSERT INTO feed_hidden (viewer_id, subject_id, kind, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        viewer_id,
        subject_id,
        kind,
        now,
    )


async def delete_hidden(connection: Connection, viewer_id: UUID, subject_id: UUID) -> None:
    await connection.execute("DELETE FROM feed_hidden WHERE viewer_id = $1 AND subject_id = $2", viewer_id, subject_id)


async def adopt_hidden(connection: Connection, guest_id: UUID, account_id: UUID) -> None:
    """What a guest is not interested in, their account is not either."""
    await connection.execute(
        "WITH moved AS (DELETE FROM feed_hidden WHERE viewer_id = $1 RETURNING subject_id, kind, at)"
        " INSERT INTO feed_hidden (viewer_id, subject_id, kind, at) SELECT $2, subject_id, kind, at FROM moved"
        " ON CONFLICT DO NOTHING",
        guest_id,
        account_id,
    )


async def take_seen(connection: Connection, guest_id: UUID) -> list[VideoId]:
    """What a guest has seen, forgotten under that name."""
    found = await connection.fetchval("DELETE FROM feed_seen WHERE viewer_id = $1 RETURNING video_ids", guest_id)
    return [VideoId(one) for one in found or ()]


async def forget_seen(connection: Connection, before: datetime) -> int:
    """Delete what was seen before an instant; of how many viewers."""
    done = await connection.execute("DELETE FROM feed_seen WHERE at < $1", before)
    return int(str(done).rsplit(" ", 1)[-1])
