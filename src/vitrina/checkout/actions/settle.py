"""The provider's word becomes the books': one transition, from the answer, a webhook, the buyer's return or a duty."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid5

import msgspec

from vitrina import cart, catalog
from vitrina.checkout import store
from vitrina.checkout.adapters.port import (
    ProviderCharge,
    ProviderRefused,
    ProviderStatus,
    ProviderUnavailable,
    WebhookEvent,
)
from vitrina.checkout.engine.desk import Desk, Settlement
from vitrina.checkout.model import OPEN_STATES, PaymentRow, Plan
from vitrina.kernel.ids import OrderId, PaymentId, RefundId, parse_uuid
from vitrina.platform.app import App
from vitrina.platform.keys import Key, keep_answer
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

# The gateway may hold an answer for 8 s; before that a "never received" is not to be believed.
UNKNOWN_AFTER = timedelta(seconds=10)
ASK_AGAIN = timedelta(seconds=2)
ASK_WAITING = timedelta(seconds=15)
ASKED_AT_ONCE = 100
# A placement takes seconds at most: a use that has no payment by then will have none.
VOUCHER_LOOK = timedelta(minutes=2)
MONEY_THERE = (ProviderStatus.AUTHORISED, ProviderStatus.CAPTURED)


def settlement_of(payment: PaymentRow, charge: ProviderCharge, answer: bytes | None, plan: Plan) -> Settlement:
    """What is needed to post a payment whose money is there."""
    return Settlement(
        payment.id, charge.id, charge.fingerprint, charge.last4, charge.status is ProviderStatus.CAPTURED,
        payment.address_digest, plan, answer, payment.language,
    )  # fmt: skip


async def apply_charge(app: App, payment_id: PaymentId, charge: ProviderCharge) -> str:
    """Bring a payment to where its charge is; the word says what it did. Safe any number of times, in any order."""
    async with app.db.connection() as connection:
        payment = await store.find_payment(connection, payment_id)
    if payment is None:
        return "unknown"
    if charge.status in MONEY_THERE:
        return await _settle(app, payment, charge)
    if charge.status in (ProviderStatus.DECLINED, ProviderStatus.VOIDED, ProviderStatus.EXPIRED):
        failed = await fail_payment(app, payment_id, charge.decline_code or charge.status.value)
        return "failed" if failed else "already"
    async with app.db.transaction() as transaction:
        await store.touch_asked(transaction, payment_id, app.clock.now())
    return "waiting"


async def _settle(app: App, payment: PaymentRow, charge: ProviderCharge) -> str:
    word = "already"
    if payment.state in OPEN_STATES:
        plan = msgspec.json.decode(payment.plan, type=Plan)
        word = await app.part(Desk).settle(settlement_of(payment, charge, None, plan))
    if word == "paid":
        app.waker.wake()
        return word
    async with app.db.transaction() as transaction:
        now = await store.find_payment(transaction, payment.id, lock=True)
        assert now is not None
        if now.state in ("late", "expired", "failed"):
            await _give_late_money_back(app, transaction, now, charge)
            word = "late"
    return word


async def _give_late_money_back(app: App, connection: Connection, payment: PaymentRow, charge: ProviderCharge) -> None:
    """Money that came after the stock was gone goes back by itself, once, and the buyer is told."""
    refund_id = RefundId(uuid5(payment.id, "late"))
    now = app.clock.now()
    await store.note_charge(
        connection, payment.id, charge.id, is_captured=charge.status is ProviderStatus.CAPTURED, now=now
    )
    await store.insert_refund(connection, refund_id, payment.id, None, payment.total, reason="late", lines={}, now=now)
    await add_events(connection, [Event("PaymentLate", payment.id, {"language": payment.language}, now)])


async def fail_payment(
    app: App, payment_id: PaymentId, why: str, *, answer: tuple[Key, int, bytes] | None = None, is_expired: bool = False
) -> bool:
    """Close an open payment without money and free its stock; False when it is not open any more."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        changed = await store.note_outcomes(
            transaction, payment_id, state="expired" if is_expired else "failed",
            order_state="expired" if is_expired else "payment_failed", charge_id=None, action_url=None,
            voucher_reference=None, expires_at=None, last4=None, failure=why, now=now,
        )  # fmt: skip
        if not changed:
            return False
        orders = await store.list_orders_of(transaction, payment_id)
        await catalog.release_holds(transaction, [order.id for order in orders])
        await cart.release_vouchers(transaction, [payment_id])
        payment = await store.find_payment(transaction, payment_id)
        if payment is not None and payment.cart_id is not None:
            await cart.reopen_cart(transaction, payment.cart_id)
        if answer is not None:
            await keep_answer(transaction, *answer)
        await add_events(transaction, [
            Event("OrderExpired" if is_expired else "PaymentFailed", order.id, {"why": why}, now) for order in orders
        ])  # fmt: skip
    app.waker.wake()
    return True


