"""SQL of payments, orders, lines and refunds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from vitrina.checkout.model import (
    OPEN_STATES,
    BookedOrder,
    BookedRefund,
    LineRow,
    OrderRow,
    PaymentRow,
    Placement,
    RefundDue,
    Sold,
)
from vitrina.checkout.rules import tax_owner
from vitrina.kernel.ids import AccountId, LineId, OrderId, PaymentId, RefundId, ShopId
from vitrina.kernel.money import Money
from vitrina.platform.postgres import Connection

_PAYMENT = ", ".join(PaymentRow._fields)
_ORDER = ", ".join(OrderRow._fields)
_LINE = ", ".join(LineRow._fields)


async def place(connection: Connection, placements: Sequence[Placement], at: datetime) -> list[str]:
    """Place many payments in one statement, in order of arrival; a word for each: placed, known, sold_out."""
    groups, requests, variants, quantities, expiries = [], [], [], [], []
    for placement in placements:
        for line in placement.lines:
            groups.append(placement.payment.id)
            requests.append(line.order_id)
            variants.append(line.variant_id)
            quantities.append(line.quantity)
            expiries.append(placement.payment.expires_at)
    words = await connection.fetchval(
        "SELECT checkout_place($1::checkout_payment[], $2::checkout_order[], $3::checkout_line[], $4::bytea[], $5::uuid[],"
        " $6::uuid[], $7::uuid[], $8::integer[], $9::timestamptz[], $10)",
        [tuple(placement.payment) for placement in placements],
        [tuple(order) for placement in placements for order in placement.orders],
        [tuple(line) for placement in placements for line in placement.lines],
        [placement.body_hash for placement in placements],
        groups, requests, variants, quantities, expiries, at,
    )  # fmt: skip
    return list(words)


async def note_outcomes(
    connection: Connection, payment_id: PaymentId, *, state: str, order_state: str, charge_id: str | None,
    action_url: str | None, voucher_reference: str | None, expires_at: datetime | None, last4: str | None,
    failure: str | None, now: datetime,
) -> bool:  # fmt: skip
    """Bring an open payment into another open or failed state, its orders with it; False when it is settled already."""
    done = await connection.fetchval(
        "WITH changed AS (UPDATE checkout_payment SET state = $2, charge_id = coalesce($4, charge_id),"
        "   action_url = coalesce($5, action_url), voucher_reference = coalesce($6, voucher_reference),"
        "   expires_at = coalesce($7, expires_at), last4 = coalesce($8, last4), failure = $9, asked_at = $10"
        "   WHERE id = $1 AND state = ANY ($11) RETURNING id),"
        " moved AS (UPDATE checkout_order SET state = $3 WHERE payment_id IN (SELECT id FROM changed))"
        " SELECT count(*) FROM changed",
        payment_id, state, order_state, charge_id, action_url, voucher_reference, expires_at, last4, failure, now,
        list(OPEN_STATES),
    )  # fmt: skip
    return bool(done)


async def find_payment(connection: Connection, payment_id: UUID, *, lock: bool = False) -> PaymentRow | None:
    row = await connection.fetchrow(
        f"SELECT {_PAYMENT} FROM checkout_payment WHERE id = $1" + (" FOR UPDATE" if lock else ""), payment_id
    )
    return None if row is None else PaymentRow(*row)


async def list_orders_of(connection: Connection, payment_id: PaymentId) -> list[OrderRow]:
    rows = await connection.fetch(f"SELECT {_ORDER} FROM checkout_order WHERE payment_id = $1 ORDER BY id", payment_id)
    return [OrderRow(*row) for row in rows]


async def find_order(connection: Connection, order_id: OrderId, *, lock: bool = False) -> OrderRow | None:
    row = await connection.fetchrow(
        f"SELECT {_ORDER} FROM checkout_order WHERE id = $1" + (" FOR UPDATE" if lock else ""), order_id
    )
    return None if row is None else OrderRow(*row)


async def list_orders(connection: Connection, ids: Sequence[OrderId]) -> list[OrderRow]:
    rows = await connection.fetch(f"SELECT {_ORDER} FROM checkout_order WHERE id = ANY ($1) ORDER BY id", list(ids))
    return [OrderRow(*row) for row in rows]


async def list_lines(connection: Connection, orders: Sequence[OrderId], *, lock: bool = False) -> list[LineRow]:
    rows = await connection.fetch(
        f"SELECT {_LINE} FROM checkout_line WHERE order_id = ANY ($1) ORDER BY order_id, position"
        + (" FOR UPDATE" if lock else ""),
        list(orders),
    )
    return [LineRow(*row) for row in rows]


async def list_payments(connection: Connection, ids: Sequence[PaymentId]) -> dict[PaymentId, PaymentRow]:
    rows = await connection.fetch(f"SELECT {_PAYMENT} FROM checkout_payment WHERE id = ANY ($1)", list(ids))
    return {row[0]: PaymentRow(*row) for row in rows}


async def list_payments_of_orders(connection: Connection, orders: Sequence[OrderId]) -> dict[OrderId, PaymentRow]:
    """The payment of each order, by the order's id."""
    columns = ", ".join(f"p.{name}" for name in PaymentRow._fields)
    rows = await connection.fetch(
        f"SELECT o.id, {columns} FROM checkout_order o JOIN checkout_payment p ON p.id = o.payment_id WHERE o.id = ANY ($1)",
        list(orders),
    )
    return {row[0]: PaymentRow(*row[1:]) for row in rows}


