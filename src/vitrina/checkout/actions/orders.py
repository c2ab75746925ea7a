"""Looking at orders, shipping and delivering them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from vitrina import affiliate, catalog, ledger, market, people
from vitrina.affiliate import kept_part
from vitrina.checkout import store
from vitrina.checkout.adapters.order_json import is_in_hold_hour, shown_state
from vitrina.checkout.errors import OrderOnHold, WrongState
from vitrina.checkout.model import LineRow, OrderRow, OrderView
from vitrina.checkout.rules import SELLER_PAYABLE_DAYS, is_order_token
from vitrina.checkout.store import requests
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import AccountId, OrderId, PaymentId, ShopId, parse_uuid, uuid7
from vitrina.kernel.money import Money
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.ledger import AccountKind, Entry, Posting
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

SHOP_STATES = ("on_hold", "to_ship", "shipped", "delivered", "completed", "cancelled", "partly_refunded", "refunded")
SELLERS_AT_ONCE = 200
WALLET_ORDERS_MAX = 200


async def get_seen_order(
    app: App, connection: Connection, actor: people.Actor, order_id: OrderId, token: str | None, *,
    lock: bool = False, as_buyer: bool = False, as_seller: bool = False, is_system: bool = False,
) -> OrderView:  # fmt: skip
    """An order for one who may see it: its buyer (or whoever has a guest order's token), its shop, the operator.

    `NotFound` for everybody else: an order that is not yours does not exist. `as_buyer` and `as_seller` narrow it.
    """
    order = await store.find_order(connection, order_id, lock=lock)
    if order is None:
        raise NotFound
    is_buyer = actor.account_id is not None and actor.account_id == order.account_id
    if not is_buyer and token is not None:
        # Tokens are given for guests' payments only, and open their orders also after an account has taken them over.
        is_buyer = is_order_token(token, app.settings.app_secret, order.payment_id)
    is_seller = actor.may_run_shop(order.shop_id) or "operator" in actor.roles
    allowed = is_system or (is_buyer and not as_seller) or (is_seller and not as_buyer)
    if not allowed:
        raise NotFound
    return await _view(connection, order, lock=lock)


async def _view(connection: Connection, order: OrderRow, *, lock: bool = False) -> OrderView:
    payment = await store.find_payment(connection, order.payment_id)
    assert payment is not None
    lines = await store.list_lines(connection, [order.id], lock=lock)
    asked = (await requests.list_live(connection, [order.id])).get(order.id)
    return OrderView(order, payment, tuple(lines), tuple(await store.list_history(connection, order.id)), asked)


async def view_of(app: App, order_id: OrderId) -> OrderView:
    """An order as it stands, for one who was found to be allowed to see it."""
    async with app.db.connection() as connection:
        order = await store.find_order(connection, order_id)
        assert order is not None
        return await _view(connection, order)


async def views_of(app: App, ids: Sequence[OrderId]) -> list[OrderView]:
    """Many orders as they stand, without their histories, in three statements."""
    async with app.db.connection() as connection:
        orders = await store.list_orders(connection, ids)
        return list((await views_of_rows(connection, Page(tuple(orders), None))).rows)


async def views_of_payments(app: App, ids: Sequence[PaymentId]) -> list[OrderView]:
    """One order of each payment as it stands."""
    async with app.db.connection() as connection:
        orders = await store.list_orders_of_payments(connection, ids)
        return list((await views_of_rows(connection, Page(tuple(orders.values()), None))).rows)


async def get_order(app: App, actor: people.Actor, order_id: OrderId, token: str | None) -> tuple[OrderView, bool]:
    """An order and whether the one who asks sees it as its seller; `NotFound`."""
    async with app.db.connection() as connection:
        view = await get_seen_order(app, connection, actor, order_id, token)
    return view, actor.may_run_shop(view.order.shop_id) and actor.account_id != view.order.account_id


async def list_own_orders(app: App, actor: people.Actor, cursor: str | None, limit: int) -> Page[OrderView]:
    """The orders of the account that asks, newest first."""
    return await list_orders_of_account(app, actor.need_account(), cursor, limit)


async def list_orders_of_account(app: App, account_id: AccountId, cursor: str | None, limit: int) -> Page[OrderView]:
    """An account's orders, newest first; the caller has seen to it that they may be shown."""
    after = decode_cursor(cursor, 1)
    async with app.db.connection() as connection:
        rows = await store.list_account_orders(
            connection, account_id, parse_uuid(after[0]) if after else None, limit + 1
        )
        return await views_of_rows(connection, page_of(rows, limit, lambda order: (str(order.id),)))


async def list_shop_orders(
    app: App, actor: people.Actor, slug: str, *, state: str | None, cursor: str | None, limit: int
) -> Page[OrderView]:
    """A shop's orders, newest first; `to_ship` has those whose hour is over and that were not sent yet."""
    shop = await catalog.get_shop(app, slug)
    if "operator" not in actor.roles:
        actor.need_shop(shop.id)
    after = decode_cursor(cursor, 1)
    async with app.db.connection() as connection:
        rows = await store.list_shop_orders(
            connection,
            shop.id,
            [state] if state else list(SHOP_STATES),
            parse_uuid(after[0]) if after else None,
            limit + 1,
        )
        return await views_of_rows(connection, page_of(rows, limit, lambda order: (str(order.id),)))


async def views_of_rows(connection: Connection, page: Page[OrderRow]) -> Page[OrderView]:
    """A page of orders with their payments and lines, in two statements."""
    payments = await store.list_payments(connection, [order.payment_id for order in page.rows])
    asked = await requests.list_live(connection, [order.id for order in page.rows])
    lines = await store.list_lines(connection, [order.id for order in page.rows])
    rows = tuple(
        OrderView(
            order,
            payments[order.payment_id],
            tuple(line for line in lines if line.order_id == order.id),
            request=asked.get(order.id),
        )
        for order in page.rows
    )
    return Page(rows, page.next_cursor)


async def ship_order(
    app: App, actor: people.Actor, order_id: OrderId, *, carrier: str | None, tracking: str | None
) -> OrderView:
    """The shop sent it. `OrderOnHold` within the shopper's hour, `WrongState` when there is nothing to send."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        view = await get_seen_order(app, transaction, actor, order_id, None, lock=True, as_seller=True)
        state = shown_state(view, now)
        if is_in_hold_hour(view.order, now):
            raise OrderOnHold(hold_until=view.order.hold_until.isoformat() if view.order.hold_until else "")
        if view.order.shipped_at is not None or state not in ("to_ship", "partly_refunded"):
            raise WrongState(order_state=state)
        await store.mark_shipped(transaction, order_id, carrier, tracking, now)
        await store.update_state(transaction, order_id, "shipped" if state == "to_ship" else state, "shop", now)
        await requests.close_live(transaction, order_id, "refused", "shop", now, kind="cancel")
        await add_events(
            transaction, [Event("OrderShipped", order_id, {"carrier": carrier, "tracking": tracking}, now)]
        )
    app.waker.wake()
    return await view_of(app, order_id)


async def deliver_order(app: App, actor: people.Actor, order_id: OrderId) -> OrderView:
    """It arrived: the commission is earned and gets its date, the seller's money gets its date."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        view = await get_seen_order(app, transaction, actor, order_id, None, lock=True, as_seller=True)
        order = view.order
        if (
            order.shipped_at is None
            or order.delivered_at is not None
            or order.state not in ("shipped", "partly_refunded")
        ):
            raise WrongState(order_state=shown_state(view, now))
        country = (await market.markets(app)).get(order.country)
        today = market.local_date(now, country)
        await store.mark_delivered(transaction, order_id, "shop", today + timedelta(days=SELLER_PAYABLE_DAYS), now)
        await store.update_state(
            transaction, order_id, "delivered" if order.state == "shipped" else order.state, "shop", now
        )
        await affiliate.deliver_commissions(
            transaction, order_id, return_window_ends=market.add_return_days(today, country), source="shop", now=now
        )
        await add_events(transaction, [Event("OrderDelivered", order_id, {"source": "shop"}, now)])
    app.waker.wake()
    return await view_of(app, order_id)


async def end_hold_hours(app: App) -> int:
    """Orders whose hour is over become to ship, and their shop hears of it; how many."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        freed = await store.free_held_orders(transaction, now)
        if freed:
            await add_events(transaction, [Event("OrderToShip", order_id, {}, now) for order_id in freed])
    if freed:
        app.waker.wake()
    return len(freed)


async def mature_sellers(app: App) -> int:
    """Delivered orders whose date has come become payable to their shop, each with its posting; how many."""
    now, made = app.clock.now(), 0
    for country in (await market.markets(app)).all():
        today = market.local_date(now, country)
        while True:
            async with app.db.transaction() as transaction:
                due = await store.list_seller_due(transaction, country.code, today, SELLERS_AT_ONCE)
                await _mature(transaction, due, now)
            made += len(due)
            if len(due) < SELLERS_AT_ONCE:
                break
    return made


async def _mature(connection: Connection, due: Sequence[OrderRow], now: datetime) -> None:
    lines = await store.list_lines(connection, [order.id for order in due])
    postings = []
    for order in due:
        amount = seller_kept(order, [line for line in lines if line.order_id == order.id])
        if not amount.is_zero:
            postings.append(Posting(uuid7(now), "seller_payable", order.id, (
                Entry(AccountKind.SELLER_PENDING, str(order.shop_id), amount, "matured"),
                Entry(AccountKind.SELLER_PAYABLE, str(order.shop_id), -amount, "matured"),
            )))  # fmt: skip
    if postings:
        await ledger.post(connection, postings, now)
    await store.mark_seller_paid_over(connection, [order.id for order in due])


def seller_kept(order: OrderRow, lines: Sequence[LineRow]) -> Money:
    """What the shop keeps of an order after its refunds so far: goods less fee and commission, and its shipping."""
    kept = 0
    for line in lines:
        left = line.quantity - line.refunded_quantity
        base, fee, creator = (
            kept_part(whole, left, line.quantity) for whole in (line.base_minor, line.fee_minor, line.creator_minor)
        )
        kept += base - fee - creator
    if not order.is_shipping_refunded:
        kept += order.shipping_minor - order.shipping_tax_minor
    return Money(kept, order.currency)


async def list_seller_wallet(app: App, shop_id: ShopId) -> list[tuple[OrderRow, Money]]:
    """A shop's orders with what it keeps of each, newest first, 200 at most."""
    async with app.db.connection() as connection:
        orders = await store.list_seller_lines(connection, shop_id, WALLET_ORDERS_MAX)
        lines = await store.list_lines(connection, [order.id for order in orders])
    return [(order, seller_kept(order, [line for line in lines if line.order_id == order.id])) for order in orders]
