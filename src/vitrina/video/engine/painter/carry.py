"""Goods to carry things in."""

from __future__ import annotations

from random import Random

from vitrina.video.engine.painter.canvas import (
    Canvas,
    box,
    ellipse,
    moved,
    radial,
    ribbon,
    right,
    smooth,
)
from vitrina.video.engine.painter.colours import (
    COLOURS,
    CREAM,
    GOLD,
    INK,
    LEATHER,
    NIGHT,
    WHITE,
    Colour,
    brightness,
    dark,
    light,
)
from vitrina.video.engine.painter.forms import dots, flower, leaf, round_shades, zigzag
from vitrina.video.engine.painter.scenes import FLOOR


def tote(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A printed cotton bag that hangs on the wall."""
    _hook(canvas, 240)
    for shift, shade in ((14, dark(colour, 0.4)), (0, colour)):
        strap = [
            (408 + shift, 470),
            (414 + shift, 330),
            (470 + shift, 238),
            (530 - shift, 238),
            (586 - shift, 330),
            (592 - shift, 470),
        ]
        canvas.cast(ribbon(strap, 26), alpha=0.22)
        canvas.paint(ribbon(strap, 26), fill=right((0, light(shade, 0.2)), (1, dark(shade, 0.2))))
    bag = smooth(
        [(316, 440), (500, 450), (684, 440), (700, 620), (716, 830), (500, 850), (284, 830), (300, 620)], steps=4
    )
    canvas.cast(bag)
    body = canvas.paint(bag, fill=right((0, light(colour, 0.25)), (0.4, colour), (1, dark(colour, 0.3))))
    canvas.paint(ribbon([(306, 466), (500, 476), (694, 466)], 5), fill=dark(colour, 0.35), alpha=0.7, inside=body)
    print_colour = accent if brightness(colour) > 0.35 else light(accent, 0.3)
    for turn in (-130, -90, 90, 130):
        leaf(canvas, 500 + turn * 0.3, 640, 130, turn, colour=COLOURS["agave"])
    flower(canvas, 500, 626, 116, print_colour, inside=body)
    canvas.letter(
        canvas.word or dice.choice(("mercado", "flor de noche", "mi barrio", "tianguis")),
        500,
        788,
        high=54,
        fill=CREAM if brightness(colour) < 0.62 else INK,
        weight=0.5,
    )
    for x, lean in ((350, 18), (640, -16)):
        fold = [(x, 470), (x + lean, 650), (x - lean, 840)]
        canvas.paint(ribbon(fold, 26), fill=NIGHT, alpha=0.16, blur=12, inside=body)
        canvas.paint(ribbon(moved(fold, 24, 0), 16), fill=WHITE, alpha=0.22, blur=9, inside=body)


def backpack(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A canvas backpack with leather straps."""
    canvas.shadow(500, FLOOR + 2, 210)
    canvas.paint(ribbon([(446, 330), (452, 262), (500, 236), (548, 262), (554, 330)], 20), fill=round_shades(LEATHER))
    for x, side in ((300, -1), (700, 1)):
        canvas.paint(smooth([(x, 560), (x + side * 44, 600), (x + side * 46, 760), (x, 800)]), fill=dark(colour, 0.4))
    shell = smooth(
        [
            (290, 800),
            (276, 600),
            (300, 400),
            (380, 310),
            (500, 290),
            (620, 310),
            (700, 400),
            (724, 600),
            (710, 800),
            (500, 828),
        ]
    )
    body = canvas.paint(shell, fill=round_shades(colour, gloss=0.25))
    canvas.paint(*zigzag(270, 730, 560, high=44, teeth=11, sag=8), fill=accent, inside=body)
    canvas.paint(box(260, 540, 740, 558), box(260, 612, 740, 622), fill=CREAM, alpha=0.9, inside=body)
    canvas.paint(*dots(280, 720, 586, radius=7, count=14), fill=CREAM, inside=body)
    flap = smooth(
        [
            (288, 430),
            (320, 352),
            (400, 300),
            (500, 286),
            (600, 300),
            (680, 352),
            (712, 430),
            (690, 520),
            (500, 548),
            (310, 520),
        ]
    )
    canvas.paint(moved(flap, 0, 12), fill=NIGHT, alpha=0.35, blur=10, inside=body)
    lid = canvas.paint(
        flap, fill=right((0, dark(colour, 0.2)), (0.28, light(colour, 0.32)), (0.6, colour), (1, dark(colour, 0.4)))
    )
    canvas.shine(smooth([(350, 380), (420, 330), (470, 330), (380, 420)]), inside=lid, alpha=0.35, blur=12)
    pocket = smooth([(346, 650), (500, 640), (654, 650), (664, 790), (500, 806), (336, 790)], steps=5)
    front = canvas.paint(
        pocket, fill=right((0, dark(colour, 0.15)), (0.3, light(colour, 0.22)), (1, dark(colour, 0.35)))
    )
    canvas.paint(ribbon([(350, 672), (500, 664), (650, 672)], 6), fill=GOLD, inside=front)
    flower(canvas, 500, 736, 46, accent, inside=front)
    for x in (400, 600):
        canvas.paint(box(x - 17, 440, x + 17, 620, 8), fill=round_shades(LEATHER))
        canvas.paint(box(x - 24, 560, x + 24, 600, 6), fill=GOLD, holes=[box(x - 15, 569, x + 15, 591, 3)])


def _hook(canvas: Canvas, y: float) -> None:
    canvas.cast(ellipse(500, y - 14, 24, 24), x=8, y=14, alpha=0.3)
    canvas.paint(ellipse(500, y - 14, 26, 26), fill=radial((0, light(GOLD, 0.7)), (0.6, GOLD), (1, dark(GOLD, 0.5))))