async def note_charge(
    connection: Connection, payment_id: PaymentId, charge_id: str, *, is_captured: bool, now: datetime
) -> None:
    """Remember the charge of money that came too late, and whether it was taken."""
    await connection.execute(
        "UPDATE checkout_payment SET state = 'late', charge_id = $2,"
        " captured_at = coalesce(captured_at, CASE WHEN $3 THEN $4::timestamptz END)"
        " WHERE id = $1",
        payment_id, charge_id, is_captured, now,
    )  # fmt: skip


async def list_account_orders(
    connection: Connection, account_id: AccountId, before: UUID | None, limit: int
) -> list[OrderRow]:
    rows = await connection.fetch(
        f"SELECT {_ORDER} FROM checkout_order WHERE account_id = $1 AND ($2::uuid IS NULL OR id < $2)"
        " ORDER BY id DESC LIMIT $3",
        account_id, before, limit,
    )  # fmt: skip
    return [OrderRow(*row) for row in rows]


async def list_shop_orders(
    connection: Connection, shop_id: ShopId, states: Sequence[str], before: UUID | None, limit: int
) -> list[OrderRow]:
    """A shop's orders in these states, newest first."""
    rows = await connection.fetch(
        f"SELECT {_ORDER} FROM checkout_order WHERE shop_id = $1 AND state = ANY ($2) AND ($3::uuid IS NULL OR id < $3)"
        " ORDER BY id DESC LIMIT $4",
        shop_id, list(states), before, limit,
    )  # fmt: skip
    return [OrderRow(*row) for row in rows]


async def list_open_payments(
    connection: Connection, states: Sequence[str], asked_before: datetime, limit: int
) -> list[PaymentRow]:
    """Payments in these states that were last asked about before an instant, oldest first."""
    rows = await connection.fetch(
        f"SELECT {_PAYMENT} FROM checkout_payment WHERE state = ANY ($1)"
        " AND state IN ('created', 'requires_action', 'pending', 'awaiting', 'late') AND asked_at < $2"
        " ORDER BY asked_at LIMIT $3",
        list(states), asked_before, limit,
    )  # fmt: skip
    return [PaymentRow(*row) for row in rows]


