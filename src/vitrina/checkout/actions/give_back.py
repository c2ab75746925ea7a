"""Cancelling and refunding: the books first, in one transaction; the provider carries it out after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from vitrina import affiliate, catalog, ledger, market, people
from vitrina.checkout import store
from vitrina.checkout.actions.orders import get_seen_order, view_of
from vitrina.checkout.adapters.order_json import is_in_hold_hour
from vitrina.checkout.adapters.port import (
    PaymentProvider,
    ProviderChargeId,
    ProviderRefused,
    ProviderStatus,
    ProviderUnavailable,
)
from vitrina.checkout.engine.desk import Desk
from vitrina.checkout.errors import NotCancellable, RefundTooLarge, WrongState
from vitrina.checkout.model import LineRow, OrderView, RefundDue
from vitrina.checkout.rules import SELLER_PAYABLE_DAYS, returned_entries, returned_parts
from vitrina.checkout.store import requests
from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import LineId, OrderId, PaymentId, RefundId, uuid7
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

# "refunded" too: its shipping may be given back after its pieces.
REFUNDABLE = ("on_hold", "to_ship", "shipped", "delivered", "completed", "partly_refunded", "refunded")
REFUND_AGAIN = timedelta(seconds=5)
REFUNDS_AT_ONCE = 100
ALREADY_PAYABLE = ("payable", "in_payout", "paid")


async def cancel_order(app: App, actor: people.Actor, order_id: OrderId, token: str | None) -> OrderView:
    """The shopper cancels within the hour: stock back, postings reversed, money back. `NotCancellable` after it."""
    async with app.db.transaction() as transaction:
        view = await get_seen_order(app, transaction, actor, order_id, token, lock=True, as_buyer=True)
        if not is_in_hold_hour(view.order, app.clock.now()):
            raise NotCancellable
        pieces = {line.id: line.quantity - line.refunded_quantity for line in view.lines}
        await give_back(app, transaction, view, pieces, reason="cancelled", with_shipping=True)
    app.waker.wake()
    return await view_of(app, order_id)


async def refund_order(
    app: App, actor: people.Actor, order_id: OrderId, lines: Sequence[tuple[LineId, int]], *, with_shipping: bool | None
) -> OrderView:
    """The shop (or the operator) gives pieces back; no lines: everything that is left, with its shipping.

    `RefundTooLarge` for more pieces than are left, `WrongState` for an order without money, `NotFound` when it is not theirs.
    """
    async with app.db.transaction() as transaction:
        view = await get_seen_order(app, transaction, actor, order_id, None, lock=True, as_seller=True)
        if view.order.state not in REFUNDABLE:
            raise WrongState(order_state=view.order.state)
        pieces = _pieces(view.lines, lines)
        is_all = all(pieces.get(line.id, 0) == line.quantity - line.refunded_quantity for line in view.lines)
        # What was never sent keeps no shipping.
        is_unsent = is_all and view.order.shipped_at is None
        wants_shipping = is_unsent or (is_all if with_shipping is None else with_shipping)
        if not any(pieces.values()) and not (wants_shipping and not view.order.is_shipping_refunded):
            raise RefundTooLarge
        await give_back(app, transaction, view, pieces, reason="refunded", with_shipping=wants_shipping)
    app.waker.wake()
    return await view_of(app, order_id)


def _pieces(held: Sequence[LineRow], asked: Sequence[tuple[LineId, int]]) -> dict[LineId, int]:
    left = {line.id: line.quantity - line.refunded_quantity for line in held}
    if not asked:
        return left
    pieces: dict[LineId, int] = {}
    for line_id, quantity in asked:
        if line_id not in left:
            raise Invalid(field="lines", reason="names a line that is not in this order")
        pieces[line_id] = pieces.get(line_id, 0) + quantity
    if any(quantity > left[line_id] for line_id, quantity in pieces.items()):
        raise RefundTooLarge
    return pieces


async def give_back(
    app: App, connection: Connection, view: OrderView, pieces: Mapping[LineId, int], *, reason: str, with_shipping: bool
) -> None:
    """Give pieces of an order back in the caller's transaction: lines, commission, posting, refund to carry out, events."""
    order, now = view.order, app.clock.now()
    pays_shipping = with_shipping and not order.is_shipping_refunded
    returned = returned_parts(order, view.lines, pieces, with_shipping=pays_shipping)
    left = {
        line.id: (line.quantity - line.refunded_quantity - pieces.get(line.id, 0), line.quantity)
        for line in view.lines
        if pieces.get(line.id)
    }
    commissions = await affiliate.return_commissions(connection, order.id, left, reason=reason, now=now)
    is_whole = all(line.refunded_quantity + pieces.get(line.id, 0) == line.quantity for line in view.lines)
    if is_whole:
        await affiliate.void_commissions(connection, order.id, reason=reason, now=now)
    await store.add_refunded_pieces(connection, list(pieces), list(pieces.values()))
    refund_id = RefundId(uuid7(now))
    if not returned.buyer.is_zero:
        creators = [(str(line.creator_id), line.state in ALREADY_PAYABLE, amount) for line, amount in commissions]
        entries = returned_entries(order, returned, creators)
        await ledger.post(connection, [ledger.Posting(refund_id, f"order_{reason}", refund_id, entries)], now)
        await store.insert_refund(
            connection, refund_id, order.payment_id, order.id, returned.buyer, reason=reason, now=now,
            lines={str(line): quantity for line, quantity in pieces.items()},
        )  # fmt: skip
    if is_whole and order.shipped_at is None:
        await catalog.release_holds(connection, [order.id], from_taken=True)
    state = ("cancelled" if reason == "cancelled" else "refunded") if is_whole else "partly_refunded"
    await store.update_state(
        connection, order.id, state, "shopper" if reason == "cancelled" else "shop", now,
        refunded_minor=returned.buyer.minor, is_shipping_refunded=pays_shipping,
    )  # fmt: skip
    if is_whole and not pays_shipping and not order.is_shipping_refunded and order.shipping_minor:
        # Everything went back but the shipping, which stays the shop's: nothing will be delivered that could date it.
        country = (await market.markets(app)).get(order.country)
        day = market.local_date(now, country) + timedelta(days=SELLER_PAYABLE_DAYS)
        await store.date_seller(connection, order.id, day)
    if is_whole:
        await requests.close_live(connection, order.id, "done", "shop", now)
    topic = "OrderCancelled" if reason == "cancelled" else "OrderRefunded"
    payload = {"minor": returned.buyer.minor, "currency": order.currency, "refund_id": str(refund_id)}
    await add_events(connection, [Event(topic, order.id, payload, now)])


