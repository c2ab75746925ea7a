"""HLS playlists: the media ones are ffmpeg's and are read here, the master one is ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vitrina.video.engine.model import Rung

SOUND_CODECS: Final = "mp4a.40.2"
SOUND_GROUP: Final = "sound"

_SEGMENT = re.compile(r"^#EXTINF:([\d.]+),.*\n(?!#)(.+)$", re.MULTILINE)
_MAP = re.compile(r'^#EXT-X-MAP:URI="([^"]+)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MediaPlaylist:
    """One media playlist with what its segments weigh."""

    start_file: Path
    segments: tuple[Path, ...]
    seconds: tuple[float, ...]
    peak_bps: int
    average_bps: int


def read_media_playlist(path: Path) -> MediaPlaylist:
    """Parse the media playlist at `path`; rates are measured on the segments (RFC 8216 wants the peak of any)."""
    text = path.read_text()
    start = _MAP.search(text)
    assert start is not None and text.startswith("#EXTM3U") and text.rstrip().endswith("#EXT-X-ENDLIST"), path
    found = _SEGMENT.findall(text)
    segments = tuple(path.parent / name for _, name in found)
    seconds = tuple(float(length) for length, _ in found)
    bits = [segment.stat().st_size * 8 for segment in segments]
    # The last segment may be a few frames long; its rate says nothing about what a player must be able to load.
    rates = [size / length for size, length in zip(bits, seconds, strict=True) if length >= 0.5] or [sum(bits)]
    return MediaPlaylist(
        start_file=path.parent / start[1],
        segments=segments,
        seconds=seconds,
        peak_bps=round(max(rates)),
        average_bps=round(sum(bits) / max(sum(seconds), 0.001)),
    )


def picture_codecs(start_file: Path) -> str:
    """The RFC 6381 name of the picture (`avc1.64001f`) from the start segment's avcC box."""
    header = start_file.read_bytes()
    place = header.find(b"avcC")
    assert place >= 0, start_file
    return f"avc1.{header[place + 5 : place + 8].hex()}"


def master_text(rungs: tuple[Rung, ...], *, fps: int, sound: MediaPlaylist | None) -> str:
    """The master playlist: one line for each rung, all sharing the one sound."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound is not None:
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{SOUND_GROUP}",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,'
            f'CHANNELS="2",URI="sound.m3u8"'
        )
    for rung in rungs:
        peak = rung.peak_bps + (sound.peak_bps if sound else 0)
        average = rung.average_bps + (sound.average_bps if sound else 0)
        codecs = f"{rung.codecs},{SOUND_CODECS}" if sound else rung.codecs
        group = f',AUDIO="{SOUND_GROUP}"' if sound else ""
        lines.append(
            f"#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},"
            f'RESOLUTION={rung.width}x{rung.height},FRAME-RATE={fps}.000,CODECS="{codecs}"{group}'
        )
        lines.append(rung.playlist.name)
    return "\n".join(lines) + "\n"
