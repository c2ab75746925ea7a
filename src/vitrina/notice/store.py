"""SQL of the notice_* tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from vitrina.kernel.ids import AccountId
from vitrina.notice.model import Category, DuePush, Message, Phone, Preference, To
from vitrina.platform.postgres import Connection, Row
from vitrina.platform.push import PushAddress

UNREAD_MAX = 100
_MESSAGE = "id, account_id, address, language, category, told, at, read_at, planned_at, mail_at, sent_at, failed_why"
_MESSAGE_COLUMNS = 12
_PHONE = "id, account_id, endpoint, public_key, auth_secret"


# --- messages --------------------------------------------------------------------------------------------------------


async def add_messages(
    connection: Connection, messages: Sequence[tuple[UUID, str, To, datetime, dict[str, Any], Category]]
) -> list[UUID]:
    """Insert (id, once, to, at, told, category); the ids of those whose cause was not told yet.

    What was told and has a higher `count` now replaces it, and is unread again. Causes are sorted against deadlocks.
    """
    rows = sorted({row[1]: row for row in messages}.values(), key=lambda row: row[1])
    made = await connection.fetch(
        "INSERT INTO notice_message AS known (id, once, account_id, address, language, category, kind, told, at)"
        " SELECT id, once, account_id, address, language, category, told ->> 'type', told, at"
        " FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::jsonb[], $8::text[])"
        " AS new (id, once, account_id, address, language, at, told, category) ON CONFLICT (once) DO UPDATE"
        " SET told = EXCLUDED.told, at = EXCLUDED.at, read_at = NULL"
        " WHERE (EXCLUDED.told ->> 'count')::integer > (known.told ->> 'count')::integer"
        " RETURNING id, xmax = 0",
        [row[0] for row in rows], [row[1] for row in rows], [row[2].account_id for row in rows],
        [row[2].address for row in rows], [row[2].language for row in rows], [row[3] for row in rows],
        [row[4] for row in rows], [row[5] for row in rows],
    )  # fmt: skip
    return [row[0] for row in made if row[1]]


async def list_messages(connection: Connection, ids: Sequence[UUID]) -> list[Message]:
    rows = await connection.fetch(
        f"SELECT {_MESSAGE} FROM notice_message WHERE id = ANY($1::uuid[]) ORDER BY id",
        ids,
    )
    return [Message(*row) for row in rows]


async def plan(connection: Connection, plans: Sequence[tuple[UUID, datetime | None]], now: datetime) -> set[UUID]:
    """Write down when each message's mail may leave; the ids of those that nobody had planned yet."""
    rows = await connection.fetch(
        "UPDATE notice_message m SET planned_at = $3, mail_at = w.mail_at"
        " FROM unnest($1::uuid[], $2::timestamptz[]) AS w (id, mail_at)"
        " WHERE m.id = w.id AND m.planned_at IS NULL RETURNING m.id",
        [one[0] for one in plans], [one[1] for one in plans], now,
    )  # fmt: skip
    return {row[0] for row in rows}


async def list_later_mails(connection: Connection, now: datetime, limit: int) -> list[Message]:
    """Messages whose mail had to wait and may leave now, each account's together."""
    rows = await connection.fetch(
        f"SELECT {_MESSAGE} FROM notice_message WHERE mail_at > planned_at AND sent_at IS NULL AND failed_why IS NULL"
        " AND mail_at <= $1 ORDER BY account_id, at LIMIT $2",
        now,
        limit,
    )
    return [Message(*row) for row in rows]


async def export_messages(connection: Connection, account_id: AccountId) -> list[dict[str, Any]]:
    """What an account was told, what it chose, its phones."""
    rows = await connection.fetch(
        "SELECT jsonb_build_object('kind', kind, 'told', told, 'at', at, 'read_at', read_at, 'sent_at', sent_at)"
        " FROM notice_message WHERE account_id = $1 UNION ALL"
        " SELECT jsonb_build_object('kind', 'preference', 'choices', choices, 'quiet_from_min', quiet_from_min,"
        "   'quiet_until_min', quiet_until_min, 'zone', zone) FROM notice_preference WHERE account_id = $1 UNION ALL"
        " SELECT jsonb_build_object('kind', 'phone', 'endpoint', endpoint, 'at', at) FROM notice_phone"
        " WHERE account_id = $1",
        account_id,
    )
    return [row[0] for row in rows]


