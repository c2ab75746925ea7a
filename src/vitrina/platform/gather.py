"""Callers that arrive while a statement is under way share the next one.

Every hot statement of the product takes arrays, so that 1 or 256 requests cost the same trips. A `Gather` keeps at most
`lanes` calls in flight; whoever comes meanwhile waits and is answered by the next call, in the order of arrival. With one
caller nothing is delayed: the first call goes at once.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

GATHER_BATCH_MAX = 256
GATHER_WAITING_MAX = 20_000


class GatherFull(Exception):
    """More callers wait than may wait; they are refused at once rather than kept."""


class Gather(Generic[Asked, Answered]):
    """Joins concurrent calls of `run`, which answers a whole batch, one answer for each request in order.

    An answer that is an exception is raised in its own caller only. When `run` itself fails for a batch of several,
    each request is tried alone, so that one bad request cannot spoil its neighbours.
    """

    def __init__(
        self,
        run: Callable[[Sequence[Asked]], Awaitable[Sequence[Answered | BaseException]]],
        *,
        lanes: int = 1,
        batch_max: int = GATHER_BATCH_MAX,
    ) -> None:
        self._run = run
        self._lanes_free = lanes
        self._batch_max = batch_max
        self._waiting: deque[tuple[Asked, asyncio.Future[Answered]]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    async def ask(self, request: Asked) -> Answered:
        """The answer to `request`; raises what `run` raised or answered for it, or `GatherFull`."""
        if len(self._waiting) >= GATHER_WAITING_MAX:
            raise GatherFull
        future: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        if self._lanes_free:
            self._lanes_free -= 1
            # An empty context: the batch must not run inside the transaction of whoever happened to come first.
            task = asyncio.get_running_loop().create_task(self._serve(), context=contextvars.Context())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await future

    async def _serve(self) -> None:
        try:
            # One turn of the loop lets requests that are already parsed join the first batch.
            await asyncio.sleep(0)
            while self._waiting:
                size = min(len(self._waiting), self._batch_max)
                await self._serve_batch([self._waiting.popleft() for _ in range(size)])
        finally:
            self._lanes_free += 1

    async def _serve_batch(self, batch: list[tuple[Asked, asyncio.Future[Answered]]]) -> None:
        try:
            answers = await self._run([request for request, _ in batch])
        except Exception as problem:  # noqa: BLE001 - handed to the callers, none is swallowed
            if len(batch) == 1:
                _settle(batch[0][1], problem)
                return
            for pair in batch:
                await self._serve_batch([pair])
            return
        assert len(answers) == len(batch)
        for (_, future), answer in zip(batch, answers, strict=True):
            _settle(future, answer)


def _settle(future: asyncio.Future[Answered], answer: Answered | BaseException) -> None:
    if future.done():
        return  # its caller went away
    if isinstance(answer, BaseException):
        future.set_exception(answer)
    else:
        future.set_result(answer)
