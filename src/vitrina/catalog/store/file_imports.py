"""SQL of files that sellers take in from the page: the file, how far it is, what stood before it, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from vitrina.catalog.adapters import RowIssue
from vitrina.catalog.model import FileImport
from vitrina.kernel.ids import ProductId, ShopId, VariantId
from vitrina.platform.postgres import Connection, Row

_IMPORT = "id, shop_id, name, columns, state, products_done, products_all, told, issues, by_account, at, done_at"


def _import(row: Row) -> FileImport:
    issues = msgspec.convert(row[8], tuple[RowIssue, ...])
    return FileImport(*(*row[0:8], issues, *row[9:12]))


async def insert_import(
    connection: Connection, import_id: UUID, shop_id: ShopId, *, name: str, content: bytes, by_account: UUID, at: datetime
) -> None:  # fmt: skip
    await connection.execute(
        "INSERT INTO catalog_import (id, shop_id, name, content, state, by_account, at)"
        " VALUES ($1, $2, $3, $4, 'seen', $5, $6)",
        import_id, shop_id, name, content, by_account, at,
    )  # fmt: skip


async def find_import(
    connection: Connection, shop_id: ShopId | None, import_id: UUID, *, lock: bool = False
) -> FileImport | None:
    row = await connection.fetchrow(
        f"SELECT {_IMPORT} FROM catalog_import WHERE id = $1 AND ($2::uuid IS NULL OR shop_id = $2)"
        + (" FOR UPDATE" if lock else ""),
        import_id, shop_id,
    )  # fmt: skip
    return None if row is None else _import(row)


async def find_content(connection: Connection, import_id: UUID) -> bytes | None:
    found: bytes | None = await connection.fetchval("SELECT content FROM catalog_import WHERE id = $1", import_id)
    return found


async def list_imports(connection: Connection, shop_id: ShopId, limit: int) -> list[FileImport]:
    """The files of a shop that were confirmed, newest first."""
    rows = await connection.fetch(
        f"SELECT {_IMPORT} FROM catalog_import WHERE shop_id = $1 AND state <> 'seen' ORDER BY id DESC LIMIT $2",
        shop_id, limit,
    )  # fmt: skip
    return [_import(row) for row in rows]


async def update_columns(connection: Connection, import_id: UUID, columns: dict[str, str]) -> None:
    await connection.execute("UPDATE catalog_import SET columns = $2 WHERE id = $1", import_id, columns)


async def move_import(connection: Connection, import_id: UUID, before: Sequence[str], after: str) -> bool:
    """Bring an import from one of these states into another; False when somebody did already."""
    done = await connection.execute(
        "UPDATE catalog_import SET state = $3 WHERE id = $1 AND state = ANY ($2)", import_id, list(before), after
    )
    return str(done).endswith(" 1")


async def note_progress(connection: Connection, import_id: UUID, done: int, of: int) -> None:
    await connection.execute(
        "UPDATE catalog_import SET products_done = $2, products_all = $3 WHERE id = $1", import_id, done, of
    )


async def finish_import(
    connection: Connection,
    import_id: UUID,
    state: str,
    *,
    told: dict[str, Any],
    issues: Sequence[RowIssue],
    at: datetime,
) -> None:
    """Note how an import ended; the file itself is no longer needed."""
    await connection.execute(
        "UPDATE catalog_import SET state = $2, told = $3, issues = $4, done_at = $5, content = NULL WHERE id = $1",
        import_id, state, told, msgspec.to_builtins(list(issues)), at,
    )  # fmt: skip


async def keep_made(connection: Connection, import_id: UUID, products: Sequence[ProductId]) -> None:
    """Remember that an import made these products."""
    await connection.execute(
        "INSERT INTO catalog_import_before (import_id, product_id) SELECT $1, * FROM unnest($2::uuid[])",
        import_id, list(products),
    )  # fmt: skip


async def keep_before(connection: Connection, import_id: UUID, products: Sequence[ProductId]) -> None:
    """Keep these products as they stand, with their variants, prices, free pieces and pictures."""
    await connection.execute(
        "INSERT INTO catalog_import_before (import_id, product_id, before) SELECT $1, p.id, jsonb_build_object("
        " 'product', to_jsonb(p),"
        " 'variants', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM catalog_variant v WHERE v.product_id = p.id),"
        " 'prices', (SELECT coalesce(jsonb_agg(to_jsonb(c)), '[]') FROM catalog_price c"
        "   JOIN catalog_variant v ON v.id = c.variant_id WHERE v.product_id = p.id),"
        " 'pictures', (SELECT coalesce(jsonb_agg(to_jsonb(c)), '[]') FROM catalog_picture c WHERE c.product_id = p.id),"
        " 'due', (SELECT coalesce(jsonb_agg(to_jsonb(d)), '[]') FROM catalog_picture_due d WHERE d.product_id = p.id))"
        " FROM catalog_product p WHERE p.id = ANY ($2)",
        import_id, list(products),
    )  # fmt: skip


async def find_last_import(connection: Connection, shop_id: ShopId) -> UUID | None:
    """The shop's last import that was carried out and stands."""
    found: UUID | None = await connection.fetchval(
        "SELECT id FROM catalog_import WHERE shop_id = $1 AND state = 'done' ORDER BY done_at DESC, id DESC LIMIT 1",
        shop_id,
    )
    return found


async def list_touched(connection: Connection, import_id: UUID) -> list[tuple[ProductId, bool]]:
    """The products of an import, and whether it made them."""
    rows = await connection.fetch(
        "SELECT product_id, before IS NULL FROM catalog_import_before WHERE import_id = $1 ORDER BY product_id",
        import_id,
    )
    return [(row[0], row[1]) for row in rows]