async def erase_messages(connection: Connection, account_id: AccountId) -> None:
    """Delete what was told to an account, what it chose, its phones and with them what was to be pushed."""
    await connection.execute(
        "WITH messages AS (DELETE FROM notice_message WHERE account_id = $1),"
        " choices AS (DELETE FROM notice_preference WHERE account_id = $1)"
        " DELETE FROM notice_phone WHERE account_id = $1",
        account_id,
    )


async def mark_sent(connection: Connection, ids: Sequence[UUID], now: datetime) -> None:
    await connection.execute("UPDATE notice_message SET sent_at = $2 WHERE id = ANY ($1)", list(ids), now)


async def mark_failed(connection: Connection, ids: Sequence[UUID], why: str) -> None:
    await connection.execute("UPDATE notice_message SET failed_why = $2 WHERE id = ANY ($1)", list(ids), why)


async def put_off(connection: Connection, ids: Sequence[UUID], until: datetime) -> None:
    """Let mails that a server did not take now wait until an instant."""
    await connection.execute("UPDATE notice_message SET mail_at = $2 WHERE id = ANY ($1)", list(ids), until)


async def forget_messages(connection: Connection, before: datetime) -> int:
    """Delete what was told before an instant; how many."""
    done = await connection.execute("DELETE FROM notice_message WHERE at < $1", before)
    return int(str(done).rsplit(" ", 1)[-1])


# --- the centre ------------------------------------------------------------------------------------------------------


async def list_own(
    connection: Connection, account_id: AccountId, after: tuple[datetime, UUID] | None, limit: int
) -> list[Message]:
    """What an account was told, newest first."""
    rows = await connection.fetch(
        f"SELECT {_MESSAGE} FROM notice_message WHERE account_id = $1"
        " AND ($2::timestamptz IS NULL OR (at, id) < ($2, $3::uuid)) ORDER BY at DESC, id DESC LIMIT $4",
        account_id, after[0] if after else None, after[1] if after else None, limit,
    )  # fmt: skip
    return [Message(*row) for row in rows]


async def count_unread(connection: Connection, account_id: AccountId) -> int:
    """How many an account has not read, 100 at most."""
    found = await connection.fetchval(
        "SELECT count(*) FROM (SELECT FROM notice_message WHERE account_id = $1 AND read_at IS NULL LIMIT $2) unread",
        account_id,
        UNREAD_MAX,
    )
    return int(found)


async def mark_read(connection: Connection, account_id: AccountId, ids: Sequence[UUID] | None, now: datetime) -> None:
    """Mark these (None: all) read; what waited to be mailed or pushed need not be any more."""
    await connection.execute(
        "WITH read AS ("
        "   UPDATE notice_message SET read_at = $3, mail_at = CASE WHEN mail_at > planned_at THEN NULL ELSE mail_at END"
        "   WHERE account_id = $1 AND read_at IS NULL AND ($2::uuid[] IS NULL OR id = ANY ($2)) RETURNING id)"
        " DELETE FROM notice_push WHERE message_id IN (SELECT id FROM read)",
        account_id,
        ids,
        now,
    )


# --- preferences -----------------------------------------------------------------------------------------------------


async def preferences_of(connection: Connection, accounts: Sequence[AccountId]) -> dict[AccountId, Preference]:
    """What these accounts chose; those that never did are left out."""
    rows = await connection.fetch(
        "SELECT account_id, choices, quiet_from_min, quiet_until_min, zone FROM notice_preference"
        " WHERE account_id = ANY ($1)",
        list(accounts),
    )
    return {AccountId(row[0]): Preference(*row[1:]) for row in rows}


async def put_preference(connection: Connection, account_id: AccountId, wanted: Preference) -> None:
    await connection.execute(
        "INSERT INTO notice_preference (account_id, choices, quiet_from_min, quiet_until_min, zone)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id) DO UPDATE SET choices = EXCLUDED.choices,"
        " quiet_from_min = EXCLUDED.quiet_from_min, quiet_until_min = EXCLUDED.quiet_until_min, zone = EXCLUDED.zone",
        account_id, dict(wanted.choices), wanted.quiet_from_min, wanted.quiet_until_min, wanted.zone,
    )  # fmt: skip


