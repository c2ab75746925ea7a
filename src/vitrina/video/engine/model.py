"""What the engine hands back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

WARNING_REPAIRED: Final = "video_repaired"
WARNING_SOUND_LEFT_OUT: Final = "video_sound_left_out"

WARNING_TEXTS: Final[dict[str, dict[str, str]]] = {
    WARNING_REPAIRED: {
        "en": "The file is damaged or of an old kind; what could be read was converted. Look at it before publishing.",
        "es": "El archivo está dañado o es de un tipo antiguo; se convirtió lo legible. Míralo antes de publicar.",
    },
    WARNING_SOUND_LEFT_OUT: {
        "en": "The sound is of a kind that is not supported, so the video is silent.",
        "es": "El sonido es de un tipo que no admitimos, así que el video queda en silencio.",
    },
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One size of a clip: a fast-start MP4 and a media playlist with the same encoded picture."""

    short_side: int
    width: int
    height: int
    mp4: Path
    playlist: Path
    size_bytes: int
    peak_bps: int
    average_bps: int
    codecs: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """A playable clip; `rungs` from large to small, all paths below the folder that was asked for."""

    folder: Path
    duration_ms: int
    width: int
    height: int
    fps: int
    has_sound: bool
    rungs: tuple[Rung, ...]
    master: Path
    poster: Path
    preview: Path
    warnings: tuple[str, ...]

    @property
    def mp4(self) -> Path:
        """The best fast-start MP4."""
        return self.rungs[0].mp4

    @property
    def mp4_low(self) -> Path:
        """The smallest fast-start MP4."""
        return self.rungs[-1].mp4
