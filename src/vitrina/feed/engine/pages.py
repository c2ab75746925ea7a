"""Pages for many viewers with the same few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from vitrina import video
from vitrina.feed.engine.pool import Pool
from vitrina.feed.model import Step, Walk
from vitrina.feed.rules import encode_walk
from vitrina.kernel.ids import VideoId
from vitrina.platform.app import App
from vitrina.platform.gather import Gather

PAGES_AT_ONCE = 64
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class PageAsked:
    """One viewer's next page; `seed` is used when `walk` begins (None)."""

    walk: Walk | None
    seed: int
    language: str
    currency: str
    limit: int


class _PageOut(msgspec.Struct, frozen=True):
    videos: list[msgspec.Raw]
    next_cursor: str | None


class Pages:
    """The process's feed: viewers that ask while statements run share the next ones."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._pool = Pool(app)
        self._gather: Gather[PageAsked, bytes] = Gather(self._read, batch_max=PAGES_AT_ONCE)

    async def read(self, asked: PageAsked) -> bytes:
        """The page as JSON."""
        return await self._gather.ask(asked)

    async def _read(self, batch: Sequence[PageAsked]) -> Sequence[bytes]:
        steps = await self._steps(batch)
        written: dict[tuple[str, VideoId], msgspec.Raw] = {}
        for currency in {asked.currency for asked in batch}:
            ids = {
                one
                for asked, step in zip(batch, steps, strict=True)
                if asked.currency == currency
                for one in step.videos
            }
            shown = await video.show_videos(self._app, list(ids), currency)
            # Each video is written once, however many pages of this moment show it.
            written |= {(currency, one): msgspec.Raw(_encoder.encode(out)) for one, out in shown.items()}
        return [_write(asked, step, written) for asked, step in zip(batch, steps, strict=True)]

    async def _steps(self, batch: Sequence[PageAsked]) -> list[Step]:
        async with self._app.db.connection() as connection:
            await self._pool.refresh(connection)
            return [
                await self._pool.step(
                    connection, asked.walk, seed=asked.seed, language=asked.language, limit=asked.limit
                )
                for asked in batch
            ]


def _write(asked: PageAsked, step: Step, written: dict[tuple[str, VideoId], msgspec.Raw]) -> bytes:
    # A video removed since the pool was read has no text, so the page is one shorter.
    videos = [written[asked.currency, one] for one in step.videos if (asked.currency, one) in written]
    return _encoder.encode(_PageOut(videos, None if step.after is None else encode_walk(step.after)))
