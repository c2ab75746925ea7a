"""The flags that stand before every file that a stranger sent (measured in media.md, "Hostile files")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

PICTURE_PIXELS_MAX: Final = 8_847_360  # 4096 × 2160: a 16k × 8k file took 1.72 GB before it was limited
DECODER_THREADS: Final = 2
DEMUXERS_STRICT: Final = ("mov", "matroska")
DEMUXERS_LOOSE: Final = ("mov", "matroska", "mpeg", "mpegts", "ogg", "avi")


def fenced_input(
    name: str, *, demuxers: Sequence[str] = DEMUXERS_STRICT, is_strict: bool = True, before: Sequence[str] = ()
) -> tuple[str, ...]:
    """Arguments that open the local file `name`; strict means that the first decoding error ends the call.

    Demuxers are named one by one because a playlist demuxer would follow addresses, and only the `file` protocol is
    open because a playlist did reach a server once http was.
    """
    strictness = ("-xerror", "-err_detect", "explode") if is_strict else ()
    return (
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        ",".join(demuxers),
        "-max_pixels",
        str(PICTURE_PIXELS_MAX),
        "-threads",
        str(DECODER_THREADS),
        *strictness,
        *before,
        "-i",
        f"file:{name}",
    )
