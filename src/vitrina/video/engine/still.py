"""The poster and the silent preview, made from our own rungs (no foreign byte is decoded in this process)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from PIL import Image, ImageFilter, ImageStat

from vitrina.platform.ffmpeg import Fence, run

CANDIDATES_MAX: Final = 8
CANDIDATE_STEP_MS: Final = 2_000  # rungs have a key picture every two seconds
PREVIEW_MS: Final = 2_500
PREVIEW_FPS: Final = 15
PREVIEW_CRF: Final = 30
# It is seen for a moment, on a slow phone: half the bytes of 82, and drawn from coarse to fine as they come.
POSTER_QUALITY: Final = 62
SCORING_SIDE: Final = 96
DARK_MAX: Final = 24
BRIGHT_MIN: Final = 235
EARLY_RATIO: Final = 0.8

_FENCE = Fence(wall_s=30, cpu_s=30)


async def make_poster(mp4: Path, poster: Path, *, ffmpeg: Path) -> int:
    """Write the first good key picture of `mp4` as a JPEG; hands back its time in ms."""
    folder = poster.parent
    finished = await run(
        [
            *("-v", "error", "-skip_frame", "nokey", "-i", f"file:{mp4}", "-frames:v", str(CANDIDATES_MAX)),
            *("-fps_mode", "passthrough", "-q:v", "2", "-flags:v", "+bitexact", "-map_metadata", "-1"),
            *("-f", "image2", "candidate_%d.jpg"),
        ],
        ffmpeg=ffmpeg,
        folder=folder,
        fence=_FENCE,
    )
    assert finished.is_ok, finished.tail
    candidates = [folder / f"candidate_{n}.jpg" for n in range(1, CANDIDATES_MAX + 1)]
    found = [candidate for candidate in candidates if candidate.exists()]
    place = await asyncio.to_thread(_choose_and_save, found, poster)
    return place * CANDIDATE_STEP_MS


async def make_preview(mp4: Path, preview: Path, *, start_ms: int, duration_ms: int, ffmpeg: Path) -> None:
    """Write about 2.5 silent seconds of `mp4`, from `start_ms` or as late as the length allows."""
    begin_ms = max(min(start_ms, duration_ms - PREVIEW_MS), 0)
    finished = await run(
        [
            *("-v", "error", "-ss", f"{begin_ms}ms", "-t", f"{PREVIEW_MS}ms", "-i", f"file:{mp4}", "-an"),
            *("-vf", f"fps={PREVIEW_FPS}", "-c:v", "libx264", "-preset", "veryfast", "-crf", str(PREVIEW_CRF)),
            *(
                "-threads",
                "2",
                "-bsf:v",
                "filter_units=remove_types=6",
                "-flags:v",
                "+bitexact",
                "-fflags",
                "+bitexact",
            ),
            *("-map_metadata", "-1", "-metadata:s:v", "encoder=vitrina", "-movflags", "+faststart", preview.name),
        ],
        ffmpeg=ffmpeg,
        folder=preview.parent,
        fence=_FENCE,
    )
    assert finished.is_ok, finished.tail


def _choose_and_save(candidates: list[Path], poster: Path) -> int:
    assert candidates, poster
    scores = [_score_file(candidate) for candidate in candidates]
    enough = max(scores) * EARLY_RATIO
    # The earliest good one: the nearer the poster is to the first picture, the smaller the jump when it starts.
    place = next(n for n, value in enumerate(scores) if value >= enough)
    with Image.open(candidates[place]) as chosen:
        chosen.convert("RGB").save(poster, quality=POSTER_QUALITY, optimize=True, progressive=True)
    for candidate in candidates:
        candidate.unlink()
    return place


def _score_file(candidate: Path) -> float:
    with Image.open(candidate) as picture:
        return score(picture)


def score(picture: Image.Image) -> float:
    """How much there is to see: contrast plus edges, little for a picture that is nearly black or white."""
    small = picture.convert("L")
    small.thumbnail((SCORING_SIDE, SCORING_SIDE))
    light = ImageStat.Stat(small)
    edges = ImageStat.Stat(small.filter(ImageFilter.FIND_EDGES)).mean[0]
    is_plain = not DARK_MAX <= light.mean[0] <= BRIGHT_MIN
    return (light.stddev[0] + edges) * (0.2 if is_plain else 1.0)
