"""Proving the books: what was written as it must be passes, whatever was changed behind the guards is found."""

from __future__ import annotations

import pytest
from tests.ledger.books import CREATOR, post, posting, sale

from vitrina import ledger
from vitrina.ledger import Verified
from vitrina.platform.postgres import Database


async def verified(database: Database) -> Verified:
    async with database.snapshot() as snapshot:
        return await ledger.verify_books(snapshot)


async def tamper(database: Database, table: str, change: str) -> None:
    """Change rows as somebody with the database's password could: with the guards off for that moment."""
    async with database.transaction() as transaction:
        await transaction.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        await transaction.execute(change)
        await transaction.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
async def books(database: Database) -> Database:
    await post(database, posting(sale(1000)), posting(sale(250, currency="CLP")), posting(sale(40, owner=CREATOR)))
    return database


async def test_empty_books_are_right(database: Database) -> None:
    assert await verified(database) == Verified(0, 0, 0, 0, (), (), (), ())


async def test_right_books(books: Database) -> None:
    found = await verified(books)
    assert found == Verified(3, 6, 5, 3, (), (), (), ())
    assert found.is_right


async def test_many_slices(database: Database) -> None:
    for _ in range(3):
        await post(database, *(posting(sale(minor)) for minor in range(1, 2001)))
    assert await verified(database) == Verified(6000, 12000, 2, 6000, (), (), (), ())


async def test_an_edited_amount(books: Database) -> None:
    await tamper(books, "ledger_entry", "UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE id = 3")
    assert (await verified(books)).unbalanced == (2,)
    async with books.connection() as connection:
        assert await ledger.unbalanced_postings(connection) == [2]


async def test_a_removed_entry_and_a_posting_without_any(books: Database) -> None:
    await tamper(books, "ledger_entry", "DELETE FROM ledger_entry WHERE id IN (1, 5, 6)")
    assert (await verified(books)).unbalanced == (1, 3)
    async with books.connection() as connection:
        assert await ledger.unbalanced_postings(connection) == [1, 3]


async def test_a_removed_posting_leaves_its_entries_behind(books: Database) -> None:
    await tamper(books, "ledger_posting", "DELETE FROM ledger_posting WHERE id = 2")
    found = await verified(books)
    assert (found.stray_entries, found.unbalanced, found.is_right) == ((3, 4), (), False)


async def test_an_account_of_another_currency(books: Database) -> None:
    await tamper(
        books,
        "ledger_account",
        "UPDATE ledger_account SET currency = 'MXN' WHERE owner = 'sandbox' AND currency = 'USD'",
    )
    assert (await verified(books)).unbalanced == (1, 3)


async def test_a_removed_account(books: Database) -> None:
    await tamper(
        books, "ledger_account", "DELETE FROM ledger_account WHERE currency = 'CLP' AND kind = 'seller_pending'"
    )
    found = await verified(books)
    assert (found.unbalanced, len(found.accounts_off)) == ((2,), 1)


@pytest.mark.parametrize(
    ("table", "guard"),
    [
        ("ledger_entry", "ledger_entry_balanced"),
        ("ledger_entry", "ledger_entry_fixed"),
        ("ledger_posting", "ledger_posting_fixed"),
        ("ledger_account", "ledger_account_fixed"),
    ],
)
async def test_a_guard_that_is_off(books: Database, table: str, guard: str) -> None:
    async with books.connection() as connection:
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
    found = await verified(books)
    assert (found.guards_off, found.is_right) == ((guard,), False)
