"""Buy-now through HTTP against the least that PostgreSQL must do for a sale, on the same server in the same run.

Figures: sales per second with 32 clients over 1,000 variants (each sale with a touch: commission, six entries), CPU per sale
by process, SQL statements per sale, a hot SKU with 64 clients (stock 1,000, 20,000 tries), memory at rest. Denominators:
`limit/seven_steps.sql` and `limit/hot_seven_steps.sql` by pgbench, in turn with ours.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import load
import machine

PORT = 18_700
CLIENTS, HOT_CLIENTS = 32, 64
VARIANTS, HOT_STOCK, HOT_TRIES = 1_000, 1_000, 20_000
ROUNDS, SECONDS = 3, 8
ADDRESS = {
    "name": "Ana Lopez",
    "line1": "1 Main St",
    "city": "Austin",
    "region": "TX",
    "postal_code": "78701",
    "country": "US",
}
_keys = itertools.count()


async def main() -> None:
    async with machine.server(PORT) as server:
        world = await make_world(server)
        await asyncio.sleep(2)
        rest_mb = machine.memory_mb(machine.tree(server.pid))
        await prepare_limit(server)
        ours, limits, per_sale, shares = [], [], [], []
        for _ in range(ROUNDS):
            limits.append(machine.pgbench(server, machine.LIMIT / "seven_steps.sql", CLIENTS, SECONDS))
            rate, cost, sql = await sales(server, world)
            ours.append(rate)
            per_sale.append(sql)
            shares.append(cost)
        hot_ours, hot_limits, sold = [], [], []
        for _ in range(ROUNDS):
            hot_limits.append(machine.pgbench(server, machine.LIMIT / "hot_seven_steps.sql", HOT_CLIENTS, SECONDS))
            answers, count = await hot(server, world)
            hot_ours.append(answers)
            sold.append(count)
        growth = await grow(server, world)
    cpu = {name: machine.middle([share[name] for share in shares]) for name in shares[0]}
    machine.write_result("checkout", {
        "buys_per_s": machine.middle(ours), "seven_steps_per_s": machine.middle(limits),
        "hot_answers_per_s": machine.middle(hot_ours), "hot_seven_steps_per_s": machine.middle(hot_limits),
        "hot_sold": sold, "hot_stock": HOT_STOCK, "sql_per_sale": machine.middle(per_sale), "cpu_us_per_sale": cpu,
        "rest_mb": round(rest_mb), "buys_per_s_by_clients": growth,
        "ratios": {
            "buy_vs_seven_steps": machine.middle([a / b for a, b in zip(ours, limits, strict=True)]),
            "hot_answers_vs_row_lock": machine.middle([a / b for a, b in zip(hot_ours, hot_limits, strict=True)]),
        },
        "compared_with": "pgbench -M prepared limit/seven_steps.sql (32 clients), limit/hot_seven_steps.sql (64 clients)",
    })  # fmt: skip


async def make_world(server: machine.Server) -> dict[str, object]:
    """A shop with 1,000 variants, a creator's links, 256 shoppers with a touch each, a hot variant per round."""
    from vitrina import affiliate, catalog, people
    from vitrina.affiliate.model import Shopper
    from vitrina.affiliate.store import insert_touch
    from vitrina.catalog import NewProduct, NewVariant
    from vitrina.cli.roles import open_app
    from vitrina.kernel.ids import TouchId, uuid7
    from vitrina.kernel.money import Bps, Money
    from vitrina.platform.settings import read_settings

    app = await open_app(read_settings({"VITRINA_HOME": str(server.home)}), server.database_url)
    tokens = await people.make_sim_accounts(app, 256)
    shop = await catalog.open_shop(app, slug="bench", name="Bench", country="US")
    await affiliate.add_programme(app, shop.id, rate_bps=1500, window_days=30, halo_bps=10_000)
    async with app.db.connection() as connection:
        accounts = [row[0] for row in await connection.fetch("SELECT id FROM people_account ORDER BY id")]
    creator = accounts[0]
    await people.make_creator(app, creator, "bench")

    def product(number: int, stock: int, variants: int) -> NewProduct:
        made = tuple(NewVariant(str(n), str(n), (Money(1000 + n, "USD"),), stock) for n in range(variants))
        return NewProduct(f"p{number}", f"Product {number}", "", made)

    made = await catalog.add_products(app, shop.id, [product(n, 10_000_000, 10) for n in range(VARIANTS // 10)])
    hot = await catalog.add_products(app, shop.id, [product(1000 + n, HOT_STOCK, 1) for n in range(ROUNDS)])
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        link = await affiliate.place_link(
            transaction, creator, (made[0][0], shop.id), surface="showcase", surface_id=creator, position=0, now=now
        )
        for account in accounts:
            touch = affiliate.Touch(
                TouchId(uuid7(now)), link.id, creator, link.product_id, shop.id, link.surface, link.surface_id, 1,
                Bps(1500), 30, Bps(10_000), now,
            )  # fmt: skip
            await insert_touch(transaction, touch, Shopper(account, None))
    await app.close()
    return {
        "tokens": tokens[1:],
        "variants": [str(variant) for _, variants in made for variant in variants],
        "hot": [str(variants[0]) for _, variants in hot],
    }


async def prepare_limit(server: machine.Server) -> None:
    import asyncpg

    connection = await asyncpg.connect(server.database_url)
    await connection.execute((machine.LIMIT / "schema.sql").read_text())
    await connection.execute("RESET search_path")
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def buying(world: dict[str, object], pick: itertools.count[int], variants: list[str]):  # type: ignore[no-untyped-def]
    tokens = world["tokens"]
    bodies = {}
    for variant in variants:
        bodies[variant] = json.dumps({
            "variant_id": variant, "quantity": 1, "address": ADDRESS, "payment": {"method": "sandbox_card", "token": "tok_ok"},
        }).encode()  # fmt: skip

    def make(client: int) -> bytes:
        variant = variants[(next(pick) * 7919) % len(variants)]
        return load.request(
            "POST", "/v1/checkout/buy", bodies[variant], Authorization=f"Bearer {tokens[client]}",  # type: ignore[index]
            Idempotency_Key=f"bench-{next(_keys)}",
        )  # fmt: skip

    return make


async def sales(server: machine.Server, world: dict[str, object]) -> tuple[float, dict[str, float], float]:
    """One round of sales: per second, CPU µs per sale by role, statements of the web process per sale."""
    processes = machine.tree(server.pid)
    groups = {
        "web": [pid for pid, line in processes.items() if "role web" in line],
        "worker": [pid for pid, line in processes.items() if "role worker" in line],
        "provider": [pid for pid, line in processes.items() if "role provider" in line],
        "postgres": [pid for pid, line in processes.items() if "postgres" in line and "role" not in line],
    }
    before = {name: machine.cpu_seconds(pids) for name, pids in groups.items()}
    statements = await count_statements(server)
    make = buying(world, itertools.count(), world["variants"])  # type: ignore[arg-type]
    statuses, duration = await load.run(server.port, CLIENTS, make, seconds=SECONDS)
    bought = statuses[201]
    assert bought == statuses.total(), statuses
    sql = (await count_statements(server) - statements) / bought
    spent = {name: (machine.cpu_seconds(pids) - before[name]) * 1e6 / bought for name, pids in groups.items()}
    return bought / duration, spent, sql


async def hot(server: machine.Server, world: dict[str, object]) -> tuple[float, int]:
    """20,000 tries for 1,000 pieces of one variant: answers per second, pieces sold (must be exact)."""
    variant = world["hot"].pop()  # type: ignore[attr-defined]
    left = itertools.count()
    make = buying(world, itertools.count(), [variant])

    def bounded(client: int) -> bytes | None:
        return make(client) if next(left) < HOT_TRIES else None

    statuses, duration = await load.run(server.port, HOT_CLIENTS, bounded)
    assert set(statuses) <= {201, 409}, statuses
    assert statuses[201] == HOT_STOCK, statuses
    return statuses.total() / duration, statuses[201]


async def grow(server: machine.Server, world: dict[str, object]) -> dict[str, float]:
    """How the rate grows with clients."""
    found = {}
    for clients in (1, 8, 64, 128):
        make = buying(world, itertools.count(), world["variants"])  # type: ignore[arg-type]
        statuses, duration = await load.run(server.port, clients, make, seconds=3)
        found[str(clients)] = round(statuses[201] / duration)
    return found


async def count_statements(server: machine.Server) -> float:
    _, body = await load.Connection(server.port).send(load.request("GET", "/metrics"))
    line = next(line for line in body.decode().splitlines() if line.startswith("vitrina_statements_total"))
    return float(line.split()[1])


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
