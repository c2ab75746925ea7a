"""Duties of the worker: earned commission becomes payable on its date."""

from __future__ import annotations

from vitrina.affiliate import actions
from vitrina.platform.app import App
from vitrina.platform.jobs import Every

MATURE_EVERY_S = 60


async def mature(app: App) -> None:
    await actions.mature_commissions(app)


DUTIES = [Every(MATURE_EVERY_S, "affiliate.mature", mature)]
