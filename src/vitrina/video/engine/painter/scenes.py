"""Sets: the coloured stage that goods stand on, each lit warmly from the upper left."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Final

from vitrina.video.engine.painter import sets
from vitrina.video.engine.painter.canvas import (
    Canvas,
    Shape,
    arc,
    box,
    down,
    ellipse,
    radial,
    ribbon,
    right,
    smooth,
    turned,
)
from vitrina.video.engine.painter.colours import (
    COLOURS,
    CREAM,
    GOLD,
    LIGHT,
    NIGHT,
    WOOD,
    Colour,
    dark,
    light,
    mix,
)
from vitrina.video.engine.painter.tones import Tone

FLOOR: Final = 820.0  # where goods stand
LAMP: Final[Colour] = (255, 214, 140)


def _wall(canvas: Canvas, colour: Colour, *, strength: float = 1.0) -> None:
    canvas.paint(
        box(-2, -2, 1002, 1002),
        fill=down((0, dark(colour, 0.22 * strength)), (0.45, light(colour, 0.12)), (1, dark(colour, 0.3 * strength))),
    )
    canvas.glow(300, 240, 520, light(colour, 0.45), alpha=0.45)


def _floor(canvas: Canvas, colour: Colour, top: float = 745) -> None:
    canvas.paint(box(-2, top, 1002, 1002), fill=down((0, light(colour, 0.16)), (0.25, colour), (1, dark(colour, 0.45))))
    canvas.paint(box(-2, top - 8, 1002, top + 10), fill=NIGHT, alpha=0.22, blur=7)


def _plinth(canvas: Canvas, colour: Colour, wide: float = 330) -> None:
    top, deep, flat = FLOOR + 6, 96, 48
    canvas.paint(ellipse(545, top + deep + 12, wide * 1.1, flat * 1.3), fill=NIGHT, alpha=0.45, blur=26)
    side = [*arc(500, top, wide, flat, start=180, end=0), *arc(500, top + deep, wide, flat, start=0, end=180)]
    shades = right((0, dark(colour, 0.35)), (0.28, light(colour, 0.22)), (0.55, colour), (1, dark(colour, 0.6)))
    canvas.paint(side, fill=shades)
    canvas.paint(ellipse(500, top, wide, flat), fill=right((0, light(colour, 0.5)), (1, colour)))
    canvas.paint(
        ellipse(500, top, wide, flat), fill=LIGHT, alpha=0.35, holes=[ellipse(500, top + 3, wide - 4, flat - 3)]
    )


def _arch(canvas: Canvas, tone: Tone, dice: Random) -> None:
    _wall(canvas, tone.wall)
    inner = dark(tone.wall, 0.34)
    left, edge, high = 190.0, 810.0, 470.0
    niche = [*arc(500, high, 310, 310, start=180, end=360), (edge, 900), (left, 900)]
    rim = [*arc(500, high, 342, 342, start=180, end=360), (edge + 32, 900), (left - 32, 900)]
    canvas.paint(rim, fill=right((0, light(tone.accent, 0.25)), (1, dark(tone.accent, 0.25))))
    hollow = canvas.paint(niche, fill=right((0, dark(inner, 0.4)), (0.5, inner), (1, light(tone.wall, 0.12))))
    canvas.paint(niche, fill=NIGHT, alpha=0.5, blur=26, inside=hollow, holes=[[(x + 46, y + 40) for x, y in niche]])
    canvas.glow(520, 470, 250, light(tone.wall, 0.5), alpha=0.4)
    _floor(canvas, tone.floor, 770)


def _sun(canvas: Canvas, tone: Tone, dice: Random) -> None:
    _wall(canvas, tone.wall)
    disc = canvas.paint(ellipse(500, 440, 318, 318), fill=down((0, light(tone.accent, 0.4)), (1, tone.accent)))
    canvas.paint(ellipse(500, 440, 318, 318), fill=LIGHT, alpha=0.5, inside=disc, holes=[ellipse(504, 446, 312, 312)])
    for side in (-1, 1):
        for n in range(5):
            _leaf(
                canvas, 500 + side * (392 + n * 9), 800, side * (16 + n * 17) - 6, 310 - n * 30 + dice.uniform(-20, 20)
            )
    _floor(canvas, tone.floor, 760)


def _leaf(canvas: Canvas, x: float, y: float, lean: float, long: float) -> None:
    """One blade of an agave."""
    tip = (x + long * math.sin(math.radians(lean)), y - long * math.cos(math.radians(lean)))
    across = (math.cos(math.radians(lean)), math.sin(math.radians(lean)))
    middle = (x + (tip[0] - x) * 0.4, y + (tip[1] - y) * 0.4)
    wide = long * 0.12
    blade = smooth(
        [
            (x - across[0] * wide * 0.6, y - across[1] * wide * 0.6),
            (middle[0] - across[0] * wide, middle[1] - across[1] * wide),
            tip,
            (middle[0] + across[0] * wide, middle[1] + across[1] * wide),
            (x + across[0] * wide * 0.6, y + across[1] * wide * 0.6),
        ]
    )
    green = COLOURS["agave"]
    body = canvas.paint(blade, fill=right((0, light(green, 0.3)), (0.5, green), (1, dark(green, 0.5))))
    canvas.paint(ribbon([(x, y), middle, tip], 4), fill=light(green, 0.5), alpha=0.5, inside=body)


def _papel(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """Night with strings of cut paper, and a wooden table."""
    night = COLOURS["night"]
    canvas.paint(
        box(-2, -2, 1002, 1002),
        fill=down((0, dark(night, 0.35)), (0.6, mix(night, COLOURS["violet"], 0.5)), (1, night)),
    )
    _lamps(canvas, dice, count=16, low=470)
    papers = ["rosa", "marigold", "jade", "turquoise", "violet", "coral", "yellow"]
    for row, y in enumerate((40, 196)):
        dip = 46 + row * 14
        canvas.paint(ribbon([(-20, y), (500, y + dip), (1020, y)], 3, is_smooth=True), fill=LIGHT, alpha=0.7)
        for n in range(6):
            x = -30 + n * 186 + row * 70
            sag = dip * (1 - ((x + 80 - 500) / 520) ** 2)
            _paper(canvas, x, y + sag, COLOURS[papers[(n * 3 + row * 2) % len(papers)]], alpha=0.95 if row else 0.72)
    _table(canvas)


def _paper(canvas: Canvas, x: float, y: float, colour: Colour, *, alpha: float) -> None:
    wide, high = 160.0, 128.0
    scallops = [point for n in range(5) for point in arc(x + wide - 16 - n * 32, y + high, 16, 14, start=0, end=180)]
    holes: list[Shape] = [ellipse(x + wide / 2, y + 58, 15, 15, turn=0)]
    for n in range(8):
        holes.append(ellipse(x + wide / 2, y + 58 - 33, 7, 14))
        holes[-1] = [_turn(point, n * 45, x + wide / 2, y + 58) for point in holes[-1]]
    holes += [ellipse(x + 18 + n * 31, y + 112, 6, 6) for n in range(5)]
    holes += [
        [(x + 18, y + 20), (x + 34, y + 34), (x + 18, y + 48)],
        [(x + 142, y + 20), (x + 126, y + 34), (x + 142, y + 48)],
    ]
    canvas.paint(
        [(x, y), (x + wide, y), *scallops],
        fill=down((0, dark(colour, 0.12)), (1, light(colour, 0.12))),
        alpha=alpha,
        holes=holes,
    )


def _turn(point: tuple[float, float], degrees: float, x: float, y: float) -> tuple[float, float]:
    return turned([point], degrees, (x, y))[0]


def _lamps(canvas: Canvas, dice: Random, *, count: int, low: float) -> None:
    for _ in range(count):
        x, y, r = dice.uniform(0, 1000), dice.uniform(60, low + 180), dice.uniform(12, 46)
        colour = dice.choice([LAMP, COLOURS["marigold"], COLOURS["coral"], COLOURS["rosa"], COLOURS["turquoise"]])
        canvas.paint(ellipse(x, y, r, r), fill=colour, alpha=dice.uniform(0.14, 0.42), blur=dice.uniform(1, 5))
    canvas.glow(500, 470, 360, LAMP, alpha=0.32)


def _table(canvas: Canvas, top: float = 752) -> None:
    canvas.paint(box(-2, top, 1002, 1002), fill=down((0, light(WOOD, 0.3)), (0.2, WOOD), (1, dark(WOOD, 0.6))))
    for n, y in enumerate((top + 34, top + 84, top + 158)):
        canvas.paint(
            ribbon([(-10, y), (300, y + 3 - n), (700, y - 2), (1010, y + 2)], 2.5 + n), fill=dark(WOOD, 0.6), alpha=0.5
        )
    canvas.paint(box(-2, top - 6, 1002, top + 8), fill=NIGHT, alpha=0.3, blur=6)
    canvas.glow(430, 800, 330, LAMP, alpha=0.3, high=80)


def _market(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """A stall's awning with lights behind."""
    deep = mix(dark(tone.wall, 0.55), NIGHT, 0.45)
    canvas.paint(box(-2, -2, 1002, 1002), fill=down((0, dark(deep, 0.3)), (0.55, light(deep, 0.14)), (1, deep)))
    _lamps(canvas, dice, count=30, low=520)
    stripe = 100.0
    for n in range(10):
        colour = tone.accent if n % 2 else CREAM
        flap = [(n * stripe, -2), ((n + 1) * stripe, -2), *arc(n * stripe + 50, 150, 50, 44, start=0, end=180)]
        canvas.paint(flap, fill=down((0, dark(colour, 0.42)), (0.7, colour), (1, light(colour, 0.2))))
        canvas.paint(
            [(n * stripe, -2), (n * stripe + 7, -2), (n * stripe + 7, 190), (n * stripe, 160)], fill=NIGHT, alpha=0.12
        )
    canvas.paint(box(-20, 176, 1020, 236), fill=NIGHT, alpha=0.32, blur=26)
    for n in range(7):
        x, y = 60 + n * 147, 236 + 22 * (1 - ((n - 3) / 3) ** 2)
        canvas.glow(x, y, 54, LAMP, alpha=0.85)
        canvas.paint(ellipse(x, y, 11, 14), fill=radial((0, (255, 252, 236)), (1, GOLD)))
    _table(canvas)