async def list_late_unreturned(connection: Connection, asked_before: datetime, limit: int) -> list[PaymentRow]:
    """Payments whose money came too late and whose way back was never written: their process died between the two."""
    rows = await connection.fetch(
        f"SELECT {_PAYMENT} FROM checkout_payment p WHERE state = 'late' AND asked_at < $1"
        " AND NOT EXISTS (SELECT FROM checkout_refund r WHERE r.payment_id = p.id) ORDER BY asked_at LIMIT $2",
        asked_before, limit,
    )  # fmt: skip
    return [PaymentRow(*row) for row in rows]


async def touch_asked(connection: Connection, payment_id: PaymentId, now: datetime) -> None:
    await connection.execute("UPDATE checkout_payment SET asked_at = $2 WHERE id = $1", payment_id, now)


async def list_uncaptured(connection: Connection, limit: int) -> list[tuple[PaymentId, str, Money]]:
    """Paid payments not captured yet of which not everything is given back: id, charge, amount."""
    rows = await connection.fetch(
        "SELECT p.id, p.charge_id, p.total_minor, p.currency FROM checkout_payment p"
        " WHERE p.state = 'paid' AND p.captured_at IS NULL"
        " AND p.total_minor > (SELECT coalesce(sum(r.amount_minor), 0) FROM checkout_refund r WHERE r.payment_id = p.id)"
        " ORDER BY p.paid_at LIMIT $1",
        limit,
    )
    return [(row[0], row[1], Money(row[2], row[3])) for row in rows]


async def mark_captured(connection: Connection, payments: Sequence[PaymentId], now: datetime) -> None:
    await connection.execute(
        "UPDATE checkout_payment SET captured_at = $2 WHERE id = ANY ($1) AND captured_at IS NULL", list(payments), now
    )


async def update_state(
    connection: Connection, order_id: OrderId, state: str, source: str, now: datetime, *, refunded_minor: int = 0,
    is_shipping_refunded: bool = False,
) -> None:  # fmt: skip
    """Bring an order into a state, add to what was refunded, and note the change."""
    await connection.execute(
        "WITH noted AS (INSERT INTO checkout_order_change (order_id, state, source, at) VALUES ($1, $2, $3, $4))"
        " UPDATE checkout_order SET state = $2, refunded_minor = refunded_minor + $5,"
        " is_shipping_refunded = is_shipping_refunded OR $6 WHERE id = $1",
        order_id, state, source, now, refunded_minor, is_shipping_refunded,
    )  # fmt: skip


async def mark_shipped(
    connection: Connection, order_id: OrderId, carrier: str | None, tracking: str | None, now: datetime
) -> None:
    await connection.execute(
        "UPDATE checkout_order SET shipped_at = $2, carrier = $3, tracking = $4 WHERE id = $1",
        order_id,
        now,
        carrier,
        tracking,
    )


async def mark_delivered(
    connection: Connection, order_id: OrderId, source: str, seller_payable_on: date, now: datetime
) -> None:
    await connection.execute(
        "UPDATE checkout_order SET delivered_at = $2, delivered_source = $3, seller_payable_on = $4 WHERE id = $1",
        order_id, now, source, seller_payable_on,
    )  # fmt: skip


async def date_seller(connection: Connection, order_id: OrderId, payable_on: date) -> None:
    """Give an order the date its seller may be paid, unless it has one."""
    await connection.execute(
        "UPDATE checkout_order SET seller_payable_on = coalesce(seller_payable_on, $2) WHERE id = $1",
        order_id,
        payable_on,
    )


async def add_refunded_pieces(connection: Connection, lines: Sequence[LineId], pieces: Sequence[int]) -> None:
    await connection.execute(
        "UPDATE checkout_line l SET refunded_quantity = l.refunded_quantity + w.pieces"
        " FROM unnest($1::uuid[], $2::integer[]) AS w (id, pieces) WHERE l.id = w.id",
        list(lines), list(pieces),
    )  # fmt: skip