async def list_variants_touched(connection: Connection, import_id: UUID) -> list[VariantId]:
    """Every variant of an import's products, sold or not, in the order in which holds lock."""
    rows = await connection.fetch(
        "SELECT v.id FROM catalog_import_before b JOIN catalog_variant v ON v.product_id = b.product_id"
        " WHERE b.import_id = $1 ORDER BY v.id",
        import_id,
    )
    return [row[0] for row in rows]


async def is_sold_since(connection: Connection, variants: Sequence[VariantId], since: datetime) -> bool:
    """Whether anybody holds or bought one of these variants since an instant."""
    return bool(await connection.fetchval(
        "SELECT EXISTS (SELECT FROM catalog_hold WHERE variant_id = ANY ($1) AND state <> 'released' AND at >= $2)",
        list(variants), since,
    ))  # fmt: skip


async def undo_products(connection: Connection, import_id: UUID) -> None:
    """Products as they stood; those that the import made are taken away, and the file's name for them is free again."""
    await connection.execute(
        "UPDATE catalog_product p SET title = w.title, description = w.description, brand = w.brand, category = w.category,"
        " tags = w.tags, option_names = w.option_names, condition = w.condition, external_url = w.external_url,"
        " source_hash = w.source_hash, state = CASE WHEN p.state = 'gone' THEN p.state ELSE w.state END"
        " FROM catalog_import_before b, LATERAL jsonb_populate_record(NULL::catalog_product, b.before -> 'product') w"
        " WHERE b.import_id = $1 AND b.before IS NOT NULL AND p.id = b.product_id",
        import_id,
    )
    await connection.execute(
        "UPDATE catalog_product p SET state = 'gone', reference = NULL, source_hash = NULL FROM catalog_import_before b"
        " WHERE b.import_id = $1 AND b.before IS NULL AND p.id = b.product_id",
        import_id,
    )


async def undo_variants(connection: Connection, import_id: UUID) -> None:
    """Variants and prices as they stood; those that the import added are no longer sold."""
    await connection.execute(
        "UPDATE catalog_variant v SET sku = w.sku, title = w.title, options = w.options, gtin = w.gtin, mpn = w.mpn,"
        " weight_g = w.weight_g, position = w.position, source_stock = w.source_stock, state = w.state"
        " FROM catalog_import_before b,"
        "   LATERAL jsonb_populate_recordset(NULL::catalog_variant, b.before -> 'variants') w"
        " WHERE b.import_id = $1 AND b.before IS NOT NULL AND v.id = w.id",
        import_id,
    )
    await connection.execute(
        "UPDATE catalog_variant v SET state = 'gone', reference = 'undone-' || v.id FROM catalog_import_before b"
        " WHERE b.import_id = $1 AND b.before IS NOT NULL AND v.product_id = b.product_id AND NOT EXISTS ("
        "   SELECT FROM jsonb_array_elements(b.before -> 'variants') w WHERE (w ->> 'id')::uuid = v.id)",
        import_id,
    )
    await connection.execute(
        "DELETE FROM catalog_price c USING catalog_import_before b JOIN catalog_variant v ON v.product_id = b.product_id"
        " WHERE b.import_id = $1 AND b.before IS NOT NULL AND c.variant_id = v.id",
        import_id,
    )
    await connection.execute(
        "INSERT INTO catalog_price (variant_id, currency, minor, compare_at_minor)"
        " SELECT w.variant_id, w.currency, w.minor, w.compare_at_minor FROM catalog_import_before b,"
        "   LATERAL jsonb_populate_recordset(NULL::catalog_price, b.before -> 'prices') w"
        " WHERE b.import_id = $1 AND b.before IS NOT NULL",
        import_id,
    )


async def undo_pictures(connection: Connection, import_id: UUID) -> None:
    """Pictures, fetched and due, as they stood."""
    for table in ("catalog_picture", "catalog_picture_due"):
        await connection.execute(
            f"DELETE FROM {table} c USING catalog_import_before b WHERE b.import_id = $1 AND c.product_id = b.product_id",
            import_id,
        )
    for table, part in (("catalog_picture", "pictures"), ("catalog_picture_due", "due")):
        await connection.execute(
            f"INSERT INTO {table} SELECT w.* FROM catalog_import_before b,"
            f" LATERAL jsonb_populate_recordset(NULL::{table}, b.before -> '{part}') w"
            " WHERE b.import_id = $1 AND b.before IS NOT NULL",
            import_id,
        )


async def undo_stock(
    connection: Connection, variants: Sequence[VariantId], imported_at: datetime, at: datetime
) -> None:
    """Take back what the import added to (or took from) the stock of locked variants, as far as it is still free."""
    await connection.execute(
        "WITH asked AS (SELECT c.variant_id, -sum(c.delta)::integer AS delta FROM catalog_stock_change c"
        "   WHERE c.variant_id = ANY ($1) AND c.at = $2 AND c.reason IN ('import', 'opening') GROUP BY 1),"
        " done AS (UPDATE catalog_stock k SET free = greatest(0, k.free + a.delta) FROM asked a, catalog_stock b"
        "   WHERE k.variant_id = a.variant_id AND b.variant_id = a.variant_id"
        "   RETURNING k.variant_id, k.free - b.free AS delta)"
        " INSERT INTO catalog_stock_change (variant_id, delta, reason, at)"
        " SELECT variant_id, delta, 'import_undone', $3 FROM done WHERE delta <> 0",
        list(variants), imported_at, at,
    )  # fmt: skip


async def delete_seen(connection: Connection, before: datetime) -> None:
    """Forget files that were looked at before an instant and never confirmed."""
    await connection.execute("DELETE FROM catalog_import WHERE state = 'seen' AND at < $1", before)
