"""SQL of an import: what a shop has by the file's references, new rows by COPY, changed ones by array."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina.catalog.model import SourceProduct, SourceVariant
from vitrina.kernel.ids import ProductId, ShopId, VariantId
from vitrina.kernel.money import Money
from vitrina.platform.postgres import Connection

Rows = Sequence[tuple[object, ...]]

PRODUCT_COLUMNS = (
    "id", "shop_id", "slug", "reference", "title", "description", "brand", "category", "tags", "option_names",
    "condition", "external_url", "source_hash", "state", "at",
)  # fmt: skip
VARIANT_COLUMNS = (
    "id", "product_id", "reference", "sku", "title", "options", "gtin", "mpn", "weight_g", "position", "source_stock",
)  # fmt: skip


async def lock_import(connection: Connection, shop_id: ShopId) -> bool:
    """The right to import into a shop until the transaction ends; False when another import has it.

    Not a lock of the shop's row: orders refer to that.
    """
    taken = await connection.fetchval(
        "SELECT pg_try_advisory_xact_lock(hashtextextended('catalog_import ' || $1, 0))", str(shop_id)
    )
    return bool(taken)


async def list_source_products(
    connection: Connection, shop_id: ShopId, references: Sequence[str]
) -> dict[str, SourceProduct]:
    rows = await connection.fetch(
        "SELECT reference, id, source_hash FROM catalog_product WHERE shop_id = $1 AND reference = ANY ($2)",
        shop_id,
        references,
    )
    return {row[0]: SourceProduct(row[1], row[2]) for row in rows}


async def list_source_variants(
    connection: Connection, products: Sequence[ProductId]
) -> dict[tuple[ProductId, str], SourceVariant]:
    """Every variant of these products by (product, reference)."""
    rows = await connection.fetch(
        "SELECT product_id, reference, id, source_stock, state = 'sold' FROM catalog_variant WHERE product_id = ANY ($1)",
        products,
    )
    return {(row[0], row[1]): SourceVariant(row[2], row[3], row[4]) for row in rows}


async def list_taken_slugs(connection: Connection, slugs: Sequence[str]) -> set[str]:
    rows = await connection.fetch("SELECT slug FROM catalog_product WHERE slug = ANY ($1)", slugs)
    return {row[0] for row in rows}


async def copy_products(connection: Connection, rows: Rows) -> None:
    """New products, as PRODUCT_COLUMNS."""
    await connection.copy_records_to_table("catalog_product", records=rows, columns=PRODUCT_COLUMNS)


async def copy_variants(connection: Connection, rows: Rows) -> None:
    """New variants, as VARIANT_COLUMNS."""
    await connection.copy_records_to_table("catalog_variant", records=rows, columns=VARIANT_COLUMNS)


async def copy_prices(connection: Connection, rows: Rows) -> None:
    """Prices of new variants as (variant, currency, minor, compare-at minor or None)."""
    await connection.copy_records_to_table(
        "catalog_price", records=rows, columns=["variant_id", "currency", "minor", "compare_at_minor"]
    )


async def copy_stock(connection: Connection, rows: Rows) -> None:
    """Stock of new variants as (variant, free)."""
    await connection.copy_records_to_table("catalog_stock", records=rows, columns=["variant_id", "free"])


async def copy_stock_changes(connection: Connection, rows: Rows) -> None:
    """What was stocked of new variants as (variant, delta, reason, at)."""
    await connection.copy_records_to_table(
        "catalog_stock_change", records=rows, columns=["variant_id", "delta", "reason", "at"]
    )


async def update_products(connection: Connection, rows: Rows) -> None:
    """Products as (id, title, description, brand, category, tags, option names, condition, URL, hash, state).

    The slug stays, so that links live on; a product that was taken away stays away.
    """
    await connection.executemany(
        "UPDATE catalog_product SET title = $2, description = $3, brand = $4, category = $5, tags = $6, option_names = $7,"
        " condition = $8, external_url = $9, source_hash = $10, state = CASE WHEN state = 'gone' THEN state ELSE $11 END"
        " WHERE id = $1",
        rows,
    )


async def update_variants(connection: Connection, rows: Rows) -> None:
    """Variants as (id, sku, title, options, gtin, mpn, weight_g, position, said stock); equal ones are not written."""
    await connection.executemany(
        "UPDATE catalog_variant SET sku = $2, title = $3, options = $4, gtin = $5, mpn = $6, weight_g = $7, position = $8,"
        " source_stock = $9, state = 'sold' WHERE id = $1"
        " AND (sku, title, options, gtin, mpn, weight_g, position, source_stock, state)"
        " IS DISTINCT FROM ($2, $3, $4, $5, $6, $7, $8, $9, 'sold')",
        rows,
    )


async def retire_variants(connection: Connection, variants: Sequence[VariantId]) -> None:
    """Stop selling variants; their stock and their orders stay."""
    await connection.execute("UPDATE catalog_variant SET state = 'gone' WHERE id = ANY ($1)", variants)


async def replace_prices(
    connection: Connection, variants: Sequence[VariantId], prices: Sequence[Money], compare_at: Sequence[int | None]
) -> None:
    """Set the prices of variants; equal ones are not written."""
    await connection.execute(
        "INSERT INTO catalog_price AS p (variant_id, currency, minor, compare_at_minor)"
        " SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[])"
        " ON CONFLICT (variant_id, currency) DO UPDATE SET minor = excluded.minor, compare_at_minor = excluded.compare_at_minor"
        " WHERE (p.minor, p.compare_at_minor) IS DISTINCT FROM (excluded.minor, excluded.compare_at_minor)",
        variants, [price.currency for price in prices], [price.minor for price in prices], compare_at,
    )  # fmt: skip


async def delete_other_prices(connection: Connection, variants: Sequence[UUID], currencies: Sequence[str]) -> None:
    """Take away prices of these variants in currencies not named with them, as (variant, currency) pairs."""
    await connection.execute(
        "DELETE FROM catalog_price p WHERE p.variant_id = ANY ($1) AND NOT EXISTS (SELECT FROM"
        " unnest($1::uuid[], $2::text[]) AS n (variant_id, currency)"
        " WHERE n.variant_id = p.variant_id AND n.currency = p.currency)",
        variants,
        currencies,
    )


async def lock_stock(connection: Connection, variants: Sequence[VariantId]) -> None:
    """Let nobody hold or release these variants until the transaction ends; locked in the order in which holds lock."""
    await connection.execute(
        "SELECT FROM catalog_stock WHERE variant_id = ANY ($1) ORDER BY variant_id FOR UPDATE", variants
    )


async def count_stock(
    connection: Connection, variants: Sequence[VariantId], counted: Sequence[int], reason: str, at: datetime
) -> None:
    """Pieces on the shelf of locked variants: what is held of them is promised, the rest (at least 0) becomes free."""
    await connection.execute(
        "WITH goal AS (SELECT n.variant_id, coalesce(k.free, 0) AS before, greatest(0, n.counted - coalesce(h.held, 0)) AS free"
        "   FROM unnest($1::uuid[], $2::integer[]) AS n (variant_id, counted) LEFT JOIN catalog_stock k USING (variant_id)"
        "   LEFT JOIN LATERAL (SELECT sum(quantity)::integer AS held FROM catalog_hold"
        "     WHERE variant_id = n.variant_id AND state = 'held') h ON true),"
        " noted AS (INSERT INTO catalog_stock_change (variant_id, delta, reason, at)"
        "   SELECT variant_id, free - before, $3, $4 FROM goal WHERE free <> before)"
        " INSERT INTO catalog_stock AS k (variant_id, free) SELECT variant_id, free FROM goal"
        " ON CONFLICT (variant_id) DO UPDATE SET free = excluded.free WHERE k.free <> excluded.free",
        variants, counted, reason, at,
    )  # fmt: skip
