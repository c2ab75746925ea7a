"""Sizes and rates of a ladder: pure arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.video.engine.plan import LONG_SIDE_MAX, plan_fps, plan_rungs


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ((1080, 1920), [(720, 1280), (480, 854), (240, 426)]),
        ((720, 1280), [(720, 1280), (480, 854), (240, 426)]),
        ((1920, 1080), [(1280, 720), (854, 480), (426, 240)]),
        ((480, 480), [(480, 480), (240, 240)]),
        ((320, 568), [(320, 568), (240, 426)]),
        ((176, 144), [(176, 144)]),
        ((501, 289), [(502, 290), (416, 240)]),
        ((4000, 400), [(1920, 192)]),
        ((33, 100), [(34, 100)]),
    ],
)
def test_rungs(shown: tuple[int, int], expected: list[tuple[int, int]]) -> None:
    assert [(rung.width, rung.height) for rung in plan_rungs(*shown)] == expected


@given(st.integers(32, 8000), st.integers(32, 8000))
def test_rungs_are_even_fall_and_keep_the_shape(width: int, height: int) -> None:
    rungs = plan_rungs(width, height)
    assert 1 <= len(rungs) <= 3
    sides = [rung.short_side for rung in rungs]
    assert sides == sorted(set(sides), reverse=True)
    for rung in rungs:
        assert rung.width % 2 == 0 and rung.height % 2 == 0
        assert rung.width <= width + 1 and rung.height <= height + 1
        assert max(rung.width, rung.height) <= LONG_SIDE_MAX + 2 * max(width, height) / min(width, height)
        assert (rung.width <= rung.height) == (width <= height) or rung.width == rung.height
        assert rung.peak_bps >= 100_000


@pytest.mark.parametrize(
    ("fps_milli", "expected"),
    [
        *((None, 30), (23_976, 24), (24_000, 24), (25_000, 25), (50_000, 25), (48_000, 24)),
        *((29_970, 30), (60_000, 30), (120_000, 30), (8_800, 30), (1_000, 30)),
    ],
)
def test_fps(fps_milli: int | None, expected: int) -> None:
    assert plan_fps(fps_milli) == expected
