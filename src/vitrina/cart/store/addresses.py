"""SQL of saved addresses, and of what a person owns among the bags."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from vitrina.cart.model import Address, SavedAddress
from vitrina.kernel.ids import AccountId
from vitrina.platform.postgres import Connection, Row


async def list_addresses(connection: Connection, account_id: AccountId) -> list[SavedAddress]:
    """An account's addresses, the default one first, then the newest."""
    rows = await connection.fetch(
        "SELECT id, address, is_default FROM cart_address WHERE account_id = $1 ORDER BY is_default DESC, id DESC",
        account_id,
    )
    return [_saved(row) for row in rows]


async def lock_addresses(connection: Connection, account_id: AccountId) -> None:
    """Let one change of an account's addresses wait for the other."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('cart_address:' || $1, 0))", str(account_id)
    )


async def insert_address(connection: Connection, account_id: AccountId, saved: SavedAddress, now: datetime) -> None:
    await connection.execute(
        "INSERT INTO cart_address (id, account_id, address, is_default, at) VALUES ($1, $2, $3, $4, $5)",
        saved.id, account_id, msgspec.to_builtins(saved.address), saved.is_default, now,
    )  # fmt: skip


async def update_saved(connection: Connection, account_id: AccountId, saved: SavedAddress) -> bool:
    found = await connection.fetchval(
        "UPDATE cart_address SET address = $3, is_default = $4 WHERE id = $1 AND account_id = $2 RETURNING true",
        saved.id, account_id, msgspec.to_builtins(saved.address), saved.is_default,
    )  # fmt: skip
    return bool(found)


async def delete_address(connection: Connection, account_id: AccountId, address_id: UUID) -> bool:
    found = await connection.fetchval(
        "DELETE FROM cart_address WHERE id = $1 AND account_id = $2 RETURNING true", address_id, account_id
    )
    return bool(found)


async def clear_default(connection: Connection, account_id: AccountId) -> None:
    await connection.execute(
        "UPDATE cart_address SET is_default = false WHERE account_id = $1 AND is_default", account_id
    )


async def promote_newest(connection: Connection, account_id: AccountId) -> None:
    """Make the newest address the default one where none is."""
    await connection.execute(
        "UPDATE cart_address SET is_default = true WHERE id = (SELECT id FROM cart_address WHERE account_id = $1"
        " ORDER BY id DESC LIMIT 1) AND NOT EXISTS (SELECT FROM cart_address WHERE account_id = $1 AND is_default)",
        account_id,
    )


async def export_carts(connection: Connection, account_id: AccountId) -> dict[str, Any]:
    """The account's addresses and bags."""
    found: dict[str, Any] = await connection.fetchval(
        "SELECT jsonb_build_object("
        " 'addresses', (SELECT coalesce(jsonb_agg(to_jsonb(a) - 'account_id' ORDER BY a.id), '[]') FROM cart_address a"
        "   WHERE a.account_id = $1),"
        " 'bags', (SELECT coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object('lines',"
        "   (SELECT coalesce(jsonb_agg(to_jsonb(l) - 'cart_id' ORDER BY l.position), '[]') FROM cart_line l"
        "     WHERE l.cart_id = c.id)) ORDER BY c.id), '[]') FROM cart_cart c WHERE c.account_id = $1))",
        account_id,
    )
    return found


async def erase_carts(connection: Connection, account_id: AccountId) -> None:
    await connection.execute("DELETE FROM cart_address WHERE account_id = $1", account_id)
    await connection.execute(
        "DELETE FROM cart_line WHERE cart_id IN (SELECT id FROM cart_cart WHERE account_id = $1)", account_id
    )
    await connection.execute(
        "DELETE FROM cart_shipping_choice WHERE cart_id IN (SELECT id FROM cart_cart WHERE account_id = $1)", account_id
    )
    await connection.execute("DELETE FROM cart_cart WHERE account_id = $1", account_id)


def _saved(row: Row) -> SavedAddress:
    return SavedAddress(row[0], msgspec.convert(row[1], Address), row[2])
