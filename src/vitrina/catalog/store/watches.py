"""SQL of who waits for a product to come back or to cost less."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from vitrina.catalog.model import Told, Watch, WatchKind
from vitrina.kernel.ids import AccountId, ProductId
from vitrina.kernel.money import Money
from vitrina.platform.postgres import Connection, Row

_CHEAPEST = (
    " CROSS JOIN LATERAL (SELECT v.id, c.minor FROM catalog_variant v JOIN catalog_price c ON c.variant_id = v.id"
    "   JOIN catalog_stock k ON k.variant_id = v.id AND k.free > 0"
    "   WHERE v.product_id = p.id AND v.state = 'sold' AND c.currency = w.currency ORDER BY c.minor, v.id LIMIT 1) n"
)


async def upsert_watch(
    connection: Connection,
    account_id: AccountId,
    product_id: ProductId,
    kind: WatchKind,
    *,
    currency: str,
    seen: Money | None,
    at: datetime,
) -> None:
    """Wait for a product; again is the same, from the price seen now."""
    await connection.execute(
        "INSERT INTO catalog_watch (account_id, product_id, kind, currency, seen_minor, at) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (account_id, product_id, kind) DO UPDATE SET currency = excluded.currency,"
        " seen_minor = excluded.seen_minor",
        account_id, product_id, kind, currency, None if seen is None else seen.minor, at,
    )  # fmt: skip


async def delete_watch(connection: Connection, account_id: AccountId, product_id: ProductId, kind: WatchKind) -> None:
    await connection.execute(
        "DELETE FROM catalog_watch WHERE account_id = $1 AND product_id = $2 AND kind = $3",
        account_id,
        product_id,
        kind,
    )


async def find_watch(connection: Connection, account_id: AccountId, product_id: ProductId) -> Watch:
    """What an account waits for on a product."""
    rows = await connection.fetch(
        "SELECT kind FROM catalog_watch WHERE account_id = $1 AND product_id = $2", account_id, product_id
    )
    kinds = {row[0] for row in rows}
    return Watch("stock" in kinds, "price" in kinds)


async def list_watchers(connection: Connection, product_id: ProductId, kind: WatchKind) -> list[AccountId]:
    """Who waits for a product, in the order they came."""
    rows = await connection.fetch(
        "SELECT account_id FROM catalog_watch WHERE product_id = $1 AND kind = $2 ORDER BY at, account_id",
        product_id,
        kind,
    )
    return [AccountId(row[0]) for row in rows]


async def take_stock_watches(connection: Connection, limit: int) -> list[Told]:
    """Those who waited for something that can be bought again; they are told once, so their rows go."""
    rows = await connection.fetch(
        "WITH due AS (SELECT w.account_id, w.product_id, w.currency, p.slug, p.title, n.id AS variant_id, n.minor"
        "   FROM catalog_watch w JOIN catalog_product p ON p.id = w.product_id AND p.state = 'published'"
        f"  JOIN catalog_shop s ON s.id = p.shop_id AND s.state = 'open'{_CHEAPEST}"
        "   WHERE w.kind = 'stock' ORDER BY w.product_id, w.at LIMIT $1 FOR UPDATE OF w SKIP LOCKED),"
        " gone AS (DELETE FROM catalog_watch w USING due WHERE w.account_id = due.account_id"
        "   AND w.product_id = due.product_id AND w.kind = 'stock')"
        " SELECT product_id, slug, variant_id, title, minor, currency, array_agg(account_id) FROM due GROUP BY 1, 2, 3, 4, 5, 6",
        limit,
    )
    return [_told(row) for row in rows]


async def take_price_watches(connection: Connection, limit: int) -> list[Told]:
    """Those who watch a price that fell below what they saw; they have seen the new one from now on."""
    rows = await connection.fetch(
        "WITH due AS (SELECT w.account_id, w.product_id, w.currency, p.slug, p.title, n.id AS variant_id, n.minor"
        "   FROM catalog_watch w JOIN catalog_product p ON p.id = w.product_id AND p.state = 'published'"
        f"  JOIN catalog_shop s ON s.id = p.shop_id AND s.state = 'open'{_CHEAPEST}"
        "   WHERE w.kind = 'price' AND n.minor < w.seen_minor ORDER BY w.product_id, w.at LIMIT $1"
        "   FOR UPDATE OF w SKIP LOCKED),"
        " seen AS (UPDATE catalog_watch w SET seen_minor = due.minor FROM due WHERE w.account_id = due.account_id"
        "   AND w.product_id = due.product_id AND w.kind = 'price')"
        " SELECT product_id, slug, variant_id, title, minor, currency, array_agg(account_id) FROM due GROUP BY 1, 2, 3, 4, 5, 6",
        limit,
    )
    return [_told(row) for row in rows]


def _told(row: Row) -> Told:
    accounts: list[UUID] = row[6]
    return Told(row[0], row[1], row[2], row[3], Money(row[4], row[5]), tuple(AccountId(one) for one in accounts))


async def list_favourites(connection: Connection, account_id: AccountId) -> tuple[list[str], list[tuple[str, str]]]:
    """Slugs of the shops an account follows, and what it waits for as (product's slug, kind)."""
    shops = await connection.fetch(
        "SELECT s.slug::text FROM catalog_follow f JOIN catalog_shop s ON s.id = f.shop_id WHERE f.account_id = $1"
        " ORDER BY f.at, s.slug",
        account_id,
    )
    watched = await connection.fetch(
        "SELECT p.slug, w.kind FROM catalog_watch w JOIN catalog_product p ON p.id = w.product_id"
        " WHERE w.account_id = $1 ORDER BY w.at, p.slug, w.kind",
        account_id,
    )
    return [row[0] for row in shops], [(row[0], row[1]) for row in watched]


async def delete_favourites(connection: Connection, account_id: AccountId) -> None:
    """An account follows no shop and waits for nothing any more."""
    await connection.execute(
        "WITH gone AS (DELETE FROM catalog_follow WHERE account_id = $1 RETURNING shop_id),"
        " rest AS (DELETE FROM catalog_watch WHERE account_id = $1)"
        " UPDATE catalog_shop s SET followers = followers - 1 FROM gone WHERE s.id = gone.shop_id",
        account_id,
    )
