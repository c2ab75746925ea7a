"""For those who share the house and pay no rent."""

from __future__ import annotations

from random import Random

from vitrina.video.engine.painter.canvas import (
    Canvas,
    arc,
    box,
    curve,
    down,
    ellipse,
    moved,
    points,
    radial,
    ribbon,
    right,
    turned,
)
from vitrina.video.engine.painter.colours import (
    COLOURS,
    CREAM,
    GOLD,
    INK,
    LEATHER,
    NIGHT,
    WHITE,
    WOOD,
    Colour,
    brightness,
    dark,
    light,
    mix,
)
from vitrina.video.engine.painter.forms import cone, dots, flower, leaf, round_shades, tube, zigzag
from vitrina.video.engine.painter.scenes import FLOOR


def pet_bowl(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A full bowl with a name on it."""
    canvas.shadow(500, FLOOR + 8, 270)
    body = canvas.paint(
        cone(500, 610, FLOOR + 8, wide_top=212, wide_bottom=276, flat=50), fill=round_shades(colour, gloss=0.45)
    )
    canvas.paint(ellipse(500, 610, 212, 50), fill=light(colour, 0.4))
    canvas.paint(ellipse(500, 612, 186, 40), fill=dark(colour, 0.5))
    for _ in range(54):
        x, y = dice.gauss(500, 78), 606 - abs(dice.gauss(0, 26))
        shade = mix(COLOURS["brown"], GOLD, dice.uniform(0, 0.6))
        if abs(x - 500) < 166:
            canvas.paint(
                ellipse(x, y + abs(x - 500) * 0.08, 19, 15),
                fill=radial((0, light(shade, 0.35)), (1, dark(shade, 0.35))),
            )
    canvas.paint(
        [*arc(500, 612, 212, 50, start=0, end=180), *arc(500, 606, 190, 42, start=180, end=0)], fill=light(colour, 0.3)
    )
    canvas.letter(
        canvas.word or dice.choice(("FIRULAIS", "MICHI", "CHURRO", "BOLILLO")),
        500,
        738,
        high=70,
        fill=CREAM if brightness(colour) < 0.7 else INK,
        weight=0.8,
    )
    canvas.shine(curve("300,680 330,660 318,780 286,790"), inside=body, alpha=0.5, blur=6)
    x, y = 806, 800
    canvas.shadow(x, y + 26, 60)
    bone = [*box(x - 66, y - 16, x + 66, y + 16, 8)]
    knobs = [ellipse(x + side * 66, y + up * 18, 24, 22) for side in (-1, 1) for up in (-1, 1)]
    canvas.paint(bone, *knobs, fill=down((0, WHITE), (1, mix(CREAM, accent, 0.3))))


def collar(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A woven collar with a brass tag."""
    canvas.shadow(500, FLOOR + 6, 250)
    inside = [*arc(500, 590, 250, 96, start=180, end=360), *arc(500, 680, 250, 96, start=360, end=180)]
    canvas.paint(inside, fill=right((0, dark(colour, 0.6)), (0.5, dark(colour, 0.35)), (1, dark(colour, 0.65))))
    strap = [*arc(500, 590, 256, 100, start=180, end=0), *arc(500, 716, 256, 100, start=0, end=180)]
    body = canvas.paint(strap, fill=round_shades(colour, gloss=0.35))
    canvas.paint(*zigzag(240, 760, 616, high=46, teeth=15, sag=100), fill=accent, inside=body)
    canvas.paint(
        *[turned(row, 180, (500, 724)) for row in zigzag(240, 760, 754, high=40, teeth=15, sag=-100)],
        fill=CREAM,
        alpha=0.9,
        inside=body,
    )
    for y in (600, 706):
        canvas.paint(
            [*arc(500, y, 256, 100, start=180, end=0), *arc(500, y + 8, 256, 100, start=0, end=180)],
            fill=LEATHER,
            inside=body,
        )
    canvas.paint(box(470, 666, 530, 836, 12), fill=round_shades(GOLD), holes=[box(484, 690, 516, 812, 6)])
    canvas.paint(ellipse(500, 836, 16, 16), fill=GOLD, holes=[ellipse(500, 836, 9, 9)])
    heart = curve("500,872 468,842 440,846 430,872 446,902 500,948 554,902 570,872 560,846 532,842")
    canvas.paint(moved(heart, 8, 10), fill=NIGHT, alpha=0.4, blur=8)
    canvas.paint(heart, fill=radial((0, light(GOLD, 0.7)), (0.7, GOLD), (1, dark(GOLD, 0.35))))
    canvas.letter(canvas.word or dice.choice(("Taco", "Luna", "Mango")), 500, 890, high=34, fill=INK, weight=0.5)


def pet_bed(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A round bed, taken at once by a cat."""
    canvas.shadow(500, FLOOR + 14, 300)
    canvas.paint(ellipse(500, 760, 316, 104), fill=round_shades(colour, gloss=0.35))
    canvas.paint(ellipse(500, 728, 304, 92), fill=light(colour, 0.3))
    canvas.paint(ellipse(500, 724, 236, 66), fill=dark(colour, 0.35))
    fur = dice.choice((COLOURS["marigold"], COLOURS["grey"], COLOURS["black"], COLOURS["sand"]))
    body = canvas.paint(
        curve("290,720 320,610 440,556 590,566 690,630 716,716 640,764 480,776 350,764"),
        fill=radial((0, light(fur, 0.35)), (0.6, fur), (1, dark(fur, 0.4))),
    )
    for n in range(4):
        stripe = curve(
            f"{480 + n * 52},{562 + n * 8} {500 + n * 52},{560 + n * 10}"
            f" {506 + n * 46},{650 + n * 6} {492 + n * 48},{640 + n * 6}"
        )
        canvas.paint(stripe, fill=dark(fur, 0.45), alpha=0.5, blur=3, inside=body)
    tail = ribbon(points("690,690 640,758 500,784 380,770 340,740"), 52)
    canvas.paint(tail, fill=down((0, light(fur, 0.25)), (1, dark(fur, 0.3))))
    for side in (-1, 1):
        ear = points(f"{376 + side * 74},632 {376 + side * 86},556 {376 + side * 22},606")
        canvas.paint(ear, fill=fur)
        canvas.paint([(376 + (x - 376) * 0.9 + side * 3, y + 12) for x, y in ear], fill=COLOURS["pink"], alpha=0.6)
    canvas.paint(ellipse(376, 674, 104, 82), fill=radial((0, light(fur, 0.4)), (0.6, fur), (1, dark(fur, 0.3))))
    for side in (-1, 1):
        canvas.paint(ribbon(arc(376 + side * 42, 664, 20, 12, start=10, end=170), 6), fill=INK)
        for n in (-1, 0, 1):
            canvas.paint(
                ribbon([(376 + side * 48, 700), (376 + side * 116, 694 + n * 16)], 2.5, is_smooth=False),
                fill=CREAM,
                alpha=0.8,
            )
    canvas.paint(points("366,688 386,688 376,700"), fill=COLOURS["rosa"])
    rim = [*arc(500, 730, 316, 104, start=8, end=172), *arc(500, 734, 240, 60, start=172, end=8)]
    front = canvas.paint(rim, fill=round_shades(colour, gloss=0.4))
    canvas.paint(*dots(220, 780, 742, radius=13, count=13, sag=74), fill=accent, inside=front)


def scratcher(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A scratching post that is a cactus, with a ball on a string."""
    canvas.shadow(500, FLOOR + 8, 220)
    canvas.paint(tube(310, 690, 800, FLOOR + 24, 40), fill=round_shades(WOOD))
    canvas.paint(ellipse(500, 800, 190, 40), fill=light(WOOD, 0.4))
    green = mix(colour, COLOURS["green"], 0.55)
    for shape in (
        ribbon(points("470,620 360,600 348,540 350,450"), 84),
        ribbon(points("530,560 650,548 664,490 662,420"), 76),
    ):
        canvas.paint(shape, fill=round_shades(green, gloss=0.3))
    for x, y, r in ((350, 452, 42), (662, 422, 38)):
        canvas.paint(ellipse(x, y, r, r), fill=round_shades(green, gloss=0.3))
    trunk = canvas.paint(box(420, 250, 580, 812, 80), fill=round_shades(green, gloss=0.35))
    rope = [box(400, y, 600, y + 7) for y in range(330, 800, 15)]
    canvas.paint(*rope, fill=light(CREAM, 0.1), alpha=0.42, inside=trunk)
    canvas.paint(*[moved(shape, 0, 7) for shape in rope], fill=NIGHT, alpha=0.12, inside=trunk)
    flower(canvas, 500, 252, 62, accent)
    flower(canvas, 350, 412, 34, COLOURS["coral"])
    canvas.paint(ribbon(points("662,386 716,430 724,560"), 4), fill=CREAM)
    canvas.paint(ellipse(724, 590, 36, 36), fill=radial((0, light(accent, 0.4)), (1, dark(accent, 0.3))))
    leaf(canvas, 660, 390, 60, 40, colour=COLOURS["agave"])
