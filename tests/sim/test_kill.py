"""kill -9 of web, worker, PostgreSQL and the gateway in the middle of buying: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest
from tests.sim.buyers import Crowd
from tests.sim.installation import Installation, Json

from vitrina import affiliate, catalog, ledger, people
from vitrina.catalog import NewProduct, NewVariant
from vitrina.cli.roles import open_app
from vitrina.kernel.money import Money
from vitrina.platform.settings import read_settings

SEED = int(os.environ.get("VITRINA_SIM_SEED") or 1)
CLIENTS = 16
KILLED = ("web", "worker", "postgres", "provider", "web", "postgres", "provider", "web", "worker", "postgres")
BOUGHT_BETWEEN = 10
BETWEEN_S_MAX = 20.0
QUIET_S_MAX = 60.0
SCARCE_STOCK = 12
PLENTY = 1_000_000
BORN = date(2000, 1, 1)
OPEN = "('created', 'requires_action', 'pending', 'awaiting')"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
async def installation(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Installation]:
    made = Installation(tmp_path / "home", **getattr(request, "param", {}))
    await made.start()
    yield made
    await made.stop()


async def make_crowd(installation: Installation) -> Crowd:
    """A shop with three variants in plenty and one that runs out, a creator whose link half of the buyers tapped."""
    settings = replace(read_settings({"VITRINA_HOME": str(installation.home)}), database_url=installation.database_url)
    app = await open_app(settings, installation.database_url)
    try:
        tokens = await people.make_sim_accounts(app, CLIENTS)
        creator = await people.make_account(
            app,
            email="creator@kill.test",
            name="Creator",
            password=None,
            birth_date=BORN,
            country="US",
            is_verified=True,
        )
        await people.make_creator(app, creator, "killcreator")
        shop = await catalog.open_shop(app, slug="kill", name="Kill", country="US")
        await affiliate.add_programme(app, shop.id, rate_bps=1500, window_days=30, halo_bps=5_000)
        stocks = (PLENTY, PLENTY, PLENTY, SCARCE_STOCK)
        made = await catalog.add_products(app, shop.id, [
            NewProduct(f"k{place}", f"Mug {place}", "", (NewVariant("one", "One", (Money(1995 + place, "USD"),), stock),))
            for place, stock in enumerate(stocks)
        ])  # fmt: skip
        async with app.db.transaction() as transaction:
            link = await affiliate.place_link(
                transaction, creator, (made[0][0], shop.id), surface="showcase", surface_id=creator, position=0,
                now=app.clock.now(),
            )  # fmt: skip
    finally:
        await app.close()
    async with aiohttp.ClientSession(installation.url) as session:
        for token in tokens[::2]:
            headers = {"Authorization": f"Bearer {token}"}
            async with session.post("/v1/touches", json={"tag_id": str(link.id)}, headers=headers) as answer:
                assert answer.status == 201, await answer.text()
    return Crowd(installation.url, [str(variants[0]) for _, variants in made], tokens, SEED)


async def test_ten_kills_in_the_middle_of_buying_lose_nothing(installation: Installation) -> None:
    await prove(installation, KILLED)


@pytest.mark.proof
@pytest.mark.parametrize("installation", [{"VITRINA_WEB_PROCESSES": "2"}], indirect=True)
async def test_fifty_kills_with_two_web_processes_lose_nothing(installation: Installation) -> None:
    await prove(installation, KILLED * 5)


async def prove(installation: Installation, killed: tuple[str, ...]) -> None:
    """Buy, kill, buy on; then match what people were told, the books, and the gateway's log; one line of JSON."""
    begun = time.monotonic()
    crowd = await make_crowd(installation)
    buying = asyncio.create_task(crowd.run(CLIENTS))
    drawn = random.Random(SEED)
    bought_before: list[int] = []
    for role in killed:
        bought_before.append(await wait_for_sales(crowd, buying))
        await asyncio.sleep(drawn.uniform(0, 0.3))
        await installation.kill(role)
    await wait_for_sales(crowd, buying)
    crowd.stopping.set()
    async with asyncio.timeout(QUIET_S_MAX):
        await buying
    connection = await installation.connect()
    try:
        await wait_for_quiet(connection)
        await check_answers(connection, crowd)
        counts = await check_books(connection)
        charges = await check_gateway(connection, await installation.gateway_effects())
        replayed = await check_replays(crowd)
    finally:
        await connection.close()
    assert len(bought_before) == len(killed) and bought_before == sorted(bought_before)
    statuses = Counter(str(one.status) for one in crowd.tried)
    print("\n" + json.dumps({
        "name": "kill", "seed": SEED, "kills": dict(Counter(killed)), "tried": len(crowd.tried), "answers": dict(statuses),
        "cancelled": len(crowd.cancelled), "asked_again": dict(crowd.trouble), **counts, **charges, "replayed": replayed,
        "lost": 0, "double": 0, "seconds": round(time.monotonic() - begun, 1),
    }))  # fmt: skip


