"""Buyers of one variant queue in the process, not at its row.

Under a row lock one hot SKU gives about a thousand answers a second, whatever the machine does besides. Here the buyers who
arrive while a statement is under way are placed together by the next one, in the order of arrival. What sells slowly shares
the common lanes, many variants in one statement; a variant that several buyers want at once gets a lane of its own, so that
its queue never holds up anybody else. Several processes stay exact because the statement itself is conditional.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from vitrina.kernel.ids import VariantId
from vitrina.platform.gather import Gather

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

HOT_FROM = 6
COMMON_LANES = 1
BATCH_MAX = 128


class Sequencer(Generic[Asked, Answered]):
    """Joins requests that hold stock: `run` places a whole batch, one answer each."""

    def __init__(self, run: Callable[[Sequence[Asked]], Awaitable[Sequence[Answered | BaseException]]]) -> None:
        self._run = run
        self._common: Gather[Asked, Answered] = Gather(run, lanes=COMMON_LANES, batch_max=BATCH_MAX)
        self._hot: dict[VariantId, Gather[Asked, Answered]] = {}
        self._wanted: Counter[VariantId] = Counter()

    async def ask(self, variants: Sequence[VariantId], request: Asked) -> Answered:
        """Place `request`, which wants `variants`; its place in the queue is its arrival here."""
        if len(variants) != 1:
            return await self._common.ask(request)
        variant = variants[0]
        self._wanted[variant] += 1
        try:
            return await self._lane(variant).ask(request)
        finally:
            self._wanted[variant] -= 1
            if not self._wanted[variant]:
                del self._wanted[variant]
                self._hot.pop(variant, None)

    def waiting(self, variant: VariantId) -> int:
        """How many buyers of a variant are being answered now, in this process."""
        return self._wanted[variant]

    def _lane(self, variant: VariantId) -> Gather[Asked, Answered]:
        lane = self._hot.get(variant)
        if lane is None and self._wanted[variant] >= HOT_FROM:
            lane = self._hot[variant] = Gather(self._run, lanes=1, batch_max=BATCH_MAX)
        return lane or self._common
