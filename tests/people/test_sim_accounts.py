"""`vitrina sim accounts`: many people with tokens, at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from click.testing import CliRunner
from tests.people.conftest import MakeClient, bearer

from vitrina.cli import main
from vitrina.platform.app import App


def run(database_url: str, home: Path, *words: str) -> tuple[int, str]:
    environment = {"VITRINA_DATABASE_URL": database_url, "VITRINA_HOME": str(home)}
    outcome = CliRunner().invoke(main, ["sim", "accounts", *words], env=environment)
    return outcome.exit_code, outcome.stdout


async def test_each_token_is_a_logged_in_verified_adult(
    app: App, database_url: str, tmp_path: Path, make_client: MakeClient
) -> None:
    path = tmp_path / "tokens"
    code, said = await asyncio.to_thread(run, database_url, tmp_path, "12", "--tokens", str(path))
    assert code == 0
    assert said.splitlines()[-1].startswith("12 accounts made in ")
    assert path.stat().st_mode & 0o777 == 0o600
    tokens = path.read_text().splitlines()
    assert len(set(tokens)) == 12
    client: httpx.AsyncClient = make_client(app)
    accounts = [(await client.get("/v1/me", headers=bearer(token))).json()["account"] for token in tokens]
    assert len({account["id"] for account in accounts}) == 12
    assert {account["email_verified"] for account in accounts} == {True}
    made = await client.post("/v1/creators", json={"handle": "adult"}, headers=bearer(tokens[0]))
    assert made.status_code == 201


async def test_a_second_run_adds_to_the_first(app: App, database_url: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        code, _ = await asyncio.to_thread(run, database_url, tmp_path, "3", "--tokens", str(tmp_path / name))
        assert code == 0
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM people_account") == 6


def test_no_accounts_is_no_command(tmp_path: Path) -> None:
    code, _ = run("postgres://unused", tmp_path, "0", "--tokens", str(tmp_path / "tokens"))
    assert code == 2
    assert not (tmp_path / "tokens").exists()
