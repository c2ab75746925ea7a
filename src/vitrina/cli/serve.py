"""`vitrina serve`, `vitrina demo`, `vitrina role`, `vitrina migrate`."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vitrina.platform.settings import Settings
    from vitrina.platform.supervisor import Role

READY_POLL_S = 0.25
READY_WAIT_S = 900.0
ANSWER_BYTES_MAX = 4_096
DEMO_ACCOUNTS = ("shopper@demo.test", "creator@demo.test", "seller@demo.test", "operator@demo.test")
DEMO_PASSWORD = "vitrina-demo"  # noqa: S105 - printed on purpose: the demo's accounts are everybody's


@click.command("serve")
def serve() -> None:
    """Run everything on this machine until Ctrl-C."""
    from vitrina.cli.roles import load_settings, role_table

    settings = _usable(load_settings)
    _supervise(settings, role_table(settings), lambda: _announce(settings, "/healthz", ()))


@click.command("demo")
def demo() -> None:
    """Run everything with a small seeded world, and say when it can be looked at."""
    from vitrina.cli.roles import load_settings, role_table
    from vitrina.platform.supervisor import Role

    settings = replace(_usable(load_settings), is_demo=True)
    seed = Role("seed", (sys.executable, "-m", "vitrina", "role", "seed"), is_once=True)
    roles = [seed, *role_table(settings)]
    roles = [replace(role, environment={**role.environment, "VITRINA_DEMO": "1"}) for role in roles]
    accounts = [f"  {address}   password {DEMO_PASSWORD}" for address in DEMO_ACCOUNTS]
    _supervise(settings, roles, lambda: _announce(settings, "/readyz", accounts))


@click.command("role")
@click.argument("name", type=click.Choice(("web", "worker", "provider", "seed")))
def role(name: str) -> None:
    """Run one role alone, on a database that is there and migrated."""
    from vitrina.cli.roles import known_problems, run_role

    try:
        if name == "seed":
            _seed()
        else:
            run_role(name)
    except known_problems() as problem:
        raise click.ClickException(f"{name}: {problem}") from problem
    except Exception:
        # One line for the terminal, the whole story in the log.
        logging.getLogger("vitrina.role").exception("%s died", name)
        sys.exit(1)


@click.command("migrate")
def migrate() -> None:
    """Bring the database to this version."""
    from vitrina.cli.roles import load_settings
    from vitrina.platform.home import migrate_database, running_database

    settings = _usable(load_settings)

    async def run() -> None:
        async with running_database(settings, _say) as url:
            applied = await migrate_database(url)
        for name in applied:
            _say(f"applied {name}")
        _say(f"the database is at this version ({len(applied)} migrations applied now)")

    _known_problems(run)


def _supervise(settings: Settings, roles: list[Role], announce: Callable[[], Awaitable[None]]) -> None:
    from vitrina.platform.supervisor import supervise
    from vitrina.platform.telemetry import configure_logs

    configure_logs(settings.log_level, form="human")
    if settings.fetch_allow:
        _say(f"VITRINA_FETCH_ALLOW lets fetches reach {', '.join(sorted(settings.fetch_allow))}")
    if not settings.is_limited:
        _say("VITRINA_LIMITS=off: nobody is slowed down; for loads and proofs only")
    _known_problems(lambda: supervise(settings, roles, say=_say, announce=announce))
    _say("stopped")


def _known_problems(run: Callable[[], Awaitable[None]]) -> None:
    """Run to the end; what a person can mend is said in one sentence instead of a traceback."""
    from vitrina.cli.roles import known_problems

    async def whole() -> None:
        await run()

    try:
        asyncio.run(whole())
    except known_problems() as problem:
        raise click.ClickException(str(problem)) from problem


def _usable(load: Callable[[], Settings]) -> Settings:
    from vitrina.cli.roles import known_problems

    try:
        return load()
    except known_problems() as problem:
        raise click.ClickException(str(problem)) from problem


def _seed() -> None:
    """Fill the demo's world, in a process of its own, so that what it loads is given back afterwards."""
    from vitrina.cli.demo_world import seed
    from vitrina.cli.roles import load_settings, open_app, url_of
    from vitrina.platform.role import follow_supervisor
    from vitrina.platform.telemetry import configure_logs

    settings = load_settings()
    configure_logs(settings.log_level)
    follow_supervisor()

    async def run() -> None:
        app = await open_app(settings, url_of(settings))
        try:
            await seed(app, _say)
        finally:
            await app.close()

    asyncio.run(run())


async def _announce(settings: Settings, path: str, lines: tuple[str, ...] | list[str]) -> None:
    """Say the address once `path` answers 200."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + READY_WAIT_S
    while await _status(settings, path) != 200:
        if loop.time() > deadline:
            _say(f"{path} is still not 200; the logs are in {settings.home / 'logs'}")
            return
        await asyncio.sleep(READY_POLL_S)
    _say(f"\nVitrina is ready: {settings.public_url}")
    for line in lines:
        _say(line)
    if lines:
        _say("")


async def _status(settings: Settings, path: str) -> int:
    """The status that our own web role answers on loopback, 0 for none."""
    host = settings.host if settings.is_public_loopback else "127.0.0.1"
    try:
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_connection(host, settings.port)
            try:
                writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                first = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError, ValueError):
        return 0
    words = first.split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def _say(text: str) -> None:
    click.echo(text)
    sys.stdout.flush()


COMMANDS: list[click.Command] = [serve, demo, role, migrate]
