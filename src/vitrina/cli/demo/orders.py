"""Two months of business before the first visitor: bought, shipped, delivered and refunded by the real actions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from vitrina import affiliate, cart, checkout, people
from vitrina.checkout import Buyer, OrderView, PaymentAsked, Purchase
from vitrina.cli.demo.cast import SHOPS, SHOWCASES
from vitrina.cli.demo.past import ORDERS, Past, timeline
from vitrina.cli.demo.settle import Town, actor_of, settle_person
from vitrina.cli.demo.shoppers import HOMES, SHOPPERS
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import LinkId, OrderId, ProductId, TouchId
from vitrina.kernel.words import language_of
from vitrina.platform.app import App
from vitrina.platform.keys import make_key

PROVIDER_WAIT_S = 5.0
PROVIDER_POLL_S = 0.25
BUY_TRIES_MAX = 6
SAID_EVERY = 50
MATURED_EVERY = timedelta(days=5)
PAID_WITH = PaymentAsked("sandbox_card", "tok_ok")
PAID_IN_CASH = PaymentAsked("sandbox_voucher", "voucher")
ADDRESSES = {
    "shopper@demo.test": cart.Address("Sam Rivera", "418 Juniper Street", "Austin", "TX", "78704", "US"),
    "creator": cart.Address("Valentina Cruz", "77 Ocotillo Lane", "Tucson", "AZ", "85705", "US"),
    "june.outside": cart.Address("June Park", "1290 Alder Avenue", "Portland", "OR", "97202", "US"),
    "sofi.colores": cart.Address("Sofía Marín", "Calle de los Sapos 21", "Puebla", "Puebla", "72000", "MX"),
    "mateo.cocina": cart.Address("Mateo Salinas", "Callejón del Jazmín 8", "Oaxaca", "Oaxaca", "68000", "MX"),
    **HOMES,
}
CARRIERS = {"US": "USPS", "MX": "Estafeta"}


async def place_past_orders(
    past: App,
    clock: ManualClock,
    town: Town,
    *,
    until: datetime,
    say: Callable[[str], None],
    orders: Sequence[Past] = ORDERS,
) -> None:
    """Let the orders happen between the clock's instant and `until`, once; skipped, with a word, without a provider."""
    shopper = town.actors["shopper@demo.test"]
    if (await checkout.list_own_orders(past, shopper, None, 1)).rows:
        return
    if not await _is_provider_up(past):
        say("no past orders: the payment provider is not running")
        return
    buyers = town.actors | {person.email: actor_of(person, await settle_person(past, person)) for person in SHOPPERS}
    story = _Story(past, town, buyers)
    matured = clock.now()
    for at, order, step in timeline(until, orders):
        clock.advance(max(at - clock.now(), timedelta(0)))
        try:
            await story.take(order, step)
        except Refusal as refusal:
            say(f"a past order of {order.reference} stopped at {step}: {refusal.text('en')}")
        if clock.now() - matured > MATURED_EVERY:
            matured = clock.now()
            await _mature(past)
        if step == "placed" and len(story.placed) % SAID_EVERY == 0:
            say(f"{len(story.placed)} past orders so far")
    clock.advance(max(until - clock.now(), timedelta(0)))
    await _mature(past)
    await story.pay_vouchers()
    say(f"{len(story.placed)} past orders of {len(story.buyers)} people, with what everybody earned by them")


async def _mature(past: App) -> None:
    await affiliate.mature_commissions(past)
    await checkout.mature_sellers(past)


