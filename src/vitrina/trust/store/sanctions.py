"""SQL of sanctions and appeals."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from vitrina.kernel.ids import AccountId
from vitrina.platform.postgres import Connection
from vitrina.trust.model import LiftedWhy, Sanction

_SANCTION = (
    "id, case_id, effect, account_id, kind, target_id, target_title, rule, reason, evidence, made_by, made_at, ends_at,"
    " lifted_at, lifted_why, appeal, appealed_at, answer_due, answer, answered_at FROM trust_sanction"
)


async def insert_sanction(connection: Connection, made: Sanction) -> None:
    await connection.execute(
        "INSERT INTO trust_sanction (id, case_id, effect, account_id, kind, target_id, target_title, rule, reason,"
        " evidence, made_by, made_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        made.id, made.case_id, made.effect, made.account_id, made.kind, made.target_id, made.target_title, made.rule,
        made.reason, made.evidence, made.made_by, made.made_at, made.ends_at,
    )  # fmt: skip


async def find_sanction(connection: Connection, sanction_id: UUID, *, lock: bool = False) -> Sanction | None:
    row = await connection.fetchrow(f"SELECT {_SANCTION} WHERE id = $1{' FOR UPDATE' if lock else ''}", sanction_id)
    return None if row is None else Sanction(*row)


async def list_of_account(connection: Connection, account_id: AccountId, limit: int) -> list[Sanction]:
    """What was done to an account, newest first."""
    rows = await connection.fetch(
        f"SELECT {_SANCTION} WHERE account_id = $1 ORDER BY made_at DESC, id DESC LIMIT $2", account_id, limit
    )
    return [Sanction(*row) for row in rows]


async def list_of_case(connection: Connection, case_id: UUID) -> list[Sanction]:
    rows = await connection.fetch(f"SELECT {_SANCTION} WHERE case_id = $1 ORDER BY made_at, id", case_id)
    return [Sanction(*row) for row in rows]


async def list_appeals(connection: Connection, limit: int) -> list[Sanction]:
    """Appeals that wait for an answer, the one that is due first first."""
    rows = await connection.fetch(
        f"SELECT {_SANCTION} WHERE lifted_at IS NULL AND answer_due IS NOT NULL AND answer IS NULL"
        " ORDER BY answer_due, id LIMIT $1",
        limit,
    )
    return [Sanction(*row) for row in rows]


async def add_appeal(
    connection: Connection, sanction_id: UUID, words: str, now: datetime, answer_due: datetime
) -> None:
    await connection.execute(
        "UPDATE trust_sanction SET appeal = $2, appealed_at = $3, answer_due = $4 WHERE id = $1",
        sanction_id, words, now, answer_due,
    )  # fmt: skip


async def add_answer(connection: Connection, sanction_id: UUID, words: str, staff_id: AccountId, now: datetime) -> None:
    await connection.execute(
        "UPDATE trust_sanction SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1",
        sanction_id, words, staff_id, now,
    )  # fmt: skip


async def lift(connection: Connection, sanction_id: UUID, why: LiftedWhy, now: datetime) -> None:
    await connection.execute(
        "UPDATE trust_sanction SET lifted_at = $2, lifted_why = $3 WHERE id = $1", sanction_id, now, why
    )


async def list_over(connection: Connection, now: datetime, limit: int) -> list[Sanction]:
    """Sanctions whose time is over or whose appeal nobody answered in time, locked; those of another worker are skipped."""
    rows = await connection.fetch(
        f"SELECT {_SANCTION} WHERE lifted_at IS NULL AND (ends_at <= $1 OR answer_due <= $1 AND answer IS NULL)"
        " ORDER BY made_at, id LIMIT $2 FOR UPDATE SKIP LOCKED",
        now,
        limit,
    )
    return [Sanction(*row) for row in rows]


async def has_standing_takedown(connection: Connection, kind: str, target_id: UUID) -> bool:
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM trust_sanction WHERE kind = $1 AND target_id = $2 AND effect = 'takedown'"
        " AND lifted_at IS NULL)",
        kind,
        target_id,
    )
    return found


async def find_standing_suspension(connection: Connection, account_id: AccountId) -> Sanction | None:
    """The suspension of an account that lasts longest."""
    row = await connection.fetchrow(
        f"SELECT {_SANCTION} WHERE account_id = $1 AND effect = 'suspension' AND lifted_at IS NULL"
        " ORDER BY ends_at DESC NULLS FIRST LIMIT 1",
        account_id,
    )
    return None if row is None else Sanction(*row)
