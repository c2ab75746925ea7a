"""When each shot begins and ends: everything falls on the beat, and the beat falls on a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

FPS: Final = 30
WIDTH: Final = 720
HEIGHT: Final = 1280
SHOTS_MAX: Final = 8
SECONDS_MIN: Final = 6.0
SECONDS_MAX: Final = 12.0
SECONDS_PER_SHOT: Final = 2.2
BEATS_PER_SHOT_MIN: Final = 2
# 90 to 112 beats a minute, as whole frames, so that every cut can fall exactly on a beat.
FRAMES_PER_BEAT: Final = (20, 18, 17, 16)


@dataclass(frozen=True, slots=True)
class Shot:
    """One product in the clip; `price_text` is shown as it is, `seconds` may ask for a length of its own.

    `before_text` is the price before a cut, `note` a few signs on a badge (`-20 %`); only the look `drop` shows them.
    """

    picture: Path
    caption: str
    price_text: str | None = None
    seconds: float | None = None
    before_text: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """When a shot is seen."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The clip in frames: shot `n` is seen from `starts[n]` to `starts[n + 1]`."""

    frames_per_beat: int
    starts: tuple[int, ...]

    @property
    def frames(self) -> int:
        return self.starts[-1]

    @property
    def duration_ms(self) -> int:
        return self.frames * 1000 // FPS

    def spans(self) -> tuple[Span, ...]:
        """Start and end of every shot in ms."""
        pairs = zip(self.starts, self.starts[1:], strict=False)
        return tuple(Span(begin * 1000 // FPS, end * 1000 // FPS) for begin, end in pairs)


def plan_timeline(shots: Sequence[Shot], dice: Random) -> Timeline:
    """Share 6 to 12 seconds among one to eight shots, in whole beats."""
    assert 1 <= len(shots) <= SHOTS_MAX
    frames_per_beat = dice.choice(FRAMES_PER_BEAT)
    even = min(max(SECONDS_PER_SHOT * len(shots), SECONDS_MIN), SECONDS_MAX) / len(shots)
    beats = [max(round((shot.seconds or even) * FPS / frames_per_beat), BEATS_PER_SHOT_MIN) for shot in shots]
    _fit(beats, frames_per_beat)
    starts = [0]
    for length in beats:
        starts.append(starts[-1] + length * frames_per_beat)
    return Timeline(frames_per_beat=frames_per_beat, starts=tuple(starts))


def _fit(beats: list[int], frames_per_beat: int) -> None:
    """Lengthen the shortest or shorten the longest shot until the whole is between 6 and 12 seconds."""
    low, high = SECONDS_MIN * FPS / frames_per_beat, SECONDS_MAX * FPS / frames_per_beat
    while sum(beats) < low:
        beats[beats.index(min(beats))] += 1
    while sum(beats) > high:
        beats[beats.index(max(beats))] -= 1