class _Story:
    """What happened so far; sellers act for their own shop, buyers for themselves."""

    def __init__(self, past: App, town: Town, actors: dict[str, people.Actor]) -> None:
        self._past = past
        self._town = town
        self._actors = actors
        self._sellers = {plan.slug: town.actors[plan.owner] for plan in SHOPS}
        self._links: dict[str, dict[ProductId, LinkId]] = {}
        self.placed: dict[Past, OrderId] = {}

    @property
    def buyers(self) -> set[str]:
        return {order.buyer for order in self.placed}

    async def take(self, order: Past, step: str) -> None:
        """One step of one order."""
        if step == "placed":
            self.placed[order] = await self._buy(order)
            await checkout.capture_due(self._past)
            return
        order_id = self.placed.get(order)
        if order_id is None:
            return
        if step == "cancelled":
            await checkout.cancel_order(self._past, self._actors[order.buyer], order_id, None)
            await checkout.carry_out_refunds(self._past)
            return
        seller = self._sellers[order.shop]
        await checkout.end_hold_hours(self._past)
        if step == "shipped":
            carrier = CARRIERS[ADDRESSES[order.buyer].country]
            await checkout.ship_order(self._past, seller, order_id, carrier=carrier, tracking=f"VT{order_id.hex[-8:]}")
        elif step == "delivered":
            await checkout.deliver_order(self._past, seller, order_id)
        else:
            await self._give_one_back(seller, order, order_id)

    async def pay_vouchers(self) -> None:
        """The late ones go to the counter today; the provider tells the shop itself, as it would any day."""
        for order, order_id in self.placed.items():
            if order.fate == "paid_late":
                view = await self._view(order, order_id)
                if view.payment.voucher_reference is not None:
                    await _pay_at_counter(self._past, view.payment.voucher_reference)

    async def _buy(self, order: Past) -> OrderId:
        """Buy until it is paid: to the worker, which lives today, a hold of the past is over as soon as it is made."""
        for turn in range(BUY_TRIES_MAX):
            order_id, state = await self._try_to_buy(order, turn)
            if state in ("on_hold", "to_ship", "awaiting_payment"):
                break
        return order_id

    async def _try_to_buy(self, order: Past, turn: int) -> tuple[OrderId, str]:
        actor = self._actors[order.buyer]
        placed = self._town.goods[order.shop, order.reference]
        touch = await self._touch(order, actor)
        account_id = actor.need_account()
        buyer = Buyer(account_id, None, None, language_of(actor.language), actor.scope, f"account:{account_id}")
        variant_id = tuple(placed.variants.values())[order.variant]
        wanted = [cart.WantedLine(variant_id, order.quantity, touch)]
        name = f"demo {order.reference} {order.days_ago} {turn}"
        key = make_key(f"{actor.scope} demo", name, name.encode())
        paid_with = PAID_IN_CASH if order.fate in ("paid_late", "unpaid") else PAID_WITH
        purchase = Purchase(buyer, wanted, ADDRESSES[order.buyer], paid_with, key, _written)
        answer = msgspec.json.decode(await checkout.buy(self._past, purchase), type=_Placed)
        return answer.id, answer.state

    async def _view(self, order: Past, order_id: OrderId) -> OrderView:
        cursor: str | None = None
        while True:
            page = await checkout.list_own_orders(self._past, self._actors[order.buyer], cursor, 50)
            found = next((view for view in page.rows if view.order.id == order_id), None)
            if found is not None:
                return found
            assert page.next_cursor is not None, order
            cursor = page.next_cursor

    async def _touch(self, order: Past, actor: people.Actor) -> TouchId | None:
        if order.by is None:
            return None
        if order.by not in self._links:
            page = await affiliate.list_showcase(self._past, order.by, None, len(SHOWCASES[order.by]))
            self._links[order.by] = {link.product_id: link.id for link in page.rows}
        link_id = self._links[order.by][self._town.goods[order.shop, order.reference].product_id]
        return (await affiliate.record_touch(self._past, actor, link_id)).id

    async def _give_one_back(self, seller: people.Actor, order: Past, order_id: OrderId) -> None:
        view = await self._view(order, order_id)
        await checkout.refund_order(self._past, seller, order_id, [(view.lines[0].id, 1)], with_shipping=False)
        await checkout.carry_out_refunds(self._past)


class _Placed(msgspec.Struct, frozen=True):
    id: OrderId
    state: str


def _written(views: list[OrderView], now: datetime, token: str | None) -> bytes:
    return msgspec.json.encode(_Placed(views[0].order.id, views[0].order.state))


async def _pay_at_counter(app: App, reference: str) -> None:
    """What the button on the sandbox's voucher page does."""
    address = urlsplit(app.settings.provider_url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port or 80)
    head = f"POST /vouchers/{reference}/pay HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    await reader.read()
    writer.close()


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
