"""What people do with a basket: fill it, say where it goes, see what it costs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from vitrina import catalog, market, people
from vitrina.cart import store
from vitrina.cart.errors import CartPaid, RateUnknown, RegionUnknown, VariantUnknown
from vitrina.cart.model import Address, Cart, Delivery, OfferedLine, Quote, ShippingRate, WantedLine
from vitrina.cart.rules import delivery_days, price_order, transit_days
from vitrina.catalog import FreeShipping
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import AccountId, CartId, ShopId, VariantId, uuid7
from vitrina.kernel.money import Money
from vitrina.market import Country
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

RATES_KEPT_S = 5.0
RATES_KEPT_MAX = 10_000
STANDARD_RATE = UUID(int=0)


class ShippingRates:
    """Shops' shipping rates kept in the process for 5 s: every quote needs them, they change once a month."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._kept: dict[tuple[ShopId, str], tuple[float, list[ShippingRate]]] = {}

    async def find(self, shops: Sequence[ShopId], country: Country) -> dict[ShopId, list[ShippingRate]]:
        """The ways each shop ships to a country, at least the market's standard one."""
        fresh_from = time.monotonic() - RATES_KEPT_S
        wanted = [shop for shop in shops if self._kept.get((shop, country.code), (0.0,))[0] < fresh_from]
        if wanted:
            await self._read(wanted, country)
        return {shop: self._kept[shop, country.code][1] for shop in shops}

    async def _read(self, shops: Sequence[ShopId], country: Country) -> None:
        if len(self._kept) > RATES_KEPT_MAX:
            self._kept.clear()
        async with self._app.db.connection() as connection:
            rates = await store.list_rates(connection, shops, country.code, country.currency)
        for shop in shops:
            own = [rate for rate in rates if rate.shop_id == shop] or [_standard(shop, country)]
            self._kept[shop, country.code] = (time.monotonic(), own)


