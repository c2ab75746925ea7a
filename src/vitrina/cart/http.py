"""HTTP of baskets and quotes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post, put
from litestar.params import FromPath, JSONBody, Parameter

from vitrina import catalog, people
from vitrina.cart import actions
from vitrina.cart.actions import QuotedCart
from vitrina.cart.adapters import addresses_http
from vitrina.cart.adapters.seller_json import (
    AppliedOut,
    Code,
    NewVoucherAsked,
    RatesAsked,
    ShopRatesOut,
    VoucherAsked,
    VoucherOut,
    VouchersOut,
    rate_of,
    rates_out,
    voucher_of,
    voucher_out,
)
from vitrina.cart.errors import (
    CartPaid,
    RateUnknown,
    RegionUnknown,
    VariantUnknown,
    VoucherMinimum,
    VoucherNotNow,
    VoucherSpent,
    VoucherTaken,
    VoucherUnknown,
    VoucherUnsound,
)
from vitrina.cart.model import (
    CART_LINES_MAX,
    QUANTITY_MAX,
    Address,
    Delivery,
    Quote,
    QuotedLine,
    QuotedOrder,
    ShippingRate,
    WantedLine,
)
from vitrina.cart.rules import shipping_price
from vitrina.catalog import NotSoldHere, ShopResting
from vitrina.kernel.errors import TakenDown
from vitrina.kernel.ids import CartId, ProductId, ShopId, TouchId, VariantId
from vitrina.kernel.money import zero
from vitrina.kernel.words import Language
from vitrina.market import CountryNotServed
from vitrina.platform.http import MoneyOut, answer, app_of, language_asked, money_out, refusals, write

LINE_PICTURE_WIDTH = 320

Quantity = Annotated[int, msgspec.Meta(ge=1, le=QUANTITY_MAX)]


class LineAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    variant_id: UUID
    quantity: Quantity
    touch_id: UUID | None = None


LinesAsked = Annotated[list[LineAsked], msgspec.Meta(max_length=CART_LINES_MAX)]


class QuoteAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lines: Annotated[list[LineAsked], msgspec.Meta(min_length=1, max_length=CART_LINES_MAX)]
    address: Address | None = None
    voucher: Code | None = None


class CartAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lines: LinesAsked | None = None


class CartLinesAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lines: LinesAsked


class ChoiceAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    shop_id: UUID
    rate_id: UUID


class ShippingAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    choices: Annotated[list[ChoiceAsked], msgspec.Meta(max_length=CART_LINES_MAX)]


class ShopOut(msgspec.Struct, frozen=True):
    id: ShopId
    slug: str
    name: str


class QuotedLineOut(msgspec.Struct, frozen=True):
    variant_id: VariantId
    product_id: ProductId
    title: str
    variant_title: str
    image_url: str | None
    quantity: int
    unit: MoneyOut
    total: MoneyOut


class QuotedOrderOut(msgspec.Struct, frozen=True):
    shop: ShopOut
    lines: list[QuotedLineOut]
    subtotal: MoneyOut
    shipping: MoneyOut
    tax: MoneyOut


class QuoteOut(msgspec.Struct, frozen=True):
    """Everything from the server; tax is an estimate by state or country until an adapter is set.

    total = subtotal − discount + shipping (+ tax where prices do not include it); `discount` is the shop's, by its voucher.
    """

    currency: str
    orders: list[QuotedOrderOut]
    subtotal: MoneyOut
    shipping: MoneyOut
    tax: MoneyOut
    total: MoneyOut
    is_tax_estimate: bool
    is_tax_included: bool
    discount: MoneyOut
    voucher: str | None


class CartLineOut(msgspec.Struct, frozen=True):
    variant_id: VariantId
    product_id: ProductId
    title: str
    variant_title: str
    image_url: str | None
    quantity: int
    unit: MoneyOut | None
    total: MoneyOut | None
    available: bool
    touch_id: TouchId | None
    shop: ShopOut
    was: MoneyOut | None
    left: int


class RateOut(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    price: MoneyOut


class ShippingOut(msgspec.Struct, frozen=True):
    shop_id: ShopId
    rate_id: UUID
    choices: list[RateOut]


class DeliveryOut(msgspec.Struct, frozen=True):
    """Days are those of the buyer's country, both included; `free_from` null: never for nothing."""

    country: str
    name: str
    earliest: date
    latest: date
    handling_days: int
    transit_days_min: int
    transit_days_max: int
    price: MoneyOut
    free_from: MoneyOut | None


