"""SQL of a seller's console: the shop's own settings, its products with what is hidden, edits in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from vitrina.catalog.model import ConsoleProduct, Identity, ShopFigures, ShopSettings, StockEdit
from vitrina.kernel.ids import ProductId, ShopId, VariantId
from vitrina.kernel.money import Money
from vitrina.platform.postgres import Connection

_SETTINGS = (
    "s.id, s.slug::text, s.name, s.description, s.country, s.logo_key, s.banner_key, s.closed_until, s.handling_days,"
    " s.returns_text"
)
_PRODUCT = (
    "jsonb_build_object('id', p.id, 'slug', p.slug, 'title', p.title, 'description', p.description, 'brand', p.brand,"
    " 'category', p.category, 'state', p.state, 'option_names', p.option_names, 'external_url', p.external_url,"
    " 'pictures', coalesce((SELECT jsonb_agg(jsonb_build_object('key', c.key, 'width', c.width, 'height', c.height)"
    "   ORDER BY c.position, c.id) FROM catalog_picture c WHERE c.product_id = p.id), '[]'),"
    " 'variants', coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'title', v.title, 'sku', v.sku,"
    "   'options', v.options, 'free', coalesce(k.free, 0), 'held', coalesce(h.held, 0), 'prices', coalesce(c.prices, '[]'))"
    "   ORDER BY v.position, v.id) FROM catalog_variant v LEFT JOIN catalog_stock k ON k.variant_id = v.id"
    "   LEFT JOIN LATERAL (SELECT sum(quantity) AS held FROM catalog_hold WHERE variant_id = v.id AND state = 'held') h ON true"
    "   LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('currency', currency, 'minor', minor,"
    "     'compare_at_minor', compare_at_minor) ORDER BY currency) AS prices"
    "     FROM catalog_price WHERE variant_id = v.id) c ON true"
    "   WHERE v.product_id = p.id AND v.state = 'sold'), '[]'))"
)


async def find_settings(connection: Connection, slug: str) -> ShopSettings | None:
    row = await connection.fetchrow(f"SELECT {_SETTINGS} FROM catalog_shop s WHERE s.slug = $1", slug)
    return None if row is None else ShopSettings(*row)


async def update_settings(connection: Connection, settings: ShopSettings) -> None:
    await connection.execute(
        "UPDATE catalog_shop SET name = $2, description = $3, closed_until = $4, handling_days = $5, returns_text = $6"
        " WHERE id = $1",
        settings.id, settings.name, settings.description, settings.closed_until, settings.handling_days,
        settings.returns_text,
    )  # fmt: skip


async def update_sign(connection: Connection, shop_id: ShopId, *, logo_key: str | None, banner_key: str | None) -> None:
    """Show another logo or banner; what is None stays."""
    await connection.execute(
        "UPDATE catalog_shop SET logo_key = coalesce($2, logo_key), banner_key = coalesce($3, banner_key) WHERE id = $1",
        shop_id, logo_key, banner_key,
    )  # fmt: skip


async def is_slug_taken(connection: Connection, slug: str) -> bool:
    return bool(await connection.fetchval("SELECT EXISTS (SELECT FROM catalog_shop WHERE slug = $1)", slug))


async def upsert_identity(connection: Connection, shop_id: ShopId, identity: Identity, at: datetime) -> None:
    await connection.execute(
        "INSERT INTO catalog_shop_identity (shop_id, legal_name, address, phone, is_public, at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (shop_id) DO UPDATE SET legal_name = excluded.legal_name,"
        " address = excluded.address, phone = excluded.phone, is_public = excluded.is_public, at = excluded.at",
        shop_id, identity.legal_name, identity.address, identity.phone, identity.is_public, at,
    )  # fmt: skip


async def find_identity(connection: Connection, shop_id: ShopId) -> Identity | None:
    row = await connection.fetchrow(
        "SELECT legal_name, address, phone, is_public FROM catalog_shop_identity WHERE shop_id = $1", shop_id
    )
    return None if row is None else Identity(*row)


async def count_figures(connection: Connection, shop_id: ShopId) -> ShopFigures:
    """What a new shop still lacks, as counts."""
    row = await connection.fetchrow(
        "SELECT count(*) FILTER (WHERE state = 'published'), count(*) FILTER (WHERE state = 'draft'),"
        " count(*) FILTER (WHERE state <> 'gone' AND EXISTS (SELECT FROM catalog_picture c WHERE c.product_id = p.id))"
        " FROM catalog_product p WHERE shop_id = $1",
        shop_id,
    )
    assert row is not None
    return ShopFigures(*row)


async def list_console_products(
    connection: Connection, shop_id: ShopId, *, words: str | None, states: Sequence[str], is_sold_out: bool,
    before: UUID | None, limit: int,
) -> list[ConsoleProduct]:  # fmt: skip
    """A shop's products in these states with all their variants, newest first."""
    rows = await connection.fetch(
        f"SELECT {_PRODUCT} FROM catalog_product p WHERE p.shop_id = $1 AND p.state = ANY ($2)"
        " AND ($3::text IS NULL OR p.folded LIKE '%' || platform_folded($3) || '%' OR EXISTS (SELECT FROM catalog_variant v"
        "   WHERE v.product_id = p.id AND v.sku ILIKE '%' || $3 || '%'))"
        " AND (NOT $4 OR NOT EXISTS (SELECT FROM catalog_variant v JOIN catalog_stock k ON k.variant_id = v.id"
        "   WHERE v.product_id = p.id AND v.state = 'sold' AND k.free > 0))"
        " AND ($5::uuid IS NULL OR p.id < $5) ORDER BY p.id DESC LIMIT $6",
        shop_id, list(states), words, is_sold_out, before, limit,
    )  # fmt: skip
    return [msgspec.convert(row[0], ConsoleProduct) for row in rows]


