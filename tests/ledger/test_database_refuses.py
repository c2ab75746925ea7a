"""The database itself refuses what must never stand in the books, whoever sends it."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest
from tests.ledger.books import AT, SHOP, everything, holds, post, posting, sale

from vitrina import ledger
from vitrina.kernel.ids import uuid7
from vitrina.ledger import AccountKind
from vitrina.platform.postgres import Database

INSERT = (
    "INSERT INTO ledger_entry (posting, account, amount_minor, part)"
    " SELECT p.id, a.id, w.minor, 'goods' FROM ledger_posting p, unnest($1::text[], $2::bigint[]) AS w (kind, minor)"
    " JOIN ledger_account a ON a.kind = w.kind WHERE p.cause = $3"
)
NEW_POSTING = "INSERT INTO ledger_posting (posting_id, kind, cause, at) VALUES ($1, 'other', $1, $2)"


@pytest.fixture
async def books(database: Database) -> Database:
    """One posting of 10.00 stands."""
    await post(database, posting(sale()))
    return database


async def test_an_unbalanced_posting(books: Database) -> None:
    async with books.connection() as connection:
        before = await everything(connection)
    with pytest.raises(asyncpg.CheckViolationError, match="is off by -1 USD"):
        async with books.transaction() as transaction:
            cause = uuid7(AT)
            await transaction.execute(NEW_POSTING, cause, AT)
            await transaction.execute(INSERT, ["provider_clearing", "seller_pending"], [999, -1000], cause)
    async with books.connection() as connection:
        assert await everything(connection) == before


async def test_two_currencies_that_only_balance_together(database: Database) -> None:
    dollars, pesos = sale(500), sale(500, currency="MXN")
    entries = [(UUID(int=1), one.account.value, one.owner, one.amount.currency, one.amount.minor, one.part)
               for one in (dollars[0], pesos[1])]  # fmt: skip
    async with database.connection() as connection:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(
                "SELECT ledger_post($1::ledger_new_posting[], $2::ledger_new_entry[], $3)",
                [(UUID(int=1), "order_paid", UUID(int=1))], entries, AT,
            )  # fmt: skip
        assert await everything(connection) == []


async def test_the_store_refuses_it_before_the_database(database: Database) -> None:
    with pytest.raises(AssertionError):
        await post(database, posting(sale()[:1]))
    async with database.connection() as connection:
        assert await everything(connection) == []


async def test_an_entry_without_posting(books: Database) -> None:
    async with books.connection() as connection:
        before = await everything(connection)
        with pytest.raises(asyncpg.ForeignKeyViolationError, match="an entry without posting"):
            await connection.execute(
                "INSERT INTO ledger_entry (posting, account, amount_minor, part)"
                " SELECT 999, id, CASE kind WHEN 'provider_clearing' THEN 5 ELSE -5 END, 'goods' FROM ledger_account"
            )
        assert await everything(connection) == before


async def test_an_entry_on_an_account_that_is_not_there(books: Database) -> None:
    async with books.connection() as connection:
        before = await everything(connection)
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(
                "INSERT INTO ledger_entry (posting, account, amount_minor, part)"
                " SELECT id, 999, w.minor, 'goods' FROM ledger_posting, (VALUES (5), (-5)) AS w (minor)"
            )
        assert await everything(connection) == before


async def test_an_entry_of_nothing(books: Database) -> None:
    async with books.connection() as connection:
        before = await everything(connection)
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(
                "INSERT INTO ledger_entry (posting, account, amount_minor, part)"
                " SELECT p.id, a.id, 0, 'goods' FROM ledger_posting p, ledger_account a"
            )
        assert await everything(connection) == before


@pytest.mark.parametrize("table", ["ledger_account", "ledger_posting", "ledger_entry"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET id = DEFAULT", "DELETE FROM {}", "DELETE FROM {} WHERE false", "TRUNCATE {}"]
)
async def test_a_change_of_what_stands(books: Database, table: str, change: str) -> None:
    async with books.connection() as connection:
        before = await everything(connection)
        with pytest.raises(
            asyncpg.RestrictViolationError, match=f"{table} is append-only: a correction is a new posting"
        ):
            await connection.execute(change.format(table))
        assert await everything(connection) == before


async def test_an_account_given_to_another_owner(books: Database) -> None:
    async with books.connection() as connection:
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute("UPDATE ledger_account SET owner = 'somebody else'")
    assert set(await holds(books)) == {
        (AccountKind.PROVIDER_CLEARING, "sandbox", "USD"),
        (AccountKind.SELLER_PENDING, SHOP, "USD"),
    }


async def test_the_same_cause_twice(database: Database) -> None:
    cause = uuid7(AT)
    await post(database, posting(sale(), cause=cause))
    with pytest.raises(asyncpg.UniqueViolationError):
        await post(database, posting(sale(), cause=cause))
    with pytest.raises(asyncpg.UniqueViolationError):
        await post(database, posting(sale(7)), posting(sale(), cause=cause))
    assert await holds(database) == {
        (AccountKind.PROVIDER_CLEARING, "sandbox", "USD"): 1000,
        (AccountKind.SELLER_PENDING, SHOP, "USD"): -1000,
    }
    # Another kind of movement may have the same cause: an order is paid, later its seller's part matures.
    await post(database, posting(ledger.reversed_entries(sale()), kind="order_reversed", cause=cause))
    assert set((await holds(database)).values()) == {0}
