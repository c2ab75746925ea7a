"""SQL of what moderators take down: products and shops, and what goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from vitrina.catalog.model import JudgedProduct, JudgedShop
from vitrina.kernel.ids import ProductId, ShopId
from vitrina.platform.postgres import Connection


async def take_down_product(connection: Connection, product_id: ProductId) -> bool:
    """Nobody can see or buy the product until it is restored; False when there is nothing to take down."""
    done = await connection.execute(
        "UPDATE catalog_product SET taken_from = coalesce(taken_from, state), taken_by = 'case', state = 'gone'"
        " WHERE id = $1 AND (taken_by = 'owner' OR taken_by IS NULL AND state <> 'gone')",
        product_id,
    )
    return str(done).endswith(" 1")


async def restore_product(connection: Connection, product_id: ProductId) -> bool:
    """Undo `take_down_product`; the product stays away while its shop is."""
    done = await connection.execute(
        "UPDATE catalog_product p SET state = CASE WHEN s.taken_from IS NULL THEN p.taken_from ELSE p.state END,"
        " taken_by = CASE WHEN s.taken_from IS NULL THEN NULL ELSE 'owner' END,"
        " taken_from = CASE WHEN s.taken_from IS NULL THEN NULL ELSE p.taken_from END"
        " FROM catalog_shop s WHERE s.id = p.shop_id AND p.id = $1 AND p.taken_by = 'case'",
        product_id,
    )
    return str(done).endswith(" 1")


async def take_down_shop(connection: Connection, shop_id: ShopId, by: str) -> bool:
    """Close the shop and hide what it sells; `by` is case or owner. False when it was so already."""
    done = await connection.execute(
        "UPDATE catalog_shop SET taken_from = coalesce(taken_from, state), taken_by = $2, state = 'closed'"
        " WHERE id = $1 AND (taken_by IS NULL OR $2 = 'case' AND taken_by = 'owner')",
        shop_id,
        by,
    )
    await connection.execute(
        "UPDATE catalog_product SET taken_from = state, taken_by = 'owner', state = 'gone'"
        " WHERE shop_id = $1 AND taken_by IS NULL AND state <> 'gone'",
        shop_id,
    )
    return str(done).endswith(" 1")


async def restore_shop(connection: Connection, shop_id: ShopId, by: str) -> bool:
    """Undo `take_down_shop`; what was taken down for itself stays away."""
    done = await connection.execute(
        "UPDATE catalog_shop SET state = taken_from, taken_from = NULL, taken_by = NULL WHERE id = $1 AND taken_by = $2",
        shop_id,
        by,
    )
    if not str(done).endswith(" 1"):
        return False
    await connection.execute(
        "UPDATE catalog_product SET state = taken_from, taken_from = NULL, taken_by = NULL"
        " WHERE shop_id = $1 AND taken_by = 'owner'",
        shop_id,
    )
    return True


async def list_judged_products(connection: Connection, ids: Sequence[UUID]) -> list[JudgedProduct]:
    """What a moderator sees of these products, whatever their state."""
    rows = await connection.fetch(
        "SELECT p.id, p.shop_id, p.slug, p.title, p.description,"
        " (SELECT key FROM catalog_picture WHERE product_id = p.id ORDER BY position, id LIMIT 1),"
        " p.taken_from IS NOT NULL FROM catalog_product p WHERE p.id = ANY ($1::uuid[])",
        list(ids),
    )
    return [JudgedProduct(*row) for row in rows]


async def list_judged_shops(connection: Connection, ids: Sequence[UUID]) -> list[JudgedShop]:
    """What a moderator sees of these shops, whatever their state."""
    rows = await connection.fetch(
        "SELECT id, slug::text, name, description, logo_key, taken_from IS NOT NULL FROM catalog_shop"
        " WHERE id = ANY ($1::uuid[])",
        list(ids),
    )
    return [JudgedShop(*row) for row in rows]


async def is_taken_product(connection: Connection, slug: str | None, product_id: UUID | None) -> bool:
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM catalog_product WHERE (id = $1 OR slug = $2) AND taken_from IS NOT NULL)",
        product_id,
        slug,
    )
    return found


async def search_shops(connection: Connection, words: str, before: UUID | None, limit: int) -> list[JudgedShop]:
    """Shops by a part of name or address, newest first, whatever their state."""
    rows = await connection.fetch(
        "SELECT id, slug::text, name, description, logo_key, taken_from IS NOT NULL FROM catalog_shop"
        " WHERE ($1 = '' OR platform_folded(name) LIKE '%' || platform_folded($1) || '%' OR slug::text ILIKE '%' || $1 || '%')"
        " AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        words,
        before,
        limit,
    )
    return [JudgedShop(*row) for row in rows]
