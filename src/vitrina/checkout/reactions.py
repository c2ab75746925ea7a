"""After an order is paid: the buyer gets a receipt, the creator hears of the sale."""

from __future__ import annotations

from collections.abc import Sequence

from vitrina import affiliate, notice
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
    for event in events:
        view = await actions.view_of(app, OrderId(event.subject))
        order = view.order
        to = (
            notice.To(account_id=order.account_id)
            if order.account_id is not None
            else notice.To(address=order.email, language=language_of(view.payment.language))
        )
        async with app.db.transaction() as transaction:
            await notice.tell(transaction, to, _receipt(app, view), once=f"receipt:{order.id}", now=app.clock.now())
    app.waker.wake()


async def tell_creators(app: App, events: Sequence[Event]) -> None:
    """Tell each creator of a sale that earns, once per line."""
    for event in events:
        async with app.db.transaction() as transaction:
            for line in await affiliate.list_commissions_of(transaction, OrderId(event.subject)):
                if line.amount.is_zero:
                    continue
                told = notice.Commission(
                    line.product_title, notice.Amount(line.amount.minor, line.amount.currency), f"/wallet?why={line.id}"
                )
                to = notice.To(account_id=line.creator_id)
                await notice.tell(transaction, to, told, once=f"commission:{line.id}", now=app.clock.now())
    app.waker.wake()


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
    Reaction("OrderPaid", "checkout.tell_creators", tell_creators),
]
