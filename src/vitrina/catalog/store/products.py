"""SQL of shops, products, offers, cards, stock and holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina.catalog.model import Card, Offer, Picture, Product, Shop, Variant
from vitrina.kernel.ids import ProductId, ShopId, VariantId
from vitrina.kernel.money import Money
from vitrina.platform.postgres import Connection, Row

SHOP_COLUMNS = (
    "s.id, s.slug::text, s.name, s.description, s.country, s.logo_key, s.state, s.banner_key, s.followers,"
    " s.handling_days"
)
_FIRST_PICTURE = (
    "(SELECT c.key FROM catalog_picture c WHERE c.product_id = p.id"
    " ORDER BY (c.variant_id IS NOT DISTINCT FROM v.id) DESC, c.position LIMIT 1)"
)


async def insert_shop(
    connection: Connection, shop_id: ShopId, *, slug: str, name: str, description: str, country: str, at: datetime
) -> bool:
    """Make a shop; False when its slug is taken."""
    done = await connection.execute(
        "INSERT INTO catalog_shop (id, slug, name, description, country, at) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (slug) DO NOTHING",
        shop_id, slug, name, description, country, at,
    )  # fmt: skip
    return str(done).endswith(" 1")


async def update_shop_logo(connection: Connection, shop_id: ShopId, logo_key: str) -> None:
    await connection.execute("UPDATE catalog_shop SET logo_key = $2 WHERE id = $1", shop_id, logo_key)


async def close_shops(connection: Connection, shops: Sequence[ShopId]) -> None:
    await connection.execute("UPDATE catalog_shop SET state = 'closed' WHERE id = ANY ($1)", list(shops))
    await connection.execute("UPDATE catalog_product SET state = 'gone' WHERE shop_id = ANY ($1)", list(shops))


async def find_shop(connection: Connection, slug: str) -> Shop | None:
    row = await connection.fetchrow(f"SELECT {SHOP_COLUMNS} FROM catalog_shop s WHERE s.slug = $1", slug)
    return None if row is None else Shop(*row)


async def list_shops(connection: Connection, ids: Sequence[ShopId]) -> list[Shop]:
    rows = await connection.fetch(f"SELECT {SHOP_COLUMNS} FROM catalog_shop s WHERE s.id = ANY ($1)", list(ids))
    return [Shop(*row) for row in rows]


async def count_products(connection: Connection, shop_id: ShopId) -> int:
    found = await connection.fetchval(
        "SELECT count(*) FROM catalog_product WHERE shop_id = $1 AND state = 'published'", shop_id
    )
    return int(found)


async def list_offers(
    connection: Connection, variants: Sequence[UUID], currencies: Sequence[str]
) -> list[Offer | None]:
    """An offer for each (variant, currency) in order, None for an unknown variant."""
    rows = await connection.fetch(
        "SELECT w.place, v.id, p.id, s.id, s.slug::text, s.name, s.country, p.title, v.title,"
        f" {_FIRST_PICTURE}, c.minor, w.currency, coalesce(k.free, 0),"
        " v.state = 'sold' AND p.state = 'published' AND s.state = 'open' AND p.external_url IS NULL"
        " FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS w (variant, currency, place)"
        " JOIN catalog_variant v ON v.id = w.variant JOIN catalog_product p ON p.id = v.product_id"
        " JOIN catalog_shop s ON s.id = p.shop_id LEFT JOIN catalog_stock k ON k.variant_id = v.id"
        " LEFT JOIN catalog_price c ON c.variant_id = v.id AND c.currency = w.currency",
        list(variants),
        list(currencies),
    )
    found: list[Offer | None] = [None] * len(variants)
    for row in rows:
        price = None if row[10] is None else Money(row[10], row[11])
        found[row[0] - 1] = Offer(*(*row[1:10], price, row[12], row[13]))
    return found


_CARD = (
    "SELECT p.id, p.slug, p.title, s.id, s.slug::text, s.name, {picture},"
    " CASE WHEN v.free > 0 AND p.state = 'published' AND s.state = 'open' THEN v.id END, v.minor, v.currency,"
    " coalesce(v.free > 0 AND p.state = 'published' AND s.state = 'open', false)"
    " FROM {source} JOIN catalog_shop s ON s.id = p.shop_id"
    " CROSS JOIN LATERAL (SELECT v.id, c.minor, c.currency, coalesce(k.free, 0) AS free FROM catalog_variant v"
    " JOIN catalog_price c ON c.variant_id = v.id LEFT JOIN catalog_stock k ON k.variant_id = v.id"
    " WHERE v.product_id = p.id AND v.state = 'sold'"
    " ORDER BY c.currency = $2 DESC, coalesce(k.free, 0) > 0 DESC, v.position, c.minor LIMIT 1) v"
)


def _card(row: Row) -> Card:
    return Card(*(*row[0:8], Money(row[8], row[9]), row[10]))


async def list_cards(connection: Connection, products: Sequence[UUID], currency: str) -> list[Card]:
    """Cards of these products, in no order; a product without a price has none."""
    query = _CARD.format(picture=_FIRST_PICTURE, source="catalog_product p") + " WHERE p.id = ANY ($1)"
    return [_card(row) for row in await connection.fetch(query, list(products), currency)]


async def search_products(
    connection: Connection, *, words: str | None, shop_id: ShopId | None, before: UUID | None, limit: int, age: int
) -> list[ProductId]:
    """Published products, newest first, that have the words (in any form, small typos in the title allowed)."""
    rows = await connection.fetch(
        "SELECT p.id FROM catalog_product p WHERE p.state = 'published' AND p.external_url IS NULL"
        " AND ($1::text IS NULL OR p.words @@ platform_query($1, false) OR platform_sounded($1) <% p.sounded)"
        " AND ($2::uuid IS NULL OR p.shop_id = $2) AND ($3::uuid IS NULL OR p.id < $3)"
        " AND (p.min_age IS NULL OR p.min_age <= $5) ORDER BY p.id DESC LIMIT $4",
        words, shop_id, before, limit, age,
    )  # fmt: skip
    return [row[0] for row in rows]


async def list_variants(
    connection: Connection, products: Sequence[UUID], currency: str
) -> dict[ProductId, list[Variant]]:
    """The variants sold of each product with their price in `currency`, else in the first one they have."""
    rows = await connection.fetch(
        "SELECT v.product_id, v.id, v.title, v.sku, v.options, c.minor, c.currency, c.compare_at_minor, coalesce(k.free, 0),"
        " (SELECT key FROM catalog_picture WHERE product_id = v.product_id AND variant_id = v.id ORDER BY position LIMIT 1)"
        " FROM catalog_variant v CROSS JOIN LATERAL (SELECT minor, currency, compare_at_minor FROM catalog_price"
        "   WHERE variant_id = v.id ORDER BY currency = $2 DESC, currency LIMIT 1) c"
        " LEFT JOIN catalog_stock k ON k.variant_id = v.id"
        " WHERE v.product_id = ANY ($1) AND v.state = 'sold' ORDER BY v.product_id, v.position, v.id",
        list(products),
        currency,
    )
    found: dict[ProductId, list[Variant]] = {}
    for row in rows:
        compare = None if row[7] is None else Money(row[7], row[6])
        made = Variant(row[1], row[2], row[3], tuple(row[4]), Money(row[5], row[6]), compare, row[8], row[9])
        found.setdefault(row[0], []).append(made)
    return found


async def find_product(
    connection: Connection, *, slug: str | None, product_id: UUID | None, currency: str
) -> Product | None:
    """A published product by its id or its slug, with its pictures and variants."""
    row = await connection.fetchrow(
        "SELECT p.id, p.slug, p.title, p.description, p.brand, p.category, p.option_names, p.external_url,"
        f" p.aisle, p.min_age, {SHOP_COLUMNS} FROM catalog_product p JOIN catalog_shop s ON s.id = p.shop_id"
        " WHERE (p.id = $1 OR p.slug = $2) AND p.state = 'published'",
        product_id,
        slug,
    )
    if row is None:
        return None
    pictures = await connection.fetch(
        "SELECT key, width, height FROM catalog_picture WHERE product_id = $1 ORDER BY position, id", row[0]
    )
    variants = await list_variants(connection, [row[0]], currency)
    shown = tuple(Picture(*picture) for picture in pictures)
    sold = tuple(variants.get(row[0], []))
    return Product(*(*row[0:6], tuple(row[6]), *row[7:10], Shop(*row[10:20]), shown, sold))


async def insert_products(connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Products as (id, shop, slug, reference, title, description, brand, category, tags, option names, at)."""
    await connection.executemany(
        "INSERT INTO catalog_product (id, shop_id, slug, reference, title, description, brand, category, tags,"
        " option_names, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        rows,
    )


