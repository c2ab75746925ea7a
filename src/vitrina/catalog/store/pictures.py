"""SQL of pictures: those of a product, and those that a file names and a worker still has to fetch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina.catalog.model import DuePicture, Picture
from vitrina.kernel.ids import ProductId, VariantId
from vitrina.platform.postgres import Connection

STATE_DONE, STATE_DUE, STATE_FAILED = "done", "due", "failed"


async def insert_picture(
    connection: Connection, picture_id: UUID, product_id: ProductId, picture: Picture, *,
    variant_id: VariantId | None, position: int, source_url: str | None = None,
) -> None:  # fmt: skip
    """One picture of a product; the same picture twice is one."""
    await connection.execute(
        "INSERT INTO catalog_picture (id, product_id, variant_id, key, width, height, position, source_url)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (product_id, key) DO NOTHING",
        picture_id, product_id, variant_id, picture.key, picture.width, picture.height, position, source_url,
    )  # fmt: skip


async def find_next_position(connection: Connection, product_id: ProductId) -> int | None:
    """The place after a product's last picture; None when there is no such product."""
    found: int | None = await connection.fetchval(
        "SELECT coalesce((SELECT max(c.position) + 1 FROM catalog_picture c WHERE c.product_id = p.id), 0)"
        " FROM catalog_product p WHERE p.id = $1",
        product_id,
    )
    return found


async def upsert_due_pictures(connection: Connection, due: Sequence[DuePicture], at: datetime) -> int:
    """Remember pictures to fetch; one given up before is tried again, one fetched before is not; how many are due."""
    found = await connection.fetch(
        "INSERT INTO catalog_picture_due AS d (product_id, source_url, variant_id, position, due_at)"
        " SELECT *, $5 FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[])"
        " ON CONFLICT (product_id, md5(source_url)) DO UPDATE SET position = excluded.position,"
        "   variant_id = excluded.variant_id, due_at = CASE WHEN d.state = 'failed' THEN excluded.due_at ELSE d.due_at END,"
        "   attempts = CASE WHEN d.state = 'failed' THEN 0 ELSE d.attempts END, reason = NULL,"
        "   state = CASE WHEN d.state = 'failed' THEN 'due' ELSE d.state END"
        " WHERE d.state = 'failed' OR (d.position, d.variant_id) IS DISTINCT FROM (excluded.position, excluded.variant_id)"
        " RETURNING state",
        [one.product_id for one in due], [one.source_url for one in due], [one.variant_id for one in due],
        [one.position for one in due], at,
    )  # fmt: skip
    return sum(row[0] == STATE_DUE for row in found)


async def copy_due_pictures(connection: Connection, due: Sequence[DuePicture], at: datetime) -> None:
    """Remember pictures of products that are new."""
    await connection.copy_records_to_table(
        "catalog_picture_due",
        records=[(one.product_id, one.source_url, one.variant_id, one.position, at) for one in due],
        columns=["product_id", "source_url", "variant_id", "position", "due_at"],
    )


async def move_pictures(connection: Connection, named: Sequence[DuePicture]) -> None:
    """Give fetched pictures the place and the variant that their file now gives them."""
    await connection.execute(
        "UPDATE catalog_picture c SET position = n.position, variant_id = n.variant_id"
        " FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[]) AS n (product_id, source_url, variant_id, position)"
        " WHERE c.product_id = n.product_id AND c.source_url = n.source_url"
        " AND (c.position, c.variant_id) IS DISTINCT FROM (n.position, n.variant_id)",
        [one.product_id for one in named], [one.source_url for one in named], [one.variant_id for one in named],
        [one.position for one in named],
    )  # fmt: skip


async def delete_unnamed_due(
    connection: Connection, products: Sequence[ProductId], named: Sequence[DuePicture]
) -> None:
    """Forget the URLs of these products that their file no longer names."""
    await connection.execute(
        "DELETE FROM catalog_picture_due d WHERE d.product_id = ANY ($1) AND NOT EXISTS (SELECT FROM"
        " unnest($2::uuid[], $3::text[]) AS n (product_id, source_url)"
        " WHERE n.product_id = d.product_id AND n.source_url = d.source_url)",
        list(products), [one.product_id for one in named], [one.source_url for one in named],
    )  # fmt: skip


async def delete_unnamed_pictures(
    connection: Connection, products: Sequence[ProductId], named: Sequence[DuePicture]
) -> None:
    """Take away fetched pictures of these products that their file no longer names; those added by hand stay."""
    await connection.execute(
        "DELETE FROM catalog_picture c WHERE c.product_id = ANY ($1) AND c.source_url IS NOT NULL AND NOT EXISTS"
        " (SELECT FROM unnest($2::uuid[], $3::text[]) AS n (product_id, source_url)"
        " WHERE n.product_id = c.product_id AND n.source_url = c.source_url)",
        list(products), [one.product_id for one in named], [one.source_url for one in named],
    )  # fmt: skip


async def claim_due_pictures(
    connection: Connection, now: datetime, claimed_until: datetime, limit: int
) -> list[tuple[DuePicture, int]]:
    """Pictures to fetch now with the number of this try; nobody else is given them before `claimed_until`."""
    rows = await connection.fetch(
        "UPDATE catalog_picture_due d SET attempts = d.attempts + 1, due_at = $2 FROM ("
        "   SELECT product_id, source_url FROM catalog_picture_due WHERE state = 'due' AND due_at <= $1"
        "   ORDER BY due_at, product_id, position LIMIT $3 FOR UPDATE SKIP LOCKED) n"
        " WHERE d.product_id = n.product_id AND md5(d.source_url) = md5(n.source_url)"
        " RETURNING d.product_id, d.source_url, d.variant_id, d.position, d.attempts",
        now, claimed_until, limit,
    )  # fmt: skip
    return [(DuePicture(*row[0:4]), row[4]) for row in rows]


async def finish_due_picture(connection: Connection, product_id: ProductId, source_url: str) -> DuePicture | None:
    """Note that a picture is there, with the place that its file gives it now; None when nobody wants it any more."""
    row = await connection.fetchrow(
        "UPDATE catalog_picture_due SET state = 'done', reason = NULL WHERE product_id = $1 AND md5(source_url) = md5($2)"
        " AND state = 'due' RETURNING product_id, source_url, variant_id, position",
        product_id, source_url,
    )  # fmt: skip
    return None if row is None else DuePicture(*row)


async def fail_due_picture(connection: Connection, due: DuePicture, reason: str, *, next_at: datetime | None) -> None:
    """Note why a try failed; without `next_at` it was the last one."""
    await connection.execute(
        "UPDATE catalog_picture_due SET reason = $3, due_at = coalesce($4, due_at),"
        " state = CASE WHEN $4::timestamptz IS NULL THEN 'failed' ELSE 'due' END"
        " WHERE product_id = $1 AND md5(source_url) = md5($2) AND state = 'due'",
        due.product_id, due.source_url, reason, next_at,
    )  # fmt: skip
