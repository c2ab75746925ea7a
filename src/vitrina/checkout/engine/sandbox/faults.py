"""Faults that a test asks for: slow answers, lost replies, errors after the effect, stalls; drawn from a seed."""

from __future__ import annotations

import random
from typing import Annotated

import msgspec

Rate = Annotated[float, msgspec.Meta(ge=0, le=1)]
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=120_000)]


class FaultPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often which fault happens to a POST; `delay_ms` slows every call of the API. All zero: no faults."""

    seed: int = 0
    delay_ms: Milliseconds = 0
    lose_reply_rate: Rate = 0.0
    error_after_charge_rate: Rate = 0.0
    stall_rate: Rate = 0.0
    stall_ms: Milliseconds = 8_000


class Misfortune(msgspec.Struct, frozen=True):
    """What befalls one POST; the two stalls are before and after its effect."""

    stall_before_ms: int = 0
    stall_after_ms: int = 0
    is_reply_lost: bool = False
    is_error_after: bool = False


NONE = Misfortune()


class Faults:
    """The plan in force and its stream of draws."""

    def __init__(self, plan: FaultPlan) -> None:
        self.replace(plan)

    def replace(self, plan: FaultPlan) -> None:
        """Put another plan in force; its seed starts a new stream."""
        self.plan = plan
        self._random = random.Random(plan.seed)  # noqa: S311 - repeatable faults, no secret
        self._is_quiet = not (plan.lose_reply_rate or plan.error_after_charge_rate or plan.stall_rate)

    def draw(self) -> Misfortune:
        """What befalls the next POST; at most one of the faults."""
        if self._is_quiet:
            return NONE
        plan, drawn, half = self.plan, self._random.random(), self._random.random() < 0.5
        if drawn < plan.stall_rate:
            return Misfortune(stall_before_ms=plan.stall_ms if half else 0, stall_after_ms=0 if half else plan.stall_ms)
        drawn -= plan.stall_rate
        if drawn < plan.lose_reply_rate:
            return Misfortune(is_reply_lost=True)
        drawn -= plan.lose_reply_rate
        return Misfortune(is_error_after=drawn < plan.error_after_charge_rate)
