"""SQL of what a person owns here: their own rows as JSON, and how those rows are erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from vitrina.kernel.ids import AccountId
from vitrina.platform.postgres import Connection


async def export_account(connection: Connection, account_id: AccountId) -> dict[str, Any]:
    """The account with its devices, passkeys, roles, creator's page and follows; no hash and no key."""
    found: dict[str, Any] = await connection.fetchval(
        "SELECT jsonb_build_object("
        " 'account', (SELECT to_jsonb(a) - 'password_hash' FROM people_account a WHERE id = $1),"
        " 'devices', (SELECT coalesce(jsonb_agg(jsonb_build_object('device', device, 'since', made_at)), '[]')"
        "   FROM people_session WHERE account_id = $1),"
        " 'passkeys', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', name, 'since', made_at, 'used', used_at)), '[]')"
        "   FROM people_passkey WHERE account_id = $1),"
        " 'roles', (SELECT coalesce(jsonb_agg(role), '[]') FROM people_role WHERE account_id = $1),"
        " 'shops', (SELECT coalesce(jsonb_agg(jsonb_build_object('shop_id', shop_id, 'role', role)), '[]')"
        "   FROM people_membership WHERE account_id = $1),"
        " 'creator', (SELECT to_jsonb(c) FROM people_creator c WHERE account_id = $1),"
        " 'follows', (SELECT coalesce(jsonb_agg(jsonb_build_object('handle', c.handle, 'since', f.at)), '[]')"
        "   FROM people_follow f JOIN people_creator c ON c.account_id = f.creator_id WHERE f.follower_id = $1))",
        account_id,
    )
    return found


async def lock_account(connection: Connection, account_id: AccountId) -> bool:
    """Hold the account for this transaction; False when its person has left."""
    found = await connection.fetchval(
        "SELECT true FROM people_account WHERE id = $1 AND erased_at IS NULL FOR UPDATE", account_id
    )
    return bool(found)


async def erase_ties(connection: Connection, account_id: AccountId) -> None:
    """End sessions, proofs, roles, memberships and follows; who was followed has one follower less."""
    await connection.execute(
        "WITH sessions AS (DELETE FROM people_session WHERE account_id = $1),"
        " tokens AS (DELETE FROM people_token WHERE account_id = $1),"
        " passkeys AS (DELETE FROM people_passkey WHERE account_id = $1),"
        " challenges AS (DELETE FROM people_challenge WHERE account_id = $1),"
        " pairings AS (DELETE FROM people_pairing WHERE account_id = $1),"
        " roles AS (DELETE FROM people_role WHERE account_id = $1),"
        " members AS (DELETE FROM people_membership WHERE account_id = $1),"
        " gone AS (DELETE FROM people_follow WHERE follower_id = $1 RETURNING creator_id)"
        " UPDATE people_creator c SET followers = followers - 1 FROM gone WHERE c.account_id = gone.creator_id",
        account_id,
    )


async def rest_handle(connection: Connection, account_id: AccountId, until: datetime) -> None:
    """Take a creator's page away; its handle is nobody's until then."""
    await connection.execute(
        "WITH gone AS (DELETE FROM people_creator WHERE account_id = $1 RETURNING handle)"
        " INSERT INTO people_handle_rest (handle, until) SELECT handle, $2 FROM gone"
        " ON CONFLICT (handle) DO UPDATE SET until = EXCLUDED.until",
        account_id,
        until,
    )


async def is_handle_resting(connection: Connection, handle: str, now: datetime) -> bool:
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM people_handle_rest WHERE handle = $1 AND until > $2)", handle, now
    )
    return found


async def blur_account(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Leave of the account no more than its number: orders and books name it."""
    await connection.execute(
        "UPDATE people_account SET email = 'erased-' || id || '@erased.invalid', name = '—', birth_date = '1900-01-01',"
        " country = NULL, password_hash = NULL, email_verified_at = NULL, erased_at = $2 WHERE id = $1",
        account_id,
        now,
    )
