"""HTTP of the operator: checks and exports, health, fees, markets, accounts, refunds, reviews, views, invitations."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from vitrina import affiliate, checkout, market, people
from vitrina.insight import actions
from vitrina.insight.actions import operate
from vitrina.insight.adapters import operator_json
from vitrina.insight.adapters.operator_json import WhyAsked
from vitrina.insight.model import Check
from vitrina.kernel.ids import AccountId, CommissionId, LineId, OrderId
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.platform.http import CursorAsked, Limit, app_of, get_request_key, refusals, write
from vitrina.platform.keys import KeyMissing

Asked = Request[Any, Any, Any]
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


# --- the operator's pages --------------------------------------------------------------------------------------------

_WRITING = (people.SessionUnknown, people.CrossSite)
Searched = Annotated[str, QueryParameter(name="q", max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Filtered = Annotated[str | None, QueryParameter(max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]


@get("/v1/operator/health", responses=refusals(people.SessionUnknown))
async def get_health(request: Asked) -> operator_json.HealthOut:
    """What waits, what failed, how much room is left."""
    return operator_json.health_out(await operate.read_health(app_of(request), await people.actor_of(request)))


@post("/v1/operator/dead_letters/requeue", status_code=200, responses=refusals(*_WRITING, writes=True))
async def post_requeue(request: Asked, data: JSONBody[WhyAsked]) -> Response[operator_json.CountOut]:
    """Give every job that failed for good its attempts anew."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> operator_json.CountOut:
        return operator_json.CountOut(await operate.requeue(app, actor, data.why))

    return await write(request, actor.scope, act)


@get("/v1/operator/fees", responses=refusals(people.SessionUnknown))
async def get_fees(request: Asked) -> operator_json.FeesOut:
    """Every fee version with who made it and why, newest first."""
    app = app_of(request)
    fees, names = await operate.list_fees(app, await people.actor_of(request))
    return operator_json.fees_out(fees, names, app.clock.now())


@post("/v1/operator/fees", status_code=201, responses=refusals(*_WRITING, market.FeeTooEarly, writes=True))
async def post_fee(request: Asked, data: JSONBody[operator_json.FeeAsked]) -> Response[operator_json.FeeOut]:
    """A new fee from an instant on; what was ordered before keeps the old one, which is never changed."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> operator_json.FeeOut:
        made = await operate.add_fee(app, actor, **msgspec.structs.asdict(data))
        return operator_json.fee_out(made, {actor.account_id: actor.name})

    return await write(request, actor.scope, act, status=201)


@get("/v1/operator/markets", responses=refusals(people.SessionUnknown))
async def get_markets(request: Asked) -> operator_json.MarketsOut:
    """Every country with its numbers and its tax estimates."""
    countries, taxes = await operate.list_markets(app_of(request), await people.actor_of(request))
    return operator_json.MarketsOut([operator_json.market_out(one, taxes[one.country.code]) for one in countries])


@put("/v1/operator/markets/{code:str}", responses=refusals(*_WRITING, market.CountryNotServed, writes=True))
async def put_market(
    request: Asked, code: FromPath[str], data: JSONBody[operator_json.MarketAsked]
) -> Response[operator_json.MarketOut]:
    """Change a country's numbers for what is ordered from now on."""
    app, actor = app_of(request), await people.actor_of(request)
    asked = msgspec.structs.asdict(data)
    why = asked.pop("why")

    async def act() -> operator_json.MarketOut:
        kept = await operate.change_market(app, actor, code, market.CountryChange(**asked), why)
        return operator_json.market_out(kept, market.list_taxes(kept.country.code))

    return await write(request, actor.scope, act)


@get("/v1/operator/audit", responses=refusals(people.SessionUnknown))
async def get_audit(
    request: Asked,
    kind: Filtered = None,
    subject: Filtered = None,
    cursor: CursorAsked = None,
    limit: Limit = PAGE_ROWS,
) -> operator_json.AuditPage:
    """What staff did, to whom, why, before and after; newest first."""
    app, actor = app_of(request), await people.actor_of(request)
    page = await people.list_audit(app, actor, kind=kind or None, subject=subject or None, cursor=cursor, limit=limit)
    return operator_json.AuditPage([operator_json.audited_out(row) for row in page.rows], page.next_cursor)


