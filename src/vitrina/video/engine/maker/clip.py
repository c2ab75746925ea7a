"""Puts frames and sound together into one MP4."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from vitrina.platform.ffmpeg import Fence, find_ffmpeg, run
from vitrina.video.engine.maker.beat import write_beat
from vitrina.video.engine.maker.frames import CALLS, SOURCE_SIDE, draw_frames
from vitrina.video.engine.maker.looks import LOOKS
from vitrina.video.engine.maker.timeline import FPS, HEIGHT, SHOTS_MAX, WIDTH, Shot, Span, Timeline, plan_timeline
from vitrina.video.errors import PicturesCount, PicturesUnusable, VideoTookTooLong

PICTURE_PIXELS_MAX: Final = 40_000_000
PICTURE_SIDE_MIN: Final = 64
PICTURE_SHAPE_MAX: Final = 4
PICTURE_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_FENCE: Final = Fence(wall_s=180, cpu_s=120)


@dataclass(frozen=True, slots=True)
class MadeClip:
    """A clip that was made; `spans` tell when each shot is seen, so that its product can be tagged there."""

    path: Path
    duration_ms: int
    width: int
    height: int
    spans: tuple[Span, ...]


async def make_clip(
    shots: Sequence[Shot],
    out: Path,
    *,
    seed: int,
    language: str,
    headline: str,
    look: str = "story",
    ffmpeg: Path | None = None,
) -> MadeClip:
    """Make a 720 × 1280 clip of 6 to 12 s with sound from one to eight shots and write it to the MP4 file `out`.

    `language` is `en` or `es` (for the closing call; all other words are given), `look` one of `LOOKS`.
    PicturesCount when there are no
    shots or too many, PicturesUnusable when a file is no usable picture.
    """
    if language not in CALLS:
        raise ValueError(f"no words in {language!r}")
    if look not in LOOKS:
        raise ValueError(f"unknown look {look!r}")
    if not 1 <= len(shots) <= SHOTS_MAX:
        raise PicturesCount(pictures_max=SHOTS_MAX)
    pictures = [await asyncio.to_thread(_load, shot.picture) for shot in shots]
    timeline = plan_timeline(shots, _dice("timeline", seed))
    frames = draw_frames(
        pictures, shots, timeline=timeline, headline=headline, language=language, dice=_dice("frames", seed), look=look
    )
    with tempfile.TemporaryDirectory(prefix="clip-") as name:
        folder = Path(name)
        await asyncio.to_thread(write_beat, folder / "beat.wav", timeline, _dice("beat", seed))
        finished = await run(
            _arguments(), ffmpeg=ffmpeg or find_ffmpeg(), folder=folder, fence=_FENCE, feed=_pour(frames)
        )
        if finished.is_over_limit:
            raise VideoTookTooLong()
        assert finished.is_ok, finished.tail
        await asyncio.to_thread(_move, folder / "clip.mp4", out)
    return MadeClip(out, timeline.duration_ms, WIDTH, HEIGHT, _spans(timeline, look))


def _spans(timeline: Timeline, look: str) -> tuple[Span, ...]:
    """When each shot's product is seen: in a quiz from its first second to the answer, else while its shot lasts."""
    spans = timeline.spans()
    if look == "quiz":
        return tuple(Span(span.start_ms, timeline.duration_ms) for span in spans)
    return spans


def _dice(name: str, seed: int) -> Random:
    return Random(f"{name}:{seed}")  # noqa: S311 — repeatable on purpose


def _load(path: Path) -> Image.Image:
    try:
        with Image.open(path, formats=PICTURE_FORMATS) as opened:
            wide, high = opened.size
            if wide * high > PICTURE_PIXELS_MAX or min(wide, high) < PICTURE_SIDE_MIN:
                raise PicturesUnusable(reason=f"{path.name}: {wide} × {high}")
            if max(wide, high) > PICTURE_SHAPE_MAX * min(wide, high):
                raise PicturesUnusable(reason=f"{path.name}: {wide} × {high}")
            opened.draft("RGB", (SOURCE_SIDE, SOURCE_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PicturesUnusable(reason=path.name) from error
    upright.thumbnail((SOURCE_SIDE, SOURCE_SIDE))
    ground = Image.new("RGB", upright.size, (255, 250, 242))
    ground.paste(upright, (0, 0), upright)
    return ground


def _arguments() -> list[str]:
    return [
        *("-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS)),
        *("-i", "pipe:0", "-i", "beat.wav", "-map", "0:v", "-map", "1:a"),
        *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
        *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
        # Fast and large: the ladder encodes it once more, and this file is thrown away.
        *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "16", "-threads", "2", "-flags:v", "+bitexact"),
        *("-bsf:v", "filter_units=remove_types=6", "-c:a", "aac", "-b:a", "128k", "-flags:a", "+bitexact"),
        *("-map_metadata", "-1", "-metadata:s:v", "encoder=vitrina", "-fflags", "+bitexact"),
        *("-movflags", "+faststart", "clip.mp4"),
    ]


async def _pour(frames: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (frame := await asyncio.to_thread(next, frames, None)) is not None:
        yield frame


def _move(made: Path, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(made.read_bytes())
