"""Duties of the worker: sanctions end by themselves, and so do those whose appeal nobody answered."""

from __future__ import annotations

from vitrina.platform.app import App
from vitrina.platform.jobs import Every
from vitrina.trust.actions import judge

LIFT_EVERY_S = 60


async def lift_over(app: App) -> None:
    await judge.lift_over(app)


DUTIES = [Every(LIFT_EVERY_S, "trust.lift_over", lift_over)]