@get("/v1/operator/shops", responses=refusals(people.SessionUnknown))
async def get_found_shops(
    request: Asked, q: Searched = "", cursor: CursorAsked = None, limit: Limit = PAGE_ROWS
) -> operator_json.FoundShops:
    """Shops by a part of their name or address."""
    app, actor = app_of(request), await people.actor_of(request)
    page = await operate.search_shops(app, actor, words=q, cursor=cursor, limit=limit)
    return operator_json.FoundShops([operator_json.found_shop(shop) for shop in page.rows], page.next_cursor)


@get("/v1/operator/accounts", responses=refusals(people.SessionUnknown))
async def get_accounts(
    request: Asked, q: Searched = "",
    only: Annotated[str, QueryParameter(pattern="^(all|creators|staff|suspended)$")] = "all",
    cursor: CursorAsked = None, limit: Limit = PAGE_ROWS,
) -> operator_json.FoundAccounts:  # fmt: skip
    """Accounts by a part of name, e-mail or handle."""
    app, actor = app_of(request), await people.actor_of(request)
    page = await people.search_accounts(app, actor, words=q, only=only, cursor=cursor, limit=limit)
    return operator_json.FoundAccounts([operator_json.found_account(one) for one in page.rows], page.next_cursor)


@get("/v1/operator/accounts/{account_id:uuid}", responses=refusals(people.SessionUnknown))
async def get_account(request: Asked, account_id: FromPath[UUID]) -> operator_json.AccountPage:
    """An account with its roles, shops, latest orders and views."""
    app = app_of(request)
    found = await operate.get_account(app, await people.actor_of(request), AccountId(account_id))
    return operator_json.account_page(found, app.clock.now())


@put(
    "/v1/operator/accounts/{account_id:uuid}/roles/{role:str}",
    responses=refusals(*_WRITING, people.LastOperator, writes=True),
)
async def put_role(
    request: Asked, account_id: FromPath[UUID], role: FromPath[str], data: JSONBody[operator_json.RoleAsked]
) -> Response[operator_json.FoundAccount]:
    """Give an account a role or take it; never the last operator's."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> operator_json.FoundAccount:
        return operator_json.found_account(
            await operate.change_role(app, actor, AccountId(account_id), role, is_granted=data.granted, why=data.why)
        )

    return await write(request, actor.scope, act)


@post("/v1/operator/accounts/{account_id:uuid}/sign_out", status_code=200, responses=refusals(*_WRITING, writes=True))
async def post_sign_out(
    request: Asked, account_id: FromPath[UUID], data: JSONBody[WhyAsked]
) -> Response[operator_json.CountOut]:
    """End every session of an account."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> operator_json.CountOut:
        return operator_json.CountOut(await people.sign_out_everywhere(app, actor, AccountId(account_id), data.why))

    return await write(request, actor.scope, act)


@post(
    "/v1/operator/orders/{order_id:uuid}/refund",
    status_code=200,
    responses=refusals(*_WRITING, checkout.RefundTooLarge, checkout.WrongState, KeyMissing, writes=True),
)
async def post_refund_on_behalf(
    request: Asked, order_id: FromPath[UUID], data: JSONBody[operator_json.OnBehalfAsked]
) -> Response[checkout.OrderOut]:
    """Give money back in the shop's place; the reason is kept."""
    app, actor = app_of(request), await people.actor_of(request)
    await get_request_key(request, actor.scope)
    lines = [(LineId(line.id), line.quantity) for line in data.lines or []]

    async def act() -> checkout.OrderOut:
        view = await operate.refund_on_behalf(
            app, actor, OrderId(order_id), lines, with_shipping=data.include_shipping, why=data.why
        )
        return checkout.order_out(view, app.clock.now(), is_seller=True)

    return await write(request, actor.scope, act)


@get("/v1/operator/commissions", responses=refusals(people.SessionUnknown))
async def get_held_commissions(
    request: Asked, cursor: CursorAsked = None, limit: Limit = PAGE_ROWS
) -> operator_json.HeldPage:
    """Commissions that wait for a review, newest first."""
    page, names = await operate.list_held(app_of(request), await people.actor_of(request), cursor, limit)
    return operator_json.HeldPage([operator_json.held_out(line, names) for line in page.rows], page.next_cursor)