async def carry_out_refunds(app: App) -> int:
    """Ask the provider for every refund that is due, by the refund's own id as key; how many were done."""
    async with app.db.connection() as connection:
        due = await store.list_due_refunds(connection, app.clock.now() - REFUND_AGAIN, REFUNDS_AT_ONCE)
    done = 0
    for refund in due:
        done += await _carry_out(app, refund)
    return done


async def _carry_out(app: App, refund: RefundDue) -> bool:
    provider, charge = app.part(Desk).provider, ProviderChargeId(refund.charge_id)
    try:
        is_void = not refund.is_captured and await _let_go(provider, refund)
        if not is_void:
            await provider.refund(charge, refund.amount, key=f"{refund.id}:refund")
    except (ProviderUnavailable, ProviderRefused):
        async with app.db.transaction() as transaction:
            await store.note_refund_try(transaction, refund.id, app.clock.now())
        return False
    async with app.db.transaction() as transaction:
        await store.finish_refund(transaction, refund.id, is_void=is_void, now=app.clock.now())
    return True


async def _let_go(provider: PaymentProvider, refund: RefundDue) -> bool:
    """Let an authorisation go whose whole amount is given back; False when it was captured meanwhile.

    All refunds of a payment share the key: the first one voids, the others are told the same.
    """
    charge_id = ProviderChargeId(refund.charge_id)
    try:
        await provider.void(charge_id, key=f"{refund.payment_id}:void")
    except ProviderRefused:
        return (await provider.get(charge_id)).status is not ProviderStatus.CAPTURED
    return True


async def reverse_uncaptured(app: App, payment_id: PaymentId) -> None:
    """The provider would not capture what it authorised: every order of the payment is undone, nothing is owed back."""
    async with app.db.connection() as connection:
        orders = await store.list_orders_of(connection, payment_id)
    for order in orders:
        async with app.db.transaction() as transaction:
            view = await get_seen_order(app, transaction, people.Actor(), order.id, None, lock=True, is_system=True)
            if view.order.state not in REFUNDABLE or view.order.refunded_minor == view.order.total_minor:
                continue
            pieces = {line.id: line.quantity - line.refunded_quantity for line in view.lines}
            await give_back(app, transaction, view, pieces, reason="cancelled", with_shipping=True)
    app.waker.wake()
