"""What many phones report at once, added with the same two statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vitrina import video
from vitrina.feed import store
from vitrina.feed.model import Tally
from vitrina.feed.rules import SEEN_FOR
from vitrina.kernel.ids import LinkId, VideoId
from vitrina.platform.app import App
from vitrina.platform.gather import Gather

REPORTS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Report:
    """What one phone tells: sums by video and tag, and what its viewer has seen, latest first."""

    viewer_id: UUID
    sums: Mapping[tuple[VideoId, LinkId | None], Tally]
    seen: tuple[VideoId, ...]


class Counting:
    """The process's counter: a video that everybody watches is one row that few processes write, not every phone."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._gather: Gather[Report, None] = Gather(self._add, batch_max=REPORTS_AT_ONCE)

    async def add(self, report: Report) -> None:
        """Count it; what is not a video, or not a tag of its video, counts nothing."""
        await self._gather.ask(report)

    async def _add(self, reports: Sequence[Report]) -> Sequence[None]:
        now = self._app.clock.now()
        async with self._app.db.transaction() as transaction:
            named = {place[0] for report in reports for place in report.sums}
            known = await video.list_videos(transaction, list(named))
            sums: dict[tuple[VideoId, LinkId | None], Tally] = {}
            for report in reports:
                for (video_id, link_id), one in report.sums.items():
                    if video_id in known and (link_id is None or link_id in known[video_id].times):
                        sums[video_id, link_id] = sums.get((video_id, link_id), Tally()) + one
            seen = {report.viewer_id: [one for one in report.seen if one in known] for report in reports}
            if sums:
                await store.add_tallies(transaction, sums, now.date())
            if any(seen.values()):
                await store.add_seen(transaction, {who: ids for who, ids in seen.items() if ids}, now, now - SEEN_FOR)
        return [None] * len(reports)
