"""Orders as the contract shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from vitrina import catalog
from vitrina.checkout.adapters.carriers import tracking_url
from vitrina.checkout.model import LineRow, OrderRow, OrderView
from vitrina.checkout.rules import order_number
from vitrina.kernel.ids import LineId, OrderId, PaymentId, ProductId, ShopId, VariantId
from vitrina.kernel.money import Money
from vitrina.platform.http import MoneyOut, money_out

LINE_PICTURE_WIDTH = 320


class OrderShop(msgspec.Struct, frozen=True):
    id: ShopId
    slug: str
    name: str


class OrderLine(msgspec.Struct, frozen=True):
    id: LineId
    variant_id: VariantId
    product_id: ProductId
    title: str
    variant_title: str
    image_url: str | None
    quantity: int
    unit: MoneyOut
    total: MoneyOut
    refunded_quantity: int


class OrderPayment(msgspec.Struct, frozen=True):
    method: str
    status: str
    last4: str | None


class OrderVoucher(msgspec.Struct, frozen=True):
    reference: str
    expires_at: datetime


class OrderTracking(msgspec.Struct, frozen=True):
    """`url` leads to the carrier's own page of the parcel, where we know the carrier."""

    carrier: str | None
    number: str | None
    url: str | None = None


class OrderChange(msgspec.Struct, frozen=True):
    state: str
    source: str
    at: datetime


class OrderOut(msgspec.Struct, frozen=True):
    """One shop's order; `address` is null for the shop until the shopper's hour is over."""

    id: OrderId
    number: str
    payment_id: PaymentId
    status: str
    placed_at: datetime
    shop: OrderShop
    total: MoneyOut
    subtotal: MoneyOut
    shipping: MoneyOut
    tax: MoneyOut
    refunded: MoneyOut
    is_tax_included: bool
    lines: list[OrderLine]
    address: dict[str, Any] | None
    payment: OrderPayment
    voucher: OrderVoucher | None
    action_url: str | None
    hold_until: datetime | None
    cancellable: bool
    shipped_at: datetime | None
    delivered_at: datetime | None
    tracking: OrderTracking | None
    history: list[OrderChange]
    order_token: str | None = None
    request: str | None = None


class PaidOut(msgspec.Struct, frozen=True):
    """A basket that was paid: one payment, one order per shop."""

    payment_id: PaymentId
    status: str
    total: MoneyOut
    orders: list[OrderOut]
    order_token: str | None


def shown_state(view: OrderView, now: datetime) -> str:
    """The order's state as people see it: a hold whose hour is over is to ship, whoever noted it."""
    order = view.order
    if order.state == "on_hold" and order.hold_until is not None and order.hold_until <= now:
        return "to_ship"
    return order.state


def is_in_hold_hour(order: OrderRow, now: datetime) -> bool:
    """Whether the shopper may still cancel freely, also what is left after a part was given back."""
    is_held = order.state in ("on_hold", "partly_refunded") and order.shipped_at is None
    return is_held and order.hold_until is not None and now < order.hold_until


def order_out(view: OrderView, now: datetime, *, token: str | None = None, is_seller: bool = False) -> OrderOut:
    """An order as JSON for its buyer, or for its seller (no address and no payment secrets in the hold hour)."""
    order, payment = view.order, view.payment
    state = shown_state(view, now)

    def money(minor: int) -> MoneyOut:
        return MoneyOut(minor, order.currency)

    voucher = None
    if payment.voucher_reference is not None and not is_seller:
        voucher = OrderVoucher(payment.voucher_reference, payment.expires_at)
    is_acting = state == "requires_action" and not is_seller
    tracking = (
        None
        if order.shipped_at is None
        else OrderTracking(order.carrier, order.tracking, tracking_url(order.carrier, order.tracking))
    )
    is_cancellable = is_in_hold_hour(order, now)
    is_address_hidden = is_seller and order.shipped_at is None and (is_cancellable or state not in _ADDRESS_SHOWN)
    return OrderOut(
        order.id, order_number(order.id), order.payment_id, state, order.placed_at,
        OrderShop(order.shop_id, order.shop_slug, order.shop_name), money(order.total_minor), money(order.subtotal_minor),
        money(order.shipping_minor), money(order.tax_minor), money(order.refunded_minor), order.is_tax_included,
        [_line_out(line, order.currency) for line in view.lines], None if is_address_hidden else order.address,
        OrderPayment(payment.method, payment.state, payment.last4), voucher,
        payment.action_url if is_acting else None, order.hold_until, is_cancellable and not is_seller,
        order.shipped_at, order.delivered_at, tracking, [OrderChange(*change) for change in view.history], token,
        view.request,
    )  # fmt: skip


_ADDRESS_SHOWN = ("to_ship", "partly_refunded", "shipped", "delivered", "completed", "disputed")


def _line_out(line: LineRow, currency: str) -> OrderLine:
    return OrderLine(
        line.id, line.variant_id, line.product_id, line.title, line.variant_title,
        catalog.picture_url(line.picture_key, LINE_PICTURE_WIDTH), line.quantity, MoneyOut(line.unit_minor, currency),
        MoneyOut(line.total_minor, currency), line.refunded_quantity,
    )  # fmt: skip


def paid_out(views: list[OrderView], now: datetime, token: str | None) -> PaidOut:
    """The answer to paying a basket."""
    payment = views[0].payment
    orders = [order_out(view, now, token=token) for view in views]
    return PaidOut(payment.id, orders[0].status, money_out(Money(payment.total_minor, payment.currency)), orders, token)
