"""A video as the contract shows it: its creator, media URLs and tags."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from vitrina import affiliate, people
from vitrina.affiliate import Tag
from vitrina.kernel.ids import AccountId, VideoId
from vitrina.platform.app import App
from vitrina.video import store
from vitrina.video.actions.change_tags import SURFACE
from vitrina.video.engine.counting import counts_of
from vitrina.video.model import Counts, Video

_NOBODY = Counts()


class CreatorRef(msgspec.Struct, frozen=True):
    id: AccountId
    handle: str
    name: str
    avatar_url: str | None


class VideoOut(msgspec.Struct, frozen=True):
    """`mp4_url` is the best fast-start rung, `mp4_mid_url` one for a phone, `mp4_low_url` the smallest; absolute paths."""

    id: VideoId
    creator: CreatorRef
    title: str
    language: str
    duration_ms: int
    width: int
    height: int
    hls_url: str
    mp4_url: str
    mp4_mid_url: str
    mp4_low_url: str
    preview_url: str
    poster_url: str
    tags: list[Tag]
    likes: int
    saves: int
    comments: int
    comments_off: bool


async def show_videos(app: App, ids: Sequence[UUID], currency: str) -> dict[VideoId, VideoOut]:
    """The videos among `ids` that may be watched, prices in `currency`: five statements, however many they are."""
    async with app.db.connection() as connection:
        videos = await store.list_videos(connection, ids)
    return await complete(app, list(videos.values()), currency)


async def complete(app: App, videos: Sequence[Video], currency: str) -> dict[VideoId, VideoOut]:
    """These videos with creators and tags, in their order."""
    async with app.db.connection() as connection:
        links = await affiliate.links_on(connection, [video.id for video in videos if video.times], SURFACE)
        creators = await people.creators_by_ids(connection, list({video.creator_id for video in videos}))
        counts = await counts_of(connection, [video.id for video in videos])
    times = {link: (one.start_ms, one.end_ms) for video in videos for link, one in video.times.items()}
    flat = [link for found in links.values() for link in found]
    by_id = {tag.id: tag for tag in await affiliate.tags_of(app, flat, currency, times)}
    refs = {creator.id: _creator_ref(app, creator) for creator in creators.values()}
    return {
        video.id: _video_out(
            app,
            video,
            refs[video.creator_id],
            [by_id[link.id] for link in links.get(video.id, ()) if link.id in by_id],
            counts.get(video.id, _NOBODY),
        )
        for video in videos
        if video.creator_id in refs
    }


def _creator_ref(app: App, creator: people.Creator) -> CreatorRef:
    avatar = None if creator.avatar_key is None else app.blobs.url(creator.avatar_key)
    return CreatorRef(creator.id, creator.handle, creator.name, avatar)


def _video_out(app: App, video: Video, creator: CreatorRef, tags: list[Tag], counts: Counts) -> VideoOut:
    url, rungs = app.blobs.url, video.mp4_keys
    return VideoOut(
        video.id, creator, video.title, video.language, video.duration_ms, video.width, video.height,
        url(video.hls_key), url(rungs[0]), url(rungs[len(rungs) // 2]), url(rungs[-1]), url(video.preview_key),
        url(video.poster_key), tags, counts.likes, counts.saves, counts.comments, counts.comments_off,
    )  # fmt: skip
