"""SQL of the ledger: one statement posts any number of postings; everything else reads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from vitrina.kernel.money import Money
from vitrina.ledger.model import AccountKind, Balance, BookedAccount, BookedEntry, BookedPosting, Posting
from vitrina.ledger.rules import is_balanced
from vitrina.platform.postgres import Connection, Row

ACCOUNTS_AT_ONCE = 500
POSTINGS_AT_ONCE = 1_000
AMOUNTS_AT_ONCE = 5_000
SUMMED_AT_ONCE = 20_000

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


async def sum_of_kinds(
    connection: Connection, owner: str, account: AccountKind, kinds: Sequence[str]
) -> dict[str, int]:
    """What postings of these kinds put on an owner's accounts of one kind: minor units by currency, debit positive."""
    rows = await connection.fetch(
        "SELECT a.currency, sum(e.amount_minor)::bigint FROM ledger_account a JOIN ledger_entry e ON e.account = a.id"
        " JOIN ledger_posting p ON p.id = e.posting WHERE a.owner = $1 AND a.kind = $2 AND p.kind = ANY ($3) GROUP BY 1",
        owner,
        account.value,
        list(kinds),
    )
    return {row[0]: row[1] for row in rows}


async def sums_of_causes(
    connection: Connection, kinds: Sequence[str], causes: Sequence[UUID]
) -> dict[UUID, dict[tuple[AccountKind, str], int]]:
    """What the postings of these kinds moved for each cause: (account kind, currency) → minor units, debit positive.

    A cause without any entry is absent.
    """
    rows = await connection.fetch(
        "SELECT p.cause, a.kind, a.currency, sum(e.amount_minor)::bigint FROM ledger_posting p"
        " JOIN ledger_entry e ON e.posting = p.id JOIN ledger_account a ON a.id = e.account"
        " WHERE p.cause = ANY ($1) AND p.kind = ANY ($2) GROUP BY 1, 2, 3",
        list(causes),
        list(kinds),
    )
    found: dict[UUID, dict[tuple[AccountKind, str], int]] = {}
    for row in rows:
        found.setdefault(row[0], {})[AccountKind(row[1]), row[2]] = row[3]
    return found


async def totals(connection: Connection) -> dict[tuple[AccountKind, str], int]:
    """The whole ledger by (account kind, currency) in minor units; what sums to zero is there too."""
    rows = await connection.fetch(
        "SELECT a.kind, a.currency, sum(s.minor)::bigint FROM ledger_account a CROSS JOIN LATERAL"
        " (SELECT coalesce(sum(e.amount_minor), 0) AS minor FROM ledger_entry e WHERE e.account = a.id) s GROUP BY 1, 2"
    )
    return {(AccountKind(row[0]), row[1]): row[2] for row in rows}


async def list_accounts(
    connection: Connection, kinds: Sequence[AccountKind] = tuple(AccountKind)
) -> AsyncIterator[list[BookedAccount]]:
    """Every account of these kinds with its sum, in slices of 500."""
    after = 0
    while True:
        rows = await connection.fetch(
            "SELECT a.id, a.kind, a.owner, s.minor, a.currency FROM ledger_account a CROSS JOIN LATERAL"
            " (SELECT coalesce(sum(e.amount_minor), 0)::bigint AS minor FROM ledger_entry e WHERE e.account = a.id) s"
            " WHERE a.id > $1 AND a.kind = ANY ($2) ORDER BY a.id LIMIT $3",
            after,
            [kind.value for kind in kinds],
            ACCOUNTS_AT_ONCE,
        )
        if rows:
            yield [BookedAccount(row[0], AccountKind(row[1]), row[2], Money(row[3], row[4])) for row in rows]
        if len(rows) < ACCOUNTS_AT_ONCE:
            return
        after = rows[-1][0]


async def list_owners(connection: Connection) -> AsyncIterator[list[tuple[AccountKind, str, list[str]]]]:
    """Every (kind, owner) that has accounts, with the currencies it holds, in slices of 500."""
    after = ("", "")
    while True:
        rows = await connection.fetch(
            "SELECT kind, owner, array_agg(currency ORDER BY currency) FROM ledger_account WHERE (kind, owner) > ($1, $2)"
            " GROUP BY kind, owner ORDER BY kind, owner LIMIT $3",
            *after,
            ACCOUNTS_AT_ONCE,
        )
        if rows:
            yield [(AccountKind(row[0]), row[1], list(row[2])) for row in rows]
        if len(rows) < ACCOUNTS_AT_ONCE:
            return
        after = (rows[-1][0], rows[-1][1])


