"""The embedded server: starts, survives, is adopted, and never trusts a pid file."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from vitrina.platform.postgres.binaries import Binaries, PostgresUnavailable, locate_binaries
from vitrina.platform.postgres.launcher import Postgres


@pytest.fixture
async def server(tmp_path: Path, cluster: Path) -> AsyncIterator[Postgres]:
    shutil.copytree(cluster, tmp_path / "home" / "postgres")
    made = Postgres(tmp_path / "home", locate_binaries(), dies_with_caller=True)
    await made.start()
    yield made
    await made.stop()


async def _value(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def _gone(server: Postgres) -> None:
    while server.is_alive:
        await asyncio.sleep(0.005)


async def test_a_server_is_durable_and_reached_only_by_its_socket(server: Postgres) -> None:
    names = ("fsync", "synchronous_commit", "full_page_writes", "listen_addresses", "max_connections")
    found = {name: await _value(server.url, f"SHOW {name}") for name in names}
    assert found == {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "listen_addresses": "",
        "max_connections": "100",
    }
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    assert server.data_folder.stat().st_mode & 0o777 == 0o700


async def test_sorting_folding_and_search_know_letters_beyond_ascii(server: Postgres) -> None:
    assert await _value(server.url, "SELECT lower('ÁÑÜ')") == "áñü"
    assert await _value(server.url, "SELECT to_tsvector('spanish', 'camión')::text") == "'camion':1"
    provider = await _value(server.url, "SELECT datlocprovider FROM pg_database WHERE datname = 'vitrina'")
    assert provider == b"b"


async def test_after_kill_9_it_is_back_within_a_second_with_every_commit(server: Postgres, slack: float) -> None:
    await _value(server.url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    busy = await asyncpg.connect(server.url)
    running = asyncio.create_task(busy.execute("SELECT count(*) FROM generate_series(1, 1000000000)"))
    await asyncio.sleep(0.1)
    killed = server.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    await _gone(server)
    begun = time.perf_counter()
    await server.start()
    took_s = time.perf_counter() - begun
    assert server.pid not in (None, killed)
    assert await _value(server.url, "SELECT count(*) FROM kept") == 1000
    assert took_s < 1.0 * slack
    with pytest.raises(asyncpg.ConnectionDoesNotExistError):
        await running


async def test_kills_in_the_middle_of_recovery_are_recovered_from(server: Postgres) -> None:
    await _value(server.url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    for _ in range(5):
        killed = server.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        await _gone(server)
        await server.start()
    assert await _value(server.url, "SELECT count(*) FROM kept") == 1000


async def test_a_live_server_is_adopted_and_can_be_stopped_by_who_adopted_it(server: Postgres, tmp_path: Path) -> None:
    other = Postgres(tmp_path / "home", locate_binaries())
    await other.start()
    assert other.pid == server.pid
    await other.stop()
    await _gone(server)
    assert not other.is_alive


async def test_a_pid_file_that_names_a_stranger_is_not_believed(server: Postgres, tmp_path: Path) -> None:
    await server.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        lines = [str(stranger.pid), str(server.data_folder), "1", "5432", str(server.socket_folder), "", "0 0", "ready"]
        (server.data_folder / "postmaster.pid").write_text("\n".join(lines) + "\n", encoding="ascii")
        await server.start()
        assert server.pid not in (None, stranger.pid)
        assert await _value(server.url, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


async def test_a_server_of_a_one_off_command_ends_with_it(tmp_path: Path, cluster: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(cluster, home / "postgres")
    script = (
        "import asyncio, sys, time; from pathlib import Path\n"
        "from vitrina.platform.postgres.binaries import locate_binaries\n"
        "from vitrina.platform.postgres.launcher import Postgres\n"
        "server = Postgres(Path(sys.argv[1]), locate_binaries(), dies_with_caller=True)\n"
        "asyncio.run(server.start()); print(server.pid, flush=True); time.sleep(60)\n"
    )
    caller = subprocess.Popen([sys.executable, "-c", script, str(home)], stdout=subprocess.PIPE, text=True)
    assert caller.stdout is not None
    pid = int(await asyncio.to_thread(caller.stdout.readline))
    assert (home / "postgres" / "postmaster.pid").exists()
    caller.kill()
    caller.wait()
    caller.stdout.close()
    deadline = time.monotonic() + 5
    while (home / "postgres" / "postmaster.pid").exists() and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    assert not (home / "postgres" / "postmaster.pid").exists(), pid


async def test_a_long_home_gets_a_short_socket_folder(tmp_path: Path, cluster: Path) -> None:
    home = tmp_path / ("deep" * 30)
    shutil.copytree(cluster, home / "postgres")
    made = Postgres(home, locate_binaries(), dies_with_caller=True)
    await made.start()
    try:
        assert await _value(made.url, "SELECT 1") == 1
        assert len(str(made.socket_folder)) < 80
        assert made.socket_folder.stat().st_mode & 0o777 == 0o700
    finally:
        await made.stop()
        made.socket_folder.rmdir()


async def test_an_interrupted_initdb_is_begun_anew(tmp_path: Path) -> None:
    half = tmp_path / "home" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", encoding="ascii")
    made = Postgres(tmp_path / "home", locate_binaries(), dies_with_caller=True, is_durable=False)
    await made.start()
    assert await _value(made.url, "SELECT 1") == 1
    await made.stop()
    assert not half.exists()


async def test_data_of_another_version_is_refused_in_words(server: Postgres, tmp_path: Path) -> None:
    await server.stop()
    present = locate_binaries()
    other = Postgres(tmp_path / "home", Binaries(present.folder, present.major + 1))
    with pytest.raises(PostgresUnavailable, match="was made by PostgreSQL 18 and the one here is 19"):
        await other.start()


def test_a_folder_without_programs_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(PostgresUnavailable, match="has no postgres and no initdb: set VITRINA_POSTGRES_BIN"):
        locate_binaries(tmp_path)
