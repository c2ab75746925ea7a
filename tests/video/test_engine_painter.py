"""Drawn goods: all kinds, repeatable, and different where they must differ."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat

from vitrina.video.engine import COLOURS, KINDS, SCENE_NAMES, paint_avatar, paint_logo, paint_product

PROMISED = (
    "mug sneaker tote candle headphones lamp plant_pot t_shirt hoodie cap sunglasses watch backpack bottle notebook "
    "ring earrings lipstick serum coffee_bag hot_sauce bowl blanket alebrije guitar_strap"
).split()


def difference(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_all_promised_kinds_are_there() -> None:
    assert sorted(PROMISED) == sorted(KINDS)
    assert len(KINDS) == 25


@pytest.mark.parametrize("kind", KINDS)
def test_goods_are_repeatable_and_their_colour_is_a_variant(kind: str) -> None:
    one = paint_product(kind, colour="turquoise", scene="arch", seed=5, size=160)
    assert (one.mode, one.size) == ("RGB", (160, 160))
    assert one.tobytes() == paint_product(kind, colour="turquoise", scene="arch", seed=5, size=160).tobytes()
    assert difference(one, paint_product(kind, colour="red", scene="arch", seed=5, size=160)) > 3
    # There is something to see in the middle: more contrast than a bare wall has.
    assert max(ImageStat.Stat(one.crop((30, 30, 130, 140)).convert("L")).stddev) > 14


@pytest.mark.parametrize("scene", SCENE_NAMES)
def test_every_set_takes_every_colour(scene: str) -> None:
    pictures = [paint_product("mug", colour=colour, scene=scene, seed=1, size=80) for colour in COLOURS]
    assert len({picture.tobytes() for picture in pictures}) == len(COLOURS)


def test_any_size_and_hex_colour() -> None:
    assert paint_product("ring", colour="#12AB9f", seed=2, size=33).size == (33, 33)


@pytest.mark.parametrize(
    "words", [{"kind": "spaceship"}, {"kind": "mug", "colour": "beige-ish"}, {"kind": "mug", "scene": "moon"}]
)
def test_unknown_words_are_refused(words: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        paint_product(**words)  # type: ignore[arg-type]


def test_faces_and_signs_are_repeatable_and_differ() -> None:
    faces = [paint_avatar(seed, size=96) for seed in range(8)]
    assert len({face.tobytes() for face in faces}) == 8
    assert faces[3].tobytes() == paint_avatar(3, size=96).tobytes()
    signs = [paint_logo(name, 1, size=96) for name in ("Casa Luna", "Barrio", "Ñandú", "¡", "")]
    assert all(sign.size == (96, 96) for sign in signs)
    assert difference(signs[0], signs[1]) > 1
