"""A few weeks of business before the first visitor: bought, shipped, delivered and refunded by the real actions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from vitrina import affiliate, cart, checkout, people
from vitrina.checkout import Buyer, OrderView, PaymentAsked, Purchase
from vitrina.cli.demo.cast import SHOPS, SHOWCASES
from vitrina.cli.demo.settle import Town
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import OrderId, TouchId
from vitrina.kernel.words import language_of
from vitrina.platform.app import App
from vitrina.platform.keys import make_key

PROVIDER_WAIT_S = 5.0
PROVIDER_POLL_S = 0.25
BUY_TRIES_MAX = 4
ORDERS_SEEN = 50
PAID_WITH = PaymentAsked("sandbox_card", "tok_ok")
ADDRESSES = {
    "shopper@demo.test": cart.Address("Sam Rivera", "418 Juniper Street", "Austin", "TX", "78704", "US"),
    "creator": cart.Address("Valentina Cruz", "77 Ocotillo Lane", "Tucson", "AZ", "85705", "US"),
    "june.outside": cart.Address("June Park", "1290 Alder Avenue", "Portland", "OR", "97202", "US"),
    "sofi.colores": cart.Address("Sofía Marín", "Calle de los Sapos 21", "Puebla", "Puebla", "72000", "MX"),
    "mateo.cocina": cart.Address("Mateo Salinas", "Callejón del Jazmín 8", "Oaxaca", "Oaxaca", "68000", "MX"),
}


@dataclass(frozen=True, slots=True)
class Past:
    """One order: when, who bought what by whose showcase (None: found it alone), and what became of it.

    `fate` is how far it came: `to_ship`, `shipped`, `delivered`, `refunded` (delivered, then one piece given back).
    """

    days_ago: float
    buyer: str
    shop: str
    reference: str
    by: str | None
    fate: str
    quantity: int = 1


ORDERS: tuple[Past, ...] = (
    Past(45.2, "shopper@demo.test", "demo", "lc-mug-moon", "creator", "delivered", 2),
    Past(43.6, "june.outside", "demo", "lc-lamp-pleat", "creator", "delivered"),
    Past(38.1, "sofi.colores", "casa-nopal", "cn-salsa-habanero", "mateo.cocina", "delivered", 3),
    Past(30.4, "mateo.cocina", "casa-nopal", "cn-aretes-sol", "sofi.colores", "delivered"),
    Past(24.7, "shopper@demo.test", "demo", "lc-candle-copal", "creator", "refunded", 2),
    Past(17.3, "shopper@demo.test", "northside", "ns-backpack-commuter", "june.outside", "delivered"),
    Past(12.5, "june.outside", "demo", "lc-blanket-stripe", "creator", "delivered"),
    Past(8.8, "creator", "northside", "ns-bottle-flor", "june.outside", "delivered"),
    Past(4.4, "shopper@demo.test", "demo", "lc-notebook-recetas", "mateo.cocina", "shipped"),
    Past(2.2, "june.outside", "demo", "lc-mug-moon", "creator", "to_ship"),
    Past(1.6, "sofi.colores", "casa-nopal", "cn-cafe-veracruz", "mateo.cocina", "to_ship", 2),
    Past(0.7, "shopper@demo.test", "demo", "lc-bowl-orchard", None, "to_ship"),
)
SHIPPED_AFTER, DELIVERED_AFTER, REFUNDED_AFTER = timedelta(hours=20), timedelta(days=3), timedelta(days=5)


async def place_past_orders(
    past: App, clock: ManualClock, town: Town, *, until: datetime, say: Callable[[str], None]
) -> None:
    """Let the orders happen between the clock's instant and `until`, once; skipped, with a word, without a provider."""
    shopper = town.actors["shopper@demo.test"]
    if (await checkout.list_own_orders(past, shopper, None, 1)).rows:
        return
    if not await _is_provider_up(past):
        say("no past orders: the payment provider is not running")
        return
    story = _Story(past, town)
    for at, order, step in _timeline(until):
        clock.advance(max(at - clock.now(), timedelta(0)))
        try:
            await story.take(order, step)
        except Refusal as refusal:
            say(f"a past order of {order.reference} stopped at {step}: {refusal.text('en')}")
    clock.advance(max(until - clock.now(), timedelta(0)))
    await affiliate.mature_commissions(past)
    await checkout.mature_sellers(past)
    say(f"{len(story.placed)} past orders, with what everybody earned by them")


