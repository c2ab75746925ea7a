"""HTTP of buying: pay now, pay a basket, orders, the shop's steps, the provider's messages."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody, Parameter, QueryParameter

from vitrina import cart, market, people
from vitrina.cart import Address, AddressNeeded, CartEmpty, CartPaid, RegionUnknown, VariantUnknown, WantedLine
from vitrina.catalog import NotSoldHere, SoldOut
from vitrina.checkout import actions
from vitrina.checkout.actions import Purchase
from vitrina.checkout.adapters import requests_http
from vitrina.checkout.adapters.order_json import OrderOut, PaidOut, order_out, paid_out
from vitrina.checkout.adapters.port import WebhookForged
from vitrina.checkout.engine.desk import Desk
from vitrina.checkout.errors import (
    CardDeclined,
    EmailNeeded,
    NotCancellable,
    OrderOnHold,
    PriceChanged,
    RefundTooLarge,
    WebhookRefused,
    WrongState,
)
from vitrina.checkout.model import Buyer, OrderView, PaymentAsked
from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import CartId, LineId, OrderId, TouchId, VariantId
from vitrina.kernel.money import Money, is_currency
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.market import CountryNotServed
from vitrina.platform.app import App
from vitrina.platform.http import (
    CursorAsked,
    Limit,
    app_of,
    empty,
    get_request_key,
    language_asked,
    refusals,
    replay_answer,
    write,
)
from vitrina.platform.keys import KeyMissing, Replay

Quantity = Annotated[int, msgspec.Meta(ge=1, le=cart.QUANTITY_MAX)]
Email = Annotated[str, msgspec.Meta(max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$")]
Words = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
TokenText = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]*$")]
OrderToken = Annotated[str | None, Parameter(max_length=100)]


class PaymentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    method: Annotated[str, msgspec.Meta(pattern="^(sandbox_card|sandbox_voucher)$")]
    token: TokenText


class MoneyIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    minor: Annotated[int, msgspec.Meta(ge=0, le=10**15)]
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]


class BuyAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    variant_id: UUID
    quantity: Quantity
    address: Address
    payment: PaymentIn
    touch_id: UUID | None = None
    email: Email | None = None
    expected_total: MoneyIn | None = None


class PayAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    payment: PaymentIn
    email: Email | None = None
    expected_total: MoneyIn | None = None


class RefundLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: UUID
    quantity: Quantity


class RefundAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lines: Annotated[list[RefundLine], msgspec.Meta(max_length=100)] | None = None
    include_shipping: bool | None = None


class ShipAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    carrier: Words | None = None
    tracking: Words | None = None


class OrderPage(msgspec.Struct, frozen=True):
    orders: list[OrderOut]
    next_cursor: str | None


_BUYING = (
    SoldOut, PriceChanged, CardDeclined, EmailNeeded, NotSoldHere, VariantUnknown, RegionUnknown, CountryNotServed,
    KeyMissing, people.AdultNeeded,
)  # fmt: skip


@post("/v1/checkout/buy", status_code=201, responses=refusals(*_BUYING, writes=True))
async def post_buy(request: Request[Any, Any, Any], data: JSONBody[BuyAsked]) -> Response[OrderOut]:
    """Buy one variant now; the picture goes on."""
    touch = None if data.touch_id is None else TouchId(data.touch_id)
    wanted = [WantedLine(VariantId(data.variant_id), data.quantity, touch)]
    actor = await people.actor_of(request)
    buyer = await _buyer(request, actor, data.email)
    key = await get_request_key(request, buyer.scope)
    purchase = Purchase(
        buyer, wanted, data.address, PaymentAsked(data.payment.method, data.payment.token), key, _render_order,
        _expected(data.expected_total),
    )  # fmt: skip
    return await _answered(app_of(request), purchase)


@post(
    "/v1/carts/{cart_id:uuid}/pay",
    status_code=201,
    responses=refusals(*_BUYING, CartEmpty, CartPaid, AddressNeeded, writes=True),
)
async def post_pay(
    request: Request[Any, Any, Any], cart_id: FromPath[UUID], data: JSONBody[PayAsked]
) -> Response[PaidOut]:
    """Pay a basket: one payment, one order per shop."""
    app, actor = app_of(request), await people.actor_of(request)
    buyer = await _buyer(request, actor, data.email)
    key = await get_request_key(request, buyer.scope)
    quoted = await cart.get_cart(app, actor, CartId(cart_id))
    return await _answered(app, _cart_purchase(quoted, buyer, data, key))


@get("/v1/orders", responses=refusals())
async def get_orders(
    request: Request[Any, Any, Any], cursor: CursorAsked = None, limit: Limit = PAGE_ROWS
) -> OrderPage:
    """One's own orders, newest first."""
    app, actor = app_of(request), await people.actor_of(request)
    page = await actions.list_own_orders(app, actor, cursor, limit)
    return OrderPage([order_out(view, app.clock.now()) for view in page.rows], page.next_cursor)


