"""One start runs everything; whatever is killed comes back, and nothing outlives its supervisor."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vitrina.platform.home import HomeLock, HomeTaken, Running, ensure_secret, find_running, running_database
from vitrina.platform.role_logs import RoleLog, human_line
from vitrina.platform.settings import Settings, read_settings

# A small product: its web asks the database for every answer, its worker notes that it lives and how it ends.
_ROLE = """
import asyncio, os, sys
import asyncpg
from vitrina.platform.role import follow_supervisor, listening_socket, stop_on_signals

name, home = sys.argv[1], sys.argv[2]

def note(what):
    with open(os.path.join(home, "notes"), "a") as opened:
        opened.write(f"{what} {name} {os.getpid()}\\n")

async def web(stopping):
    async def answer(reader, writer):
        try:
            connection = await asyncpg.connect(os.environ["VITRINA_DATABASE_URL"], timeout=2)
            migrations = await connection.fetchval("SELECT count(*) FROM platform_migration")
            await connection.close()
            writer.write(f"{os.getpid()} {migrations}".encode())
        except Exception:
            writer.write(b"0 0")
        writer.close()
    server = await asyncio.start_server(answer, sock=listening_socket("127.0.0.1", 0))
    await stopping.wait()
    server.close()

async def worker(stopping):
    await stopping.wait()

async def stubborn(stopping):
    await asyncio.sleep(3600)

async def main():
    follow_supervisor()
    stopping = stop_on_signals()
    note("begin")
    await globals()[name](stopping)
    note("end")

asyncio.run(main())
"""

_SUPERVISOR = """
import asyncio, sys
from pathlib import Path
from vitrina.platform.home import HomeTaken
from vitrina.platform.settings import read_settings
from vitrina.platform.supervisor import PortTaken, Role, supervise

settings = read_settings()
script, port, names = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(",")

def role(name):
    processes, listens = (2, ("127.0.0.1", port)) if name == "web" else (1, None)
    command = (sys.executable, str(script), name, str(settings.home))
    return Role(name, command, processes, listens=listens, is_once=name == "once")

async def announce():
    print("started", flush=True)

try:
    roles = [role(name) for name in names]
    asyncio.run(supervise(settings, roles, say=lambda text: print(text, flush=True), announce=announce))
except (HomeTaken, PortTaken) as problem:
    print(f"refused: {problem}", flush=True)
    sys.exit(3)
