"""SQL of videos as their creators see them: on their way, drafts, dates, cuts, captions, taken down, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina.kernel.ids import AccountId, LinkId, VideoId
from vitrina.platform.postgres import Connection, Row
from vitrina.video.model import Cut, Made, Owned, Times, Work
from vitrina.video.store.clips import captions_of, times_of

_OWNED = (
    "SELECT v.id, v.creator_id, v.title, v.language, coalesce(v.taken_from, v.state),"
    " CASE WHEN v.taken_from IS NULL THEN v.stage ELSE 'taken_down' END, v.refusal, v.refusal_fields, v.progress_pct,"
    " v.publish_at, CASE WHEN v.stage = 'published' AND v.state = 'ready' THEN coalesce(v.published_at, v.made_at) END,"
    " v.sponsor, v.duration_ms, v.width, v.height, v.hls_key, v.mp4_keys, v.poster_key,"
    " v.preview_key, v.uncut_key, v.uncut_ms, v.trim_start_ms, v.trim_end_ms, v.warnings, v.made_at,"
    " ARRAY(SELECT language || ' ' || key FROM video_caption WHERE video_id = v.id ORDER BY language),"
    " t.links, t.starts, t.ends FROM video_clip v CROSS JOIN LATERAL ("
    "   SELECT array_agg(link_id) AS links, array_agg(start_ms) AS starts, array_agg(end_ms) AS ends"
    "   FROM video_tag WHERE video_id = v.id) t"
)


def _owned(row: Row) -> Owned:
    times = times_of(row[26], row[27], row[28])
    return Owned(*(*row[:16], tuple(row[16]), *row[17:23], tuple(row[23]), row[24], captions_of(row[25]), times))


async def list_owned(connection: Connection, creator_id: AccountId, before: UUID | None, limit: int) -> list[Owned]:
    """A creator's videos of every state but removed, newest first, older than `before`."""
    rows = await connection.fetch(
        f"{_OWNED} WHERE v.creator_id = $1 AND coalesce(v.taken_from, v.state) <> 'removed' AND ($2::uuid IS NULL OR v.id < $2)"
        " ORDER BY v.id DESC LIMIT $3",
        creator_id,
        before,
        limit,
    )
    return [_owned(row) for row in rows]


async def owned_by_ids(connection: Connection, ids: Sequence[UUID]) -> dict[VideoId, Owned]:
    """The videos among `ids`, of every state but removed."""
    rows = await connection.fetch(
        f"{_OWNED} WHERE v.id = ANY ($1::uuid[]) AND coalesce(v.taken_from, v.state) <> 'removed'", list(ids)
    )
    return {row[0]: _owned(row) for row in rows}


async def lock_owned(connection: Connection, video_id: VideoId) -> Owned | None:
    """A video that nobody else changes until the transaction ends, None when there is none."""
    found = await connection.fetchval(
        "SELECT true FROM video_clip WHERE id = $1 AND coalesce(taken_from, state) <> 'removed' FOR UPDATE", video_id
    )
    return (await owned_by_ids(connection, [video_id])).get(video_id) if found else None


async def find_end(connection: Connection, video_id: UUID) -> bool:
    """Whether a video was once watched by everybody and is not any more."""
    return bool(await connection.fetchval(
        "SELECT true FROM video_clip WHERE id = $1 AND state = 'removed'", video_id
    ))  # fmt: skip


# --- from the first byte to the film ---------------------------------------------------------------------------------


async def insert_upload(
    connection: Connection, video_id: VideoId, creator_id: AccountId, *, title: str, language: str, folder: str,
    now: datetime,
) -> None:  # fmt: skip
    """A draft whose file is on its way. Its source is named by itself: two cuts of one file are two videos."""
    await connection.execute(
        "INSERT INTO video_clip (id, creator_id, source_sha256, title, language, state, stage, folder, made_at)"
        " VALUES ($1, $2, sha256(uuid_send($1)), $3, $4, 'uploading', 'draft', $5, $6)",
        video_id, creator_id, title, language, folder, now,
    )  # fmt: skip


async def delete_upload(connection: Connection, video_id: VideoId) -> None:
    """A file that never arrived leaves no video."""
    await connection.execute("DELETE FROM video_clip WHERE id = $1 AND state = 'uploading'", video_id)


