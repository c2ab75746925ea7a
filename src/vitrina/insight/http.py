"""HTTP of checks and exports, for the operator."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import Request, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from litestar.response import Stream

from vitrina import people
from vitrina.insight import actions
from vitrina.insight.model import Check
from vitrina.platform.http import app_of, refusals

TEXT = "text/plain"
FILE_NAME = "vitrina.beancount"
Format = Annotated[Literal["beancount"], QueryParameter(name="format", description="the text of Beancount 3")]
_BOOKS = ResponseSpec(data_container=str, media_type=TEXT, description="the books", generate_examples=False)


@get("/v1/ledger/check", responses=refusals())
async def check_ledger(request: Request[Any, Any, Any]) -> Check:
    """Compare the ledger with orders, refunds, commissions and stock; every number but postings and entries must be 0."""
    return await actions.check_books_as(app_of(request), await people.actor_of(request))


@get("/v1/ledger/export", responses=refusals() | {200: _BOOKS})
async def export_ledger(request: Request[Any, Any, Any], books_format: Format = "beancount") -> Stream:
    """Every posting as a Beancount transaction, with opened accounts and asserted balances."""
    pieces = actions.export_books_as(app_of(request), await people.actor_of(request))
    return Stream(pieces, media_type=TEXT, headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'})


ROUTES = [check_ledger, export_ledger]
