"""A seeded walk: what people, banks and time do next, done to the product and to the model alike."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from fractions import Fraction

import msgspec
import pytest
from tests.sim.model import LANDS, REFUNDABLE, STANDING, Land, Order
from tests.sim.town import CREATORS, SHOP_OF, SHOPPERS, STOCK, Told, Town, Twin, compare

from vitrina import affiliate, catalog, checkout
from vitrina.catalog import SoldOut
from vitrina.checkout import CardDeclined, NotCancellable, OrderOnHold, Purchase, RefundTooLarge, WrongState
from vitrina.checkout.adapters.port import ProviderStatus
from vitrina.kernel.money import Bps
from vitrina.platform.keys import KeyInFlight, Replay

# What the bank has after each token, and how often it is drawn.
TOKENS = {
    "tok_ok": ("authorised", 60), "tok_declined": ("declined", 6), "tok_3ds": ("waiting", 7), "tok_late_webhook": ("waiting", 5),
    "voucher": ("waiting", 8), "tok_lost": ("authorised", 8), "tok_dead": ("never", 6),
}  # fmt: skip
JUMPS = (timedelta(minutes=11), timedelta(minutes=61), timedelta(days=1), timedelta(days=8), timedelta(days=33))
RATES = (100, 777, 1500, 2500, 8000)
ASK_PAUSE = timedelta(seconds=20)
RECENT = 40
COMPARE_EVERY = 250
REPLAYED_EVERY = 25


class Walk:
    """One run of a seed; `did` counts what happened, refusals included."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self.did: Counter[str] = Counter()
        self.last: list[str] = []
        self._drawn = random.Random(seed)
        self._keys = 0
        self._answered: list[tuple[Purchase, int, bytes]] = []
        self._moves: dict[Callable[[], Awaitable[str]], int] = {
            self._buy: 36, self._cancel: 9, self._refund: 15, self._ship: 12, self._deliver: 11, self._tap: 5,
            self._jump: 5, self._world: 9, self._settle: 5, self._expire: 3, self._capture: 4, self._carry_out: 3,
            self._end_hold_hours: 3, self._mature: 4, self._restock: 2, self._programme: 1, self._replay: 2,
        }  # fmt: skip

    async def run(self, steps: int) -> None:
        """Take `steps` steps, comparing product and model every 250."""
        moves, weights = list(self._moves), list(self._moves.values())
        for step in range(1, steps + 1):
            self.town.clock.advance(timedelta(seconds=self._drawn.randint(1, 90)))
            word = await self._drawn.choices(moves, weights)[0]()
            self.did[word] += 1
            self.last = [*self.last[-9:], f"{step}: {word}"]
            if step % COMPARE_EVERY == 0 or step == steps:
                await self._quiet()
                await compare(self.town)

    async def _quiet(self) -> None:
        """Let the bank and the product finish what they owe one another."""
        await self._settle()
        await checkout.capture_due(self.town.app)
        self.town.model.capture(self.town.clock.now())
        self.town.clock.advance(ASK_PAUSE)
        while await checkout.carry_out_refunds(self.town.app):
            pass
        self.town.model.carry_out()

    # -- buying

    async def _buy(self) -> str:
        who = self._drawn.choice((*SHOPPERS, *SHOPPERS, *CREATORS))
        land = LANDS[(SHOPPERS | CREATORS)[who]]
        products = self._drawn.sample(list(SHOP_OF), self._drawn.choice((1, 1, 1, 2, 3)))
        wanted = {product: self._drawn.choice((1, 1, 2, 3, 7)) for product in products}
        token = self._drawn.choices(list(TOKENS), [weight for _, weight in TOKENS.values()])[0]
        self.town.provider.is_down = self._drawn.random() < 0.02
        try:
            return await self._pay(who, wanted, land, token)
        finally:
            self.town.provider.is_down = False

    async def _pay(self, who: str, wanted: dict[str, int], land: Land, token: str) -> str:
        town, now = self.town, self.town.clock.now()
        orders = town.model.price(who, wanted, land, now)
        self._keys += 1
        total = sum(order.total for order in orders)
        purchase = town.purchase(who, wanted, land, token=token, key=f"key-{self._keys}", total=total)
        if town.model.is_sold_out(wanted):
            with pytest.raises(SoldOut):
                await checkout.buy(town.app, purchase)
            return "sold_out"
        bank = "never" if town.provider.is_down else TOKENS[token][0]
        if bank == "declined":
            with pytest.raises(CardDeclined):
                await checkout.buy(town.app, purchase)
            town.model.place(orders, bank, now)
            return "declined"
        raw = (
            await self._answered_once(purchase)
            if self._keys % REPLAYED_EVERY == 0
            else await checkout.buy(town.app, purchase)
        )
        is_voucher = token == "voucher" and bank == "waiting"
        payment = town.model.place(orders, bank, now, is_voucher=is_voucher)
        is_paid = bank == "authorised" and token != "tok_lost"
        if is_paid:
            town.model.pay(payment, now)
        town.note(payment, raw, who)
        waiting = {"tok_3ds": "requires_action", "voucher": "awaiting_payment"}.get(token, "payment_pending")
        state = "on_hold" if is_paid else "payment_pending" if bank == "never" else waiting
        assert {order[2] for order in msgspec.json.decode(raw, type=Told).orders} == {state}
        for order in payment.orders:
            order.state = state
        self._answered.append((purchase, 201, raw))
        return f"bought {token}" if not town.provider.is_down else "bought, bank down"

    async def _answered_once(self, purchase: Purchase) -> bytes:
        """The same key three times at once: one purchase, one answer (or still running)."""
        asked = [checkout.buy(self.town.app, purchase) for _ in range(3)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        raws = {one.answer if isinstance(one, Replay) else one for one in answers if not isinstance(one, KeyInFlight)}
        assert len(raws) == 1, answers
        raw = raws.pop()
        assert isinstance(raw, bytes), raw
        self.did["same key at once"] += 1
        return raw

    async def _replay(self) -> str:
        if not self._answered:
            return "idle"
        purchase, status, raw = self._drawn.choice(self._answered)
        with pytest.raises(Replay) as replay:
            await checkout.buy(self.town.app, purchase)
        assert (replay.value.status, replay.value.answer) == (status, raw)
        return "replayed"

    # -- after buying

    def _pick(self, wanted: Callable[[Order], bool]) -> Twin | None:
        """Mostly a recent order for which the move makes sense, sometimes just any."""
        if not self.town.twins:
            return None
        if self._drawn.random() < 0.2:
            return self._drawn.choice(self.town.twins)
        fitting = [twin for twin in self.town.twins[-RECENT:] if wanted(twin.order)]
        return self._drawn.choice(fitting or self.town.twins)

    async def _cancel(self) -> str:
        town, now = self.town, self.town.clock.now()
        twin = self._pick(lambda order: order.is_free_to_cancel(now))
        if twin is None:
            return "idle"
        if not twin.order.is_free_to_cancel(now):
            with pytest.raises(NotCancellable):
                await checkout.cancel_order(town.app, town.shopper(twin.buyer), twin.order_id, None)
            return "cancel refused"
        await checkout.cancel_order(town.app, town.shopper(twin.buyer), twin.order_id, None)
        left = {place: line.quantity - line.back for place, line in enumerate(twin.order.lines)}
        town.model.give_back(twin.payment, twin.order, left, now, ships=True, is_cancel=True)
        return "cancelled"

    async def _refund(self) -> str:
        town = self.town
        twin = self._pick(lambda order: order.state in STANDING)
        if twin is None:
            return "idle"
        order, seller = twin.order, town.seller(twin.order.shop)
        left = {place: line.quantity - line.back for place, line in enumerate(order.lines)}
        is_all = self._drawn.random() < 0.25
        pieces = left if is_all else {place: self._drawn.randint(0, count + 1) for place, count in left.items()}
        asked = [] if is_all else [(twin.line_ids[place], count) for place, count in pieces.items() if count]
        with_shipping = self._drawn.choice((None, None, True, False))
        if not asked and not is_all:
            return "idle"
        is_whole = all(pieces[place] == count for place, count in left.items())
        ships = (is_whole and not order.is_shipped) or (is_whole if with_shipping is None else with_shipping)
        is_more = any(count > left[place] for place, count in pieces.items())
        is_nothing = not any(pieces.values()) and not (ships and not order.is_shipping_back)
        refusal = None
        if order.state not in REFUNDABLE:
            refusal = WrongState
        elif is_more or is_nothing:
            refusal = RefundTooLarge
        if refusal is not None:
            with pytest.raises(refusal):
                await checkout.refund_order(town.app, seller, twin.order_id, asked, with_shipping=with_shipping)
            return f"refund refused {refusal.code}"
        await checkout.refund_order(town.app, seller, twin.order_id, asked, with_shipping=with_shipping)
        town.model.give_back(twin.payment, order, pieces, town.clock.now(), ships=ships, is_cancel=False)
        return "refunded whole" if is_whole else "refunded in part"

    async def _ship(self) -> str:
        town, now = self.town, self.town.clock.now()

        def is_ready(order: Order) -> bool:
            is_standing = order.state in ("on_hold", "to_ship", "partly_refunded") and not order.is_shipped
            return is_standing and not order.is_free_to_cancel(now)

        twin = self._pick(is_ready)
        if twin is None:
            return "idle"
        order, seller = twin.order, town.seller(twin.order.shop)
        if not is_ready(order):
            refusal = OrderOnHold if order.is_free_to_cancel(now) else WrongState
            with pytest.raises(refusal):
                await checkout.ship_order(town.app, seller, twin.order_id, carrier=None, tracking=None)
            return f"ship refused {refusal.code}"
        await checkout.ship_order(town.app, seller, twin.order_id, carrier="Post", tracking="1")
        order.is_shipped = True
        order.state = "partly_refunded" if order.state == "partly_refunded" else "shipped"
        return "shipped"

    async def _deliver(self) -> str:
        town = self.town

        def is_ready(order: Order) -> bool:
            return order.is_shipped and order.delivered_on is None and order.state in ("shipped", "partly_refunded")

        twin = self._pick(is_ready)
        if twin is None:
            return "idle"
        order, seller = twin.order, town.seller(twin.order.shop)
        if not is_ready(order):
            with pytest.raises(WrongState):
                await checkout.deliver_order(town.app, seller, twin.order_id)
            return "deliver refused"
        await checkout.deliver_order(town.app, seller, twin.order_id)
        town.model.deliver(order, town.clock.now())
        return "delivered"

    # -- creators, the bank, the shop

    async def _tap(self) -> str:
        town = self.town
        who, creator = self._drawn.choice((*SHOPPERS, *CREATORS)), self._drawn.choice(list(CREATORS))
        product = self._drawn.choice(list(SHOP_OF))
        await affiliate.record_touch(town.app, town.shopper(who), town.links[creator, product])
        town.model.tap(who, creator, product, town.clock.now())
        return "tapped"

    async def _world(self) -> str:
        """The shopper approves, refuses or pays at the counter; rarely the bank lets an authorisation lapse."""
        if self._drawn.random() < 0.08:
            return self._lapse()
        town = self.town
        waiting = [one for one in town.model.payments if one.state == "open" and one.bank == "waiting"]
        if not waiting:
            return "idle"
        payment = self._drawn.choice(waiting)
        charge = town.provider.of(town.references[id(payment)])
        assert charge is not None
        if charge.status is ProviderStatus.AWAITING_PAYMENT:
            status, payment.bank = ProviderStatus.CAPTURED, "captured"
        elif charge.status is ProviderStatus.REQUIRES_ACTION and self._drawn.random() < 0.3:
            status, payment.bank = ProviderStatus.DECLINED, "declined"
        else:
            status, payment.bank = ProviderStatus.AUTHORISED, "authorised"
        town.provider.move(charge.reference, status)
        return f"bank {payment.bank}"

    def _lapse(self) -> str:
        town = self.town
        held = [one for one in town.model.payments[-RECENT:] if one.state == "paid" and one.bank == "authorised"]
        if not held:
            return "idle"
        payment = self._drawn.choice(held)
        town.provider.move(town.references[id(payment)], ProviderStatus.VOIDED)
        payment.bank = "gone"
        return "bank lapsed"

    async def _restock(self) -> str:
        for product, free in self.town.model.stock.items():
            if free < STOCK // 4:
                await catalog.set_stock(self.town.app, self.town.variants[product], STOCK, "restock")
                self.town.model.stock[product] = STOCK
        return "restocked"

    async def _programme(self) -> str:
        rate = self._drawn.choice(RATES)
        await affiliate.add_programme(
            self.town.app, self.town.shops["azul"], rate_bps=Bps(rate), window_days=30, halo_bps=Bps(5_000)
        )
        self.town.model.announce("azul", Fraction(rate, 10_000), self.town.clock.now())
        return "programme"

    # -- time and its duties

    async def _jump(self) -> str:
        by = self._drawn.choice(JUMPS)
        self.town.clock.advance(by)
        return f"jumped {by}"

    async def _settle(self) -> str:
        self.town.clock.advance(ASK_PAUSE)
        await checkout.settle_pending(self.town.app)
        self.town.model.settle(self.town.clock.now())
        return "settled"

    async def _expire(self) -> str:
        await checkout.expire_holds(self.town.app)
        self.town.model.expire(self.town.clock.now())
        return "expired"

    async def _capture(self) -> str:
        if self._drawn.random() < 0.1:
            self.town.provider.is_down = True
            assert await checkout.capture_due(self.town.app) == 0
            self.town.provider.is_down = False
            return "captured, bank down"
        await checkout.capture_due(self.town.app)
        self.town.model.capture(self.town.clock.now())
        return "captured"

    async def _carry_out(self) -> str:
        self.town.clock.advance(ASK_PAUSE)
        await checkout.carry_out_refunds(self.town.app)
        self.town.model.carry_out()
        return "carried out"

    async def _end_hold_hours(self) -> str:
        await checkout.end_hold_hours(self.town.app)
        self.town.model.end_hold_hours(self.town.clock.now())
        return "hold hours ended"

    async def _mature(self) -> str:
        await affiliate.mature_commissions(self.town.app)
        await checkout.mature_sellers(self.town.app)
        self.town.model.mature(self.town.clock.now())
        return "matured"