async def find_console_product(connection: Connection, shop_id: ShopId, product_id: ProductId) -> ConsoleProduct | None:
    found = await connection.fetchval(
        f"SELECT {_PRODUCT} FROM catalog_product p WHERE p.id = $1 AND p.shop_id = $2 AND p.state <> 'gone'",
        product_id, shop_id,
    )  # fmt: skip
    return None if found is None else msgspec.convert(found, ConsoleProduct)


async def update_words(connection: Connection, product: ConsoleProduct) -> None:
    """Write what people read of a product, and whether it is shown."""
    await connection.execute(
        "UPDATE catalog_product SET title = $2, description = $3, brand = $4, category = $5, state = $6, option_names = $7"
        " WHERE id = $1",
        product.id, product.title, product.description, product.brand, product.category, product.state,
        list(product.option_names),
    )  # fmt: skip


async def change_states(
    connection: Connection, shop_id: ShopId, products: Sequence[UUID], state: str
) -> list[ProductId]:
    """Bring products of a shop into a state; those that changed. What was taken away stays away."""
    rows = await connection.fetch(
        "UPDATE catalog_product SET state = $3 WHERE shop_id = $1 AND id = ANY ($2) AND state <> 'gone' AND state <> $3"
        " RETURNING id",
        shop_id, list(products), state,
    )  # fmt: skip
    return [row[0] for row in rows]


async def lock_prices(
    connection: Connection, shop_id: ShopId, products: Sequence[UUID]
) -> list[tuple[ProductId, VariantId, Money, int | None]]:
    """Every price of these products of a shop, locked in one order: (product, variant, price, compare-at minor)."""
    rows = await connection.fetch(
        "SELECT v.product_id, c.variant_id, c.minor, c.currency, c.compare_at_minor FROM catalog_price c"
        " JOIN catalog_variant v ON v.id = c.variant_id JOIN catalog_product p ON p.id = v.product_id"
        " WHERE p.shop_id = $1 AND p.id = ANY ($2) AND p.state <> 'gone' AND v.state = 'sold'"
        " ORDER BY c.variant_id, c.currency FOR UPDATE OF c",
        shop_id, list(products),
    )  # fmt: skip
    return [(row[0], row[1], Money(row[2], row[3]), row[4]) for row in rows]


async def list_shop_variants(
    connection: Connection, shop_id: ShopId, variants: Sequence[UUID]
) -> dict[VariantId, ProductId]:
    """Which of these variants the shop sells, with their products."""
    rows = await connection.fetch(
        "SELECT v.id, p.id FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id"
        " WHERE v.id = ANY ($1) AND p.shop_id = $2 AND p.state <> 'gone' AND v.state = 'sold'",
        list(variants), shop_id,
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


async def list_variants_of(connection: Connection, shop_id: ShopId, products: Sequence[UUID]) -> list[VariantId]:
    """The variants sold of these products of a shop."""
    rows = await connection.fetch(
        "SELECT v.id FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id"
        " WHERE p.id = ANY ($1) AND p.shop_id = $2 AND p.state <> 'gone' AND v.state = 'sold' ORDER BY v.id",
        list(products), shop_id,
    )  # fmt: skip
    return [row[0] for row in rows]


async def edit_stock(
    connection: Connection, edits: Sequence[StockEdit], reason: str, at: datetime
) -> dict[VariantId, int]:
    """Add each edit's pieces where what is free allows it and still is what the seller saw; (variant → free) of those done.

    One conditional statement: a row that a buyer changed meanwhile is judged as it is now, so that held and taken pieces
    stay promised and nothing goes below zero.
    """
    rows = await connection.fetch(
        "WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::integer[], $3::integer[]) AS w (variant_id, delta, seen_free)),"
        " done AS (UPDATE catalog_stock k SET free = k.free + a.delta FROM asked a WHERE k.variant_id = a.variant_id"
        "   AND k.free + a.delta >= 0 AND (a.seen_free IS NULL OR k.free = a.seen_free) RETURNING k.variant_id, k.free, a.delta),"
        " noted AS (INSERT INTO catalog_stock_change (variant_id, delta, reason, at)"
        "   SELECT variant_id, delta, $4, $5 FROM done WHERE delta <> 0)"
        " SELECT variant_id, free FROM done",
        [one.variant_id for one in edits], [one.delta for one in edits], [one.seen_free for one in edits], reason, at,
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


async def find_shelf(connection: Connection, variant_id: VariantId) -> tuple[int, int]:
    """Pieces of a variant that are free, and that buyers hold."""
    row = await connection.fetchrow(
        "SELECT coalesce((SELECT free FROM catalog_stock WHERE variant_id = $1), 0), coalesce((SELECT sum(quantity)"
        " FROM catalog_hold WHERE variant_id = $1 AND state = 'held'), 0)::integer",
        variant_id,
    )
    assert row is not None
    return row[0], row[1]


async def update_variant_words(connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Variants as (id, title, sku, options, position)."""
    await connection.executemany(
        "UPDATE catalog_variant SET title = $2, sku = $3, options = $4, position = $5 WHERE id = $1", rows
    )


async def arrange_pictures(connection: Connection, product_id: ProductId, keys: Sequence[str]) -> None:
    """Show exactly these of a product's pictures, in this order."""
    await connection.execute(
        "WITH gone AS (DELETE FROM catalog_picture WHERE product_id = $1 AND NOT key = ANY ($2))"
        " UPDATE catalog_picture c SET position = n.place - 1 FROM unnest($2::text[]) WITH ORDINALITY AS n (key, place)"
        " WHERE c.product_id = $1 AND c.key = n.key",
        product_id, list(keys),
    )  # fmt: skip
