"""A feed page through HTTP against pgbench running the page's own queries, on the same server in the same run.

400 videos of 20 creators with three tags each over 600 products; 64 walks (their own seeds, two languages) whose pages of
20 are asked for in turn by 32 clients. The denominator is one page's statements exactly as the web process sends them,
one after the other, by `pgbench -M prepared` with 32 clients. Figures are medians of rounds that alternate; CPU per page by
process disturbs less on a busy machine than pages per second do.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import asyncpg
import load
import machine
import msgspec

PORT = 18_720
CLIENTS, ROUNDS, SECONDS = 32, 5, 6
CREATORS, PRODUCTS, VIDEOS, TAGS = 20, 600, 400, 3
WALKS, PAGES, PAGE_ROWS = 64, 4, 20
ALONE_SECONDS = 3


@dataclass(frozen=True)
class Round:
    """One round of ours: pages per second, and CPU in µs per page by process."""

    pages_per_s: float
    cpu_us: dict[str, float]


async def main() -> None:
    async with machine.server(PORT) as server:
        await make_world(server)
        script = server.home / "page.sql"
        statements = await write_script(server, script)
        requests = await walk(server)
        await ours(server, requests, CLIENTS, 2)
        rounds: list[Round] = []
        bare: list[float] = []
        bare_cpu: list[float] = []
        for _ in range(ROUNDS):
            tps, spent = bare_queries(server, script)
            bare.append(tps)
            bare_cpu.append(spent)
            rounds.append(await ours(server, requests, CLIENTS, SECONDS))
        growth = {
            str(clients): round((await ours(server, requests, clients, ALONE_SECONDS)).pages_per_s)
            for clients in (1, 8, 128)
        }
    ratios = [one.pages_per_s / tps for one, tps in zip(rounds, bare, strict=True)]
    cpu = {name: machine.middle([one.cpu_us[name] for one in rounds]) for name in rounds[0].cpu_us}
    machine.write_result("feed", {
        "pages_per_s": machine.middle([one.pages_per_s for one in rounds]),
        "pgbench_pages_per_s": machine.middle(bare),
        "cpu_us_per_page": cpu, "pgbench_server_cpu_us_per_page": machine.middle(bare_cpu),
        "statements_per_page_alone": statements, "pages_per_s_by_clients": growth,
        "videos_per_page": PAGE_ROWS, "tags_per_video": TAGS,
        "ratios": {
            "feed_vs_pgbench": machine.middle(ratios),
            "server_sql_cpu_vs_pgbench": round(cpu["postgres"] / max(machine.middle(bare_cpu), 1), 3),
        },
        "compared_with": f"pgbench -M prepared, the page's own {statements} statements, {CLIENTS} clients",
    })  # fmt: skip


async def make_world(server: machine.Server) -> None:
    """Creators, products with prices and stock, ready videos with tags; files are not needed."""
    from vitrina import catalog, people, video
    from vitrina.catalog import NewProduct, NewVariant
    from vitrina.cli.roles import open_app
    from vitrina.kernel.ids import VideoId, uuid7
    from vitrina.kernel.money import Money
    from vitrina.platform.settings import read_settings
    from vitrina.video import store
    from vitrina.video.model import Made, Source, Work

    app = await open_app(read_settings({"VITRINA_HOME": str(server.home)}), server.database_url)
    shop = await catalog.open_shop(app, slug="bench", name="Bench", country="US")
    products = await catalog.add_products(app, shop.id, [
        NewProduct(f"p{n}", f"Product number {n}", "", tuple(
            NewVariant(f"v{place}", f"Variant {place}", (Money(1990 + n, "USD"),), 50) for place in range(3)
        ))
        for n in range(PRODUCTS)
    ])  # fmt: skip
    for product_id, _ in products:
        await catalog.add_picture(app, product_id, catalog.Picture(f"picture/{product_id.hex}", 1080, 1080), position=0)
    creators = []
    for n in range(CREATORS):
        account = await people.make_account(
            app, email=f"c{n}@bench.test", name=f"Creator {n}", password=None, birth_date=date(1990, 1, 1)
        )
        await people.make_creator(app, account, f"creator{n}")
        creators.append(people.Actor(account_id=account, creator_handle=f"creator{n}"))
    shown = itertools.cycle(product_id for product_id, _ in products)
    for n in range(VIDEOS):
        creator, now = creators[n % CREATORS], app.clock.now()
        work = Work(VideoId(uuid7(now)), f"video/{uuid7(now).hex}")
        keys = tuple(f"{work.folder}/{side}.mp4" for side in (720, 480, 240))
        made = Made(
            8000, 720, 1280, f"{work.folder}/hls/master.m3u8", keys, f"{work.folder}/p.jpg", f"{work.folder}/p.mp4"
        )
        async with app.db.transaction() as transaction:
            source = Source(creator.need_account(), n.to_bytes(32, "big"), f"Video number {n}", ("en", "es")[n % 2])
            assert await store.insert_work(transaction, source, work, now, now)
            assert await store.finish_work(transaction, work, made)
        for place in range(TAGS):
            await video.add_tag(
                app, creator, work.video_id, next(shown), start_ms=place * 2000, end_ms=place * 2000 + 2000
            )
    await app.close()
    connection = await asyncpg.connect(server.database_url)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


async def walk(server: machine.Server) -> list[bytes]:
    """The requests of 64 walks of four pages each, in turn: first pages, second pages, …"""
    pages: list[list[bytes]] = [[] for _ in range(PAGES)]
    connection = load.Connection(server.port)
    for number in range(WALKS):
        language = ("en", "es-MX")[number % 2]
        cursor = ""
        for turn in pages:
            path = f"/v1/feed?kind=for_you&limit={PAGE_ROWS}" + (f"&cursor={cursor}" if cursor else "")
            request = load.request("GET", path, Accept_Language=language)
            status, body = await connection.send(request)
            found = msgspec.json.decode(body)
            assert status == 200 and len(found["videos"]) == PAGE_ROWS, (status, len(found["videos"]))
            assert all(len(one["tags"]) == TAGS for one in found["videos"])
            turn.append(request)
            cursor = found["next_cursor"]
    connection.close()
    return [request for turn in pages for request in turn]


async def ours(server: machine.Server, requests: Sequence[bytes], clients: int, seconds: float) -> Round:
    """Pages for `seconds`, and what each cost."""
    processes = machine.tree(server.pid)
    groups = {
        "web": [pid for pid, line in processes.items() if "role web" in line],
        "postgres": [pid for pid, line in processes.items() if "postgres" in line and "role" not in line],
    }
    before = {name: machine.cpu_seconds(pids) for name, pids in groups.items()}
    turns = itertools.cycle(requests)
    statuses, duration = await load.run(server.port, clients, lambda _: next(turns), seconds=seconds)
    assert set(statuses) == {200}, statuses
    cpu = {name: (machine.cpu_seconds(pids) - before[name]) * 1e6 / statuses.total() for name, pids in groups.items()}
    return Round(statuses.total() / duration, cpu)


def bare_queries(server: machine.Server, script: Path) -> tuple[float, float]:
    """pgbench's pages per second, and the server's CPU in µs per page (its backends are gone afterwards, and counted)."""
    postmaster = [pid for pid, line in machine.tree(server.pid).items() if "postgres" in line and " -D " in line]
    before = machine.cpu_seconds(postmaster)
    tps = machine.pgbench(server, script, CLIENTS, SECONDS)
    return tps, (machine.cpu_seconds(postmaster) - before) * 1e6 / (tps * SECONDS)


async def write_script(server: machine.Server, script: Path) -> int:
    """Write the statements of one page, as the stores send them, with their arguments as literals; how many."""
    from vitrina import affiliate, catalog, people, video

    sent: list[tuple[str, Sequence[object]]] = []
    connection = await asyncpg.connect(server.database_url)
    fresh = [one.id for one in await video.list_fresh(connection, None, PAGE_ROWS)]
    for is_noted in (False, True):  # the first time, asyncpg also asks what the types are
        if is_noted:
            connection.add_query_logger(lambda record: sent.append((record.query, record.args)))
        await video.last_change(connection)
        videos = await video.list_videos(connection, fresh)
        links = await affiliate.links_on(connection, list(videos), "video")
        await people.creators_by_ids(connection, list({one.creator_id for one in videos.values()}))
        products = list({link.product_id for found in links.values() for link in found})
        cards = await catalog.cards_of(connection, products, "USD")
        assert (len(videos), len(cards)) == (PAGE_ROWS, PAGE_ROWS * TAGS)
    await asyncio.sleep(0)
    await connection.close()
    script.write_text("".join(_literal(query, arguments) + ";\n" for query, arguments in sent))
    return len(sent)


def _literal(query: str, arguments: Sequence[object]) -> str:
    def one(match: re.Match[str]) -> str:
        value = arguments[int(match[1]) - 1]
        if isinstance(value, (list, tuple)):
            return "'{" + ",".join(str(part) for part in value) + "}'" + ("" if match[2] else "::uuid[]")
        assert isinstance(value, (str, UUID)), value
        return f"'{value}'"

    return re.sub(r"\$(\d+)(?=(::)?)", one, query)


if __name__ == "__main__":
    asyncio.run(main())
