"""HTTP of videos: watch one, a creator's; send one in parts, edit and publish one's own, tag products on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, patch, post, put, route
from litestar.params import FromPath, JSONBody

from vitrina import catalog, market, people
from vitrina.affiliate import LinkGone, Tag, tags_of
from vitrina.kernel.errors import TakenDown
from vitrina.kernel.ids import LinkId, ProductId, VideoId
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.platform.http import CursorAsked, Limit, answer, app_of, empty, language_asked, refusals, write
from vitrina.platform.uploads import Upload, UploadBusy, UploadOffsetWrong, UploadsFull, UploadsMany, UploadTooMuch
from vitrina.video.actions import edit_video, publish_video, upload_video
from vitrina.video.actions.change_tags import add_tag, move_tag, remove_tag
from vitrina.video.actions.read_videos import get_own, list_by_creator, list_own, list_showing, refuse_missing
from vitrina.video.adapters import tus
from vitrina.video.adapters.shown import VideoOut, complete, show_videos
from vitrina.video.adapters.studio import StudioVideo, show_owned
from vitrina.video.errors import (
    CaptionsTooMany,
    CaptionsUnreadable,
    DateWrong,
    TagsCrowded,
    TagsFull,
    TagTimesWrong,
    TrimWrong,
    VideoGone,
    VideoNotReady,
    VideoPublished,
    VideoTakenDown,
    VideoTookTooLong,
    VideoTooLarge,
)

INSTANT_MS_MAX = 3_600_000
PICTURE_BYTES_MAX = 20 * 1024 * 1024
InstantMs = Annotated[int, msgspec.Meta(ge=0, le=INSTANT_MS_MAX)]
Asked = Request[Any, Any, Any]
_WRITES = (people.SessionUnknown, people.CrossSite, people.CreatorNeeded, VideoTakenDown)
_PICTURES = (
    catalog.PictureTooLarge, catalog.PictureTooSmall, catalog.PicturePixelsTooMany, catalog.PictureUnreadable,
)  # fmt: skip


class TagAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    product_id: UUID
    start_ms: InstantMs | None = None
    end_ms: InstantMs | None = None


class TagMoved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the tag shows; both null: all the time."""

    start_ms: InstantMs | None
    end_ms: InstantMs | None


class VideoChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is absent stays as it is; an empty sponsor takes the label away."""

    title: str | None = None
    language: str | None = None
    sponsor: str | None = None


class TrimAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Milliseconds of the whole film."""

    start_ms: InstantMs
    end_ms: InstantMs


class CoverAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at_ms: InstantMs


class PublicationAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`at`: when; absent or null: now."""

    at: datetime | None = None


class UploadOut(msgspec.Struct, frozen=True):
    """The upload's id is the video's."""

    id: VideoId
    size_bytes: int
    received_bytes: int
    expires_at: datetime


class StudioVideosOut(msgspec.Struct, frozen=True):
    videos: list[StudioVideo]
    next_cursor: str | None


class VideosOut(msgspec.Struct, frozen=True):
    videos: list[VideoOut]
    next_cursor: str | None


@get("/v1/videos/{video_id:uuid}", responses=refusals(people.SessionUnknown, VideoGone, TakenDown))
async def get_video(request: Asked, video_id: FromPath[UUID]) -> VideoOut:
    """One video with its tags."""
    app = app_of(request)
    shown = await show_videos(app, [video_id], await _currency(request))
    if not shown:
        await refuse_missing(app, video_id)
    return shown[VideoId(video_id)]


@get("/v1/creators/{handle:str}/videos", responses=refusals(people.SessionUnknown))
async def get_creator_videos(
    request: Asked, handle: FromPath[str], cursor: CursorAsked = None, limit: Limit = PAGE_ROWS
) -> VideosOut:
    """A creator's videos, newest first."""
    app = app_of(request)
    page = await list_by_creator(app, handle, cursor, limit)
    shown = await complete(app, page.rows, await _currency(request))
    return VideosOut(list(shown.values()), page.next_cursor)


@get("/v1/products/{product:str}/videos", responses=refusals(people.SessionUnknown, TakenDown))
async def get_product_videos(
    request: Request[Any, Any, Any], product: FromPath[str], limit: Limit = PAGE_ROWS
) -> VideosOut:
    """The videos in which a product is seen, the latest first."""
    app, currency = app_of(request), await _currency(request)
    found = await catalog.get_product(app, product, currency)
    shown = await show_videos(app, ids := await list_showing(app, product_id=found.id, limit=limit), currency)
    return VideosOut([shown[one] for one in ids if one in shown], None)