async def insert_variants(connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Variants as (id, product, reference, sku, title, options, weight_g, position)."""
    await connection.executemany(
        "INSERT INTO catalog_variant (id, product_id, reference, sku, title, options, weight_g, position)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        rows,
    )


async def change_stock(
    connection: Connection, variants: Sequence[VariantId], deltas: Sequence[int], reason: str, at: datetime
) -> None:
    """Add `deltas` pieces (may be negative, never below what is free) and record each change."""
    await connection.execute(
        "WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::integer[]) AS w (variant_id, delta) ORDER BY variant_id),"
        " noted AS (INSERT INTO catalog_stock_change (variant_id, delta, reason, at)"
        "   SELECT variant_id, delta, $3, $4 FROM asked)"
        " INSERT INTO catalog_stock AS k (variant_id, free) SELECT variant_id, delta FROM asked"
        " ON CONFLICT (variant_id) DO UPDATE SET free = k.free + excluded.free",
        list(variants), list(deltas), reason, at,
    )  # fmt: skip


async def set_stock(connection: Connection, variant_id: VariantId, free: int, reason: str, at: datetime) -> None:
    """Make exactly `free` pieces free, recording the difference."""
    await connection.execute(
        "WITH was AS (SELECT free FROM catalog_stock WHERE variant_id = $1 FOR UPDATE),"
        " noted AS (INSERT INTO catalog_stock_change (variant_id, delta, reason, at)"
        "   SELECT $1, $2 - coalesce((SELECT free FROM was), 0), $3, $4 RETURNING variant_id)"
        # FROM noted: what nobody reads is run last, and would then look for the row that was changed already.
        " INSERT INTO catalog_stock (variant_id, free) SELECT variant_id, $2 FROM noted"
        " ON CONFLICT (variant_id) DO UPDATE SET free = excluded.free",
        variant_id, free, reason, at,
    )  # fmt: skip


async def release_holds(connection: Connection, requests: Sequence[UUID], *, from_taken: bool = False) -> list[UUID]:
    """Give stock back that these requests hold (or took); the requests for which anything was given back."""
    found = await connection.fetchval("SELECT catalog_release($1, $2)", list(requests), from_taken)
    return list(found)


async def extend_holds(connection: Connection, requests: Sequence[UUID], expires_at: datetime) -> None:
    """Let holds that still stand expire at `expires_at`."""
    await connection.execute(
        "UPDATE catalog_hold SET expires_at = $2 WHERE request = ANY ($1) AND state = 'held'",
        list(requests),
        expires_at,
    )


async def list_expired_holds(connection: Connection, now: datetime, limit: int) -> list[UUID]:
    """Requests with a hold that expired before `now`, oldest first."""
    rows = await connection.fetch(
        "SELECT request FROM catalog_hold WHERE state = 'held' AND expires_at <= $1"
        " GROUP BY request ORDER BY min(expires_at) LIMIT $2",
        now,
        limit,
    )
    return [row[0] for row in rows]


async def stock_drift(connection: Connection) -> list[VariantId]:
    """Variants where what was stocked is not what is free, held and taken; empty when every piece is accounted for."""
    rows = await connection.fetch(
        "SELECT k.variant_id FROM catalog_stock k"
        " LEFT JOIN (SELECT variant_id, sum(delta) AS stocked FROM catalog_stock_change GROUP BY 1) c USING (variant_id)"
        " LEFT JOIN (SELECT variant_id, sum(quantity) AS gone FROM catalog_hold WHERE state <> 'released' GROUP BY 1) h"
        "   USING (variant_id)"
        " WHERE coalesce(c.stocked, 0) <> k.free + coalesce(h.gone, 0)"
    )
    return [row[0] for row in rows]


async def free_stock(connection: Connection, variants: Sequence[VariantId]) -> dict[VariantId, int]:
    rows = await connection.fetch(
        "SELECT variant_id, free FROM catalog_stock WHERE variant_id = ANY ($1)", list(variants)
    )
    return {row[0]: row[1] for row in rows}


async def count_addresses(connection: Connection) -> tuple[int, int]:
    """How many published products and open shops there are, for the sitemap."""
    row = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM catalog_product WHERE state = 'published'),"
        " (SELECT count(*) FROM catalog_shop WHERE state = 'open')"
    )
    assert row is not None
    return row[0], row[1]


async def list_product_slugs(connection: Connection, first: int, limit: int) -> list[str]:
    """Slugs of published products, newest first, after skipping `first`."""
    rows = await connection.fetch(
        "SELECT slug FROM catalog_product WHERE state = 'published' ORDER BY id DESC OFFSET $1 LIMIT $2", first, limit
    )
    return [row[0] for row in rows]


async def list_shop_slugs(connection: Connection, first: int, limit: int) -> list[str]:
    """Slugs of open shops, newest first, after skipping `first`."""
    rows = await connection.fetch(
        "SELECT slug FROM catalog_shop WHERE state = 'open' ORDER BY id DESC OFFSET $1 LIMIT $2", first, limit
    )
    return [row[0] for row in rows]
