"""Duties of the worker: finish what a dead process left, capture, refund, free, mature. All are safe to repeat."""

from __future__ import annotations

from vitrina.checkout import actions
from vitrina.checkout.actions import requests
from vitrina.platform.app import App
from vitrina.platform.jobs import Every


async def settle_pending(app: App) -> None:
    await actions.settle_pending(app)


async def capture_due(app: App) -> None:
    await actions.capture_due(app)


async def carry_out_refunds(app: App) -> None:
    await actions.carry_out_refunds(app)


async def expire_holds(app: App) -> None:
    await actions.expire_holds(app)


async def end_hold_hours(app: App) -> None:
    await actions.end_hold_hours(app)


async def grant_overdue(app: App) -> None:
    await requests.grant_overdue(app)


async def mature_sellers(app: App) -> None:
    await actions.mature_sellers(app)


async def tell_sales(app: App) -> None:
    await actions.tell_sales(app)


async def tell_missed_sales(app: App) -> None:
    """What a worker that was away did not tell, and a last look at the ten minutes that are over."""
    await actions.tell_sales(app, back=actions.SEEN_AT_MOST)


async def tell_vouchers(app: App) -> None:
    await actions.tell_vouchers(app)


DUTIES = [
    Every(1.0, "checkout.settle_pending", settle_pending),
    Every(0.5, "checkout.capture_due", capture_due),
    Every(1.0, "checkout.carry_out_refunds", carry_out_refunds),
    Every(1.0, "checkout.expire_holds", expire_holds),
    Every(5.0, "checkout.end_hold_hours", end_hold_hours),
    Every(60.0, "checkout.grant_overdue", grant_overdue),
    Every(60.0, "checkout.mature_sellers", mature_sellers),
    Every(5.0, "checkout.tell_sales", tell_sales),
    Every(300.0, "checkout.tell_missed_sales", tell_missed_sales),
    Every(30.0, "checkout.tell_vouchers", tell_vouchers),
]
