"""HTTP of the feed."""

from __future__ import annotations

import secrets
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, Parameter

from vitrina import people
from vitrina.feed.actions import hide, limit_reports, read_feed, report_watched, show_again
from vitrina.feed.model import EventKind, HideKind
from vitrina.feed.rules import SEEDS
from vitrina.kernel.ids import LinkId, VideoId
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.platform.http import JSON, CursorAsked, Limit, app_of, language_asked, refusals, write
from vitrina.video import VideosOut

KIND_CHARS_MAX = 40
EVENTS_MAX = 200
WatchMs = Annotated[int, msgspec.Meta(ge=0, le=3_600_000)]


class EventAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`watch_ms` goes with `watch`, `tag_id` with what happened to a tag."""

    kind: EventKind
    video_id: UUID
    tag_id: UUID | None = None
    watch_ms: WatchMs = 0


class EventsAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    events: Annotated[list[EventAsked], msgspec.Meta(min_length=1, max_length=EVENTS_MAX)]


class HideAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: HideKind
    id: UUID


Kind = Annotated[str, Parameter(description="for_you or following", max_length=KIND_CHARS_MAX)]
_SHOWN = ResponseSpec(data_container=VideosOut, media_type=JSON, description="one page", generate_examples=False)


@get("/v1/feed", responses=refusals(people.SessionUnknown) | {200: _SHOWN})
async def get_feed(
    request: Request[Any, Any, Any], kind: Kind = "for_you", cursor: CursorAsked = None, limit: Limit = PAGE_ROWS
) -> Response[bytes]:
    """What to watch next: fresh videos, shuffled, those in the viewer's language first; none comes twice in a walk."""
    app, viewer = app_of(request), await people.actor_of(request)
    language = viewer.language if viewer.account_id is not None else language_asked(request)
    page = await read_feed(
        app, viewer, kind=kind, cursor=cursor, limit=limit, language=language, seed=secrets.randbelow(SEEDS)
    )
    return Response(page, media_type=JSON)


@post("/v1/feed/events", status_code=204, responses=refusals(people.SessionUnknown, people.CrossSite, writes=True))
async def post_events(request: Request[Any, Any, Any], data: JSONBody[EventsAsked]) -> Response[None]:
    """What was watched, for sums by day; a guest gets a cookie, so that what they saw does not come again today."""
    app = app_of(request)
    await limit_reports(app, people.address_of(request))
    happened = [
        (one.kind, VideoId(one.video_id), None if one.tag_id is None else LinkId(one.tag_id), one.watch_ms)
        for one in data.events
    ]
    return await people.write_as_guest(request, lambda viewer: report_watched(app, viewer, happened))


@post("/v1/feed/hidden", status_code=204, responses=refusals(people.SessionUnknown, people.CrossSite, writes=True))
async def post_hidden(request: Request[Any, Any, Any], data: JSONBody[HideAsked]) -> Response[None]:
    """Not interested in a video or a creator: the feed shows them no more; guests too."""
    app = app_of(request)
    await limit_reports(app, people.address_of(request))
    return await people.write_as_guest(request, lambda viewer: hide(app, viewer, data.kind, data.id))


@delete("/v1/feed/hidden/{subject_id:uuid}", status_code=204, responses=refusals(people.SessionUnknown, writes=True))
async def delete_hidden(request: Request[Any, Any, Any], subject_id: FromPath[UUID]) -> Response[None]:
    """Show a video or a creator again; again is the same."""
    app, viewer = app_of(request), await people.actor_of(request)
    return await write(request, viewer.scope, lambda: show_again(app, viewer, subject_id))


ROUTES: list[HTTPRouteHandler] = [get_feed, post_events, post_hidden, delete_hidden]
