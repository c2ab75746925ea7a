"""Faces of creators and signs of shops."""

from __future__ import annotations

from random import Random
from typing import Final

from PIL import Image

from vitrina.video.engine.painter.canvas import Canvas, arc, box, down, ellipse, radial, ribbon, right, smooth, turned
from vitrina.video.engine.painter.colours import (
    COLOURS,
    CREAM,
    GOLD,
    INK,
    LIGHT,
    NIGHT,
    WHITE,
    Colour,
    dark,
    distance,
    light,
    mix,
)
from vitrina.video.engine.painter.forms import flower, leaf

SKINS: Final[tuple[Colour, ...]] = ((246, 208, 176), (226, 172, 130), (198, 138, 98), (158, 102, 70), (112, 70, 50))
HAIRS: Final[tuple[Colour, ...]] = ((40, 28, 34), (70, 42, 34), (112, 64, 40), (36, 32, 54), (150, 84, 46))
STYLES: Final = ("long", "bun", "curly", "short", "bob", "cap")
WALLS: Final = ("rosa", "marigold", "jade", "violet", "turquoise", "coral", "night")


def paint_avatar(seed: int, *, size: int = 512) -> Image.Image:
    """The face of a creator: the same seed draws the same person, square, `size` pixels."""
    dice = Random(seed)  # noqa: S311 — repeatable on purpose
    canvas = Canvas(size)
    wall = COLOURS[dice.choice(WALLS)]
    shirt = COLOURS[dice.choice([name for name in WALLS if distance(COLOURS[name], wall) > 0.25])]
    skin, hair, style = dice.choice(SKINS), dice.choice(HAIRS), STYLES[seed % len(STYLES)]
    canvas.paint(box(-2, -2, 1002, 1002), fill=down((0, light(wall, 0.25)), (1, dark(wall, 0.25))))
    canvas.paint(ellipse(500, 480, 400, 400), fill=light(wall, 0.35), alpha=0.6)
    _hair_behind(canvas, style, hair)
    _shoulders(canvas, skin, shirt)
    _face(canvas, skin, hair)
    _hair_before(canvas, style, hair, shirt, dice)
    if dice.random() < 0.3:
        _glasses(canvas)
    if style in ("long", "bun", "bob"):
        for side in (-1, 1):
            canvas.paint(ellipse(500 + side * 212, 600, 22, 30), fill=right((0, light(GOLD, 0.6)), (1, GOLD)))
    return canvas.image


def _shoulders(canvas: Canvas, skin: Colour, shirt: Colour) -> None:
    torso = smooth([(160, 1010), (190, 880), (330, 800), (500, 780), (670, 800), (810, 880), (840, 1010)], closed=False)
    body = canvas.paint(
        [*torso, (840, 1100), (160, 1100)], fill=right((0, light(shirt, 0.25)), (0.5, shirt), (1, dark(shirt, 0.35)))
    )
    canvas.paint(smooth([(400, 640), (600, 640), (606, 800), (500, 872), (394, 800)]), fill=dark(skin, 0.22))
    canvas.paint(
        ribbon([(386, 796), (440, 856), (500, 878), (560, 856), (614, 796)], 22), fill=light(shirt, 0.4), inside=body
    )


def _face(canvas: Canvas, skin: Colour, hair: Colour) -> None:
    for side in (-1, 1):
        canvas.paint(ellipse(500 + side * 205, 520, 36, 54), fill=dark(skin, 0.12))
    outline = smooth(
        [
            (500, 250),
            (636, 290),
            (706, 430),
            (690, 590),
            (610, 712),
            (500, 752),
            (390, 712),
            (310, 590),
            (294, 430),
            (364, 290),
        ]
    )
    head = canvas.paint(outline, fill=right((0, light(skin, 0.22)), (0.5, skin), (1, dark(skin, 0.22))))
    for side in (-1, 1):
        x = 500 + side * 88
        canvas.paint(ellipse(x + side * 42, 604, 54, 36), fill=COLOURS["coral"], alpha=0.4, blur=16, inside=head)
        canvas.paint(ellipse(x, 502, 40, 30), fill=WHITE)
        canvas.paint(ellipse(x + 3, 504, 25, 27), fill=(70, 44, 34))
        canvas.paint(ellipse(x + 3, 504, 14, 16), fill=INK)
        canvas.paint(ellipse(x - 6, 494, 8, 8), fill=WHITE)
        canvas.paint(ribbon(arc(x, 506, 44, 36, start=195, end=345), 9, is_smooth=False), fill=INK)
        canvas.paint(ribbon([(x - 52, 438 + side * 4), (x, 418), (x + 52, 438 - side * 4)], 18), fill=dark(hair, 0.2))
    canvas.paint(ribbon([(500, 520), (484, 588), (512, 598)], 10), fill=dark(skin, 0.36), alpha=0.8)
    smile = [*arc(500, 636, 76, 58, start=0, end=180), *arc(500, 636, 76, 14, start=180, end=0)]
    mouth = canvas.paint(smile, fill=(138, 34, 56))
    canvas.paint(box(424, 626, 576, 656), fill=WHITE, inside=mouth)
    canvas.paint(ellipse(500, 700, 44, 24), fill=COLOURS["coral"], inside=mouth)