def _timeline(until: datetime) -> list[tuple[datetime, Past, str]]:
    """Every step of every order in the order of time."""
    after = {
        "to_ship": (("placed", timedelta(0)),),
        "shipped": (("placed", timedelta(0)), ("shipped", SHIPPED_AFTER)),
        "delivered": (("placed", timedelta(0)), ("shipped", SHIPPED_AFTER), ("delivered", DELIVERED_AFTER)),
        "refunded": (
            ("placed", timedelta(0)), ("shipped", SHIPPED_AFTER), ("delivered", DELIVERED_AFTER),
            ("refunded", REFUNDED_AFTER),
        ),
    }  # fmt: skip
    steps = [
        (until - timedelta(days=order.days_ago) + delay, order, step)
        for order in ORDERS
        for step, delay in after[order.fate]
    ]
    return sorted(steps, key=lambda step: step[0])


class _Story:
    """What happened so far; sellers act for their own shop, buyers for themselves."""

    def __init__(self, past: App, town: Town) -> None:
        self._past = past
        self._town = town
        self._sellers = {plan.slug: town.actors[plan.owner] for plan in SHOPS}
        self.placed: dict[Past, OrderId] = {}

    async def take(self, order: Past, step: str) -> None:
        """One step of one order."""
        if step == "placed":
            self.placed[order] = await self._buy(order)
            await checkout.capture_due(self._past)
            return
        order_id = self.placed.get(order)
        if order_id is None:
            return
        seller = self._sellers[order.shop]
        await checkout.end_hold_hours(self._past)
        if step == "shipped":
            await checkout.ship_order(self._past, seller, order_id, carrier="Parcel", tracking=f"VT{order_id.hex[-8:]}")
        elif step == "delivered":
            await checkout.deliver_order(self._past, seller, order_id)
        else:
            await self._give_one_back(seller, order, order_id)

    async def _buy(self, order: Past) -> OrderId:
        """Buy until it is paid: to the worker, which lives today, a hold of the past is over as soon as it is made."""
        for turn in range(BUY_TRIES_MAX):
            order_id = await self._try_to_buy(order, turn)
            view = await self._view(order, order_id)
            if view.order.state in ("on_hold", "to_ship"):
                break
        return order_id

    async def _try_to_buy(self, order: Past, turn: int) -> OrderId:
        actor = self._town.actors[order.buyer]
        placed = self._town.goods[order.shop, order.reference]
        touch = await self._touch(order, actor)
        account_id = actor.need_account()
        buyer = Buyer(account_id, None, None, language_of(actor.language), actor.scope, f"account:{account_id}")
        wanted = [cart.WantedLine(next(iter(placed.variants.values())), order.quantity, touch)]
        name = f"demo {order.reference} {order.days_ago} {turn}"
        key = make_key(f"{actor.scope} demo", name, name.encode())
        purchase = Purchase(buyer, wanted, ADDRESSES[order.buyer], PAID_WITH, key, _written)
        answer = await checkout.buy(self._past, purchase)
        return OrderId(msgspec.json.decode(answer, type=_Placed).id)

    async def _view(self, order: Past, order_id: OrderId) -> OrderView:
        page = await checkout.list_own_orders(self._past, self._town.actors[order.buyer], None, ORDERS_SEEN)
        return next(view for view in page.rows if view.order.id == order_id)

    async def _touch(self, order: Past, actor: people.Actor) -> TouchId | None:
        if order.by is None:
            return None
        shown = SHOWCASES[order.by]
        page = await affiliate.list_showcase(self._past, order.by, None, len(shown))
        product_id = self._town.goods[order.shop, order.reference].product_id
        link = next(link for link in page.rows if link.product_id == product_id)
        return (await affiliate.record_touch(self._past, actor, link.id)).id

    async def _give_one_back(self, seller: people.Actor, order: Past, order_id: OrderId) -> None:
        view = await self._view(order, order_id)
        await checkout.refund_order(self._past, seller, order_id, [(view.lines[0].id, 1)], with_shipping=False)
        await checkout.carry_out_refunds(self._past)


class _Placed(msgspec.Struct, frozen=True):
    id: OrderId


def _written(views: list[OrderView], now: datetime, token: str | None) -> bytes:
    return msgspec.json.encode(_Placed(views[0].order.id))


async def _is_provider_up(app: App) -> bool:
    address = urlsplit(app.settings.provider_url)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PROVIDER_WAIT_S
    while loop.time() < deadline:
        try:
            _, writer = await asyncio.open_connection(address.hostname, address.port or 80)
        except OSError:
            await asyncio.sleep(PROVIDER_POLL_S)
            continue
        writer.close()
        return True
    return False
