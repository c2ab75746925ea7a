"""A reader of mp4/mov boxes, only for what the headers declare: sizes, durations, tracks, and whether bytes miss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

TOP_BOXES_MAX: Final = 20_000
MOOV_BYTES_MAX: Final = 32 * 1024**2
INNER_BOXES_MAX: Final = 2_000
TRACKS_MAX: Final = 64
DURATION_MS_MAX: Final = 10**12

_TOP_KINDS = frozenset(b"ftyp moov mdat free skip wide pnot uuid moof mfra sidx styp meta emsg prft ssix".split())


@dataclass(frozen=True, slots=True)
class Track:
    """One track: `kind` is its handler (`vide`, `soun`), its duration the shortest that its headers declare."""

    kind: str
    duration_ms: int | None
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Movie:
    """The boxes of a file: `is_cut` when a box says that it goes on after the end of the file."""

    tracks: tuple[Track, ...]
    top_kinds: tuple[str, ...]
    duration_ms: int | None
    is_cut: bool

    @property
    def has_header(self) -> bool:
        return "moov" in self.top_kinds

    @property
    def is_fragmented(self) -> bool:
        return "moof" in self.top_kinds


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    end: int


def read_movie(path: Path) -> Movie | None:
    """Read the boxes of the file at `path`; None when it does not begin like mp4 or mov."""
    size_bytes = path.stat().st_size
    kinds: list[str] = []
    header = b""
    is_cut = False
    with path.open("rb") as file:
        for box in _top_boxes(file, size_bytes):
            kinds.append(box.kind.decode("latin-1"))
            is_cut = is_cut or box.end > size_bytes
            if box.kind == b"moov" and not header:
                file.seek(box.start)
                header = file.read(min(box.end - box.start, MOOV_BYTES_MAX))
    if not kinds:
        return None
    duration_ms, tracks = _read_moov(header)
    return Movie(tracks=tracks, top_kinds=tuple(kinds), duration_ms=duration_ms, is_cut=is_cut)


def _top_boxes(file: BinaryIO, size_bytes: int) -> Iterator[_Box]:
    at = 0
    for _ in range(TOP_BOXES_MAX):
        file.seek(at)
        head = file.read(16)
        box = _box_at(head, 0, size_bytes - at)
        if box is None or box.kind not in _TOP_KINDS:
            return
        yield _Box(box.kind, at + box.start, at + box.end)
        at += box.end


def _box_at(buffer: bytes, at: int, left: int) -> _Box | None:
    if len(buffer) < at + 8:
        return None
    size = int.from_bytes(buffer[at : at + 4], "big")
    kind = buffer[at + 4 : at + 8]
    header_bytes = 8
    if size == 1:
        if len(buffer) < at + 16:
            return None
        size, header_bytes = int.from_bytes(buffer[at + 8 : at + 16], "big"), 16
    elif size == 0:
        size = left
    if size < header_bytes:
        return None
    return _Box(kind, at + header_bytes, at + size)


def _children(buffer: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(INNER_BOXES_MAX):
        box = _box_at(buffer, at, len(buffer) - at)
        if box is None:
            return
        yield box.kind, buffer[box.start : box.end]
        at = box.end


def _child(buffer: bytes, *kinds: bytes) -> bytes:
    for wanted in kinds:
        buffer = next((body for kind, body in _children(buffer) if kind == wanted), b"")
    return buffer


def _read_moov(moov: bytes) -> tuple[int | None, tuple[Track, ...]]:
    movie_scale, movie_duration = _scale_and_duration(_child(moov, b"mvhd"))
    tracks = [_read_trak(body, movie_scale) for kind, body in _children(moov) if kind == b"trak"]
    return _in_ms(movie_duration, movie_scale), tuple(tracks[:TRACKS_MAX])


def _read_trak(trak: bytes, movie_scale: int) -> Track:
    media_scale, media_duration = _scale_and_duration(_child(trak, b"mdia", b"mdhd"))
    tkhd = _child(trak, b"tkhd")
    is_long = tkhd[:1] == b"\x01"
    shown = int.from_bytes(tkhd[28:36] if is_long else tkhd[20:24], "big")
    if shown == (2**64 - 1 if is_long else 2**32 - 1):
        shown = 0
    # An edit list may show less than the media holds (trimmed on the phone); the shorter one is what plays.
    known = [ms for ms in (_in_ms(media_duration, media_scale), _in_ms(shown, movie_scale)) if ms is not None]
    return Track(
        kind=_child(trak, b"mdia", b"hdlr")[8:12].decode("latin-1"),
        duration_ms=min(known, default=None),
        width=_fixed(tkhd[-8:-4]),
        height=_fixed(tkhd[-4:]),
    )


def _scale_and_duration(header: bytes) -> tuple[int, int]:
    if header[:1] == b"\x01":
        scale, duration, unknown = header[20:24], header[24:32], 2**64 - 1
    else:
        scale, duration, unknown = header[12:16], header[16:20], 2**32 - 1
    length = int.from_bytes(duration, "big")
    return int.from_bytes(scale, "big"), 0 if length == unknown else length


def _in_ms(duration: int, scale: int) -> int | None:
    if scale <= 0 or duration <= 0:
        return None
    return max(min(duration * 1000 // scale, DURATION_MS_MAX), 1)


def _fixed(field: bytes) -> int:
    return int.from_bytes(field, "big") >> 16
