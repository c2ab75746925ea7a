"""Forward-only migrations: plain SQL files, applied once each in the order of their numbers."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib import resources

import asyncpg

from vitrina.platform.postgres.database import Connection

_LOCK = 7_204_118_001
_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")
_TABLE = """
CREATE TABLE IF NOT EXISTS platform_migration (
    number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL
)"""


class SchemaOutdated(Exception):
    """The database lacks migrations that this code needs, or has one that was edited afterwards."""


@dataclass(frozen=True)
class Migration:
    """One file of `vitrina/migrations`."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def all_migrations() -> tuple[Migration, ...]:
    """Every migration shipped with this version, in order; numbers are unique."""
    found = []
    for entry in resources.files("vitrina.migrations").iterdir():
        matched = _NAME.match(entry.name)
        if matched:
            found.append(Migration(int(matched[1]), entry.name, entry.read_text(encoding="utf-8")))
    found.sort(key=lambda migration: migration.number)
    assert len({migration.number for migration in found}) == len(found), "two migrations share a number"
    return tuple(found)


async def migrate(connection: Connection) -> tuple[str, ...]:
    """Apply what is missing, each file in a transaction of its own, under an advisory lock; names of those applied."""
    await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
    try:
        await connection.execute(_TABLE)
        done = await _applied(connection)
        applied = []
        for migration in all_migrations():
            if migration.number in done:
                _same(migration, done[migration.number])
                continue
            async with connection.transaction():
                await connection.execute(migration.sql)
                await connection.execute(
                    "INSERT INTO platform_migration (number, name, sha256) VALUES ($1, $2, $3)",
                    migration.number,
                    migration.name,
                    migration.sha256,
                )
            applied.append(migration.name)
        return tuple(applied)
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _LOCK)


async def check_schema(connection: Connection) -> None:
    """`SchemaOutdated` unless every migration of this version is applied, unchanged."""
    try:
        done = await _applied(connection)
    except asyncpg.UndefinedTableError:
        raise SchemaOutdated("the database is empty: run `vitrina migrate`") from None
    for migration in all_migrations():
        if migration.number not in done:
            raise SchemaOutdated(f"{migration.name} is not applied: run `vitrina migrate`")
        _same(migration, done[migration.number])


async def _applied(connection: Connection) -> dict[int, str]:
    rows = await connection.fetch("SELECT number, sha256 FROM platform_migration")
    return {row["number"]: row["sha256"] for row in rows}


def _same(migration: Migration, sha256: str) -> None:
    if migration.sha256 != sha256:
        raise SchemaOutdated(f"{migration.name} was changed after it was applied")
