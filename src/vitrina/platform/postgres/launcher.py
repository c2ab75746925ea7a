"""Our own launcher of an embedded PostgreSQL: a direct child in its own session, on a socket nobody else reaches.

Never `pg_ctl start`: after a kill -9 that stumbles over the stale pid file, while a direct child is reaped and is back
at once. The server outlives a killed supervisor; the next start adopts it, but only after it answered a real query.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import asyncpg

from vitrina.platform.postgres.binaries import (
    COMMAND_TIMEOUT_S,
    Binaries,
    Identity,
    PostgresUnavailable,
    choose_identity,
    locale_options,
)
from vitrina.platform.postgres.database import DATABASE_AWAY

DATABASE = "vitrina"
USER = "vitrina"
PORT = 5432  # only a part of the socket's file name: the server listens on no network address
# The kernel's limit for a socket's path is 107 bytes (103 on macOS), and PostgreSQL adds its file name to the folder.
SOCKET_FOLDER_CHARS_MAX = 80
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 20.0
POLL_S = 0.02
LOG_BYTES_MAX = 16_000_000
LOG_TAIL_CHARS = 600

# For two shared cores and little memory: everything but durability is sized for a small shop.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "96MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "wal_buffers": "8MB",
    "min_wal_size": "128MB",
    "max_wal_size": "512MB",  # bounds the replay after a kill
    "checkpoint_completion_target": "0.9",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum_naptime": "20s",
    "autovacuum_max_workers": "2",
    "max_parallel_workers_per_gather": "0",
    "max_worker_processes": "4",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_min_duration_statement": "2000",
    "unix_socket_permissions": "0700",
}
# Three idle readers would cost memory at rest and gain nothing on one disk.
SERVER_SETTINGS_18 = {"io_method": "sync"}
# Tests only: a killed process loses nothing without fsync, a machine without power would.
SERVER_SETTINGS_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Postgres:
    """One embedded server whose files live in `home/postgres` and whose log is `home/logs/postgres.log`.

    `dies_with_caller`: it stops by itself when this process ends in whatever way (one-off commands, tests).
    """

    def __init__(
        self, home: Path, binaries: Binaries, *, is_durable: bool = True, dies_with_caller: bool = False
    ) -> None:
        home = home.resolve()
        self.data_folder = home / "postgres"
        self._log = home / "logs" / "postgres.log"
        self._home = home
        self._binaries = binaries
        self._is_durable = is_durable
        self._dies_with_caller = dies_with_caller
        self._child: subprocess.Popen[bytes] | None = None
        self._leash: subprocess.Popen[bytes] | None = None
        self._adopted_pid: int | None = None
        self._identity = choose_identity()
        self.socket_folder = _socket_folder(home)

    @property
    def url(self) -> str:
        """The URL of the product's database, for asyncpg and libpq alike."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={quote(str(self.socket_folder), safe='/')}&port={PORT}"

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it lives."""
        if self._child is not None and self._child.poll() is None:
            return self._child.pid
        if self._adopted_pid is not None and _is_server(self._adopted_pid, self.data_folder):
            return self._adopted_pid
        return None

    @property
    def is_alive(self) -> bool:
        return self.pid is not None

    async def start(self) -> None:
        """Make the cluster if there is none, adopt or start the server, and return when the database answers.

        `PostgresUnavailable` with the end of its log when it does not within a minute.
        """
        self._prepare_folders()
        if not (self.data_folder / "PG_VERSION").exists():
            await asyncio.to_thread(self._initialise)
        self._check_version()
        if not await self._adopt():
            await self._clear_remains()
            self._launch()
        await self._wait_until_ready()
        await self._ensure_database()

    async def stop(self) -> None:
        """Stop fast (SIGINT: clients are cut off, nothing committed is lost); harder when it does not listen."""
        pid = self.pid
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if pid is None:
                break
            _send(pid, number)
            deadline = time.monotonic() + STOP_TIMEOUT_S
            while (pid := self.pid) is not None and time.monotonic() < deadline:  # noqa: ASYNC110 - adopted: no child
                await asyncio.sleep(POLL_S)
        self._child = self._adopted_pid = None
        self._release_leash()

    def _prepare_folders(self) -> None:
        self._home.mkdir(parents=True, exist_ok=True)
        self._log.parent.mkdir(mode=0o700, exist_ok=True)
        self.socket_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = self.socket_folder.lstat()
        owners = {os.geteuid()} | ({self._identity.owner[0]} if self._identity.owner else set())
        if not stat.S_ISDIR(known.st_mode) or known.st_uid not in owners:
            raise PostgresUnavailable(
                f"{self.socket_folder} belongs to somebody else: remove it or choose another VITRINA_HOME"
            )
        self.socket_folder.chmod(0o700)
        _give(self.socket_folder, self._identity)

    def _initialise(self) -> None:
        """Make the cluster aside and move it into place, so that an interrupted initdb leaves nothing half made."""
        aside = self.data_folder.with_name("postgres.new")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        _give(aside, self._identity)
        command = [*self._identity.prefix, self._binaries.path("initdb"), "-D", str(aside), "-U", USER, "--auth=trust"]
        command += ["--no-instructions", *locale_options(self._binaries.major)]
        if not self._is_durable:
            command.append("--no-sync")
        made = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=COMMAND_TIMEOUT_S,
            env=_environment(),
            cwd="/",
            **self._identity.become(),
        )
        if made.returncode != 0:
            hint = (
                f" (it runs as the user {self._identity.user}, who must be able to go there)"
                if self._identity.user
                else ""
            )
            said = (made.stderr or made.stdout).strip()[-LOG_TAIL_CHARS:]
            raise PostgresUnavailable(f"initdb failed: {said}{hint}")
        aside.rename(self.data_folder)

    def _check_version(self) -> None:
        version = (self.data_folder / "PG_VERSION").read_text(encoding="ascii").strip()
        if version != str(self._binaries.major):
            raise PostgresUnavailable(
                f"{self.data_folder} was made by PostgreSQL {version} and the one here is {self._binaries.major}: "
                f"set VITRINA_POSTGRES_BIN to a PostgreSQL {version}, or move the data with pg_dump"
            )

    async def _adopt(self) -> bool:
        """Whether a live server of this folder was taken over; one that does not answer a query is ended instead."""
        pid = _pid_in(self.data_folder)
        if pid is None or not _is_server(pid, self.data_folder):
            return False
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while _is_server(pid, self.data_folder) and time.monotonic() < deadline:
            if await self._answers():
                self._adopted_pid = pid
                return True
            await asyncio.sleep(POLL_S * 5)
        if _is_server(pid, self.data_folder):
            _send(pid, signal.SIGQUIT)
            await asyncio.sleep(POLL_S * 10)
        return False

    async def _clear_remains(self) -> None:
        """End what a killed server left: sessions that still hold its shared memory, and pid files that lie.

        PostgreSQL would believe the latter as long as that number lives, be it a stranger or a zombie nobody reaped.
        """
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while (remains := _servers_in(self.data_folder)) and time.monotonic() < deadline:
            for pid in remains:
                _send(pid, signal.SIGKILL)
            await asyncio.sleep(POLL_S / 4)  # they hold the memory until they are really gone
        socket_file = self.socket_folder / f".s.PGSQL.{PORT}"
        for stale in (
            self.data_folder / "postmaster.pid",
            socket_file.with_name(f"{socket_file.name}.lock"),
            socket_file,
        ):
            stale.unlink(missing_ok=True)

    def _launch(self) -> None:
        self._adopted_pid = None
        self._release_leash()
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES_MAX:
            self._log.replace(self._log.with_suffix(".log.1"))
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(
                [
                    *self._identity.prefix,
                    self._binaries.path("postgres"),
                    "-D",
                    str(self.data_folder),
                    *self._options(),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                cwd="/",
                start_new_session=True,
                **self._identity.become(),
            )
        if self._dies_with_caller:
            self._hold_leash(self._child.pid)

    def _options(self) -> list[str]:
        chosen = dict(SERVER_SETTINGS)
        if self._binaries.major >= 18:
            chosen |= SERVER_SETTINGS_18
        if not self._is_durable:
            chosen |= SERVER_SETTINGS_FAST
        chosen |= {"unix_socket_directories": str(self.socket_folder), "port": str(PORT)}
        return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]

    def _hold_leash(self, pid: int) -> None:
        """A shell that waits for the end of our pipe and then stops the server, however this process ended."""
        self._leash = subprocess.Popen(
            ["/bin/sh", "-c", 'read -r _; kill -INT "$1" 2>/dev/null', "leash", str(pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _release_leash(self) -> None:
        if self._leash is not None:
            self._leash.kill()
            self._leash.wait()
            assert self._leash.stdin is not None
            self._leash.stdin.close()
            self._leash = None

    async def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while not await self._answers():
            if not self.is_alive or time.monotonic() > deadline:
                tail = (
                    self._log.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL_CHARS:]
                    if self._log.exists()
                    else ""
                )
                await self.stop()
                raise PostgresUnavailable(f"PostgreSQL did not start; the end of {self._log}:\n{tail}")
            await asyncio.sleep(POLL_S)

    async def _answers(self) -> bool:
        """Whether the server answers a real query; a socket or a pid file proves nothing."""
        try:
            connection = await asyncpg.connect(self.url_of("postgres"), timeout=5)
        except DATABASE_AWAY:
            return False
        try:
            return bool(await connection.fetchval("SELECT 1", timeout=5) == 1)
        except DATABASE_AWAY:
            return False
        finally:
            connection.terminate()

    async def _ensure_database(self) -> None:
        connection = await asyncpg.connect(self.url_of("postgres"))
        try:
            if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", DATABASE):
                await connection.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            await connection.close()


def _socket_folder(home: Path) -> Path:
    """A short folder for the socket: inside `home` if its path allows, else one of our own in the temporary folder."""
    inside = home / "socket"
    if len(os.fsencode(inside)) <= SOCKET_FOLDER_CHARS_MAX and choose_identity().user is None:
        return inside
    name = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"vitrina-{os.geteuid()}-{name}"


def _environment() -> dict[str, str]:
    """What the server inherits: no locale and no PG* variable of the caller's shell."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def _give(folder: Path, identity: Identity) -> None:
    if identity.owner is not None:
        os.chown(folder, *identity.owner)


def _pid_in(data_folder: Path) -> int | None:
    try:
        first = (data_folder / "postmaster.pid").read_text(encoding="utf-8", errors="replace").split("\n", 1)[0]
    except FileNotFoundError:
        return None
    return int(first) if first.strip().isdecimal() else None


def _is_server(pid: int, data_folder: Path) -> bool:
    """Whether `pid` is a live PostgreSQL of this very folder, not another process that was given the old number."""
    if sys.platform != "linux":
        said = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
        return "postgres" in said.stdout and str(data_folder) in said.stdout
    try:
        # A server works inside its data folder: a zombie or a stranger does not.
        return os.readlink(f"/proc/{pid}/cwd") == str(data_folder.resolve()) and _program(pid) == "postgres"
    except OSError:
        return False


def _servers_in(data_folder: Path) -> list[int]:
    """Every PostgreSQL process working in the folder (Linux; elsewhere leftovers end by themselves within a second)."""
    if sys.platform != "linux":
        return []
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and _is_server(int(entry.name), data_folder)
    ]


def _program(pid: int) -> str:
    return os.path.basename(os.readlink(f"/proc/{pid}/exe")).removesuffix(" (deleted)")


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
