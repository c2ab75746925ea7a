"""SQL of what staff does to accounts: the audit log, suspensions, views, invitations, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from vitrina.kernel.ids import AccountId, ShopId
from vitrina.people.model import Audited, Invitation, ListedAccount, StaffRole, View
from vitrina.people.store import FoundSession
from vitrina.platform.postgres import Connection

_AUDITED = (
    "a.id, a.at, a.staff_id, coalesce(staff.name, '') AS staff_name, a.act, a.kind, a.subject, a.why, a.before, a.after"
    " FROM people_audit AS a LEFT JOIN people_account AS staff ON staff.id = a.staff_id"
)
_VIEW = (
    "v.id, v.operator_id, coalesce(staff.name, ''), v.account_id, v.why, v.at, v.ends_at"
    " FROM people_view AS v LEFT JOIN people_account AS staff ON staff.id = v.operator_id"
)
_INVITATION = "id, email::text, role, language, made_by, at, expires_at, used_at"


async def add_audit(
    connection: Connection, staff_id: AccountId, act: str, *, kind: str, subject: str, why: str,
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, now: datetime,
) -> None:  # fmt: skip
    await connection.execute(
        "INSERT INTO people_audit (at, staff_id, act, kind, subject, why, before, after)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        now, staff_id, act, kind, subject, why, None if before is None else dict(before),
        None if after is None else dict(after),
    )  # fmt: skip


async def list_audit(
    connection: Connection, *, kind: str | None, subject: str | None, before_id: int | None, limit: int
) -> list[Audited]:
    """What staff did, newest first."""
    rows = await connection.fetch(
        f"SELECT {_AUDITED} WHERE ($1::text IS NULL OR a.kind = $1) AND ($2::text IS NULL OR a.subject = $2)"
        " AND ($3::bigint IS NULL OR a.id < $3) ORDER BY a.id DESC LIMIT $4",
        kind, subject, before_id, limit,
    )  # fmt: skip
    return [Audited(*row) for row in rows]


# --- suspensions -----------------------------------------------------------------------------------------------------


async def set_suspension(connection: Connection, account_id: AccountId, until: datetime | None, why: str) -> None:
    """Suspend until an instant; None: no longer."""
    await connection.execute(
        "UPDATE people_account SET suspended_until = $2,"
        " suspended_why = CASE WHEN $2::timestamptz IS NULL THEN NULL ELSE $3 END WHERE id = $1",
        account_id,
        until,
        why,
    )


async def suspended_among(connection: Connection, accounts: Sequence[AccountId]) -> frozenset[AccountId]:
    rows = await connection.fetch(
        "SELECT id FROM people_account WHERE id = ANY ($1::uuid[]) AND suspended_until IS NOT NULL", list(accounts)
    )
    return frozenset(AccountId(row[0]) for row in rows)


async def is_suspended_handle(connection: Connection, handle: str) -> bool:
    """Whether a creator's page is gone because their account is suspended."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM people_creator AS creator JOIN people_account AS account"
        " ON account.id = creator.account_id WHERE creator.handle = $1 AND account.suspended_until IS NOT NULL)",
        handle.lower(),
    )
    return found


# --- accounts as staff finds them ------------------------------------------------------------------------------------

_LISTED = (
    "a.id, a.email::text, a.name, a.language, a.country, a.email_verified_at IS NOT NULL, a.made_at, a.suspended_until,"
    " c.handle, c.followers, ARRAY(SELECT role FROM people_role WHERE account_id = a.id ORDER BY role),"
    " ARRAY(SELECT shop_id FROM people_membership WHERE account_id = a.id ORDER BY shop_id)"
    " FROM people_account AS a LEFT JOIN people_creator AS c ON c.account_id = a.id"
)


