"""SQL of cases, reports and copyright notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina.kernel.ids import AccountId
from vitrina.platform.postgres import Connection
from vitrina.trust.model import Case, NewNotice, Notice, Report

_CASE = "id, kind, target_id, owner_id, severity, reports, state, is_copyright, opened_at, closed_at FROM trust_case"
_NOTICE = (
    "id, case_id, name, organisation, address, email, phone, work, signature, at, counter_name, counter_address,"
    " counter_words, counter_signature, counter_at FROM trust_notice"
)


async def open_case(connection: Connection, case: Case) -> UUID:
    """The open case of a thing, made now if there is none, and locked until the transaction ends."""
    found: UUID = await connection.fetchval(
        "INSERT INTO trust_case (id, kind, target_id, owner_id, severity, is_copyright, opened_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (kind, target_id) WHERE state = 'open' DO UPDATE SET"
        " severity = greatest(trust_case.severity, excluded.severity),"
        " is_copyright = trust_case.is_copyright OR excluded.is_copyright RETURNING id",
        case.id, case.kind, case.target_id, case.owner_id, case.severity, case.is_copyright, case.opened_at,
    )  # fmt: skip
    return found


async def add_report(connection: Connection, report_id: UUID, case_id: UUID, report: Report, reporter: UUID) -> UUID:
    """Put a report into a case and count it; the id of the reporter's first one when there was one already."""
    added = await connection.fetchval(
        "WITH made AS (INSERT INTO trust_report (id, case_id, reporter, is_guest, reason, words, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, reporter) DO NOTHING RETURNING id)"
        " UPDATE trust_case SET reports = reports + 1 FROM made WHERE trust_case.id = $2 RETURNING made.id",
        report_id, case_id, reporter, report.is_guest, report.reason, report.words, report.at,
    )  # fmt: skip
    if added is not None:
        return report_id
    known: UUID = await connection.fetchval(
        "SELECT id FROM trust_report WHERE case_id = $1 AND reporter = $2", case_id, reporter
    )
    return known


async def list_cases(
    connection: Connection, *, state: str, kind: str | None, after: tuple[int, datetime, UUID] | None, limit: int
) -> list[Case]:
    """Cases: the open ones gravest first, then oldest; closed ones likewise."""
    severity, opened_at, last = after or (None, None, None)
    rows = await connection.fetch(
        f"SELECT {_CASE} WHERE CASE WHEN $1 = 'open' THEN state = 'open' ELSE state <> 'open' END"
        " AND ($2::text IS NULL OR kind = $2)"
        " AND ($3::int IS NULL OR (-severity, opened_at, id) > (-$3::int, $4::timestamptz, $5::uuid))"
        " ORDER BY severity DESC, opened_at, id LIMIT $6",
        state, kind, severity, opened_at, last, limit,
    )  # fmt: skip
    return [Case(*row) for row in rows]


async def count_open(connection: Connection) -> int:
    return int(await connection.fetchval("SELECT count(*) FROM trust_case WHERE state = 'open'"))


async def find_case(connection: Connection, case_id: UUID, *, lock: bool = False) -> Case | None:
    row = await connection.fetchrow(f"SELECT {_CASE} WHERE id = $1{' FOR UPDATE' if lock else ''}", case_id)
    return None if row is None else Case(*row)


async def close_case(connection: Connection, case_id: UUID, state: str, staff_id: AccountId, now: datetime) -> None:
    await connection.execute(
        "UPDATE trust_case SET state = $2, closed_by = $3, closed_at = $4 WHERE id = $1", case_id, state, staff_id, now
    )


async def list_reports(connection: Connection, case_id: UUID, limit: int) -> list[Report]:
    """What people said in a case, newest first."""
    rows = await connection.fetch(
        "SELECT reason, words, is_guest, at FROM trust_report WHERE case_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
        case_id,
        limit,
    )
    return [Report(*row) for row in rows]


async def count_reasons(connection: Connection, cases: Sequence[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    """How often each rule was named in each case, most often first."""
    rows = await connection.fetch(
        "SELECT case_id, reason, count(*) FROM trust_report WHERE case_id = ANY ($1::uuid[])"
        " GROUP BY case_id, reason ORDER BY case_id, count(*) DESC, reason",
        list(cases),
    )
    found: dict[UUID, list[tuple[str, int]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append((row[1], row[2]))
    return found


async def insert_notice(
    connection: Connection, notice_id: UUID, case_id: UUID, notice: NewNotice, now: datetime
) -> None:
    await connection.execute(
        "INSERT INTO trust_notice (id, case_id, name, organisation, address, email, phone, work, signature,"
        " is_in_good_faith, is_under_perjury, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, true, true, $10)",
        notice_id, case_id, notice.name, notice.organisation, notice.address, notice.email, notice.phone, notice.work,
        notice.signature, now,
    )  # fmt: skip


async def list_notices(connection: Connection, cases: Sequence[UUID]) -> list[Notice]:
    rows = await connection.fetch(f"SELECT {_NOTICE} WHERE case_id = ANY ($1::uuid[]) ORDER BY at", list(cases))
    return [Notice(*row) for row in rows]


async def find_notice(connection: Connection, notice_id: UUID) -> Notice | None:
    row = await connection.fetchrow(f"SELECT {_NOTICE} WHERE id = $1 FOR UPDATE", notice_id)
    return None if row is None else Notice(*row)


async def add_counter(
    connection: Connection, notice_id: UUID, account_id: AccountId, words: tuple[str, str, str, str], now: datetime
) -> None:
    """The owner's answer to a notice as (name, address, words, signature)."""
    await connection.execute(
        "UPDATE trust_notice SET counter_by = $2, counter_name = $3, counter_address = $4, counter_words = $5,"
        " counter_signature = $6, counter_at = $7 WHERE id = $1",
        notice_id, account_id, *words, now,
    )  # fmt: skip
