"""Postings for tests of the books: short ways to write one and to read what stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from vitrina import ledger
from vitrina.kernel.ids import uuid7
from vitrina.kernel.money import Money
from vitrina.ledger import AccountKind, Entry, Posting
from vitrina.platform.postgres import Connection, Database

AT = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
SHOP, CREATOR = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"


def entry(kind: AccountKind, owner: str, minor: int, part: str = "goods", currency: str = "USD") -> Entry:
    return Entry(kind, owner, Money(minor, currency), part)


def sale(minor: int = 1000, *, currency: str = "USD", owner: str = SHOP) -> tuple[Entry, Entry]:
    """The provider owes, the shop is owed."""
    return (
        entry(AccountKind.PROVIDER_CLEARING, "sandbox", minor, "payment", currency),
        entry(AccountKind.SELLER_PENDING, owner, -minor, "goods", currency),
    )


def posting(
    entries: Sequence[Entry], *, kind: str = "order_paid", cause: UUID | None = None, at: datetime = AT
) -> Posting:
    return Posting(uuid7(at), kind, cause or uuid7(at), tuple(entries))


async def post(database: Database, *postings: Posting, at: datetime = AT) -> None:
    async with database.transaction() as transaction:
        await ledger.post(transaction, postings, at)


async def everything(connection: Connection) -> list[tuple[object, ...]]:
    """Every row of the books: what a refusal must leave as it was."""
    found: list[tuple[object, ...]] = []
    for table in ("ledger_account", "ledger_posting", "ledger_entry"):
        found += [(table, *row) for row in await connection.fetch(f"SELECT * FROM {table} ORDER BY id")]
    return found


async def holds(database: Database) -> dict[tuple[AccountKind, str, str], int]:
    """Every account's balance: (kind, owner, currency) → minor units."""
    async with database.snapshot() as snapshot:
        return {
            (one.kind, one.owner, one.balance.currency): one.balance.minor
            async for accounts in ledger.list_accounts(snapshot)
            for one in accounts
        }
