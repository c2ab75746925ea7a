"""HTTP of videos: watch one, a creator's, tag products on one's own."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody

from vitrina import catalog, market, people
from vitrina.affiliate import LinkGone, Tag, tags_of
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import LinkId, ProductId, VideoId
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.platform.http import CursorAsked, Limit, app_of, refusals, write
from vitrina.video.actions.change_tags import add_tag, remove_tag
from vitrina.video.actions.read_videos import list_by_creator, list_showing
from vitrina.video.adapters.shown import VideoOut, complete, show_videos
from vitrina.video.errors import TagsCrowded, TagsFull, TagTimesWrong

INSTANT_MS_MAX = 3_600_000
InstantMs = Annotated[int, msgspec.Meta(ge=0, le=INSTANT_MS_MAX)]


class TagAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    product_id: UUID
    start_ms: InstantMs | None = None
    end_ms: InstantMs | None = None


class VideosOut(msgspec.Struct, frozen=True):
    videos: list[VideoOut]
    next_cursor: str | None


@get("/v1/videos/{video_id:uuid}", responses=refusals(people.SessionUnknown))
async def get_video(request: Request[Any, Any, Any], video_id: FromPath[UUID]) -> VideoOut:
    """One video with its tags."""
    app = app_of(request)
    shown = await show_videos(app, [video_id], await _currency(request))
    if not shown:
        raise NotFound
    return shown[VideoId(video_id)]


@get("/v1/creators/{handle:str}/videos", responses=refusals(people.SessionUnknown))
async def get_creator_videos(
    request: Request[Any, Any, Any], handle: FromPath[str], cursor: CursorAsked = None, limit: Limit = PAGE_ROWS
) -> VideosOut:
    """A creator's videos, newest first."""
    app = app_of(request)
    page = await list_by_creator(app, handle, cursor, limit)
    shown = await complete(app, page.rows, await _currency(request))
    return VideosOut(list(shown.values()), page.next_cursor)


@get("/v1/products/{product:str}/videos", responses=refusals(people.SessionUnknown))
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
        people.SessionUnknown, people.CrossSite, TagTimesWrong, TagsFull, TagsCrowded, NotFound, writes=True
    ),
)
async def post_tag(
    request: Request[Any, Any, Any], video_id: FromPath[UUID], data: JSONBody[TagAsked]
) -> Response[Tag]:
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
    responses=refusals(people.SessionUnknown, people.CrossSite, LinkGone, writes=True),
)
async def delete_tag(
    request: Request[Any, Any, Any], video_id: FromPath[UUID], tag_id: FromPath[UUID]
) -> Response[None]:
    """Take a product off one's own video."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: remove_tag(app, actor, VideoId(video_id), LinkId(tag_id)))


async def _currency(request: Request[Any, Any, Any]) -> str:
    viewer = await people.actor_of(request)
    return (await market.markets(app_of(request))).viewed_from(viewer.country).currency


ROUTES = [get_video, get_creator_videos, get_product_videos, get_shop_videos, post_tag, delete_tag]
