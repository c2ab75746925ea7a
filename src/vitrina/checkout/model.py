"""Payments, orders, lines as rows; the plan of what a payment will post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from vitrina.affiliate import Decision
from vitrina.kernel.ids import AccountId, CartId, LineId, OrderId, PaymentId, ProductId, RefundId, ShopId, VariantId
from vitrina.kernel.money import Money
from vitrina.kernel.words import Language

OPEN_STATES = ("created", "requires_action", "pending", "awaiting")


class PaymentRow(NamedTuple):
    """A row of checkout_payment, columns in the table's order: the SQL functions take it as a composite."""

    id: PaymentId
    account_id: AccountId | None
    guest_id: UUID | None
    email: str | None
    currency: str
    total_minor: int
    method: str
    token: str
    state: str
    charge_id: str | None
    fingerprint: str | None
    last4: str | None
    action_url: str | None
    voucher_reference: str | None
    expires_at: datetime
    language: str
    key_scope: str
    key: str
    plan: bytes
    address_digest: str
    at: datetime
    asked_at: datetime
    paid_at: datetime | None
    captured_at: datetime | None
    failure: str | None
    cart_id: CartId | None

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class OrderRow(NamedTuple):
    """A row of checkout_order, columns in the table's order."""

    id: OrderId
    payment_id: PaymentId
    shop_id: ShopId
    shop_slug: str
    shop_name: str
    account_id: AccountId | None
    email: str | None
    state: str
    currency: str
    country: str
    region: str
    subtotal_minor: int
    shipping_minor: int
    shipping_tax_minor: int
    tax_minor: int
    total_minor: int
    fee_bps: int
    is_tax_included: bool
    address: dict[str, Any]
    placed_at: datetime
    hold_until: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    delivered_source: str | None
    carrier: str | None
    tracking: str | None
    refunded_minor: int
    is_shipping_refunded: bool
    seller_payable_on: date | None
    seller_paid_over: bool


class LineRow(NamedTuple):
    """A row of checkout_line, columns in the table's order; base = seller + fee + creator."""

    id: LineId
    order_id: OrderId
    position: int
    variant_id: VariantId
    product_id: ProductId
    title: str
    variant_title: str
    picture_key: str | None
    quantity: int
    unit_minor: int
    total_minor: int
    base_minor: int
    tax_minor: int
    fee_minor: int
    creator_minor: int
    creator_id: AccountId | None
    is_house: bool
    refunded_quantity: int


class PlannedCommission(msgspec.Struct, frozen=True, array_like=True):
    """A commission line to be recorded when the payment is; `reason` when it is void or held from the start."""

    decision: Decision
    line_id: UUID
    shop_id: UUID
    product_id: UUID
    title: str
    base_minor: int
    amount_minor: int
    state: str
    reason: str | None


class PlannedOrder(msgspec.Struct, frozen=True, array_like=True):
    """What one order posts: the seller's part per line is derived, so that it can only be the remainder."""

    order_id: UUID
    shop_id: UUID
    tax_owner: str
    total_minor: int
    base_minor: int
    fee_minor: int
    shipping_minor: int
    tax_minor: int
    commissions: list[PlannedCommission]


class Plan(msgspec.Struct, frozen=True, array_like=True):
    """Decided at placement, carried out when the money is there, whoever finds it there."""

    currency: str
    country: str
    orders: list[PlannedOrder]


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys: an account, or a guest with an e-mail; `scope` keeps their keys apart from others'."""

    account_id: AccountId | None
    guest_id: UUID | None
    email: str | None
    language: Language
    scope: str
    payer: str


@dataclass(frozen=True, slots=True)
class PaymentAsked:
    """How the buyer pays: a method and the provider's token for it."""

    method: str
    token: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Everything that one payment writes when it is placed."""

    payment: PaymentRow
    orders: tuple[OrderRow, ...]
    lines: tuple[LineRow, ...]
    body_hash: bytes
    plan: Plan


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with what a page shows of it; `request`: what its shopper asks for and waits to be answered."""

    order: OrderRow
    payment: PaymentRow
    lines: tuple[LineRow, ...]
    history: tuple[tuple[str, str, datetime], ...] = ()
    request: str | None = None


@dataclass(frozen=True, slots=True)
class RefundDue:
    """A refund that the provider must still carry out; not captured: nothing of its payment is left to capture."""

    id: RefundId
    payment_id: PaymentId
    amount: Money
    charge_id: str
    is_captured: bool


@dataclass(frozen=True, slots=True)
class Sold:
    """What a shop sold in some minutes that begin at `since`, in one currency; `title` is a line's of the last order."""

    shop_id: ShopId
    shop_slug: str
    shop_name: str
    since: datetime
    count: int
    total: Money
    title: str


@dataclass(frozen=True, slots=True)
class BookedOrder:
    """What the ledger must say of a paid order, in minor units: as it was paid, and what is kept of it after refunds."""

    id: OrderId
    shop_id: ShopId
    currency: str
    tax_owner: str
    is_seller_paid_over: bool
    total: int
    seller: int
    creator: int
    fee: int
    tax: int
    refunded: int
    seller_kept: int
    creator_kept: int
    fee_kept: int
    tax_kept: int
    refunds: int


@dataclass(frozen=True, slots=True)
class BookedRefund:
    """A refund of an order that the ledger must know."""

    id: RefundId
    order_id: OrderId
    amount: Money
    reason: str


class RequestRow(NamedTuple):
    """A row of checkout_request, columns in the table's order."""

    id: UUID
    order_id: OrderId
    kind: str
    state: str
    reason: str
    note: str
    lines: dict[str, int]
    asked_at: datetime
    due_at: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    closed_at: datetime | None


class MessageRow(NamedTuple):
    """One sentence between a shopper and the shop about an order."""

    is_from_buyer: bool
    problem: str | None
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestAsked:
    """What a shopper asks for: to cancel, or to send lines back; no lines: all that is left."""

    kind: str
    reason: str
    note: str
    lines: tuple[tuple[LineId, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Help:
    """What may be asked about an order, what was, and when it should arrive."""

    view: OrderView
    is_seller: bool
    requests: tuple[RequestRow, ...]
    messages: tuple[MessageRow, ...]
    return_until: date | None
    may_cancel: bool
    may_return: bool
    arrives: tuple[date, date] | None
