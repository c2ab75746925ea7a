"""What a seller does with many orders: see what a refund would give back, send a pile of parcels, look at the sales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vitrina import catalog, market, people
from vitrina.checkout import store
from vitrina.checkout.actions.give_back import REFUNDABLE, chosen_pieces
from vitrina.checkout.actions.orders import SHOP_STATES, get_seen_order, ship_order, views_of_rows
from vitrina.checkout.errors import OrderOnHold, RefundTooLarge, WrongState
from vitrina.checkout.model import OrderView, SoldDay, SoldProduct
from vitrina.checkout.rules import Returned, returned_parts
from vitrina.kernel.errors import NotFound, Refusal
from vitrina.kernel.ids import LineId, OrderId
from vitrina.kernel.pages import Page
from vitrina.platform.app import App

EXPORT_ORDERS_MAX = 5_000
TOP_PRODUCTS = 10


@dataclass(frozen=True, slots=True)
class Sales:
    """A shop's days and best products between two days of its country, both included; by currency."""

    first: date
    last: date
    currency: str
    days: tuple[SoldDay, ...]
    products: tuple[SoldProduct, ...]


async def quote_refund(
    app: App, actor: people.Actor, order_id: OrderId, lines: Sequence[tuple[LineId, int]], *, with_shipping: bool
) -> tuple[Returned, str]:
    """What giving these pieces back would return to whom, and the currency; writes nothing. As `refund_order` refuses."""
    async with app.db.connection() as connection:
        view = await get_seen_order(app, connection, actor, order_id, None, as_seller=True)
    if view.order.state not in REFUNDABLE:
        raise WrongState(order_state=view.order.state)
    pieces = chosen_pieces(view.lines, lines)
    is_all = all(pieces.get(line.id, 0) == line.quantity - line.refunded_quantity for line in view.lines)
    wants_shipping = with_shipping or (is_all and view.order.shipped_at is None)
    pays_shipping = wants_shipping and not view.order.is_shipping_refunded
    if not any(pieces.values()) and not pays_shipping:
        raise RefundTooLarge
    return returned_parts(view.order, view.lines, pieces, with_shipping=pays_shipping), view.order.currency


async def ship_many(
    app: App, actor: people.Actor, slug: str, parcels: Sequence[tuple[OrderId, str | None, str | None]]
) -> list[tuple[OrderId, OrderView | None, Refusal | None]]:
    """Send many orders as (id, carrier, tracking); each for itself: the order as sent, or why it was not."""
    shop = await catalog.get_shop(app, slug)
    actor.need_shop(shop.id)
    answers: list[tuple[OrderId, OrderView | None, Refusal | None]] = []
    for order_id, carrier, tracking in parcels:
        try:
            view = await ship_order(app, actor, order_id, carrier=carrier, tracking=tracking)
            answers.append((order_id, view, None))
        except (OrderOnHold, WrongState, NotFound) as refusal:
            answers.append((order_id, None, refusal))
    return answers


async def list_for_file(app: App, actor: people.Actor, slug: str, state: str | None) -> list[OrderView]:
    """A shop's orders for a spreadsheet, newest first; up to 5,000."""
    shop = await catalog.get_shop(app, slug)
    actor.need_shop(shop.id)
    states = [state] if state in SHOP_STATES else list(SHOP_STATES)
    async with app.db.connection() as connection:
        rows = await store.list_shop_orders(connection, shop.id, states, None, EXPORT_ORDERS_MAX)
        return list((await views_of_rows(connection, Page(tuple(rows), None))).rows)


async def get_sales(app: App, actor: people.Actor, slug: str, days: int, currency: str | None) -> Sales:
    """What a shop sold on each of the last days of its country, in one currency (its own unless another is asked for)."""
    shop = await catalog.get_shop(app, slug)
    actor.need_shop(shop.id)
    country = (await market.markets(app)).get(shop.country)
    last = market.local_date(app.clock.now(), country)
    first = last - timedelta(days=days - 1)
    shown = currency or country.currency
    # One day more on both sides in UTC: the days themselves are cut in the shop's own time.
    since = datetime.combine(first, datetime.min.time(), app.clock.now().tzinfo) - timedelta(days=1)
    async with app.db.connection() as connection:
        found = await store.list_sold_days(connection, shop.id, shown, country.zone, since)
        products = await store.list_sold_products(
            connection, shop.id, shown, country.zone, first=first, limit=TOP_PRODUCTS
        )
    by_day = {one.day: one for one in found}
    every = (first + timedelta(days=place) for place in range(days))
    return Sales(first, last, shown, tuple(by_day.get(day, SoldDay(day, 0, 0, 0, 0)) for day in every), tuple(products))
