"""What moderators do with products and shops; orders stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from vitrina.catalog.model import JudgedProduct, JudgedShop, Shop
from vitrina.catalog.store import find_shop, taken
from vitrina.kernel.errors import NotFound, TakenDown
from vitrina.kernel.ids import ProductId, ShopId, parse_uuid
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection


async def take_down(connection: Connection, product_id: ProductId) -> bool:
    """Nobody can see or buy the product, in the caller's transaction; False when there is nothing to take down."""
    return await taken.take_down_product(connection, product_id)


async def restore(connection: Connection, product_id: ProductId) -> bool:
    """Let a product that was taken down be as it was before; False when it was not taken down."""
    return await taken.restore_product(connection, product_id)


async def take_down_shop(connection: Connection, shop_id: ShopId, *, with_owner: bool = False) -> bool:
    """Close a shop and hide what it sells; `with_owner`: because its owners are suspended."""
    return await taken.take_down_shop(connection, shop_id, "owner" if with_owner else "case")


async def restore_shop(connection: Connection, shop_id: ShopId, *, with_owner: bool = False) -> bool:
    """Undo `take_down_shop` of the same reason; False when there was nothing to undo."""
    return await taken.restore_shop(connection, shop_id, "owner" if with_owner else "case")


async def list_judged(
    connection: Connection, *, products: Sequence[UUID] = (), shops: Sequence[UUID] = ()
) -> tuple[list[JudgedProduct], list[JudgedShop]]:
    """What a moderator sees of these products and shops."""
    return (
        await taken.list_judged_products(connection, products) if products else [],
        await taken.list_judged_shops(connection, shops) if shops else [],
    )


async def get_shown_shop(app: App, slug: str) -> Shop:
    """A shop for its public page; `NotFound`, `TakenDown`."""
    async with app.db.connection() as connection:
        found = await find_shop(connection, slug)
        if found is None:
            raise NotFound
        if found.state == "closed" and (await taken.list_judged_shops(connection, [found.id]))[0].is_taken_down:
            raise TakenDown
    return found


async def search_shops(app: App, words: str, cursor: str | None, limit: int) -> Page[JudgedShop]:
    """Shops by a part of name or address, newest first, for staff."""
    after = decode_cursor(cursor, 1)
    before = parse_uuid(after[0]) if after else None
    async with app.db.connection() as connection:
        rows = await taken.search_shops(connection, words.strip(), before, limit + 1)
    return page_of(rows, limit, lambda row: (str(row.id),))