@get("/v1/shops/{shop:str}/videos", responses=refusals(people.SessionUnknown))
async def get_shop_videos(request: Request[Any, Any, Any], shop: FromPath[str], limit: Limit = PAGE_ROWS) -> VideosOut:
    """The videos in which something of a shop is seen, the latest first."""
    app, currency = app_of(request), await _currency(request)
    found = await catalog.get_shop(app, shop)
    shown = await show_videos(app, ids := await list_showing(app, shop_id=found.id, limit=limit), currency)
    return VideosOut([shown[one] for one in ids if one in shown], None)


@post(
    "/v1/videos/{video_id:uuid}/tags",
    status_code=201,
    responses=refusals(
        people.SessionUnknown, people.CrossSite, TagTimesWrong, TagsFull, TagsCrowded, VideoNotReady, writes=True
    ),
)
async def post_tag(request: Asked, video_id: FromPath[UUID], data: JSONBody[TagAsked]) -> Response[Tag]:
    """Show a product on one's own video, at these milliseconds or all the time."""
    app, actor = app_of(request), await people.actor_of(request)
    currency = await _currency(request)

    async def act() -> Tag:
        link, times = await add_tag(
            app, actor, VideoId(video_id), ProductId(data.product_id), start_ms=data.start_ms, end_ms=data.end_ms
        )
        return (await tags_of(app, [link], currency, {link.id: (times.start_ms, times.end_ms)}))[0]

    return await write(request, actor.scope, act, status=201)


@delete(
    "/v1/videos/{video_id:uuid}/tags/{tag_id:uuid}",
    status_code=204,
    responses=refusals(people.SessionUnknown, people.CrossSite, LinkGone, VideoNotReady, writes=True),
)
async def delete_tag(request: Asked, video_id: FromPath[UUID], tag_id: FromPath[UUID]) -> Response[None]:
    """Take a product off one's own video."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: remove_tag(app, actor, VideoId(video_id), LinkId(tag_id)))


@put(
    "/v1/videos/{video_id:uuid}/tags/{tag_id:uuid}",
    responses=refusals(
        people.SessionUnknown,
        people.CrossSite,
        TagTimesWrong,
        TagsFull,
        TagsCrowded,
        LinkGone,
        VideoNotReady,
        writes=True,
    ),
)
async def put_tag(
    request: Asked, video_id: FromPath[UUID], tag_id: FromPath[UUID], data: JSONBody[TagMoved]
) -> Response[Tag]:
    """Show a product of one's own video at other milliseconds, or all the time."""
    app, actor = app_of(request), await people.actor_of(request)
    currency = await _currency(request)

    async def act() -> Tag:
        link, times = await move_tag(
            app, actor, VideoId(video_id), LinkId(tag_id), start_ms=data.start_ms, end_ms=data.end_ms
        )
        return (await tags_of(app, [link], currency, {link.id: (times.start_ms, times.end_ms)}))[0]

    return await write(request, actor.scope, act)


# --- a film on its way -----------------------------------------------------------------------------------------------


@route("/v1/uploads", http_method=["OPTIONS"], status_code=204, include_in_schema=False)
async def upload_options() -> Response[None]:
    """What this server speaks."""
    most = str(upload_video.SIZE_BYTES_MAX)
    made = empty()
    made.headers.update({"Tus-Resumable": tus.VERSION, "Tus-Version": tus.VERSION, "Tus-Extension": tus.EXTENSIONS,
                         "Tus-Max-Size": most})  # fmt: skip
    return made


@post(
    "/v1/uploads",
    status_code=201,
    responses=refusals(*_WRITES, tus.TusVersionUnknown, VideoTooLarge, UploadsMany, UploadsFull, writes=True),
)
async def post_upload(request: Asked) -> Response[UploadOut]:
    """Announce a film (tus 1.0 creation): `Upload-Length`, and `Upload-Metadata` with `filename` and `language`."""
    app, actor = app_of(request), await people.actor_of(request)
    tus.check_version(request)
    size, words = tus.number_of(request, "upload-length"), tus.metadata_of(request)
    await upload_video.limit_uploads(app, actor)

    async def act() -> UploadOut:
        return _upload_out(await upload_video.begin_upload(
            app, actor, size_bytes=size, file_name=words.get("filename", ""),
            language=words.get("language", actor.language),
        ))  # fmt: skip

    return _located(await write(request, actor.scope, act, status=201))


@get("/v1/uploads/{upload_id:uuid}", responses=refusals(people.SessionUnknown))
async def get_upload(request: Asked, upload_id: FromPath[UUID]) -> Response[UploadOut]:
    """How much of a film has arrived; HEAD gives the same in headers (tus 1.0)."""
    upload = await upload_video.get_upload(app_of(request), await people.actor_of(request), upload_id)
    return answer(_upload_out(upload), headers=tus.upload_headers(upload))


