"""SQL of a person's own orders: found again, taken over by an account, exported, blurred when the person leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from vitrina.checkout.model import OrderRow
from vitrina.kernel.ids import AccountId, ShopId
from vitrina.platform.postgres import Connection

_ORDER = ", ".join(OrderRow._fields)
_OPEN = "('payment_pending', 'requires_action', 'awaiting_payment', 'on_hold', 'to_ship', 'shipped', 'disputed')"
_IS_OPEN = (
    f"(state IN {_OPEN} OR (state = 'partly_refunded' AND delivered_at IS NULL) OR EXISTS"
    " (SELECT FROM checkout_request r WHERE r.order_id = checkout_order.id AND r.state IN ('open', 'approved')))"
)


async def list_by_email(connection: Connection, email: str, limit: int) -> list[OrderRow]:
    """The newest orders that guests placed with an e-mail."""
    rows = await connection.fetch(
        f"SELECT {_ORDER} FROM checkout_order WHERE lower(email) = lower($1) ORDER BY id DESC LIMIT $2", email, limit
    )
    return [OrderRow(*row) for row in rows]


async def list_guest_payments(connection: Connection, guest_id: UUID) -> list[UUID]:
    rows = await connection.fetch(
        "SELECT id FROM checkout_payment WHERE guest_id = $1 AND account_id IS NULL", guest_id
    )
    return [row[0] for row in rows]


async def take_over(connection: Connection, payments: Sequence[UUID], account_id: AccountId) -> list[OrderRow]:
    """Make guests' orders an account's, but for payments on which it earns: that would be its own purchase."""
    rows = await connection.fetch(
        "WITH mine AS (SELECT p.id, p.fingerprint, p.address_digest FROM checkout_payment p"
        "   WHERE p.id = ANY ($1) AND p.account_id IS NULL AND NOT EXISTS (SELECT FROM checkout_order o"
        "     JOIN checkout_line l ON l.order_id = o.id WHERE o.payment_id = p.id AND l.creator_id = $2)),"
        " seen AS (INSERT INTO checkout_seen (account_id, kind, digest)"
        "   SELECT DISTINCT $2::uuid, kind, digest FROM (SELECT 'card' AS kind, fingerprint AS digest FROM mine"
        "     UNION ALL SELECT 'address', address_digest FROM mine) d WHERE digest IS NOT NULL ON CONFLICT DO NOTHING)"
        " UPDATE checkout_order SET account_id = $2"
        f" WHERE payment_id IN (SELECT id FROM mine) AND account_id IS NULL RETURNING {_ORDER}",
        list(payments), account_id,
    )  # fmt: skip
    return [OrderRow(*row) for row in rows]


async def find_open_of_buyer(connection: Connection, account_id: AccountId) -> OrderRow | None:
    """An order of the account that is still on its way."""
    row = await connection.fetchrow(
        f"SELECT {_ORDER} FROM checkout_order WHERE account_id = $1 AND {_IS_OPEN} ORDER BY id DESC LIMIT 1", account_id
    )
    return None if row is None else OrderRow(*row)


async def find_open_of_shops(connection: Connection, shops: Sequence[ShopId]) -> OrderRow | None:
    """An order that one of these shops must still send, or answer for."""
    row = await connection.fetchrow(
        f"SELECT {_ORDER} FROM checkout_order WHERE shop_id = ANY ($1) AND {_IS_OPEN} ORDER BY id DESC LIMIT 1",
        list(shops),
    )
    return None if row is None else OrderRow(*row)


async def export_orders(connection: Connection, account_id: AccountId) -> list[dict[str, Any]]:
    """The account's orders with lines, payment, refunds, requests and messages, oldest first."""
    rows = await connection.fetch(
        "SELECT to_jsonb(o) || jsonb_build_object("
        " 'payment', (SELECT jsonb_build_object('method', p.method, 'state', p.state, 'last4', p.last4, 'paid_at', p.paid_at)"
        "   FROM checkout_payment p WHERE p.id = o.payment_id),"
        " 'lines', (SELECT jsonb_agg(jsonb_build_object('title', l.title, 'variant', l.variant_title,"
        "   'quantity', l.quantity, 'unit_minor', l.unit_minor, 'total_minor', l.total_minor,"
        "   'refunded_quantity', l.refunded_quantity) ORDER BY l.position) FROM checkout_line l WHERE l.order_id = o.id),"
        " 'history', (SELECT coalesce(jsonb_agg(jsonb_build_object('state', c.state, 'at', c.at) ORDER BY c.id), '[]')"
        "   FROM checkout_order_change c WHERE c.order_id = o.id),"
        " 'refunds', (SELECT coalesce(jsonb_agg(jsonb_build_object('amount_minor', r.amount_minor, 'reason', r.reason,"
        "   'at', r.at) ORDER BY r.id), '[]') FROM checkout_refund r WHERE r.order_id = o.id),"
        " 'requests', (SELECT coalesce(jsonb_agg(to_jsonb(q) ORDER BY q.id), '[]') FROM checkout_request q"
        "   WHERE q.order_id = o.id),"
        " 'messages', (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.id), '[]') FROM checkout_message m"
        "   WHERE m.order_id = o.id))"
        " FROM checkout_order o WHERE o.account_id = $1 ORDER BY o.id",
        account_id,
    )  # fmt: skip
    return [row[0] for row in rows]


async def blur_orders(connection: Connection, account_id: AccountId) -> None:
    """Take the person out of their orders: name, street, e-mail, card; country and region stay, since tax needs them."""
    await connection.execute(
        "WITH orders AS (UPDATE checkout_order SET email = NULL, address = jsonb_build_object('name', '—', 'line1', '—',"
        "   'city', '—', 'region', address ->> 'region', 'postal_code', '—', 'country', address ->> 'country')"
        "   WHERE account_id = $1 RETURNING id, payment_id),"
        " words AS (UPDATE checkout_message m SET body = '—' FROM orders o WHERE m.order_id = o.id AND m.is_from_buyer),"
        " notes AS (UPDATE checkout_request q SET note = '' FROM orders o WHERE q.order_id = o.id),"
        " seen AS (DELETE FROM checkout_seen WHERE account_id = $1)"
        " UPDATE checkout_payment p SET email = NULL, guest_id = NULL, fingerprint = NULL, last4 = NULL, address_digest = ''"
        " FROM orders o WHERE p.id = o.payment_id",
        account_id,
    )  # fmt: skip
