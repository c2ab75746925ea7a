"""HTTP of the feed."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter

from vitrina import people
from vitrina.feed.actions import read_feed
from vitrina.feed.rules import SEEDS
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.platform.http import JSON, CursorAsked, Limit, app_of, language_asked, refusals
from vitrina.video import VideosOut

KIND_CHARS_MAX = 40
Kind = Annotated[str, Parameter(description="for_you", max_length=KIND_CHARS_MAX)]
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


ROUTES = [get_feed]
