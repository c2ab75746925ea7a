"""After an order is paid: the buyer gets a receipt. A creator sees sales in the wallet; a mail for each would be a flood."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vitrina import notice, people
from vitrina.checkout import actions
from vitrina.checkout.actions.requests import MESSAGE_SENT, REQUEST_ANSWERED, REQUEST_MADE
from vitrina.checkout.model import OrderView
from vitrina.checkout.rules import order_number, order_token
from vitrina.kernel.ids import OrderId
from vitrina.kernel.words import language_of
from vitrina.platform.app import App
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction


async def send_receipts(app: App, events: Sequence[Event]) -> None:
    """Tell each buyer what they bought, once per order."""
    views = await actions.views_of(app, [OrderId(event.subject) for event in events])
    receipts = [(_buyer_of(view), _receipt(app, view), f"receipt:{view.order.id}") for view in views]
    async with app.db.transaction() as transaction:
        await notice.tell_all(transaction, receipts, now=app.clock.now())
    app.waker.wake()


async def send_links(app: App, events: Sequence[Event]) -> None:
    """Mail the link of a guest's order once more, with what was bought."""
    views = await _views_by_id(app, events)
    async with app.db.transaction() as transaction:
        for event in events:
            view = views[OrderId(event.subject)]
            once = f"link:{view.order.id}:{event.at.isoformat()}"
            to = notice.To(address=view.order.email, language=language_of(view.payment.language))
            await notice.tell(transaction, to, _receipt(app, view), once=once, now=app.clock.now())
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
    async with app.db.transaction() as transaction:
        for event in events:
            view = views[OrderId(event.subject)]
            if view.order.account_id is None and view.order.email is None:
                continue
            told = _message(text_of(event), view, _path_of(app, view))
            once = f"{event.topic}:{event.subject}:{event.at.isoformat()}:buyer"
            await notice.tell(transaction, _buyer_of(view), told, once=once, now=app.clock.now())
    app.waker.wake()


async def _views_by_id(app: App, events: Sequence[Event]) -> dict[OrderId, OrderView]:
    return {view.order.id: view for view in await actions.views_of(app, [OrderId(event.subject) for event in events])}


def _message(text: Text, view: OrderView, path: str) -> notice.StaffMessage:
    number = order_number(view.order.id)
    title, words = text
    return notice.StaffMessage(notice.Said(title.en.format(number=number), title.es.format(number=number)), words, path)


def _path_of(app: App, view: OrderView) -> str:
    order = view.order
    token = "" if order.account_id else f"?token={order_token(app.settings.app_secret, order.payment_id)}"
    return f"/orders/{order.id}{token}"


def _buyer_of(view: OrderView) -> notice.To:
    if view.order.account_id is not None:
        return notice.To(account_id=view.order.account_id)
    return notice.To(address=view.order.email, language=language_of(view.payment.language))


def _receipt(app: App, view: OrderView) -> notice.Receipt:
    order = view.order

    def amount(minor: int) -> notice.Amount:
        return notice.Amount(minor, order.currency)

    return notice.Receipt(
        order_number(order.id), order.shop_name,
        tuple(notice.ReceiptLine(line.title, line.quantity, amount(line.total_minor)) for line in view.lines),
        amount(order.shipping_minor), amount(order.tax_minor), amount(order.total_minor), _path_of(app, view),
    )  # fmt: skip


REACTIONS = [
    Reaction("OrderPaid", "checkout.receipts", send_receipts),
    Reaction("OrderLinkAsked", "checkout.links", send_links),
    Reaction(REQUEST_MADE, "checkout.tell_request", tell_request_made),
    Reaction(REQUEST_ANSWERED, "checkout.tell_answer", tell_request_answered),
    Reaction(MESSAGE_SENT, "checkout.tell_message", tell_message),
]
