"""A seller edits products: words, variants, prices, stock, pictures; one at a time or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from vitrina import market, people
from vitrina.catalog import store
from vitrina.catalog.actions.own_shop import own_settings
from vitrina.catalog.errors import (
    CompareAtLow,
    PicturesDiffer,
    PicturesTooMany,
    PriceNotAllowed,
    StockMoved,
    StockReserved,
    VariantNeeded,
)
from vitrina.catalog.model import ConsolePrice, ConsoleProduct, Picture, StockEdit, VariantEdit
from vitrina.catalog.rules import PRODUCT_PICTURES_MAX, changed_price, slug_of
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import ProductId, ShopId, VariantId, parse_uuid, uuid7
from vitrina.kernel.money import Money
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

PRODUCT_CHANGED = "ProductChanged"
REASON_COUNTED, REASON_CHANGED, REASON_OPENING = "seller_count", "seller_change", "opening"
STATES = {"all": ("published", "draft"), "active": ("published",), "hidden": ("draft",), "sold_out": ("published",)}
EXPORT_ROWS_MAX = 10_000


async def list_own_products(
    app: App, actor: people.Actor, slug: str, *, words: str | None, view: str, cursor: str | None, limit: int
) -> Page[ConsoleProduct]:
    """A shop's products for its people, hidden ones too, newest first; `view`: all, active, hidden or sold_out."""
    shop = await own_settings(app, actor, slug)
    after = decode_cursor(cursor, 1)
    async with app.db.connection() as connection:
        rows = await store.list_console_products(
            connection, shop.id, words=words, states=STATES.get(view, STATES["all"]), is_sold_out=view == "sold_out",
            before=parse_uuid(after[0]) if after else None, limit=limit + 1,
        )  # fmt: skip
    return page_of(rows, limit, lambda product: (str(product.id),))


async def list_all_products(app: App, actor: people.Actor, slug: str) -> list[ConsoleProduct]:
    """Everything of a shop, for a file; the newest 10,000 products."""
    shop = await own_settings(app, actor, slug)
    async with app.db.connection() as connection:
        return await store.list_console_products(
            connection, shop.id, words=None, states=STATES["all"], is_sold_out=False, before=None,
            limit=EXPORT_ROWS_MAX,
        )  # fmt: skip


async def get_own_product(app: App, actor: people.Actor, slug: str, product_id: ProductId) -> ConsoleProduct:
    """One product of a shop for its people; `NotFound`."""
    shop = await own_settings(app, actor, slug)
    async with app.db.connection() as connection:
        return await _product(connection, shop.id, product_id)


async def make_product(
    app: App, actor: people.Actor, slug: str, *, title: str, description: str, category: str | None,
    option_names: Sequence[str], variants: Sequence[VariantEdit],
) -> ConsoleProduct:  # fmt: skip
    """Put a new product into a shop, shown at once; the refusals of `edit_variants`."""
    shop = await own_settings(app, actor, slug)
    await _check_variants(app, variants)
    now = app.clock.now()
    product_id = ProductId(uuid7(now))
    row: tuple[object, ...] = (
        product_id, shop.id, slug_of(title, product_id.hex[-6:]), f"own-{product_id.hex}", title, description, None,
        category, [], list(option_names), now,
    )  # fmt: skip
    async with app.db.transaction() as transaction:
        await store.insert_products(transaction, [row])
        await _write_variants(app, transaction, product_id, variants)
        await _tell(app, transaction, shop.id, [product_id], "made")
        made = await _product(transaction, shop.id, product_id)
    app.waker.wake()
    return made


async def edit_product(
    app: App, actor: people.Actor, slug: str, product_id: ProductId, changes: dict[str, object]
) -> ConsoleProduct:
    """Change what people read of a product, and whether it is shown."""
    shop = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        before = await _product(transaction, shop.id, product_id)
        after = msgspec.structs.replace(before, **changes)
        await store.update_words(transaction, after)
        await _tell(app, transaction, shop.id, [product_id], "words")
    app.waker.wake()
    return await get_own_product(app, actor, slug, product_id)


async def take_away(app: App, actor: people.Actor, slug: str, product_id: ProductId) -> None:
    """Stop showing and selling a product for good; its orders, links and stock records stay."""
    shop = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        await _product(transaction, shop.id, product_id)
        await store.change_states(transaction, shop.id, [product_id], "gone")
        await _tell(app, transaction, shop.id, [product_id], "gone")
    app.waker.wake()


