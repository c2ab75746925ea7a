"""Films for the engine's tests: made by ffmpeg in the test, never committed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from vitrina.platform.ffmpeg import find_ffmpeg

Film = Callable[..., Path]


def _make_film(
    target: Path,
    *words: str,
    size: str = "360x640",
    seconds: float = 2,
    fps: str = "30",
    sound_s: float | None = None,
    before: tuple[str, ...] = (),
) -> Path:
    """A test picture with a tone; `sound_s` 0 leaves the sound out, None makes it as long as the picture."""
    command = [str(find_ffmpeg()), "-v", "error", "-y", *before]
    command += ["-f", "lavfi", "-i", f"testsrc2=s={size}:d={seconds}:r={fps}"]
    if sound_s != 0:
        command += ["-f", "lavfi", "-i", f"sine=d={sound_s or seconds}"]
    if "-pix_fmt" not in words:
        command += ["-pix_fmt", "yuv420p"]
    subprocess.run([*command, *words, str(target)], check=True)
    return target


@pytest.fixture(scope="session")
def film() -> Film:
    return _make_film
