"""What a probe tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal["unreadable", "truncated", "picture_too_large", "late"]


class ProbeFailed(Exception):
    """The file could not be read as media; `reason` says which kind, `detail` is ffmpeg's own last line."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Probe:
    """One media file. `width` and `height` are as shown: after rotation, in square pixels."""

    container: str
    size_bytes: int
    duration_ms: int | None
    video_duration_ms: int | None
    video_index: int | None
    video_codec: str | None
    width: int
    height: int
    coded_width: int
    coded_height: int
    rotation_degrees: int
    fps_milli: int | None
    is_high_range: bool
    audio_index: int | None
    audio_codec: str | None
    stream_count: int
    is_strict: bool
    is_cut: bool
    has_header: bool

    @property
    def short_side(self) -> int:
        return min(self.width, self.height)
