"""HTTP of finding: search, suggestions, hashtags, Discover's first page."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, Parameter

from vitrina import people
from vitrina.catalog import Sort
from vitrina.discover import actions
from vitrina.discover.adapters.shown import FrontPage, HashtagPage, Hashtags, SearchOut, Suggestions
from vitrina.discover.model import Kind, SearchAsked
from vitrina.discover.rules import WORDS_CHARS_MAX, clean_words
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.platform.http import JSON, CursorAsked, Limit, app_of, language_asked, refusals

SEARCHES_PER_MINUTE = 240
AMOUNT_MAX = 10**12

Words = Annotated[str | None, Parameter(max_length=WORDS_CHARS_MAX)]
Slug = Annotated[str | None, Parameter(max_length=WORDS_CHARS_MAX, pattern=r"^[^\x00]*$")]
Code = Annotated[str | None, Parameter(max_length=2)]
Amount = Annotated[int | None, Parameter(ge=0, le=AMOUNT_MAX, description="minor units of the viewer's currency")]
_FRONT = ResponseSpec(data_container=FrontPage, media_type=JSON, description="the page", generate_examples=False)


@get("/v1/search", responses=refusals(people.SessionUnknown))
async def search(
    request: Request[Any, Any, Any],
    q: Words = None,
    kind: FromQuery[Kind] = "all",
    category: Slug = None,
    shop: Slug = None,
    price_min: Amount = None,
    price_max: Amount = None,
    in_stock: FromQuery[bool] = False,
    on_sale: FromQuery[bool] = False,
    free_shipping: FromQuery[bool] = False,
    sort: FromQuery[Sort] = "best",
    country: Code = None,
    cursor: CursorAsked = None,
    limit: Limit = PAGE_ROWS,
) -> SearchOut:
    """Products, videos, creators and shops by words in either language, misspelt or unfinished; without words: browse."""
    app, viewer = app_of(request), await people.actor_of(request)
    await _limit(request)
    asked = SearchAsked(
        clean_words(q), kind, category, shop, price_min, price_max, is_available=in_stock, is_on_sale=on_sale,
        is_shipped_free=free_shipping, sort=sort, country=country, cursor=cursor, limit=limit,
    )  # fmt: skip
    return await actions.find(app, viewer, asked)


@get("/v1/search/suggest", responses=refusals(people.SessionUnknown))
async def suggest(request: Request[Any, Any, Any], q: Words = None) -> Suggestions:
    """Up to eight ways to go on while somebody types."""
    app, viewer = app_of(request), await people.actor_of(request)
    await _limit(request)
    return Suggestions(await actions.suggest(app, viewer, clean_words(q), language_asked(request)))


@get("/v1/hashtags", responses=refusals())
async def get_hashtags(request: Request[Any, Any, Any]) -> Hashtags:
    """The hashtags of the moment."""
    return Hashtags(await actions.list_trending(app_of(request)))


@get("/v1/hashtags/{tag:str}/videos", responses=refusals(people.SessionUnknown))
async def get_hashtag_videos(
    request: Request[Any, Any, Any], tag: FromPath[str], cursor: CursorAsked = None, limit: Limit = PAGE_ROWS
) -> HashtagPage:
    """The videos with a hashtag, newest first."""
    return await actions.get_hashtag(app_of(request), await people.actor_of(request), tag, cursor, limit)


@get("/v1/discover", responses=refusals(people.SessionUnknown) | {200: _FRONT})
async def get_discover(request: Request[Any, Any, Any], country: Code = None) -> Response[bytes]:
    """What there is to look around in: hashtags, categories, creators, shops, products on sale, videos."""
    app, viewer = app_of(request), await people.actor_of(request)
    return Response(await actions.front_page(app, viewer, language_asked(request), country), media_type=JSON)


async def _limit(request: Request[Any, Any, Any]) -> None:
    app = app_of(request)
    await app.limiter.check(app.db, "search", people.address_of(request), limit=SEARCHES_PER_MINUTE, per_s=60)


ROUTES: list[HTTPRouteHandler] = [search, suggest, get_hashtags, get_hashtag_videos, get_discover]
