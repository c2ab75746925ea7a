"""What machines ask: is it alive, is it ready, what has it counted, what is its contract."""

from __future__ import annotations

import ipaddress
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from vitrina import feed, people
from vitrina.platform.app import App
from vitrina.platform.http import answer, app_of, refusals
from vitrina.platform.postgres import DATABASE_AWAY, SchemaOutdated, check_schema
from vitrina.platform.telemetry import METRICS_TYPE, metrics_text
from vitrina.web.errors import NotReady

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
Asked = Request[Any, Any, Any]


class Health(msgspec.Struct, frozen=True):
    """`status` is `ok`."""

    status: str


class Readiness(msgspec.Struct, frozen=True):
    """`reasons` is empty when ready."""

    status: str
    reasons: list[str]


@get("/healthz", tags=["machine"], responses=refusals())
async def healthz() -> Response[Health]:
    """Whether this process answers."""
    return answer(Health("ok"))


@get("/readyz", tags=["machine"], responses=refusals(NotReady))
async def readyz(request: Asked) -> Response[Readiness]:
    """Whether a shopper could watch and buy now: the database, its schema, the first clips and a tag that pays."""
    reasons = await _reasons_against(app_of(request))
    if reasons:
        raise NotReady(reasons=reasons)
    return answer(Readiness("ok", []))


@get("/metrics", tags=["machine"], media_type="text/plain", responses=refusals())
async def metrics(request: Asked) -> Response[bytes]:
    """What this process has counted, in Prometheus' text form; for this machine and for operators."""
    if not _is_this_machine(request):
        (await people.actor_of(request)).need_role("operator")
    return Response(metrics_text(), media_type=METRICS_TYPE.removesuffix("; charset=utf-8"))


async def _reasons_against(app: App) -> list[str]:
    try:
        async with app.db.connection() as connection:
            await check_schema(connection)
    except SchemaOutdated as problem:
        return [str(problem)]
    except DATABASE_AWAY:
        return ["the database does not answer"]
    _, reasons = await feed.readiness(app)
    return reasons


def _is_this_machine(request: Asked) -> bool:
    """Whether the call came over loopback and was not passed on by a proxy."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


ROUTES: list[HTTPRouteHandler] = [healthz, readyz, metrics]