@patch(
    "/v1/uploads/{upload_id:uuid}",
    status_code=204,
    request_max_body_size=upload_video.SIZE_BYTES_MAX,
    responses=refusals(
        people.SessionUnknown, people.CrossSite, tus.TusVersionUnknown, tus.PartTypeWrong, UploadOffsetWrong, UploadBusy,
        UploadTooMuch,
    ),
)  # fmt: skip
async def patch_upload(request: Asked, upload_id: FromPath[UUID]) -> Response[None]:
    """The next part of a film, from `Upload-Offset` on (tus 1.0); the offset keeps a part from counting twice."""
    app, actor = app_of(request), await people.actor_of(request)
    tus.check_version(request)
    tus.check_part_type(request)
    offset = tus.number_of(request, "upload-offset")
    upload = await upload_video.receive_part(app, actor, upload_id, offset, tus.parts_of(request))
    made = empty()
    made.headers.update(tus.upload_headers(upload))
    return made


@delete("/v1/uploads/{upload_id:uuid}", status_code=204,
        responses=refusals(people.SessionUnknown, people.CrossSite, writes=True))  # fmt: skip
async def delete_upload(request: Asked, upload_id: FromPath[UUID]) -> Response[None]:
    """Give up a film on its way (tus 1.0 termination); nothing of it stays."""
    app, actor = app_of(request), await people.actor_of(request)
    made = await write(request, actor.scope, lambda: upload_video.cancel_upload(app, actor, upload_id))
    made.headers["Tus-Resumable"] = tus.VERSION
    return made


# --- the studio ------------------------------------------------------------------------------------------------------


@get("/v1/studio/videos", responses=refusals(people.SessionUnknown, people.CreatorNeeded))
async def get_studio_videos(request: Asked, cursor: CursorAsked = None, limit: Limit = PAGE_ROWS) -> StudioVideosOut:
    """One's own videos in every state, newest first, with what they did."""
    app, actor = app_of(request), await people.actor_of(request)
    page = await list_own(app, actor, cursor, limit)
    shown = await show_owned(app, page.rows, await _currency(request), language_asked(request))
    return StudioVideosOut(shown, page.next_cursor)


@get("/v1/studio/videos/{video_id:uuid}", responses=refusals(people.SessionUnknown))
async def get_studio_video(request: Asked, video_id: FromPath[UUID]) -> StudioVideo:
    """One of one's own videos: how far it is, and everything that can be edited."""
    return await _studio_video(request, VideoId(video_id))


@patch("/v1/videos/{video_id:uuid}", responses=refusals(*_WRITES, writes=True))
async def patch_video(request: Asked, video_id: FromPath[UUID], data: JSONBody[VideoChange]) -> Response[StudioVideo]:
    """Change the words of one's own video: title, language, who pays for it."""

    async def act(actor: people.Actor) -> None:
        await edit_video.change_words(
            app_of(request), actor, VideoId(video_id), title=data.title, language=data.language, sponsor=data.sponsor
        )

    return await _edit(request, VideoId(video_id), act)


@put(
    "/v1/videos/{video_id:uuid}/trim",
    responses=refusals(*_WRITES, VideoPublished, VideoNotReady, TrimWrong, writes=True),
)
async def put_trim(request: Asked, video_id: FromPath[UUID], data: JSONBody[TrimAsked]) -> Response[StudioVideo]:
    """Keep only a part of one's own film, as long as it is not published; its files are made anew."""

    async def act(actor: people.Actor) -> None:
        await edit_video.trim(app_of(request), actor, VideoId(video_id), start_ms=data.start_ms, end_ms=data.end_ms)

    return await _edit(request, VideoId(video_id), act)


@put(
    "/v1/videos/{video_id:uuid}/cover",
    responses=refusals(*_WRITES, VideoNotReady, VideoTookTooLong, writes=True),
)
async def put_cover(request: Asked, video_id: FromPath[UUID], data: JSONBody[CoverAsked]) -> Response[StudioVideo]:
    """Choose an instant of one's own film as its cover."""

    async def act(actor: people.Actor) -> None:
        await edit_video.set_cover(app_of(request), actor, VideoId(video_id), data.at_ms)

    return await _edit(request, VideoId(video_id), act)


