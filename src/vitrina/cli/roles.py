"""How each role of the product is built: the app it works with, what it runs, and the table the supervisor keeps."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import importlib.util
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

    from vitrina.kernel.clock import Clock
    from vitrina.platform.app import App
    from vitrina.platform.settings import Settings
    from vitrina.platform.supervisor import Role

# In the order of the import contract; each front door may export REACTIONS, JOBS and DUTIES for the worker.
CAPABILITIES = (
    "people", "market", "notice", "ledger", "catalog", "affiliate", "cart", "checkout", "payout",
    "video", "social", "chat", "live", "promote", "feed", "discover", "insight", "trust",
)  # fmt: skip
WEBHOOK_PATH = "/v1/provider_webhooks/sandbox"
STOP_S_MAX = 3
WORKER_NICENESS = 10
KEEP_ALIVE_S = 75


def load_settings() -> Settings:
    """The settings of the environment, with the installation's own secrets where it gives none."""
    from vitrina.platform.home import ensure_secret
    from vitrina.platform.settings import read_settings

    settings = read_settings()
    return replace(
        settings,
        provider_secret=settings.provider_secret or ensure_secret(settings.home, "provider"),
        provider_webhook_secret=settings.provider_webhook_secret or ensure_secret(settings.home, "provider_webhook"),
        app_secret=settings.app_secret or ensure_secret(settings.home, "app"),
    )


async def open_app(settings: Settings, url: str, *, clock: Clock | None = None) -> App:
    """The app of one process on the database at `url`; `SchemaOutdated` when that lacks this version's migrations."""
    from vitrina.kernel.clock import SystemClock
    from vitrina.platform.app import App
    from vitrina.platform.blobs import Blobs
    from vitrina.platform.fetch import Fetcher
    from vitrina.platform.limiter import Limiter
    from vitrina.platform.mail import open_mail
    from vitrina.platform.outbox import Waker
    from vitrina.platform.postgres import Database, check_schema

    used = clock if clock is not None else SystemClock()
    db = await Database.open(url, settings.pool_size)
    try:
        async with db.connection() as connection:
            await check_schema(connection)
    except BaseException:
        await db.close()
        raise
    return App(
        settings=settings,
        clock=used,
        db=db,
        blobs=Blobs.open(settings),
        mail=open_mail(settings, used),
        fetch=Fetcher(settings.fetch_allow),
        limiter=Limiter(used, is_on=settings.is_limited),
        waker=Waker(url),
    )


@contextlib.asynccontextmanager
async def open_command_app() -> AsyncIterator[App]:
    """The app of a command: on the database of a running installation, else on one started for this command alone.

    What a person can mend (a wrong setting, an old schema, no PostgreSQL) is said in one sentence and ends the command.
    """
    import click

    from vitrina.platform.home import running_database

    async with contextlib.AsyncExitStack() as stack:
        try:
            settings = load_settings()
            url = await stack.enter_async_context(running_database(settings, click.echo))
            app = await open_app(settings, url)
        except known_problems() as problem:
            raise click.ClickException(str(problem)) from problem
        stack.push_async_callback(app.close)
        yield app


def known_problems() -> tuple[type[Exception], ...]:
    """The errors whose text is for a person: how this machine or its settings stand in the way."""
    import asyncpg

    from vitrina.platform.home import HomeTaken
    from vitrina.platform.postgres import SchemaOutdated
    from vitrina.platform.postgres.binaries import PostgresUnavailable
    from vitrina.platform.settings import SettingWrong
    from vitrina.platform.supervisor import PortTaken

    return (HomeTaken, PortTaken, PostgresUnavailable, SchemaOutdated, SettingWrong, OSError, asyncpg.PostgresError)


def role_table(settings: Settings) -> list[Role]:
    """The roles of one machine, in the order in which they are stopped."""
    from vitrina.platform.supervisor import Role

    def command(name: str) -> tuple[str, ...]:
        return (sys.executable, "-m", "vitrina", "role", name)

    return [
        Role("web", command("web"), settings.web_processes, listens=(settings.host, settings.port)),
        Role("worker", command("worker")),
        Role("provider", command("provider")),
    ]