async def mark_uploaded(connection: Connection, video_id: VideoId) -> bool:
    """The whole file is there; False when that was known."""
    done = await connection.execute(
        "UPDATE video_clip SET state = 'uploaded' WHERE id = $1 AND state = 'uploading'", video_id
    )
    return str(done).endswith(" 1")


async def list_waiting(connection: Connection, before: UUID, limit: int) -> list[VideoId]:
    """Videos older than the id `before` whose making has not begun."""
    rows = await connection.fetch(
        "SELECT id FROM video_clip WHERE state = 'uploaded' AND id < $1 ORDER BY id LIMIT $2", before, limit
    )
    return [VideoId(row[0]) for row in rows]


async def start_work(connection: Connection, work: Work, interrupted: str, until: datetime) -> bool:
    """Claim a video that waits for its making, or whose last try was interrupted; False when it does not."""
    done = await connection.execute(
        "UPDATE video_clip SET state = 'processing', folder = $2, work_until = $4, refusal = NULL, progress_pct = 0,"
        " tries = tries + 1"
        " WHERE id = $1 AND (state = 'uploaded' OR (state = 'refused' AND refusal = $3))",
        work.video_id,
        work.folder,
        interrupted,
        until,
    )
    return str(done).endswith(" 1")


async def name_file(connection: Connection, video_id: VideoId, sha256: bytes) -> bool:
    """Note which file a video was made of; False when a video of it by the same creator was taken down."""
    row = await connection.fetchrow(
        "WITH named AS (UPDATE video_clip SET file_sha256 = $2 WHERE id = $1 RETURNING creator_id)"
        " SELECT EXISTS (SELECT FROM video_clip v WHERE v.creator_id = named.creator_id AND v.file_sha256 = $2"
        "   AND v.taken_by = 'case' AND v.id <> $1) FROM named",
        video_id,
        sha256,
    )
    return row is not None and not row[0]


async def discard_old_files(connection: Connection, work: Work, made: Made, at: datetime) -> None:
    """The files of the cut before this one are not needed, unless they are the whole film."""
    await connection.execute(
        "INSERT INTO video_discard (folder, at) SELECT old.folder, $3 FROM ("
        "   SELECT split_part(hls_key, '/', 1) || '/' || split_part(hls_key, '/', 2) AS folder,"
        "     split_part(uncut_key, '/', 1) || '/' || split_part(uncut_key, '/', 2) AS whole"
        "   FROM video_clip WHERE id = $1 AND hls_key IS NOT NULL AND hls_key <> $2) old"
        " WHERE old.folder IS DISTINCT FROM old.whole ON CONFLICT DO NOTHING",
        work.video_id,
        made.hls_key,
        at,
    )


async def discard_whole_films(connection: Connection, ids: Sequence[UUID], at: datetime) -> None:
    """Forget the whole films of published videos: their cut does not move any more."""
    await connection.execute(
        "WITH old AS (SELECT id, uncut_key FROM video_clip WHERE id = ANY ($1::uuid[]) AND uncut_key IS NOT NULL"
        "   AND state = 'ready' AND stage = 'published' FOR UPDATE),"
        " forgotten AS (UPDATE video_clip v SET uncut_key = NULL, uncut_ms = NULL FROM old WHERE v.id = old.id)"
        " INSERT INTO video_discard (folder, at)"
        " SELECT split_part(uncut_key, '/', 1) || '/' || split_part(uncut_key, '/', 2), $2 FROM old"
        " ON CONFLICT DO NOTHING",
        list(ids),
        at,
    )


async def set_trim(connection: Connection, video_id: VideoId, cut: Cut) -> None:
    """Wait for the making of this cut; the whole film is the one that is there when it is cut first."""
    await connection.execute(
        "UPDATE video_clip SET state = 'uploaded', progress_pct = 0, tries = 0, trim_start_ms = $2, trim_end_ms = $3,"
        " uncut_key = coalesce(uncut_key, mp4_keys[1]), uncut_ms = coalesce(uncut_ms, duration_ms),"
        " refusal = NULL, changed = nextval('video_change') WHERE id = $1",
        video_id,
        cut.start_ms,
        cut.end_ms,
    )


# --- words, pictures, captions, dates --------------------------------------------------------------------------------


