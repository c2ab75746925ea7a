"""Buying: hold → ask the provider → paid, refused or waiting. The whole story of a tap on Pay (design.md §4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import UniqueViolationError

from vitrina import affiliate, cart, catalog, market
from vitrina.affiliate import Decision, Shopper
from vitrina.cart import Address, AddressNeeded, Cart, CartEmpty, CartPaid, Quote, QuotedLine, QuotedOrder, WantedLine
from vitrina.catalog import SoldOut
from vitrina.checkout import store
from vitrina.checkout.actions.settle import apply_charge, fail_payment, settlement_of
from vitrina.checkout.adapters.port import (
    Authorisation,
    ProviderCharge,
    ProviderRefused,
    ProviderStatus,
    ProviderUnavailable,
)
from vitrina.checkout.engine.desk import Desk
from vitrina.checkout.errors import CardDeclined, PriceChanged
from vitrina.checkout.model import (
    Buyer,
    LineRow,
    OrderRow,
    OrderView,
    PaymentAsked,
    PaymentRow,
    Placement,
    Plan,
    PlannedCommission,
    PlannedOrder,
)
from vitrina.checkout.rules import HOLD_HOUR, STOCK_HOLD, address_digest, order_token, tax_owner
from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import AccountId, LineId, OrderId, PaymentId, ShopId, uuid7
from vitrina.kernel.money import Bps, Money
from vitrina.market import Country
from vitrina.platform.app import App
from vitrina.platform.http import problem_bytes
from vitrina.platform.keys import KeptAnswer, Key, KeyInFlight, Replay, find_key, keep_answer, replay_of

CREATED = 201
Render = Callable[[list[OrderView], datetime, str | None], bytes]


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a buyer wants, where it goes, how it is paid; `expected` is the total they saw; `render` writes the answer.

    `basket` is the cart that is paid, None for one that is bought at once.
    """

    buyer: Buyer
    wanted: Sequence[WantedLine]
    address: Address | None
    paying: PaymentAsked
    key: Key
    render: Render
    expected: Money | None = None
    basket: Cart | None = None


async def buy(app: App, purchase: Purchase) -> bytes:
    """Place and pay a purchase; the JSON answer (status 201).

    `Replay` when its key was answered before; `SoldOut`, `PriceChanged`, `CardDeclined`, `NotSoldHere`,
    `CountryNotServed`, `RegionUnknown`, `VariantUnknown`: nothing is held, charged or posted, and the refusal is kept
    under the key.
    """
    desk = app.part(Desk)
    kept = await desk.find_key(purchase.key)
    if kept is not None:
        return await _answer_known(app, purchase, kept)
    try:
        placement = await prepare(app, purchase)
        word = await _place(desk, placement)
        if word == "sold_out":
            raise SoldOut
    except Refusal as refusal:
        body = problem_bytes(refusal, purchase.buyer.language)
        await desk.keep_refusal(purchase.key, refusal.status, body)
        raise
    if word == "known":
        again = await desk.find_key(purchase.key)
        assert again is not None
        return await _answer_known(app, purchase, again)
    answer = await _pay(app, desk, purchase, placement)
    if purchase.basket is not None:
        await cart.close_cart(app, purchase.basket.id)
    return answer


async def _place(desk: Desk, placement: Placement) -> str:
    try:
        return await desk.place(placement)
    except UniqueViolationError:
        # Another payment of the same basket stands: the database keeps one only.
        raise CartPaid from None


async def _pay(app: App, desk: Desk, purchase: Purchase, placement: Placement) -> bytes:
    payment = placement.payment
    try:
        charge = await desk.provider.authorise(_authorisation(app, purchase.buyer, placement))
    except ProviderUnavailable:
        # It may have happened: the buyer is told that it is being looked at, a duty asks by the same key.
        return await _wait(app, purchase, payment, "pending", "payment_pending", None)
    except ProviderRefused as refused:
        return await _refuse(app, purchase, payment, refused.code)
    if charge.status in (ProviderStatus.AUTHORISED, ProviderStatus.CAPTURED):
        answer = _paid_answer(app, purchase, placement, charge)
        if await desk.settle(settlement_of(payment, charge, answer, placement.plan)) == "paid":
            app.waker.wake()
            return answer
        await apply_charge(app, payment.id, charge)
        return await _answer_from_books(app, purchase, payment.id)
    if charge.status is ProviderStatus.REQUIRES_ACTION:
        return await _wait(app, purchase, payment, "requires_action", "requires_action", charge)
    if charge.status is ProviderStatus.AWAITING_PAYMENT:
        return await _wait(app, purchase, payment, "awaiting", "awaiting_payment", charge)
    if charge.status is ProviderStatus.PENDING:
        return await _wait(app, purchase, payment, "pending", "payment_pending", charge)
    return await _refuse(app, purchase, payment, charge.decline_code or "declined")


