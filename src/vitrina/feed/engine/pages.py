"""Pages for many viewers with the same few statements."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from vitrina import video
from vitrina.feed import store
from vitrina.feed.engine.pool import Pool
from vitrina.feed.model import Skips, Step, Walk
from vitrina.feed.rules import SEEN_FOR, encode_walk
from vitrina.kernel.ids import VideoId
from vitrina.platform.app import App
from vitrina.platform.gather import Gather

PAGES_AT_ONCE = 64
# When this many ask at the same moment, what was read a moment ago is good enough; one who asks alone sees what is true now.
BUSY_PAGES = 4
BUSY_KEPT_S = 0.2
KEPT_VIDEOS_MAX = 4_096
NOTHING = Skips()
_Shown = tuple[str, VideoId]  # a currency and a video
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class PageAsked:
    """One viewer's next page; `seed` is used when `walk` begins (None), `viewer_id` finds what they need not see."""

    walk: Walk | None
    seed: int
    language: str
    currency: str
    limit: int
    viewer_id: UUID | None = None


class _PageOut(msgspec.Struct, frozen=True):
    videos: list[msgspec.Raw]
    next_cursor: str | None


class Pages:
    """The process's feed: viewers that ask while statements run share the next ones."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._pool = Pool(app)
        self._gather: Gather[PageAsked, bytes] = Gather(self._read, batch_max=PAGES_AT_ONCE)
        self._kept: dict[_Shown, tuple[float, msgspec.Raw]] = {}

    async def read(self, asked: PageAsked) -> bytes:
        """The page as JSON."""
        return await self._gather.ask(asked)

    async def show(self, ids: Sequence[VideoId], currency: str, next_cursor: str | None) -> bytes:
        """A page of these videos as JSON."""
        written: dict[_Shown, msgspec.Raw] = {}
        await self._write_videos({(currency, one) for one in ids}, written)
        return _encoder.encode(
            _PageOut([written[currency, one] for one in ids if (currency, one) in written], next_cursor)
        )

    async def _read(self, batch: Sequence[PageAsked]) -> Sequence[bytes]:
        steps = await self._steps(batch)
        wanted = {(asked.currency, one) for asked, step in zip(batch, steps, strict=True) for one in step.videos}
        written: dict[_Shown, msgspec.Raw] = {}
        if len(batch) >= BUSY_PAGES:
            oldest = time.monotonic() - BUSY_KEPT_S
            written = {one: kept[1] for one in wanted if (kept := self._kept.get(one)) and kept[0] >= oldest}
        await self._write_videos(wanted - written.keys(), written)
        return [_write_page(asked, step, written) for asked, step in zip(batch, steps, strict=True)]

    async def _write_videos(self, wanted: set[_Shown], written: dict[_Shown, msgspec.Raw]) -> None:
        """Read and write these videos, each once, however many pages of this moment show it."""
        now = time.monotonic()
        if len(self._kept) > KEPT_VIDEOS_MAX:
            self._kept.clear()
        for currency in {currency for currency, _ in wanted}:
            ids = [one for asked, one in wanted if asked == currency]
            for one, out in (await video.show_videos(self._app, ids, currency)).items():
                raw = msgspec.Raw(_encoder.encode(out))
                written[currency, one] = raw
                self._kept[currency, one] = (now, raw)

    async def _steps(self, batch: Sequence[PageAsked]) -> list[Step]:
        async with self._app.db.connection() as connection:
            await self._pool.refresh(connection)
            known = list({asked.viewer_id for asked in batch if asked.viewer_id is not None})
            now = self._app.clock.now()
            skips = await store.list_skips(connection, known, now - SEEN_FOR) if known else {}
            return [
                await self._pool.step(
                    connection,
                    asked.walk,
                    seed=asked.seed,
                    language=asked.language,
                    limit=asked.limit,
                    skips=skips.get(asked.viewer_id, NOTHING),
                )
                for asked in batch
            ]


def _write_page(asked: PageAsked, step: Step, written: dict[_Shown, msgspec.Raw]) -> bytes:
    # A video removed since the pool was read has no text, so the page is one shorter.
    videos = [written[asked.currency, one] for one in step.videos if (asked.currency, one) in written]
    return _encoder.encode(_PageOut(videos, None if step.after is None else encode_walk(step.after)))