async def search_accounts(
    connection: Connection, *, words: str, only: str, before: UUID | None, limit: int
) -> list[ListedAccount]:
    """Accounts by a part of name, e-mail or handle, newest first; `only`: all, creators, staff, suspended."""
    rows = await connection.fetch(
        f"SELECT {_LISTED} WHERE ($1 = '' OR a.email::text ILIKE $2 OR a.name ILIKE $2 OR c.handle ILIKE $2)"
        " AND ($3::uuid IS NULL OR a.id < $3) AND CASE $4 WHEN 'creators' THEN c.handle IS NOT NULL"
        "   WHEN 'staff' THEN EXISTS (SELECT FROM people_role WHERE account_id = a.id)"
        "   WHEN 'suspended' THEN a.suspended_until IS NOT NULL ELSE true END"
        " ORDER BY a.id DESC LIMIT $5",
        words, "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%", before, only, limit,
    )  # fmt: skip
    return [ListedAccount(*(*row[:10], tuple(row[10]), tuple(row[11]))) for row in rows]


async def find_listed(connection: Connection, account_id: AccountId) -> ListedAccount | None:
    row = await connection.fetchrow(f"SELECT {_LISTED} WHERE a.id = $1", account_id)
    return None if row is None else ListedAccount(*(*row[:10], tuple(row[10]), tuple(row[11])))


async def delete_role(connection: Connection, account_id: AccountId, role: StaffRole) -> bool:
    done = await connection.execute("DELETE FROM people_role WHERE account_id = $1 AND role = $2", account_id, role)
    return str(done).endswith(" 1")


async def count_operators(connection: Connection) -> int:
    """How many operators there are, their rows locked so that two cannot leave at once."""
    rows = await connection.fetch("SELECT account_id FROM people_role WHERE role = 'operator' FOR UPDATE")
    return len(rows)


async def end_all_sessions(connection: Connection, account_id: AccountId) -> int:
    rows = await connection.fetch("DELETE FROM people_session WHERE account_id = $1 RETURNING id", account_id)
    return len(rows)


# --- views -----------------------------------------------------------------------------------------------------------


async def add_view(connection: Connection, view: View, hashed: bytes) -> None:
    await connection.execute(
        "INSERT INTO people_view (id, token_hash, operator_id, account_id, why, at, ends_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        view.id, hashed, view.operator_id, view.account_id, view.why, view.at, view.ends_at,
    )  # fmt: skip


async def list_views(connection: Connection, account_id: AccountId, limit: int) -> list[View]:
    """Who looked through an account's eyes, newest first."""
    rows = await connection.fetch(
        f"SELECT {_VIEW} WHERE v.account_id = $1 ORDER BY v.at DESC LIMIT $2", account_id, limit
    )
    return [View(*row) for row in rows]


async def end_view(connection: Connection, view_id: UUID, now: datetime) -> bool:
    """End a view that still runs."""
    done = await connection.execute("UPDATE people_view SET ends_at = $2 WHERE id = $1 AND ends_at > $2", view_id, now)
    return str(done).endswith(" 1")


async def find_view(
    connection: Connection, hashed: bytes, operator_hash: bytes, now: datetime
) -> tuple[View, FoundSession] | None:
    """A running view with the account that is looked at, if the operator's own session stands and may still do it."""
    row = await connection.fetchrow(
        "SELECT v.id, v.operator_id, staff.name, v.account_id, v.why, v.at, v.ends_at,"
        " account.name, account.language, account.country, account.birth_date, account.email_verified_at IS NOT NULL,"
        " account.suspended_until, creator.handle, ARRAY(SELECT role FROM people_role WHERE account_id = v.account_id),"
        " shops.ids, shops.roles FROM people_view AS v"
        " JOIN people_session AS own ON own.account_id = v.operator_id AND own.token_hash = $2 AND own.expires_at > $3"
        " JOIN people_role AS may ON may.account_id = v.operator_id AND may.role = 'operator'"
        " JOIN people_account AS staff ON staff.id = v.operator_id AND staff.suspended_until IS NULL"
        " JOIN people_account AS account ON account.id = v.account_id"
        " LEFT JOIN people_creator AS creator ON creator.account_id = v.account_id"
        " LEFT JOIN LATERAL (SELECT array_agg(shop_id ORDER BY shop_id) AS ids,"
        "   array_agg(role ORDER BY shop_id) AS roles FROM people_membership WHERE account_id = v.account_id) AS shops"
        "   ON true"
        " WHERE v.token_hash = $1 AND v.at <= $3 AND v.ends_at > $3",
        hashed,
        operator_hash,
        now,
    )
    if row is None:
        return None
    return View(*row[:7]), FoundSession(hashed, row[0], row[3], row[6], *row[7:])


