"""A walk through the feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from vitrina.kernel.ids import VideoId

KINDS = ("for_you", "following")
HideKind = Literal["video", "creator"]
EventKind = Literal["impression", "watch", "completed", "chip_shown", "chip_tapped", "opened", "shared"]


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
    `is_again`: there was nothing left that the viewer had not seen today, so what they saw comes again.
    """

    seed: int
    newest: UUID
    oldest: UUID
    last: Place | None
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Skips:
    """What a viewer is not shown: seen today, and what they said they are not interested in."""

    seen: frozenset[UUID] = frozenset()
    videos: frozenset[UUID] = frozenset()
    creators: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums of what happened to a video, or to one of its tags (`link_id`)."""

    views: int = 0
    watch_ms: int = 0
    completed: int = 0
    chips: int = 0
    taps: int = 0
    opened: int = 0
    shared: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(self.parts, other.parts, strict=True)))

    @property
    def parts(self) -> tuple[int, ...]:
        return (self.views, self.watch_ms, self.completed, self.chips, self.taps, self.opened, self.shared)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What happened to a video on one day, its tags included."""

    video_id: VideoId
    day: date
    views: int
    watch_ms: int
    completed: int
    taps: int


@dataclass(frozen=True, slots=True)
class Step:
    """The next videos of a walk, and where it goes on; None at the end."""

    videos: tuple[VideoId, ...]
    after: Walk | None
