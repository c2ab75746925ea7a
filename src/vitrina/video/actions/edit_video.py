"""A creator changes a video: its words, its cut, its cover, its captions."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from vitrina import affiliate, catalog, people
from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import VideoId, uuid7
from vitrina.platform.app import App
from vitrina.platform.ffmpeg import Fence, find_ffmpeg, run
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection
from vitrina.video import store
from vitrina.video.actions.change_tags import lock_own
from vitrina.video.actions.making import BLOBS_FOLDER
from vitrina.video.actions.upload_video import UPLOADED
from vitrina.video.adapters.webvtt import read_captions, write_captions
from vitrina.video.errors import VideoNotReady, VideoPublished, VideoTakenDown, VideoTookTooLong
from vitrina.video.model import Cut, Owned
from vitrina.video.rules import clean_language, clean_sponsor, clean_title, cut_of, moved_cues, moved_times

CAPTIONS_FOLDER = f"{BLOBS_FOLDER}/captions"
COVERS_FOLDER = f"{BLOBS_FOLDER}/covers"
COVER_FENCE = Fence(wall_s=20, cpu_s=20)
COVERS_AT_ONCE = 2


class Covers:
    """Pictures taken of films in this process, two at a time."""

    def __init__(self, app: App) -> None:
        self.turn = asyncio.Semaphore(COVERS_AT_ONCE)


async def change_words(
    app: App, actor: people.Actor, video_id: VideoId, *, title: str | None, language: str | None, sponsor: str | None
) -> Owned:
    """Change title, language or sponsor of one's own video (None: as it is; an empty sponsor: nobody pays).

    `NotFound`, `NotAllowed`, `VideoTakenDown`, `Invalid`.
    """
    async with app.db.transaction() as transaction:
        owned = await lock_editable(transaction, actor, video_id)
        await store.update_words(
            transaction, video_id,
            title=owned.title if title is None else clean_title(title),
            language=owned.language if language is None else clean_language(language),
            sponsor=owned.sponsor if sponsor is None else clean_sponsor(sponsor),
        )  # fmt: skip
    return owned


async def trim(app: App, actor: people.Actor, video_id: VideoId, *, start_ms: int, end_ms: int) -> None:
    """Keep only a part of one's own film; its tags and captions move with it, and a job makes its files anew.

    Milliseconds of the whole film. `VideoPublished`, `VideoNotReady`, `TrimWrong`, and as `change_words`.
    """
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        owned = await lock_editable(transaction, actor, video_id)
        if owned.stage == "published":
            raise VideoPublished
        if owned.state != "ready" or owned.duration_ms is None:
            raise VideoNotReady
        before = _cut_shown(owned)
        after = cut_of(start_ms, end_ms, owned.uncut_ms or owned.duration_ms)
        if after == before:
            return
        await _move_tags(transaction, owned, before, after)
        await _move_captions(app, transaction, owned, before, after)
        await store.set_trim(transaction, video_id, after)
        await add_events(transaction, [Event(UPLOADED, video_id, {"creator_id": str(owned.creator_id)}, now)])
    app.waker.wake()


async def set_cover(app: App, actor: people.Actor, video_id: VideoId, at_ms: int) -> None:
    """Make the picture at an instant of one's own film its cover; `Invalid` outside it, `VideoNotReady`."""
    async with app.db.transaction() as transaction:
        owned = await lock_editable(transaction, actor, video_id)
        if owned.state != "ready" or owned.duration_ms is None:
            raise VideoNotReady
        if not 0 <= at_ms < owned.duration_ms:
            raise Invalid(field="at_ms", reason="lies inside the video")
        picture = await _picture_at(app, owned.mp4_keys[0], at_ms)
        key = await app.blobs.put_immutable(COVERS_FOLDER, picture, ".jpg", "image/jpeg")
        await store.set_poster(transaction, video_id, key)


