"""Duties of the worker: earned commission becomes payable on its date; creators hear what sales earned them."""

from __future__ import annotations

from vitrina.affiliate import actions, reactions
from vitrina.platform.app import App
from vitrina.platform.jobs import Every

MATURE_EVERY_S = 60
TELL_EVERY_S = 5
TELL_MISSED_EVERY_S = 300


async def mature(app: App) -> None:
    await actions.mature_commissions(app)


async def tell_earned(app: App) -> None:
    await reactions.tell_earned(app)


async def tell_missed(app: App) -> None:
    """What a worker that was away did not tell, and a last look at the ten minutes that are over."""
    await reactions.tell_earned(app, back=reactions.SEEN_AT_MOST)


DUTIES = [
    Every(MATURE_EVERY_S, "affiliate.mature", mature),
    Every(TELL_EVERY_S, "affiliate.tell_earned", tell_earned),
    Every(TELL_MISSED_EVERY_S, "affiliate.tell_missed", tell_missed),
]
