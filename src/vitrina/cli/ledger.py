"""`vitrina ledger verify`, `vitrina ledger export`: the books, proved and taken out; beside a running installation too."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from vitrina.insight import Check
    from vitrina.ledger import Verified
    from vitrina.platform.app import App

Answer = TypeVar("Answer")
NUMBERS_SHOWN_MAX = 10
_WORDS = {
    "unbalanced": "postings do not sum to zero or have no entries",
    "stray_entries": "entries have no posting",
    "accounts_off": "accounts do not hold the sum of their entries",
    "guards_off": "guards of the tables are off, so that anything may have been changed",
    "orders_without_posting": "paid orders have no posting",
    "orders_misposted": "paid orders were posted otherwise than they were paid",
    "postings_without_order": "postings of payments have no paid order",
    "refunds_without_posting": "refunds have no posting",
    "refunds_misposted": "refunds or refunded sums differ from what was posted",
    "postings_without_refund": "postings of refunds have no refund",
    "commissions_unexplained": "commissions cannot be explained by a touch, a base and a rate",
    "creators_off": "creators' balances differ from their commissions",
    "sellers_off": "shops' balances differ from what they keep of their orders",
    "platform_off": "balances of the platform or the provider differ from the orders",
    "taxes_off": "tax balances differ from the orders",
    "stock_drift": "variants have pieces that nobody can account for",
}


@click.group("ledger")
def ledger_commands() -> None:
    """The books: prove them, take them out."""


@ledger_commands.command("verify")
def verify() -> None:
    """Read the whole ledger, add it up anew, and compare it with orders, refunds and commissions.

    The last line is a summary; ends with 1 when anything is wrong. (Seals, which will prove that no posting was exchanged
    for another, come later: until then every posting is in the unsealed tail.)
    """
    verified, check = _run(_verify)
    compared = {name: number for name, number in check.wrong.items() if not getattr(verified, name, ())}
    wrong = [*_findings(verified), *(f"{number} {_WORDS[name]}" for name, number in compared.items())]
    for line in wrong:
        click.echo(f"wrong: {line}")
    read = f"{verified.postings} postings, {verified.entries} entries, {verified.accounts} accounts"
    if wrong:
        click.echo(f"ledger REFUSED: {len(wrong)} findings; {read} read")
        sys.exit(1)
    click.echo(f"ledger ok: {read}; unsealed tail: all, up to posting {verified.tail}")


async def _verify(app: App) -> tuple[Verified, Check]:
    from vitrina import insight, ledger

    async with app.db.snapshot() as snapshot:
        verified = await ledger.verify_books(snapshot)
    return verified, await insight.check_books(app)


def _findings(verified: Verified) -> Iterable[str]:
    for name in ("unbalanced", "stray_entries", "accounts_off", "guards_off"):
        found: tuple[object, ...] = getattr(verified, name)
        if found:
            shown = ", ".join(str(one) for one in found[:NUMBERS_SHOWN_MAX])
            more = ", …" if len(found) > NUMBERS_SHOWN_MAX else ""
            yield f"{len(found)} {_WORDS[name]}: {shown}{more}"


@ledger_commands.command("export")
@click.option("--format", "books_format", type=click.Choice(("beancount",)), default="beancount", show_default=True)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def export(books_format: str, file: Path | None) -> None:
    """Write every posting to FILE, whole or not at all; without FILE to the terminal."""
    if file is None:
        _run(lambda app: _write(app, lambda piece: click.echo(piece, nl=False)))
        return
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with aside.open("w", encoding="utf-8") as opened:
            characters = _run(lambda app: _write(app, opened.write))
        aside.replace(file)
    except OSError as problem:
        raise click.ClickException(f"{file}: {problem}") from problem
    finally:
        aside.unlink(missing_ok=True)
    click.echo(f"wrote {file}: {characters} characters of {books_format}")


async def _write(app: App, write: Callable[[str], object]) -> int:
    from vitrina import insight

    characters = 0
    async for piece in insight.export_books(app):
        write(piece)
        characters += len(piece)
    return characters


def _run(act: Callable[[App], Awaitable[Answer]]) -> Answer:
    """Act with an app on this installation's database; what a person can mend is said in one sentence."""
    import asyncpg

    from vitrina.platform.home import HomeTaken
    from vitrina.platform.postgres import SchemaOutdated
    from vitrina.platform.postgres.binaries import PostgresUnavailable
    from vitrina.platform.settings import SettingWrong

    async def whole() -> Answer:
        async with _opened_app() as app:
            return await act(app)

    known = (HomeTaken, PostgresUnavailable, SchemaOutdated, SettingWrong, OSError, asyncpg.PostgresError)
    try:
        return asyncio.run(whole())
    except known as problem:
        raise click.ClickException(str(problem)) from problem


@asynccontextmanager
async def _opened_app() -> AsyncIterator[App]:
    from vitrina.cli.roles import load_settings, open_app
    from vitrina.platform.home import running_database

    settings = load_settings()
    async with running_database(settings, lambda text: click.echo(text, err=True)) as url:
        app = await open_app(settings, url)
        try:
            yield app
        finally:
            await app.close()


COMMANDS: list[click.Command] = [ledger_commands]
