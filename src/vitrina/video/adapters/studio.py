"""A video as its creator sees it: how far it is, for whom it is, what it did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from vitrina import affiliate
from vitrina.affiliate import Tag
from vitrina.kernel.errors import ALL
from vitrina.kernel.ids import VideoId
from vitrina.platform import uploads
from vitrina.platform.app import App
from vitrina.platform.http import MoneyOut
from vitrina.video.actions.change_tags import SURFACE
from vitrina.video.adapters.shown import CaptionOut, captions_out
from vitrina.video.model import Owned

State = Literal["uploading", "checking", "making", "ready", "refused"]
Stage = Literal["draft", "scheduled", "published", "taken_down"]


class RefusalOut(msgspec.Struct, frozen=True):
    code: str
    detail: str


class UncutOut(msgspec.Struct, frozen=True):
    """The whole film, while its cut may still be moved, and the part that is kept now."""

    mp4_url: str
    duration_ms: int
    start_ms: int
    end_ms: int


class NumbersOut(msgspec.Struct, frozen=True):
    """Taps on the video's products, lines sold by them, and what they earned after refunds."""

    taps: int
    sold: int
    earned: list[MoneyOut]


class StudioVideo(msgspec.Struct, frozen=True):
    """`state`: how far the making is; `stage`: for whom it is. URLs are null until their files are there."""

    id: VideoId
    state: State
    stage: Stage
    progress_pct: int
    received_bytes: int | None
    size_bytes: int | None
    refusal: RefusalOut | None
    warnings: list[str]
    publish_at: datetime | None
    published_at: datetime | None
    title: str
    language: str
    sponsor: str | None
    duration_ms: int | None
    width: int | None
    height: int | None
    mp4_url: str | None
    mp4_low_url: str | None
    poster_url: str | None
    preview_url: str | None
    uncut: UncutOut | None
    captions: list[CaptionOut]
    tags: list[Tag]
    numbers: NumbersOut


async def show_owned(app: App, videos: Sequence[Owned], currency: str, language: str) -> list[StudioVideo]:
    """These videos for their creator, in their order; five statements, however many they are."""
    async with app.db.connection() as connection:
        links = await affiliate.links_on(connection, [video.id for video in videos if video.times], SURFACE)
        numbers = await affiliate.numbers_of(connection, [video.id for video in videos])
        sizes = await uploads.sizes_of(connection, [video.id for video in videos if video.state == "uploading"])
    times = {link: (one.start_ms, one.end_ms) for video in videos for link, one in video.times.items()}
    flat = [link for found in links.values() for link in found]
    by_id = {tag.id: tag for tag in await affiliate.tags_of(app, flat, currency, times)}
    return [
        _studio_video(
            app,
            video,
            tags=[by_id[link.id] for link in links.get(video.id, ()) if link.id in by_id],
            numbers=_numbers(numbers.get(video.id)),
            size=sizes.get(video.id),
            language=language,
        )
        for video in videos
    ]


def _numbers(found: affiliate.Numbers | None) -> NumbersOut:
    if found is None:
        return NumbersOut(0, 0, [])
    return NumbersOut(found.taps, found.sold, [MoneyOut(money.minor, money.currency) for money in found.earned])


def _studio_video(
    app: App, video: Owned, *, tags: list[Tag], numbers: NumbersOut, size: tuple[int, int] | None, language: str
) -> StudioVideo:
    def url(key: str | None) -> str | None:
        return None if key is None else app.blobs.url(key)

    received, size_bytes = size or (None, None)
    return StudioVideo(
        id=video.id,
        state=_state(video),
        stage=video.stage,  # type: ignore[arg-type]
        progress_pct=video.progress_pct if size is None else 100 * size[0] // size[1],
        received_bytes=received,
        size_bytes=size_bytes,
        refusal=_refusal(video, language),
        warnings=list(video.warnings),
        publish_at=video.publish_at,
        published_at=video.published_at,
        title=video.title,
        language=video.language,
        sponsor=video.sponsor,
        duration_ms=video.duration_ms,
        width=video.width,
        height=video.height,
        mp4_url=url(video.mp4_keys[0] if video.mp4_keys else None),
        mp4_low_url=url(video.mp4_keys[-1] if video.mp4_keys else None),
        poster_url=url(video.poster_key),
        preview_url=url(video.preview_key),
        uncut=_uncut(app, video),
        captions=captions_out(app, video.captions),
        tags=tags,
        numbers=numbers,
    )


def _state(video: Owned) -> State:
    if video.state == "uploading":
        return "uploading"
    if video.state == "uploaded" or (video.state == "processing" and video.progress_pct == 0):
        return "checking"
    if video.state == "processing":
        return "making"
    return "ready" if video.state == "ready" else "refused"


def _refusal(video: Owned, language: str) -> RefusalOut | None:
    kind = ALL.get(video.refusal or "")
    return None if kind is None else RefusalOut(kind.code, kind(**video.refusal_fields).text(language))


def _uncut(app: App, video: Owned) -> UncutOut | None:
    if video.stage in ("published", "taken_down") or not video.mp4_keys or video.duration_ms is None:
        return None
    whole_ms = video.uncut_ms or video.duration_ms
    start_ms, end_ms = video.trim_start_ms or 0, video.trim_end_ms or whole_ms
    return UncutOut(app.blobs.url(video.uncut_key or video.mp4_keys[0]), whole_ms, start_ms, end_ms)