@post(
    "/v1/operator/commissions/{commission_id:uuid}/{verdict:str}",
    status_code=204,
    responses=refusals(*_WRITING, affiliate.CommissionNotHeld, writes=True),
)
async def post_verdict(
    request: Asked, commission_id: FromPath[UUID], verdict: FromPath[str], data: JSONBody[WhyAsked]
) -> Response[None]:
    """`release`: the commission goes on; `refuse`: its money goes to the shop, or back into the fee that paid it."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: operate.judge_held(
        app, actor, CommissionId(commission_id), verdict, why=data.why
    ))  # fmt: skip


@post("/v1/staff/views", status_code=201, responses=refusals(*_WRITING, people.NoViewOfStaff, writes=True))
async def post_view(request: Asked, data: JSONBody[operator_json.ViewAsked]) -> Response[operator_json.ViewStarted]:
    """See the app as an account does, for half an hour and without changing anything; the person can read of it."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> operator_json.ViewStarted:
        view, token = await people.start_view(app, actor, AccountId(data.account_id), data.why)
        people.set_cookie(request, people.VIEW_COOKIE, token)
        return operator_json.ViewStarted(view.account_id, view.ends_at)

    return await write(request, actor.scope, act, status=201)


@delete("/v1/staff/views/current", status_code=204, responses=refusals(*_WRITING, people.ViewEnded, writes=True))
async def delete_view(request: Asked) -> Response[None]:
    """Stop seeing the app as somebody else does."""
    app, actor = app_of(request), await people.actor_of(request)
    made = await write(request, actor.scope, lambda: people.end_view(app, actor))
    people.clear_cookie(request, people.VIEW_COOKIE)
    return made


@get("/v1/operator/invitations", responses=refusals(people.SessionUnknown))
async def get_invitations(request: Asked) -> operator_json.InvitationsOut:
    """Who was invited to which role, newest first."""
    app = app_of(request)
    found = await people.list_invitations(app, await people.actor_of(request))
    return operator_json.InvitationsOut([operator_json.invitation_out(one, app.clock.now()) for one in found])


@post("/v1/operator/invitations", status_code=201, responses=refusals(*_WRITING, writes=True))
async def post_invitation(
    request: Asked, data: JSONBody[operator_json.InvitationAsked]
) -> Response[operator_json.InvitationOut]:
    """Invite an address to a role, by a mailed link that works once."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> operator_json.InvitationOut:
        made = await people.invite(app, actor, **msgspec.structs.asdict(data))
        return operator_json.invitation_out(made, app.clock.now())

    return await write(request, actor.scope, act, status=201)


@post(
    "/v1/operator/invitations/{invitation_id:uuid}/withdraw",
    status_code=204,
    responses=refusals(*_WRITING, writes=True),
)
async def post_withdraw(request: Asked, invitation_id: FromPath[UUID], data: JSONBody[WhyAsked]) -> Response[None]:
    """Make an invitation's link useless."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: people.withdraw_invitation(app, actor, invitation_id, data.why))


@post(
    "/v1/invitations/accept",
    status_code=200,
    responses=refusals(*_WRITING, people.TokenUnknown, people.InvitationForOther, writes=True),
)
async def post_accept(request: Asked, data: JSONBody[operator_json.InvitationTaken]) -> Response[operator_json.RoleOut]:
    """Take the role one was invited to, with the account of the invited address."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> operator_json.RoleOut:
        return operator_json.RoleOut(await people.accept_invitation(app, actor, data.token))

    return await write(request, actor.scope, act)


ROUTES = [
    check_ledger, export_ledger, get_health, post_requeue, get_fees, post_fee, get_markets, put_market, get_audit,
    get_found_shops, get_accounts, get_account, put_role, post_sign_out, post_refund_on_behalf,
    get_held_commissions, post_verdict, post_view, delete_view, get_invitations, post_invitation, post_withdraw,
    post_accept,
]  # fmt: skip
