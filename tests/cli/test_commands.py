"""The command line: quick to answer, clear when it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from vitrina.cli import main
from vitrina.cli.roles import ROLES, role_table
from vitrina.platform.postgres.migrations import all_migrations
from vitrina.platform.settings import read_settings

HEAVY = ("asyncpg", "litestar", "msgspec", "pgqueuer", "PIL", "uvicorn", "obstore", "aiohttp", "argon2")


def vitrina(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VITRINA_")}
    return subprocess.run(
        [sys.executable, "-m", "vitrina", *arguments],
        capture_output=True, text=True, timeout=60, check=False, env=inherited | environment,
    )  # fmt: skip


def test_help_names_every_command_without_loading_what_they_need() -> None:
    script = (
        "import sys\nfrom vitrina.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True).stdout
    assert said.splitlines()[-1] == "loaded: []"
    names = [line.split()[0] for line in said.partition("Commands:\n")[2].splitlines() if line.startswith("  ")]
    assert {"serve", "demo", "role", "migrate"} <= set(names)


def test_every_command_says_what_it_does() -> None:
    context = click.Context(main)
    assert isinstance(main, click.Group)
    silent = [name for name in main.list_commands(context) if not (main.get_command(context, name) or main).help]
    assert silent == []


def test_roles_stop_in_their_order_and_web_shares_its_socket() -> None:
    roles = role_table(read_settings({"VITRINA_PORT": "9100", "VITRINA_WEB_PROCESSES": "2"}))
    assert [(role.name, role.processes, role.listens) for role in roles] == [
        ("web", 2, ("127.0.0.1", 9100)),
        ("worker", 1, None),
        ("provider", 1, None),
    ]
    assert tuple(role.name for role in roles) == ROLES


async def test_a_role_alone_refuses_an_old_schema(tmp_path: Path, empty_database_url: str) -> None:
    home = str(tmp_path / "home")
    for name in ("web", "worker"):
        ended = vitrina("role", name, VITRINA_HOME=home, VITRINA_DATABASE_URL=empty_database_url)
        assert ended.returncode == 1
        assert ended.stderr == f"Error: {name}: the database is empty: run `vitrina migrate`\n"


def test_a_role_alone_without_a_database_says_what_it_needs(tmp_path: Path) -> None:
    ended = vitrina("role", "worker", VITRINA_HOME=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr == (
        "Error: worker: a role alone needs VITRINA_DATABASE_URL, or a running Vitrina in the same VITRINA_HOME\n"
    )


async def test_migrate_brings_an_empty_database_to_this_version_once(tmp_path: Path, empty_database_url: str) -> None:
    settings = {"VITRINA_HOME": str(tmp_path / "home"), "VITRINA_DATABASE_URL": empty_database_url}
    names = [migration.name for migration in all_migrations()]
    ended = vitrina("migrate", **settings)
    assert ended.returncode == 0, ended.stderr
    expected = [*(f"applied {name}" for name in names)]
    assert ended.stdout.splitlines() == [
        *expected,
        f"the database is at this version ({len(names)} migrations applied now)",
    ]
    again = vitrina("migrate", **settings)
    assert again.stdout == "the database is at this version (0 migrations applied now)\n"


def test_a_wrong_setting_is_one_sentence(tmp_path: Path) -> None:
    ended = vitrina("serve", VITRINA_HOME=str(tmp_path / "home"), VITRINA_PORT="eight")
    assert ended.returncode == 1
    assert ended.stderr == "Error: VITRINA_PORT takes a whole number from 1 to 65000\n"
    assert not (tmp_path / "home").exists()
