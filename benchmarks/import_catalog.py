"""A 50,000-row CSV into a shop, reading included, against bare COPY of the same columns on the same server in the same run.

Two denominators: `copy_bare`, COPY into tables without any index or constraint (the least that taking the data in costs),
and `copy_into_ours`, COPY into the product's own tables with their indexes, references and search column. Figures are
medians: rows per second of wall time, and per second of CPU (this process and all of PostgreSQL together), which a busy
machine disturbs less. Growth: 1,000 / 10,000 / 100,000 rows into the database as it has become by then.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent))

import machine

from vitrina import catalog
from vitrina.catalog.store.importing import PRODUCT_COLUMNS, VARIANT_COLUMNS
from vitrina.kernel.ids import ShopId
from vitrina.platform.app import App

ROWS, ROUNDS = 50_000, 3
GROWTH = {1_000: 5, 10_000: 3, 100_000: 1}
WORDS = (
    "taza azul cerámica hecha a mano cup lino camisa summer linen bolso piel vela soja candle notebook blue green large"
    " mug kitchen verano algodón cuero leather wood madera roble oak lámpara lamp glass vidrio set edición"
).split()
COPIED = {
    "catalog_product": PRODUCT_COLUMNS,
    "catalog_variant": VARIANT_COLUMNS,
    "catalog_price": ("variant_id", "currency", "minor", "compare_at_minor"),
    "catalog_stock": ("variant_id", "free"),
    "catalog_stock_change": ("variant_id", "delta", "reason", "at"),
    "catalog_picture_due": ("product_id", "source_url", "variant_id", "position", "due_at"),
}
Tables = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Bench:
    """The app, the server's process and a folder for files."""

    app: App
    server_pid: int
    folder: Path


@dataclass(frozen=True)
class Spent:
    """What one run of something took."""

    wall_s: float
    own_cpu_s: float
    server_cpu_s: float

    @property
    def cpu_s(self) -> float:
        return self.own_cpu_s + self.server_cpu_s


async def main() -> None:
    async with bench() as here:
        file = make_file(here.folder, ROWS, seed=1)
        changed = make_file(here.folder, ROWS, seed=1, price_seed=2)
        runs: dict[str, list[Spent]] = {}
        for number in range(ROUNDS):
            shop = await catalog.open_shop(here.app, slug=f"bench-{number}", name="Bench", country="US")
            rows = await one_round(here, shop.id, (file, changed), runs)
            assert rows == ROWS, rows
            print(f"round {number + 1} of {ROUNDS}: {ROWS / runs['first'][-1].wall_s:,.0f} rows/s")
        growth = {str(rows): await grow(here, rows, rounds) for rows, rounds in GROWTH.items()}
        async with here.app.db.connection() as connection:
            assert await catalog.stock_drift(connection) == []
    machine.write_result("import_catalog", {
        "rows": ROWS,
        "rows_per_s": {name: per_second(ROWS, [one.wall_s for one in spent]) for name, spent in runs.items()},
        "rows_per_cpu_s": {name: per_second(ROWS, [one.cpu_s for one in spent]) for name, spent in runs.items()},
        "cpu_s_of_first": {
            "own": machine.middle([one.own_cpu_s for one in runs["first"]]),
            "postgres": machine.middle([one.server_cpu_s for one in runs["first"]]),
        },
        "growth": growth,
        "ratios": {
            f"first_vs_{name}": {
                "wall": ratio([one.wall_s for one in runs[name]], [one.wall_s for one in runs["first"]]),
                "cpu": ratio([one.cpu_s for one in runs[name]], [one.cpu_s for one in runs["first"]]),
            }
            for name in ("copy_bare", "copy_into_ours")
        },
        "compared_with": "COPY of the same rows and columns from memory, into bare tables and into the product's own;"
        " the import also reads the CSV, and checks and hashes every row",
    })  # fmt: skip


@asynccontextmanager
async def bench() -> AsyncIterator[Bench]:
    """A durable PostgreSQL of its own as `vitrina serve` starts it, and an app on it; nothing else runs beside."""
    from vitrina.cli.roles import open_app
    from vitrina.platform.home import make_postgres, migrate_database
    from vitrina.platform.settings import read_settings

    with tempfile.TemporaryDirectory(prefix="vitrina-bench-") as folder:
        settings = read_settings({"VITRINA_HOME": str(Path(folder) / "home")})
        server = make_postgres(settings, dies_with_caller=True)
        await server.start()
        try:
            await migrate_database(server.url)
            app = await open_app(replace(settings, database_url=server.url), server.url)
            assert server.pid is not None
            yield Bench(app, server.pid, Path(folder))
            await app.close()
        finally:
            await server.stop()


