"""`vitrina ledger verify` and `export` as processes, on a database of their own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.ledger.books import post, posting, sale

from vitrina.platform.postgres import Database


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


async def vitrina(home: Path, database: Database, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VITRINA_")}
    return await asyncio.to_thread(
        subprocess.run, [sys.executable, "-W", "error", "-m", "vitrina", *arguments], capture_output=True, text=True,
        timeout=120, check=False, env={**kept, "VITRINA_HOME": str(home), "VITRINA_DATABASE_URL": database.url},
    )  # fmt: skip


async def test_right_books_are_verified(home: Path, database: Database) -> None:
    done = await vitrina(home, database, "ledger", "verify")
    assert (done.returncode, done.stdout, done.stderr) == (
        0, "ledger ok: 0 postings, 0 entries, 0 accounts; unsealed tail: all, up to posting 0\n", "",
    )  # fmt: skip
    await post(database, posting(sale(1000), kind="gift"), posting(sale(-1000), kind="gift"))
    done = await vitrina(home, database, "ledger", "verify")
    assert (done.returncode, done.stdout, done.stderr) == (
        0, "ledger ok: 2 postings, 4 entries, 2 accounts; unsealed tail: all, up to posting 2\n", "",
    )  # fmt: skip


async def test_an_edited_ledger_is_refused(home: Path, database: Database) -> None:
    await post(database, posting(sale(1000), kind="gift"), posting(sale(-1000), kind="gift"))
    async with database.transaction() as transaction:
        await transaction.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_fixed")
        await transaction.execute("UPDATE ledger_entry SET amount_minor = 1001 WHERE id = 1")
    done = await vitrina(home, database, "ledger", "verify")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "wrong: 1 postings do not sum to zero or have no entries: 1",
        "wrong: 1 guards of the tables are off, so that anything may have been changed: ledger_entry_fixed",
        "wrong: 1 balances of the platform or the provider differ from the orders",
        "ledger REFUSED: 3 findings; 2 postings, 4 entries, 2 accounts read",
    ]
    assert done.stderr == ""


async def test_books_that_no_order_explains_are_refused(home: Path, database: Database) -> None:
    await post(database, posting(sale(1000)))
    done = await vitrina(home, database, "ledger", "verify")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "wrong: 1 postings of payments have no paid order",
        "wrong: 2 shops' balances differ from what they keep of their orders",
        "wrong: 1 balances of the platform or the provider differ from the orders",
        "ledger REFUSED: 3 findings; 1 postings, 2 entries, 2 accounts read",
    ]


async def test_an_export_goes_to_the_terminal_or_whole_into_a_file(
    home: Path, database: Database, tmp_path: Path
) -> None:
    await post(database, posting(sale(1000)))
    shown = await vitrina(home, database, "ledger", "export", "--format", "beancount")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.endswith("Pending  -10.00 USD\n")
    path = tmp_path / "books.beancount"
    path.write_text("older")
    done = await vitrina(home, database, "ledger", "export", str(path))
    assert (done.returncode, done.stdout) == (0, f"wrote {path}: {len(shown.stdout)} characters of beancount\n")
    assert path.read_text(encoding="utf-8") == shown.stdout
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["books.beancount", "home"]


async def test_a_file_that_cannot_be_written_is_said(home: Path, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "books.beancount"
    done = await vitrina(home, database, "ledger", "export", str(path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {path}: ")


async def test_a_database_without_tables_is_said(home: Path, empty_database_url: str) -> None:
    opened = await Database.open(empty_database_url, 1)
    try:
        done = await vitrina(home, opened, "ledger", "verify")
    finally:
        await opened.close()
    assert (done.returncode, done.stderr) == (1, "Error: the database is empty: run `vitrina migrate`\n")
