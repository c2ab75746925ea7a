"""Drawn goods: all kinds, repeatable, and different where they must differ."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat

from vitrina.video.engine import (
    COLOURS,
    KINDS,
    SCENE_NAMES,
    VIEWS,
    paint_avatar,
    paint_banner,
    paint_logo,
    paint_product,
)

PROMISED = (
    "mug sneaker tote candle headphones lamp plant_pot t_shirt hoodie cap sunglasses watch backpack bottle notebook "
    "ring earrings lipstick serum coffee_bag hot_sauce bowl blanket alebrije guitar_strap "
    "perfume nail_polish cream_jar soap eyeshadow hair_claw necklace bracelet axolotl bear spinning_top cards rainbow kite "
    "skateboard football yoga_mat dumbbells pet_bowl collar pet_bed scratcher pens stickers washi phone_case earbuds "
    "speaker camera keyboard poster vinyl lights cactus succulents monstera watering_can bouquet honey tea chocolate "
    "sweet_bread spices cushion socks bucket_hat fanny_pack umbrella scarf apron"
).split()
SIDE = 110


def difference(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_all_promised_kinds_are_there() -> None:
    assert sorted(PROMISED) == sorted(KINDS)
    assert len(KINDS) == 75


@pytest.mark.parametrize("kind", KINDS)
def test_goods_are_repeatable_and_their_colour_is_a_variant(kind: str) -> None:
    one = paint_product(kind, colour="turquoise", scene="arch", seed=5, size=SIDE)
    assert (one.mode, one.size) == ("RGB", (SIDE, SIDE))
    assert one.tobytes() == paint_product(kind, colour="turquoise", scene="arch", seed=5, size=SIDE).tobytes()
    assert difference(one, paint_product(kind, colour="red", scene="arch", seed=5, size=SIDE)) > 3
    # There is something to see in the middle: more contrast than a bare wall has.
    assert max(ImageStat.Stat(one.crop((20, 20, 90, 97)).convert("L")).stddev) > 14


@pytest.mark.parametrize("scene", SCENE_NAMES)
def test_every_set_takes_every_colour(scene: str) -> None:
    pictures = [paint_product("mug", colour=colour, scene=scene, seed=1, size=80) for colour in COLOURS]
    assert len({picture.tobytes() for picture in pictures}) == len(COLOURS)


def test_other_views_show_the_same_goods() -> None:
    front, around, detail = (paint_product("perfume", colour="jade", seed=2, size=SIDE, view=view) for view in VIEWS)
    assert difference(front, around) > 10 and difference(front, detail) > 10
    # The bottle's middle is the same on any set.
    middle = (50, 78, 54, 84)
    assert difference(front.crop(middle), around.crop(middle)) < 6
    assert around.tobytes() == paint_product("perfume", colour="jade", seed=2, size=SIDE, view="around").tobytes()


def test_a_label_says_what_it_is_told() -> None:
    said = [
        paint_product("coffee_bag", seed=3, size=SIDE, word=word).tobytes() for word in ("Oaxaca", "Veracruz", "Oaxaca")
    ]
    assert said[0] == said[2] != said[1]


def test_a_banner_is_three_goods_wide() -> None:
    banner = paint_banner(3, kinds=("mug", "lamp", "bear"), width=300)
    assert banner.size == (300, 100)
    assert banner.tobytes() == paint_banner(3, kinds=("mug", "lamp", "bear"), width=300).tobytes()
    assert banner.tobytes() != paint_banner(3, kinds=("mug", "lamp"), width=300).tobytes()


def test_any_size_and_hex_colour() -> None:
    assert paint_product("ring", colour="#12AB9f", seed=2, size=33).size == (33, 33)


@pytest.mark.parametrize(
    "words",
    [
        {"kind": "spaceship"},
        {"kind": "mug", "colour": "beige-ish"},
        {"kind": "mug", "scene": "moon"},
        {"kind": "mug", "view": "back"},
    ],
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