async def insert_refund(
    connection: Connection, refund_id: RefundId, payment_id: PaymentId, order_id: OrderId | None, amount: Money,
    *, reason: str, lines: dict[str, int], now: datetime,
) -> None:  # fmt: skip
    """A refund the provider must carry out; the same id twice is one."""
    await connection.execute(
        "INSERT INTO checkout_refund (id, payment_id, order_id, amount_minor, reason, lines, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        refund_id, payment_id, order_id, amount.minor, reason, lines, now,
    )  # fmt: skip


async def list_due_refunds(connection: Connection, asked_before: datetime, limit: int) -> list[RefundDue]:
    """Refunds to carry out whose last try is before an instant, oldest first.

    What was not captured yet waits for that, unless nothing of the payment is left to capture: then it is voided.
    """
    rows = await connection.fetch(
        "SELECT r.id, r.payment_id, r.amount_minor, p.currency, p.charge_id, p.captured_at IS NOT NULL"
        " FROM checkout_refund r JOIN checkout_payment p ON p.id = r.payment_id"
        " WHERE r.state = 'due' AND p.charge_id IS NOT NULL AND (r.asked_at IS NULL OR r.asked_at < $1)"
        " AND (p.captured_at IS NOT NULL"
        "   OR p.total_minor = (SELECT sum(a.amount_minor) FROM checkout_refund a WHERE a.payment_id = p.id))"
        " ORDER BY r.at LIMIT $2",
        asked_before, limit,
    )  # fmt: skip
    return [RefundDue(row[0], row[1], Money(row[2], row[3]), row[4], row[5]) for row in rows]


async def note_refund_try(connection: Connection, refund_id: RefundId, now: datetime) -> None:
    await connection.execute("UPDATE checkout_refund SET asked_at = $2 WHERE id = $1", refund_id, now)


async def finish_refund(connection: Connection, refund_id: RefundId, *, is_void: bool, now: datetime) -> None:
    await connection.execute(
        "UPDATE checkout_refund SET state = 'done', is_void = $2, done_at = $3 WHERE id = $1", refund_id, is_void, now
    )


async def free_held_orders(connection: Connection, now: datetime) -> list[OrderId]:
    """Orders whose hold hour is over become to ship; their ids."""
    rows = await connection.fetch(
        "UPDATE checkout_order SET state = 'to_ship' WHERE state = 'on_hold' AND hold_until <= $1 RETURNING id", now
    )
    return [row[0] for row in rows]


async def list_seller_due(connection: Connection, country: str, today: date, limit: int) -> list[OrderRow]:
    """Delivered orders of a country whose seller may be paid, locked; those another worker holds are skipped."""
    rows = await connection.fetch(
        f"SELECT {_ORDER} FROM checkout_order WHERE NOT seller_paid_over AND seller_payable_on <= $2 AND country = $1"
        " AND state IN ('delivered', 'completed', 'partly_refunded', 'refunded')"
        " ORDER BY seller_payable_on, id LIMIT $3 FOR UPDATE SKIP LOCKED",
        country, today, limit,
    )  # fmt: skip
    return [OrderRow(*row) for row in rows]


async def mark_seller_paid_over(connection: Connection, orders: Sequence[OrderId]) -> None:
    await connection.execute("UPDATE checkout_order SET seller_paid_over = true WHERE id = ANY ($1)", list(orders))


