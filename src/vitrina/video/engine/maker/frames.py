"""Draws the frames of a clip one by one, in one of its looks; all that stands still is prepared before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from PIL import Image

from vitrina.video.engine.maker.looks import CONTINUOUS, LOOKS
from vitrina.video.engine.maker.moves import CHANGE_FRAMES, CHANGES, ENTER_FRAMES, change, pop
from vitrina.video.engine.maker.reel import CALLS, prepare
from vitrina.video.engine.maker.timeline import WIDTH, Shot, Timeline

__all__ = ["CALLS", "SOURCE_SIDE", "draw_frames"]

CALL_Y: Final = 1024
SOURCE_SIDE: Final = 1400


def draw_frames(
    pictures: Sequence[Image.Image],
    shots: Sequence[Shot],
    *,
    timeline: Timeline,
    headline: str,
    language: str,
    dice: Random,
    look: str = "story",
) -> Iterator[bytes]:
    """Every frame as packed RGB, 720 × 1280, in order; KeyError for an unknown look."""
    draw = LOOKS[look]
    reel = prepare(pictures, shots, timeline=timeline, headline=headline, language=language, dice=dice)
    ways = [dice.choice(CHANGES) for _ in shots]
    last: Image.Image | None = None
    for n in range(len(reel.shots)):
        leaving = None if look in CONTINUOUS else last
        call_from = max(reel.cut(n), reel.frames(n) - 2 * timeline.frames_per_beat)
        for frame in range(reel.frames(n)):
            image = draw(reel, n, frame)
            if n == len(reel.shots) - 1 and frame >= call_from:
                pop(image, reel.call, frame - call_from - ENTER_FRAMES // 2, x=WIDTH // 2, y=CALL_Y)
            if leaving is not None and frame < CHANGE_FRAMES:
                image = change(leaving, image, frame, way=ways[n])
            last = image
            yield image.tobytes()