async def wait_for_sales(crowd: Crowd, buying: asyncio.Task[None]) -> int:
    """Wait until people buy again, so that each kill falls into running sales; how many had bought by then."""
    before, deadline = len(crowd.tried), time.monotonic() + BETWEEN_S_MAX
    while len(crowd.tried) < before + BOUGHT_BETWEEN:
        assert time.monotonic() < deadline, dict(crowd.trouble)
        if buying.done():
            await buying
        await asyncio.sleep(0.02)
    return len(crowd.tried)


async def wait_for_quiet(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Wait until the duties have finished everything: no open payment, no hold, nothing to capture or to give back."""
    deadline = time.monotonic() + QUIET_S_MAX
    while True:
        left = await connection.fetchrow(
            f"SELECT (SELECT count(*) FROM checkout_payment WHERE state IN {OPEN}),"
            " (SELECT count(*) FROM catalog_hold WHERE state = 'held'),"
            " (SELECT count(*) FROM checkout_payment p WHERE state = 'paid' AND captured_at IS NULL AND EXISTS"
            "   (SELECT FROM checkout_order o WHERE o.payment_id = p.id AND o.state <> 'cancelled')),"
            " (SELECT count(*) FROM checkout_refund WHERE state = 'due'),"
            " (SELECT count(*) FROM platform_key WHERE status IS NULL)"
        )
        assert left is not None
        if not any(left):
            return
        assert time.monotonic() < deadline, dict(
            zip(("open", "held", "uncaptured", "refunds", "keys"), left, strict=True)
        )
        await asyncio.sleep(0.1)


async def check_answers(connection: asyncpg.Connection[asyncpg.Record], crowd: Crowd) -> None:
    """Every answered purchase is in the books as it was answered, and every payment belongs to one answered key."""
    rows = await connection.fetch(
        "SELECT p.key, p.state, o.id, o.state AS order_state FROM checkout_payment p JOIN checkout_order o ON o.payment_id = p.id"
    )
    by_key: dict[str, list[asyncpg.Record]] = {}
    for row in rows:
        by_key.setdefault(row["key"], []).append(row)
    assert all(len(found) == 1 for found in by_key.values()), "two orders for one key"
    answered = {one.key: one for one in crowd.tried}
    assert len(answered) == len(crowd.tried)
    assert set(by_key) <= set(answered), "an order for a key that nobody was answered"
    cancelled = set(crowd.cancelled)
    for key, one in answered.items():
        found = by_key.get(key, [])
        if one.order_id is None:
            # The refusal's payment, if it came that far, is closed without money.
            assert [row["state"] for row in found] in ([], ["failed"]), (one, found)
            continue
        assert [str(row["id"]) for row in found] == [one.order_id], "an answered order is lost"
        wanted = "cancelled" if one.order_id in cancelled else "on_hold"
        if one.order_state == "on_hold":
            assert (found[0]["state"], found[0]["order_state"]) == ("paid", wanted), (one, found)
        else:
            assert (found[0]["state"], found[0]["order_state"]) in (("paid", "on_hold"), ("failed", "payment_failed"))


async def check_books(connection: asyncpg.Connection[asyncpg.Record]) -> dict[str, int]:
    """Ledger balanced, every paid order posted once, every cancelled one reversed, stock exact, holds freed."""
    assert (await ledger.verify_books(connection)).is_right
    assert await catalog.stock_drift(connection) == []
    counted = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM checkout_order o JOIN checkout_payment p ON p.id = o.payment_id WHERE p.state = 'paid')"
        "   AS paid_orders,"
        " (SELECT count(*) FROM ledger_posting WHERE kind = 'order_paid') AS sale_postings,"
        " (SELECT count(*) FROM checkout_order o JOIN ledger_posting g ON g.cause = o.id AND g.kind = 'order_paid') AS posted,"
        " (SELECT count(*) FROM checkout_order WHERE state = 'cancelled') AS cancelled_orders,"
        " (SELECT count(*) FROM ledger_posting WHERE kind = 'order_cancelled') AS cancel_postings,"
        " (SELECT sum(quantity) FROM catalog_hold WHERE state = 'taken')::bigint AS taken,"
        " (SELECT sum(l.quantity) FROM checkout_line l JOIN checkout_order o ON o.id = l.order_id"
        "   WHERE o.state = 'on_hold')::bigint AS sold,"
        " (SELECT min(free) FROM catalog_stock) AS least_free"
    )
    assert counted is not None
    assert counted["paid_orders"] == counted["sale_postings"] == counted["posted"]
    assert counted["cancelled_orders"] == counted["cancel_postings"]
    assert counted["taken"] == counted["sold"]
    assert counted["least_free"] >= 0
    return {"paid_orders": counted["paid_orders"], "posted": counted["posted"], "stock_drift": 0, "holds_left": 0}


@dataclass
class Charged:
    """What the gateway's log says of one payment, in minor units."""

    charges: int = 0
    authorised: int = 0
    captured: int = 0
    refunded: int = 0
    is_void: bool = False


async def check_gateway(connection: asyncpg.Connection[asyncpg.Record], effects: list[Json]) -> dict[str, int]:
    """One charge for each payment, and the money that the gateway keeps is what the ledger says it keeps."""
    seen: dict[str, Charged] = {}
    payment_of: dict[str, str] = {}
    for effect in effects:
        if "opening" in effect:
            payment_of[effect["charge_id"]] = effect["opening"]["reference"]
            seen.setdefault(effect["opening"]["reference"], Charged()).charges += 1
        _fold(seen[payment_of[effect["charge_id"]]], effect)
    rows = await connection.fetch(
        "SELECT p.id, p.state, p.total_minor, coalesce((SELECT sum(e.amount_minor) FROM ledger_entry e"
        "   JOIN ledger_account a ON a.id = e.account AND a.kind = 'provider_clearing' JOIN ledger_posting g ON g.id = e.posting"
        "   WHERE g.cause IN (SELECT o.id FROM checkout_order o WHERE o.payment_id = p.id"
        "     UNION SELECT r.id FROM checkout_refund r WHERE r.payment_id = p.id)), 0)::bigint AS booked"
        " FROM checkout_payment p"
    )
    known = {str(row["id"]) for row in rows}
    assert set(seen) <= known, "a charge without a payment"
    for row in rows:
        charged = seen.get(str(row["id"]), Charged())
        assert charged.charges <= 1, "charged twice"
        assert charged.captured in (0, row["total_minor"])
        assert charged.captured - charged.refunded == row["booked"], (dict(row), charged)
        if row["state"] == "paid":
            assert charged.charges == 1
            assert charged.captured == row["total_minor"] or charged.is_void
    return {"charges": len(payment_of), "captured": sum(one.captured > 0 for one in seen.values())}


def _fold(charged: Charged, effect: dict[str, Any]) -> None:
    if effect["kind"] == "charge.captured":
        assert charged.captured == 0, "captured twice"
        charged.captured = effect["amount_minor"]
    elif effect["kind"] == "charge.refunded":
        charged.refunded += effect["amount_minor"]
    elif effect["kind"] == "charge.voided":
        charged.is_void = True


async def check_replays(crowd: Crowd) -> int:
    """Every key answers again what it answered first; how many were asked."""
    replayed = 0
    async with aiohttp.ClientSession(crowd.url) as session:
        for one in crowd.tried:
            async with session.post("/v1/checkout/buy", json=one.body, headers=one.headers) as answer:
                assert (answer.status, await answer.read()) == (one.status, one.raw)
                assert answer.headers["Idempotent-Replayed"] == "true"
                replayed += 1
    return replayed
