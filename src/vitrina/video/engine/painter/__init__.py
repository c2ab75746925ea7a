"""Pictures of goods, faces and signs, drawn by this project: for the demo world, for tests, and for empty shops.

Owns nothing. Everything is Pillow in memory: no file is read, no font is shipped, no time is asked.
Promises: the same words and the same seed draw the same pixels; another colour draws another variant of the same goods.
May not know products, shops or people: it is told a kind, a colour and a number.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from PIL import Image

from vitrina.video.engine.painter import carry, home, taste, wear
from vitrina.video.engine.painter.canvas import Canvas
from vitrina.video.engine.painter.colours import COLOURS, CREAM, Colour, colour_of, distance
from vitrina.video.engine.painter.portrait import paint_avatar, paint_logo
from vitrina.video.engine.painter.scenes import PLAIN_SCENES, SCENES, choose_tone, paint_scene, vignette

__all__ = ["COLOURS", "KINDS", "SCENE_NAMES", "paint_avatar", "paint_logo", "paint_product"]

Painter = Callable[[Canvas, Colour, Colour, Random], None]

GOODS_ZOOM: Final = 1.12
ACCENT_DISTANCE_MIN: Final = 0.22
_PAINTERS: Final[dict[str, Painter]] = {
    "alebrije": taste.alebrije,
    "backpack": carry.backpack,
    "blanket": home.blanket,
    "bottle": home.bottle,
    "bowl": home.bowl,
    "candle": home.candle,
    "cap": wear.cap,
    "coffee_bag": taste.coffee_bag,
    "earrings": wear.earrings,
    "guitar_strap": taste.guitar_strap,
    "headphones": taste.headphones,
    "hoodie": wear.hoodie,
    "hot_sauce": taste.hot_sauce,
    "lamp": home.lamp,
    "lipstick": taste.lipstick,
    "mug": home.mug,
    "notebook": home.notebook,
    "plant_pot": home.plant_pot,
    "ring": wear.ring,
    "serum": taste.serum,
    "sneaker": wear.sneaker,
    "sunglasses": wear.sunglasses,
    "t_shirt": wear.t_shirt,
    "tote": carry.tote,
    "watch": wear.watch,
}
_HANGING: Final = frozenset({"t_shirt", "hoodie", "tote", "guitar_strap", "earrings"})

KINDS: Final = tuple(_PAINTERS)
SCENE_NAMES: Final = tuple(SCENES)


def paint_product(
    kind: str, *, colour: str = "rosa", scene: str | None = None, seed: int = 0, size: int = 1080
) -> Image.Image:
    """An RGB picture, `size` pixels square, of goods of a kind of `KINDS` in a named colour or `#rrggbb`.

    The seed chooses the set (unless `scene` names one of `SCENE_NAMES`), its colours and small details; ValueError for
    an unknown kind, colour or scene.
    """
    if kind not in _PAINTERS or (scene is not None and scene not in SCENES):
        raise ValueError(f"unknown kind {kind!r} or scene {scene!r}")
    main = colour_of(colour)
    dice = Random(f"{kind}:{seed}")  # noqa: S311 — repeatable on purpose
    is_standing = kind not in _HANGING
    chosen = scene or dice.choice(SCENE_NAMES if is_standing else PLAIN_SCENES)
    tone = choose_tone(main, dice)
    canvas = Canvas(size)
    paint_scene(canvas, chosen, tone, dice, is_standing=is_standing)
    canvas.zoom = GOODS_ZOOM if is_standing else 1.0
    _PAINTERS[kind](canvas, main, _accent(main, tone.accent, dice), dice)
    canvas.zoom = 1.0
    vignette(canvas)
    return canvas.image


def _accent(main: Colour, wanted: Colour, dice: Random) -> Colour:
    if distance(main, wanted) >= ACCENT_DISTANCE_MIN:
        return wanted
    others = [COLOURS[name] for name in ("rosa", "marigold", "turquoise", "jade", "violet", "night")]
    return dice.choice([other for other in others if distance(main, other) >= ACCENT_DISTANCE_MIN] or [CREAM])