def _standard(shop_id: ShopId, country: Country) -> ShippingRate:
    free_from = country.free_shipping_from_minor
    return ShippingRate(
        STANDARD_RATE, shop_id, country.code, "Standard", "Estándar", Money(country.shipping_minor, country.currency),
        None if free_from is None else Money(free_from, country.currency),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuotedCart:
    """A basket with its price and the ways to ship it."""

    cart: Cart
    lines: tuple[OfferedLine, ...]
    quote: Quote | None
    choices: dict[ShopId, list[ShippingRate]]
    chosen: dict[ShopId, ShippingRate]


async def quote_lines(
    app: App, wanted: Sequence[WantedLine], country: Country, region: str, chosen: dict[ShopId, UUID] | None = None
) -> Quote:
    """What these lines cost sent to a region; writes nothing. `VariantUnknown`, `NotSoldHere`, `RegionUnknown`."""
    lines = await offered_lines(app, wanted, country.currency)
    shops = list(dict.fromkeys(line.offer.shop_id for line in lines))
    rates = await app.part(ShippingRates).find(shops, country)
    return price_order(lines, country, region, _choose(rates, chosen or {}))


async def offered_lines(app: App, wanted: Sequence[WantedLine], currency: str) -> tuple[OfferedLine, ...]:
    """The lines with what their variants cost now; `VariantUnknown` for one that is not sold any more."""
    found = []
    for line in wanted:
        offer = await catalog.find_offer(app, line.variant_id, currency)
        if offer is None or not offer.is_sold:
            raise VariantUnknown
        found.append(OfferedLine(offer, line.quantity, line.touch_id))
    return tuple(found)


def _choose(rates: dict[ShopId, list[ShippingRate]], chosen: dict[ShopId, UUID]) -> dict[ShopId, ShippingRate]:
    return {
        shop: next((rate for rate in offered if rate.id == chosen.get(shop)), offered[0])
        for shop, offered in rates.items()
    }


async def quote(app: App, actor: people.Actor, wanted: Sequence[WantedLine], address: Address | None) -> Quote:
    """What these lines cost an actor; without an address, sent to the default region of their market."""
    markets = await market.markets(app)
    if address is not None:
        country = markets.get(address.country)
        return await quote_lines(app, wanted, country, address.region)
    country = markets.viewed_from(actor.country)
    return await quote_lines(app, wanted, country, market.REGION_DEFAULT.get(country.code, ""))


async def estimate_delivery(app: App, actor: people.Actor, product: str, country_code: str | None) -> Delivery:
    """When a product ordered now would reach a country, by its shop's first way of sending; `NotFound`."""
    country = (await market.markets(app)).viewed_from(country_code or actor.country)
    found = await catalog.get_product(app, product, country.currency)
    rates = await app.part(ShippingRates).find([found.shop.id], country)
    rate = rates[found.shop.id][0]
    transit = transit_days(rate, found.shop.country)
    today = market.local_date(app.clock.now(), country)
    earliest, latest = delivery_days(today, found.shop.handling_days, transit)
    return Delivery(country.code, rate, found.shop.handling_days, transit, earliest, latest)


async def free_shipping(app: App, country: Country) -> FreeShipping:
    """From which amount shops ship to a country for nothing."""
    async with app.db.connection() as connection:
        of_shops = await store.list_free_amounts(connection, country.code, country.currency)
    otherwise = country.free_shipping_from_minor
    return FreeShipping(None if otherwise is None else Money(otherwise, country.currency), of_shops)


async def open_cart(app: App, actor: people.Actor, lines: Sequence[WantedLine]) -> QuotedCart:
    """Make a basket with these lines."""
    cart_id = CartId(uuid7(app.clock.now()))
    async with app.db.transaction() as transaction:
        await store.insert_cart(transaction, cart_id, actor.account_id, actor.guest_id, app.clock.now())
        await _set_lines(app, transaction, cart_id, lines, currency=await _currency(app, actor, None))
    return await get_cart(app, actor, cart_id)


async def get_cart(app: App, actor: people.Actor, cart_id: CartId) -> QuotedCart:
    """A basket with its price; a line that is not sold any more keeps its place but is not priced. `NotFound`."""
    async with app.db.connection() as connection:
        cart = await _own_cart(connection, actor, cart_id)
    markets = await market.markets(app)
    country = markets.get(cart.address.country) if cart.address else markets.viewed_from(actor.country)
    offers = [await catalog.find_offer(app, line.variant_id, country.currency) for line in cart.lines]
    lines = tuple(
        OfferedLine(offer, line.quantity, line.touch_id, line.seen)
        for offer, line in zip(offers, cart.lines, strict=True)
        if offer
    )
    sold = [line for line in lines if line.offer.is_sold and line.offer.price is not None]
    if not sold:
        return QuotedCart(cart, lines, None, {}, {})
    region = cart.address.region if cart.address else market.REGION_DEFAULT.get(country.code, "")
    choices = await app.part(ShippingRates).find(list(dict.fromkeys(line.offer.shop_id for line in sold)), country)
    chosen = _choose(choices, cart.shipping)
    return QuotedCart(cart, lines, price_order(sold, country, region, chosen), choices, chosen)


async def set_lines(app: App, actor: people.Actor, cart_id: CartId, lines: Sequence[WantedLine]) -> QuotedCart:
    """Make exactly these the lines of a basket; `VariantUnknown`."""
    async with app.db.transaction() as transaction:
        before = await _own_cart(transaction, actor, cart_id, is_change=True)
        seen = {line.variant_id: line.seen for line in before.lines}
        await _set_lines(app, transaction, cart_id, lines, currency=await _currency(app, actor, before), seen=seen)
    return await get_cart(app, actor, cart_id)


async def accept_prices(app: App, actor: people.Actor, cart_id: CartId) -> QuotedCart:
    """The shopper has seen what the lines cost now, and agrees; `CartPaid`, `NotFound`."""
    async with app.db.transaction() as transaction:
        cart = await _own_cart(transaction, actor, cart_id, is_change=True)
        await _set_lines(app, transaction, cart_id, cart.lines, currency=await _currency(app, actor, cart))
    return await get_cart(app, actor, cart_id)


async def set_address(app: App, actor: people.Actor, cart_id: CartId, address: Address) -> QuotedCart:
    """Say where a basket goes; `CountryNotServed`, `RegionUnknown`."""
    country = (await market.markets(app)).get(address.country)
    if not market.is_region(country.code, address.region):
        raise RegionUnknown(region=address.region[:20])
    async with app.db.transaction() as transaction:
        await _own_cart(transaction, actor, cart_id, is_change=True)
        await store.update_address(transaction, cart_id, address)
    return await get_cart(app, actor, cart_id)


async def set_shipping(
    app: App, actor: people.Actor, cart_id: CartId, choices: Sequence[tuple[UUID, UUID]]
) -> QuotedCart:
    """Choose a shipping rate per shop; `RateUnknown` for one that the shop does not offer there."""
    before = await get_cart(app, actor, cart_id)
    for shop, rate in choices:
        if rate not in {offered.id for offered in before.choices.get(ShopId(shop), [])}:
            raise RateUnknown
    async with app.db.transaction() as transaction:
        await _own_cart(transaction, actor, cart_id, is_change=True)
        await store.upsert_choices(transaction, cart_id, choices)
    return await get_cart(app, actor, cart_id)


async def close_cart(app: App, cart_id: CartId) -> None:
    """Mark a basket as paid."""
    async with app.db.transaction() as transaction:
        await store.close_cart(transaction, cart_id)


async def reopen_cart(connection: Connection, cart_id: CartId) -> None:
    """A basket whose payment came to nothing can be paid again; in the caller's transaction."""
    await store.reopen_cart(connection, cart_id)


async def adopt_carts(connection: Connection, guest_id: UUID, account_id: AccountId, now: datetime) -> None:
    """Move a guest's baskets to the account they signed up or logged in with."""
    await store.adopt_carts(connection, guest_id, account_id)


async def add_shipping_rate(app: App, rate: ShippingRate, position: int) -> None:
    """Offer one more way to ship."""
    async with app.db.transaction() as transaction:
        await store.insert_rate(transaction, rate, position)


async def _own_cart(connection: Connection, actor: people.Actor, cart_id: CartId, *, is_change: bool = False) -> Cart:
    cart = await store.find_cart(connection, cart_id, lock=is_change)
    if cart is None:
        raise NotFound
    is_mine = (
        cart.account_id == actor.account_id
        if cart.account_id is not None
        else cart.guest_id is not None and cart.guest_id == actor.guest_id
    )
    if not is_mine:
        raise NotFound
    if is_change and cart.state == "paid":
        raise CartPaid
    return cart


async def _currency(app: App, actor: people.Actor, cart: Cart | None) -> str:
    markets = await market.markets(app)
    is_sent = cart is not None and cart.address is not None
    country = (
        markets.get(cart.address.country) if is_sent and cart and cart.address else markets.viewed_from(actor.country)
    )
    return country.currency


async def _set_lines(
    app: App, connection: Connection, cart_id: CartId, lines: Sequence[WantedLine], *, currency: str,
    seen: Mapping[VariantId, Money | None] | None = None,
) -> None:  # fmt: skip
    """Write the lines; the price of one that was there already stays the one the shopper saw (`seen`)."""
    merged: dict[UUID, WantedLine] = {}
    for line in lines:
        before = merged.get(line.variant_id)
        quantity = min(line.quantity + (before.quantity if before else 0), 99)
        merged[line.variant_id] = WantedLine(
            line.variant_id, quantity, line.touch_id or (before.touch_id if before else None)
        )
    offers = await catalog.list_offers(connection, list(merged), currency)
    priced = []
    for line, offer in zip(merged.values(), offers, strict=True):
        if offer is None:
            raise VariantUnknown
        known = (seen or {}).get(line.variant_id)
        priced.append(replace(line, seen=offer.price if known is None else known))
    await store.replace_lines(connection, cart_id, priced)
