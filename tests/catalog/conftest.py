"""A shop to import into, and every row of the catalogue with the transaction that wrote it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from vitrina import catalog
from vitrina.kernel.ids import VariantId
from vitrina.platform.app import App

TABLES = (
    "catalog_product catalog_variant catalog_price catalog_stock catalog_stock_change catalog_picture"
    " catalog_picture_due catalog_hold platform_outbox"
).split()
Write = Callable[[str], Path]


@pytest.fixture
async def shop(app: App) -> catalog.Shop:
    return await catalog.open_shop(app, slug="tienda", name="Tienda", country="US")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a text into a new file."""
    numbers = itertools.count(1)

    def write_file(text: str) -> Path:
        path = tmp_path / f"products_{next(numbers)}.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


async def rows_of(app: App) -> dict[str, list[tuple[str, str]]]:
    """Every row as text with the transaction that wrote it: equal only when nothing was written at all."""
    found = {}
    async with app.db.connection() as connection:
        for table in TABLES:
            rows = await connection.fetch(f"SELECT one::text, one.xmin::text FROM {table} one")
            found[table] = sorted((row[0], row[1]) for row in rows)
    return found


async def drift_of(app: App) -> list[VariantId]:
    async with app.db.connection() as connection:
        return await catalog.stock_drift(connection)
