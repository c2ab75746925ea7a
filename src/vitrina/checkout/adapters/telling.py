"""Orders and payments in the words of `notice`: whom to tell, where they see it, what happened."""

from __future__ import annotations

from typing import Any

from vitrina import notice
from vitrina.checkout.model import OrderView
from vitrina.checkout.rules import order_number, order_token
from vitrina.kernel.words import language_of
from vitrina.platform.app import App


def buyer_of(view: OrderView) -> notice.To | None:
    """Whom to tell of an order: its account, or the guest's address; None when who bought has left."""
    if view.order.account_id is not None:
        return notice.To(account_id=view.order.account_id)
    if view.order.email is None:
        return None
    return notice.To(address=view.order.email, language=language_of(view.payment.language))


def order_path(app: App, view: OrderView) -> str:
    """Where the buyer sees an order; a guest's carries its token."""
    order = view.order
    token = "" if order.account_id else f"?token={order_token(app.settings.app_secret, order.payment_id)}"
    return f"/orders/{order.id}{token}"


def receipt_of(app: App, view: OrderView) -> notice.Receipt:
    order = view.order

    def amount(minor: int) -> notice.Amount:
        return notice.Amount(minor, order.currency)

    return notice.Receipt(
        order_number(order.id), order.shop_name,
        tuple(notice.ReceiptLine(line.title, line.quantity, amount(line.total_minor)) for line in view.lines),
        amount(order.shipping_minor), amount(order.tax_minor), amount(order.total_minor), order_path(app, view),
    )  # fmt: skip


def shipped_of(app: App, view: OrderView, said: dict[str, Any]) -> notice.OrderShipped:
    order = view.order
    return notice.OrderShipped(
        order_number(order.id), order.shop_name, view.lines[0].title, order_path(app, view), said.get("carrier"),
        said.get("tracking"),
    )  # fmt: skip


def delivered_of(app: App, view: OrderView, _: dict[str, Any]) -> notice.OrderDelivered:
    order = view.order
    return notice.OrderDelivered(order_number(order.id), order.shop_name, view.lines[0].title, order_path(app, view))


def cancelled_of(app: App, view: OrderView, said: dict[str, Any]) -> notice.OrderCancelled:
    order, amount = view.order, notice.Amount(said["minor"], said["currency"])
    return notice.OrderCancelled(order_number(order.id), order.shop_name, amount, order_path(app, view))


def refunded_of(app: App, view: OrderView, said: dict[str, Any]) -> notice.OrderRefunded:
    order, amount = view.order, notice.Amount(said["minor"], said["currency"])
    return notice.OrderRefunded(order_number(order.id), order.shop_name, amount, order_path(app, view))


def returned_of(app: App, view: OrderView) -> notice.PaymentReturned:
    """Money that came after the stock was gone goes back."""
    payment = view.payment
    return notice.PaymentReturned(notice.Amount(payment.total_minor, payment.currency), order_path(app, view))