class CartOut(msgspec.Struct, frozen=True):
    id: CartId
    state: str
    lines: list[CartLineOut]
    address: Address | None
    shipping: list[ShippingOut]
    quote: QuoteOut | None
    voucher: AppliedOut | None = None


_CHANGES = (CartPaid, VariantUnknown, NotSoldHere, RegionUnknown, CountryNotServed)


_VOUCHERS = (VoucherUnknown, VoucherNotNow, VoucherMinimum, VoucherSpent)


@post(
    "/v1/quotes",
    status_code=200,
    responses=refusals(VariantUnknown, NotSoldHere, RegionUnknown, CountryNotServed, ShopResting, *_VOUCHERS),
)
async def post_quote(request: Request[Any, Any, Any], data: JSONBody[QuoteAsked]) -> Response[QuoteOut]:
    """What these lines cost, with shipping and estimated tax; writes nothing."""
    actor = await people.actor_of(request)
    made = await actions.quote(app_of(request), actor, _wanted(data.lines), data.address, data.voucher)
    return answer(quote_out(made))


@post("/v1/carts", status_code=201, responses=refusals(*_CHANGES, writes=True))
async def post_cart(request: Request[Any, Any, Any], data: JSONBody[CartAsked]) -> Response[CartOut]:
    """Make a basket; a guest gets a cookie that keeps it."""
    app, language = app_of(request), language_asked(request)

    async def act(actor: people.Actor) -> CartOut:
        return cart_out(await actions.open_cart(app, actor, _wanted(data.lines or [])), language)

    return await people.write_as_guest(request, act, status=201)


@get("/v1/carts/{cart_id:uuid}", responses=refusals())
async def get_cart(request: Request[Any, Any, Any], cart_id: FromPath[UUID]) -> CartOut:
    """One's own basket with its price now."""
    app, actor = app_of(request), await people.actor_of(request)
    return cart_out(await actions.get_cart(app, actor, CartId(cart_id)), language_asked(request))


@put("/v1/carts/{cart_id:uuid}/lines", status_code=200, responses=refusals(*_CHANGES, writes=True))
async def put_lines(
    request: Request[Any, Any, Any], cart_id: FromPath[UUID], data: JSONBody[CartLinesAsked]
) -> Response[CartOut]:
    """Make exactly these the lines of a basket; the same variant twice is added up."""
    app, actor = app_of(request), await people.actor_of(request)
    language = language_asked(request)

    async def act() -> CartOut:
        return cart_out(await actions.set_lines(app, actor, CartId(cart_id), _wanted(data.lines)), language)

    return await write(request, actor.scope, act)


@put("/v1/carts/{cart_id:uuid}/address", status_code=200, responses=refusals(*_CHANGES, writes=True))
async def put_address(
    request: Request[Any, Any, Any], cart_id: FromPath[UUID], data: JSONBody[Address]
) -> Response[CartOut]:
    """Say where a basket goes."""
    app, actor = app_of(request), await people.actor_of(request)
    language = language_asked(request)

    async def act() -> CartOut:
        return cart_out(await actions.set_address(app, actor, CartId(cart_id), data), language)

    return await write(request, actor.scope, act)


@put("/v1/carts/{cart_id:uuid}/shipping", status_code=200, responses=refusals(*_CHANGES, RateUnknown, writes=True))
async def put_shipping(
    request: Request[Any, Any, Any], cart_id: FromPath[UUID], data: JSONBody[ShippingAsked]
) -> Response[CartOut]:
    """Choose how each shop ships."""
    app, actor = app_of(request), await people.actor_of(request)
    language, choices = language_asked(request), [(one.shop_id, one.rate_id) for one in data.choices]

    async def act() -> CartOut:
        return cart_out(await actions.set_shipping(app, actor, CartId(cart_id), choices), language)

    return await write(request, actor.scope, act)