# --- invitations -----------------------------------------------------------------------------------------------------


async def add_invitation(connection: Connection, invitation: Invitation) -> None:
    await connection.execute(
        "INSERT INTO people_invitation (id, email, role, language, made_by, at, expires_at)"
        " VALUES ($1, $2::text, $3, $4, $5, $6, $7)",
        invitation.id, invitation.email, invitation.role, invitation.language, invitation.made_by, invitation.at,
        invitation.expires_at,
    )  # fmt: skip


async def list_invitations(connection: Connection, limit: int) -> list[Invitation]:
    rows = await connection.fetch(f"SELECT {_INVITATION} FROM people_invitation ORDER BY id DESC LIMIT $1", limit)
    return [Invitation(*row) for row in rows]


async def give_invitation_token(
    connection: Connection, invitation_id: UUID, hashed: bytes, now: datetime
) -> Invitation | None:
    """A fresh token for an invitation that still waits; an older mail's link stops working."""
    row = await connection.fetchrow(
        f"UPDATE people_invitation SET token_hash = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $3"
        f" RETURNING {_INVITATION}",
        invitation_id,
        hashed,
        now,
    )
    return None if row is None else Invitation(*row)


async def find_invitation(connection: Connection, hashed: bytes, now: datetime) -> Invitation | None:
    """The invitation of a token, locked, if it still waits."""
    row = await connection.fetchrow(
        f"SELECT {_INVITATION} FROM people_invitation WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2"
        " FOR UPDATE",
        hashed,
        now,
    )
    return None if row is None else Invitation(*row)


async def use_invitation(connection: Connection, invitation_id: UUID, account_id: AccountId, now: datetime) -> None:
    await connection.execute(
        "UPDATE people_invitation SET used_at = $3, used_by = $2 WHERE id = $1", invitation_id, account_id, now
    )


async def withdraw_invitation(connection: Connection, invitation_id: UUID, now: datetime) -> bool:
    done = await connection.execute(
        "UPDATE people_invitation SET expires_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2",
        invitation_id,
        now,
    )
    return str(done).endswith(" 1")


# --- owners of shops -------------------------------------------------------------------------------------------------


async def list_owned_shops(connection: Connection, accounts: Sequence[AccountId]) -> dict[AccountId, list[ShopId]]:
    """The shops that each account owns."""
    rows = await connection.fetch(
        "SELECT account_id, shop_id FROM people_membership WHERE account_id = ANY ($1::uuid[]) AND role = 'owner'"
        " ORDER BY account_id, shop_id",
        list(accounts),
    )
    found: dict[AccountId, list[ShopId]] = {}
    for row in rows:
        found.setdefault(AccountId(row[0]), []).append(ShopId(row[1]))
    return found


async def list_owners(connection: Connection, shops: Sequence[ShopId]) -> dict[ShopId, list[AccountId]]:
    """The owners of each shop."""
    rows = await connection.fetch(
        "SELECT shop_id, account_id FROM people_membership WHERE shop_id = ANY ($1::uuid[]) AND role = 'owner'"
        " ORDER BY shop_id, since, account_id",
        list(shops),
    )
    found: dict[ShopId, list[AccountId]] = {}
    for row in rows:
        found.setdefault(ShopId(row[0]), []).append(AccountId(row[1]))
    return found
