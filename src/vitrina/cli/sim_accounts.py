"""`vitrina sim accounts`: people for a load or a simulation, logged in without the cost of hashing."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import click

COUNT_MAX = 1_000_000
BATCH = 5_000


@click.group()
def sim() -> None:
    """Simulations and what they need."""


@sim.command()
@click.argument("count", type=click.IntRange(1, COUNT_MAX))
@click.option(
    "--tokens",
    "tokens_file",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where to write the bearer tokens, one a line.",
)
def accounts(count: int, tokens_file: Path) -> None:
    """Make COUNT adult, verified accounts with a session each."""
    started = time.perf_counter()
    tokens = asyncio.run(_make(count))
    tokens_file.touch(mode=0o600)
    tokens_file.write_text("".join(f"{token}\n" for token in tokens), encoding="ascii")
    click.echo(f"{len(tokens)} accounts made in {time.perf_counter() - started:.1f} s, tokens in {tokens_file}")


async def _make(count: int) -> list[str]:
    from vitrina import people
    from vitrina.cli.roles import load_settings, open_app
    from vitrina.platform.home import running_database

    settings = load_settings()
    tokens: list[str] = []
    async with running_database(settings, _say) as url:
        app = await open_app(settings, url)
        try:
            while len(tokens) < count:
                tokens += await people.make_sim_accounts(app, min(BATCH, count - len(tokens)))
        finally:
            await app.close()
    return tokens


def _say(text: str) -> None:
    click.echo(text, err=True)


COMMANDS = [sim]
