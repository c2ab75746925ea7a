"""SQL of requests to cancel or return, and of messages about an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina.checkout.model import MessageRow, RequestRow
from vitrina.kernel.ids import OrderId
from vitrina.platform.postgres import Connection

_REQUEST = ", ".join(RequestRow._fields)


async def insert_request(connection: Connection, request: RequestRow) -> None:
    await connection.execute(
        "INSERT INTO checkout_request (id, order_id, kind, state, reason, note, lines, asked_at, due_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        *request[:9],
    )


async def find_request(connection: Connection, request_id: UUID) -> RequestRow | None:
    row = await connection.fetchrow(f"SELECT {_REQUEST} FROM checkout_request WHERE id = $1", request_id)
    return None if row is None else RequestRow(*row)


async def list_requests(connection: Connection, order_id: OrderId) -> list[RequestRow]:
    rows = await connection.fetch(f"SELECT {_REQUEST} FROM checkout_request WHERE order_id = $1 ORDER BY id", order_id)
    return [RequestRow(*row) for row in rows]


async def list_live(connection: Connection, orders: Sequence[OrderId]) -> dict[OrderId, str]:
    """What is asked and not finished, by order: `cancel`, `return`, or `return_approved` on its way back."""
    rows = await connection.fetch(
        "SELECT order_id, kind, state FROM checkout_request WHERE order_id = ANY ($1) AND state IN ('open', 'approved')",
        list(orders),
    )
    return {row[0]: row[1] if row[2] == "open" else f"{row[1]}_approved" for row in rows}


async def list_overdue(connection: Connection, now: datetime, limit: int) -> list[RequestRow]:
    rows = await connection.fetch(
        f"SELECT {_REQUEST} FROM checkout_request WHERE state = 'open' AND due_at <= $1 ORDER BY due_at LIMIT $2",
        now,
        limit,
    )
    return [RequestRow(*row) for row in rows]


async def update_request(
    connection: Connection, request_id: UUID, state: str, *, by: str, answer: str | None, now: datetime
) -> None:
    """Bring a request on; the first answer keeps its words and its hour."""
    await connection.execute(
        "UPDATE checkout_request SET state = $2, answered_by = coalesce(answered_by, $3), answer = coalesce(answer, $4),"
        " answered_at = coalesce(answered_at, $5), closed_at = CASE WHEN $2 <> 'approved' THEN $5::timestamptz END"
        " WHERE id = $1",
        request_id, state, by, answer, now,
    )  # fmt: skip


async def close_live(
    connection: Connection, order_id: OrderId, state: str, by: str, now: datetime, *, kind: str | None = None
) -> None:
    """Close what is asked about an order: what happened to it has answered it."""
    await connection.execute(
        "UPDATE checkout_request SET state = $2, answered_by = coalesce(answered_by, $3),"
        " answered_at = coalesce(answered_at, $4), closed_at = $4"
        " WHERE order_id = $1 AND state IN ('open', 'approved') AND ($5::text IS NULL OR kind = $5)",
        order_id, state, by, now, kind,
    )  # fmt: skip


async def insert_message(connection: Connection, order_id: OrderId, message: MessageRow, most: int) -> bool:
    """Add a message, if there are fewer than `most` of the order."""
    row = await connection.fetchrow(
        "INSERT INTO checkout_message (order_id, is_from_buyer, problem, body, at) SELECT $1, $2, $3, $4, $5"
        " WHERE (SELECT count(*) FROM checkout_message WHERE order_id = $1) < $6 RETURNING true",
        order_id, *message, most,
    )  # fmt: skip
    return row is not None


async def list_messages(connection: Connection, order_id: OrderId) -> list[MessageRow]:
    rows = await connection.fetch(
        "SELECT is_from_buyer, problem, body, at FROM checkout_message WHERE order_id = $1 ORDER BY id", order_id
    )
    return [MessageRow(*row) for row in rows]