async def list_history(connection: Connection, order_id: OrderId) -> list[tuple[str, str, datetime]]:
    rows = await connection.fetch(
        "SELECT state, source, at FROM checkout_order_change WHERE order_id = $1 ORDER BY id", order_id
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def seen_digests(
    connection: Connection, accounts: Sequence[UUID], digests: Sequence[str]
) -> set[tuple[UUID, str, str]]:
    """(account, kind, digest) of those accounts' own purchases among these digests."""
    rows = await connection.fetch(
        "SELECT account_id, kind, digest FROM checkout_seen WHERE account_id = ANY ($1) AND digest = ANY ($2)",
        list(accounts), list(digests),
    )  # fmt: skip
    return {(row[0], row[1], row[2]) for row in rows}


async def claim_webhook(connection: Connection, event_id: str, now: datetime) -> bool:
    """Note a provider's event; False when it came before."""
    done = await connection.execute(
        "INSERT INTO checkout_webhook (id, at) VALUES ($1, $2) ON CONFLICT DO NOTHING", event_id, now
    )
    return str(done).endswith(" 1")


async def list_paid_orders(connection: Connection) -> list[tuple[OrderId, UUID]]:
    """Every order that was ever paid with its payment: what the ledger must know."""
    rows = await connection.fetch(
        "SELECT o.id, o.payment_id FROM checkout_order o JOIN checkout_payment p ON p.id = o.payment_id WHERE p.state = 'paid'"
    )
    return [(row[0], row[1]) for row in rows]


async def list_seller_lines(connection: Connection, shop_id: ShopId, limit: int) -> list[OrderRow]:
    """A shop's orders that count in its wallet, newest first."""
    rows = await connection.fetch(
        f"SELECT {_ORDER} FROM checkout_order WHERE shop_id = $1 AND state NOT IN"
        " ('payment_pending', 'requires_action', 'awaiting_payment', 'payment_failed', 'expired') ORDER BY id DESC LIMIT $2",
        shop_id, limit,
    )  # fmt: skip
    return [OrderRow(*row) for row in rows]


# What is kept when `left` of `quantity` pieces stay, rounded half up: affiliate's kept_part, written a second time on purpose.
_KEPT = "((2 * l.{} * (l.quantity - l.refunded_quantity) + l.quantity) / (2 * l.quantity))"
_KEPT_BASE, _KEPT_FEE, _KEPT_CREATOR, _KEPT_TAX = (
    _KEPT.format(f"{part}_minor") for part in ("base", "fee", "creator", "tax")
)


async def list_booked_orders(connection: Connection, after: UUID, limit: int) -> list[BookedOrder]:
    """Paid orders by their ids after one, with what the ledger must say of them."""
    rows = await connection.fetch(
        "SELECT o.id, o.shop_id, o.currency, o.country, o.region, o.seller_paid_over, o.total_minor,"
        " l.base - l.fee - l.creator + o.shipping_minor - o.shipping_tax_minor, l.creator, l.fee, o.tax_minor, o.refunded_minor,"
        " l.base_kept - l.fee_kept - l.creator_kept"
        "   + CASE WHEN o.is_shipping_refunded THEN 0 ELSE o.shipping_minor - o.shipping_tax_minor END,"
        " l.creator_kept, l.fee_kept, l.tax_kept + CASE WHEN o.is_shipping_refunded THEN 0 ELSE o.shipping_tax_minor END,"
        " r.refunds"
        " FROM checkout_order o JOIN checkout_payment p ON p.id = o.payment_id AND p.state = 'paid'"
        " CROSS JOIN LATERAL (SELECT sum(l.base_minor)::bigint AS base, sum(l.fee_minor)::bigint AS fee,"
        f"   sum(l.creator_minor)::bigint AS creator, sum({_KEPT_BASE})::bigint AS base_kept,"
        f"   sum({_KEPT_FEE})::bigint AS fee_kept, sum({_KEPT_CREATOR})::bigint AS creator_kept,"
        f"   sum({_KEPT_TAX})::bigint AS tax_kept FROM checkout_line l WHERE l.order_id = o.id) l"
        " CROSS JOIN LATERAL (SELECT coalesce(sum(r.amount_minor), 0)::bigint AS refunds"
        "   FROM checkout_refund r WHERE r.order_id = o.id) r"
        " WHERE o.id > $1 ORDER BY o.id LIMIT $2",
        after, limit,
    )  # fmt: skip
    return [BookedOrder(row[0], row[1], row[2], tax_owner(row[3], row[4]), *row[5:]) for row in rows]


async def list_booked_refunds(connection: Connection, after: UUID, limit: int) -> list[BookedRefund]:
    """Refunds of orders by their ids after one; money that came too late for its order was never in the ledger."""
    rows = await connection.fetch(
        "SELECT r.id, r.order_id, r.amount_minor, o.currency, r.reason FROM checkout_refund r"
        " JOIN checkout_order o ON o.id = r.order_id WHERE r.id > $1 ORDER BY r.id LIMIT $2",
        after, limit,
    )  # fmt: skip
    return [BookedRefund(row[0], row[1], Money(row[2], row[3]), row[4]) for row in rows]


async def sums_of_sellers(connection: Connection, shops: Sequence[ShopId]) -> dict[tuple[ShopId, str, bool], int]:
    """What these shops keep of their paid orders: (shop, currency, whether paid over to payable) → minor units."""
    rows = await connection.fetch(
        "SELECT o.shop_id, o.currency, o.seller_paid_over, sum(l.kept + CASE WHEN o.is_shipping_refunded THEN 0"
        "   ELSE o.shipping_minor - o.shipping_tax_minor END)::bigint"
        " FROM checkout_order o JOIN checkout_payment p ON p.id = o.payment_id AND p.state = 'paid'"
        f" CROSS JOIN LATERAL (SELECT sum({_KEPT_BASE} - {_KEPT_FEE} - {_KEPT_CREATOR})::bigint AS kept"
        "   FROM checkout_line l WHERE l.order_id = o.id) l"
        " WHERE o.shop_id = ANY ($1) GROUP BY 1, 2, 3",
        list(shops),
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


# --- telling ---------------------------------------------------------------------------------------------------------


async def sold_since(connection: Connection, since: datetime, hold_hour: timedelta, every: timedelta) -> list[Sold]:
    """Orders paid since an instant and still on hold, by shop, currency and the `every` minutes they were paid in."""
    rows = await connection.fetch(
        "SELECT s.shop_id, s.slug, s.name, s.paid_in, s.count, s.total, s.currency, l.title FROM ("
        "   SELECT shop_id, min(shop_slug) AS slug, min(shop_name) AS name, currency, count(*)::integer AS count,"
        "     date_bin($3, hold_until - $2::interval, timestamptz 'epoch') AS paid_in, sum(total_minor)::bigint AS total,"
        "     max(id::text)::uuid AS last"
        "   FROM checkout_order WHERE state = 'on_hold' AND hold_until >= $1::timestamptz + $2::interval GROUP BY 1, 4, 6) s"
        " JOIN checkout_line l ON l.order_id = s.last AND l.position = (SELECT min(position) FROM checkout_line"
        "   WHERE order_id = s.last)",
        since,
        hold_hour,
        every,
    )
    return [Sold(row[0], row[1], row[2], row[3], row[4], Money(row[5], row[6]), row[7]) for row in rows]


async def list_waiting_payments(
    connection: Connection, begun_after: datetime, ending_before: datetime, limit: int
) -> list[PaymentRow]:
    """Payments that wait at a counter or a bank and began after an instant, or end before another."""
    rows = await connection.fetch(
        f"SELECT {_PAYMENT} FROM checkout_payment WHERE state = 'awaiting' AND voucher_reference IS NOT NULL"
        " AND (at > $1 OR expires_at <= $2) ORDER BY expires_at LIMIT $3",
        begun_after, ending_before, limit,
    )  # fmt: skip
    return [PaymentRow(*row) for row in rows]


async def list_orders_of_payments(connection: Connection, payments: Sequence[PaymentId]) -> dict[PaymentId, OrderRow]:
    """One order of each payment."""
    rows = await connection.fetch(
        f"SELECT DISTINCT ON (payment_id) {_ORDER} FROM checkout_order WHERE payment_id = ANY ($1) ORDER BY payment_id, id",
        list(payments),
    )
    found = [OrderRow(*row) for row in rows]
    return {order.payment_id: order for order in found}
