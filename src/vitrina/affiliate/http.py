"""HTTP of links: touches, programmes, showcase, why this money."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from vitrina import market, people
from vitrina.affiliate import actions
from vitrina.affiliate.adapters.tag import Tag, tags_of
from vitrina.affiliate.adapters.why import Why, why_out
from vitrina.affiliate.errors import AlreadyShown, LinkGone
from vitrina.affiliate.model import Programme, SellingCreator
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import CommissionId, LinkId, ProductId, TouchId
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.platform.http import CursorAsked, Limit, MoneyOut, app_of, language_asked, refusals, write

Rate = Annotated[int, msgspec.Meta(ge=100, le=8000)]
Days = Annotated[int, msgspec.Meta(ge=1, le=90)]
SHOWCASE_LINKS_MAX = 500
Share = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class TouchAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tag_id: UUID


class TouchOut(msgspec.Struct, frozen=True):
    id: TouchId


class ProgrammeAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rate_bps: Rate
    window_days: Days | None = None
    halo_bps: Share | None = None
    is_open: bool | None = None


class ProgrammeOut(msgspec.Struct, frozen=True):
    rate_bps: int
    window_days: int
    halo_bps: int
    is_open: bool
    since: datetime


class VersionOut(msgspec.Struct, frozen=True):
    """A version of a programme: `decided_at` and `by` (a name) tell its making, `since` when it begins."""

    version: int
    rate_bps: int
    window_days: int
    halo_bps: int
    is_open: bool
    since: datetime
    decided_at: datetime | None
    by: str | None
    is_in_force: bool


class VersionsOut(msgspec.Struct, frozen=True):
    versions: list[VersionOut]


class SellingCreatorOut(msgspec.Struct, frozen=True):
    """A creator who sells for the shop; sold and commission are null before the first sale."""

    handle: str
    name: str
    links: int
    taps: int
    lines: int
    sold: MoneyOut | None
    commission: MoneyOut | None


class SellingCreatorsOut(msgspec.Struct, frozen=True):
    creators: list[SellingCreatorOut]


class ShowcaseAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    product_id: UUID


class OrderAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    link_ids: Annotated[list[UUID], msgspec.Meta(max_length=SHOWCASE_LINKS_MAX)]


class ShowcaseOut(msgspec.Struct, frozen=True):
    links: list[Tag]
    next_cursor: str | None


@post("/v1/touches", status_code=201, responses=refusals(LinkGone, writes=True))
async def post_touch(request: Request[Any, Any, Any], data: JSONBody[TouchAsked]) -> Response[TouchOut]:
    """Record a tap on a tag, pin or showcase link; a guest gets a cookie that keeps it."""
    app = app_of(request)

    async def act(actor: people.Actor) -> TouchOut:
        return TouchOut((await actions.record_touch(app, actor, LinkId(data.tag_id))).id)

    return await people.write_as_guest(request, act, status=201)


@get("/v1/shops/{shop:str}/programme", responses=refusals())
async def get_programme(request: Request[Any, Any, Any], shop: FromPath[str]) -> ProgrammeOut:
    """What a shop pays creators."""
    return _programme_out(await actions.get_programme(app_of(request), shop))


@put("/v1/shops/{shop:str}/programme", status_code=200, responses=refusals(writes=True))
async def put_programme(
    request: Request[Any, Any, Any], shop: FromPath[str], data: JSONBody[ProgrammeAsked]
) -> Response[ProgrammeOut]:
    """Change what a shop pays creators; its owner only. A raise begins at once, a cut in two days (`since`)."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> ProgrammeOut:
        return _programme_out(await actions.set_programme(
            app, actor, shop, rate_bps=data.rate_bps, window_days=data.window_days or 30,
            halo_bps=data.halo_bps or 0, is_open=data.is_open is not False,
        ))  # fmt: skip

    return await write(request, actor.scope, act)


@get("/v1/shops/{shop:str}/programme/versions", responses=refusals())
async def get_versions(request: Request[Any, Any, Any], shop: FromPath[str]) -> VersionsOut:
    """Every version of a shop's programme: who decided what and when; for its people."""
    app, actor = app_of(request), await people.actor_of(request)
    found = await actions.list_versions(app, actor, shop)
    now = app.clock.now()
    in_force = next((one.version for one, _ in found if one.starts_at <= now), None)
    return VersionsOut([_version_out(one, name, is_in_force=one.version == in_force) for one, name in found])


