"""What a later folder counts on videos; registered once, where the capabilities meet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from vitrina.kernel.ids import VideoId
from vitrina.platform.postgres import Connection
from vitrina.video.model import Counts

CountsOf = Callable[[Connection, Sequence[UUID]], Awaitable[Mapping[VideoId, Counts]]]

_counters: list[CountsOf] = []


def count_with(callback: CountsOf) -> None:
    """Ask `callback(connection, video_ids)` for the counts of each video that has any: one statement for a page."""
    _counters[:] = [callback]


async def counts_of(connection: Connection, ids: Sequence[VideoId]) -> Mapping[VideoId, Counts]:
    """Counts by video; empty as long as nobody counts."""
    return await _counters[0](connection, ids) if _counters and ids else {}
