"""Starts everything of an installation, keeps it running, and stops it in order.

PostgreSQL first, then the migrations, then the roles as child processes. A dead role is started anew after 0.1–5 s; a
dead PostgreSQL at once. Each role holds one end of a pipe and ends when the other one is closed, so that none outlives
its supervisor, not even after a kill -9. Which roles there are is said by the caller: this file knows none by name.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from vitrina.platform.home import HomeLock, Running, make_postgres, migrate_database
from vitrina.platform.postgres.binaries import PostgresUnavailable
from vitrina.platform.postgres.launcher import Postgres
from vitrina.platform.role import LEASH_FD, LISTEN_FD, open_listener
from vitrina.platform.role_logs import RoleLog, human_line
from vitrina.platform.settings import Settings

BACKOFF_FIRST_S = 0.1
BACKOFF_MOST_S = 5.0
STEADY_S = 10.0  # who lived this long starts over with the shortest wait
STOP_S = 4.0
PORT_WAIT_S = 3.0
WATCH_S = 0.05
IMPATIENCE_S = 0.7  # one Ctrl-C may arrive twice: from the terminal, and passed on by whoever started us
LINE_BYTES_MAX = 1_000_000
ONCE_TRIES_MAX = 3
_log = logging.getLogger("vitrina.supervisor")

Say = Callable[[str], None]


class PortTaken(Exception):
    """Another program listens where this installation wants to; the text names the port and the setting."""


@dataclass(frozen=True)
class Role:
    """One part of the product as processes. `listens`: the address all its processes share.

    `is_once`: it is done when it ends with 0 (a preparation), and is given up after three failures.
    """

    name: str
    command: tuple[str, ...]
    processes: int = 1
    listens: tuple[str, int] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    is_once: bool = False


async def supervise(
    settings: Settings,
    roles: Sequence[Role],
    *,
    say: Say,
    announce: Callable[[], Awaitable[None]] | None = None,
    stopping: asyncio.Event | None = None,
) -> None:
    """Run the installation until `stopping`, SIGINT or SIGTERM. `roles` are stopped in the order given.

    `announce` runs beside, once all roles were started. `HomeTaken`, `PortTaken` or `PostgresUnavailable` before
    anything runs.
    """
    lock = HomeLock(settings.home)
    running = Running(os.getpid(), "supervisor", settings.public_url)
    lock.take(running)
    supervisor = _Supervisor(settings, say, stopping if stopping is not None else asyncio.Event())
    try:
        await supervisor.start_database()
        lock.write(Running(running.pid, running.holder, running.public_url, supervisor.database_url))
        await supervisor.run(roles, announce)
    finally:
        await supervisor.stop()
        lock.give_back()


class _Supervisor:
    def __init__(self, settings: Settings, say: Say, stopping: asyncio.Event) -> None:
        self._settings = settings
        self._say = say
        self._stopping = stopping
        self._postgres: Postgres | None = None
        self._keepers: list[tuple[Role, list[_Keeper]]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._sockets: list[socket.socket] = []
        self._leash, self._leash_held = os.pipe()
        self._asked_at = 0.0
        self.database_url = settings.database_url or ""

    async def start_database(self) -> None:
        """PostgreSQL (unless the operator has one), then the migrations."""
        if self._settings.database_url is None:
            server = make_postgres(self._settings)
            is_new = not server.data_folder.exists()
            self._say("making the database" if is_new else "starting the database")
            await server.start()
            self._postgres = server
            self.database_url = server.url
        applied = await migrate_database(self.database_url)
        if applied:
            self._say(f"the database is at {applied[-1].removesuffix('.sql')} ({len(applied)} steps)")

    async def run(self, roles: Sequence[Role], announce: Callable[[], Awaitable[None]] | None) -> None:
        """Start the roles, last one first, and watch until the stop."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._on_signal)
        for role in roles:
            listener = await self._open_listener(role)
            self._keepers.append((role, [self._make_keeper(role, place, listener) for place in range(role.processes)]))
        for _, keepers in reversed(self._keepers):
            self._tasks += [asyncio.create_task(keeper.keep()) for keeper in keepers]
        if self._postgres is not None:
            self._tasks.append(asyncio.create_task(self._keep_postgres(self._postgres)))
        if announce is not None:
            self._tasks.append(asyncio.create_task(_beside(announce)))
        await self._stopping.wait()

    async def stop(self) -> None:
        """Stop the roles in their order, then PostgreSQL; whoever does not listen within four seconds is killed."""
        self._stopping.set()
        for _, keepers in self._keepers:
            await asyncio.gather(*(keeper.stop() for keeper in keepers))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for opened in self._sockets:
            opened.close()
        for end in (self._leash_held, self._leash):
            os.close(end)
        if self._postgres is not None:
            await self._postgres.stop()

    def _on_signal(self) -> None:
        if self._stopping.is_set():
            if time.monotonic() - self._asked_at < IMPATIENCE_S:
                return
            for _, keepers in self._keepers:
                for keeper in keepers:
                    keeper.kill()
            return
        self._asked_at = time.monotonic()
        self._say("stopping (again Ctrl-C: at once)")
        self._stopping.set()

    def _make_keeper(self, role: Role, place: int, listener: socket.socket | None) -> _Keeper:
        name = role.name if role.processes == 1 else f"{role.name}{place + 1}"
        passed = [self._leash]
        environment = {**os.environ, **role.environment, "VITRINA_DATABASE_URL": self.database_url}
        environment[LEASH_FD] = str(self._leash)
        if listener is not None:
            passed.append(listener.fileno())
            environment[LISTEN_FD] = str(listener.fileno())
        log = RoleLog(self._settings.home / "logs" / f"{name}.log")
        return _Keeper(role, name, environment=environment, passed=tuple(passed), log=log, say=self._say)

    async def _open_listener(self, role: Role) -> socket.socket | None:
        if role.listens is None:
            return None
        host, port = role.listens
        deadline = time.monotonic() + PORT_WAIT_S
        while True:
            try:
                opened = open_listener(host, port)
            except OSError as problem:
                # The roles of a supervisor that was killed this moment let the port go within two seconds.
                if time.monotonic() > deadline:
                    reason = os.strerror(problem.errno) if problem.errno else str(problem)
                    raise PortTaken(f"{host}:{port} is taken ({reason}): set VITRINA_PORT") from None
                await asyncio.sleep(BACKOFF_FIRST_S)
            else:
                self._sockets.append(opened)
                return opened

    async def _keep_postgres(self, server: Postgres) -> None:
        wait_s = BACKOFF_FIRST_S
        while not self._stopping.is_set():
            if server.is_alive:
                await asyncio.sleep(WATCH_S)
                continue
            self._say("the database ended: starting it anew")
            try:
                await server.start()
                wait_s = BACKOFF_FIRST_S
            except PostgresUnavailable as problem:
                self._say(str(problem))
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, BACKOFF_MOST_S)


