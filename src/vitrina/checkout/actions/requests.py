"""After the hour: a shopper asks to cancel or to send back, the shop answers, or the clock does; and they write."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from vitrina import market, people
from vitrina.checkout.actions.give_back import give_back
from vitrina.checkout.actions.orders import get_seen_order
from vitrina.checkout.adapters.order_json import is_in_hold_hour, shown_state
from vitrina.checkout.errors import (
    AnswerNeeded,
    NothingToAsk,
    RefundTooLarge,
    RequestOpen,
    ReturnWindowOver,
    TooManyMessages,
    WrongState,
)
from vitrina.checkout.model import Help, MessageRow, OrderRow, OrderView, RequestAsked, RequestRow
from vitrina.checkout.rules import (
    ARRIVES_AFTER_ORDER,
    ARRIVES_AFTER_SHIPPING,
    CANCEL_ANSWER,
    MESSAGES_MAX,
    MESSAGES_PER_ACTOR,
    RETURN_ANSWER_BUSINESS_DAYS,
)
from vitrina.checkout.store import requests as kept
from vitrina.kernel.errors import Invalid, NotFound
from vitrina.kernel.ids import LineId, OrderId, uuid7
from vitrina.market import Country
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

OVERDUE_AT_ONCE = 100
RETURNABLE = ("delivered", "completed", "partly_refunded")
# Events for whoever tells people: subject is the order.
REQUEST_MADE, REQUEST_ANSWERED, MESSAGE_SENT = "OrderRequestMade", "OrderRequestAnswered", "OrderMessageSent"


async def get_help(app: App, actor: people.Actor, order_id: OrderId, token: str | None) -> Help:
    """What may be asked about an order and what was; for its shopper and its shop. `NotFound`."""
    now = app.clock.now()
    async with app.db.connection() as connection:
        view = await get_seen_order(app, connection, actor, order_id, token)
        asked = await kept.list_requests(connection, order_id)
        said = await kept.list_messages(connection, order_id)
    country = (await market.markets(app)).get(view.order.country)
    until = _return_until(view.order, country)
    is_free = not any(request.state in ("open", "approved") for request in asked)
    return Help(
        view, _is_seller(actor, view.order), tuple(asked), tuple(said), until,
        may_cancel=is_free and _may_ask_to_cancel(view, now),
        may_return=is_free and _may_return(view) and until is not None and market.local_date(now, country) <= until,
        arrives=_arrives(view, country, now),
    )  # fmt: skip


async def ask_request(
    app: App, actor: people.Actor, order_id: OrderId, token: str | None, asked: RequestAsked
) -> RequestRow:
    """The shopper asks the shop; without an answer it is granted after 24 h (cancel) or 4 business days (return).

    `RequestOpen`, `NothingToAsk`, `ReturnWindowOver`, `RefundTooLarge`, `Invalid`, `NotFound`.
    """
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        view = await get_seen_order(app, transaction, actor, order_id, token, lock=True, as_buyer=True)
        country = (await market.markets(app)).get(view.order.country)
        if view.request is not None:
            raise RequestOpen
        if asked.kind == "cancel":
            if not _may_ask_to_cancel(view, now):
                raise NothingToAsk
            due_at, lines = now + CANCEL_ANSWER, {}
        else:
            _check_return(view, country, now)
            due_at = market.add_business_days(now, RETURN_ANSWER_BUSINESS_DAYS, country)
            lines = _returned_lines(view, asked)
        request = RequestRow(
            uuid7(now),
            order_id,
            asked.kind,
            "open",
            asked.reason,
            asked.note,
            lines,
            now,
            due_at,
            None,
            None,
            None,
            None,
        )
        await kept.insert_request(transaction, request)
        await add_events(transaction, [Event(REQUEST_MADE, order_id, {"kind": asked.kind}, now)])
    app.waker.wake()
    return request


async def withdraw_request(app: App, actor: people.Actor, request_id: UUID, token: str | None) -> OrderId:
    """The shopper takes a request back that is not answered yet; `WrongState`, `NotFound`."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        _, request = await _locked(app, transaction, actor, request_id, token=token, as_buyer=True)
        if request.state != "open":
            raise WrongState(order_state=request.state)
        await kept.update_request(transaction, request.id, "withdrawn", by="shopper", answer=None, now=now)
    return request.order_id


