"""The HTTP of what comes after buying: help, requests and their answers, messages, finding and keeping orders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody, Parameter

from vitrina import people
from vitrina.cart import QUANTITY_MAX
from vitrina.checkout.actions import own_orders, requests
from vitrina.checkout.adapters.order_json import OrderOut, order_out
from vitrina.checkout.errors import (
    AnswerNeeded,
    NothingToAsk,
    RefundTooLarge,
    RequestOpen,
    ReturnWindowOver,
    TooManyMessages,
    WrongState,
)
from vitrina.checkout.model import Help, RequestAsked, RequestRow
from vitrina.kernel.ids import LineId, OrderId
from vitrina.platform.app import App
from vitrina.platform.http import answer, app_of, empty, get_request_key, refusals, write
from vitrina.platform.keys import KeyMissing

Asked = Request[Any, Any, Any]
Words = Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*$")]
Said = Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*$")]
Email = Annotated[str, msgspec.Meta(max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$")]
Number = Annotated[str, msgspec.Meta(min_length=1, max_length=20, pattern=r"^[\x20-\x7e]*$")]
TokenText = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[\x21-\x7e]*$")]
OrderToken = Annotated[str | None, Parameter(max_length=100)]
Reason = Literal[
    "changed_mind", "by_mistake", "too_slow", "not_as_described", "damaged", "wrong_thing", "does_not_fit", "other"
]
Problem = Literal["not_arrived", "damaged", "wrong_thing", "missing_part", "address", "other"]
Closed = dict[str, Any]


class PieceIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: UUID
    quantity: Annotated[int, msgspec.Meta(ge=1, le=QUANTITY_MAX)]


class RequestIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Literal["cancel", "return"]
    reason: Reason
    note: Words = ""
    lines: Annotated[list[PieceIn], msgspec.Meta(max_length=100)] | None = None


class AnswerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    is_granted: bool
    words: Words | None = None


class MessageIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: Said
    problem: Problem | None = None


class FindIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    number: Number


class KeptOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: UUID
    token: TokenText


class KeepIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    orders: Annotated[list[KeptOrder], msgspec.Meta(max_length=50)]


class KeptOut(msgspec.Struct, frozen=True):
    kept: int


class PieceOut(msgspec.Struct, frozen=True):
    id: UUID
    quantity: int


class RequestOut(msgspec.Struct, frozen=True):
    """`due_at`: without an answer by then it is granted; `answered_by` is shop, time or shopper."""

    id: UUID
    kind: str
    state: str
    reason: str
    note: str
    lines: list[PieceOut]
    asked_at: datetime
    due_at: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


class MessageOut(msgspec.Struct, frozen=True):
    is_from_buyer: bool
    problem: str | None
    body: str
    at: datetime


class ArrivesOut(msgspec.Struct, frozen=True):
    soonest: date
    latest: date


class HelpOut(msgspec.Struct, frozen=True):
    is_seller: bool
    requests: list[RequestOut]
    messages: list[MessageOut]
    return_until: date | None
    may_cancel: bool
    may_return: bool
    arrives: ArrivesOut | None


class HelpedOut(msgspec.Struct, frozen=True):
    """The order and everything about it, after a step."""

    order: OrderOut
    help: HelpOut


@get("/v1/orders/{order_id:uuid}/help", responses=refusals())
async def get_help(request: Asked, order_id: FromPath[UUID], token: OrderToken = None) -> Response[HelpOut]:
    """What may be asked about an order, what was asked and said, when it should arrive."""
    actor = await people.actor_of(request)
    found = await requests.get_help(app_of(request), actor, OrderId(order_id), _token(request, token))
    return answer(_help_out(found))


@post(
    "/v1/orders/{order_id:uuid}/requests",
    status_code=201,
    responses=refusals(RequestOpen, NothingToAsk, ReturnWindowOver, RefundTooLarge, writes=True),
)
async def post_request(
    request: Asked, order_id: FromPath[UUID], data: JSONBody[RequestIn], token: OrderToken = None
) -> Response[HelpedOut]:
    """Ask the shop to cancel, or to take something back."""
    app, actor, shown = app_of(request), await people.actor_of(request), _token(request, token)
    lines = tuple((LineId(one.id), one.quantity) for one in data.lines or [])
    asked = RequestAsked(data.kind, data.reason, data.note.strip(), lines)

    async def act() -> HelpedOut:
        await requests.ask_request(app, actor, OrderId(order_id), shown, asked)
        return await _helped(app, actor, OrderId(order_id), shown)

    return await write(request, actor.scope, act, status=201)


@post("/v1/order_requests/{request_id:uuid}/withdraw", status_code=200, responses=refusals(WrongState, writes=True))
async def post_withdraw(request: Asked, request_id: FromPath[UUID], token: OrderToken = None) -> Response[HelpedOut]:
    """The shopper takes the request back."""
    app, actor, shown = app_of(request), await people.actor_of(request), _token(request, token)

    async def act() -> HelpedOut:
        order_id = await requests.withdraw_request(app, actor, request_id, shown)
        return await _helped(app, actor, order_id, shown)

    return await write(request, actor.scope, act)


@post(
    "/v1/order_requests/{request_id:uuid}/answer",
    status_code=200,
    responses=refusals(WrongState, AnswerNeeded, KeyMissing, writes=True),
)
async def post_answer(request: Asked, request_id: FromPath[UUID], data: JSONBody[AnswerIn]) -> Response[HelpedOut]:
    """The shop grants or refuses; a granted cancellation is refunded at once."""
    app, actor = app_of(request), await people.actor_of(request)
    await get_request_key(request, actor.scope)
    words = (data.words or "").strip() or None

    async def act() -> HelpedOut:
        order_id = await requests.answer_request(app, actor, request_id, is_granted=data.is_granted, words=words)
        return await _helped(app, actor, order_id, None)

    return await write(request, actor.scope, act)


@post(
    "/v1/order_requests/{request_id:uuid}/received",
    status_code=200,
    responses=refusals(WrongState, KeyMissing, writes=True),
)
async def post_received(request: Asked, request_id: FromPath[UUID]) -> Response[HelpedOut]:
    """The returned parcel is back at the shop: it is refunded."""
    app, actor = app_of(request), await people.actor_of(request)
    await get_request_key(request, actor.scope)

    async def act() -> HelpedOut:
        return await _helped(app, actor, await requests.receive_return(app, actor, request_id), None)

    return await write(request, actor.scope, act)


@post("/v1/orders/{order_id:uuid}/messages", status_code=201, responses=refusals(TooManyMessages, writes=True))
async def post_message(
    request: Asked, order_id: FromPath[UUID], data: JSONBody[MessageIn], token: OrderToken = None
) -> Response[HelpedOut]:
    """Write to the shop, or to the shopper."""
    app, actor, shown = app_of(request), await people.actor_of(request), _token(request, token)
    await requests.limit_messages(app, actor, people.address_of(request))

    async def act() -> HelpedOut:
        one = OrderId(order_id)
        await requests.send_message(app, actor, one, shown, problem=data.problem, body=data.body.strip())
        return await _helped(app, actor, one, shown)

    return await write(request, actor.scope, act, status=201)


@post("/v1/orders/find", status_code=202, responses=refusals(writes=True))
async def post_find(request: Asked, data: JSONBody[FindIn]) -> Response[None]:
    """Have the link of a guest's order mailed; the answer does not tell whether there is one."""
    app, actor = app_of(request), await people.actor_of(request)
    await own_orders.limit_find(app, data.email, people.address_of(request))

    async def act() -> Response[None]:
        await own_orders.find_order(app, data.email, data.number)
        return empty(202)

    return await write(request, actor.scope, act)


