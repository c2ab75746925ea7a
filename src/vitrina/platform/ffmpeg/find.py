"""Where ffmpeg is: the operator's path, the wheel's binary, or PATH."""

from __future__ import annotations

import importlib.util
import os
import shutil
from functools import lru_cache
from pathlib import Path


class FfmpegMissing(Exception):
    """No usable ffmpeg was found; the text says what to set."""


@lru_cache(maxsize=8)
def find_ffmpeg(configured: str | None = None) -> Path:
    """The ffmpeg to run: `configured` when set, else the wheel's, else the one on PATH; FfmpegMissing otherwise."""
    if configured is not None:
        chosen = Path(configured)
        if not _can_run(chosen):
            raise FfmpegMissing(f"ffmpeg is set to {configured}, which is not a program that can be run")
        return chosen.resolve()
    for found in (*_in_wheel(), shutil.which("ffmpeg")):
        if found is not None and _can_run(Path(found)):
            return Path(found).resolve()
    raise FfmpegMissing("no ffmpeg: install the imageio-ffmpeg wheel, put ffmpeg on PATH, or set its path")


def _in_wheel() -> list[Path]:
    # Looked up by place instead of imageio_ffmpeg.get_ffmpeg_exe(): that one starts ffmpeg once more to try it.
    spec = importlib.util.find_spec("imageio_ffmpeg")
    if spec is None or spec.submodule_search_locations is None:
        return []
    folders = [Path(place) / "binaries" for place in spec.submodule_search_locations]
    return [found for folder in folders for found in sorted(folder.glob("ffmpeg-*"))]


def _can_run(program: Path) -> bool:
    return program.is_file() and os.access(program, os.X_OK)