@get("/v1/shops/{shop:str}/creators", responses=refusals())
async def get_selling_creators(request: Request[Any, Any, Any], shop: FromPath[str]) -> SellingCreatorsOut:
    """Who sells for a shop, the best first; for its people."""
    found = await actions.list_selling_creators(app_of(request), await people.actor_of(request), shop)
    return SellingCreatorsOut([_selling_out(one, creator) for one, creator in found])


@get("/v1/creators/{handle:str}/showcase", responses=refusals())
async def get_showcase(
    request: Request[Any, Any, Any], handle: FromPath[str], cursor: CursorAsked = None, limit: Limit = PAGE_ROWS
) -> ShowcaseOut:
    """The products a creator shows, newest first."""
    app, viewer = app_of(request), await people.actor_of(request)
    page = await actions.list_showcase(app, handle, cursor, limit)
    currency = (await market.markets(app)).viewed_from(viewer.country).currency
    return ShowcaseOut(await tags_of(app, page.rows, currency), page.next_cursor)


@post("/v1/showcase", status_code=201, responses=refusals(people.CreatorNeeded, AlreadyShown, NotFound, writes=True))
async def post_showcase(request: Request[Any, Any, Any], data: JSONBody[ShowcaseAsked]) -> Response[Tag]:
    """Show a product in one's own showcase."""
    app, actor = app_of(request), await people.actor_of(request)
    currency = (await market.markets(app)).viewed_from(actor.country).currency

    async def act() -> Tag:
        link = await actions.add_to_showcase(app, actor, ProductId(data.product_id))
        return (await tags_of(app, [link], currency))[0]

    return await write(request, actor.scope, act, status=201)


@delete("/v1/showcase/{link_id:uuid}", status_code=204, responses=refusals(LinkGone, writes=True))
async def delete_showcase(request: Request[Any, Any, Any], link_id: FromPath[UUID]) -> Response[None]:
    """Take a product out of one's own showcase."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: actions.remove_from_showcase(app, actor, LinkId(link_id)))


@put("/v1/showcase/order", status_code=204, responses=refusals(people.SessionUnknown, people.CrossSite,
     people.CreatorNeeded, LinkGone, writes=True))  # fmt: skip
async def put_showcase_order(request: Request[Any, Any, Any], data: JSONBody[OrderAsked]) -> Response[None]:
    """Put one's own showcase in order."""
    app, actor = app_of(request), await people.actor_of(request)
    ids = [LinkId(one) for one in data.link_ids]
    return await write(request, actor.scope, lambda: actions.order_showcase(app, actor, ids))


@get("/v1/commissions/{commission_id:uuid}/why", responses=refusals())
async def get_why(request: Request[Any, Any, Any], commission_id: FromPath[UUID]) -> Why:
    """Why this money: the touches, the rate, the arithmetic, the dates, and what may still change."""
    app, actor = app_of(request), await people.actor_of(request)
    line, changes = await actions.get_commission(app, actor, CommissionId(commission_id))
    return await why_out(app, line, changes, language_asked(request))


def _programme_out(programme: Programme) -> ProgrammeOut:
    return ProgrammeOut(
        programme.rate_bps, programme.window_days, programme.halo_bps, programme.is_open, programme.starts_at
    )


def _version_out(one: Programme, name: str | None, *, is_in_force: bool) -> VersionOut:
    return VersionOut(
        one.version, one.rate_bps, one.window_days, one.halo_bps, one.is_open, one.starts_at, one.at, name, is_in_force
    )


def _selling_out(one: SellingCreator, creator: people.Creator) -> SellingCreatorOut:
    def money(minor: int) -> MoneyOut | None:
        return None if one.currency is None else MoneyOut(minor, one.currency)

    return SellingCreatorOut(
        creator.handle, creator.name, one.links, one.taps, one.lines, money(one.base_minor), money(one.commission_minor)
    )


ROUTES = [
    post_touch, get_programme, put_programme, get_versions, get_selling_creators, get_showcase, post_showcase,
    delete_showcase, put_showcase_order, get_why,
]  # fmt: skip