async def update_words(
    connection: Connection, video_id: VideoId, *, title: str, language: str, sponsor: str | None
) -> None:
    await connection.execute(
        "UPDATE video_clip SET title = $2, language = $3, sponsor = $4, changed = nextval('video_change') WHERE id = $1",
        video_id,
        title,
        language,
        sponsor,
    )


async def set_poster(connection: Connection, video_id: VideoId, key: str) -> None:
    await connection.execute("UPDATE video_clip SET poster_key = $2 WHERE id = $1", video_id, key)


async def set_caption(connection: Connection, video_id: VideoId, language: str, key: str) -> None:
    """Captions in a language, instead of those that were there."""
    await connection.execute(
        "INSERT INTO video_caption (video_id, language, key) VALUES ($1, $2, $3)"
        " ON CONFLICT (video_id, language) DO UPDATE SET key = excluded.key",
        video_id,
        language,
        key,
    )


async def delete_caption(connection: Connection, video_id: VideoId, language: str) -> None:
    await connection.execute("DELETE FROM video_caption WHERE video_id = $1 AND language = $2", video_id, language)


async def update_tag(connection: Connection, link_id: LinkId, video_id: VideoId, times: Times) -> bool:
    """Show a tag at other seconds; False when it is not on the video."""
    done = await connection.execute(
        "UPDATE video_tag SET start_ms = $3, end_ms = $4 WHERE link_id = $1 AND video_id = $2",
        link_id,
        video_id,
        times.start_ms,
        times.end_ms,
    )
    return str(done).endswith(" 1")


async def shorten_tags(connection: Connection, video_id: VideoId, duration_ms: int) -> None:
    """No tag ends after the film does."""
    await connection.execute(
        "UPDATE video_tag SET end_ms = $2 WHERE video_id = $1 AND start_ms < $2 AND end_ms > $2", video_id, duration_ms
    )


async def set_stage(
    connection: Connection, video_id: VideoId, stage: str, *, publish_at: datetime | None, now: datetime
) -> None:
    """Draft, scheduled for `publish_at`, or published from now on (the first time counts)."""
    await connection.execute(
        "UPDATE video_clip SET stage = $2, publish_at = $3, changed = nextval('video_change'),"
        " published_at = CASE WHEN $2 = 'published' THEN coalesce(published_at, $4) ELSE published_at END"
        " WHERE id = $1",
        video_id,
        stage,
        publish_at,
        now,
    )


async def publish_due(connection: Connection, now: datetime, limit: int) -> list[tuple[VideoId, AccountId, bool]]:
    """Publish what was scheduled for an instant that has come: its creator, and whether it may be watched at once."""
    rows = await connection.fetch(
        "WITH due AS (SELECT id FROM video_clip WHERE stage = 'scheduled' AND publish_at <= $1"
        "   ORDER BY publish_at LIMIT $2 FOR UPDATE SKIP LOCKED)"
        " UPDATE video_clip v SET stage = 'published', published_at = coalesce(published_at, publish_at),"
        "   publish_at = NULL, changed = nextval('video_change') FROM due WHERE v.id = due.id"
        " RETURNING v.id, v.creator_id, v.state = 'ready'",
        now,
        limit,
    )
    return [(VideoId(row[0]), AccountId(row[1]), row[2]) for row in rows]


async def remove(connection: Connection, video_id: VideoId, at: datetime) -> None:
    """A video ends: its files are deleted at `at`, and its source may be sent again."""
    await connection.execute(
        "WITH old AS (SELECT hls_key, uncut_key FROM video_clip WHERE id = $1 FOR UPDATE),"
        " gone AS (UPDATE video_clip SET state = 'removed', refusal = NULL, work_until = NULL, uncut_key = NULL,"
        "   uncut_ms = NULL, publish_at = NULL, stage = CASE WHEN stage = 'scheduled' THEN 'draft' ELSE stage END,"
        "   source_sha256 = sha256(uuid_send(id) || source_sha256), changed = nextval('video_change') WHERE id = $1),"
        " uncaptioned AS (DELETE FROM video_caption WHERE video_id = $1)"
        " INSERT INTO video_discard (folder, at)"
        " SELECT DISTINCT split_part(key, '/', 1) || '/' || split_part(key, '/', 2), $2::timestamptz"
        " FROM old, unnest(ARRAY[hls_key, uncut_key]) AS key WHERE key IS NOT NULL ON CONFLICT DO NOTHING",
        video_id,
        at,
    )
