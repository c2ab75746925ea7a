"""Waiting for a product: until it can be bought again, or until it costs less."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from vitrina import people
from vitrina.catalog import store
from vitrina.catalog.actions.products import get_product
from vitrina.catalog.errors import StillInStock
from vitrina.catalog.model import Told, Watch, WatchKind
from vitrina.catalog.rules import lowest_price
from vitrina.kernel.ids import AccountId
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

WATCHES_AT_ONCE = 500
BACK_IN_STOCK = "BackInStock"
PRICE_DROPPED = "PriceDropped"


async def watch_product(app: App, actor: people.Actor, slug_or_id: str, kind: WatchKind, currency: str) -> None:
    """Wait for a product; again is the same. `NotFound`, `LoginNeeded`, `StillInStock` for what can be bought now."""
    account_id = actor.need_account()
    product = await get_product(app, slug_or_id, currency)
    if kind == "stock" and any(variant.free > 0 for variant in product.variants):
        raise StillInStock
    seen = lowest_price(product)
    async with app.db.transaction() as transaction:
        await store.upsert_watch(
            transaction, account_id, product.id, kind, currency=seen.currency if seen else currency,
            seen=seen if kind == "price" else None, at=app.clock.now(),
        )  # fmt: skip


async def unwatch_product(app: App, actor: people.Actor, slug_or_id: str, kind: WatchKind, currency: str) -> None:
    """Wait no longer; again is the same. `NotFound`, `LoginNeeded`."""
    account_id = actor.need_account()
    product = await get_product(app, slug_or_id, currency)
    async with app.db.transaction() as transaction:
        await store.delete_watch(transaction, account_id, product.id, kind)


async def get_watch(app: App, actor: people.Actor, slug_or_id: str, currency: str) -> Watch:
    """What the one who asks waits for on a product; nothing, for guests. `NotFound`."""
    product = await get_product(app, slug_or_id, currency)
    if actor.account_id is None:
        return Watch(stock=False, price=False)
    async with app.db.connection() as connection:
        return await store.find_watch(connection, actor.account_id, product.id)


async def tell_watchers(app: App) -> int:
    """Write an event for each product that is back or costs less than its watchers saw; how many events.

    Whoever changed stock or price (a seller, an import, a cancelled order) need not know of watches: what is compared is
    what stands there now.
    """
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        events = _events(BACK_IN_STOCK, await store.take_stock_watches(transaction, WATCHES_AT_ONCE), now)
        events += _events(PRICE_DROPPED, await store.take_price_watches(transaction, WATCHES_AT_ONCE), now)
        if events:
            await add_events(transaction, events)
    if events:
        app.waker.wake()
    return len(events)


async def export_favourites(connection: Connection, account_id: AccountId) -> dict[str, Any]:
    """The shops an account follows and what it waits for, for the account itself."""
    shops, watched = await store.list_favourites(connection, account_id)
    return {"shops_followed": shops, "waits_for": [{"product": slug, "kind": kind} for slug, kind in watched]}


async def erase_favourites(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Who leaves follows no shop and waits for nothing."""
    await store.delete_favourites(connection, account_id)


def _events(topic: str, told: Sequence[Told], now: datetime) -> list[Event]:
    return [
        Event(topic, one.product_id, {
            "variant_id": str(one.variant_id), "slug": one.slug, "title": one.title,
            "price": {"minor": one.price.minor, "currency": one.price.currency},
            "account_ids": [str(account) for account in one.accounts],
        }, now)
        for one in told
    ]  # fmt: skip