async def hear_provider(app: App, event: WebhookEvent) -> None:
    """Take in a verified message of the provider, once; what it says is only believed of its charge as it is now."""
    async with app.db.connection() as connection:
        is_new = await store.claim_webhook(connection, event.id, app.clock.now())
        payment_id = parse_uuid(event.charge.reference)
    if is_new and payment_id is not None:
        await apply_charge(app, PaymentId(payment_id), event.charge)


async def settle_pending(app: App) -> int:
    """Ask the provider about every payment that nobody finished; how many were asked."""
    now, asked = app.clock.now(), 0
    provider = app.part(Desk).provider
    async with app.db.connection() as connection:
        waiting = [
            *await store.list_open_payments(connection, ["created"], now - UNKNOWN_AFTER, ASKED_AT_ONCE),
            *await store.list_open_payments(connection, ["pending"], now - ASK_AGAIN, ASKED_AT_ONCE),
            *await store.list_open_payments(
                connection, ["requires_action", "awaiting"], now - ASK_WAITING, ASKED_AT_ONCE
            ),
            *await store.list_late_unreturned(connection, now - ASK_AGAIN, ASKED_AT_ONCE),
        ]
    for payment in waiting:
        try:
            charge = await provider.find_by_key(str(payment.id))
        except (ProviderUnavailable, ProviderRefused):
            async with app.db.transaction() as transaction:
                await store.touch_asked(transaction, payment.id, app.clock.now())
            continue
        asked += 1
        if charge is not None:
            await apply_charge(app, payment.id, charge)
        elif now - payment.at >= UNKNOWN_AFTER:
            await fail_payment(app, payment.id, "not_received")
    return asked


async def settle_vouchers(app: App) -> int:
    """Say of each held use of a voucher what became of its payment; how many were looked at.

    One without a payment is what a process left that died between the two.
    """
    async with app.db.transaction() as transaction:
        held = await cart.list_held_vouchers(transaction, app.clock.now() - VOUCHER_LOOK, ASKED_AT_ONCE)
        payments = await store.list_payments(transaction, held) if held else {}
        paid = [one for one in held if one in payments and payments[one].state == "paid"]
        open_ids = [one for one in held if one in payments and payments[one].state in OPEN_STATES]
        await cart.mark_vouchers_used(transaction, paid)
        await cart.release_vouchers(transaction, sorted(set(held) - set(paid) - set(open_ids)))
    return len(held)


async def _let_charge_go(app: App, payment_id: PaymentId) -> None:
    """Void what an expired payment left at the provider; money that is there already goes back as late."""
    provider = app.part(Desk).provider
    try:
        charge = await provider.find_by_key(str(payment_id))
        if charge is not None and charge.status in MONEY_THERE:
            await apply_charge(app, payment_id, charge)
        elif charge is not None:
            await provider.void(charge.id, key=f"{payment_id}:expired")
    except (ProviderUnavailable, ProviderRefused):
        return  # money that comes all the same goes back as late


async def expire_holds(app: App) -> int:
    """Free the stock of everything whose time is over, close its payment, and let the provider's charge go."""
    expired = await catalog.list_expired_holds(app)
    if not expired:
        return 0
    async with app.db.connection() as connection:
        payments = await store.list_payments_of_orders(connection, [OrderId(one) for one in expired])
    for payment in payments.values():
        if await fail_payment(app, payment.id, "expired", is_expired=True):
            await _let_charge_go(app, payment.id)
    stray = [one for one in expired if OrderId(one) not in payments or payments[OrderId(one)].state not in OPEN_STATES]
    async with app.db.transaction() as transaction:
        await catalog.release_holds(transaction, stray)
    return len(expired)