def _hair_behind(canvas: Canvas, style: str, hair: Colour) -> None:
    shades = right((0, light(hair, 0.2)), (0.5, hair), (1, dark(hair, 0.4)))
    if style == "long":
        canvas.paint(
            smooth(
                [
                    (500, 190),
                    (720, 260),
                    (790, 500),
                    (800, 860),
                    (700, 900),
                    (300, 900),
                    (200, 860),
                    (210, 500),
                    (280, 260),
                ]
            ),
            fill=shades,
        )
    elif style == "bob":
        canvas.paint(
            smooth(
                [
                    (500, 190),
                    (716, 260),
                    (776, 480),
                    (750, 700),
                    (640, 720),
                    (360, 720),
                    (250, 700),
                    (224, 480),
                    (284, 260),
                ]
            ),
            fill=shades,
        )
    elif style == "bun":
        canvas.paint(ellipse(500, 190, 130, 120), fill=shades)
    elif style == "curly":
        curls = [turned(ellipse(500, 170, 96, 96), n * 24 - 168, (500, 440)) for n in range(15)]
        canvas.paint(*curls, ellipse(500, 420, 270, 270), fill=shades)


def _hair_before(canvas: Canvas, style: str, hair: Colour, shirt: Colour, dice: Random) -> None:
    shades = right((0, light(hair, 0.25)), (0.4, hair), (1, dark(hair, 0.4)))
    if style in ("long", "bob"):
        fringe = smooth(
            [
                (500, 214),
                (640, 240),
                (726, 360),
                (724, 520),
                (690, 470),
                (640, 370),
                (520, 310),
                (400, 350),
                (320, 440),
                (280, 520),
                (276, 360),
                (360, 240),
            ]
        )
        top = canvas.paint(fringe, fill=shades)
        canvas.shine(smooth([(380, 270), (470, 236), (470, 262), (390, 300)]), inside=top, alpha=0.3, blur=12)
    elif style == "bun":
        canvas.paint(
            smooth(
                [
                    (500, 220),
                    (640, 250),
                    (716, 380),
                    (712, 470),
                    (640, 370),
                    (500, 330),
                    (360, 370),
                    (288, 470),
                    (284, 380),
                    (360, 250),
                ]
            ),
            fill=shades,
        )
    elif style == "curly":
        curls = [ellipse(320 + n * 60, 300 - 40 * (1 - abs(n - 3) / 3), 58, 56) for n in range(7)]
        canvas.paint(*curls, fill=shades)
    elif style == "short":
        canvas.paint(
            smooth(
                [
                    (300, 440),
                    (290, 320),
                    (380, 220),
                    (540, 190),
                    (690, 260),
                    (716, 400),
                    (700, 450),
                    (664, 360),
                    (560, 320),
                    (420, 336),
                    (340, 360),
                ]
            ),
            fill=shades,
        )
    else:
        crown = smooth([(284, 390), (300, 270), (400, 190), (500, 176), (600, 190), (700, 270), (716, 390), (500, 352)])
        dome = canvas.paint(crown, fill=right((0, light(shirt, 0.3)), (0.5, shirt), (1, dark(shirt, 0.4))))
        flower(canvas, 500, 276, 56, COLOURS["marigold"], inside=dome)
        brim = smooth([(262, 392), (400, 340), (600, 340), (738, 392), (700, 420), (500, 384), (300, 420)])
        canvas.paint(brim, fill=dark(shirt, 0.4))
    if style in ("bun", "long", "curly") and dice.random() < 0.8:
        flower(canvas, 660, 300, 78, COLOURS[dice.choice(("marigold", "rosa", "coral", "yellow"))])
        leaf(canvas, 716, 350, 80, 130, colour=COLOURS["jade"])


def _glasses(canvas: Canvas) -> None:
    for side in (-1, 1):
        x = 500 + side * 92
        canvas.paint(ellipse(x, 506, 78, 70), fill=INK, holes=[ellipse(x, 506, 66, 58)])
        canvas.paint(ribbon([(x + side * 74, 496), (500 + side * 204, 484)], 12, is_smooth=False), fill=INK)
    canvas.paint(ribbon(arc(500, 506, 20, 16, start=190, end=350), 11, is_smooth=False), fill=INK)


def paint_logo(name: str, seed: int, *, size: int = 512) -> Image.Image:
    """The sign of a shop: its first letters in a wreath; square, `size` pixels."""
    dice = Random(seed)  # noqa: S311 — repeatable on purpose
    canvas = Canvas(size)
    wall = COLOURS[dice.choice(WALLS)]
    accent = COLOURS[dice.choice([other for other in WALLS if distance(COLOURS[other], wall) > 0.25])]
    canvas.paint(box(-2, -2, 1002, 1002), fill=down((0, light(wall, 0.14)), (1, dark(wall, 0.2))))
    for n in range(24):
        canvas.paint(
            turned([(470, 500), (530, 500), (520, -300), (480, -300)], n * 15, (500, 500)), fill=LIGHT, alpha=0.09
        )
    canvas.paint(ellipse(506, 518, 356, 356), fill=NIGHT, alpha=0.3, blur=22)
    canvas.paint(ellipse(500, 500, 350, 350), fill=accent)
    petals = [turned(ellipse(500, 148, 40, 40), n * 20, (500, 500)) for n in range(18)]
    canvas.paint(*petals, fill=accent)
    canvas.paint(ellipse(500, 500, 322, 322), fill=radial((0, WHITE), (1, CREAM)))
    canvas.paint(ellipse(500, 500, 300, 300), fill=wall, holes=[ellipse(500, 500, 291, 291)])
    words = [word for word in name.split() if word[:1].isalnum()] or ["V"]
    letters = (words[0][0] + (words[1][0] if len(words) > 1 else "")).upper()
    ink = dark(wall, 0.25) if distance(wall, CREAM) > 0.45 else mix(wall, INK, 0.55)
    canvas.letter(letters, 500, 490, high=360 if len(letters) == 1 else 290, fill=ink, weight=0.75)
    flower(canvas, 500, 738, 66, accent)
    for shape_turn in (-96, 96):
        leaf(canvas, 500 + shape_turn * 0.5, 744, 110, shape_turn, colour=COLOURS["agave"])
    return canvas.image