@put(
    "/v1/videos/{video_id:uuid}/cover/picture",
    request_max_body_size=PICTURE_BYTES_MAX,
    responses=refusals(*_WRITES, *_PICTURES, VideoNotReady, writes=True),
)
async def put_cover_picture(request: Asked, video_id: FromPath[UUID]) -> Response[StudioVideo]:
    """Send a picture as the cover of one's own video: the body is the file."""
    raw = await request.body()

    async def act(actor: people.Actor) -> None:
        await edit_video.set_cover_picture(app_of(request), actor, VideoId(video_id), raw)

    return await _edit(request, VideoId(video_id), act)


@put(
    "/v1/videos/{video_id:uuid}/captions/{language:str}",
    responses=refusals(*_WRITES, CaptionsUnreadable, CaptionsTooMany, writes=True),
)
async def put_captions(request: Asked, video_id: FromPath[UUID], language: FromPath[str]) -> Response[StudioVideo]:
    """Offer captions in a language: the body is a WebVTT or SRT file, of which words and times are kept."""
    raw = await request.body()

    async def act(actor: people.Actor) -> None:
        await edit_video.set_captions(app_of(request), actor, VideoId(video_id), language, raw)

    return await _edit(request, VideoId(video_id), act)


@delete(
    "/v1/videos/{video_id:uuid}/captions/{language:str}", status_code=200, responses=refusals(*_WRITES, writes=True)
)
async def delete_captions(request: Asked, video_id: FromPath[UUID], language: FromPath[str]) -> Response[StudioVideo]:
    """Offer no captions in a language any more; again is the same."""

    async def act(actor: people.Actor) -> None:
        await edit_video.remove_captions(app_of(request), actor, VideoId(video_id), language)

    return await _edit(request, VideoId(video_id), act)


@put(
    "/v1/videos/{video_id:uuid}/publication",
    responses=refusals(*_WRITES, VideoNotReady, VideoPublished, DateWrong, writes=True),
)
async def put_publication(
    request: Asked, video_id: FromPath[UUID], data: JSONBody[PublicationAsked]
) -> Response[StudioVideo]:
    """Show one's own video to everybody, now or at an instant; one that is still being made as soon as it is made."""

    async def act(actor: people.Actor) -> None:
        await publish_video.publish(app_of(request), actor, VideoId(video_id), data.at)

    return await _edit(request, VideoId(video_id), act)


@delete("/v1/videos/{video_id:uuid}/publication", status_code=200, responses=refusals(*_WRITES, writes=True))
async def delete_publication(request: Asked, video_id: FromPath[UUID]) -> Response[StudioVideo]:
    """Make one's own video a draft again."""

    async def act(actor: people.Actor) -> None:
        await publish_video.unpublish(app_of(request), actor, VideoId(video_id))

    return await _edit(request, VideoId(video_id), act)


@delete("/v1/videos/{video_id:uuid}", status_code=204,
        responses=refusals(people.SessionUnknown, people.CrossSite, writes=True))  # fmt: skip
async def delete_video(request: Asked, video_id: FromPath[UUID]) -> Response[None]:
    """Delete one's own video; orders and commissions stay as they are."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: publish_video.delete_video(app, actor, VideoId(video_id)))


async def _edit(
    request: Asked, video_id: VideoId, act: Callable[[people.Actor], Awaitable[None]]
) -> Response[StudioVideo]:
    """Run a change of one's own video and answer with the video as it is then."""
    actor = await people.actor_of(request)

    async def act_and_show() -> StudioVideo:
        await act(actor)
        return await _studio_video(request, video_id)

    return await write(request, actor.scope, act_and_show)


async def _studio_video(request: Asked, video_id: VideoId) -> StudioVideo:
    app, actor = app_of(request), await people.actor_of(request)
    owned = await get_own(app, actor, video_id)
    return (await show_owned(app, [owned], await _currency(request), language_asked(request)))[0]


def _upload_out(upload: Upload) -> UploadOut:
    return UploadOut(VideoId(upload.id), upload.size_bytes, upload.received_bytes, upload.expires_at)


def _located(made: Response[Any]) -> Response[UploadOut]:
    """The answer with the address of the upload, also when it is a kept one."""
    upload = msgspec.json.decode(made.content, type=UploadOut)
    made.headers.update({"Location": f"/v1/uploads/{upload.id}", "Tus-Resumable": tus.VERSION})
    return made


async def _currency(request: Asked) -> str:
    viewer = await people.actor_of(request)
    return (await market.markets(app_of(request))).viewed_from(viewer.country).currency


ROUTES = [
    get_video, get_creator_videos, get_product_videos, get_shop_videos,
    post_tag, put_tag, delete_tag, upload_options, post_upload, get_upload, patch_upload,
    delete_upload, get_studio_videos, get_studio_video, patch_video, put_trim, put_cover, put_cover_picture, put_captions,
    delete_captions, put_publication, delete_publication, delete_video,
]  # fmt: skip
