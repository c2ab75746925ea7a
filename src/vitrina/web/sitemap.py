"""`/robots.txt` and the sitemaps: everything public, for those who search."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from html import escape
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from vitrina import catalog, people, video
from vitrina.kernel.errors import NotFound
from vitrina.platform.http import app_of
from vitrina.platform.postgres import Connection
from vitrina.web.heads import creator_path

TRENDING_AMONG = 5_000
PART_ROWS = 10_000  # a sitemap may hold 50,000 addresses; a part of this size is read in some 20 ms
_HEADERS = {"Cache-Control": "public, max-age=3600"}
_XML = "application/xml"
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ROBOTS = """User-agent: *
Disallow: /v1/
Disallow: /orders
Disallow: /wallet
Disallow: /sell
Disallow: /bag
Disallow: /me
Disallow: /verify
Disallow: /reset

Sitemap: {url}/sitemap.xml
"""
Asked = Request[Any, Any, Any]
ListPaths = Callable[[Connection, int, int], Awaitable[list[str]]]


@get("/robots.txt", include_in_schema=False)
async def robots(request: Asked) -> Response[str]:
    """What search engines may read."""
    return Response(_ROBOTS.format(url=app_of(request).settings.public_url), media_type="text/plain", headers=_HEADERS)


@get("/sitemap.xml", include_in_schema=False)
async def sitemap(request: Asked) -> Response[bytes]:
    """The index of all parts."""
    app = app_of(request)
    async with app.db.connection() as connection:
        products, shops = await catalog.count_addresses(connection)
        counts = {
            "products": products,
            "shops": shops,
            "creators": await people.count_creators(connection),
            "videos": await video.count_ready(connection),
            "categories": len(await catalog.count_aisles_of(connection, None)),
            "hashtags": len(await video.list_trending(connection, TRENDING_AMONG, PART_ROWS)),
        }
    parts = [
        f"{app.settings.public_url}/sitemaps/{kind}/{part}"
        for kind, count in counts.items()
        for part in range(-(-count // PART_ROWS))
    ]
    return _xml("sitemapindex", "sitemap", parts)


@get("/sitemaps/{kind:str}/{part:str}", include_in_schema=False)
async def sitemap_part(
    request: Asked, kind: Annotated[str, PathParameter()], part: Annotated[str, PathParameter()]
) -> Response[bytes]:
    """Addresses of one kind, newest first."""
    app, list_paths = app_of(request), _KINDS.get(kind)
    if list_paths is None or not (part.isascii() and part.isdecimal() and len(part) <= 6):
        raise NotFound
    async with app.db.connection() as connection:
        paths = await list_paths(connection, int(part) * PART_ROWS, PART_ROWS)
    if not paths:
        raise NotFound
    return _xml("urlset", "url", [app.settings.public_url + path for path in paths])


async def _products(connection: Connection, first: int, limit: int) -> list[str]:
    return [f"/p/{quote(slug)}" for slug in await catalog.list_product_slugs(connection, first, limit)]


async def _shops(connection: Connection, first: int, limit: int) -> list[str]:
    return [f"/s/{quote(slug)}" for slug in await catalog.list_shop_slugs(connection, first, limit)]


async def _creators(connection: Connection, first: int, limit: int) -> list[str]:
    return [creator_path(handle) for handle in await people.list_handles(connection, first, limit)]


async def _videos(connection: Connection, first: int, limit: int) -> list[str]:
    return [f"/v/{video_id}" for video_id in await video.list_ready_ids(connection, first, limit)]


async def _categories(connection: Connection, first: int, limit: int) -> list[str]:
    counts = await catalog.count_aisles_of(connection, None)
    places = counts.keys() | {catalog.department(slug) for slug in counts}
    return ["/discover", *(f"/c/{one.slug}" for one in catalog.AISLES if one.slug in places)][first : first + limit]


async def _hashtags(connection: Connection, first: int, limit: int) -> list[str]:
    found = await video.list_trending(connection, TRENDING_AMONG, first + limit)
    return [f"/t/{quote(hashtag)}" for hashtag, _ in found[first:]]


_KINDS: dict[str, ListPaths] = {
    "products": _products, "shops": _shops, "creators": _creators, "videos": _videos, "categories": _categories,
    "hashtags": _hashtags,
}  # fmt: skip


def _xml(root: str, entry: str, urls: Sequence[str]) -> Response[bytes]:
    lines = "".join(f"<{entry}><loc>{escape(url)}</loc></{entry}>\n" for url in urls)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_NAMESPACE}>\n{lines}</{root}>\n'
    return Response(text.encode(), media_type=_XML, headers=_HEADERS)


ROUTES: list[HTTPRouteHandler] = [robots, sitemap, sitemap_part]
