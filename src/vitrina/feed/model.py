"""A walk through the feed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vitrina.kernel.ids import VideoId

KINDS = ("for_you",)


@dataclass(frozen=True, slots=True)
class Place:
    """A video's place in one order; the largest comes first. `score_ms` is an instant, moved by chance and language."""

    score_ms: int
    video_id: VideoId

    @property
    def key(self) -> tuple[int, int]:
        return (self.score_ms, self.video_id.int)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody is in their walk: the order (`seed`), its newest and oldest video, and the last one seen.

    The bounds keep what is published meanwhile out of a walk that has begun; `last` None: at the beginning of them.
    """

    seed: int
    newest: UUID
    oldest: UUID
    last: Place | None


@dataclass(frozen=True, slots=True)
class Step:
    """The next videos of a walk, and where it goes on; None at the end."""

    videos: tuple[VideoId, ...]
    after: Walk | None