def run_role(name: str) -> None:
    """Be the role `name` until SIGTERM, or until the supervisor is gone."""
    from vitrina.platform.role import follow_supervisor
    from vitrina.platform.telemetry import configure_logs

    settings = load_settings()
    configure_logs(settings.log_level)
    follow_supervisor()
    _RUN[name](settings)


def _run_web(settings: Settings) -> None:
    import uvloop

    uvloop.run(_serve_web(settings))


async def _serve_web(settings: Settings) -> None:
    from vitrina.platform.role import listening_socket, stop_on_signals
    from vitrina.web import create_app

    stopping = stop_on_signals()
    app = await open_app(settings, url_of(settings))
    try:
        await serve_http(create_app(app), listening_socket(settings.host, settings.port), stopping)
    finally:
        await app.close()


async def serve_http(application: Any, listener: socket.socket, stopping: asyncio.Event) -> None:
    """Serve an ASGI application on `listener` until `stopping`; requests under way get three seconds to end."""
    import uvicorn

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            # The role has handlers of its own: uvicorn's would end the process before the app is closed.
            yield

    config = uvicorn.Config(
        application,
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_S_MAX,
    )
    server = Server(config)
    gc.collect()
    gc.freeze()  # what is loaded by now never becomes garbage: the collector need not walk it
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait((serving, stop), return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    server.should_exit = True
    await serving


def _run_worker(settings: Settings) -> None:
    import os

    import uvloop

    os.nice(WORKER_NICENESS)  # mail and clips may wait, a buyer may not
    with contextlib.suppress(OSError):
        # Linux weighs sessions against each other, not processes, and each role is a session of its own.
        Path("/proc/self/autogroup").write_text(str(WORKER_NICENESS))
    uvloop.run(_work(settings))


async def _work(settings: Settings) -> None:
    from vitrina.platform.role import stop_on_signals
    from vitrina.platform.worker import run_worker
    from vitrina.web import join_capabilities

    join_capabilities()
    stopping = stop_on_signals()
    app = await open_app(settings, url_of(settings))
    try:
        await run_worker(app, exported("REACTIONS"), exported("JOBS"), exported("DUTIES"), stopping=stopping)
    finally:
        await app.close()


def _run_provider(settings: Settings) -> None:
    from vitrina.checkout.engine.sandbox.main import serve
    from vitrina.checkout.engine.sandbox.settings import SandboxSettings
    from vitrina.kernel.clock import SystemClock
    from vitrina.kernel.ids import uuid7

    clock = SystemClock()
    host = settings.host if settings.host != "::" else "0.0.0.0"  # noqa: S104 - the operator's own choice
    sandbox = SandboxSettings(
        folder=settings.home / "provider",
        secret=settings.provider_secret,
        host=host,
        port=settings.provider_port,
        public_url=settings.provider_public_url,
        webhook_url=f"http://127.0.0.1:{settings.port}{WEBHOOK_PATH}",
        webhook_secret=settings.provider_webhook_secret,
    )
    serve(sandbox, clock=clock, new_id=lambda: uuid7(clock.now()).hex)


def exported(name: str) -> list[Any]:
    """What the capabilities' front doors export under `name`, joined in the order of the import contract."""
    found: list[Any] = []
    for capability in CAPABILITIES:
        if importlib.util.find_spec(f"vitrina.{capability}") is not None:
            found += getattr(importlib.import_module(f"vitrina.{capability}"), name, ())
    return found


def url_of(settings: Settings) -> str:
    """The database of a role that runs alone or under a supervisor; `SettingWrong` when none is known."""
    from vitrina.platform.home import find_running
    from vitrina.platform.settings import SettingWrong

    if settings.database_url is not None:
        return settings.database_url
    running = find_running(settings.home)
    if running is None or running.database_url is None:
        raise SettingWrong("a role alone needs VITRINA_DATABASE_URL, or a running Vitrina in the same VITRINA_HOME")
    return running.database_url


_RUN: dict[str, Callable[[Settings], None]] = {"web": _run_web, "worker": _run_worker, "provider": _run_provider}
ROLES = tuple(_RUN)