@put("/v1/carts/{cart_id:uuid}/voucher", status_code=200, responses=refusals(CartPaid, *_VOUCHERS, writes=True))
async def put_voucher(
    request: Request[Any, Any, Any], cart_id: FromPath[UUID], data: JSONBody[VoucherAsked]
) -> Response[CartOut]:
    """Put a shop's code into a basket, or take it out."""
    app, actor, language = app_of(request), await people.actor_of(request), language_asked(request)

    async def act() -> CartOut:
        return cart_out(await actions.set_voucher(app, actor, CartId(cart_id), data.code), language)

    return await write(request, actor.scope, act)


@get("/v1/shops/{shop:str}/shipping", responses=refusals())
async def get_shipping(request: Request[Any, Any, Any], shop: FromPath[str]) -> ShopRatesOut:
    """All ways a shop ships, for its people."""
    return rates_out(await actions.list_shop_rates(app_of(request), await people.actor_of(request), shop))


@put("/v1/shops/{shop:str}/shipping", status_code=200, responses=refusals(CountryNotServed, writes=True))
async def put_shop_shipping(
    request: Request[Any, Any, Any], shop: FromPath[str], data: JSONBody[RatesAsked]
) -> Response[ShopRatesOut]:
    """Make exactly these the ways a shop ships; its owner only."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> ShopRatesOut:
        return rates_out(await actions.set_shop_rates(app, actor, shop, [rate_of(one) for one in data.rates]))

    return await write(request, actor.scope, act)


@get("/v1/shops/{shop:str}/vouchers", responses=refusals())
async def get_vouchers(request: Request[Any, Any, Any], shop: FromPath[str]) -> VouchersOut:
    """A shop's codes, newest first, for its people."""
    found = await actions.list_vouchers(app_of(request), await people.actor_of(request), shop)
    return VouchersOut([voucher_out(one) for one in found])


@post("/v1/shops/{shop:str}/vouchers", status_code=201, responses=refusals(VoucherTaken, VoucherUnsound, writes=True))
async def post_voucher(
    request: Request[Any, Any, Any], shop: FromPath[str], data: JSONBody[NewVoucherAsked]
) -> Response[VoucherOut]:
    """Offer a code that the shop pays for; its owner only."""
    app, actor = app_of(request), await people.actor_of(request)
    wanted = voucher_of(data, app.clock.now())

    async def act() -> VoucherOut:
        return voucher_out(await actions.add_voucher(app, actor, shop, wanted))

    return await write(request, actor.scope, act, status=201)