async def list_postings(connection: Connection) -> AsyncIterator[list[BookedPosting]]:
    """Every posting with its lines, in the order of the books, in slices of 1,000.

    By posting and not by entry: sessions that post at the same time take entry numbers in turns.
    """
    after = 0
    while True:
        rows = await connection.fetch(
            "SELECT p.id, p.posting_id, p.kind, p.cause, p.at, a.kind, a.owner, e.amount_minor, a.currency, e.part"
            " FROM (SELECT * FROM ledger_posting WHERE id > $1 ORDER BY id LIMIT $2) p"
            " LEFT JOIN ledger_entry e ON e.posting = p.id LEFT JOIN ledger_account a ON a.id = e.account"
            " ORDER BY p.id, e.id",
            after,
            POSTINGS_AT_ONCE,
        )
        found = [_posting(list(lines)) for _, lines in groupby(rows, key=lambda row: row[0])]
        if found:
            yield found
        if len(found) < POSTINGS_AT_ONCE:
            return
        after = found[-1].number


def _posting(rows: list[Row]) -> BookedPosting:
    entries = [
        BookedEntry(AccountKind(row[5]), row[6], Money(row[7], row[8]), row[9]) for row in rows if row[5] is not None
    ]
    number, posting_id, kind, cause, at = rows[0][:5]
    return BookedPosting(number, posting_id, kind, cause, at, tuple(entries))


async def list_amounts(connection: Connection) -> AsyncIterator[list[tuple[int, int | None, str | None, int | None]]]:
    """(posting, account, currency, minor units) of every entry by posting, in slices of 5,000 postings, as they stand.

    For proofs: account and amount are None for a posting without entries, the currency for an account that is not there.
    """
    after = 0
    while True:
        rows = await connection.fetch(
            "SELECT p.id, e.account, a.currency, e.amount_minor"
            " FROM (SELECT id FROM ledger_posting WHERE id > $1 ORDER BY id LIMIT $2) p"
            " LEFT JOIN ledger_entry e ON e.posting = p.id LEFT JOIN ledger_account a ON a.id = e.account ORDER BY p.id",
            after,
            AMOUNTS_AT_ONCE,
        )
        if not rows:
            return
        yield [(row[0], row[1], row[2], row[3]) for row in rows]
        after = rows[-1][0]


async def list_account_sums(connection: Connection, after: int) -> list[tuple[int, int]]:
    """(account, sum of its entries) of up to 5,000 accounts after a number, from the index by account."""
    rows = await connection.fetch(
        "SELECT a.id, s.minor FROM ledger_account a CROSS JOIN LATERAL"
        " (SELECT coalesce(sum(e.amount_minor), 0)::bigint AS minor FROM ledger_entry e WHERE e.account = a.id) s"
        " WHERE a.id > $1 ORDER BY a.id LIMIT $2",
        after,
        AMOUNTS_AT_ONCE,
    )
    return [(row[0], row[1]) for row in rows]


async def list_stray_entries(connection: Connection, limit: int) -> list[int]:
    """Numbers of entries whose posting is not there."""
    rows = await connection.fetch(
        "SELECT e.id FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_posting p WHERE p.id = e.posting)"
        " ORDER BY e.id LIMIT $1",
        limit,
    )
    return [row[0] for row in rows]


async def list_guards(connection: Connection) -> set[str]:
    """The triggers on the ledger's tables that are switched on."""
    rows = await connection.fetch(
        "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND tgrelid = ANY"
        " (ARRAY['ledger_account', 'ledger_posting', 'ledger_entry']::regclass[])"
    )
    return {row[0] for row in rows}


async def find_span(connection: Connection) -> tuple[datetime, datetime] | None:
    """The first and the last instant of any posting; None for an empty ledger."""
    row = await connection.fetchrow("SELECT min(at), max(at) FROM ledger_posting")
    assert row is not None
    return None if row[0] is None else (row[0], row[1])


async def count_postings(connection: Connection) -> tuple[int, int]:
    """How many postings there are, and how many entries."""
    row = await connection.fetchrow("SELECT (SELECT count(*) FROM ledger_posting), (SELECT count(*) FROM ledger_entry)")
    assert row is not None
    return row[0], row[1]


async def count_kind(connection: Connection, kinds: Sequence[str]) -> int:
    """How many postings of these kinds there are."""
    found = await connection.fetchval("SELECT count(*) FROM ledger_posting WHERE kind = ANY ($1)", list(kinds))
    return int(found)


async def unbalanced_postings(connection: Connection) -> list[int]:
    """Numbers of postings whose entries do not sum to zero in every currency, or that have none; empty in a right ledger."""
    found: list[int] = []
    last = await connection.fetchval("SELECT coalesce(max(id), 0) FROM ledger_posting")
    for first in range(1, last + 1, SUMMED_AT_ONCE):
        rows = await connection.fetch(
            "SELECT DISTINCT s.id FROM (SELECT p.id FROM ledger_posting p LEFT JOIN ledger_entry e ON e.posting = p.id"
            "  LEFT JOIN ledger_account a ON a.id = e.account WHERE p.id >= $1 AND p.id < $2 GROUP BY p.id, a.currency"
            "  HAVING coalesce(sum(e.amount_minor), 1) <> 0 OR count(*) FILTER (WHERE a.id IS NULL) > 0) s ORDER BY 1",
            first,
            first + SUMMED_AT_ONCE,
        )
        found += [row[0] for row in rows]
    return found