@get("/v1/orders/{order_id:uuid}", responses=refusals())
async def get_order(request: Request[Any, Any, Any], order_id: FromPath[UUID], token: OrderToken = None) -> OrderOut:
    """An order for its buyer, its shop, the operator; a guest sends the token of the purchase."""
    app, actor = app_of(request), await people.actor_of(request)
    view, is_seller = await actions.get_order(app, actor, OrderId(order_id), _token(request, token))
    return order_out(view, app.clock.now(), is_seller=is_seller)


@get("/v1/shops/{shop:str}/orders", responses=refusals())
async def get_shop_orders(
    request: Request[Any, Any, Any], shop: FromPath[str],
    order_state: Annotated[str | None, QueryParameter(name="state", max_length=20)] = None,
    cursor: CursorAsked = None, limit: Limit = PAGE_ROWS,
) -> OrderPage:  # fmt: skip
    """A shop's orders, newest first, for its members and the operator."""
    app, actor = app_of(request), await people.actor_of(request)
    page = await actions.list_shop_orders(app, actor, shop, state=order_state, cursor=cursor, limit=limit)
    return OrderPage([order_out(view, app.clock.now(), is_seller=True) for view in page.rows], page.next_cursor)


@post("/v1/orders/{order_id:uuid}/cancel", status_code=200, responses=refusals(NotCancellable, writes=True))
async def post_cancel(
    request: Request[Any, Any, Any], order_id: FromPath[UUID], token: OrderToken = None
) -> Response[OrderOut]:
    """Cancel within the hour after paying; the money goes back."""
    app, actor = app_of(request), await people.actor_of(request)
    shown = _token(request, token)

    async def act() -> OrderOut:
        return order_out(await actions.cancel_order(app, actor, OrderId(order_id), shown), app.clock.now())

    return await write(request, actor.scope, act)


@post(
    "/v1/orders/{order_id:uuid}/refund",
    status_code=200,
    responses=refusals(RefundTooLarge, WrongState, KeyMissing, writes=True),
)
async def post_refund(
    request: Request[Any, Any, Any], order_id: FromPath[UUID], data: JSONBody[RefundAsked]
) -> Response[OrderOut]:
    """Give pieces of an order back; no lines: all that is left, with its shipping."""
    app, actor = app_of(request), await people.actor_of(request)
    await get_request_key(request, actor.scope)
    lines = [(LineId(line.id), line.quantity) for line in data.lines or []]

    async def act() -> OrderOut:
        view = await actions.refund_order(app, actor, OrderId(order_id), lines, with_shipping=data.include_shipping)
        return order_out(view, app.clock.now(), is_seller=True)

    return await write(request, actor.scope, act)


