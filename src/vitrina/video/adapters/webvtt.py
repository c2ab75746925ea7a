"""Captions in and out: WebVTT and SRT are read strictly, plain text is all that is kept, and we write our own file.

Source: W3C WebVTT (Candidate Recommendation), §4.1 and §6.4. Styles, regions, comments, settings and tags are dropped, so
that nothing of a foreign file reaches a viewer but words and times.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from vitrina.video.errors import CaptionsTooMany, CaptionsUnreadable
from vitrina.video.model import Cue

FILE_BYTES_MAX = 256 * 1024
CUES_MAX = 2_000
LINES_MAX = 4
LINE_CHARS_MAX = 120
CUE_MS_MAX = 3_600_000

_TIME = r"(?:(\d{1,2}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_TIMES = re.compile(rf"^{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?$")
_TAG = re.compile(r"<[^<>]{0,200}>")
_SIGNATURE = re.compile(r"^WEBVTT(?:[ \t].*)?$")
_SKIPPED = ("NOTE", "STYLE", "REGION")


def read_captions(raw: bytes) -> list[Cue]:
    """The cues of a WebVTT or SRT file in UTF-8, in the order of their times.

    `CaptionsTooMany`, `CaptionsUnreadable` with the number of the line that is not understood.
    """
    if len(raw) > FILE_BYTES_MAX:
        raise CaptionsTooMany(cues_max=CUES_MAX, kilobytes_max=FILE_BYTES_MAX // 1024)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise CaptionsUnreadable(line=raw.count(b"\n", 0, problem.start) + 1) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = _blocks(lines)
    if blocks and _SIGNATURE.match(blocks[0][1][0]):
        blocks = blocks[1:]
    cues = [cue for number, block in blocks if (cue := _read_block(number, block)) is not None]
    if not cues:
        raise CaptionsUnreadable(line=len(lines))
    if len(cues) > CUES_MAX:
        raise CaptionsTooMany(cues_max=CUES_MAX, kilobytes_max=FILE_BYTES_MAX // 1024)
    return sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))


def write_captions(cues: Sequence[Cue]) -> bytes:
    """A WebVTT file of these cues."""
    parts = ["WEBVTT\n"]
    for cue in cues:
        words = "\n".join(html.escape(line, quote=False) for line in cue.lines)
        parts.append(f"{_time(cue.start_ms)} --> {_time(cue.end_ms)}\n{words}\n")
    return "\n".join(parts).encode()


def _blocks(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Runs of lines between empty ones, each with the number of its first line (from 1)."""
    found: list[tuple[int, list[str]]] = []
    is_open = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            is_open = False
        elif is_open:
            found[-1][1].append(line)
        else:
            found.append((number, [line]))
            is_open = True
    return found


def _read_block(number: int, block: Sequence[str]) -> Cue | None:
    """A cue with or without its name; None for what is not shown."""
    if block[0].split(maxsplit=1)[0] in _SKIPPED:
        return None
    place = 0 if _TIMES.match(block[0]) else 1
    times = _TIMES.match(block[place]) if place < len(block) else None
    if times is None:
        raise CaptionsUnreadable(line=number)
    start_ms, end_ms = _ms(times.groups()[:4]), _ms(times.groups()[4:])
    if not start_ms < end_ms <= CUE_MS_MAX:
        raise CaptionsUnreadable(line=number + place)
    lines = [line for line in map(_plain, block[place + 1 :]) if line]
    return Cue(start_ms, end_ms, tuple(lines[:LINES_MAX])) if lines else None


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _plain(line: str) -> str:
    words = html.unescape(_TAG.sub("", line))
    shown = "".join(letter if letter.isprintable() else " " for letter in words)
    # An arrow in the text would read as a line of times.
    return " ".join(shown.replace("-->", "→").split())[:LINE_CHARS_MAX]


def _time(ms: int) -> str:
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"