class _Keeper:
    """Keeps one process of a role alive."""

    def __init__(
        self,
        role: Role,
        name: str,
        *,
        environment: Mapping[str, str],
        passed: tuple[int, ...],
        log: RoleLog,
        say: Say,
    ) -> None:
        self._role = role
        self._name = name
        self._environment = environment
        self._passed = passed
        self._log = log
        self._say = say
        self._is_stopping = False
        self._process: asyncio.subprocess.Process | None = None
        self._ended = asyncio.Event()

    async def keep(self) -> None:
        """Start the process, and again whenever it ends, until `stop`."""
        wait_s, tries = BACKOFF_FIRST_S, 0
        while not self._stop_asked():
            begun = time.monotonic()
            code = await self._live_once()
            tries += 1
            if self._role.is_once and code == 0:
                return
            if self._role.is_once and tries >= ONCE_TRIES_MAX:
                self._say(f"{self._name} failed {tries} times and was given up; its log: {self._log.path}")
                return
            if time.monotonic() - begun > STEADY_S:
                wait_s = BACKOFF_FIRST_S
            if self._stop_asked():
                return
            self._say(f"{self._name} ended ({_how(code)}): starting it anew in {wait_s:.1f} s")
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, BACKOFF_MOST_S)

    async def stop(self) -> None:
        """Ask the process to end; kill it and its children when it does not within four seconds."""
        self._is_stopping = True
        if self._process is None or self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._ended.wait(), STOP_S)
        except TimeoutError:
            self._say(f"{self._name} does not stop: killing it")
            self.kill()
            await asyncio.wait_for(self._ended.wait(), STOP_S)

    def kill(self) -> None:
        """End the process and all it has started."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _stop_asked(self) -> bool:
        return self._is_stopping

    async def _live_once(self) -> int:
        self._ended.clear()
        self._process = await asyncio.create_subprocess_exec(
            *self._role.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=dict(self._environment),
            pass_fds=self._passed,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which knows the order
            limit=LINE_BYTES_MAX,
        )
        assert self._process.stdout is not None
        reading = asyncio.create_task(self._read(self._process.stdout))
        try:
            code = await self._process.wait()
        finally:
            self.kill()  # what a dead role leaves behind (an encoder) has nobody to work for
            self._ended.set()
            # A grandchild may hold the pipe open for a moment; its last lines are not worth waiting long.
            await asyncio.wait((reading,), timeout=1)
            reading.cancel()
        return code

    async def _read(self, lines: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await lines.readline()
            except ValueError:
                continue  # longer than a megabyte: the reader has dropped it
            if not line:
                return
            text = line.decode(errors="replace").rstrip("\n")
            self._log.write(text)
            shown = human_line(self._name, text)
            if shown is not None:
                self._say(shown)


async def _beside(announce: Callable[[], Awaitable[None]]) -> None:
    try:
        await announce()
    except Exception:  # noqa: BLE001 - what is said beside must not end what runs
        _log.exception("the announcement failed")


def _how(code: int) -> str:
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"code {code}"