async def one_round(here: Bench, shop_id: ShopId, files: tuple[Path, Path], runs: dict[str, list[Spent]]) -> int:
    """One fresh shop: the file, the same again, every price and stock changed, then the two COPYs of its rows."""
    file, changed = files

    async def imported(source: Path) -> catalog.ImportReport:
        return await catalog.import_catalog(here.app, shop_id, source)

    report, spent = await measured(here, lambda: imported(file))
    runs.setdefault("first", []).append(spent)
    tables = await rows_of(here, shop_id)
    same, spent = await measured(here, lambda: imported(file))
    runs.setdefault("same_again", []).append(spent)
    other, spent = await measured(here, lambda: imported(changed))
    runs.setdefault("all_changed", []).append(spent)
    assert (same.products_same, other.products_changed) == (report.products_new, report.products_new)
    _, spent = await measured(here, lambda: copy_bare(here, tables))
    runs.setdefault("copy_bare", []).append(spent)
    moved = with_other_ids(tables)
    _, spent = await measured(here, lambda: copy_rows(here, moved, {name: name for name in COPIED}))
    runs.setdefault("copy_into_ours", []).append(spent)
    return len(tables["catalog_product"])


async def grow(here: Bench, rows: int, rounds: int) -> dict[str, int]:
    """Rows per second of a first import of a file of `rows` rows."""
    runs: list[Spent] = []
    for number in range(rounds):
        file = make_file(here.folder, rows, seed=100 + number)
        shop = await catalog.open_shop(here.app, slug=f"grow-{rows}-{number}", name="Bench", country="US")
        report, spent = await measured(here, partial(catalog.import_catalog, here.app, shop.id, file))
        assert report.products_new == rows
        runs.append(spent)
    wall, cpu = per_second(rows, [one.wall_s for one in runs]), per_second(rows, [one.cpu_s for one in runs])
    print(f"{rows:,} rows: {wall:,} rows/s, {cpu:,} for each second of CPU")
    return {"rows_per_s": wall, "rows_per_cpu_s": cpu}


async def measured(here: Bench, run):
    """The answer of `run` and what it took."""
    server = machine.cpu_seconds(machine.tree(here.server_pid))
    wall, own = time.perf_counter(), time.process_time()
    answer = await run()
    spent = Spent(
        time.perf_counter() - wall,
        time.process_time() - own,
        machine.cpu_seconds(machine.tree(here.server_pid)) - server,
    )
    return answer, spent


async def rows_of(here: Bench, shop_id: ShopId) -> Tables:
    """What an import wrote, as it would be given to COPY."""
    of_shop = "(SELECT id FROM catalog_product WHERE shop_id = $1)"
    where = {
        "catalog_product": "shop_id = $1",
        "catalog_variant": f"product_id IN {of_shop}",
        "catalog_picture_due": f"product_id IN {of_shop}",
    }
    by_variant = f"variant_id IN (SELECT id FROM catalog_variant WHERE product_id IN {of_shop})"
    tables: Tables = {}
    async with here.app.db.connection() as connection:
        for name, columns in COPIED.items():
            query = f"SELECT {', '.join(columns)} FROM {name} WHERE {where.get(name, by_variant)}"
            tables[name] = [tuple(row) for row in await connection.fetch(query, shop_id)]
    return tables


def with_other_ids(tables: Tables) -> Tables:
    """The same rows under ids, slugs and references that are not taken yet."""

    def other(column: str, value: object) -> object:
        if isinstance(value, UUID) and column != "shop_id":
            return UUID(int=value.int ^ 1)
        return f"{value}-copy" if column in ("slug", "reference") else value

    return {
        name: [tuple(other(column, value) for column, value in zip(COPIED[name], row, strict=True)) for row in rows]
        for name, rows in tables.items()
    }


async def copy_bare(here: Bench, tables: Tables) -> None:
    async with here.app.db.transaction() as transaction:
        for name, columns in COPIED.items():
            await transaction.execute(
                f"CREATE TABLE IF NOT EXISTS bench_{name} AS SELECT {', '.join(columns)} FROM {name} LIMIT 0"
            )
    await copy_rows(here, tables, {name: f"bench_{name}" for name in COPIED})


async def copy_rows(here: Bench, tables: Tables, targets: dict[str, str]) -> None:
    async with here.app.db.transaction() as transaction:
        for name, rows in tables.items():
            await transaction.copy_records_to_table(targets[name], records=rows, columns=COPIED[name], timeout=600)


def make_file(folder: Path, rows: int, *, seed: int, price_seed: int | None = None) -> Path:
    """A plain CSV as a shop writes it; `price_seed` gives the same products other prices and stocks."""
    chance, priced = random.Random(seed), random.Random(price_seed or seed)
    path = folder / f"{rows}_{seed}_{price_seed}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,title,description,price,stock,brand,category,weight,image_link\n")
        for number in range(rows):
            title = " ".join(chance.choice(WORDS) for _ in range(5))
            text = " ".join(chance.choice(WORDS) for _ in range(25))
            price, stock = f"{priced.randint(100, 99_999) / 100:.2f}", priced.randint(1, 500)
            file.write(
                f"SKU-{number:06},{title},{text},{price},{stock},Marca {number % 50},Home > Kitchen,"
                f"{number % 40 * 25 + 50} g,https://pictures.example/{seed}/{number}.jpg\n"
            )
    return path


def per_second(rows: int, seconds: Sequence[float]) -> int:
    return round(rows / machine.middle(seconds))


def ratio(limits: Sequence[float], ours: Sequence[float]) -> float:
    """How near ours comes to the limit: the median of limit time / our time, round by round."""
    return machine.middle([limit / our for limit, our in zip(limits, ours, strict=True)])


if __name__ == "__main__":
    asyncio.run(main())
