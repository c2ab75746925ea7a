"""A person's orders follow the person: a guest finds them again, an account takes them over, a leaver is blurred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from vitrina import cart, people
from vitrina.cart import Address
from vitrina.checkout import store
from vitrina.checkout.errors import OrdersOpen, ShopOrdersOpen
from vitrina.checkout.model import OrderRow
from vitrina.checkout.rules import FINDS_PER_ADDRESS, FINDS_PER_EMAIL, is_order_token, order_number
from vitrina.checkout.store import own as kept
from vitrina.kernel.ids import AccountId, OrderId
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

ORDER_LINK_ASKED = "OrderLinkAsked"
ORDERS_LOOKED_AT = 200


async def limit_find(app: App, email: str, address: str) -> None:
    """Count one search for a guest's order; `TooManyRequests`."""
    for name, subject, (tries, per_s) in (
        ("find_address", address, FINDS_PER_ADDRESS),
        ("find_email", email.strip().lower(), FINDS_PER_EMAIL),
    ):
        await app.limiter.check(app.db, name, subject, limit=tries, per_s=per_s)


async def find_order(app: App, email: str, number: str) -> None:
    """Have the link of a guest's order mailed to the e-mail it was placed with; whoever asks is not told whether."""
    wanted = "".join(letter for letter in number.upper() if letter.isalnum())
    async with app.db.transaction() as transaction:
        for order in await kept.list_by_email(transaction, email.strip(), ORDERS_LOOKED_AT):
            if order_number(order.id).replace("-", "") == wanted:
                await add_events(transaction, [Event(ORDER_LINK_ASKED, order.id, {}, app.clock.now())])
    app.waker.wake()


async def keep_orders(app: App, actor: people.Actor, asked: Sequence[tuple[OrderId, str]]) -> int:
    """Make guests' orders the account's own by their tokens; how many. Wrong tokens and others' orders are left out."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        orders = {order.id: order for order in await store.list_orders(transaction, [one for one, _ in asked])}
        payments = [
            orders[order_id].payment_id
            for order_id, token in asked
            if order_id in orders and is_order_token(token, app.settings.app_secret, orders[order_id].payment_id)
        ]
        taken = await _take_over(transaction, payments, account_id, app.clock.now())
    return taken


async def adopt_orders(connection: Connection, guest_id: UUID, account_id: AccountId, now: datetime) -> None:
    """Move a guest's orders to the account they signed up or logged in with."""
    await _take_over(connection, await kept.list_guest_payments(connection, guest_id), account_id, now)


async def _take_over(connection: Connection, payments: Sequence[UUID], account_id: AccountId, now: datetime) -> int:
    taken: list[OrderRow] = await kept.take_over(connection, payments, account_id) if payments else []
    if taken:
        newest = max(taken, key=lambda order: order.id)
        await cart.keep_address(connection, account_id, msgspec.convert(newest.address, Address), now)
    return len(taken)


async def export_orders(connection: Connection, account_id: AccountId) -> list[dict[str, Any]]:
    """What is kept of the account's orders, for the account itself."""
    return await kept.export_orders(connection, account_id)


async def check_leaving(connection: Connection, account_id: AccountId) -> None:
    """`OrdersOpen` while an order is on its way, `ShopOrdersOpen` while the account's own shop owes one."""
    order = await kept.find_open_of_buyer(connection, account_id)
    if order is not None:
        raise OrdersOpen(number=order_number(order.id))
    shops = await people.list_sole_shops(connection, account_id)
    owed = await kept.find_open_of_shops(connection, shops) if shops else None
    if owed is not None:
        raise ShopOrdersOpen(shop=owed.shop_name)


async def blur_orders(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Orders stay for the books, without the person's name, street, e-mail and card."""
    await kept.blur_orders(connection, account_id)