"""


class Installation:
    """A home with the small product, and the supervisors started in it."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self._role = folder / "role.py"
        self._role.write_text(_ROLE, encoding="utf-8")
        self._script = folder / "supervisor.py"
        self._script.write_text(_SUPERVISOR, encoding="utf-8")
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port = found.getsockname()[1]
        self._started: list[subprocess.Popen[str]] = []

    @property
    def settings(self) -> Settings:
        return read_settings({"VITRINA_HOME": str(self.home)})

    def start(self, names: str = "web,worker") -> subprocess.Popen[str]:
        environment = {**os.environ, "VITRINA_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        for name in ("VITRINA_DATABASE_URL", "VITRINA_PORT"):
            environment.pop(name, None)
        command = [sys.executable, str(self._script), str(self._role), str(self.port), names]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        self._started.append(child)
        return child

    def read_until(self, child: subprocess.Popen[str], words: str) -> list[str]:
        lines: list[str] = []
        assert child.stdout is not None
        for line in child.stdout:
            lines.append(line.rstrip("\n"))
            if words in line:
                return lines
        raise AssertionError(f"{words!r} was never said: {lines}")

    def ask(self) -> tuple[int, int]:
        """The web's process id and the count of migrations it sees; (0, 0) while it cannot answer."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=3) as opened:
                words = opened.makefile().read().split()
                return (int(words[0]), int(words[1])) if len(words) == 2 else (0, 0)
        except OSError:
            return 0, 0

    def notes(self) -> list[tuple[str, str, int]]:
        text = (self.home / "notes").read_text(encoding="ascii") if (self.home / "notes").exists() else ""
        return [(what, name, int(pid)) for what, name, pid in (line.split() for line in text.splitlines())]

    def alive(self) -> list[int]:
        """The roles' processes that live, from all that ever began."""
        return [pid for what, _, pid in self.notes() if what == "begin" and _lives(pid)]

    def postgres_pid(self) -> int:
        return int((self.home / "postgres" / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])

    def end(self) -> None:
        for child in self._started:
            if child.poll() is None:
                child.send_signal(signal.SIGINT)
        for child in self._started:
            child.wait(timeout=20)
            assert child.stdout is not None
            child.stdout.close()
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            os.kill(self.postgres_pid(), signal.SIGQUIT)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def until(check: Callable[[], bool], within_s: float = 15.0) -> None:
    deadline = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


@pytest.fixture
def installation(tmp_path: Path, cluster: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    made = Installation(tmp_path)
    if "empty_home" not in request.fixturenames:
        shutil.copytree(cluster, made.home / "postgres")
    yield made
    made.end()


@pytest.fixture
def empty_home() -> None:
    """Asks `installation` for a home in which nothing ever ran."""


def test_roles_see_a_migrated_database_share_a_socket_and_stop_in_order(
    empty_home: None, installation: Installation, slack: float
) -> None:
    child = installation.start("web,worker")
    installation.read_until(child, "started")
    answered: set[int] = set()

    def both_answered() -> bool:
        pid, migrations = installation.ask()
        if pid:
            assert migrations >= 2
            answered.add(pid)
        return len(answered) == 2

    until(both_answered)
    assert sorted(answered) == sorted(pid for what, name, pid in installation.notes() if name == "web")
    begun = time.monotonic()
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=20) == 0
    assert time.monotonic() - begun < 5 * slack
    ends = [name for what, name, _ in installation.notes() if what == "end"]
    assert ends == ["web", "web", "worker"]
    assert not (installation.home / "postgres" / "postmaster.pid").exists()
    assert not (installation.home / "run.json").exists()


def test_a_killed_database_is_back_and_serving_while_the_roles_live_on(
    installation: Installation, slack: float
) -> None:
    child = installation.start()
    installation.read_until(child, "started")
    until(lambda: installation.ask()[0] != 0 and len(installation.alive()) == 3)
    roles = installation.alive()
    killed = installation.postgres_pid()
    os.kill(killed, signal.SIGKILL)
    begun = time.monotonic()
    until(lambda: not _lives(killed))
    until(lambda: installation.ask()[0] != 0)
    assert time.monotonic() - begun < 3 * slack
    assert installation.postgres_pid() != killed
    assert installation.alive() == roles


def test_a_killed_role_is_started_anew(installation: Installation) -> None:
    child = installation.start("web,worker")
    installation.read_until(child, "started")
    until(lambda: len(installation.notes()) == 3)
    [worker] = [pid for _, name, pid in installation.notes() if name == "worker"]
    os.kill(worker, signal.SIGKILL)
    said = installation.read_until(child, "worker ended (signal SIGKILL): starting it anew in 0.1 s")
    assert len(said) >= 1
    until(lambda: len([1 for _, name, _ in installation.notes() if name == "worker"]) == 2)
    assert not _lives(worker)
    assert len(installation.alive()) == 3


def test_no_role_outlives_a_killed_supervisor_and_the_next_start_recovers(installation: Installation) -> None:
    child = installation.start("web,worker,stubborn")
    installation.read_until(child, "started")
    until(lambda: len(installation.alive()) == 4)
    postgres = installation.postgres_pid()
    child.send_signal(signal.SIGKILL)
    child.wait()
    until(lambda: installation.alive() == [], within_s=6)
    assert find_running(installation.home) is None

    again = installation.start("web,worker")
    installation.read_until(again, "started")
    until(lambda: installation.ask()[0] != 0)
    assert installation.postgres_pid() == postgres  # it had lived on, and was adopted after it answered a query
    again.send_signal(signal.SIGINT)
    assert again.wait(timeout=20) == 0
    assert not _lives(postgres)


def test_the_next_start_recovers_when_everything_was_killed(installation: Installation) -> None:
    child = installation.start()
    installation.read_until(child, "started")
    until(lambda: installation.ask()[0] != 0 and len(installation.alive()) == 3)
    for pid in (child.pid, installation.postgres_pid(), *installation.alive()):
        os.kill(pid, signal.SIGKILL)
    child.wait()
    again = installation.start()
    installation.read_until(again, "started")
    until(lambda: installation.ask()[0] != 0 and len(installation.alive()) == 3)
    assert len([1 for what, _, _ in installation.notes() if what == "begin"]) == 6


def test_a_second_start_is_refused_with_the_name_of_the_first(installation: Installation) -> None:
    first = installation.start()
    installation.read_until(first, "started")
    second = installation.start()
    [said] = installation.read_until(second, "refused")
    assert second.wait(timeout=10) == 3
    assert said == (
        f"refused: Vitrina already runs in {installation.home} (process {first.pid}, http://localhost:8000): "
        "stop that one with Ctrl-C, or give this one its own VITRINA_HOME and VITRINA_PORT"
    )
    until(lambda: installation.ask()[0] != 0)


def test_a_taken_port_is_said_with_the_setting_that_changes_it(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", installation.port)):
        child = installation.start()
        said = installation.read_until(child, "refused")
        assert child.wait(timeout=20) == 3
    assert said[-1] == f"refused: 127.0.0.1:{installation.port} is taken (Address already in use): set VITRINA_PORT"
    assert installation.notes() == []


def test_a_role_that_does_not_listen_is_killed(installation: Installation) -> None:
    child = installation.start("stubborn")
    until(lambda: len(installation.alive()) == 1)
    child.send_signal(signal.SIGTERM)
    installation.read_until(child, "stubborn does not stop: killing it")
    assert child.wait(timeout=10) == 0
    assert installation.alive() == []


def test_a_preparation_that_fails_three_times_is_given_up(installation: Installation) -> None:
    child = installation.start("once,worker")
    said = installation.read_until(child, "given up")
    assert said[-1] == f"once failed 3 times and was given up; its log: {installation.home / 'logs' / 'once.log'}"
    assert child.poll() is None
    assert "KeyError: 'once'" in (installation.home / "logs" / "once.log").read_text(encoding="utf-8")


async def test_a_command_joins_a_running_installation(installation: Installation) -> None:
    child = await asyncio.to_thread(installation.start)
    await asyncio.to_thread(installation.read_until, child, "started")
    async with running_database(installation.settings) as url:
        found = find_running(installation.home)
        assert found == Running(child.pid, "supervisor", "http://localhost:8000", url)
    assert child.poll() is None


async def test_a_command_alone_starts_the_database_for_itself_and_stops_it(installation: Installation) -> None:
    async with running_database(installation.settings) as url:
        assert url.startswith("postgresql://")
        assert _lives(installation.postgres_pid())
        with pytest.raises(HomeTaken, match=r"a vitrina command \(process \d+\) works in "):
            HomeLock(installation.home).take(Running(1, "command", ""))
    assert not (installation.home / "postgres" / "postmaster.pid").exists()
    assert find_running(installation.home) is None


async def test_an_operators_own_database_is_used_as_it_is(tmp_path: Path) -> None:
    settings = read_settings({"VITRINA_HOME": str(tmp_path / "home"), "VITRINA_DATABASE_URL": "postgresql://x/y"})
    async with running_database(settings) as url:
        assert url == "postgresql://x/y"
    assert not (tmp_path / "home").exists()


def test_secrets_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    first, other = ensure_secret(tmp_path, "provider"), ensure_secret(tmp_path, "webhook")
    assert ensure_secret(tmp_path, "provider") == first
    assert len(first) == 43
    assert other != first
    assert (tmp_path / "secrets" / "provider").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert sorted(entry.name for entry in (tmp_path / "secrets").iterdir()) == ["provider", "webhook"]


def test_the_terminal_shows_words_and_warnings_but_no_records_of_success() -> None:
    record = {"at": "2026-05-04T15:00:00Z", "level": "info", "logger": "vitrina", "message": "led"}
    assert human_line("worker", json.dumps(record)) is None
    record |= {"level": "error", "message": "job failed", "job": "poster", "error": "Traceback\n  …\nValueError: no"}
    assert human_line("worker", json.dumps(record)) == "worker: error: job failed job=poster · ValueError: no"
    assert human_line("seed", "6 of 12 clips") == "6 of 12 clips"
    assert human_line("seed", "  ") is None
    assert human_line("web", "{not json") == "{not json"


def test_a_log_that_grew_too_long_is_kept_once(tmp_path: Path) -> None:
    log = RoleLog(tmp_path / "logs" / "web.log")
    log.path.parent.mkdir()
    log.path.write_text("x" * 16_000_001, encoding="ascii")
    log.write("fresh")
    assert log.path.read_text(encoding="ascii") == "fresh\n"
    assert (tmp_path / "logs" / "web.log.1").stat().st_size == 16_000_001
    log.close()
