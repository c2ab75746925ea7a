"""Looking for products and shops, and following a shop."""

from __future__ import annotations

from collections.abc import Sequence

from vitrina import people
from vitrina.catalog import store
from vitrina.catalog.actions.products import get_shop
from vitrina.catalog.model import Card, Found, Shop, Variant, Wanted
from vitrina.kernel.ids import ProductId, ShopId
from vitrina.kernel.pages import encode_cursor, first_of
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

# Fewer matches than this, and what merely sounds alike is shown below them.
FEW = 4


async def find_products(app: App, wanted: Wanted, *, cursor: str | None, limit: int) -> Found:
    """One page of what somebody looks for, the best first; `Invalid` for a cursor that is not ours.

    Words are taken as written, in the forms of both languages and as they sound. Where little or nothing has every word,
    titles that come close follow, else products that have one of the words.
    """
    first = first_of(cursor, store.CANDIDATES_MAX)
    async with app.db.connection() as connection:
        ids = await store.find_products(connection, wanted, "every", first=first, limit=limit + 1)
        near: list[ProductId] = []
        if wanted.words is not None and first == 0 and len(ids) < FEW:
            near = await store.find_products(connection, wanted, "near", first=0, limit=limit)
            if not near and not ids:
                near = await store.find_products(connection, wanted, "any", first=0, limit=limit)
        page = list(dict.fromkeys(ids[:limit] + near))[:limit]
        rows = await complete_rows(connection, page, wanted.currency)
    more = encode_cursor(str(first + limit)) if len(ids) > limit else None
    return Found(rows, more, is_near=not ids and bool(rows))


async def complete_rows(
    connection: Connection, ids: Sequence[ProductId], currency: str
) -> tuple[tuple[Card, list[Variant]], ...]:
    """Cards with variants of these products in their order; one without any price is left out."""
    cards = {card.product_id: card for card in await store.list_cards(connection, ids, currency)}
    variants = await store.list_variants(connection, ids, currency)
    return tuple((cards[one], variants.get(one, [])) for one in ids if one in cards)


async def find_shops(app: App, words: str, *, cursor: str | None, limit: int) -> tuple[list[Shop], str | None]:
    """One page of open shops of a name, and the next page's cursor; `Invalid` for a cursor that is not ours."""
    first = first_of(cursor, store.CANDIDATES_MAX)
    async with app.db.connection() as connection:
        found = await store.find_shops(connection, words, first=first, limit=limit + 1)
    return found[:limit], encode_cursor(str(first + limit)) if len(found) > limit else None


async def find_shops_typed(connection: Connection, words: str, limit: int) -> list[Shop]:
    """Open shops of a name that somebody is typing."""
    return await store.find_shops(connection, words, first=0, limit=limit)


async def count_aisles(app: App, shop_slug: str | None) -> dict[str, int]:
    """How many products stand in each place, in one shop or in all; `NotFound` for an unknown shop."""
    shop_id = (await get_shop(app, shop_slug)).id if shop_slug else None
    async with app.db.connection() as connection:
        return await store.count_aisles(connection, shop_id)


async def follow_shop(app: App, actor: people.Actor, slug: str) -> None:
    """Follow a shop; again is the same. `NotFound`, `LoginNeeded`."""
    account_id = actor.need_account()
    shop = await get_shop(app, slug)
    async with app.db.transaction() as transaction:
        await store.add_follow(transaction, account_id, shop.id, app.clock.now())


async def unfollow_shop(app: App, actor: people.Actor, slug: str) -> None:
    """Stop following a shop; again is the same. `NotFound`, `LoginNeeded`."""
    account_id = actor.need_account()
    shop = await get_shop(app, slug)
    async with app.db.transaction() as transaction:
        await store.delete_follow(transaction, account_id, shop.id)


async def is_followed(app: App, actor: people.Actor, shop_id: ShopId) -> bool:
    """Whether the one who asks follows a shop; never, for guests."""
    if actor.account_id is None:
        return False
    async with app.db.connection() as connection:
        return await store.is_followed(connection, actor.account_id, shop_id)
