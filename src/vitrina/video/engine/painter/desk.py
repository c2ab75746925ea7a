"""Paper, pens and plugs: what lies on a desk, what hangs above it, what plays in the ears."""

from __future__ import annotations

import math
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
    smooth,
    turned,
)
from vitrina.video.engine.painter.colours import (
    COLOURS,
    CREAM,
    INK,
    NIGHT,
    STEEL,
    WHITE,
    WOOD,
    Colour,
    brightness,
    dark,
    light,
    mix,
)
from vitrina.video.engine.painter.forms import cone, flower, gloss, leaf, round_shades, tube, zigzag
from vitrina.video.engine.painter.scenes import FLOOR


def pens(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A cup full of pens, and one that is out."""
    canvas.shadow(500, FLOOR, 170)
    shades = [accent, COLOURS["sky"], colour, COLOURS["coral"], COLOURS["yellow"], COLOURS["jade"], COLOURS["violet"]]
    for n, shade in enumerate(shades):
        x, turn = 400 + n * 34, (n - 3) * 5 + dice.uniform(-2, 2)
        pivot, top = (x, 780), 300 + (n * 53) % 90
        canvas.paint(turned(box(x - 15, top, x + 15, 760, 6), turn, pivot), fill=round_shades(shade, gloss=0.5))
        if n % 2:
            canvas.paint(
                turned(box(x - 17, top - 4, x + 17, top + 78, 12), turn, pivot), fill=round_shades(dark(shade, 0.35))
            )
        else:
            canvas.paint(
                turned(
                    points(f"{x - 15},{top + 4} {x + 15},{top + 4} {x + 5},{top - 52} {x - 5},{top - 52}"), turn, pivot
                ),
                fill=right((0, light(WOOD, 0.7)), (1, light(WOOD, 0.2))),
            )
            canvas.paint(
                turned(points(f"{x - 6},{top - 42} {x + 6},{top - 42} {x},{top - 64}"), turn, pivot), fill=shade
            )
    body = canvas.paint(tube(360, 640, 560, FLOOR + 4, 34), fill=round_shades(colour))
    canvas.paint(*zigzag(360, 640, 640, high=52, teeth=9, sag=34), fill=accent, inside=body)
    canvas.paint(box(350, 744, 650, 752), fill=CREAM, alpha=0.8, inside=body)
    gloss(canvas, body, 360, 640, top=590, bottom=800)
    front = [*arc(500, 560, 140, 34, start=0, end=180), *arc(500, 566, 128, 28, start=180, end=0)]
    canvas.paint(front, fill=light(colour, 0.45))
    canvas.shadow(800, 862, 100, high=12)
    canvas.paint(
        turned(box(690, 842, 880, 866, 10), -6, (785, 854)), fill=down((0, light(accent, 0.5)), (1, dark(accent, 0.3)))
    )
    canvas.paint(turned(points("690,842 690,866 654,858 654,850"), -6, (785, 854)), fill=light(WOOD, 0.5))


def stickers(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A sheet of stickers that leans, three already off it."""
    canvas.shadow(500, FLOOR + 2, 230)
    turn, pivot = -4, (500, 820)
    sheet = turned(box(300, 250, 700, 822, 26), turn, pivot)
    canvas.cast(sheet, x=26, y=14, blur=18)
    canvas.paint(sheet, fill=down((0, light(colour, 0.62)), (1, light(colour, 0.3))))
    for n in range(12):
        row, column = divmod(n, 3)
        ((x, y),) = turned([(382 + column * 118, 330 + row * 132)], turn, pivot)
        _sticker(canvas, (n * 5 + dice.randrange(2)) % 7, x, y, (colour, accent)[n % 2])
    for x, y, n in ((800, 800, 1), (850, 872, 4), (200, 852, 3)):
        canvas.shadow(x, y + 30, 46, alpha=0.35)
        _sticker(canvas, n, x, y, accent)


def _sticker(canvas: Canvas, motif: int, x: float, y: float, colour: Colour) -> None:
    canvas.paint(ellipse(x + 3, y + 5, 52, 52), fill=NIGHT, alpha=0.2, blur=5)
    canvas.paint(ellipse(x, y, 51, 51), fill=WHITE)
    field = canvas.paint(
        ellipse(x, y, 45, 45),
        fill=light((COLOURS["sky"], COLOURS["lilac"], COLOURS["yellow"], COLOURS["pink"])[motif % 4], 0.35),
    )
    match motif:
        case 0:
            flower(canvas, x, y, 36, colour)
        case 1:
            canvas.paint(
                curve(f"{x},{y + 32} {x - 32},{y} {x - 24},{y - 24} {x},{y - 14} {x + 24},{y - 24} {x + 32},{y}"),
                fill=COLOURS["rosa"],
            )
        case 2:
            shape = [
                (
                    x + (38 if k % 2 == 0 else 16) * math.sin(math.tau * k / 10),
                    y - (38 if k % 2 == 0 else 16) * math.cos(math.tau * k / 10),
                )
                for k in range(10)
            ]
            canvas.paint(shape, fill=COLOURS["marigold"])
        case 3:
            for reach, shade in ((38, COLOURS["coral"]), (28, COLOURS["yellow"]), (18, COLOURS["turquoise"])):
                canvas.paint(
                    [
                        *arc(x, y + 18, reach, reach, start=180, end=360),
                        *arc(x, y + 18, reach - 9, reach - 9, start=360, end=180),
                    ],
                    fill=shade,
                )
        case 4:
            canvas.paint(
                ellipse(x, y - 6, 26, 24),
                ellipse(x - 16, y + 20, 12, 9),
                ellipse(x + 16, y + 20, 12, 9),
                fill=COLOURS["violet"],
                inside=field,
            )
            canvas.paint(ellipse(x - 10, y - 10, 6, 7), ellipse(x + 10, y - 10, 6, 7), fill=WHITE)
        case 5:
            canvas.paint(
                ellipse(x, y + 8, 14, 28),
                turned(ellipse(x - 20, y, 9, 18), -40, (x - 20, y)),
                turned(ellipse(x + 20, y - 4, 9, 18), 40, (x + 20, y)),
                fill=COLOURS["jade"],
            )
            flower(canvas, x, y - 24, 13, COLOURS["rosa"])
        case _:
            canvas.paint(ellipse(x, y, 30, 30), fill=COLOURS["night"], holes=[ellipse(x + 14, y - 6, 25, 25)])
            canvas.paint(ellipse(x + 16, y - 12, 4, 4), ellipse(x + 24, y + 6, 3, 3), fill=COLOURS["marigold"])


def washi(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Rolls of paper tape, one with its end loose."""
    canvas.shadow(500, FLOOR + 8, 250)
    for x, y, shade, second in (
        (400, 772, colour, CREAM),
        (410, 676, accent, light(accent, 0.6)),
        (396, 580, light(colour, 0.5), colour),
    ):
        body = canvas.paint(tube(x - 170, x + 170, y - 46, y + 50, 46), fill=round_shades(shade, gloss=0.45))
        canvas.paint(
            *[
                turned(box(x - 190 + n * 30, y - 90, x - 178 + n * 30, y + 80), 24, (x - 184 + n * 30, y))
                for n in range(13)
            ],
            fill=second,
            alpha=0.75,
            inside=body,
        )
        canvas.paint(ellipse(x, y - 46, 170, 46), fill=right((0, light(shade, 0.65)), (1, light(shade, 0.1))))
        canvas.paint(ellipse(x, y - 46, 104, 27), fill=right((0, light(WOOD, 0.35)), (1, dark(WOOD, 0.35))))
        canvas.paint(ellipse(x, y - 42, 92, 22), fill=dark(WOOD, 0.6))
    x, y = 712, 712
    canvas.shadow(x, FLOOR + 20, 120)
    canvas.paint(moved(ellipse(x, y, 122, 122), 26, 4), fill=dark(accent, 0.4))
    canvas.paint(
        ellipse(x, y, 122, 122), fill=radial((0, light(accent, 0.3)), (1, accent)), holes=[ellipse(x, y, 70, 70)]
    )
    canvas.paint(ellipse(x, y, 72, 72), fill=light(WOOD, 0.3), holes=[ellipse(x, y, 62, 62)])
    canvas.paint(
        *[ellipse(x + 97 * math.cos(a), y + 97 * math.sin(a), 9, 9) for a in (n * math.tau / 18 for n in range(18))],
        fill=CREAM,
    )
    end = canvas.paint(points("712,834 930,852 944,900 700,880"), fill=right((0, accent), (1, light(accent, 0.4))))
    canvas.paint(*[ellipse(730 + n * 32, 858 + n * 2.4, 8, 8) for n in range(7)], fill=CREAM, inside=end)


def phone_case(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A case for a phone, seen from behind."""
    canvas.shadow(500, FLOOR + 2, 170)
    turn, pivot = dice.choice((-7, 6)), (500, 820)
    case = turned(box(348, 226, 652, 828, 52), turn, pivot)
    canvas.cast(case, x=26, y=12, blur=16)
    canvas.paint(moved(case, 12, 2), fill=dark(colour, 0.55))
    body = canvas.paint(case, fill=right((0, light(colour, 0.25)), (0.4, colour), (1, dark(colour, 0.2))))
    pattern = dice.randrange(3)
    if pattern == 0:
        for n in range(15):
            row, column = divmod(n, 3)
            ((x, y),) = turned([(384 + column * 118 + (row % 2) * 58, 420 + row * 96)], turn, pivot)
            flower(canvas, x, y, 40, (accent, light(accent, 0.45), CREAM)[n % 3], inside=body)
    elif pattern == 1:
        for n in range(7):
            wave = [(320 + k * 46, 440 + n * 64 + 26 * math.sin(k * 1.5 + n)) for k in range(9)]
            canvas.paint(
                turned(ribbon(wave, 26), turn, pivot), fill=(accent, CREAM, light(colour, 0.55))[n % 3], inside=body
            )
    else:
        ((x, y),) = turned([(500, 640)], turn, pivot)
        for reach, shade in ((196, light(accent, 0.5)), (150, accent), (104, CREAM), (58, dark(accent, 0.25))):
            canvas.paint(
                [*arc(x, y + 90, reach, reach * 1.2, start=180, end=360), (x + reach, 900), (x - reach, 900)],
                fill=shade,
                inside=body,
            )
    plate = turned(box(376, 256, 500, 400, 36), turn, pivot)
    canvas.paint(moved(plate, 4, 6), fill=NIGHT, alpha=0.35, blur=6)
    canvas.paint(plate, fill=down((0, light(INK, 0.3)), (1, INK)))
    for x, y in ((414, 298), (414, 358), (466, 328)):
        ((cx, cy),) = turned([(x, y)], turn, pivot)
        canvas.paint(ellipse(cx, cy, 27, 27), fill=STEEL)
        canvas.paint(ellipse(cx, cy, 23, 23), fill=radial((0, (70, 90, 140)), (0.6, NIGHT), (1, INK)))
        canvas.paint(ellipse(cx - 7, cy - 8, 6, 6), fill=WHITE, alpha=0.85)
    canvas.shine(turned(box(362, 250, 372, 800, 5), turn, pivot), inside=body, alpha=0.55, blur=3)
    canvas.shine(turned(points("520,226 640,226 470,828 380,828"), turn, pivot), inside=body, alpha=0.12, blur=6)


def earbuds(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Wireless earphones in their open case."""
    canvas.shadow(500, FLOOR + 4, 220)
    lid = curve("300,560 306,420 380,340 500,326 620,340 694,420 700,560")
    shell = canvas.paint(lid, fill=round_shades(colour, gloss=0.5))
    canvas.paint(
        curve("330,556 338,440 400,376 500,364 600,376 662,440 670,556"),
        fill=down((0, dark(colour, 0.5)), (1, dark(colour, 0.25))),
        inside=shell,
    )
    for side in (-1, 1):
        x = 500 + side * 84
        canvas.paint(box(x - 22, 480, x + 22, 640, 20), fill=round_shades(light(colour, 0.75), gloss=0.6))
        bud = canvas.paint(
            ellipse(x - side * 6, 486, 62, 54),
            fill=radial((0, WHITE), (0.6, light(colour, 0.75)), (1, dark(light(colour, 0.5), 0.2))),
        )
        canvas.paint(box(x - 7, 540, x + 7, 600, 7), fill=dark(colour, 0.4), alpha=0.6)
        canvas.shine(ellipse(x - 26, 466, 20, 13, turn=-30), inside=bud, alpha=0.9, blur=4)
    base = canvas.paint(
        curve("292,590 300,566 500,574 700,566 708,590 704,720 650,806 500,826 350,806 296,720"),
        fill=round_shades(colour, gloss=0.5),
    )
    canvas.paint(
        [*arc(500, 584, 204, 22, start=180, end=0), *arc(500, 592, 204, 22, start=0, end=180)],
        fill=dark(colour, 0.3),
        alpha=0.7,
        inside=base,
    )
    canvas.paint(ellipse(500, 660, 9, 9), fill=COLOURS["jade"])
    canvas.glow(500, 660, 34, COLOURS["jade"], alpha=0.9)
    flower(canvas, 500, 736, 40, accent, inside=base)
    canvas.shine(curve("330,620 352,610 344,720 322,710"), inside=base, alpha=0.7, blur=5)


def speaker(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A small loud speaker with a strap."""
    canvas.shadow(500, FLOOR + 4, 250)
    canvas.paint(ribbon(points("700,430 800,400 836,480 790,560 716,560"), 22), fill=round_shades(dark(accent, 0.1)))
    body = canvas.paint(box(270, 400, 730, FLOOR + 6, 96), fill=round_shades(colour, gloss=0.4))
    grille = canvas.paint(box(304, 434, 696, 786, 74), fill=dark(colour, 0.45))
    canvas.paint(
        *[
            ellipse(316 + column * 20 + (row % 2) * 10, 446 + row * 18, 6, 6)
            for row in range(20)
            for column in range(20)
        ],
        fill=NIGHT,
        alpha=0.55,
        inside=grille,
    )
    for reach, shade in ((132, light(colour, 0.12)), (118, dark(colour, 0.5)), (84, accent), (46, light(accent, 0.5))):
        canvas.paint(
            ellipse(500, 610, reach, reach), fill=radial((0, light(shade, 0.3)), (0.6, shade), (1, dark(shade, 0.3)))
        )
    canvas.shine(ellipse(470, 576, 26, 18, turn=-30), inside=body, alpha=0.6, blur=8)
    for x, label in ((440, "-"), (500, "·"), (560, "+")):
        canvas.paint(ellipse(x, 408, 22, 9), fill=dark(colour, 0.4))
        canvas.letter(label, x, 407, high=20, fill=CREAM, weight=0.6)
    gloss(canvas, body, 270, 730, top=470, bottom=770)
    for n in range(3):
        canvas.paint(
            ribbon(arc(170, 560, 40 + n * 36, 60 + n * 46, start=140, end=220), 9),
            fill=light(accent, 0.4),
            alpha=0.7 - n * 0.18,
        )


def camera(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """An instant camera that has just given a picture."""
    canvas.shadow(500, FLOOR + 4, 240)
    sheet = box(372, 290, 628, 520, 8)
    canvas.paint(sheet, fill=right((0, WHITE), (1, mix(CREAM, INK, 0.12))))
    picture = canvas.paint(
        box(392, 308, 608, 470), fill=down((0, light(accent, 0.4)), (0.6, COLOURS["coral"]), (1, COLOURS["violet"]))
    )
    canvas.paint(ellipse(500, 400, 54, 54), fill=COLOURS["yellow"], inside=picture)
    canvas.paint(
        smooth([(380, 480), (380, 430), (450, 400), (520, 440), (600, 396), (640, 480)]),
        fill=COLOURS["night"],
        inside=picture,
    )
    body = canvas.paint(box(262, 450, 738, FLOOR + 6, 84), fill=round_shades(colour, gloss=0.45))
    canvas.paint(box(262, 450, 738, 520, 40), fill=light(colour, 0.3), alpha=0.5, inside=body, blur=6)
    canvas.paint(box(340, 466, 660, 482, 8), fill=INK)
    for n, shade in enumerate(("coral", "marigold", "yellow", "jade", "sky")):
        canvas.paint(box(486 + n * 12, 520, 496 + n * 12, 830), fill=COLOURS[shade], inside=body)
    for reach, fill in ((138, light(colour, 0.6)), (122, INK), (98, light(INK, 0.2)), (78, NIGHT), (50, (58, 60, 130))):
        canvas.paint(
            ellipse(500, 664, reach, reach), fill=radial((0, light(fill, 0.2)), (0.7, fill), (1, dark(fill, 0.4)))
        )
    canvas.paint(ellipse(468, 630, 26, 18, turn=-35), fill=WHITE, alpha=0.8, blur=3)
    canvas.paint(ellipse(530, 700, 14, 10, turn=-35), fill=COLOURS["sky"], alpha=0.7, blur=3)
    canvas.paint(box(606, 520, 704, 590, 16), fill=down((0, WHITE), (1, STEEL)))
    canvas.paint(*[box(612 + n * 15, 524, 618 + n * 15, 586) for n in range(6)], fill=STEEL, alpha=0.8)
    canvas.paint(box(300, 524, 372, 580, 16), fill=INK)
    canvas.paint(ellipse(336, 552, 17, 17), fill=radial((0, (90, 110, 160)), (1, NIGHT)))
    canvas.paint(ellipse(322, 470, 38, 17), fill=radial((0, light(accent, 0.4)), (1, dark(accent, 0.2))))


def keyboard(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A small keyboard with round keys in three colours."""
    canvas.shadow(500, FLOOR + 14, 310)
    canvas.paint(points("210,560 790,560 880,836 120,836"), fill=down((0, light(colour, 0.25)), (1, colour)))
    canvas.paint(points("120,836 880,836 872,872 128,872"), fill=down((0, dark(colour, 0.3)), (1, dark(colour, 0.6))))
    canvas.paint(points("232,576 768,576 844,816 156,816"), fill=dark(colour, 0.55))
    for row in range(4):
        y, count = 600 + row * 58, 10
        spread = 51 + row * 5.2
        for n in range(count):
            if row == 3 and 3 <= n <= 6:
                continue
            x = 500 + (n - (count - 1) / 2) * spread
            shade = (
                accent
                if (row, n) in ((0, 0), (1, 9), (2, 9))
                else light(colour, 0.72)
                if (n + row) % 4
                else light(accent, 0.45)
            )
            _key(canvas, x, y, spread * 0.44, shade)
    bar = 500
    canvas.paint(box(bar - 126, 754, bar + 126, 806, 22), fill=dark(accent, 0.4))
    canvas.paint(box(bar - 122, 748, bar + 122, 794, 20), fill=down((0, light(accent, 0.5)), (1, accent)))
    canvas.paint(ribbon(points("300,560 260,470 360,400 300,320"), 12), fill=accent)
    canvas.paint(
        *[ribbon([(300 - n * 4, 560 - n * 22), (312 - n * 4, 556 - n * 22)], 4, is_smooth=False) for n in range(3)],
        fill=CREAM,
    )


def _key(canvas: Canvas, x: float, y: float, half: float, shade: Colour) -> None:
    canvas.paint(box(x - half, y - half * 0.7, x + half, y + half * 1.06, 13), fill=dark(shade, 0.45))
    canvas.paint(
        box(x - half + 2, y - half * 0.86, x + half - 2, y + half * 0.72, 13),
        fill=down((0, light(shade, 0.5)), (1, shade)),
    )
    canvas.paint(ellipse(x, y - half * 0.1, half * 0.55, half * 0.42), fill=WHITE, alpha=0.3, blur=3)


def poster(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A print in a wooden frame: sun, hills, a cactus."""
    frame = box(288, 190, 712, 760, 4)
    canvas.cast(frame, x=22, y=34, blur=24)
    canvas.paint(frame, fill=right((0, light(WOOD, 0.4)), (0.5, WOOD), (1, dark(WOOD, 0.35))))
    canvas.paint(box(308, 210, 692, 740), fill=light(CREAM, 0.5))
    field = canvas.paint(box(344, 248, 656, 664), fill=down((0, light(colour, 0.5)), (1, light(accent, 0.55))))
    x = dice.uniform(430, 570)
    canvas.paint(ellipse(x, 410, 96, 96), fill=accent, inside=field)
    for n, y in enumerate((500, 548, 600)):
        ridge = [
            (330, 700),
            (330, y + 20),
            (420 + n * 40, y - 46 + n * 20),
            (510, y + 26),
            (600 - n * 30, y - 20),
            (680, y + 30),
            (680, 700),
        ]
        canvas.paint(smooth(ridge), fill=mix(colour, NIGHT, n * 0.28), inside=field)
    cx = 1000 - x
    canvas.paint(box(cx - 13, 470, cx + 13, 640, 13), fill=dark(COLOURS["agave"], 0.3), inside=field)
    canvas.paint(
        ribbon([(cx, 580), (cx - 46, 574), (cx - 50, 520)], 20),
        ribbon([(cx, 550), (cx + 42, 544), (cx + 46, 500)], 18),
        fill=dark(COLOURS["agave"], 0.3),
        inside=field,
    )
    canvas.letter(
        canvas.word or dice.choice(("HASTA MAÑANA", "AQUÍ ESTAMOS", "SUR", "BUENAS NOCHES")),
        500,
        704,
        high=32,
        fill=INK,
        weight=0.5,
    )
    glass = canvas.mask(box(308, 210, 692, 740))
    canvas.shine(points("308,210 470,210 308,480"), inside=glass, alpha=0.16, blur=3)


def vinyl(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A record half out of its sleeve."""
    canvas.shadow(540, FLOOR + 2, 290)
    x, y, r = 640, 596, 224
    canvas.paint(ellipse(x, y, r, r), fill=radial((0, light(INK, 0.12)), (1, INK)))
    for n in range(9):
        canvas.paint(
            ellipse(x, y, r - 12 - n * 14, r - 12 - n * 14),
            fill=WHITE,
            alpha=0.1,
            holes=[ellipse(x, y, r - 15 - n * 14, r - 15 - n * 14)],
        )
    for start in (-70, 110):
        canvas.paint([(x, y), *arc(x, y, r - 8, r - 8, start=start, end=start + 26)], fill=WHITE, alpha=0.2, blur=8)
    canvas.paint(ellipse(x, y, 74, 74), fill=accent)
    canvas.paint(ellipse(x, y, 9, 9), fill=INK)
    sleeve = box(214, 360, 664, 822, 4)
    canvas.cast(sleeve, x=18, y=8, blur=14)
    body = canvas.paint(sleeve, fill=down((0, light(colour, 0.2)), (1, dark(colour, 0.15))))
    for n in range(5):
        reach = 190 - n * 36
        canvas.paint(
            ellipse(438, 640, reach, reach),
            fill=(accent, CREAM, dark(colour, 0.4), light(accent, 0.4), CREAM)[n],
            inside=body,
        )
    canvas.paint(box(214, 640, 664, 822), fill=down((0, colour), (1, dark(colour, 0.4))), inside=body)
    for n in range(6):
        canvas.paint(
            ribbon([(230 + n * 8, 664 + n * 24), (438, 656 + n * 26), (648 - n * 8, 664 + n * 24)], 5),
            fill=light(accent, 0.3),
            alpha=0.7,
            inside=body,
        )
    canvas.letter(
        canvas.word or dice.choice(("CUMBIA LUNAR", "BOLERO FM", "LOS DOMINGOS")),
        438,
        416,
        high=48,
        fill=CREAM if brightness(colour) < 0.7 else INK,
        weight=0.8,
    )
    canvas.shine(points("214,360 330,360 214,560"), inside=body, alpha=0.16, blur=4)


def lights(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A jar filled with a string of lights."""
    canvas.shadow(500, FLOOR + 4, 190)
    canvas.glow(500, 600, 330, light(colour, 0.35), alpha=0.7)
    glass = canvas.paint(box(340, 420, 660, FLOOR + 6, 70), fill=right((0, STEEL), (0.3, WHITE), (1, STEEL)), alpha=0.3)
    wire = [(dice.uniform(370, 630), 790 - n * 24) for n in range(15)]
    canvas.paint(ribbon(wire, 3), fill=dark(accent, 0.4), alpha=0.8)
    for n, (x, y) in enumerate(smooth(wire, closed=False, steps=3)):
        shade = (colour, accent, COLOURS["yellow"])[n % 3]
        canvas.glow(x, y, 34, shade, alpha=0.85)
        canvas.paint(ellipse(x, y, 8, 10), fill=light(shade, 0.75))
    canvas.paint(cone(500, 372, 432, wide_top=128, wide_bottom=132, flat=22), fill=round_shades(WOOD))
    canvas.paint(ellipse(500, 372, 128, 22), fill=light(WOOD, 0.4))
    leaf(canvas, 610, 404, 80, 62, colour=COLOURS["agave"])
    gloss(canvas, glass, 340, 660, top=450, bottom=800)
    canvas.shine(box(640, 470, 650, 780, 5), inside=glass, alpha=0.5)
