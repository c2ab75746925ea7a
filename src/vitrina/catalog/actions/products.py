"""What people do with the catalogue: open a shop, put products into it, look at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vitrina import people
from vitrina.catalog import store
from vitrina.catalog.errors import SlugTaken
from vitrina.catalog.model import AGE_ANY, Card, NewProduct, Offer, Picture, Product, Shop, Variant
from vitrina.catalog.rules import slug_of
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import AccountId, HoldId, ProductId, ShopId, VariantId, parse_uuid, uuid7
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

HOLDS_FREED_AT_ONCE = 200


async def open_shop(app: App, *, slug: str, name: str, country: str, description: str = "") -> Shop:
    """Make a shop; `SlugTaken` when its address is used."""
    shop_id = ShopId(uuid7(app.clock.now()))
    async with app.db.transaction() as transaction:
        made = await store.insert_shop(
            transaction, shop_id, slug=slug, name=name, description=description, country=country, at=app.clock.now()
        )
        if not made:
            raise SlugTaken
    return Shop(shop_id, slug, name, description, country, None, "open")


async def close_shops(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Close the shops that have no owner but an account that leaves: nothing of theirs is shown or sold any more."""
    await store.close_shops(connection, await people.list_sole_shops(connection, account_id))


async def set_shop_logo(app: App, shop_id: ShopId, logo_key: str) -> None:
    """Show another logo; `logo_key` names a blob."""
    async with app.db.transaction() as transaction:
        await store.update_shop_logo(transaction, shop_id, logo_key)


async def add_products(
    app: App, shop_id: ShopId, products: Sequence[NewProduct]
) -> list[tuple[ProductId, list[VariantId]]]:
    """Put new products with their variants, prices and stock into a shop, all or none; their ids in order."""
    now = app.clock.now()
    made: list[tuple[ProductId, list[VariantId]]] = []
    product_rows: list[tuple[object, ...]] = []
    variant_rows: list[tuple[object, ...]] = []
    price_rows: list[tuple[object, ...]] = []
    stocked = []
    for product in products:
        product_id = ProductId(uuid7(now))
        variants = [VariantId(uuid7(now)) for _ in product.variants]
        made.append((product_id, variants))
        slug = slug_of(product.title, product_id.hex[-6:])
        product_rows.append((
            product_id, shop_id, slug, product.reference, product.title, product.description, product.brand,
            product.category, list(product.tags), list(product.option_names), now,
        ))  # fmt: skip
        for place, (variant_id, variant) in enumerate(zip(variants, product.variants, strict=True)):
            options = list(variant.options)
            reference = variant.reference
            variant_rows.append(
                (variant_id, product_id, reference, variant.sku, variant.title, options, variant.weight_g, place)
            )
            stocked.append((variant_id, variant.stock))
            before = {money.currency: money.minor for money in variant.compare_at}
            price_rows += [
                (variant_id, price.currency, price.minor, before.get(price.currency)) for price in variant.prices
            ]
    async with app.db.transaction() as transaction:
        await store.insert_products(transaction, product_rows)
        await store.insert_variants(transaction, variant_rows)
        await store.copy_prices(transaction, price_rows)
        await store.change_stock(transaction, [one[0] for one in stocked], [one[1] for one in stocked], "opening", now)
    return made


async def add_picture(
    app: App, product_id: ProductId, picture: Picture, *, position: int, variant_id: VariantId | None = None
) -> None:
    """Show one more picture of a product; the same picture twice is one."""
    async with app.db.transaction() as transaction:
        await store.insert_picture(
            transaction, uuid7(app.clock.now()), product_id, picture, variant_id=variant_id, position=position
        )


async def set_stock(app: App, variant_id: VariantId, free: int, reason: str) -> None:
    """Make exactly `free` pieces of a variant free to buy."""
    async with app.db.transaction() as transaction:
        await store.set_stock(transaction, variant_id, free, reason, app.clock.now())


async def get_product(app: App, slug_or_id: str, currency: str) -> Product:
    """A published product by slug or id, prices in `currency` where it has them; `NotFound`."""
    async with app.db.connection() as connection:
        found = await store.find_product(
            connection, slug=slug_or_id, product_id=parse_uuid(slug_or_id), currency=currency
        )
    if found is None:
        raise NotFound
    return found


async def get_shop(app: App, slug: str) -> Shop:
    """A shop by its slug; `NotFound`."""
    async with app.db.connection() as connection:
        found = await store.find_shop(connection, slug)
    if found is None:
        raise NotFound
    return found


async def count_products(app: App, shop_id: ShopId) -> int:
    """How many published products a shop has."""
    async with app.db.connection() as connection:
        return await store.count_products(connection, shop_id)


async def list_products(
    app: App,
    *,
    words: str | None,
    shop_slug: str | None,
    currency: str,
    cursor: str | None,
    limit: int,
    age: int = AGE_ANY,
) -> Page[tuple[Card, list[Variant]]]:
    """Published products, newest first, by words and shop, for a viewer of `age`; `NotFound` for an unknown shop."""
    after = decode_cursor(cursor, 1)
    before = parse_uuid(after[0]) if after else None
    shop_id = (await get_shop(app, shop_slug)).id if shop_slug else None
    async with app.db.connection() as connection:
        ids = await store.search_products(
            connection, words=words, shop_id=shop_id, before=before, limit=limit + 1, age=age
        )
        page = page_of(ids, limit, lambda product_id: (str(product_id),))
        cards = {card.product_id: card for card in await store.list_cards(connection, page.rows, currency)}
        variants = await store.list_variants(connection, page.rows, currency)
    rows = tuple((cards[one], variants.get(one, [])) for one in page.rows if one in cards)
    return Page(rows, page.next_cursor)


async def cards_of(connection: Connection, products: Sequence[UUID], currency: str) -> dict[ProductId, Card]:
    """Cards of these products by id; one without any price is absent."""
    return {card.product_id: card for card in await store.list_cards(connection, products, currency)}


async def list_offers(connection: Connection, variants: Sequence[UUID], currency: str) -> list[Offer | None]:
    """What these variants cost in a currency, in order; None for an unknown one."""
    return await store.list_offers(connection, variants, [currency] * len(variants))


async def release_holds(connection: Connection, requests: Sequence[UUID], *, from_taken: bool = False) -> list[UUID]:
    """Give back stock that these requests hold, or took; in the caller's transaction."""
    return await store.release_holds(connection, requests, from_taken=from_taken)


async def extend_holds(connection: Connection, requests: Sequence[UUID], expires_at: datetime) -> None:
    """Let holds that still stand live until `expires_at` (a method that answers later); in the caller's transaction."""
    await store.extend_holds(connection, requests, expires_at)


async def list_expired_holds(app: App) -> list[HoldId]:
    """Requests with a hold past its time, oldest first; up to 200."""
    async with app.db.connection() as connection:
        found = await store.list_expired_holds(connection, app.clock.now(), HOLDS_FREED_AT_ONCE)
    return [HoldId(one) for one in found]
