"""What is told because time passes: sales, ten minutes' as one notice, and references that wait to be paid."""

from __future__ import annotations

from datetime import timedelta

from vitrina import market, notice, people
from vitrina.checkout import store
from vitrina.checkout.adapters.telling import buyer_of, order_path
from vitrina.checkout.model import OrderView
from vitrina.checkout.rules import HOLD_HOUR
from vitrina.platform.app import App

# Sales are seen while their order is on hold, so a worker that was away for less than an hour misses none.
SEEN_USUALLY = timedelta(minutes=1)
SEEN_AT_MOST = timedelta(minutes=50)
REMINDED_BEFORE = timedelta(hours=6)
# A reference that lives for less is paid or forgotten before a reminder would help.
REMINDED_LIFE = timedelta(hours=12)
VOUCHERS_AT_ONCE = 500


async def tell_sales(app: App, *, back: timedelta = SEEN_USUALLY) -> int:
    """Tell each shop's members what it sold in the ten minutes that run now and those that ran `back` ago; how many are new.

    Counted from the orders themselves each time, so it does not matter how often it runs, or that it did not for a while.
    """
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        sales = await store.sold_since(transaction, notice.group_start(now - back), HOLD_HOUR, notice.GROUP_EVERY)
        members = await people.list_members(transaction, [sale.shop_id for sale in sales]) if sales else {}
        made = await notice.tell_all(transaction, [
            (
                notice.To(account_id=member),
                notice.SaleMade(
                    sale.shop_name, sale.count, notice.Amount(sale.total.minor, sale.total.currency), sale.title,
                    sale.since + notice.GROUP_EVERY, f"/sell/{sale.shop_slug}",
                ),
                f"sales:{sale.shop_id}:{sale.total.currency}:{sale.since.isoformat()}:{member}",
            )
            for sale in sales
            for member in members.get(sale.shop_id, ())
        ], now=now)  # fmt: skip
    if sales:
        app.waker.wake()
    return made


async def tell_vouchers(app: App) -> int:
    """Tell those who chose to pay later what to pay and until when, and once more six hours before; how many were told."""
    now = app.clock.now()
    async with app.db.connection() as connection:
        waiting = await store.list_waiting_payments(
            connection, now - notice.GROUP_EVERY, now + REMINDED_BEFORE, VOUCHERS_AT_ONCE
        )
        if not waiting:
            return 0
        orders = await store.list_orders_of_payments(connection, [payment.id for payment in waiting])
    markets, tellings = await market.markets(app), []
    for payment in waiting:
        view = OrderView(orders[payment.id], payment, ())
        to = buyer_of(view)
        is_late = payment.expires_at - now <= REMINDED_BEFORE and payment.expires_at - payment.at >= REMINDED_LIFE
        if to is None or payment.voucher_reference is None:
            continue
        told = notice.VoucherToPay(
            notice.Amount(payment.total_minor, payment.currency), payment.voucher_reference, payment.expires_at,
            markets.get(view.order.country).zone, order_path(app, view), is_reminder=is_late,
        )  # fmt: skip
        tellings.append((to, told, f"voucher:{payment.id}:{'again' if is_late else 'first'}"))
    async with app.db.transaction() as transaction:
        made = await notice.tell_all(transaction, tellings, now=now)
    if made:
        app.waker.wake()
    return made
