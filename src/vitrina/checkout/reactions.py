"""What buyers and shops hear of an order: its receipt and each of its steps, and money that came too late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from vitrina import notice, people
from vitrina.checkout import actions
from vitrina.checkout.actions.requests import MESSAGE_SENT, REQUEST_ANSWERED, REQUEST_MADE
from vitrina.checkout.adapters.telling import (
    buyer_of,
    cancelled_of,
    delivered_of,
    order_path,
    receipt_of,
    refunded_of,
    returned_of,
    shipped_of,
)
from vitrina.checkout.model import OrderView
from vitrina.checkout.rules import order_number
from vitrina.kernel.ids import OrderId, PaymentId
from vitrina.kernel.words import language_of
from vitrina.platform.app import App
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction

MakeTold = Callable[[App, OrderView, dict[str, Any]], notice.Told]


async def send_receipts(app: App, events: Sequence[Event]) -> None:
    """Tell each buyer what they bought, once per order."""
    views = await actions.views_of(app, [OrderId(event.subject) for event in events])
    ats = {event.subject: event.at for event in events}
    receipts = [
        (to, receipt_of(app, view), f"receipt:{view.order.id}", ats[view.order.id])
        for view in views
        if (to := buyer_of(view)) is not None
    ]
    await _tell(app, receipts)


async def tell_late(app: App, events: Sequence[Event]) -> None:
    """Tell those whose money came after the stock was gone that it goes back."""
    orders = await actions.views_of_payments(app, [PaymentId(event.subject) for event in events])
    ats = {event.subject: event.at for event in events}
    tellings = [
        (to, returned_of(app, view), f"payment_returned:{view.payment.id}", ats[view.payment.id])
        for view in orders
        if (to := buyer_of(view)) is not None
    ]
    await _tell(app, tellings)


async def send_links(app: App, events: Sequence[Event]) -> None:
    """Mail the link of a guest's order once more, with what was bought."""
    views = await _views_by_id(app, events)
    async with app.db.transaction() as transaction:
        for event in events:
            view = views[OrderId(event.subject)]
            once = f"link:{view.order.id}:{event.at.isoformat()}"
            to = notice.To(address=view.order.email, language=language_of(view.payment.language))
            await notice.tell(transaction, to, receipt_of(app, view), once=once, now=app.clock.now())
    app.waker.wake()


async def tell_request_made(app: App, events: Sequence[Event]) -> None:
    """Tell the shop's people that a shopper asks for something."""
    await _tell_shops(app, events, lambda event: _ASKED[str(event.payload["kind"])])


async def tell_request_answered(app: App, events: Sequence[Event]) -> None:
    """Tell the shopper what became of what they asked."""
    await _tell_buyers(app, events, lambda event: _ANSWERED[str(event.payload["kind"]), str(event.payload["state"])])


async def tell_message(app: App, events: Sequence[Event]) -> None:
    """Tell the other side that somebody wrote about an order."""
    from_buyers = [event for event in events if event.payload["is_from_buyer"]]
    await _tell_shops(app, from_buyers, lambda _: _WROTE)
    await _tell_buyers(app, [event for event in events if event not in from_buyers], lambda _: _WROTE)


# (title, text) of each in both languages; {number} is the order's.
Text = tuple[notice.Said, notice.Said]
_ASKED: dict[str, Text] = {
    "cancel": (
        notice.Said("A shopper asks to cancel {number}", "Un comprador pide cancelar {number}"),
        notice.Said("Answer within 24 hours, or it is granted.", "Responde en 24 horas o se aprueba."),
    ),
    "return": (
        notice.Said("A shopper asks to return {number}", "Un comprador pide devolver {number}"),
        notice.Said("Answer within 4 business days, or it is granted.", "Responde en 4 días hábiles o se aprueba."),
    ),
}
_ANSWERED: dict[tuple[str, str], Text] = {
    ("cancel", "done"): (
        notice.Said("{number} is cancelled", "{number} está cancelado"),
        notice.Said("You get all your money back.", "Recuperas todo tu dinero."),
    ),
    ("cancel", "refused"): (
        notice.Said("{number} is not cancelled", "{number} no se cancela"),
        notice.Said("The shop says why on the order’s page.", "La tienda explica por qué en la página del pedido."),
    ),
    ("return", "approved"): (
        notice.Said("You can send {number} back", "Puedes devolver {number}"),
        notice.Said("You are refunded when the shop has it.", "Te reembolsan cuando la tienda lo tenga."),
    ),
    ("return", "refused"): (
        notice.Said("The return of {number} was refused", "No se aceptó la devolución de {number}"),
        notice.Said("The shop says why on the order’s page.", "La tienda explica por qué en la página del pedido."),
    ),
}
_WROTE: Text = (
    notice.Said("A message about {number}", "Un mensaje sobre {number}"),
    notice.Said("Read and answer it on the order’s page.", "Léelo y respóndelo en la página del pedido."),
)