def _authorisation(app: App, buyer: Buyer, placement: Placement) -> Authorisation:
    payment, token = placement.payment, _token_for(app, placement.payment)
    query = f"?token={token}" if token else ""
    return Authorisation(
        str(payment.id), payment.total, "voucher" if payment.method == "sandbox_voucher" else payment.token, buyer.payer,
        str(payment.id), f"{app.settings.public_url}/orders/{placement.orders[0].id}{query}",
    )  # fmt: skip


def _token_for(app: App, payment: PaymentRow) -> str | None:
    return None if payment.account_id is not None else order_token(app.settings.app_secret, payment.id)


def _paid_answer(app: App, purchase: Purchase, placement: Placement, charge: ProviderCharge) -> bytes:
    now = app.clock.now()
    payment = placement.payment._replace(state="paid", charge_id=charge.id, last4=charge.last4)
    views = [
        OrderView(
            order._replace(state="on_hold", hold_until=now + HOLD_HOUR), payment,
            tuple(line for line in placement.lines if line.order_id == order.id),
        )
        for order in placement.orders
    ]  # fmt: skip
    return purchase.render(views, now, _token_for(app, payment))


async def _wait(
    app: App, purchase: Purchase, payment: PaymentRow, state: str, order_state: str, charge: ProviderCharge | None
) -> bytes:
    """The provider will tell later: keep the hold as long as that takes, and answer how it stands."""
    expires_at = charge.voucher.expires_at if charge and charge.voucher else None
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        changed = await store.note_outcomes(
            transaction, payment.id, state=state, order_state=order_state, charge_id=charge.id if charge else None,
            action_url=charge.action_url if charge else None, expires_at=expires_at, last4=charge.last4 if charge else None,
            voucher_reference=charge.voucher.reference if charge and charge.voucher else None, failure=None, now=now,
        )  # fmt: skip
        if changed and expires_at is not None:
            orders = await store.list_orders_of(transaction, payment.id)
            await catalog.extend_holds(transaction, [order.id for order in orders], expires_at)
    return await _answer_from_books(app, purchase, payment.id)


async def _refuse(app: App, purchase: Purchase, payment: PaymentRow, why: str) -> bytes:
    refusal = CardDeclined(reason=why)
    body = problem_bytes(refusal, purchase.buyer.language)
    if await fail_payment(app, payment.id, why, answer=(purchase.key, refusal.status, body)):
        raise refusal
    return await _answer_from_books(app, purchase, payment.id)


async def _answer_known(app: App, purchase: Purchase, kept: KeptAnswer) -> bytes:
    """The answer to a key that was used before: the first one, or how its purchase stands when nobody answered it."""
    problem = replay_of(kept, purchase.key)
    if not isinstance(problem, KeyInFlight) or kept.subject is None:
        raise problem
    async with app.db.connection() as connection:
        payment = await store.find_payment(connection, kept.subject)
    if payment is None or payment.state == "created":
        raise problem
    if payment.state == "failed":
        refusal = CardDeclined(reason=payment.failure or "declined")
        body = problem_bytes(refusal, purchase.buyer.language)
        async with app.db.transaction() as transaction:
            await keep_answer(transaction, purchase.key, refusal.status, body)
        raise Replay(refusal.status, body)
    raise Replay(CREATED, await _answer_from_books(app, purchase, payment.id))