async def edit_variants(
    app: App, actor: people.Actor, slug: str, product_id: ProductId, option_names: Sequence[str],
    *, variants: Sequence[VariantEdit],
) -> ConsoleProduct:  # fmt: skip
    """Make exactly these the variants of a product, in this order; one left out is no longer sold, its orders stay.

    `VariantNeeded`, `CompareAtLow`, `PriceNotAllowed`, `NotFound` for a variant of another product. Stock of variants that
    are there is not touched: that is `edit_stock`.
    """
    shop = await own_settings(app, actor, slug)
    await _check_variants(app, variants)
    async with app.db.transaction() as transaction:
        before = await _product(transaction, shop.id, product_id)
        known = {one.id for one in before.variants}
        if any(one.id is not None and one.id not in known for one in variants):
            raise NotFound
        await store.retire_variants(transaction, sorted(known - {one.id for one in variants if one.id is not None}))
        await store.update_words(transaction, msgspec.structs.replace(before, option_names=tuple(option_names)))
        await _write_variants(app, transaction, product_id, variants)
        await _tell(app, transaction, shop.id, [product_id], "variants")
    app.waker.wake()
    return await get_own_product(app, actor, slug, product_id)


async def edit_price(
    app: App, actor: people.Actor, slug: str, variant_id: VariantId, price: ConsolePrice
) -> ConsoleProduct:
    """Set a variant's price in one currency, with what it cost before."""
    shop = await own_settings(app, actor, slug)
    await _check_prices(app, [price])
    async with app.db.transaction() as transaction:
        product_id = await _product_of(transaction, shop.id, variant_id)
        money = Money(price.minor, price.currency)
        await store.replace_prices(transaction, [variant_id], [money], [price.compare_at_minor])
        await _tell(app, transaction, shop.id, [product_id], "price")
    app.waker.wake()
    return await get_own_product(app, actor, slug, product_id)


async def edit_stock(app: App, actor: people.Actor, slug: str, edits: Sequence[StockEdit]) -> list[ConsoleProduct]:
    """Add or take away pieces of variants, all or none. What buyers hold stays theirs.

    `StockMoved` when what is free is not what the seller saw, `StockReserved` when there is less free than would go.
    """
    shop = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        known = await store.list_shop_variants(transaction, shop.id, [one.variant_id for one in edits])
        if len(known) < len(edits):
            raise NotFound
        if len(edits) > 1:
            await store.lock_stock(transaction, [one.variant_id for one in edits])
        is_counted = any(one.seen_free is not None for one in edits)
        done = await store.edit_stock(
            transaction, edits, REASON_COUNTED if is_counted else REASON_CHANGED, app.clock.now()
        )
        for edit in edits:
            if edit.variant_id not in done:
                free, held = await store.find_shelf(transaction, edit.variant_id)
                moved = edit.seen_free is not None and edit.seen_free != free
                raise (StockMoved if moved else StockReserved)(free=free, held=held)
        products = list(dict.fromkeys(known.values()))
        await _tell(app, transaction, shop.id, products, "stock")
    app.waker.wake()
    return [await get_own_product(app, actor, slug, one) for one in products]


async def edit_many(app: App, actor: people.Actor, slug: str, products: Sequence[UUID], *, verb: str, by: int) -> int:
    """Hide, show, re-price (`by` basis points) or restock (`by` pieces each variant) many products, all or none.

    How many products were changed. `StockReserved` when pieces would be missing somewhere.
    """
    shop = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        if verb in ("hide", "show"):
            state = "draft" if verb == "hide" else "published"
            changed: list[ProductId] = await store.change_states(transaction, shop.id, products, state)
        elif verb == "price":
            changed = await _reprice(transaction, shop.id, products, by)
        else:
            changed = await _restock(app, transaction, shop.id, products, by)
        await _tell(app, transaction, shop.id, changed, verb)
    app.waker.wake()
    return len(changed)


async def _reprice(
    connection: Connection, shop_id: ShopId, products: Sequence[UUID], percent_bps: int
) -> list[ProductId]:
    prices = await store.lock_prices(connection, shop_id, products)
    after = [changed_price(price, percent_bps) for _, _, price, _ in prices]
    # A price before that is no longer higher says nothing any more.
    before = [
        compare if compare is not None and compare > made.minor else None
        for (_, _, _, compare), made in zip(prices, after, strict=True)
    ]
    await store.replace_prices(connection, [variant for _, variant, _, _ in prices], after, before)
    return list(dict.fromkeys(product for product, _, _, _ in prices))


async def _restock(
    app: App, connection: Connection, shop_id: ShopId, products: Sequence[UUID], pieces: int
) -> list[ProductId]:
    variants = await store.list_variants_of(connection, shop_id, products)
    await store.lock_stock(connection, variants)
    edits = [StockEdit(variant, pieces) for variant in variants]
    done = await store.edit_stock(connection, edits, REASON_CHANGED, app.clock.now())
    for variant in variants:
        if variant not in done:
            free, held = await store.find_shelf(connection, variant)
            raise StockReserved(free=free, held=held)
    return list(dict.fromkeys((await store.list_shop_variants(connection, shop_id, variants)).values()))