@post("/v1/orders/{order_id:uuid}/ship", status_code=200, responses=refusals(OrderOnHold, WrongState, writes=True))
async def post_ship(
    request: Request[Any, Any, Any], order_id: FromPath[UUID], data: JSONBody[ShipAsked | None] = None
) -> Response[OrderOut]:
    """The shop sent the order."""
    app, actor = app_of(request), await people.actor_of(request)
    sent = data or ShipAsked()

    async def act() -> OrderOut:
        view = await actions.ship_order(app, actor, OrderId(order_id), carrier=sent.carrier, tracking=sent.tracking)
        return order_out(view, app.clock.now(), is_seller=True)

    return await write(request, actor.scope, act)


@post("/v1/orders/{order_id:uuid}/deliver", status_code=200, responses=refusals(WrongState, writes=True))
async def post_deliver(request: Request[Any, Any, Any], order_id: FromPath[UUID]) -> Response[OrderOut]:
    """The order arrived."""
    app, actor = app_of(request), await people.actor_of(request)

    async def act() -> OrderOut:
        return order_out(await actions.deliver_order(app, actor, OrderId(order_id)), app.clock.now(), is_seller=True)

    return await write(request, actor.scope, act)


@post("/v1/provider_webhooks/sandbox", status_code=204, responses=refusals(WebhookRefused))
async def post_provider_webhook(request: Request[Any, Any, Any]) -> Response[None]:
    """What the provider has to tell, signed; any number of times, in any order."""
    app = app_of(request)
    provider = app.part(Desk).provider
    raw, header = await request.body(), request.headers.get(provider.signature_header, "")
    try:
        event = provider.read_webhook(raw, header, now=app.clock.now())
    except WebhookForged:
        raise WebhookRefused from None
    await actions.hear_provider(app, event)
    return empty()


async def _buyer(request: Request[Any, Any, Any], actor: people.Actor, email: str | None) -> Buyer:
    language = language_asked(request)
    if actor.account_id is not None:
        app = app_of(request)
        country = (await market.markets(app)).viewed_from(actor.country)
        today = market.local_date(app.clock.now(), country)
        if actor.birth_date is None or not people.is_adult(actor.birth_date, today):
            raise people.AdultNeeded
        return Buyer(actor.account_id, actor.guest_id, email, language, actor.scope, f"account:{actor.account_id}")
    if email is None:
        raise EmailNeeded
    digest = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    return Buyer(None, actor.guest_id, email.strip(), language, f"buyer:{digest[:40]}", f"guest:{digest}")


def _expected(total: MoneyIn | None) -> Money | None:
    if total is None:
        return None
    if not is_currency(total.currency):
        raise Invalid(field="expected_total", reason="has an unknown currency")
    return Money(total.minor, total.currency)


def _cart_purchase(quoted: cart.QuotedCart, buyer: Buyer, data: PayAsked, key: Any) -> Purchase:
    return Purchase(
        buyer, quoted.cart.lines, quoted.cart.address, PaymentAsked(data.payment.method, data.payment.token), key,
        _render_paid, _expected(data.expected_total), quoted.cart,
    )  # fmt: skip


async def _answered(app: App, purchase: Purchase) -> Response[Any]:
    try:
        body = await actions.buy(app, purchase)
    except Replay as replay:
        return replay_answer(replay)
    return Response(body, status_code=201, media_type="application/json")


def _render_order(views: list[OrderView], now: datetime, token: str | None) -> bytes:
    return msgspec.json.encode(order_out(views[0], now, token=token))


def _render_paid(views: list[OrderView], now: datetime, token: str | None) -> bytes:
    return msgspec.json.encode(paid_out(views, now, token))


def _token(request: Request[Any, Any, Any], query: str | None) -> str | None:
    header: str | None = request.headers.get("x-order-token")
    return header or query


ROUTES = [
    post_buy, post_pay, get_orders, get_order, get_shop_orders, post_cancel, post_refund, post_ship, post_deliver,
    post_provider_webhook, *requests_http.ROUTES,
]  # fmt: skip
