"""What buyers and shops hear of an order: its receipt and each of its steps, and money that came too late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from vitrina import notice
from vitrina.checkout import actions
from vitrina.checkout.adapters.telling import (
    buyer_of,
    cancelled_of,
    delivered_of,
    order_path,
    receipt_of,
    refunded_of,
    shipped_of,
)
from vitrina.checkout.model import OrderView
from vitrina.kernel.ids import OrderId, PaymentId
from vitrina.platform.app import App
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction

MakeTold = Callable[[App, OrderView, dict[str, Any]], notice.Told]


async def send_receipts(app: App, events: Sequence[Event]) -> None:
    """Tell each buyer what they bought, once per order."""
    views = await actions.views_of(app, [OrderId(event.subject) for event in events])
    receipts = [(buyer_of(view.payment), receipt_of(app, view), f"receipt:{view.order.id}") for view in views]
    ats = {event.subject: event.at for event in events}
    async with app.db.transaction() as transaction:
        await notice.tell_all(transaction, receipts, now=app.clock.now(), ats=[ats[view.order.id] for view in views])
    app.waker.wake()


async def tell_late(app: App, events: Sequence[Event]) -> None:
    """Tell those whose money came after the stock was gone that it goes back."""
    orders = await actions.views_of_payments(app, [PaymentId(event.subject) for event in events])
    tellings = [
        (
            buyer_of(view.payment),
            notice.PaymentReturned(
                notice.Amount(view.payment.total_minor, view.payment.currency), order_path(app, view)
            ),
            f"payment_returned:{view.payment.id}",
        )
        for view in orders
    ]
    async with app.db.transaction() as transaction:
        await notice.tell_all(transaction, tellings, now=app.clock.now())
    app.waker.wake()


def _teller(make: MakeTold) -> Callable[[App, Sequence[Event]], Any]:
    """A reaction that tells each order's buyer of a step, once per event's cause."""

    async def run(app: App, events: Sequence[Event]) -> None:
        views = {view.order.id: view for view in await actions.views_of(app, [OrderId(one.subject) for one in events])}
        tellings, ats = [], []
        for event in events:
            view = views[OrderId(event.subject)]
            # An order is refunded in parts, each with a refund of its own; everything else happens to it once.
            cause = event.payload.get("refund_id", view.order.id)
            tellings.append((buyer_of(view.payment), make(app, view, event.payload), f"{event.topic}:{cause}"))
            ats.append(event.at)
        async with app.db.transaction() as transaction:
            await notice.tell_all(transaction, tellings, now=app.clock.now(), ats=ats)
        app.waker.wake()

    return run


REACTIONS = [
    Reaction("OrderPaid", "checkout.receipts", send_receipts),
    Reaction("OrderShipped", "checkout.tell_shipped", _teller(shipped_of)),
    Reaction("OrderDelivered", "checkout.tell_delivered", _teller(delivered_of)),
    Reaction("OrderCancelled", "checkout.tell_cancelled", _teller(cancelled_of)),
    Reaction("OrderRefunded", "checkout.tell_refunded", _teller(refunded_of)),
    Reaction("PaymentLate", "checkout.tell_late", tell_late),
]
