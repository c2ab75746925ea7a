"""The addresses that people open: the client's page with a head of its own for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from vitrina import people
from vitrina.kernel.errors import NotFound
from vitrina.kernel.words import Language, language_of
from vitrina.web.asking import ask_api
from vitrina.web.heads import (
    SeenAisles,
    SeenCreator,
    SeenDelivery,
    SeenFeed,
    SeenHashtag,
    SeenProduct,
    SeenShop,
    SeenVideo,
    category_head,
    creator_head,
    hashtag_head,
    home_head,
    plain_head,
    product_head,
    shop_head,
    video_head,
)
from vitrina.web.shell import Head, Shell

HTML = "text/html"
FEED_FIRST = 6
_VARY = {"Vary": "Accept-Language, Cookie", "Cache-Control": "private, no-cache"}
_PRIVATE = ("/orders", "/orders/{order:str}", "/wallet", "/sell", "/sell/{shop:str}", "/signup", "/login", "/verify",
            "/reset", "/bag", "/me", "/studio", "/orders/find", "/me/security", "/me/addresses", "/me/data", "/pair",
            "/me/saved", "/notices", "/me/notices", "/unsubscribe")  # fmt: skip
Asked = Request[Any, Any, Any]
Named = Annotated[str, PathParameter()]
Seen = TypeVar("Seen", bound=msgspec.Struct)
MakeHead = Callable[[Seen, Language, Callable[[str], str]], Head]


@get("/", include_in_schema=False)
async def home(request: Asked) -> Response[bytes]:
    """The feed, its first videos inside."""
    language = await _language(request)
    found = await ask_api(request, "/v1/feed", f"kind=for_you&limit={FEED_FIRST}")
    if found.status != 200:
        return _page(request, language, home_head(None, language))
    feed = msgspec.json.decode(found.body, type=SeenFeed)
    return _page(request, language, home_head(feed, language), boot={"feed": msgspec.Raw(found.body)})


@get("/v/{video:str}", include_in_schema=False)
async def video(request: Asked, video: Named) -> Response[bytes]:
    """One video."""
    return await _object_page(request, "video", f"/v1/videos/{video}", SeenVideo, video_head)


@get("/p/{product:str}", include_in_schema=False)
async def product(request: Asked, product: Named) -> Response[bytes]:
    """One product, with when it would arrive."""
    language, path = await _language(request), f"/v1/products/{product}"
    found = await ask_api(request, path)
    if found.status != 200:
        return trouble_page(request, 404 if found.status in (400, 404, 410, 422) else found.status)
    sent = await ask_api(request, f"{path}/delivery")
    boot = {"product": msgspec.Raw(found.body)}
    seen = msgspec.json.decode(found.body, type=SeenProduct)
    if sent.status == 200:
        boot["delivery"] = msgspec.Raw(sent.body)
        seen = msgspec.structs.replace(seen, delivery=msgspec.json.decode(sent.body, type=SeenDelivery))
    return _page(request, language, product_head(seen, language, request.app.state.shell.url), boot=boot)


@get("/s/{shop:str}", include_in_schema=False)
async def shop(request: Asked, shop: Named) -> Response[bytes]:
    """One shop."""
    return await _object_page(request, "shop", f"/v1/shops/{shop}", SeenShop, shop_head)


@get("/{at_handle:str}", include_in_schema=False)
async def creator(request: Asked, at_handle: Named) -> Response[bytes]:
    """One creator at `/@handle`; any other first word is an address that nobody has."""
    if not at_handle.startswith("@"):
        raise NotFound
    return await _object_page(request, "creator", f"/v1/creators/{at_handle[1:]}", SeenCreator, creator_head)


@get("/discover", include_in_schema=False)
async def discover(request: Asked) -> Response[bytes]:
    """Search."""
    language = await _language(request)
    return _page(request, language, plain_head("discover", "/discover", language, is_indexed=True))


@get("/c/{category:str}", include_in_schema=False)
async def category(request: Asked, category: Named) -> Response[bytes]:
    """One category."""
    language = await _language(request)
    found = await ask_api(request, "/v1/categories")
    if found.status != 200:
        return trouble_page(request, found.status)
    aisles = msgspec.json.decode(found.body, type=SeenAisles)
    head = category_head(category, aisles, language, request.app.state.shell.url)
    return trouble_page(request, 404) if head is None else _page(request, language, head)


@get("/t/{tag:str}", include_in_schema=False)
async def hashtag(request: Asked, tag: Named) -> Response[bytes]:
    """One hashtag."""
    return await _object_page(request, "hashtag", f"/v1/hashtags/{tag}/videos", SeenHashtag, hashtag_head)


@get(list(_PRIVATE), include_in_schema=False)
async def private(request: Asked) -> Response[bytes]:
    """Pages of the one who asks: nothing in the HTML, and not for search engines."""
    language = await _language(request)
    return _page(request, language, plain_head("private", request.url.path, language))


ROUTES: list[HTTPRouteHandler] = [home, video, product, shop, creator, discover, category, hashtag, private]


def trouble_page(request: Asked, status: int) -> Response[bytes]:
    """The client's page for a person whose address cannot be shown now, with the status that says so."""
    language = _asked_language(request) or language_of(request.headers.get("accept-language"))
    name = "missing" if status < 500 else "broken"
    return _page(request, language, plain_head(name, request.url.path, language), status=status)


def wants_page(request: Asked) -> bool:
    """Whether a person's browser asks for a page, rather than a program for an answer."""
    is_page = request.method in ("GET", "HEAD") and not request.url.path.startswith(("/v1/", "/media/", "/assets/"))
    return is_page and HTML in request.headers.get("accept", "")


async def _object_page(
    request: Asked, name: str, path: str, kind: type[Seen], make_head: MakeHead[Seen]
) -> Response[bytes]:
    language = await _language(request)
    found = await ask_api(request, path)
    if found.status != 200:
        return trouble_page(request, 404 if found.status in (400, 404, 410, 422) else found.status)
    shell: Shell = request.app.state.shell
    head = make_head(msgspec.json.decode(found.body, type=kind), language, shell.url)
    return _page(request, language, head, boot={name: msgspec.Raw(found.body)})


def _page(
    request: Asked, language: Language, head: Head, *, boot: dict[str, msgspec.Raw] | None = None, status: int = 200
) -> Response[bytes]:
    shell: Shell = request.app.state.shell
    body = shell.render(language, head, boot or {})
    return Response(body, status_code=status, media_type=HTML, headers={**_VARY, "Content-Language": language})


async def _language(request: Asked) -> Language:
    """`?lang=` of a search engine's link, else the account's own, else the browser's."""
    actor = await people.actor_of(request)
    asked = _asked_language(request)
    if asked is not None:
        return asked
    return actor.language if actor.account_id is not None else language_of(request.headers.get("accept-language"))


def _asked_language(request: Asked) -> Language | None:
    asked = request.query_params.get("lang")
    return language_of(asked) if asked in ("en", "es") else None
