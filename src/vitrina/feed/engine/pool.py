"""What a walk can meet: the newest videos, kept in the process and read again when something changed."""

from __future__ import annotations

import time
from collections.abc import Set
from dataclasses import replace
from uuid import UUID

from vitrina import video
from vitrina.feed.model import Place, Skips, Step, Walk
from vitrina.feed.rules import next_places, order_of
from vitrina.kernel.ids import AccountId, VideoId
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

# Videos ordered together; the next ones come when a walk has seen these.
POOL_VIDEOS_MAX = 500
# Numbers of changes may be committed out of order; a copy this old is read again whatever the number says.
KEPT_S = 2.0
ORDERS_KEPT_MAX = 256
_NO_SKIPS = Skips()


class Pool:
    """The newest ready videos and the orders made of them."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._change = -1
        self._read_at = float("-inf")
        self._videos: list[tuple[VideoId, str]] = []
        self._by_creator: dict[AccountId, list[VideoId]] = {}
        self._orders: dict[tuple[int, str], list[Place]] = {}

    async def refresh(self, connection: Connection) -> None:
        """Make the copy right: one small statement, and the list itself when something changed."""
        change = await video.last_change(connection)
        if change == self._change and time.monotonic() - self._read_at < KEPT_S:
            return
        fresh = await video.list_fresh(connection, None, POOL_VIDEOS_MAX)
        found = [(one.id, one.language) for one in fresh]
        if found != self._videos:
            self._videos, self._orders, self._by_creator = found, {}, {}
            for one in fresh:
                self._by_creator.setdefault(one.creator_id, []).append(one.id)
        self._change, self._read_at = change, time.monotonic()

    async def step(
        self,
        connection: Connection,
        walk: Walk | None,
        *,
        seed: int,
        language: str,
        limit: int,
        skips: Skips = _NO_SKIPS,
    ) -> Step:
        """The next `limit` videos at most of a walk, which begins here when None.

        One who has seen everything today is shown it again, rather than nothing.
        """
        if walk is not None:
            return await self._step(connection, walk, language, limit, skips)
        if not self._videos:
            return Step((), None)
        walk = Walk(seed, self._videos[0][0], self._videos[-1][0], None)
        step = await self._step(connection, walk, language, limit, skips)
        if step.videos or not skips.seen:
            return step
        return await self._step(connection, replace(walk, is_again=True), language, limit, skips)

    def _skipped(self, skips: Skips, *, is_again: bool) -> Set[UUID]:
        if skips is _NO_SKIPS:
            return frozenset()
        hidden = skips.videos.union(*(self._by_creator.get(AccountId(one), ()) for one in skips.creators))
        return hidden if is_again else hidden | skips.seen

    async def _step(self, connection: Connection, walk: Walk, language: str, limit: int, skips: Skips) -> Step:
        skipped = self._skipped(skips, is_again=walk.is_again)
        found = next_places(await self._places(connection, walk, language), walk, limit + 1, skipped)
        shown = tuple(place.video_id for place in found[:limit])
        if len(found) > limit:
            return Step(shown, replace(walk, last=found[limit - 1]))
        older = await self._older(connection, walk)
        if older is not None and not shown:
            return await self._step(connection, older, language, limit, skips)
        return Step(shown, older)

    async def _places(self, connection: Connection, walk: Walk, language: str) -> list[Place]:
        if self._holds(walk):
            return self._order(walk.seed, language)
        found = await video.list_fresh(connection, walk.newest, POOL_VIDEOS_MAX)
        return order_of([(one.id, one.language) for one in found], seed=walk.seed, viewer_language=language)

    def _holds(self, walk: Walk) -> bool:
        return self._is_whole or walk.oldest >= self._videos[-1][0]

    @property
    def _is_whole(self) -> bool:
        return len(self._videos) < POOL_VIDEOS_MAX

    def _order(self, seed: int, language: str) -> list[Place]:
        made = self._orders.get((seed, language))
        if made is None:
            if len(self._orders) >= ORDERS_KEPT_MAX:
                self._orders.clear()
            made = order_of(self._videos, seed=seed, viewer_language=language)
            self._orders[seed, language] = made
        return made

    async def _older(self, connection: Connection, walk: Walk) -> Walk | None:
        """The walk on through what is older than its bounds; None when there is nothing."""
        if self._is_whole and (not self._videos or walk.oldest <= self._videos[-1][0]):
            return None
        found = await video.list_fresh(connection, walk.oldest, POOL_VIDEOS_MAX + 1)
        ids = [one.id for one in found if one.id != walk.oldest]
        return replace(walk, newest=ids[0], oldest=ids[-1], last=None) if ids else None
