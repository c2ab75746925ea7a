"""Letters with the accents that the built-in face lacks."""

from __future__ import annotations

import pytest
from PIL import ImageChops

from vitrina.video.engine.lettering import text_mask, text_width, wrap

SPANISH = "áéíóúüñÁÉÍÓÚÜÑ¿¡"


@pytest.mark.parametrize("letter", SPANISH)
def test_every_spanish_letter_is_drawn_and_differs_from_its_base(letter: str) -> None:
    plain = {"¿": "?", "¡": "!", "ü": "u", "Ü": "U", "ñ": "n", "Ñ": "N"}
    base = plain.get(letter) or "aeiouAEIOU"["áéíóúÁÉÍÓÚ".index(letter)]
    drawn, bare = text_mask(letter, 60), text_mask(base, 60)
    assert drawn.size == bare.size
    assert ImageChops.difference(drawn, bare).getbbox() is not None
    box = drawn.getbbox()
    assert box is not None
    assert box[0] > 0
    assert box[2] < drawn.width + 1


def test_a_question_mark_is_turned_over() -> None:
    upright, turned = text_mask("?", 100).getbbox(), text_mask("¿", 100).getbbox()
    assert upright is not None
    assert turned is not None
    assert abs((upright[2] - upright[0]) - (turned[2] - turned[0])) <= 2
    assert turned[3] > upright[3]


def test_what_cannot_be_drawn_is_left_out_not_boxed() -> None:
    assert text_width("a漢b", 40) == text_width("ab", 40)
    assert text_mask("漢", 40).getbbox() is None
    assert text_mask("", 40).getbbox() is None


def test_lines_break_at_blanks_and_end_in_dots() -> None:
    assert wrap("uno dos tres", 40, width=10_000) == ["uno dos tres"]
    lines = wrap("una taza de barro negro hecha a mano en Oaxaca", 40, width=300, lines_max=2)
    assert len(lines) == 2
    assert lines[1].endswith("...")
    assert all(text_width(line, 40) <= 300 for line in lines)
    assert text_width(wrap("x" * 200, 40, width=300)[0], 40) <= 300


def test_weight_makes_letters_heavier() -> None:
    thin, heavy = (sum(text_mask("Sol", 60, weight=weight).histogram()[128:]) for weight in (0.0, 0.6))
    assert heavy > thin * 1.3
