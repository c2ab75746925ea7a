"""Pure rules of videos: titles, languages, when tags show (rules.md §1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from uuid import UUID

from vitrina.kernel.errors import Invalid
from vitrina.kernel.words import LANGUAGES
from vitrina.video.errors import DateWrong, TagsCrowded, TagsFull, TagTimesWrong, TrimWrong
from vitrina.video.model import Cue, Cut, NewTag, Times

TITLE_CHARS_MAX = 150
TAGS_MAX = 30
TAGS_VISIBLE_MAX = 5
SPONSOR_CHARS_MAX = 60
CUT_MS_MIN = 1_000
SCHEDULE_MIN, SCHEDULE_MAX = timedelta(minutes=1), timedelta(days=60)
# An account of yesterday may be anybody's tenth: until it is three days old it gets less of everything.
ACCOUNT_IS_NEW = timedelta(days=3)
UPLOADS_OPEN, UPLOADS_OPEN_NEW = 5, 2
UPLOADS_PER_DAY, UPLOADS_PER_DAY_NEW = 50, 10
_UUID7_RANDOM_BITS = 80
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


def clean_sponsor(name: str | None) -> str | None:
    """Who pays for a video, one line of up to 60 characters; None when it is empty. `Invalid`."""
    made = " ".join((name or "").split())
    if len(made) > SPONSOR_CHARS_MAX or not made.isprintable():
        raise Invalid(field="sponsor", reason=f"takes up to {SPONSOR_CHARS_MAX} characters")
    return made or None


def is_new_account(account_id: UUID, now: datetime) -> bool:
    """Whether an account is younger than three days; its id holds the instant of its making (UUIDv7)."""
    made_at = datetime.fromtimestamp((account_id.int >> _UUID7_RANDOM_BITS) / 1000, UTC)
    return now - made_at < ACCOUNT_IS_NEW


def check_date(at: datetime, now: datetime) -> None:
    """Whether a video may be published at `at`: in a minute at the earliest, in sixty days at the latest; `DateWrong`."""
    if at.tzinfo is None or not now + SCHEDULE_MIN <= at <= now + SCHEDULE_MAX:
        raise DateWrong(days_max=SCHEDULE_MAX.days)


def cut_of(start_ms: int, end_ms: int, whole_ms: int) -> Cut:
    """The part of a whole film from `start_ms` to `end_ms`, a second at least; `TrimWrong`."""
    made = Cut(start_ms, min(end_ms, whole_ms))
    if start_ms < 0 or made.duration_ms < min(CUT_MS_MIN, whole_ms):
        raise TrimWrong(duration_ms=whole_ms)
    return made


def moved_times(times: Times, before: Cut, after: Cut) -> Times | None:
    """When a tag shows after the cut was moved from `before` to `after`; None when its seconds are cut away."""
    if times.start_ms is None or times.end_ms is None:
        return times
    delta = before.start_ms - after.start_ms
    start_ms, end_ms = max(times.start_ms + delta, 0), min(times.end_ms + delta, after.duration_ms)
    return Times(start_ms, end_ms) if start_ms < end_ms else None


def moved_cues(cues: Sequence[Cue], before: Cut, after: Cut) -> list[Cue]:
    """Captions after the cut was moved; those of seconds that are cut away fall out."""
    delta = before.start_ms - after.start_ms
    moved = [Cue(max(cue.start_ms + delta, 0), min(cue.end_ms + delta, after.duration_ms), cue.lines) for cue in cues]
    return [cue for cue in moved if cue.start_ms < cue.end_ms]


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