async def answer_request(
    app: App, actor: people.Actor, request_id: UUID, *, is_granted: bool, words: str | None
) -> OrderId:
    """The shop grants or refuses. A granted cancellation is carried out at once; a granted return waits for the parcel.

    `WrongState` when it is answered already, `AnswerNeeded` for a refusal without words, `NotFound`.
    """
    if not is_granted and not words:
        raise AnswerNeeded
    async with app.db.transaction() as transaction:
        view, request = await _locked(app, transaction, actor, request_id, as_seller=True)
        if request.state != "open":
            raise WrongState(order_state=request.state)
        await _answer(app, transaction, view, request, is_granted=is_granted, words=words, by="shop")
    app.waker.wake()
    return request.order_id


async def receive_return(app: App, actor: people.Actor, request_id: UUID) -> OrderId:
    """The parcel is back at the shop: its pieces are refunded. `WrongState`, `NotFound`."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        view, request = await _locked(app, transaction, actor, request_id, as_seller=True)
        if request.state != "approved":
            raise WrongState(order_state=request.state)
        left = {line.id: line.quantity - line.refunded_quantity for line in view.lines}
        pieces = {line_id: min(request.lines.get(str(line_id), 0), most) for line_id, most in left.items()}
        pieces = {line_id: count for line_id, count in pieces.items() if count}
        await kept.update_request(transaction, request.id, "done", by="shop", answer=None, now=now)
        if pieces:
            is_all = all(pieces.get(line_id, 0) == most for line_id, most in left.items())
            await give_back(app, transaction, view, pieces, reason="refunded", with_shipping=is_all)
    app.waker.wake()
    return request.order_id


async def grant_overdue(app: App) -> int:
    """Grant what no shop has answered in time; how many."""
    async with app.db.connection() as connection:
        overdue = await kept.list_overdue(connection, app.clock.now(), OVERDUE_AT_ONCE)
    for one in overdue:
        async with app.db.transaction() as transaction:
            view, request = await _locked(app, transaction, people.Actor(), one.id, is_system=True)
            if request.state == "open":
                await _answer(app, transaction, view, request, is_granted=True, words=None, by="time")
    if overdue:
        app.waker.wake()
    return len(overdue)


async def limit_messages(app: App, actor: people.Actor, address: str) -> None:
    """Count one message; `TooManyRequests`."""
    subject = str(actor.account_id) if actor.account_id is not None else address
    await app.limiter.check(app.db, "order_message", subject, limit=MESSAGES_PER_ACTOR[0], per_s=MESSAGES_PER_ACTOR[1])


async def send_message(
    app: App, actor: people.Actor, order_id: OrderId, token: str | None, *, problem: str | None, body: str
) -> None:
    """Say something about an order to the other side; `TooManyMessages`, `NotFound`."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        view = await get_seen_order(app, transaction, actor, order_id, token, lock=True)
        is_buyer = not _is_seller(actor, view.order)
        message = MessageRow(is_buyer, problem if is_buyer else None, body, now)
        if not await kept.insert_message(transaction, order_id, message, MESSAGES_MAX):
            raise TooManyMessages
        await add_events(transaction, [Event(MESSAGE_SENT, order_id, {"is_from_buyer": is_buyer}, now)])
    app.waker.wake()