async def _answer_from_books(app: App, purchase: Purchase, payment_id: PaymentId) -> bytes:
    """The answer as the books stand now, kept as the first one for the key."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        payment = await store.find_payment(transaction, payment_id)
        assert payment is not None
        orders = await store.list_orders_of(transaction, payment_id)
        lines = await store.list_lines(transaction, [order.id for order in orders])
        views = [
            OrderView(order, payment, tuple(line for line in lines if line.order_id == order.id)) for order in orders
        ]
        body = purchase.render(views, now, _token_for(app, payment))
        await keep_answer(transaction, purchase.key, CREATED, body)
        kept = await find_key(transaction, purchase.key)
    # Whoever finished first wrote the answer; everybody gives that one.
    return kept.answer if kept is not None and kept.answer is not None else body


async def prepare(app: App, purchase: Purchase) -> Placement:
    """Price, attribute and plan a purchase; writes nothing."""
    now = app.clock.now()
    address = _checked_address(purchase)
    markets = await market.markets(app)
    country = markets.get(address.country)
    chosen = purchase.basket.shipping if purchase.basket else None
    quote = await cart.quote_lines(app, purchase.wanted, country, address.region, chosen)
    if purchase.expected is not None and purchase.expected != quote.total:
        raise PriceChanged(total={"minor": quote.total.minor, "currency": quote.currency})
    if any(line.offer.free < line.quantity for order in quote.orders for line in order.lines):
        raise SoldOut
    fee = markets.fee_at(now)
    decisions = await _decisions(app, purchase, quote, fee.house_bps, now)
    return _placement(purchase, quote, country, decisions, fee.platform_bps, now)


def _checked_address(purchase: Purchase) -> Address:
    if purchase.basket is not None and purchase.basket.state == "paid":
        raise CartPaid
    if purchase.address is None:
        raise AddressNeeded
    if not purchase.wanted:
        raise CartEmpty
    return purchase.address


async def _decisions(
    app: App, purchase: Purchase, quote: Quote, house_bps: Bps, now: datetime
) -> list[Decision | None]:
    buyer = purchase.buyer
    decisions: list[Decision | None] = []
    for order in quote.orders:
        for line in order.lines:
            shopper = Shopper(buyer.account_id, buyer.guest_id, line.touch_id)
            wanted = [(order.shop_id, line.offer.product_id)]
            decisions += await affiliate.attribute(app, shopper, wanted, house_bps=house_bps, now=now)
    return decisions


def _placement(
    purchase: Purchase, quote: Quote, country: Country, decisions: list[Decision | None], fee_bps: Bps, now: datetime
) -> Placement:
    payment_id = PaymentId(uuid7(now))
    orders, lines, planned = [], [], []
    remaining = iter(decisions)
    for quoted in quote.orders:
        order = _order_row(purchase, quote, quoted, payment_id, fee_bps, now)
        order_lines, commissions = [], []
        for place, line in enumerate(quoted.lines):
            decision = next(remaining)
            row = _line_row(line, order.id, place, decision, fee_bps, purchase.buyer)
            order_lines.append(row)
            if decision is not None:
                commissions.append(_commission(row, decision, quoted.shop_id, purchase.buyer))
        orders.append(order)
        lines += order_lines
        planned.append(_planned(quoted, order, order_lines, commissions))
    plan = Plan(quote.currency, country.code, planned)
    payment = _payment_row(purchase, quote, payment_id, plan, now)
    return Placement(payment, tuple(orders), tuple(lines), purchase.key.body_hash, plan)


def _payment_row(purchase: Purchase, quote: Quote, payment_id: PaymentId, plan: Plan, now: datetime) -> PaymentRow:
    buyer = purchase.buyer
    return PaymentRow(
        payment_id, buyer.account_id, buyer.guest_id, buyer.email, quote.currency, quote.total.minor, purchase.paying.method,
        purchase.paying.token, "created", None, None, None, None, None, now + STOCK_HOLD, buyer.language,
        purchase.key.scope, purchase.key.key, msgspec.json.encode(plan), address_digest(_checked_address(purchase)),
        now, now, None, None, None, purchase.basket.id if purchase.basket else None,
    )  # fmt: skip


def _order_row(
    purchase: Purchase, quote: Quote, quoted: QuotedOrder, payment_id: PaymentId, fee_bps: Bps, now: datetime
) -> OrderRow:
    offer = quoted.lines[0].offer
    return OrderRow(
        OrderId(uuid7(now)), payment_id, quoted.shop_id, offer.shop_slug, offer.shop_name, purchase.buyer.account_id,
        purchase.buyer.email, "payment_pending", quote.currency, quote.country, quote.region, quoted.subtotal.minor,
        quoted.shipping.minor, quoted.shipping_tax.minor, quoted.tax.minor, quoted.total.minor, fee_bps,
        quote.is_tax_included, msgspec.to_builtins(purchase.address), now, None, None, None, None, None, None, 0, False,
        None, False,
    )  # fmt: skip


def _line_row(
    line: QuotedLine, order_id: OrderId, place: int, decision: Decision | None, fee_bps: Bps, buyer: Buyer
) -> LineRow:
    earns = decision is not None and decision.creator_id != buyer.account_id
    rate = Bps(decision.rate_bps) if decision is not None and earns else Bps(0)
    split = affiliate.split_line(line.base, rate, fee_bps, is_house=decision is not None and decision.is_house)
    offer = line.offer
    return LineRow(
        LineId(uuid7_of(order_id, place)), order_id, place, offer.variant_id, offer.product_id, offer.title,
        offer.variant_title, offer.picture_key, line.quantity, line.unit.minor, line.total.minor, line.base.minor,
        line.tax.minor, split.platform.minor, split.creator.minor, AccountId(decision.creator_id) if decision else None,
        bool(decision and decision.is_house), 0,
    )  # fmt: skip


def uuid7_of(order_id: OrderId, place: int) -> UUID:
    """A line's id: its order's with the place added to the random part, so that a line sorts behind its order."""
    return UUID(int=order_id.int & ~0xFFFF | ((order_id.int + place + 1) & 0xFFFF))


def _commission(row: LineRow, decision: Decision, shop_id: ShopId, buyer: Buyer) -> PlannedCommission:
    is_own = decision.creator_id == buyer.account_id
    return PlannedCommission(
        decision, row.id, shop_id, row.product_id, row.title, row.base_minor, row.creator_minor,
        "void" if is_own else "pending", "own_purchase" if is_own else None,
    )  # fmt: skip


def _planned(
    quoted: QuotedOrder, order: OrderRow, lines: list[LineRow], commissions: list[PlannedCommission]
) -> PlannedOrder:
    return PlannedOrder(
        order.id, quoted.shop_id, tax_owner(order.country, order.region), order.total_minor,
        sum(line.base_minor for line in lines), sum(line.fee_minor for line in lines),
        order.shipping_minor - order.shipping_tax_minor, order.tax_minor, commissions,
    )  # fmt: skip
