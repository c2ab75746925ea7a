"""Buying: hold → ask the provider → paid, refused or waiting. The whole story of a tap on Pay (design.md §4)."""

from __future__ import annotations

from asyncpg import UniqueViolationError

from vitrina import cart, catalog
from vitrina.cart import CartPaid
from vitrina.catalog import SoldOut
from vitrina.checkout import store
from vitrina.checkout.actions.prepare import Purchase, prepare
from vitrina.checkout.actions.settle import apply_charge, fail_payment, settlement_of
from vitrina.checkout.adapters.port import (
    Authorisation,
    ProviderCharge,
    ProviderRefused,
    ProviderStatus,
    ProviderUnavailable,
)
from vitrina.checkout.engine.desk import Desk
from vitrina.checkout.errors import CardDeclined
from vitrina.checkout.model import (
    Buyer,
    OrderView,
    PaymentRow,
    Placement,
)
from vitrina.checkout.rules import HOLD_HOUR, order_token
from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import PaymentId
from vitrina.platform.app import App
from vitrina.platform.http import problem_bytes
from vitrina.platform.keys import KeptAnswer, KeyInFlight, Replay, find_key, keep_answer, replay_of

CREATED = 201


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
        word = await _place_with_voucher(app, desk, purchase, placement)
        if word == "sold_out":
            raise SoldOut
    except Refusal as refusal:
        body = problem_bytes(refusal, purchase.buyer.language)
        if await desk.keep_refusal(purchase.key, refusal.status, body):
            raise
        # The same request came twice at once: the other one may have bought the last piece.
        word = "known"
    if word == "known":
        again = await desk.find_key(purchase.key)
        assert again is not None
        return await _answer_known(app, purchase, again)
    if purchase.basket is not None:
        # Before money is asked for: a payment that comes to nothing opens the basket again.
        await cart.close_cart(app, purchase.basket.id)
    return await _pay(app, desk, purchase, placement)


async def _place_with_voucher(app: App, desk: Desk, purchase: Purchase, placement: Placement) -> str:
    """Place it; a voucher's use is held first, and given back when the placement came to nothing.

    A process that dies in between leaves a held use, which a duty gives back.
    """
    if placement.voucher is None:
        return await _place(desk, placement)
    await cart.hold_voucher(app, placement.voucher, placement.payment.id, purchase.buyer.payer)
    word = "failed"
    try:
        word = await _place(desk, placement)
    finally:
        if word != "placed":
            async with app.db.transaction() as transaction:
                await cart.release_vouchers(transaction, [placement.payment.id])
    return word


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
        return await _wait(app, purchase, payment, ("pending", "payment_pending"), None)
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
        return await _wait(app, purchase, payment, ("requires_action", "requires_action"), charge)
    if charge.status is ProviderStatus.AWAITING_PAYMENT:
        return await _wait(app, purchase, payment, ("awaiting", "awaiting_payment"), charge)
    if charge.status is ProviderStatus.PENDING:
        return await _wait(app, purchase, payment, ("pending", "payment_pending"), charge)
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
    app: App, purchase: Purchase, payment: PaymentRow, states: tuple[str, str], charge: ProviderCharge | None
) -> bytes:
    """The provider will tell later: keep the hold as long as that takes, and answer how it stands.

    `states` are the payment's and its orders'.
    """
    expires_at = charge.voucher.expires_at if charge and charge.voucher else None
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        changed = await store.note_outcomes(
            transaction, payment.id, state=states[0], order_state=states[1], charge_id=charge.id if charge else None,
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
