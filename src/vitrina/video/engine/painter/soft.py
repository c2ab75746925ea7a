"""Soft goods: to sit on, to put on, to carry close."""

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
    dark,
    light,
    mix,
)
from vitrina.video.engine.painter.forms import dots, flower, leaf, round_shades, zigzag
from vitrina.video.engine.painter.scenes import FLOOR


def cushion(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """An embroidered cushion with tassels."""
    canvas.shadow(500, FLOOR + 4, 270)
    shape = curve("270,400 290,380 500,420 710,380 730,400 696,610 730,800 706,826 500,798 294,826 270,800 304,610")
    body = canvas.paint(shape, fill=radial((0, light(colour, 0.35)), (0.55, colour), (1, dark(colour, 0.42))))
    for turn in (0, 90, 180, 270):
        leaf(canvas, *turned([(500, 520)], turn, (500, 610))[0], 90, turn, colour=COLOURS["agave"])
    flower(canvas, 500, 610, 92, accent, inside=body)
    for turn in (45, 135, 225, 315):
        x, y = turned([(500, 440)], turn, (500, 610))[0]
        flower(canvas, x, y, 40, light(accent, 0.45), inside=body)
    canvas.paint(*zigzag(280, 720, 424, high=26, teeth=14, sag=24), fill=CREAM, alpha=0.85, inside=body)
    canvas.paint(
        *[turned(row, 180, (500, 610)) for row in zigzag(280, 720, 424, high=26, teeth=14, sag=24)],
        fill=CREAM,
        alpha=0.85,
        inside=body,
    )
    canvas.shine(curve("330,440 440,450 420,560 340,580"), inside=body, alpha=0.16, blur=22)
    for x, y in ((274, 394), (726, 394), (280, 818), (720, 818)):
        way = 1 if x > 500 else -1
        canvas.paint(
            curve(
                f"{x},{y} {x + way * 16},{y + 12} {x + way * 34},{y + 62} {x - way * 4},{y + 66} {x - way * 6},{y + 16}"
            ),
            fill=down((0, accent), (1, dark(accent, 0.3))),
        )
        canvas.paint(ellipse(x, y, 15, 15), fill=GOLD)


def socks(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A pair of socks with a lot going on."""
    canvas.shadow(500, FLOOR + 6, 260)
    for shift, tone in ((150, dark(colour, 0.22)), (0, colour)):
        shape = moved(
            curve("316,250 446,250 452,420 460,590 560,690 620,770 560,822 440,826 340,770 318,640 312,430"), shift, 0
        )
        canvas.paint(moved(shape, 16, 8), fill=NIGHT, alpha=0.3, blur=12)
        body = canvas.paint(
            shape, fill=right((0, dark(tone, 0.25)), (0.3, light(tone, 0.3)), (0.6, tone), (1, dark(tone, 0.35)))
        )
        canvas.paint(box(290 + shift, 240, 480 + shift, 306), fill=accent, inside=body)
        canvas.paint(
            *[box(x + shift, 240, x + 5 + shift, 306) for x in range(310, 460, 14)],
            fill=dark(accent, 0.3),
            alpha=0.5,
            inside=body,
        )
        canvas.paint(*zigzag(300 + shift, 470 + shift, 340, high=36, teeth=5), fill=CREAM, inside=body)
        canvas.paint(*dots(300 + shift, 470 + shift, 414, radius=10, count=6), fill=accent, inside=body)
        flower(canvas, 388 + shift, 510, 56, accent, inside=body)
        canvas.paint(*zigzag(300 + shift, 480 + shift, 590, high=30, teeth=6), fill=CREAM, inside=body)
        canvas.paint(ellipse(600 + shift, 790, 90, 70), fill=accent, inside=body)
        canvas.paint(ellipse(340 + shift, 760, 58, 64), fill=accent, inside=body)
        canvas.shine(box(334 + shift, 320, 350 + shift, 700, 8), inside=body, alpha=0.22, blur=10)


def bucket_hat(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A bucket hat for the sun and the queue."""
    canvas.shadow(500, FLOOR + 6, 300)
    canvas.paint(ellipse(500, 776, 290, 50), fill=dark(colour, 0.6))
    crown = canvas.paint(
        curve("352,690 372,500 420,470 500,462 580,470 628,500 648,690"), fill=round_shades(colour, gloss=0.3)
    )
    canvas.paint(ellipse(500, 486, 108, 22), fill=light(colour, 0.25), alpha=0.8, inside=crown)
    band_ = [*arc(500, 640, 162, 36, start=180, end=0), *arc(500, 690, 170, 36, start=0, end=180)]
    canvas.paint(band_, fill=round_shades(accent), inside=crown)
    brim = [
        *arc(500, 690, 152, 34, start=180, end=360),
        (764, 772),
        *arc(500, 780, 284, 62, start=0, end=180),
        (236, 772),
    ]
    body = canvas.paint(brim, fill=round_shades(colour, gloss=0.28))
    for n in range(4):
        canvas.paint(
            ribbon(arc(500, 700 + n * 22, 180 + n * 30, 44 + n * 5, start=4, end=176), 3),
            fill=CREAM,
            alpha=0.6,
            inside=body,
        )
    for x, y, r in (
        (420, 570, 34),
        (540, 552, 40),
        (600, 610, 24),
        (300, 772, 34),
        (450, 800, 30),
        (620, 790, 38),
        (710, 752, 26),
    ):
        flower(canvas, x, y, r, (accent, light(accent, 0.5))[round(r) % 2], inside=body if y > 700 else crown)
    canvas.shine(curve("400,500 440,486 420,620 392,620"), inside=crown, alpha=0.25, blur=10)


def fanny_pack(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A belt bag for both hands free."""
    canvas.shadow(500, FLOOR + 4, 270)
    strap = ribbon(points("300,600 180,520 240,360 500,300 760,360 820,520 700,600"), 46)
    canvas.paint(strap, fill=down((0, light(accent, 0.2)), (1, dark(accent, 0.35))))
    canvas.paint(box(446, 270, 554, 336, 14), fill=down((0, light(INK, 0.35)), (1, INK)))
    shape = curve("280,560 340,520 500,506 660,520 720,560 726,700 660,808 500,830 340,808 274,700")
    body = canvas.paint(shape, fill=round_shades(colour, gloss=0.35))
    canvas.paint(*zigzag(270, 730, 700, high=56, teeth=9, sag=40), fill=accent, inside=body)
    canvas.paint(*dots(280, 720, 690, radius=9, count=14, sag=36), fill=CREAM, inside=body)
    canvas.paint(ribbon(points("310,600 500,566 690,600"), 22), fill=dark(colour, 0.5), inside=body)
    canvas.paint(ribbon(points("310,600 500,566 690,600"), 7), fill=GOLD, inside=body)
    canvas.paint(box(640, 586, 664, 656, 10), fill=GOLD)
    flower(canvas, 652, 670, 26, accent)
    canvas.shine(curve("330,570 420,540 400,580 340,620"), inside=body, alpha=0.4, blur=10)


def umbrella(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """An open umbrella that has seen the forecast."""
    canvas.shadow(540, FLOOR + 4, 220)
    turn, pivot = -12, (500, 820)
    handle = turned(ribbon(points("500,420 500,800"), 12, is_smooth=False), turn, pivot)
    canvas.paint(handle, fill=round_shades(WOOD))
    hook = turned(ribbon(points("500,780 502,850 540,872 574,846"), 20), turn, pivot)
    canvas.paint(hook, fill=round_shades(LEATHER))
    low = [point for n in range(5) for point in arc(180 + 64 + n * 128, 540, 64, 34, start=180, end=360)][::-1]
    dome = turned([*arc(500, 540, 320, 300, start=180, end=360), *low], turn, pivot)
    canvas.cast(dome, x=10, y=60, blur=30, alpha=0.25)
    body = canvas.paint(dome, fill=round_shades(colour, gloss=0.35))
    for n, x in enumerate((180, 308, 436, 564, 692)):
        if n % 2 == 0:
            panel = [(500, 240), (x, 560), (x + 128, 560)]
            canvas.paint(turned(panel, turn, pivot), fill=accent, alpha=0.9, inside=body)
    for x in (308, 436, 564, 692):
        canvas.paint(
            turned(ribbon([(500, 240), ((500 + x) / 2 + (x - 500) * 0.2, 380), (x, 540)], 4), turn, pivot),
            fill=dark(colour, 0.5),
            alpha=0.6,
            inside=body,
        )
    canvas.shine(turned(curve("290,420 380,310 450,280 360,420"), turn, pivot), inside=body, alpha=0.3, blur=16)
    canvas.paint(turned(box(494, 206, 506, 250, 5), turn, pivot), fill=GOLD)
    for n in range(12):
        x, y = 130 + n * 70, 90 + (n * 97) % 150
        canvas.paint(turned(box(x, y, x + 5, y + 34, 2), 12, (x, y)), fill=light(COLOURS["sky"], 0.6), alpha=0.65)


def scarf(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A woven shawl, folded, its fringe hanging over the edge."""
    canvas.shadow(500, FLOOR + 10, 290)
    for n, (y, tone) in enumerate(((760, dark(colour, 0.1)), (690, colour), (622, light(colour, 0.12)))):
        fold = canvas.paint(
            box(230 + n * 10, y - 6, 770 - n * 10, y + 72, 34),
            fill=down((0, light(tone, 0.3)), (0.4, tone), (1, dark(tone, 0.5))),
        )
        canvas.paint(
            *[box(230 + k * 44, y - 10, 242 + k * 44, y + 80) for k in range(14)],
            fill=(accent, CREAM)[n % 2],
            alpha=0.65,
            inside=fold,
        )
    sheet = [(330, 600), (670, 600), (690, 640), (690, 812), (310, 812), (310, 640)]
    body = canvas.paint(sheet, fill=down((0, light(colour, 0.35)), (0.25, colour), (1, dark(colour, 0.2))))
    for y, shade in ((664, accent), (700, CREAM), (716, mix(accent, NIGHT, 0.3)), (762, accent)):
        canvas.paint(box(300, y, 700, y + 12), fill=shade, inside=body)
    canvas.paint(*zigzag(310, 690, 726, high=28, teeth=13), fill=CREAM, inside=body)
    fringe = [
        ribbon(
            [(318 + n * 14, 808), (316 + n * 14 + dice.uniform(-4, 4), 840), (318 + n * 14 + dice.uniform(-8, 8), 884)],
            6,
        )
        for n in range(27)
    ]
    canvas.paint(*fringe, fill=down((0, accent), (1, dark(accent, 0.3))))
    canvas.paint(box(310, 600, 690, 640), fill=WHITE, alpha=0.2, blur=12, inside=body)


def apron(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A kitchen apron on its hook."""
    canvas.cast(ellipse(500, 214, 24, 24), x=8, y=14, alpha=0.3)
    canvas.paint(ribbon(points("420,380 440,270 500,214 560,270 580,380"), 16), fill=dark(accent, 0.15))
    canvas.paint(ellipse(500, 212, 22, 22), fill=radial((0, light(GOLD, 0.7)), (1, dark(GOLD, 0.4))))
    shape = curve("410,372 500,384 590,372 610,470 690,560 704,700 716,850 500,872 284,850 296,700 310,560 390,470")
    canvas.cast(shape, x=18, y=26)
    body = canvas.paint(shape, fill=right((0, light(colour, 0.25)), (0.4, colour), (1, dark(colour, 0.3))))
    canvas.paint(
        *[box(280 + n * 40, 360, 288 + n * 40, 880) for n in range(12)],
        fill=light(colour, 0.5),
        alpha=0.35,
        inside=body,
    )
    pocket = canvas.paint(curve("388,640 500,650 612,640 608,760 500,784 392,760"), fill=accent, inside=body)
    canvas.paint(ribbon(points("392,662 500,672 608,662"), 5), fill=CREAM, inside=pocket)
    canvas.letter(
        canvas.word or dice.choice(("provecho", "la jefa", "huele rico", "ahorita")),
        500,
        716,
        high=38,
        fill=CREAM,
        weight=0.5,
    )
    flower(canvas, 500, 500, 56, accent, inside=body)
    for x, lean in ((340, 16), (660, -16)):
        canvas.paint(
            ribbon([(x, 560), (x + lean, 700), (x - lean, 860)], 22), fill=NIGHT, alpha=0.16, blur=12, inside=body
        )
