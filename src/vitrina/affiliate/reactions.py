"""What creators hear of their money: what sales earned them, ten minutes' as one notice, and what may be paid out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from vitrina import notice
from vitrina.affiliate import store
from vitrina.kernel.ids import AccountId
from vitrina.platform.app import App
from vitrina.platform.outbox import Event
from vitrina.platform.relay import Reaction

SEEN_USUALLY = timedelta(minutes=1)
SEEN_AT_MOST = timedelta(minutes=50)
WALLET = "/wallet"


async def tell_earned(app: App, *, back: timedelta = SEEN_USUALLY) -> int:
    """Tell creators what they earned in the ten minutes that run now and those that ran `back` ago; how many are new.

    Counted from the lines themselves each time, so it does not matter how often it runs.
    """
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        earned = await store.earned_since(transaction, notice.group_start(now - back), notice.GROUP_EVERY)
        made = await notice.tell_all(transaction, [
            (
                notice.To(account_id=one.creator_id),
                notice.SaleEarned(
                    one.count, notice.Amount(one.amount.minor, one.amount.currency), one.title,
                    one.since + notice.GROUP_EVERY, WALLET,
                ),
                f"earned:{one.creator_id}:{one.amount.currency}:{one.since.isoformat()}",
            )
            for one in earned
        ], now=now)  # fmt: skip
    if earned:
        app.waker.wake()
    return made


async def _tell_payable(app: App, events: Sequence[Event]) -> None:
    """A day's payable commission is one notice."""
    creators = list({AccountId(event.payload["creator_id"]) for event in events})
    now = app.clock.now()
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    async with app.db.transaction() as transaction:
        payable = await store.payable_since(transaction, creators, day)
        await notice.tell_all(transaction, [
            (
                notice.To(account_id=one.creator_id),
                notice.CommissionPayable(
                    one.count, notice.Amount(one.amount.minor, one.amount.currency),
                    notice.group_start(now) + notice.GROUP_EVERY, WALLET,
                ),
                f"payable:{one.creator_id}:{one.amount.currency}:{day:%F}",
            )
            for one in payable
            if not one.amount.is_zero
        ], now=now)  # fmt: skip
    app.waker.wake()


REACTIONS = [Reaction("CommissionPayable", "affiliate.tell_payable", _tell_payable)]
