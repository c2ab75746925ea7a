"""Goods to taste, to smell, to hear and to play with."""

from __future__ import annotations

import math
from random import Random

from vitrina.video.engine.painter.canvas import (
    Canvas,
    Mask,
    Shape,
    arc,
    box,
    down,
    ellipse,
    mirrored,
    moved,
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
    INK,
    LEATHER,
    NIGHT,
    STEEL,
    WHITE,
    Colour,
    dark,
    light,
    mix,
)
from vitrina.video.engine.painter.forms import dots, flower, gloss, leaf, round_shades, tube, zigzag
from vitrina.video.engine.painter.scenes import FLOOR


def lipstick(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A lipstick with its cap beside it."""
    canvas.shadow(440, FLOOR, 100)
    canvas.shadow(640, FLOOR, 90)
    bullet = canvas.paint(
        [
            (392, 560),
            (392, 356),
            *smooth([(392, 356), (404, 300), (452, 262), (488, 270), (488, 330)], closed=False)[1:],
            (488, 560),
        ],
        fill=round_shades(colour, gloss=0.55),
    )
    canvas.paint(
        smooth([(396, 350), (410, 302), (452, 266), (486, 274), (470, 320), (430, 350)]),
        fill=light(colour, 0.4),
        alpha=0.75,
        inside=bullet,
    )
    canvas.paint(tube(380, 500, 540, 640, 16), fill=round_shades(GOLD, gloss=0.7))
    for y in (566, 584):
        canvas.paint(ribbon([(380, y), (440, y + 14), (500, y)], 3), fill=dark(GOLD, 0.5), alpha=0.6)
    base = canvas.paint(tube(360, 520, 630, FLOOR + 4, 20), fill=round_shades(INK, gloss=0.35))
    canvas.paint(
        ellipse(440, 630, 80, 20), fill=right((0, light(INK, 0.4)), (1, INK)), holes=[ellipse(440, 627, 60, 14)]
    )
    gloss(canvas, base, 360, 520, top=650, bottom=812)
    canvas.letter("flor", 446, 742, high=44, fill=GOLD, weight=0.35)
    cap = canvas.paint(tube(568, 712, 520, FLOOR + 4, 18), fill=round_shades(accent))
    canvas.paint(ellipse(640, 520, 72, 18), fill=right((0, light(accent, 0.6)), (1, accent)))
    canvas.paint(box(560, 776, 720, 830), fill=round_shades(GOLD, gloss=0.7), inside=cap)
    flower(canvas, 640, 660, 44, GOLD, inside=cap)
    gloss(canvas, cap, 568, 712, top=540, bottom=770)


def serum(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A glass bottle with a dropper."""
    canvas.shadow(500, FLOOR, 150)
    glass = [
        *arc(500, 804, 142, 22, start=0, end=180),
        *smooth([(358, 804), (358, 560), (372, 506), (430, 470)], closed=False),
        (570, 470),
        *smooth([(570, 470), (628, 506), (642, 560), (642, 804)], closed=False),
    ]
    body = canvas.paint(glass, fill=round_shades(colour, gloss=0.5))
    canvas.paint(
        box(340, 560, 660, 850),
        fill=down((0, light(colour, 0.4)), (0.1, mix(colour, COLOURS["marigold"], 0.3)), (1, dark(colour, 0.35))),
        alpha=0.5,
        inside=body,
    )
    canvas.paint(ribbon([(500, 470), (500, 620), (500, 740)], 12), fill=WHITE, alpha=0.35, inside=body)
    label = canvas.paint(
        box(388, 590, 612, 768, 8), fill=right((0, mix(CREAM, INK, 0.1)), (0.3, WHITE), (1, mix(CREAM, INK, 0.3)))
    )
    leaf(canvas, 500, 664, 52, -32, colour=COLOURS["agave"])
    leaf(canvas, 500, 664, 52, 32, colour=COLOURS["agave"])
    leaf(canvas, 500, 660, 58, 0, colour=COLOURS["green"])
    canvas.letter(
        canvas.word or dice.choice(("agave", "rosa", "nopal", "aloe")), 500, 704, high=44, fill=INK, weight=0.45
    )
    canvas.letter("30 ml", 500, 744, high=24, fill=INK, weight=0.1)
    canvas.paint(box(388, 590, 396, 768), fill=accent, inside=label)
    gloss(canvas, body, 358, 642, top=520, bottom=800)
    canvas.shine(box(618, 560, 628, 800, 5), inside=body, alpha=0.4)
    collar = canvas.paint(tube(430, 570, 392, 484, 18), fill=round_shades(GOLD, gloss=0.7))
    for n in range(12):
        canvas.paint(box(438 + n * 11, 396, 441 + n * 11, 480), fill=dark(GOLD, 0.5), alpha=0.35, inside=collar)
    canvas.paint(ellipse(500, 392, 70, 18), fill=right((0, light(GOLD, 0.6)), (1, GOLD)))
    bulb = canvas.paint(
        smooth([(458, 392), (456, 320), (470, 258), (500, 240), (530, 258), (544, 320), (542, 392)]),
        fill=round_shades(INK, gloss=0.4),
    )
    canvas.shine(box(470, 280, 480, 370, 5), inside=bulb, alpha=0.5)


def coffee_bag(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A bag of roasted coffee."""
    canvas.shadow(500, FLOOR, 180)
    pouch = smooth(
        [
            (344, 300),
            (500, 304),
            (656, 300),
            (668, 480),
            (676, 660),
            (664, 816),
            (500, 828),
            (336, 816),
            (324, 660),
            (332, 480),
        ],
        steps=5,
    )
    body = canvas.paint(
        pouch,
        fill=right(
            (0, dark(colour, 0.4)),
            (0.1, colour),
            (0.3, light(colour, 0.25)),
            (0.6, colour),
            (0.9, dark(colour, 0.35)),
            (1, dark(colour, 0.5)),
        ),
    )
    canvas.paint(box(330, 290, 680, 344), fill=dark(colour, 0.35), alpha=0.6, inside=body)
    canvas.paint(box(330, 318, 680, 328), fill=GOLD, inside=body)
    canvas.paint(
        *[
            [(340 + n * 28, 290), (354 + n * 28, 276), (368 + n * 28, 290), (368 + n * 28, 312), (340 + n * 28, 312)]
            for n in range(11)
        ],
        fill=dark(colour, 0.2),
    )
    canvas.paint(
        *zigzag(320, 680, 744, high=-44, teeth=9), *zigzag(320, 680, 754, high=44, teeth=9), fill=accent, inside=body
    )
    label = canvas.paint(ellipse(500, 540, 138, 160), fill=CREAM, inside=body)
    canvas.paint(ellipse(500, 540, 126, 148), fill=accent, inside=label, holes=[ellipse(500, 540, 121, 143)])
    for x, y, turn in ((470, 500, -24), (536, 510, 28), (500, 452, 4)):
        _bean(canvas, x, y, turn)
    canvas.letter(
        canvas.word or dice.choice(("Oaxaca", "Chiapas", "Veracruz", "Huila")),
        500,
        592,
        high=54,
        fill=(84, 44, 28),
        weight=0.5,
    )
    canvas.letter("café · 250 g", 500, 640, high=28, fill=(84, 44, 28), weight=0.2)
    for line in ([(360, 360), (380, 560), (356, 800)], [(640, 360), (622, 560), (646, 800)]):
        canvas.paint(ribbon(line, 18), fill=WHITE, alpha=0.22, blur=8, inside=body)
    for x, y, turn in ((256, 800, 20), (300, 822, -30), (720, 812, 60), (764, 796, 10)):
        canvas.paint(ellipse(x, y + 18, 30, 10), fill=NIGHT, alpha=0.4, blur=5)
        _bean(canvas, x, y, turn)


def _bean(canvas: Canvas, x: float, y: float, turn: float) -> None:
    brown = (104, 58, 36)
    body = canvas.paint(
        ellipse(x, y, 24, 34, turn=turn + 40), fill=radial((0, light(brown, 0.3)), (0.5, brown), (1, dark(brown, 0.6)))
    )
    line = turned([(x, y - 32), (x + 7, y - 8), (x - 7, y + 8), (x, y + 32)], turn + 40, (x, y))
    canvas.paint(ribbon(line, 5), fill=dark(brown, 0.75), inside=body)


def hot_sauce(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A bottle of hot sauce with two chillies."""
    canvas.shadow(500, FLOOR, 120)
    outline = [
        *arc(500, 806, 108, 18, start=0, end=180),
        *smooth([(392, 806), (392, 520), (404, 470), (452, 410), (460, 350), (460, 316)], closed=False),
        *smooth([(540, 316), (540, 350), (548, 410), (596, 470), (608, 520), (608, 806)], closed=False),
    ]
    body = canvas.paint(outline, fill=round_shades(colour, gloss=0.45))
    canvas.paint(box(380, 310, 620, 380), fill=WHITE, alpha=0.35, inside=body)
    label = canvas.paint(
        box(386, 520, 614, 752),
        fill=right((0, mix(CREAM, INK, 0.25)), (0.3, CREAM), (1, mix(CREAM, INK, 0.35))),
        inside=body,
    )
    canvas.paint(box(386, 520, 614, 536), box(386, 736, 614, 752), fill=accent, inside=label)
    flame = smooth([(500, 548), (536, 602), (532, 644), (500, 664), (468, 644), (466, 610), (486, 600)])
    canvas.paint(flame, fill=down((0, COLOURS["red"]), (1, COLOURS["marigold"])))
    canvas.paint(smooth([(502, 602), (516, 634), (500, 656), (484, 634)]), fill=COLOURS["yellow"])
    canvas.letter(
        canvas.word or dice.choice(("LUMBRE", "DIABLA", "HABANERO", "CHIPOTLE")),
        500,
        702,
        high=38,
        fill=INK,
        weight=0.8,
    )
    gloss(canvas, body, 392, 608, top=500, bottom=790)
    cap = canvas.paint(tube(446, 554, 214, 322, 16), fill=round_shades(accent))
    for n in range(10):
        canvas.paint(box(452 + n * 10.6, 222, 455 + n * 10.6, 316), fill=dark(accent, 0.5), alpha=0.4, inside=cap)
    canvas.paint(ellipse(500, 214, 54, 16), fill=right((0, light(accent, 0.6)), (1, accent)))
    for x, side, name in ((690, 1, "red"), (300, -1, "green")):
        _chilli(canvas, x, side, COLOURS[name])


def _chilli(canvas: Canvas, x: float, side: int, colour: Colour) -> None:
    canvas.paint(ellipse(x, 826, 100, 14), fill=NIGHT, alpha=0.4, blur=9)
    pod = smooth(
        [
            (x - side * 82, 776),
            (x - side * 20, 762),
            (x + side * 50, 778),
            (x + side * 110, 740),
            (x + side * 66, 814),
            (x - side * 10, 832),
            (x - side * 78, 818),
        ]
    )
    body = canvas.paint(pod, fill=down((0, light(colour, 0.3)), (0.5, colour), (1, dark(colour, 0.5))))
    canvas.shine(
        smooth([(x - side * 60, 788), (x, 776), (x + side * 50, 790), (x, 788)]), inside=body, alpha=0.6, blur=4
    )
    canvas.paint(
        ribbon([(x - side * 78, 798), (x - side * 104, 790), (x - side * 124, 766)], 12), fill=COLOURS["green"]
    )
    canvas.paint(ellipse(x - side * 80, 797, 14, 24), fill=dark(COLOURS["green"], 0.2))


def alebrije(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A carved wooden fox, painted all over."""
    canvas.shadow(500, FLOOR, 210)
    second, third = COLOURS["marigold"], COLOURS["turquoise"]
    tail = smooth([(620, 740), (740, 760), (800, 660), (780, 520), (720, 450), (728, 560), (690, 640), (610, 660)])
    plume = canvas.paint(tail, fill=right((0, colour), (1, light(accent, 0.1))))
    for n in range(6):
        canvas.paint(ellipse(724 + (n % 2) * 26, 500 + n * 44, 13, 13), fill=second, inside=plume)
        canvas.paint(ellipse(724 + (n % 2) * 26, 500 + n * 44, 6, 6), fill=CREAM, inside=plume)
    trunk = smooth(
        [
            (372, 812),
            (356, 660),
            (400, 560),
            (500, 530),
            (600, 580),
            (650, 690),
            (652, 812),
            (560, 826),
            (500, 790),
            (440, 826),
        ]
    )
    body = canvas.paint(trunk, fill=round_shades(colour, gloss=0.3))
    canvas.paint(*zigzag(350, 660, 650, high=40, teeth=8, sag=22), fill=accent, inside=body)
    canvas.paint(
        *dots(350, 660, 632, radius=8, count=12, sag=22),
        *dots(350, 660, 716, radius=7, count=14, sag=18),
        fill=CREAM,
        inside=body,
    )
    canvas.paint(*zigzag(350, 660, 740, high=30, teeth=10, sag=10), fill=third, inside=body)
    flower(canvas, 572, 640, 44, second, inside=body)
    for x in (408, 600):
        paw = canvas.paint(ellipse(x, 808, 52, 26), fill=down((0, light(accent, 0.3)), (1, dark(accent, 0.3))))
        canvas.paint(*(ellipse(x - 24 + n * 24, 812, 6, 10) for n in range(3)), fill=CREAM, inside=paw)
    head = _head(canvas, colour, accent, second)
    canvas.paint(
        *(ellipse(500 + dx, 300 + dy, 6, 6) for dx, dy in ((0, 0), (-26, 14), (26, 14), (0, 30))),
        fill=CREAM,
        inside=head,
    )
    for side in (-1, 1):
        x = 500 + side * 62
        canvas.paint(ellipse(x, 424, 34, 30, turn=side * 14), fill=CREAM)
        canvas.paint(ellipse(x, 426, 22, 24), fill=third)
        canvas.paint(ellipse(x, 428, 12, 17), fill=INK)
        canvas.paint(ellipse(x - 5, 420, 5, 5), fill=WHITE)
        canvas.paint(*(turned(ellipse(x, 376, 6, 12), side * (n - 1) * 26, (x, 424)) for n in range(3)), fill=accent)
        for n in range(3):
            whisker = [
                (500 + side * 56, 500 + n * 8),
                (500 + side * 110, 490 + n * 16),
                (500 + side * 160, 486 + n * 28),
            ]
            canvas.paint(ribbon(whisker, 3), fill=CREAM, alpha=0.9)
    canvas.paint(smooth([(470, 512), (530, 512), (508, 542), (492, 542)]), fill=COLOURS["rosa"])


def _head(canvas: Canvas, colour: Colour, accent: Colour, second: Colour) -> Mask:
    for side in (-1, 1):
        ear = smooth(
            [(500 + side * 60, 320), (500 + side * 120, 190), (500 + side * 168, 250), (500 + side * 160, 380)], steps=6
        )
        canvas.paint(ear, fill=right((0, light(colour, 0.2)), (1, dark(colour, 0.3))))
        inner = smooth(
            [(500 + side * 86, 320), (500 + side * 122, 232), (500 + side * 148, 270), (500 + side * 142, 356)], steps=6
        )
        plate = canvas.paint(inner, fill=accent)
        canvas.paint(
            *(ellipse(500 + side * (104 + n * 12), 330 - n * 24, 7, 7) for n in range(3)), fill=second, inside=plate
        )
    outline = smooth(
        [
            (330, 400),
            (360, 310),
            (440, 262),
            (560, 262),
            (640, 310),
            (670, 400),
            (600, 490),
            (540, 560),
            (500, 572),
            (460, 560),
            (400, 490),
        ]
    )
    canvas.paint(moved(outline, 6, 22), fill=NIGHT, alpha=0.35, blur=14)
    head = canvas.paint(outline, fill=radial((0, light(colour, 0.35)), (0.6, colour), (1, dark(colour, 0.35))))
    for cheek in (
        [(330, 400), (420, 440), (470, 520), (460, 570), (400, 500)],
        mirrored([(330, 400), (420, 440), (470, 520), (460, 570), (400, 500)]),
    ):
        canvas.paint(smooth(cheek), fill=light(second, 0.2), inside=head)
    return head


def guitar_strap(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A woven guitar strap, coiled as it hangs."""
    canvas.cast(ellipse(500, 232, 26, 26), x=8, y=14, alpha=0.3)
    path = [(478, 240), (352, 380), (270, 600), (390, 810), (610, 810), (730, 600), (648, 390), (522, 250)]
    shape = ribbon(path, 104)
    canvas.cast(shape, blur=20)
    body = canvas.paint(shape, fill=right((0, light(colour, 0.2)), (0.5, colour), (1, dark(colour, 0.3))))
    line = smooth(path, closed=False, steps=7)
    marks: list[Shape] = []
    diamonds: list[Shape] = []
    for n in range(1, len(line) - 1, 2):
        (x, y), (px, py) = line[n], line[n - 1]
        turn = math.degrees(math.atan2(y - py, x - px))
        diamonds.append(turned([(x - 26, y), (x, y - 26), (x + 26, y), (x, y + 26)], turn, (x, y)))
        marks.append(turned([(x - 11, y), (x, y - 11), (x + 11, y), (x, y + 11)], turn, (x, y)))
    canvas.paint(*diamonds, fill=accent, inside=body)
    canvas.paint(*marks, fill=CREAM, inside=body)
    for offset, shade in ((38, CREAM), (30, accent)):
        edge = canvas.mask(ribbon(path, 2 * offset + 8), holes=[ribbon(path, 2 * offset)])
        canvas.pour(edge, shade, inside=body)
    canvas.paint(shape, fill=down((0, WHITE), (0.4, (128, 128, 128)), (1, NIGHT)), alpha=0.18, inside=body)
    for x, y, turn in ((486, 236, 40), (516, 240, -36)):
        tab = turned(box(x - 30, y - 50, x + 30, y + 44, 18), turn, (x, y))
        canvas.paint(moved(tab, 4, 8), fill=NIGHT, alpha=0.3, blur=6)
        canvas.paint(tab, fill=round_shades(LEATHER))
    canvas.paint(ellipse(500, 216, 24, 24), fill=radial((0, light(GOLD, 0.7)), (0.6, GOLD), (1, dark(GOLD, 0.5))))


def headphones(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Over-ear headphones."""
    canvas.shadow(340, FLOOR, 90)
    canvas.shadow(660, FLOOR, 90)
    band_out = [*arc(500, 520, 236, 276, start=180, end=360), *arc(500, 520, 196, 236, start=360, end=180)]
    canvas.paint(
        band_out, fill=right((0, dark(colour, 0.3)), (0.25, light(colour, 0.35)), (0.6, colour), (1, dark(colour, 0.5)))
    )
    pad = [*arc(500, 500, 204, 232, start=210, end=330), *arc(500, 500, 178, 200, start=330, end=210)]
    canvas.paint(pad, fill=dark(accent, 0.15))
    canvas.paint(ribbon(arc(500, 520, 226, 266, start=205, end=300), 6, is_smooth=False), fill=WHITE, alpha=0.5, blur=3)
    for side in (-1, 1):
        x = 500 + side * 214
        canvas.paint(box(x - 15, 480, x + 15, 590, 8), fill=round_shades(STEEL))
        cushion = ellipse(x - side * 44, 668, 56, 138)
        canvas.paint(cushion, fill=right((0, dark(INK, 0.1)), (0.5, light(INK, 0.25)), (1, dark(INK, 0.3))))
        cup = canvas.paint(
            ellipse(x, 668, 92, 150), fill=radial((0, light(colour, 0.4)), (0.55, colour), (1, dark(colour, 0.5)))
        )
        canvas.paint(
            ellipse(x + side * 6, 668, 66, 116), fill=GOLD, holes=[ellipse(x + side * 6, 668, 60, 108)], inside=cup
        )
        canvas.paint(
            ellipse(x + side * 6, 668, 58, 106),
            fill=right((0, light(accent, 0.25)), (1, dark(accent, 0.35))),
            inside=cup,
        )
        flower(canvas, x + side * 6, 668, 50, light(accent, 0.15), inside=cup)
        canvas.shine(ellipse(x - 36, 590, 16, 44, turn=16), inside=cup, alpha=0.5, blur=8)
