"""Pure rules of videos: titles, languages, when tags show (rules.md §1)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from vitrina.kernel.errors import Invalid
from vitrina.kernel.words import LANGUAGES
from vitrina.video.errors import TagsCrowded, TagsFull, TagTimesWrong
from vitrina.video.model import NewTag, Times

TITLE_CHARS_MAX = 150
TAGS_MAX = 30
TAGS_VISIBLE_MAX = 5
CONTENT_TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
}


def clean_title(title: str) -> str:
    """One line of 1–150 characters; `Invalid`."""
    made = " ".join(title.split())
    if not 1 <= len(made) <= TITLE_CHARS_MAX or "\x00" in made:
        raise Invalid(field="title", reason=f"takes 1 to {TITLE_CHARS_MAX} characters")
    return made


def title_of_file(name: str) -> str:
    """A title for a file without one: `my_new-jacket.mp4` → `my new jacket`."""
    words = PurePath(name).stem.replace("_", " ").replace("-", " ").replace("\x00", "")
    return " ".join(words.split())[:TITLE_CHARS_MAX] or "Video"


def clean_language(language: str) -> str:
    """One of the product's languages; `Invalid`."""
    if language not in LANGUAGES:
        raise Invalid(field="language", reason=f"takes one of {', '.join(LANGUAGES)}")
    return language


def tag_times(start_ms: int | None, end_ms: int | None, duration_ms: int) -> Times:
    """When a new tag shows: a start alone lasts to the end, an end alone begins at zero; `TagTimesWrong`."""
    if start_ms is None and end_ms is None:
        return Times(None, None)
    made = Times(start_ms or 0, duration_ms if end_ms is None else end_ms)
    assert made.start_ms is not None and made.end_ms is not None
    if not 0 <= made.start_ms < made.end_ms <= duration_ms:
        raise TagTimesWrong(duration_ms=duration_ms)
    return made


def check_tags(shown: Sequence[Times], new: Times, duration_ms: int) -> None:
    """Whether one more tag fits; `TagsFull`, `TagsCrowded` when more than five would be visible at once."""
    if len(shown) >= TAGS_MAX:
        raise TagsFull(tags_max=TAGS_MAX)
    if most_at_once([*shown, new], duration_ms) > TAGS_VISIBLE_MAX:
        raise TagsCrowded(visible_max=TAGS_VISIBLE_MAX)


def check_new_tags(tags: Sequence[NewTag]) -> None:
    """Whether a video that is still to be made could carry these: its length is not known yet; as `check_tags`."""
    length_ms = max([1, *(one for tag in tags for one in (tag.start_ms, tag.end_ms) if one is not None)]) + 1
    shown: list[Times] = []
    for tag in tags:
        times = tag_times(tag.start_ms, tag.end_ms, length_ms)
        check_tags(shown, times, length_ms)
        shown.append(times)


def most_at_once(shown: Sequence[Times], duration_ms: int) -> int:
    """How many tags are visible at the busiest instant; a tag that ends where another begins does not meet it."""
    edges: list[tuple[int, int]] = []
    for times in shown:
        edges.append((times.start_ms or 0, 1))
        edges.append((duration_ms if times.end_ms is None else times.end_ms, -1))
    visible = most = 0
    for _, change in sorted(edges):
        visible += change
        most = max(most, visible)
    return most


def content_type_of(name: str) -> str:
    """The media type of one of our own output files."""
    return CONTENT_TYPES[PurePath(name).suffix]


def warning_text(code: str, language: str) -> str:
    """The sentence of a warning that came with a video."""
    from vitrina.video.engine.model import WARNING_TEXTS

    return WARNING_TEXTS[code][language]
