"""SQL of notice_message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from vitrina.kernel.ids import AccountId
from vitrina.notice.model import Message, To
from vitrina.platform.postgres import Connection


async def add_messages(
    connection: Connection, messages: Sequence[tuple[UUID, str, To, dict[str, Any]]], now: datetime
) -> list[UUID]:
    """Insert (id, once, to, told); the ids of those whose cause was not told yet."""
    rows = await connection.fetch(
        "INSERT INTO notice_message (id, once, account_id, address, language, kind, told, at)"
        " SELECT id, once, account_id, address, language, told ->> 'type', told, $7"
        " FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[])"
        " AS new (id, once, account_id, address, language, told) ON CONFLICT (once) DO NOTHING RETURNING id",
        [message_id for message_id, _, _, _ in messages],
        [once for _, once, _, _ in messages],
        [to.account_id for _, _, to, _ in messages],
        [to.address for _, _, to, _ in messages],
        [to.language for _, _, to, _ in messages],
        [told for _, _, _, told in messages],
        now,
    )
    return [row[0] for row in rows]


async def list_messages(connection: Connection, ids: Sequence[UUID]) -> list[Message]:
    rows = await connection.fetch(
        "SELECT id, account_id, address, language, told, sent_at, failed_why FROM notice_message"
        " WHERE id = ANY($1::uuid[]) ORDER BY id",
        ids,
    )
    return [Message(*row) for row in rows]


async def export_messages(connection: Connection, account_id: AccountId) -> list[dict[str, Any]]:
    """What an account was told."""
    rows = await connection.fetch(
        "SELECT jsonb_build_object('kind', kind, 'told', told, 'at', at, 'sent_at', sent_at) FROM notice_message"
        " WHERE account_id = $1 ORDER BY id",
        account_id,
    )
    return [row[0] for row in rows]


async def erase_messages(connection: Connection, account_id: AccountId) -> None:
    await connection.execute("DELETE FROM notice_message WHERE account_id = $1", account_id)


async def mark_sent(connection: Connection, ids: Sequence[UUID], now: datetime) -> None:
    await connection.execute("UPDATE notice_message SET sent_at = $2 WHERE id = ANY ($1)", list(ids), now)


async def mark_failed(connection: Connection, message_id: UUID, why: str) -> None:
    await connection.execute("UPDATE notice_message SET failed_why = $2 WHERE id = $1", message_id, why)


async def count_failures(connection: Connection) -> tuple[int, int]:
    row = await connection.fetchrow(
        "SELECT count(*) FILTER (WHERE failed_why IS NOT NULL), count(*) FILTER (WHERE failed_why IS NULL)"
        " FROM notice_message WHERE sent_at IS NULL"
    )
    assert row is not None
    return row[0], row[1]