async def _answer(
    app: App, connection: Connection, view: OrderView, request: RequestRow, *, is_granted: bool, words: str | None, by: str
) -> None:  # fmt: skip
    now = app.clock.now()
    state = "refused" if not is_granted else "done" if request.kind == "cancel" else "approved"
    await kept.update_request(connection, request.id, state, by=by, answer=words, now=now)
    if is_granted and request.kind == "cancel":
        pieces = {line.id: line.quantity - line.refunded_quantity for line in view.lines}
        await give_back(app, connection, view, pieces, reason="cancelled", with_shipping=True)
    payload = {"kind": request.kind, "state": state, "by": by}
    await add_events(connection, [Event(REQUEST_ANSWERED, request.order_id, payload, now)])


async def _locked(
    app: App, connection: Connection, actor: people.Actor, request_id: UUID, *, token: str | None = None,
    as_buyer: bool = False, as_seller: bool = False, is_system: bool = False,
) -> tuple[OrderView, RequestRow]:  # fmt: skip
    """A request as it stands while its order is held; `NotFound` for who may not see it."""
    found = await kept.find_request(connection, request_id)
    if found is None:
        raise NotFound
    view = await get_seen_order(
        app, connection, actor, found.order_id, token, lock=True, as_buyer=as_buyer, as_seller=as_seller, is_system=is_system
    )  # fmt: skip
    request = await kept.find_request(connection, request_id)  # again: the first look did not wait for others
    assert request is not None
    return view, request


def _is_seller(actor: people.Actor, order: OrderRow) -> bool:
    return actor.account_id != order.account_id and (actor.may_run_shop(order.shop_id) or "operator" in actor.roles)


def _may_ask_to_cancel(view: OrderView, now: datetime) -> bool:
    order = view.order
    is_unsent = order.shipped_at is None and shown_state(view, now) in ("to_ship", "partly_refunded")
    return is_unsent and not is_in_hold_hour(order, now)


def _may_return(view: OrderView) -> bool:
    is_something_left = any(line.refunded_quantity < line.quantity for line in view.lines)
    return view.order.delivered_at is not None and view.order.state in RETURNABLE and is_something_left


def _return_until(order: OrderRow, country: Country) -> date | None:
    """The last day on which it may be asked to go back, where the buyer lives (rules.md §4)."""
    if order.delivered_at is None:
        return None
    return market.add_return_days(market.local_date(order.delivered_at, country), country)


def _check_return(view: OrderView, country: Country, now: datetime) -> None:
    until = _return_until(view.order, country)
    if until is None or not _may_return(view):
        raise NothingToAsk
    if market.local_date(now, country) > until:
        raise ReturnWindowOver(until=until.isoformat())


def _returned_lines(view: OrderView, asked: RequestAsked) -> dict[str, int]:
    left = {line.id: line.quantity - line.refunded_quantity for line in view.lines}
    if not asked.lines:
        return {str(line_id): count for line_id, count in left.items() if count}
    pieces: dict[LineId, int] = {}
    for line_id, quantity in asked.lines:
        if line_id not in left:
            raise Invalid(field="lines", reason="names a line that is not in this order")
        pieces[line_id] = pieces.get(line_id, 0) + quantity
    if any(quantity > left[line_id] for line_id, quantity in pieces.items()):
        raise RefundTooLarge
    return {str(line_id): quantity for line_id, quantity in pieces.items()}


def _arrives(view: OrderView, country: Country, now: datetime) -> tuple[date, date] | None:
    """Between which days the parcel should arrive; None when it is there, or will not come."""
    order = view.order
    if order.delivered_at is not None or shown_state(view, now) not in ("on_hold", "to_ship", "shipped"):
        return None
    start = order.shipped_at or order.hold_until or order.placed_at + timedelta(hours=1)
    first, last = ARRIVES_AFTER_SHIPPING if order.shipped_at is not None else ARRIVES_AFTER_ORDER
    days = (market.add_business_days(start, count, country) for count in (first, last))
    soonest, latest = (market.local_date(day, country) for day in days)
    return soonest, latest
