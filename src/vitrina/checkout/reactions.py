"""After an order is paid: the buyer gets a receipt. A creator sees sales in the wallet; a mail for each would be a flood."""

from __future__ import annotations

from collections.abc import Sequence

from vitrina import notice
from vitrina.checkout import actions
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
    views = {view.order.id: view for view in await actions.views_of(app, [OrderId(event.subject) for event in events])}
    async with app.db.transaction() as transaction:
        for event in events:
            view = views[OrderId(event.subject)]
            once = f"link:{view.order.id}:{event.at.isoformat()}"
            to = notice.To(address=view.order.email, language=language_of(view.payment.language))
            await notice.tell(transaction, to, _receipt(app, view), once=once, now=app.clock.now())
    app.waker.wake()


def _buyer_of(view: OrderView) -> notice.To:
    if view.order.account_id is not None:
        return notice.To(account_id=view.order.account_id)
    return notice.To(address=view.order.email, language=language_of(view.payment.language))


def _receipt(app: App, view: OrderView) -> notice.Receipt:
    order = view.order

    def amount(minor: int) -> notice.Amount:
        return notice.Amount(minor, order.currency)

    token = "" if order.account_id else f"?token={order_token(app.settings.app_secret, order.payment_id)}"
    return notice.Receipt(
        order_number(order.id), order.shop_name,
        tuple(notice.ReceiptLine(line.title, line.quantity, amount(line.total_minor)) for line in view.lines),
        amount(order.shipping_minor), amount(order.tax_minor), amount(order.total_minor), f"/orders/{order.id}{token}",
    )  # fmt: skip


REACTIONS = [
    Reaction("OrderPaid", "checkout.receipts", send_receipts),
    Reaction("OrderLinkAsked", "checkout.links", send_links),
]
