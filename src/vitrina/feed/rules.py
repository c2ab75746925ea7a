"""In which order videos are shown. Learned ranking will replace `score_of` and nothing else."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from datetime import timedelta
from uuid import UUID

from vitrina.feed.model import Place, Tally, Walk
from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import LinkId, VideoId, parse_uuid
from vitrina.kernel.pages import decode_cursor, encode_cursor

SEEDS = 32
DAY_MS = 86_400_000
CHANCE_MS = 3 * DAY_MS
OTHER_LANGUAGE_MS = 7 * DAY_MS
_UUID7_RANDOM_BITS = 80
_CURSOR_PARTS = 5
SEEN_FOR = timedelta(hours=24)
# One event tells of ten seconds; a phone that slept may tell of more, but not of an afternoon.
WATCH_MS_MAX = 120_000
TAG_KINDS = frozenset(("chip_shown", "chip_tapped", "opened"))
_ONE = {
    "impression": Tally(views=1),
    "completed": Tally(completed=1),
    "chip_shown": Tally(chips=1),
    "chip_tapped": Tally(taps=1),
    "opened": Tally(opened=1),
    "shared": Tally(shared=1),
}
_MIX = 0x9E37_79B1  # odd, near 2³² / φ: neighbours end far apart (Knuth, TAOCP 3, §6.4)


def score_of(video_id: UUID, language: str, *, seed: int, viewer_language: str) -> int:
    """When the video was published (ms), up to three days later by chance, seven earlier in another language.

    It depends on nothing but the video and the walk, so what is published or removed meanwhile moves no other video:
    that is why a walk never repeats itself.
    """
    published_ms = video_id.int >> _UUID7_RANDOM_BITS
    drawn = (zlib.crc32(video_id.bytes, seed * _MIX & 0xFFFF_FFFF) * _MIX) & 0xFFFF_FFFF
    chance_ms = drawn * CHANCE_MS >> 32
    return published_ms + chance_ms - (0 if language == viewer_language else OTHER_LANGUAGE_MS)


def order_of(videos: Sequence[tuple[VideoId, str]], *, seed: int, viewer_language: str) -> list[Place]:
    """Places of (video, its language) in the order in which this walk shows them."""
    places = [
        Place(score_of(video_id, language, seed=seed, viewer_language=viewer_language), video_id)
        for video_id, language in videos
    ]
    places.sort(key=lambda place: place.key, reverse=True)
    return places


def next_places(places: Sequence[Place], walk: Walk, limit: int, skipped: Set[UUID] = frozenset()) -> list[Place]:
    """Up to `limit` places after the walk's last one, inside its bounds, without the `skipped` videos."""
    begin = 0
    if walk.last is not None:
        last = walk.last.key
        begin = bisect_right(places, (-last[0], -last[1]), key=lambda place: (-place.score_ms, -place.video_id.int))
    found: list[Place] = []
    for position in range(begin, len(places)):
        place = places[position]
        if walk.oldest <= place.video_id <= walk.newest and place.video_id not in skipped:
            found.append(place)
            if len(found) == limit:
                break
    return found


def encode_walk(walk: Walk) -> str:
    """The opaque cursor of a walk."""
    last = "" if walk.last is None else f"{walk.last.score_ms:x}.{walk.last.video_id.hex}"
    return encode_cursor("f2" if walk.is_again else "f1", str(walk.seed), walk.newest.hex, walk.oldest.hex, last)


def decode_walk(cursor: str | None) -> Walk | None:
    """The walk of a cursor, None without one; `Invalid` when it is not ours."""
    parts = decode_cursor(cursor, _CURSOR_PARTS)
    if parts is None:
        return None
    kind, seed, newest, oldest, last = parts
    if kind not in ("f1", "f2") or not seed.isascii() or not seed.isdigit() or int(seed) >= SEEDS:
        raise Invalid(field="cursor", reason="is not one of ours")
    return Walk(int(seed), _uuid(newest), _uuid(oldest), _place(last), kind == "f2")


def tally(happened: Iterable[tuple[str, VideoId, LinkId | None, int]]) -> dict[tuple[VideoId, LinkId | None], Tally]:
    """Sums of what a client saw happen: (kind, video, tag or None, milliseconds watched).

    A kind that tells of a tag counts on that tag; `opened` and `shared` without one count on the video.
    """
    sums: dict[tuple[VideoId, LinkId | None], Tally] = {}
    for kind, video_id, link_id, watch_ms in happened:
        one = _ONE[kind] if kind != "watch" else Tally(watch_ms=min(max(watch_ms, 0), WATCH_MS_MAX))
        place = (video_id, link_id if kind in TAG_KINDS else None)
        sums[place] = sums.get(place, Tally()) + one
    return sums


def _place(text: str) -> Place | None:
    if text == "":
        return None
    score, _, video = text.partition(".")
    try:
        return Place(int(score, 16), VideoId(_uuid(video)))
    except ValueError:
        raise Invalid(field="cursor", reason="is not one of ours") from None


def _uuid(text: str) -> UUID:
    made = parse_uuid(f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}") if len(text) == 32 else None
    if made is None:
        raise Invalid(field="cursor", reason="is not one of ours")
    return made
