"""Bright sets: a studio's paper, sunlit walls, blocks, chequers, neon, the open sky, a painted room."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random
from typing import Final

from vitrina.video.engine.painter.canvas import (
    Canvas,
    arc,
    box,
    down,
    ellipse,
    placed,
    points,
    radial,
    ribbon,
    right,
    smooth,
    turned,
)
from vitrina.video.engine.painter.colours import (
    COLOURS,
    CREAM,
    LIGHT,
    NIGHT,
    WHITE,
    WOOD,
    Colour,
    brightness,
    dark,
    light,
    mix,
)
from vitrina.video.engine.painter.forms import round_shades, tube
from vitrina.video.engine.painter.tones import Tone

FLOOR: Final = 820.0
WHOLE: Final = box(-2, -2, 1002, 1002)


def studio(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """Seamless paper that bends from wall to floor, with the soft light of one tall window."""
    paper = light(tone.wall, 0.22)
    canvas.paint(
        WHOLE,
        fill=down(
            (0, dark(paper, 0.2)), (0.5, light(paper, 0.18)), (0.74, paper), (0.82, light(paper, 0.3)), (1, paper)
        ),
    )
    lean = dice.choice((-1, 1)) * dice.uniform(70, 150)
    for left in (150, 330):
        pane = [(left, 60), (left + 150, 40), (left + 150 + lean, 640), (left + lean, 660)]
        canvas.paint(pane, fill=LIGHT, alpha=0.3, blur=16)
    canvas.glow(300, 260, 460, LIGHT, alpha=0.25)


def sunlit(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """Late sun through a window on a wall, with the shadow of a palm that stands outside."""
    wall = light(tone.wall, 0.34)
    canvas.paint(WHOLE, fill=down((0, dark(wall, 0.28)), (0.7, dark(wall, 0.1)), (1, dark(wall, 0.3))))
    sun = light(wall, 0.62)
    for column in range(2):
        for row in range(3):
            x, y = 250 + column * 238, 70 + row * 226
            pane = [(x, y), (x + 216, y - 26), (x + 216 - 40, y + 178), (x - 40, y + 204)]
            canvas.paint(pane, fill=sun, alpha=0.85, blur=3)
    root = (dice.uniform(900, 1000), dice.uniform(640, 740))
    for n in range(7):
        turn = -104 + n * 24 + dice.uniform(-6, 6)
        _frond(canvas, root, turn, dice.uniform(430, 580))
    _shelf(canvas, light(tone.floor, 0.3))


def _frond(canvas: Canvas, root: tuple[float, float], turn: float, long: float) -> None:
    """The shadow of one palm leaf."""
    x, y = root
    shapes = [ribbon([(x, y), (x, y - long)], 7, is_smooth=False)]
    for n in range(9):
        at, reach = y - long * (0.2 + n * 0.09), long * 0.3 * math.sin(math.pi * (0.25 + n * 0.075))
        for side in (-1, 1):
            shapes.append(points(f"{x},{at} {x + side * reach},{at - reach * 0.9} {x + side * 6},{at - 26}"))
    canvas.paint(*[turned(shape, turn, root) for shape in shapes], fill=NIGHT, alpha=0.17, blur=5)


def _shelf(canvas: Canvas, colour: Colour, top: float = 752) -> None:
    canvas.paint(box(-2, top, 1002, 1002), fill=down((0, light(colour, 0.42)), (0.3, colour), (1, dark(colour, 0.35))))
    canvas.paint(box(-2, top - 5, 1002, top + 6), fill=NIGHT, alpha=0.2, blur=6)
    canvas.paint(points(f"-2,{top} 420,{top} 280,1002 -2,1002"), fill=LIGHT, alpha=0.2, blur=14)


def blocks(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """Painted blocks and balls, as a set builder would stack them around the goods."""
    wall = light(tone.wall, 0.12)
    canvas.paint(WHOLE, fill=right((0, light(wall, 0.22)), (0.6, wall), (1, dark(wall, 0.25))))
    canvas.paint(box(-2, 748, 1002, 1002), fill=down((0, light(tone.floor, 0.22)), (1, dark(tone.floor, 0.25))))
    canvas.paint(box(-2, 742, 1002, 756), fill=NIGHT, alpha=0.18, blur=8)
    side = dice.choice((-1, 1))
    near, far = 500 + side * 330, 500 - side * 340
    canvas.paint(box(near - 30, 240, near + 200, 800), fill=NIGHT, alpha=0.2, blur=24)
    canvas.paint(tube(near - 120, near + 120, 300, 800, 34), fill=round_shades(tone.accent, gloss=0.3))
    canvas.paint(ellipse(near, 300, 120, 34), fill=light(tone.accent, 0.5))
    _ball(canvas, near + dice.uniform(-30, 30), 228, 66, tone.floor)
    half = [*arc(far, 790, 190, 250, start=180, end=360)]
    canvas.paint([(x + 26, y + 16) for x, y in half], fill=NIGHT, alpha=0.3, blur=20)
    arch = light(mix(tone.wall, tone.floor, 0.5), 0.3)
    hole = [*arc(far, 791, 92, 130, start=180, end=360)]
    canvas.paint(half, fill=right((0, light(arch, 0.4)), (1, dark(arch, 0.25))), holes=[hole])
    _ball(canvas, far + side * 215, 800, 42, tone.accent)
    canvas.paint(ellipse(540, 930, 360, 40), fill=NIGHT, alpha=0.35, blur=20)
    slab = [*arc(500, 826, 318, 44, start=180, end=0), *arc(500, 896, 318, 44, start=0, end=180)]
    canvas.paint(slab, fill=round_shades(light(tone.wall, 0.55), gloss=0.5))
    canvas.paint(ellipse(500, 826, 318, 44), fill=right((0, WHITE), (1, light(tone.wall, 0.6))))


def _ball(canvas: Canvas, x: float, y: float, r: float, colour: Colour) -> None:
    canvas.paint(ellipse(x + r * 0.3, y + r, r * 0.9, r * 0.24), fill=NIGHT, alpha=0.3, blur=7)
    canvas.paint(ellipse(x, y, r, r), fill=radial((0, light(colour, 0.2)), (0.5, colour), (1, dark(colour, 0.45))))
    canvas.paint(ellipse(x - r * 0.35, y - r * 0.38, r * 0.3, r * 0.24), fill=WHITE, alpha=0.55, blur=r * 0.12)


def checkers(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """A chequered floor under a sweet sky, with stars: the year 2000 as its children remember it."""
    top, low = light(tone.wall, 0.1), light(tone.accent, 0.55)
    canvas.paint(WHOLE, fill=down((0, top), (0.72, low), (1, low)))
    canvas.glow(500, 640, 430, LIGHT, alpha=0.5, high=240)
    horizon, one, other = 690.0, light(tone.floor, 0.05), light(tone.wall, 0.82)
    canvas.paint(box(-2, horizon, 1002, 1002), fill=other)
    rows = [horizon + 312 * (n / 7) ** 1.9 for n in range(8)]
    squares = []
    for row, (y, under) in enumerate(pairwise(rows)):
        for n in range(-14, 14):
            if (row + n) % 2 == 0:
                spread, wider = (0.35 + (y - horizon) / 300) * 120, (0.35 + (under - horizon) / 300) * 120
                left, edge = (500 + n * spread, 500 + (n + 1) * spread), (500 + (n + 1) * wider, 500 + n * wider)
                squares.append([(left[0], y), (left[1], y), (edge[0], under), (edge[1], under)])
    canvas.paint(*squares, fill=one)
    canvas.paint(box(-2, horizon, 1002, 1002), fill=down((0, low), (0.5, one), (1, dark(one, 0.5))), alpha=0.28)
    for _ in range(9):
        _star(canvas, dice.uniform(60, 940), dice.uniform(50, 560), dice.uniform(16, 52), WHITE)


def _star(canvas: Canvas, x: float, y: float, r: float, colour: Colour) -> None:
    shape = placed("0,-1 .14,-.14 1,0 .14,.14 0,1 -.14,.14 -1,0 -.14,-.14", x, y, r)
    canvas.glow(x, y, r * 1.1, colour, alpha=0.5)
    canvas.paint(shape, fill=colour, alpha=0.92)


def neon(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """A dark room, a sign of light, and a floor that shines it back."""
    night, sign = mix(dark(tone.wall, 0.8), NIGHT, 0.72), light(tone.accent, 0.1)
    if brightness(sign) < 0.45:
        sign = COLOURS["rosa"]
    second = light(tone.wall, 0.1) if brightness(tone.wall) > 0.4 else COLOURS["turquoise"]
    canvas.paint(WHOLE, fill=down((0, dark(night, 0.3)), (0.7, light(night, 0.1)), (1, night)))
    for n in range(11):
        canvas.paint(box(n * 100 - 3, -2, n * 100 + 1, 760), fill=NIGHT, alpha=0.3)
    tilt = dice.uniform(-14, 14)
    for reach, colour in ((330, sign), (290, second)):
        ring = [*arc(500, 440, reach, reach, start=150 + tilt, end=390 + tilt)]
        tube_ = ribbon(ring, 15, is_smooth=False)
        canvas.paint(ribbon(ring, 60, is_smooth=False), fill=colour, alpha=0.4, blur=30)
        canvas.paint(tube_, fill=colour, blur=2)
        canvas.paint(ribbon(ring, 6, is_smooth=False), fill=WHITE, alpha=0.85)
    canvas.glow(500, 440, 420, sign, alpha=0.35)
    canvas.paint(box(-2, 760, 1002, 1002), fill=down((0, dark(night, 0.2)), (1, dark(night, 0.6))))
    for x, colour in ((260, sign), (740, second), (500, sign)):
        canvas.glow(x, 850, 220, colour, alpha=0.55, high=74)
    canvas.paint(box(-2, 757, 1002, 762), fill=light(sign, 0.3), alpha=0.5, blur=2)


def sky(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """Outdoors at noon: clouds, hills, a flat stone in the grass."""
    blue, warm = COLOURS["sky"], light(tone.accent, 0.6)
    canvas.paint(WHOLE, fill=down((0, dark(COLOURS["blue"], 0.02)), (0.45, blue), (0.78, warm), (1, warm)))
    for _ in range(4):
        _cloud(canvas, dice.uniform(60, 940), dice.uniform(90, 420), dice.uniform(70, 130))
    for n, (y, share) in enumerate(((640, 0.45), (700, 0.2))):
        shift = dice.uniform(-120, 120)
        ridge = placed(f"200,{n * 30 - 60} 520,24 820,-50", shift, y)
        hill = smooth([(-60, 1040), (-60, y + 20), *ridge, (1060, y), (1060, 1040)])
        green = mix(COLOURS["green"], blue, share)
        canvas.paint(hill, fill=down((0, light(green, 0.25)), (1, green)))
    grass = COLOURS["green"]
    canvas.paint(box(-2, 772, 1002, 1002), fill=down((0, light(grass, 0.3)), (0.4, grass), (1, dark(grass, 0.5))))
    blades = []
    for _ in range(150):
        foot, low, long = dice.uniform(-10, 1010), dice.uniform(768, 960), dice.uniform(22, 52)
        blades.append([(foot, low), (foot + 8, low), (foot + dice.uniform(-12, 20), low - long)])
    canvas.paint(*blades[:75], fill=light(grass, 0.25), alpha=0.8)
    canvas.paint(*blades[75:], fill=dark(grass, 0.3), alpha=0.6)
    stone = COLOURS["sand"]
    canvas.paint(ellipse(520, 880, 372, 62), fill=NIGHT, alpha=0.4, blur=18)
    canvas.paint(ellipse(500, 858, 350, 66), fill=right((0, dark(stone, 0.15)), (1, dark(stone, 0.5))))
    canvas.paint(ellipse(500, 834, 346, 58), fill=right((0, light(stone, 0.6)), (1, stone)))


def _cloud(canvas: Canvas, x: float, y: float, r: float) -> None:
    places = ((-1, 0.2, 0.6), (-0.3, -0.2, 0.8), (0.5, -0.05, 0.7), (1.15, 0.22, 0.5))
    puffs = [ellipse(x + dx * r, y + dy * r, share * r, share * r * 0.78) for dx, dy, share in places]
    body = canvas.paint(
        *puffs, box(x - r * 1.4, y + r * 0.2, x + r * 1.5, y + r * 0.62, r * 0.3), fill=WHITE, alpha=0.9, blur=2
    )
    canvas.paint(
        box(x - r * 1.7, y + r * 0.24, x + r * 1.8, y + r * 0.7), fill=COLOURS["sky"], alpha=0.35, blur=14, inside=body
    )


def room(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """A teenager's own wall: two colours, an arch painted by hand, a few taped-up pictures, a wooden desk."""
    upper, lower = light(tone.wall, 0.45), light(tone.wall, 0.05)
    canvas.paint(WHOLE, fill=down((0, upper), (1, light(upper, 0.15))))
    canvas.paint(box(-2, 470, 1002, 1002), fill=down((0, lower), (1, dark(lower, 0.2))))
    x = dice.choice((270.0, 730.0))
    for reach, colour in ((250, tone.accent), (190, light(tone.floor, 0.15)), (130, CREAM)):
        canvas.paint([*arc(x, 430, reach, reach, start=180, end=360), (x + reach, 760), (x - reach, 760)], fill=colour)
    for n in range(3):
        px, py = 1000 - x + (n - 1) * 150, 150 + dice.uniform(-26, 26) + (n % 2) * 60
        turn, shade = dice.uniform(-7, 7), dice.choice(list(COLOURS.values())[:8])
        sheet = turned(box(px - 62, py - 78, px + 62, py + 78), turn, (px, py))
        canvas.cast(sheet, x=6, y=8, blur=7, alpha=0.25)
        canvas.paint(sheet, fill=WHITE)
        canvas.paint(
            turned(box(px - 50, py - 66, px + 50, py + 40), turn, (px, py)),
            fill=down((0, light(shade, 0.5)), (1, shade)),
        )
        canvas.paint(ellipse(px, py - 14, 26, 26), fill=light(tone.accent, 0.3))
        canvas.paint(turned(box(px - 26, py - 90, px + 26, py - 68), turn + 4, (px, py)), fill=CREAM, alpha=0.75)
    canvas.glow(300, 220, 420, LIGHT, alpha=0.25)
    wood = light(WOOD, 0.35)
    canvas.paint(box(-2, 756, 1002, 1002), fill=down((0, light(wood, 0.4)), (0.25, wood), (1, dark(wood, 0.4))))
    canvas.paint(box(-2, 750, 1002, 762), fill=NIGHT, alpha=0.2, blur=6)
    for y in (800, 872, 948):
        canvas.paint(ribbon([(-10, y), (330, y + 4), (700, y - 3), (1010, y + 2)], 3), fill=dark(wood, 0.4), alpha=0.35)


