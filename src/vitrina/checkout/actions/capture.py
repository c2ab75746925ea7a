"""Taking the money that was authorised, at once, under the payment's own key."""

from __future__ import annotations

import asyncio

from vitrina.checkout import store
from vitrina.checkout.actions.give_back import reverse_uncaptured
from vitrina.checkout.adapters.port import ProviderChargeId, ProviderRefused, ProviderStatus, ProviderUnavailable
from vitrina.checkout.engine.desk import Desk
from vitrina.kernel.ids import PaymentId
from vitrina.kernel.money import Money
from vitrina.platform.app import App

CAPTURES_AT_ONCE = 256
CAPTURE_LANES = 16


async def capture_due(app: App) -> int:
    """Capture every paid payment that is not captured yet; how many the provider took."""
    captured = 0
    while True:
        async with app.db.connection() as connection:
            due = await store.list_uncaptured(connection, CAPTURES_AT_ONCE)
        lanes = asyncio.Semaphore(CAPTURE_LANES)
        taken = [one for one in await asyncio.gather(*(_capture(app, lanes, *one) for one in due)) if one is not None]
        async with app.db.connection() as connection:
            await store.mark_captured(connection, taken, app.clock.now())
        captured += len(taken)
        if len(due) < CAPTURES_AT_ONCE or not taken:
            return captured


async def _capture(
    app: App, lanes: asyncio.Semaphore, payment_id: PaymentId, charge_id: str, amount: Money
) -> PaymentId | None:
    provider = app.part(Desk).provider
    async with lanes:
        try:
            await provider.capture(ProviderChargeId(charge_id), amount, key=str(payment_id))
        except ProviderUnavailable:
            return None  # asked again by the next round, under the same key
        except ProviderRefused:
            charge = await provider.get(ProviderChargeId(charge_id))
            if charge.status is not ProviderStatus.CAPTURED:
                await reverse_uncaptured(app, payment_id)
                return None
    return payment_id
