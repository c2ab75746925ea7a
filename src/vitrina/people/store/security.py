"""SQL of passkeys, their challenges, an account's devices, and log-in on a second device."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina.kernel.ids import AccountId
from vitrina.people.model import Challenge, Device, Pairing, Passkey
from vitrina.platform.postgres import Connection

_PASSKEY = "id, account_id, credential, public_key, sign_count, transports, name, made_at, used_at"


async def note_device(connection: Connection, token_hash: bytes, device: str) -> None:
    await connection.execute("UPDATE people_session SET device = $2 WHERE token_hash = $1", token_hash, device)


async def list_sessions(connection: Connection, account_id: AccountId, now: datetime) -> list[Device]:
    rows = await connection.fetch(
        "SELECT id, device, made_at, expires_at FROM people_session WHERE account_id = $1 AND expires_at > $2"
        " ORDER BY expires_at DESC, id DESC",
        account_id,
        now,
    )
    return [Device(*row) for row in rows]


async def end_session_of(connection: Connection, account_id: AccountId, session_id: UUID) -> bool:
    found = await connection.fetchval(
        "DELETE FROM people_session WHERE id = $1 AND account_id = $2 RETURNING true", session_id, account_id
    )
    return bool(found)


async def end_other_sessions(connection: Connection, account_id: AccountId, kept: UUID | None) -> None:
    await connection.execute(
        "DELETE FROM people_session WHERE account_id = $1 AND id IS DISTINCT FROM $2", account_id, kept
    )


async def change_password(connection: Connection, account_id: AccountId, password_hash: str) -> None:
    await connection.execute("UPDATE people_account SET password_hash = $2 WHERE id = $1", account_id, password_hash)


# --- passkeys --------------------------------------------------------------------------------------------------------


async def list_passkeys(connection: Connection, account_id: AccountId) -> list[Passkey]:
    rows = await connection.fetch(
        f"SELECT {_PASSKEY} FROM people_passkey WHERE account_id = $1 ORDER BY id", account_id
    )
    return [Passkey(*row) for row in rows]


async def find_passkey(connection: Connection, credential: bytes) -> Passkey | None:
    row = await connection.fetchrow(f"SELECT {_PASSKEY} FROM people_passkey WHERE credential = $1", credential)
    return None if row is None else Passkey(*row)


async def add_passkey(connection: Connection, passkey: Passkey) -> bool:
    """Insert a passkey; False when its credential is known already."""
    row = await connection.fetchrow(
        "INSERT INTO people_passkey (id, account_id, credential, public_key, sign_count, transports, name, made_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (credential) DO NOTHING RETURNING true",
        passkey.id, passkey.account_id, passkey.credential, passkey.public_key, passkey.sign_count,
        list(passkey.transports), passkey.name, passkey.made_at,
    )  # fmt: skip
    return row is not None


async def note_passkey_use(connection: Connection, passkey: Passkey, sign_count: int, now: datetime) -> bool:
    """Count a use, if nobody counted one since it was read; a copy of the key that answers at once is refused."""
    row = await connection.fetchrow(
        "UPDATE people_passkey SET sign_count = $3, used_at = $4 WHERE id = $1 AND sign_count = $2 RETURNING true",
        passkey.id,
        passkey.sign_count,
        sign_count,
        now,
    )
    return row is not None


async def rename_passkey(connection: Connection, account_id: AccountId, passkey_id: UUID, name: str) -> Passkey | None:
    row = await connection.fetchrow(
        f"UPDATE people_passkey SET name = $3 WHERE id = $1 AND account_id = $2 RETURNING {_PASSKEY}",
        passkey_id,
        account_id,
        name,
    )
    return None if row is None else Passkey(*row)


async def delete_passkey(connection: Connection, account_id: AccountId, passkey_id: UUID) -> bool:
    found = await connection.fetchval(
        "DELETE FROM people_passkey WHERE id = $1 AND account_id = $2 RETURNING true", passkey_id, account_id
    )
    return bool(found)


async def add_challenge(connection: Connection, challenge: Challenge, expires_at: datetime) -> None:
    await connection.execute(
        "INSERT INTO people_challenge (id, kind, account_id, challenge, expires_at) VALUES ($1, $2, $3, $4, $5)",
        challenge.id,
        challenge.kind,
        challenge.account_id,
        challenge.challenge,
        expires_at,
    )


async def take_challenge(connection: Connection, challenge_id: UUID, kind: str, now: datetime) -> Challenge | None:
    """Use up a live challenge: whatever the answer is, it is the only one."""
    row = await connection.fetchrow(
        "DELETE FROM people_challenge WHERE id = $1 AND kind = $2 AND expires_at > $3"
        " RETURNING id, kind, account_id, challenge",
        challenge_id,
        kind,
        now,
    )
    return None if row is None else Challenge(*row)


async def delete_expired_proofs(connection: Connection, now: datetime) -> None:
    """Forget challenges, pairings and rests of handles that are over."""
    await connection.execute(
        "WITH challenges AS (DELETE FROM people_challenge WHERE expires_at <= $1),"
        " rests AS (DELETE FROM people_handle_rest WHERE until <= $1)"
        " DELETE FROM people_pairing WHERE expires_at <= $1",
        now,
    )


# --- a second device -------------------------------------------------------------------------------------------------


async def add_pairing(connection: Connection, pairing: Pairing, secret_hash: bytes) -> None:
    await connection.execute(
        "INSERT INTO people_pairing (id, code, secret_hash, device, expires_at) VALUES ($1, $2, $3, $4, $5)",
        pairing.id,
        pairing.code,
        secret_hash,
        pairing.device,
        pairing.expires_at,
    )


async def find_pairing(connection: Connection, code: str, now: datetime) -> Pairing | None:
    """The waiting pairing of a code."""
    row = await connection.fetchrow(
        "SELECT id, code, device, expires_at FROM people_pairing WHERE code = $1 AND expires_at > $2"
        " AND account_id IS NULL",
        code,
        now,
    )
    return None if row is None else Pairing(*row)


async def approve_pairing(connection: Connection, code: str, account_id: AccountId, now: datetime) -> str | None:
    """Give a waiting device its account, once; what the device is."""
    device: str | None = await connection.fetchval(
        "UPDATE people_pairing SET account_id = $2 WHERE code = $1 AND expires_at > $3 AND account_id IS NULL"
        " RETURNING device",
        code,
        account_id,
        now,
    )
    return device


async def has_pairing(connection: Connection, pairing_id: UUID, secret_hash: bytes, now: datetime) -> bool | None:
    """Whether the device's pairing is approved; None when there is no such pairing any more."""
    approved: bool | None = await connection.fetchval(
        "SELECT account_id IS NOT NULL FROM people_pairing WHERE id = $1 AND secret_hash = $2 AND expires_at > $3",
        pairing_id,
        secret_hash,
        now,
    )
    return approved


async def take_pairing(
    connection: Connection, pairing_id: UUID, secret_hash: bytes, now: datetime
) -> tuple[AccountId, str] | None:
    """Use up an approved pairing: whose it is, and the device it was asked by."""
    row = await connection.fetchrow(
        "DELETE FROM people_pairing WHERE id = $1 AND secret_hash = $2 AND expires_at > $3 AND account_id IS NOT NULL"
        " RETURNING account_id, device",
        pairing_id,
        secret_hash,
        now,
    )
    return None if row is None else (AccountId(row[0]), row[1])


async def credentials_of(connection: Connection, account_id: AccountId) -> Sequence[bytes]:
    rows = await connection.fetch("SELECT credential FROM people_passkey WHERE account_id = $1", account_id)
    return [row[0] for row in rows]
