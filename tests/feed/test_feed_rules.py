"""The order of the feed: fresh first, shuffled, one's own language before others, never the same video twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrina.feed.model import Place, Walk
from vitrina.feed.rules import (
    CHANCE_MS,
    OTHER_LANGUAGE_MS,
    SEEDS,
    decode_walk,
    encode_walk,
    next_places,
    order_of,
    score_of,
)
from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import VideoId, uuid7
from vitrina.kernel.pages import encode_cursor

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def videos_of(count: int, *, hours_between: float = 0.1) -> list[tuple[VideoId, str]]:
    made = [VideoId(uuid7(NOON - timedelta(hours=hours_between * place))) for place in range(count)]
    return [(one, "es" if place % 2 else "en") for place, one in enumerate(made)]


@given(seed=st.integers(0, SEEDS - 1), language=st.sampled_from(("en", "es")), limit=st.integers(1, 50))
@settings(max_examples=60, deadline=None)
def test_a_walk_shows_each_video_once_and_all_of_them(seed: int, language: str, limit: int) -> None:
    videos = videos_of(137, hours_between=3)
    places = order_of(videos, seed=seed, viewer_language=language)
    walk = Walk(seed, videos[0][0], videos[-1][0], None)
    seen: list[VideoId] = []
    while found := next_places(places, walk, limit):
        seen += [place.video_id for place in found]
        walk = Walk(seed, walk.newest, walk.oldest, found[-1])
    assert len(seen) == len(set(seen)) == 137


@given(seed=st.integers(0, SEEDS - 1), gone=st.sets(st.integers(0, 39)), step=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_what_is_published_or_removed_meanwhile_repeats_nothing(seed: int, gone: set[int], step: int) -> None:
    videos = videos_of(40)
    new = [(VideoId(uuid7(NOON + timedelta(hours=place + 1))), "en") for place in range(10)]
    walk = Walk(seed, videos[0][0], videos[-1][0], None)
    seen: list[VideoId] = []
    for turn in range(60):
        left = [one for place, one in enumerate(videos) if place not in gone or place > turn]
        places = order_of([*new[: turn % 11], *left], seed=seed, viewer_language="en")
        found = next_places(places, walk, step)
        if not found:
            break
        seen += [place.video_id for place in found]
        walk = Walk(seed, walk.newest, walk.oldest, found[-1])
    assert len(seen) == len(set(seen))
    assert {one for place, (one, _) in enumerate(videos) if place not in gone} <= set(seen)
    assert not {one for one, _ in new} & set(seen)


@given(st.uuids(), st.integers(0, SEEDS - 1), st.sampled_from(("en", "es")))
def test_chance_moves_a_video_less_than_three_days_and_language_seven(video_id: UUID, seed: int, language: str) -> None:
    published_ms = video_id.int >> 80
    score = score_of(video_id, "en", seed=seed, viewer_language=language)
    own = score + (0 if language == "en" else OTHER_LANGUAGE_MS)
    assert published_ms <= own < published_ms + CHANCE_MS


def test_ones_own_language_comes_first_and_old_videos_last() -> None:
    fresh = videos_of(20)
    old = [(VideoId(uuid7(NOON - timedelta(days=30 + place))), "en") for place in range(5)]
    languages = dict([*fresh, *old])
    shown = [place.video_id for place in order_of([*fresh, *old], seed=7, viewer_language="es")]
    assert [languages[one] for one in shown[:10]] == ["es"] * 10
    assert {one for one, _ in old} == set(shown[20:])


def test_seeds_give_different_orders_and_spread_evenly() -> None:
    videos = [(one, "en") for one, _ in videos_of(30)]
    orders = {
        tuple(place.video_id for place in order_of(videos, seed=seed, viewer_language="en")) for seed in range(SEEDS)
    }
    firsts = {order[0] for order in orders}
    assert len(orders) == SEEDS
    assert len(firsts) >= 10


@given(st.integers(0, SEEDS - 1), st.uuids(), st.uuids(), st.none() | st.tuples(st.integers(0, 2**45), st.uuids()))
def test_a_cursor_keeps_the_walk(seed: int, newest: UUID, oldest: UUID, last: tuple[int, UUID] | None) -> None:
    walk = Walk(seed, newest, oldest, None if last is None else Place(last[0], VideoId(last[1])))
    cursor = encode_walk(walk)
    assert len(cursor) <= 200
    assert decode_walk(cursor) == walk


@pytest.mark.parametrize(
    "cursor",
    [
        "rubbish",
        encode_cursor("f1", "1", "x", "y", ""),
        encode_cursor("f3", "1", "0" * 32, "0" * 32, ""),
        encode_cursor("f1", str(SEEDS), "0" * 32, "0" * 32, ""),
        encode_cursor("f1", "-1", "0" * 32, "0" * 32, ""),
        encode_cursor("f1", "²", "0" * 32, "0" * 32, ""),
        encode_cursor("f1", "1", "0" * 32, "0" * 32, "1"),
        encode_cursor("f1", "1", "0" * 32, "0" * 32, "zz." + "0" * 32),
        encode_cursor("f1", "1", "0" * 32, "0" * 31 + "g", ""),
    ],
)
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode_walk(cursor)
    assert refused.value.fields["field"] == "cursor"


def test_no_cursor_is_a_new_walk() -> None:
    assert decode_walk(None) is None
    assert decode_walk("") is None
