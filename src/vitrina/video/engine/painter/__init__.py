"""Pictures of goods, faces and signs, drawn by this project: for the demo world, for tests, and for empty shops.

Owns nothing. Everything is Pillow in memory: no file is read, no font is shipped, no time is asked.
Promises: the same words and the same seed draw the same pixels; another colour draws another variant of the same goods.
May not know products, shops or people: it is told a kind, a colour and a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from PIL import Image

from vitrina.video.engine.painter import carry, desk, grow, home, pets, play, soft, sport, taste, vanity, wear
from vitrina.video.engine.painter.canvas import Canvas
from vitrina.video.engine.painter.colours import COLOURS, CREAM, Colour, colour_of, distance
from vitrina.video.engine.painter.portrait import paint_avatar, paint_logo
from vitrina.video.engine.painter.scenes import HANGING_SCENES, SCENES, paint_scene, vignette
from vitrina.video.engine.painter.tones import choose_tone

__all__ = ["COLOURS", "KINDS", "SCENE_NAMES", "VIEWS", "paint_avatar", "paint_banner", "paint_logo", "paint_product"]

Painter = Callable[[Canvas, Colour, Colour, Random], None]

GOODS_ZOOM: Final = 1.12
ACCENT_DISTANCE_MIN: Final = 0.22
VIEWS: Final = ("front", "around", "detail")
BANNER_GOODS: Final = 3
DETAIL_CLOSER: Final = 1.9
DETAIL_AT: Final = (480.0, 560.0)
_PAINTERS: Final[dict[str, Painter]] = {
    "alebrije": taste.alebrije,
    "apron": soft.apron,
    "axolotl": play.axolotl,
    "backpack": carry.backpack,
    "bear": play.bear,
    "blanket": home.blanket,
    "bottle": home.bottle,
    "bouquet": grow.bouquet,
    "bowl": home.bowl,
    "bracelet": vanity.bracelet,
    "bucket_hat": soft.bucket_hat,
    "cactus": grow.cactus,
    "camera": desk.camera,
    "candle": home.candle,
    "cap": wear.cap,
    "cards": play.cards,
    "chocolate": grow.chocolate,
    "coffee_bag": taste.coffee_bag,
    "collar": pets.collar,
    "cream_jar": vanity.cream_jar,
    "cushion": soft.cushion,
    "dumbbells": sport.dumbbells,
    "earbuds": desk.earbuds,
    "earrings": wear.earrings,
    "eyeshadow": vanity.eyeshadow,
    "fanny_pack": soft.fanny_pack,
    "football": sport.football,
    "guitar_strap": taste.guitar_strap,
    "hair_claw": vanity.hair_claw,
    "headphones": taste.headphones,
    "honey": grow.honey,
    "hoodie": wear.hoodie,
    "hot_sauce": taste.hot_sauce,
    "keyboard": desk.keyboard,
    "kite": play.kite,
    "lamp": home.lamp,
    "lights": desk.lights,
    "lipstick": taste.lipstick,
    "monstera": grow.monstera,
    "mug": home.mug,
    "nail_polish": vanity.nail_polish,
    "necklace": vanity.necklace,
    "notebook": home.notebook,
    "pens": desk.pens,
    "perfume": vanity.perfume,
    "pet_bed": pets.pet_bed,
    "pet_bowl": pets.pet_bowl,
    "phone_case": desk.phone_case,
    "plant_pot": home.plant_pot,
    "poster": desk.poster,
    "rainbow": play.rainbow,
    "ring": wear.ring,
    "scarf": soft.scarf,
    "scratcher": pets.scratcher,
    "serum": taste.serum,
    "skateboard": sport.skateboard,
    "sneaker": wear.sneaker,
    "soap": vanity.soap,
    "socks": soft.socks,
    "speaker": desk.speaker,
    "spices": grow.spices,
    "spinning_top": play.spinning_top,
    "stickers": desk.stickers,
    "succulents": grow.succulents,
    "sunglasses": wear.sunglasses,
    "sweet_bread": grow.sweet_bread,
    "t_shirt": wear.t_shirt,
    "tea": grow.tea,
    "tote": carry.tote,
    "umbrella": soft.umbrella,
    "vinyl": desk.vinyl,
    "washi": desk.washi,
    "watch": wear.watch,
    "watering_can": grow.watering_can,
    "yoga_mat": sport.yoga_mat,
}
_HANGING: Final = frozenset({"t_shirt", "hoodie", "tote", "guitar_strap", "earrings", "kite", "poster", "apron"})

KINDS: Final = tuple(_PAINTERS)
SCENE_NAMES: Final = tuple(SCENES)


def paint_product(
    kind: str,
    *,
    colour: str = "rosa",
    scene: str | None = None,
    seed: int = 0,
    size: int = 1080,
    view: str = "front",
    word: str | None = None,
) -> Image.Image:
    """An RGB picture, `size` pixels square, of goods of a kind of `KINDS` in a named colour or `#rrggbb`.

    The seed chooses the set (unless `scene` names one of `SCENE_NAMES`), its colours and small details; `view` is one of
    `VIEWS`: `front`, `around` (the same goods on another set), `detail` (close). `word` is what stands on
    its label, if it has one. ValueError for an unknown kind, colour, scene or view.
    """
    if kind not in _PAINTERS or (scene is not None and scene not in SCENES) or view not in VIEWS:
        raise ValueError(f"unknown kind {kind!r}, scene {scene!r} or view {view!r}")
    main = colour_of(colour)
    dice = Random(f"{kind}:{seed}")  # noqa: S311 — repeatable on purpose
    is_standing = kind not in _HANGING
    sets = SCENE_NAMES if is_standing else HANGING_SCENES
    chosen = scene or dice.choice(sets)
    tone = choose_tone(main, dice)
    accent = _accent(main, tone.accent, dice)
    if view == "around":
        chosen = dice.choice([name for name in sets if name != chosen])
        tone = choose_tone(main, dice)
    canvas = Canvas(size, closer=DETAIL_CLOSER, at=DETAIL_AT) if view == "detail" else Canvas(size)
    paint_scene(canvas, chosen, tone, dice, is_standing=is_standing)
    canvas.word = word
    canvas.zoom = GOODS_ZOOM if is_standing else 1.0
    # Dice of their own: the words on the goods stay the same whatever stands behind them.
    _PAINTERS[kind](canvas, main, accent, Random(f"{kind}:{seed}:goods"))  # noqa: S311 — repeatable on purpose
    canvas.zoom = 1.0
    vignette(canvas)
    return canvas.image


def paint_banner(seed: int, *, kinds: Sequence[str], width: int = 1440) -> Image.Image:
    """A wide picture, 3 : 1, of three goods side by side, each on a set of its own; ValueError for an unknown kind."""
    dice = Random(f"banner:{seed}")  # noqa: S311 — repeatable on purpose
    shown = [*kinds[:BANNER_GOODS], *dice.sample(KINDS, BANNER_GOODS)][:BANNER_GOODS]
    side = width // BANNER_GOODS
    banner = Image.new("RGB", (side * BANNER_GOODS, side))
    names = dice.sample(("rosa", "jade", "marigold", "turquoise", "violet", "coral"), BANNER_GOODS)
    for n, (kind, colour) in enumerate(zip(shown, names, strict=True)):
        banner.paste(paint_product(kind, colour=colour, seed=seed * 7 + n, size=side), (n * side, 0))
    return banner


def _accent(main: Colour, wanted: Colour, dice: Random) -> Colour:
    if distance(main, wanted) >= ACCENT_DISTANCE_MIN:
        return wanted
    others = [COLOURS[name] for name in ("rosa", "marigold", "turquoise", "jade", "violet", "night")]
    return dice.choice([other for other in others if distance(main, other) >= ACCENT_DISTANCE_MIN] or [CREAM])