def terrazzo(canvas: Canvas, tone: Tone, dice: Random) -> None:
    """A bathroom's ledge: speckled stone, small white tiles, a round mirror full of light."""
    wall = light(tone.wall, 0.5)
    canvas.paint(WHOLE, fill=dark(wall, 0.16))
    stones = [
        box(column * 84 - 40 + (row % 2) * 42, row * 62 + 3, column * 84 + 38 + (row % 2) * 42, row * 62 + 57, 7)
        for row in range(12)
        for column in range(13)
    ]
    canvas.paint(*stones, fill=down((0, light(wall, 0.1)), (0.5, light(wall, 0.4)), (1, wall)))
    x = dice.choice((300.0, 700.0))
    canvas.cast(ellipse(x, 330, 214, 214), x=14, y=20, blur=16, alpha=0.3)
    canvas.paint(
        ellipse(x, 330, 214, 214), fill=right((0, light(COLOURS["gold"], 0.5)), (1, dark(COLOURS["gold"], 0.3)))
    )
    glass = canvas.paint(
        ellipse(x, 330, 198, 198), fill=down((0, light(tone.wall, 0.75)), (1, light(tone.accent, 0.5)))
    )
    canvas.paint(
        points(f"{x - 160},420 {x + 20},120 {x + 90},120 {x - 110},470"), fill=WHITE, alpha=0.4, blur=5, inside=glass
    )
    canvas.glow(360, 300, 420, LIGHT, alpha=0.25)
    slab = light(CREAM, 0.3)
    canvas.paint(box(-2, 744, 1002, 1002), fill=down((0, WHITE), (0.16, slab), (1, dark(slab, 0.3))))
    for colour in (tone.accent, tone.wall, tone.floor, dark(tone.wall, 0.4)):
        chips = []
        for _ in range(24):
            cx, cy, r = dice.uniform(0, 1000), dice.uniform(775, 1000), dice.uniform(5, 17)
            chips.append(
                [
                    (cx + r * dice.uniform(0.6, 1.2) * math.cos(a), cy + r * 0.6 * math.sin(a))
                    for a in (0, 1.2, 2.4, 3.6, 5)
                ]
            )
        canvas.paint(*chips, fill=colour, alpha=0.75)
    canvas.paint(box(-2, 738, 1002, 750), fill=NIGHT, alpha=0.18, blur=7)