async def check_room(app: App, actor: people.Actor, slug: str, product_id: ProductId) -> None:
    """Refuse a picture that has no place before it is made; `NotFound`, `PicturesTooMany`."""
    product = await get_own_product(app, actor, slug, product_id)
    if len(product.pictures) >= PRODUCT_PICTURES_MAX:
        raise PicturesTooMany(pictures_max=PRODUCT_PICTURES_MAX)


async def show_picture(
    app: App, actor: people.Actor, slug: str, product_id: ProductId, picture: Picture
) -> ConsoleProduct:
    """Show a made picture with a product, after its others."""
    shop = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        await _product(transaction, shop.id, product_id)
        place = await store.find_next_position(transaction, product_id)
        picture_id = uuid7(app.clock.now())
        await store.insert_picture(transaction, picture_id, product_id, picture, variant_id=None, position=place or 0)
        await _tell(app, transaction, shop.id, [product_id], "pictures")
    app.waker.wake()
    return await get_own_product(app, actor, slug, product_id)


async def arrange_pictures(
    app: App, actor: people.Actor, slug: str, product_id: ProductId, keys: Sequence[str]
) -> ConsoleProduct:
    """Show exactly these of a product's pictures, in this order; `PicturesDiffer` when one of them is not there."""
    shop = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        product = await _product(transaction, shop.id, product_id)
        if not {picture.key for picture in product.pictures}.issuperset(keys):
            raise PicturesDiffer
        await store.arrange_pictures(transaction, product_id, keys)
        await _tell(app, transaction, shop.id, [product_id], "pictures")
    app.waker.wake()
    return await get_own_product(app, actor, slug, product_id)


async def _product(connection: Connection, shop_id: ShopId, product_id: ProductId) -> ConsoleProduct:
    found = await store.find_console_product(connection, shop_id, product_id)
    if found is None:
        raise NotFound
    return found


async def _product_of(connection: Connection, shop_id: ShopId, variant_id: VariantId) -> ProductId:
    found = (await store.list_shop_variants(connection, shop_id, [variant_id])).get(variant_id)
    if found is None:
        raise NotFound
    return found


async def _tell(app: App, connection: Connection, shop_id: ShopId, products: Sequence[ProductId], what: str) -> None:
    """Whoever keeps something of a product (search, alerts) hears that it changed."""
    now = app.clock.now()
    payload = {"shop_id": str(shop_id), "what": what}
    if products:
        await add_events(connection, [Event(PRODUCT_CHANGED, product, payload, now) for product in products])


async def _check_variants(app: App, variants: Sequence[VariantEdit]) -> None:
    titles = {one.title.casefold() for one in variants}
    if not variants or len(titles) < len(variants) or any(not one.prices for one in variants):
        raise VariantNeeded
    await _check_prices(app, [price for one in variants for price in one.prices])


async def _check_prices(app: App, prices: Sequence[ConsolePrice]) -> None:
    served = {country.currency for country in (await market.markets(app)).all()}
    for price in prices:
        if price.minor <= 0 or price.currency not in served:
            raise PriceNotAllowed
        if price.compare_at_minor is not None and price.compare_at_minor <= price.minor:
            raise CompareAtLow


async def _write_variants(
    app: App, connection: Connection, product_id: ProductId, variants: Sequence[VariantEdit]
) -> None:
    now = app.clock.now()
    ids = [one.id or VariantId(uuid7(now)) for one in variants]
    new, known = [], []
    for place, (variant_id, one) in enumerate(zip(ids, variants, strict=True)):
        if one.id is None:
            reference = f"own-{variant_id.hex}"
            new.append((variant_id, product_id, reference, one.sku, one.title, list(one.options), None, place))
        else:
            known.append((variant_id, one.title, one.sku, list(one.options), place))
    await store.insert_variants(connection, new)
    await store.update_variant_words(connection, known)
    priced = [(variant_id, price) for variant_id, one in zip(ids, variants, strict=True) for price in one.prices]
    owners = [variant_id for variant_id, _ in priced]
    moneys = [Money(price.minor, price.currency) for _, price in priced]
    await store.replace_prices(connection, owners, moneys, [price.compare_at_minor for _, price in priced])
    await store.delete_other_prices(connection, owners, [price.currency for _, price in priced])
    stocked = [(variant_id, one.stock) for variant_id, one in zip(ids, variants, strict=True) if one.id is None]
    if stocked:
        await store.change_stock(
            connection, [one[0] for one in stocked], [one[1] for one in stocked], REASON_OPENING, now
        )
