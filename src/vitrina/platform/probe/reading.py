"""Probing one file: ffmpeg's reading, joined with the boxes' declarations."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from vitrina.platform.ffmpeg import DEMUXERS_STRICT, PICTURE_PIXELS_MAX, Fence, fenced_input, find_ffmpeg, run
from vitrina.platform.probe.boxes import Movie, read_movie
from vitrina.platform.probe.model import Probe, ProbeFailed

PROBE_WALL_S: Final = 10.0
PROBE_CPU_S: Final = 10
PROBE_FILE_BYTES: Final = 1024**2
SIDE_MAX: Final = 65_536
FPS_MILLI_MAX: Final = 10**9

_INPUT = re.compile(r"^Input #0, (.+?), from ", re.MULTILINE)
_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d)\.(\d\d)", re.MULTILINE)
_STREAM = re.compile(r"^ +Stream #0:(\d+)(?:\[\w+\])?(?:\(\w+\))?: (\w+): (.*)$")
_ROTATION = re.compile(r"^ +(?:Display Matrix|displaymatrix): rotation of (-?[\d.]+|-?nan) degrees")
_SIZE = re.compile(r", (\d{1,6})x(\d{1,6})(?=[\s,]|$)")
_SAR = re.compile(r"\bSAR (\d{1,9}):(\d{1,9})")
_FPS = re.compile(r", ([\d.]{1,12})(k?) fps")
_TOO_MANY_PIXELS = re.compile(r"exceeds specified max pixel count|Picture size \d+x\d+ is invalid")


@dataclass(frozen=True, slots=True)
class _Stream:
    index: int
    kind: str
    words: str
    rotation_degrees: int = 0

    @property
    def codec(self) -> str:
        return re.split(r"[ ,(]", self.words, maxsplit=1)[0]


async def probe(
    path: Path,
    *,
    ffmpeg: Path | None = None,
    demuxers: Sequence[str] = DEMUXERS_STRICT,
    is_strict: bool = True,
    wall_s: float = PROBE_WALL_S,
) -> Probe:
    """Read what the file at `path` is, by its bytes alone; ProbeFailed when it is no media that `demuxers` open."""
    movie = await asyncio.to_thread(read_movie, path)
    if movie is not None and any(track.width * track.height > PICTURE_PIXELS_MAX for track in movie.tracks):
        raise ProbeFailed("picture_too_large")
    with tempfile.TemporaryDirectory(prefix="probe-") as folder:
        # A name of our own: ffmpeg prints it, and a hostile one could forge lines of the listing read below.
        (Path(folder) / "source").symlink_to(path.resolve())
        finished = await run(
            fenced_input("source", demuxers=demuxers, is_strict=is_strict),
            ffmpeg=ffmpeg or find_ffmpeg(),
            folder=Path(folder),
            fence=Fence(wall_s=wall_s, cpu_s=PROBE_CPU_S, file_bytes=PROBE_FILE_BYTES),
        )
    if finished.is_over_limit:
        raise ProbeFailed("late")
    if _TOO_MANY_PIXELS.search(finished.head):
        raise ProbeFailed("picture_too_large")
    opened = _INPUT.search(finished.head)
    if opened is None:
        # Pictures without their index: the recording or the upload ended before it was written.
        is_headless = movie is not None and "mdat" in movie.top_kinds and not movie.has_header
        raise ProbeFailed("truncated" if is_headless else "unreadable", _last_line(finished.tail))
    listing = finished.head[opened.start() :]
    return _assemble(opened.group(1), listing, path.stat().st_size, movie=movie, is_strict=is_strict)


def _assemble(demuxer: str, listing: str, size_bytes: int, *, movie: Movie | None, is_strict: bool) -> Probe:
    streams = _read_streams(listing)
    pictures = [stream for stream in streams if stream.kind == "Video" and "attached pic" not in stream.words]
    video = max(pictures, key=_pixels, default=None)
    audio = next((stream for stream in streams if stream.kind == "Audio"), None)
    coded_width, coded_height = _coded_size(video)
    rotation = video.rotation_degrees if video else 0
    width, height = _shown_size(video, coded_width, coded_height)
    declared = [_read_duration_ms(listing), movie.duration_ms if movie else None]
    return Probe(
        container=demuxer.split(",")[0],
        size_bytes=size_bytes,
        duration_ms=max((ms for ms in declared if ms is not None), default=None),
        video_duration_ms=_declared_picture_ms(movie, pictures, video),
        video_index=video.index if video else None,
        video_codec=video.codec if video else None,
        width=width,
        height=height,
        coded_width=coded_width,
        coded_height=coded_height,
        rotation_degrees=rotation,
        fps_milli=_fps_milli(video),
        is_high_range=bool(video and re.search(r"arib-std-b67|smpte2084", video.words)),
        audio_index=audio.index if audio else None,
        audio_codec=audio.codec if audio else None,
        stream_count=max(len(streams), len(movie.tracks) if movie else 0),
        is_strict=is_strict,
        is_cut=bool(movie and movie.is_cut),
        has_header=bool(movie and movie.has_header),
    )


def _read_streams(listing: str) -> list[_Stream]:
    streams: list[_Stream] = []
    for line in listing.splitlines():
        if found := _STREAM.match(line):
            streams.append(_Stream(int(found[1]), found[2], found[3]))
        elif streams and (turned := _ROTATION.match(line)):
            last = streams[-1]
            streams[-1] = _Stream(last.index, last.kind, last.words, _clockwise(turned[1]))
    return streams


def _clockwise(text: str) -> int:
    # ffmpeg prints the matrix's counter-clockwise angle; a broken matrix gives "nan", which is shown unturned.
    if "nan" in text:
        return 0
    quarter_turns = round(-float(text) / 90)
    return quarter_turns % 4 * 90


def _coded_size(video: _Stream | None) -> tuple[int, int]:
    found = _SIZE.search(video.words) if video else None
    if found is None:
        return 0, 0
    return min(int(found[1]), SIDE_MAX), min(int(found[2]), SIDE_MAX)


def _pixels(video: _Stream) -> int:
    width, height = _coded_size(video)
    return width * height


def _shown_size(video: _Stream | None, width: int, height: int) -> tuple[int, int]:
    if video is None:
        return 0, 0
    found = _SAR.search(video.words)
    if found and int(found[1]) > 0 and int(found[2]) > 0:
        # Nobody films with pixels 8 times as wide as high: such a ratio is a broken header and is not followed.
        ratio = Fraction(int(found[1]), int(found[2]))
        if Fraction(1, 8) <= ratio <= 8:
            width = round(width * ratio)
    return (height, width) if video.rotation_degrees in (90, 270) else (width, height)


def _fps_milli(video: _Stream | None) -> int | None:
    found = _FPS.search(video.words) if video else None
    if found is None:
        return None
    thousand = 1000 if found[2] else 1
    return min(round(Fraction(found[1].strip(".") or "0") * 1000 * thousand), FPS_MILLI_MAX)


def _read_duration_ms(listing: str) -> int | None:
    found = _DURATION.search(listing)
    if found is None:
        return None
    hours, minutes, seconds, hundredths = (int(part) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10


def _declared_picture_ms(movie: Movie | None, pictures: list[_Stream], video: _Stream | None) -> int | None:
    if movie is None or video is None or movie.is_fragmented:
        return None
    tracks = [track for track in movie.tracks if track.kind == "vide"]
    place = pictures.index(video)
    return tracks[place].duration_ms if place < len(tracks) else None


def _last_line(tail: str) -> str:
    lines = tail.strip().splitlines()
    return lines[-1][:200] if lines else ""