async def switch_off(connection: Connection, account_id: AccountId, choice: str, zone: str) -> None:
    """Switch one choice off and leave the others."""
    await connection.execute(
        "INSERT INTO notice_preference AS known (account_id, choices, zone)"
        " VALUES ($1, jsonb_build_object($2::text, false), $3)"
        " ON CONFLICT (account_id) DO UPDATE SET choices = known.choices || EXCLUDED.choices",
        account_id,
        choice,
        zone,
    )


# --- phones ----------------------------------------------------------------------------------------------------------


async def put_phone(connection: Connection, phone: Phone, now: datetime, keep: int) -> None:
    """Remember a browser for the account that uses it now; of an account's, the newest `keep` stay."""
    await connection.execute(
        f"WITH put AS (INSERT INTO notice_phone ({_PHONE}, at) VALUES ($1, $2, $3, $4, $5, $6)"
        "   ON CONFLICT (endpoint) DO UPDATE SET account_id = EXCLUDED.account_id, public_key = EXCLUDED.public_key,"
        "   auth_secret = EXCLUDED.auth_secret, at = EXCLUDED.at)"
        " DELETE FROM notice_phone WHERE id IN (SELECT id FROM notice_phone WHERE account_id = $2 AND endpoint <> $3"
        "   ORDER BY at DESC, id DESC OFFSET $7)",
        phone.id, phone.account_id, phone.address.endpoint, phone.address.public_key, phone.address.auth_secret, now,
        keep - 1,
    )  # fmt: skip


async def remove_phone(connection: Connection, account_id: AccountId, endpoint: str) -> None:
    await connection.execute("DELETE FROM notice_phone WHERE account_id = $1 AND endpoint = $2", account_id, endpoint)


async def forget_phone(connection: Connection, phone_id: UUID) -> None:
    """A browser that does not want pushes any more."""
    await connection.execute("DELETE FROM notice_phone WHERE id = $1", phone_id)


async def phones_of(connection: Connection, accounts: Sequence[AccountId]) -> list[Phone]:
    rows = await connection.fetch(f"SELECT {_PHONE} FROM notice_phone WHERE account_id = ANY ($1)", list(accounts))
    return [_phone(row) for row in rows]


async def add_pushes(connection: Connection, pushes: Sequence[tuple[UUID, UUID, datetime]]) -> None:
    """Let (message, phone) be pushed at an instant."""
    await connection.execute(
        "INSERT INTO notice_push (message_id, phone_id, due_at)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) ON CONFLICT DO NOTHING",
        [one[0] for one in pushes], [one[1] for one in pushes], [one[2] for one in pushes],
    )  # fmt: skip


async def claim_pushes(connection: Connection, now: datetime, until: datetime, limit: int) -> list[DuePush]:
    """Pushes that are due, oldest first; nobody else gets them before `until`."""
    message = ", ".join(f"m.{name}" for name in _MESSAGE.split(", "))
    phone = ", ".join(f"p.{name}" for name in _PHONE.split(", "))
    rows = await connection.fetch(
        "WITH due AS (SELECT message_id, phone_id FROM notice_push WHERE due_at <= $1 ORDER BY due_at LIMIT $3"
        "   FOR UPDATE SKIP LOCKED)"
        " UPDATE notice_push w SET due_at = $2, tries = w.tries + 1"
        " FROM due, notice_message m, notice_phone p"
        " WHERE w.message_id = due.message_id AND w.phone_id = due.phone_id AND m.id = w.message_id AND p.id = w.phone_id"
        f" RETURNING {message}, {phone}, w.tries, w.count_sent",
        now,
        until,
        limit,
    )
    return [
        DuePush(Message(*row[:_MESSAGE_COLUMNS]), _phone(row[_MESSAGE_COLUMNS:-2]), row[-2], row[-1]) for row in rows
    ]


async def finish_push(connection: Connection, due: DuePush) -> None:
    await connection.execute(
        "DELETE FROM notice_push WHERE message_id = $1 AND phone_id = $2", due.message.id, due.phone.id
    )


async def push_again(connection: Connection, due: DuePush, at: datetime, *, tries: int, count_sent: int | None) -> None:
    """Let a push leave (again) at an instant."""
    await connection.execute(
        "UPDATE notice_push SET due_at = $3, tries = $4, count_sent = $5 WHERE message_id = $1 AND phone_id = $2",
        due.message.id, due.phone.id, at, tries, count_sent,
    )  # fmt: skip


def _phone(row: Row | tuple[Any, ...]) -> Phone:
    return Phone(row[0], AccountId(row[1]), PushAddress(row[2], row[3], row[4]))