@post("/v1/orders/keep", status_code=200, responses=refusals(writes=True))
async def post_keep(request: Asked, data: JSONBody[KeepIn]) -> Response[KeptOut]:
    """Make orders that were bought as a guest the account's own, by their tokens."""
    app, actor = app_of(request), await people.actor_of(request)
    asked = [(OrderId(one.id), one.token) for one in data.orders]

    async def act() -> KeptOut:
        return KeptOut(await own_orders.keep_orders(app, actor, asked))

    return await write(request, actor.scope, act)


ROUTES = [
    get_help, post_request, post_withdraw, post_answer, post_received, post_message, post_find, post_keep,
]  # fmt: skip


async def _helped(app: App, actor: people.Actor, order_id: OrderId, token: str | None) -> HelpedOut:
    found = await requests.get_help(app, actor, order_id, token)
    return HelpedOut(order_out(found.view, app.clock.now(), is_seller=found.is_seller), _help_out(found))


def _help_out(found: Help) -> HelpOut:
    return HelpOut(
        found.is_seller, [_request_out(one) for one in found.requests], [MessageOut(*one) for one in found.messages],
        found.return_until, found.may_cancel and not found.is_seller, found.may_return and not found.is_seller,
        None if found.arrives is None else ArrivesOut(*found.arrives),
    )  # fmt: skip


def _request_out(one: RequestRow) -> RequestOut:
    lines = [PieceOut(UUID(line), quantity) for line, quantity in one.lines.items()]
    return RequestOut(
        one.id, one.kind, one.state, one.reason, one.note, lines, one.asked_at, one.due_at, one.answer, one.answered_by,
        one.answered_at,
    )  # fmt: skip


def _token(request: Asked, query: str | None) -> str | None:
    header: str | None = request.headers.get("x-order-token")
    return header or query
