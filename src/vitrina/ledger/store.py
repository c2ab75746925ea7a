"""SQL of the ledger: one statement posts any number of postings; everything else reads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from uuid import UUID

from vitrina.kernel.money import Money
from vitrina.ledger.model import AccountKind, Balance, EntryLine, Posting
from vitrina.ledger.rules import is_balanced
from vitrina.platform.postgres import Connection

ENTRIES_AT_ONCE = 5_000

NewPosting = tuple[UUID, str, UUID]
NewEntry = tuple[UUID, str, str, str, int, str]


def posting_rows(postings: Sequence[Posting]) -> tuple[list[NewPosting], list[NewEntry]]:
    """The composite rows that the SQL function `ledger_post` takes; asserts that each posting balances."""
    headers: list[NewPosting] = []
    entries: list[NewEntry] = []
    for posting in postings:
        assert is_balanced(posting.entries), posting
        headers.append((posting.posting_id, posting.kind, posting.cause))
        entries += [
            (
                posting.posting_id,
                entry.account.value,
                entry.owner,
                entry.amount.currency,
                entry.amount.minor,
                entry.part,
            )
            for entry in posting.entries
            if entry.amount.minor
        ]
    return headers, entries


async def post(connection: Connection, postings: Sequence[Posting], at: datetime) -> None:
    """Write balanced postings in the caller's transaction; a cause already posted raises UniqueViolationError."""
    headers, entries = posting_rows(postings)
    await connection.execute(
        "SELECT ledger_post($1::ledger_new_posting[], $2::ledger_new_entry[], $3)", headers, entries, at
    )


async def balances_of(connection: Connection, owners: Sequence[str], kinds: Sequence[AccountKind]) -> list[Balance]:
    """Balances of the owners' accounts of these kinds, summed from their entries; absent accounts are absent."""
    rows = await connection.fetch(
        "SELECT a.kind, a.owner, a.currency, coalesce(sum(e.amount_minor), 0)::bigint AS minor"
        " FROM ledger_account a LEFT JOIN ledger_entry e ON e.account = a.id"
        " WHERE a.owner = ANY ($1) AND a.kind = ANY ($2) GROUP BY a.kind, a.owner, a.currency ORDER BY 1, 2, 3",
        list(owners),
        [kind.value for kind in kinds],
    )
    return [Balance(AccountKind(row["kind"]), row["owner"], Money(row["minor"], row["currency"])) for row in rows]


async def count_postings(connection: Connection) -> tuple[int, int, int]:
    """How many postings and entries there are, and the highest posting number."""
    row = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM ledger_posting), (SELECT count(*) FROM ledger_entry),"
        " (SELECT coalesce(max(id), 0) FROM ledger_posting)"
    )
    assert row is not None
    return row[0], row[1], row[2]


async def unbalanced_postings(connection: Connection) -> list[int]:
    """Numbers of postings whose entries do not sum to zero, or that have none; empty in a right ledger."""
    rows = await connection.fetch(
        "SELECT p.id FROM ledger_posting p LEFT JOIN ledger_entry e ON e.posting = p.id"
        " LEFT JOIN ledger_account a ON a.id = e.account GROUP BY p.id, a.currency"
        " HAVING coalesce(sum(e.amount_minor), 1) <> 0 OR count(*) FILTER (WHERE a.id IS NULL) > 0 ORDER BY p.id"
    )
    return [row[0] for row in rows]


async def find_posted_causes(connection: Connection, kind: str, causes: Sequence[UUID]) -> set[UUID]:
    """Which of `causes` have a posting of this kind."""
    rows = await connection.fetch(
        "SELECT cause FROM ledger_posting WHERE cause = ANY ($1) AND kind = $2", list(causes), kind
    )
    return {row[0] for row in rows}


async def list_posted_causes(connection: Connection, kind: str) -> set[UUID]:
    """Every cause that has a posting of this kind."""
    rows = await connection.fetch("SELECT cause FROM ledger_posting WHERE kind = $1", kind)
    return {row[0] for row in rows}


async def list_entries(connection: Connection, *, owner: str | None = None) -> AsyncIterator[EntryLine]:
    """Every entry in the order of the books, all owners' or one's; read in slices of 5,000."""
    after = 0
    while True:
        rows = await connection.fetch(
            "SELECT e.id, p.id, p.posting_id, p.kind, p.cause, p.at, a.kind, a.owner, e.amount_minor, a.currency, e.part"
            " FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting JOIN ledger_account a ON a.id = e.account"
            " WHERE e.id > $1 AND ($2::text IS NULL OR a.owner = $2) ORDER BY e.id LIMIT $3",
            after,
            owner,
            ENTRIES_AT_ONCE,
        )
        for row in rows:
            account, amount = AccountKind(row[6]), Money(row[8], row[9])
            yield EntryLine(*row[1:6], account=account, owner=row[7], amount=amount, part=row[10])
        if len(rows) < ENTRIES_AT_ONCE:
            return
        after = rows[-1][0]