@post("/v1/shops/{shop:str}/vouchers/{voucher_id:uuid}/stop", status_code=200, responses=refusals(writes=True))
async def post_stop_voucher(
    request: Request[Any, Any, Any], shop: FromPath[str], voucher_id: FromPath[UUID]
) -> Response[VoucherOut]:
    """End a code now; its owner only."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> VoucherOut:
        return voucher_out(await actions.stop_voucher(app, actor, shop, voucher_id))

    return await write(request, actor.scope, act)


@post("/v1/carts/{cart_id:uuid}/accept", status_code=200, responses=refusals(CartPaid, writes=True))
async def post_accept(request: Request[Any, Any, Any], cart_id: FromPath[UUID]) -> Response[CartOut]:
    """Agree to what the lines cost now."""
    app, actor = app_of(request), await people.actor_of(request)
    language = language_asked(request)

    async def act() -> CartOut:
        return cart_out(await actions.accept_prices(app, actor, CartId(cart_id)), language)

    return await write(request, actor.scope, act)


def _wanted(lines: list[LineAsked]) -> list[WantedLine]:
    return [
        WantedLine(VariantId(line.variant_id), line.quantity, None if line.touch_id is None else TouchId(line.touch_id))
        for line in lines
    ]


def quote_out(quote: Quote) -> QuoteOut:
    """A quote as JSON."""
    discount = quote.voucher.discount if quote.voucher else zero(quote.currency)
    return QuoteOut(
        quote.currency, [_order_out(order) for order in quote.orders], money_out(quote.subtotal + discount),
        money_out(quote.shipping), money_out(quote.tax), money_out(quote.total), True, quote.is_tax_included,
        money_out(discount), quote.voucher.code if quote.voucher else None,
    )  # fmt: skip


def _order_out(order: QuotedOrder) -> QuotedOrderOut:
    first = order.lines[0].offer
    return QuotedOrderOut(
        ShopOut(first.shop_id, first.shop_slug, first.shop_name), [_line_out(line) for line in order.lines],
        money_out(order.subtotal), money_out(order.shipping), money_out(order.tax),
    )  # fmt: skip


def _line_out(line: QuotedLine) -> QuotedLineOut:
    offer = line.offer
    return QuotedLineOut(
        offer.variant_id, offer.product_id, offer.title, offer.variant_title,
        catalog.picture_url(offer.picture_key, LINE_PICTURE_WIDTH), line.quantity, money_out(line.unit), money_out(line.total),
    )  # fmt: skip


def cart_out(quoted: QuotedCart, language: Language) -> CartOut:
    """A basket as JSON, names of shipping rates in the reader's language."""
    lines = []
    for line in quoted.lines:
        offer = line.offer
        lines.append(CartLineOut(
            offer.variant_id, offer.product_id, offer.title, offer.variant_title,
            catalog.picture_url(offer.picture_key, LINE_PICTURE_WIDTH), line.quantity,
            None if offer.price is None else money_out(offer.price),
            None if offer.price is None else money_out(offer.price.times(line.quantity)),
            line.is_available, line.touch_id, ShopOut(offer.shop_id, offer.shop_slug, offer.shop_name),
            None if line.was is None else money_out(line.was), offer.free if offer.is_sold else 0,
        ))  # fmt: skip
    shipping = [
        ShippingOut(shop, quoted.chosen[shop].id, [_rate_out(rate, quoted.quote, language) for rate in rates])
        for shop, rates in quoted.choices.items()
    ]
    quote = None if quoted.quote is None else quote_out(quoted.quote)
    return CartOut(
        quoted.cart.id, quoted.cart.state, lines, quoted.cart.address, shipping, quote, _applied_out(quoted, language)
    )


def _applied_out(quoted: QuotedCart, language: Language) -> AppliedOut | None:
    if quoted.cart.voucher is None:
        return None
    applied = quoted.quote.voucher if quoted.quote else None
    problem = quoted.voucher_problem
    return AppliedOut(
        quoted.cart.voucher, None if applied is None else money_out(applied.discount),
        None if problem is None else problem.text(language),
    )  # fmt: skip


def _rate_out(rate: ShippingRate, quote: Quote | None, language: Language) -> RateOut:
    order = next((order for order in quote.orders if order.shop_id == rate.shop_id), None) if quote else None
    price = rate.price if order is None else shipping_price(rate, order.subtotal)
    return RateOut(rate.id, rate.name_es if language == "es" else rate.name_en, money_out(price))


@get("/v1/products/{product:str}/delivery", responses=refusals(TakenDown))
async def get_delivery(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    country: Annotated[str | None, Parameter(max_length=2)] = None,
) -> DeliveryOut:
    """When a product ordered now would arrive, and what sending it costs."""
    app, actor = app_of(request), await people.actor_of(request)
    found = await actions.estimate_delivery(app, actor, product, country)
    return _delivery_out(found, language_asked(request))


def _delivery_out(delivery: Delivery, language: Language) -> DeliveryOut:
    rate = delivery.rate
    free_from = None if rate.free_from is None else money_out(rate.free_from)
    return DeliveryOut(
        delivery.country, rate.name_es if language == "es" else rate.name_en, delivery.earliest, delivery.latest,
        delivery.handling_days, *delivery.transit_days, money_out(rate.price), free_from,
    )  # fmt: skip


ROUTES = [
    get_delivery, post_quote, post_cart, get_cart, put_lines, put_address, put_shipping, post_accept, *addresses_http.ROUTES,
    put_voucher, get_shipping, put_shop_shipping,
    get_vouchers, post_voucher, post_stop_voucher,
]  # fmt: skip