async def _tell_shops(app: App, events: Sequence[Event], text_of: Callable[[Event], Text]) -> None:
    views = await _views_by_id(app, events)
    async with app.db.transaction() as transaction:
        members = await people.list_members(transaction, [view.order.shop_id for view in views.values()])
        for event in events:
            view = views[OrderId(event.subject)]
            told = _message(text_of(event), view, f"/orders/{view.order.id}")
            for account_id in members.get(view.order.shop_id, ()):
                once = f"{event.topic}:{event.subject}:{event.at.isoformat()}:{account_id}"
                await notice.tell(transaction, notice.To(account_id=account_id), told, once=once, now=app.clock.now())
    app.waker.wake()


async def _tell_buyers(app: App, events: Sequence[Event], text_of: Callable[[Event], Text]) -> None:
    views = await _views_by_id(app, events)
    tellings = []
    for event in events:
        view = views[OrderId(event.subject)]
        to = buyer_of(view)
        if to is not None:
            told = _message(text_of(event), view, order_path(app, view))
            tellings.append((to, told, f"{event.topic}:{event.subject}:{event.at.isoformat()}:buyer", event.at))
    await _tell(app, tellings)


async def _views_by_id(app: App, events: Sequence[Event]) -> dict[OrderId, OrderView]:
    return {view.order.id: view for view in await actions.views_of(app, [OrderId(event.subject) for event in events])}


def _message(text: Text, view: OrderView, path: str) -> notice.OrderNews:
    number = order_number(view.order.id)
    title, words = text
    return notice.OrderNews(notice.Said(title.en.format(number=number), title.es.format(number=number)), words, path)


def _teller(make: MakeTold) -> Callable[[App, Sequence[Event]], Any]:
    """A reaction that tells each order's buyer of a step, once per event's cause."""

    async def run(app: App, events: Sequence[Event]) -> None:
        views, tellings = await _views_by_id(app, events), []
        for event in events:
            view = views[OrderId(event.subject)]
            to = buyer_of(view)
            # An order is refunded in parts, each with a refund of its own; everything else happens to it once.
            cause = event.payload.get("refund_id", view.order.id)
            if to is not None:
                tellings.append((to, make(app, view, event.payload), f"{event.topic}:{cause}", event.at))
        await _tell(app, tellings)

    return run


async def _tell(app: App, tellings: Sequence[tuple[notice.To, notice.Told, str, datetime]]) -> None:
    """Tell (to, told, once, when it happened) of many in one transaction."""
    async with app.db.transaction() as transaction:
        said = [(to, told, once) for to, told, once, _ in tellings]
        await notice.tell_all(transaction, said, now=app.clock.now(), ats=[at for *_, at in tellings])
    app.waker.wake()


REACTIONS = [
    Reaction("OrderPaid", "checkout.receipts", send_receipts),
    Reaction("OrderShipped", "checkout.tell_shipped", _teller(shipped_of)),
    Reaction("OrderDelivered", "checkout.tell_delivered", _teller(delivered_of)),
    Reaction("OrderCancelled", "checkout.tell_cancelled", _teller(cancelled_of)),
    Reaction("OrderRefunded", "checkout.tell_refunded", _teller(refunded_of)),
    Reaction("PaymentLate", "checkout.tell_late", tell_late),
    Reaction("OrderLinkAsked", "checkout.links", send_links),
    Reaction(REQUEST_MADE, "checkout.tell_request", tell_request_made),
    Reaction(REQUEST_ANSWERED, "checkout.tell_answer", tell_request_answered),
    Reaction(MESSAGE_SENT, "checkout.tell_message", tell_message),
]