def _tiles(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """A glazed wall as in a kitchen of Puebla."""
    _wall(canvas, light(tone.wall, 0.1), strength=0.6)
    side = 125.0
    blue, second = dark(tone.wall, 0.35), tone.accent
    for row in range(3):
        for column in range(8):
            _tile(canvas, column * side, 372 + row * side, side, blue=blue, second=second)
    canvas.paint(box(-2, 350, 1002, 372), fill=down((0, light(second, 0.3)), (1, dark(second, 0.2))))
    canvas.paint(box(-2, 366, 1002, 392), fill=NIGHT, alpha=0.22, blur=8)
    canvas.glow(330, 420, 420, LIGHT, alpha=0.3)
    canvas.paint(box(-2, 372, 1002, 750), fill=tone.wall, alpha=0.16)
    _table(canvas)


def _tile(canvas: Canvas, x: float, y: float, side: float, *, blue: Colour, second: Colour) -> None:
    middle_x, middle_y = x + side / 2, y + side / 2
    canvas.paint(box(x + 2, y + 2, x + side - 2, y + side - 2, 5), fill=down((0, CREAM), (1, mix(CREAM, blue, 0.12))))
    petals: list[Shape] = [ellipse(middle_x, middle_y - 27, 10, 24)]
    petals = [[_turn(point, n * 90, middle_x, middle_y) for point in petals[0]] for n in range(4)]
    corners = [arc(cx, cy, 30, 30, start=a, end=a + 90) + [(cx, cy)] for cx, cy, a in _corners(x + 2, y + 2, side - 4)]
    canvas.paint(*petals, *corners, fill=blue, alpha=0.85)
    canvas.paint(
        ellipse(middle_x, middle_y, 12, 12),
        *[ellipse(cx, cy, 12, 12) for cx, cy, _ in _corners(x + 14, y + 14, side - 28)],
        fill=second,
    )


def _corners(x: float, y: float, side: float) -> list[tuple[float, float, float]]:
    return [(x, y, 0), (x + side, y, 90), (x + side, y + side, 180), (x, y + side, 270)]


SCENES: Final[dict[str, Callable[[Canvas, Tone, Random], None]]] = {
    "arch": _arch,
    "sun": _sun,
    "papel": _papel,
    "market": _market,
    "tiles": _tiles,
    "studio": sets.studio,
    "sunlit": sets.sunlit,
    "blocks": sets.blocks,
    "checkers": sets.checkers,
    "neon": sets.neon,
    "sky": sets.sky,
    "room": sets.room,
    "terrazzo": sets.terrazzo,
}


PLAIN_SCENES: Final = ("arch", "sun")
# Where things may hang on the wall.
HANGING_SCENES: Final = (*PLAIN_SCENES, "studio", "sunlit", "neon")


def paint_scene(canvas: Canvas, name: str, tone: Tone, dice: Random, *, is_standing: bool = True) -> None:
    """Cover the canvas with the set called `name`, with a plinth where goods stand; KeyError for an unknown set."""
    SCENES[name](canvas, tone, dice)
    if is_standing and name in PLAIN_SCENES:
        _plinth(canvas, light(tone.floor, 0.12))


def vignette(canvas: Canvas) -> None:
    """Darken the corners a little, so that the eye stays on the goods."""
    corners = canvas.mask(box(-2, -2, 1002, 1002), holes=[ellipse(500, 500, 560, 590)], blur=80)
    canvas.pour(corners, NIGHT, alpha=0.3)
