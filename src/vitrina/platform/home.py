"""The folder of an installation (`VITRINA_HOME`): who runs in it, where its database is, and its secrets."""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Literal

import asyncpg
import msgspec

from vitrina.platform.postgres.binaries import locate_binaries
from vitrina.platform.postgres.launcher import Postgres
from vitrina.platform.postgres.migrations import migrate
from vitrina.platform.settings import Settings

SECRET_BYTES = 32
COMMAND_WAIT_S = 600.0
SUPERVISOR_WAIT_S = 60.0
POLL_S = 0.1
TAKE_TRIES, TAKE_PAUSE_S = 3, 0.02

Holder = Literal["supervisor", "command"]


class HomeTaken(Exception):
    """Somebody else runs in this folder; the text says who, and what to do."""


class Running(msgspec.Struct, frozen=True):
    """Who holds a home, as written into its `run.json`; `database_url` is absent until the database answers."""

    pid: int
    holder: Holder
    public_url: str
    database_url: str | None = None


class HomeLock:
    """The one right to run in a home. The kernel takes it back when its process ends, in whatever way."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._file: IO[str] | None = None

    def take(self, running: Running) -> None:
        """Take the right and write down who has it; `HomeTaken` when somebody else does."""
        self._home.mkdir(parents=True, exist_ok=True)
        opened = (self._home / "lock").open("a+")
        for _ in range(TAKE_TRIES):
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(TAKE_PAUSE_S)  # whoever only looked (`find_running`) has let go by now
            else:
                self._file = opened
                self.write(running)
                return
        opened.close()
        raise HomeTaken(_who(self._home))

    def write(self, running: Running) -> None:
        """Say what others may know, whole or not at all."""
        assert self._file is not None, "only the holder writes"
        aside = self._home / "run.json.new"
        aside.write_bytes(msgspec.json.encode(running))
        aside.replace(self._home / "run.json")

    def give_back(self) -> None:
        if self._file is not None:
            (self._home / "run.json").unlink(missing_ok=True)
            self._file.close()
            self._file = None


def find_running(home: Path) -> Running | None:
    """Who runs in `home` now; None when nobody does, whatever a killed one left written."""
    try:
        with (home / "lock").open("r+") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
    except FileNotFoundError:
        return None
    except BlockingIOError:
        try:
            return msgspec.json.decode((home / "run.json").read_bytes(), type=Running)
        except (FileNotFoundError, msgspec.DecodeError):
            return Running(0, "command", "")


def ensure_secret(home: Path, name: str) -> str:
    """The installation's secret `name`, made at its first use: 43 letters of 256 random bits in a 0600 file."""
    folder = home / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        aside = folder / f"{name}.{os.getpid()}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
            opened.write(secrets.token_urlsafe(SECRET_BYTES))
        try:
            os.link(aside, path)  # the first of two that begin together wins, and both read the same
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_text(encoding="ascii")


def make_postgres(settings: Settings, *, dies_with_caller: bool = False) -> Postgres:
    """The embedded server of this installation; `PostgresUnavailable` when there are no programs for it."""
    return Postgres(settings.home, locate_binaries(settings.postgres_bin), dies_with_caller=dies_with_caller)


@asynccontextmanager
async def running_database(settings: Settings, say: Callable[[str], None] | None = None) -> AsyncIterator[str]:
    """The URL of a database that answers: the operator's, that of a running installation, or one for this command only.

    Two commands without a running installation wait for one another; `say` is told that and why.
    """
    if settings.database_url is not None:
        yield settings.database_url
        return
    lock = HomeLock(settings.home)
    url = await _take_or_join(settings, lock, say)
    if url is not None:
        yield url
        return
    server = make_postgres(settings, dies_with_caller=True)
    try:
        await server.start()
        await migrate_database(server.url)
        yield server.url
    finally:
        await server.stop()
        lock.give_back()


async def migrate_database(url: str) -> tuple[str, ...]:
    """Bring the database at `url` to this version; the names of the migrations applied."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return await migrate(connection)
    finally:
        await connection.close()


async def _take_or_join(settings: Settings, lock: HomeLock, say: Callable[[str], None] | None) -> str | None:
    """None with the lock taken, or the URL of the installation that runs."""
    begun, has_said = time.monotonic(), False
    while True:
        try:
            lock.take(Running(os.getpid(), "command", settings.public_url))
        except HomeTaken as taken:
            running = find_running(settings.home)
            if running is not None and running.holder == "supervisor" and running.database_url is not None:
                return running.database_url
            is_command = running is None or running.holder == "command"
            if time.monotonic() - begun > (COMMAND_WAIT_S if is_command else SUPERVISOR_WAIT_S):
                raise
            if not has_said and say is not None and time.monotonic() - begun > 1:
                say(f"waiting: {taken}")
                has_said = True
            await asyncio.sleep(POLL_S)
        else:
            return None


def _who(home: Path) -> str:
    running = find_running(home)
    if running is None or running.pid == 0:
        return f"another Vitrina is starting in {home}"
    if running.holder == "command":
        return f"a vitrina command (process {running.pid}) works in {home}: wait until it has ended"
    return (
        f"Vitrina already runs in {home} (process {running.pid}, {running.public_url}): "
        "stop that one with Ctrl-C, or give this one its own VITRINA_HOME and VITRINA_PORT"
    )