async def set_cover_picture(app: App, actor: people.Actor, video_id: VideoId, raw: bytes) -> None:
    """Make a picture that was sent the cover of one's own video; `VideoNotReady`, and the refusals of pictures."""
    async with app.db.connection() as connection:
        owned = await lock_editable(connection, actor, video_id)
    if owned.state != "ready":
        raise VideoNotReady
    made = await catalog.make_picture(app, raw)
    async with app.db.transaction() as transaction:
        await lock_editable(transaction, actor, video_id)
        key = catalog.picture_blob(made.key, catalog.PICTURE_WIDTHS[-1])
        await store.set_poster(transaction, video_id, key)


async def set_captions(app: App, actor: people.Actor, video_id: VideoId, language: str, raw: bytes) -> None:
    """Offer captions in a language, written anew from a WebVTT or SRT file; `CaptionsUnreadable`, `CaptionsTooMany`."""
    clean_language(language)
    cues = await asyncio.to_thread(read_captions, raw)
    async with app.db.transaction() as transaction:
        await lock_editable(transaction, actor, video_id)
        key = await app.blobs.put_immutable(CAPTIONS_FOLDER, write_captions(cues), ".vtt", "text/vtt")
        await store.set_caption(transaction, video_id, language, key)


async def remove_captions(app: App, actor: people.Actor, video_id: VideoId, language: str) -> None:
    """Offer no captions in a language any more; again is the same."""
    async with app.db.transaction() as transaction:
        await lock_editable(transaction, actor, video_id)
        await store.delete_caption(transaction, video_id, language)


async def lock_editable(connection: Connection, actor: people.Actor, video_id: VideoId) -> Owned:
    """One's own video that may be changed now, locked; as `lock_own`, and `VideoTakenDown`."""
    owned = await lock_own(connection, actor, video_id)
    if owned.stage == "taken_down":
        raise VideoTakenDown
    return owned


def _cut_shown(owned: Owned) -> Cut:
    if owned.trim_start_ms is not None and owned.trim_end_ms is not None:
        return Cut(owned.trim_start_ms, owned.trim_end_ms)
    assert owned.duration_ms is not None
    return Cut(0, owned.duration_ms)


async def _move_tags(connection: Connection, owned: Owned, before: Cut, after: Cut) -> None:
    for link, times in owned.times.items():
        moved = moved_times(times, before, after)
        if moved is None:
            await store.delete_tag(connection, link, owned.id)
            await affiliate.remove_link(connection, link, owned.creator_id)
        elif moved != times:
            await store.update_tag(connection, link, owned.id, moved)


async def _move_captions(app: App, connection: Connection, owned: Owned, before: Cut, after: Cut) -> None:
    for language, key in owned.captions.items():
        cues = moved_cues(read_captions(await app.blobs.get(key)), before, after)
        if not cues:
            await store.delete_caption(connection, owned.id, language)
            continue
        moved = await app.blobs.put_immutable(CAPTIONS_FOLDER, write_captions(cues), ".vtt", "text/vtt")
        await store.set_caption(connection, owned.id, language, moved)


async def _picture_at(app: App, mp4_key: str, at_ms: int) -> bytes:
    """The picture of one of our own rungs at an instant, as a JPEG."""
    folder = app.settings.home / "work" / uuid7(app.clock.now()).hex
    await asyncio.to_thread(folder.mkdir, parents=True)
    try:
        async with app.part(Covers).turn:
            local = app.blobs.local_path(mp4_key)
            if local is None:
                local = folder / "film.mp4"
                await app.blobs.copy_out(mp4_key, local)
            finished = await run(
                [
                    *("-v", "error", "-ss", f"{at_ms}ms", "-i", f"file:{local.resolve()}", "-frames:v", "1"),
                    *("-q:v", "3", "-flags:v", "+bitexact", "-map_metadata", "-1", "-f", "image2", "cover.jpg"),
                ],
                ffmpeg=find_ffmpeg(app.settings.ffmpeg_path),
                folder=folder,
                fence=COVER_FENCE,
            )
        if not finished.is_ok:
            raise VideoTookTooLong
        return await asyncio.to_thread(_read_picture, folder / "cover.jpg")
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _read_picture(path: Path) -> bytes:
    # The very last instants of a film may lie after its last picture.
    if not path.exists():
        raise Invalid(field="at_ms", reason="lies inside the video")
    return path.read_bytes()
