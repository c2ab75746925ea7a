"""Toys: soft ones, wooden ones, paper ones."""

from __future__ import annotations

from random import Random

from vitrina.video.engine.painter.canvas import (
    Canvas,
    arc,
    box,
    curve,
    down,
    ellipse,
    mirrored,
    moved,
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
    INK,
    NIGHT,
    STEEL,
    WHITE,
    WOOD,
    Colour,
    brightness,
    dark,
    light,
)
from vitrina.video.engine.painter.forms import dots, flower, round_shades
from vitrina.video.engine.painter.scenes import FLOOR


def axolotl(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A plush axolotl that smiles about something."""
    canvas.shadow(500, FLOOR + 2, 210)
    soft = radial((0, light(colour, 0.4)), (0.6, colour), (1, dark(colour, 0.3)))
    canvas.paint(
        curve("600,790 720,770 800,690 830,600 850,690 820,800 720,836 600,826"),
        fill=right((0, colour), (1, dark(colour, 0.35))),
    )
    body = canvas.paint(curve("396,560 604,560 664,700 640,812 500,836 360,812 336,700"), fill=soft)
    canvas.paint(ellipse(500, 730, 92, 92), fill=light(colour, 0.6), alpha=0.85, blur=5, inside=body)
    for side in (-1, 1):
        foot = ellipse(500 + side * 116, 812, 62, 32)
        canvas.paint(foot, fill=radial((0, light(colour, 0.45)), (1, dark(colour, 0.1))))
        arm = turned(ellipse(500 + side * 146, 662, 32, 70), side * -38, (500 + side * 146, 662))
        canvas.paint(arm, fill=radial((0, light(colour, 0.35)), (1, dark(colour, 0.15))))
        for n, turn in enumerate((52, 82, 112)):
            root = (500 + side * 166, 440 + n * 34)
            gill = turned(
                smooth(placed("-16,0 -22,-90 0,-136 22,-90 16,0", *root)),
                side * turn,
                root,
            )
            canvas.paint(gill, fill=radial((0, light(accent, 0.3)), (1, dark(accent, 0.15))))
    head = canvas.paint(curve("300,470 330,360 500,318 670,360 700,470 640,566 500,594 360,566"), fill=soft)
    canvas.shine(curve("350,400 430,352 500,346 420,390"), inside=head, alpha=0.35, blur=14)
    for side in (-1, 1):
        x = 500 + side * 104
        canvas.paint(ellipse(x, 456, 25, 29), fill=INK)
        canvas.paint(ellipse(x - 8, 446, 9, 10), fill=WHITE)
        canvas.paint(ellipse(500 + side * 146, 506, 34, 21), fill=COLOURS["rosa"], alpha=0.35, blur=8)
    canvas.paint(ribbon(points("452,498 476,520 500,524 524,520 548,498"), 8), fill=INK)
    flower(canvas, 600, 350, 40, accent)


def bear(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A plush bear with a knitted scarf."""
    canvas.shadow(500, FLOOR + 2, 220)
    soft = radial((0, light(colour, 0.35)), (0.6, colour), (1, dark(colour, 0.35)))
    pale = light(colour, 0.55)
    body = canvas.paint(curve("404,560 596,560 660,700 628,814 500,834 372,814 340,700"), fill=soft)
    canvas.paint(ellipse(500, 716, 100, 96), fill=pale, alpha=0.9, blur=4, inside=body)
    for side in (-1, 1):
        canvas.paint(turned(ellipse(500 + side * 158, 664, 44, 96), side * -24, (500 + side * 158, 664)), fill=soft)
        canvas.paint(ellipse(500 + side * 122, 790, 76, 62), fill=soft)
        canvas.paint(ellipse(500 + side * 126, 796, 40, 34), fill=pale)
        canvas.paint(ellipse(500 + side * 138, 338, 62, 62), fill=soft)
        canvas.paint(ellipse(500 + side * 136, 344, 34, 34), fill=pale)
    head = canvas.paint(ellipse(500, 446, 182, 158), fill=soft)
    canvas.shine(curve("372,400 440,318 520,306 430,372"), inside=head, alpha=0.3, blur=14)
    canvas.paint(ellipse(500, 498, 82, 64), fill=pale, blur=2)
    canvas.paint(curve("466,466 500,458 534,466 522,492 500,502 478,492"), fill=INK)
    canvas.paint(
        ribbon(points("500,500 500,520 474,536"), 6), ribbon(points("500,520 526,536"), 6, is_smooth=False), fill=INK
    )
    for side in (-1, 1):
        canvas.paint(ellipse(500 + side * 78, 426, 17, 20), fill=INK)
        canvas.paint(ellipse(500 + side * 78 - 6, 419, 6, 7), fill=WHITE)
    scarf = canvas.paint(
        curve("350,566 500,606 650,566 662,616 500,660 338,616"),
        fill=down((0, light(accent, 0.2)), (1, dark(accent, 0.3))),
    )
    canvas.paint(
        *[box(x, 540, x + 15, 680) for x in range(340, 680, 46)], fill=light(accent, 0.6), alpha=0.7, inside=scarf
    )
    tail = canvas.paint(points("560,620 626,606 650,744 590,752"), fill=down((0, accent), (1, dark(accent, 0.3))))
    canvas.paint(box(560, 660, 660, 676), box(560, 702, 660, 718), fill=light(accent, 0.6), alpha=0.7, inside=tail)


def spinning_top(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A wooden top with its string, caught mid-turn."""
    canvas.shadow(500, FLOOR + 6, 80)
    canvas.paint(ribbon(points("620,430 780,520 820,660 700,800 560,850 380,846"), 9), fill=NIGHT, alpha=0.3, blur=6)
    lean, foot = 9, (500, 826)
    shape = turned(curve("500,820 486,770 380,620 308,470 360,372 500,346 640,372 692,470 620,620 514,770"), lean, foot)
    body = canvas.paint(shape, fill=round_shades(colour, gloss=0.5))
    for y, high, shade in (
        (430, 34, accent),
        (486, 14, CREAM),
        (540, 40, light(colour, 0.45)),
        (610, 16, accent),
        (660, 30, CREAM),
    ):
        stripe = [*arc(500, y, 230, 40, start=180, end=0), *arc(500, y + high, 230, 40, start=0, end=180)]
        canvas.paint(turned(stripe, lean, foot), fill=round_shades(shade, gloss=0.4), inside=body, alpha=0.92)
    canvas.paint(
        *[turned(dot, lean, foot) for dot in dots(310, 690, 462, radius=9, count=13, sag=38)], fill=CREAM, inside=body
    )
    canvas.shine(turned(curve("360,440 400,410 430,620 400,600"), lean, foot), inside=body, alpha=0.5, blur=8)
    canvas.paint(turned(ellipse(500, 368, 138, 26), lean, foot), fill=light(colour, 0.35))
    canvas.paint(turned(box(474, 290, 526, 372, 18), lean, foot), fill=round_shades(WOOD))
    canvas.paint(turned(points("488,770 512,770 504,836 496,836"), lean, foot), fill=round_shades(STEEL))
    canvas.paint(ribbon(points("600,330 760,420 822,560 780,720 640,842 420,880 300,862"), 9), fill=CREAM)
    for n, reach in enumerate((250, 292)):
        canvas.paint(ribbon(arc(508, 836, reach, 34, start=20 + n * 12, end=120), 5), fill=WHITE, alpha=0.45, blur=2)


def cards(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A deck of picture cards, three of them fanned out."""
    canvas.shadow(500, FLOOR + 4, 260)
    motifs = ["sol", "luna", "nopal", "flor"]
    dice.shuffle(motifs)
    for turn, motif, shade in (
        (-19, motifs[0], COLOURS["sky"]),
        (-2, motifs[1], accent),
        (15, motifs[2], light(colour, 0.35)),
    ):
        pivot, x = (470, 900), 470
        card = turned(box(x - 118, 330, x + 118, 700, 18), turn, pivot)
        canvas.paint(moved(card, 10, 12), fill=NIGHT, alpha=0.3, blur=10)
        canvas.paint(card, fill=WHITE)
        field = turned(box(x - 100, 350, x + 100, 632, 10), turn, pivot)
        deep = COLOURS["night"] if motif == "luna" else shade
        canvas.paint(field, fill=down((0, light(deep, 0.35)), (1, deep)))
        ((cx, cy),) = turned([(x, 490)], turn, pivot)
        _motif(canvas, motif, cx, cy)
        ((lx, ly),) = turned([(x, 664)], turn, pivot)
        canvas.letter(
            f"el {motif}" if motif in ("sol", "nopal") else f"la {motif}",
            lx,
            ly,
            high=36,
            fill=INK,
            weight=0.5,
            turn=turn,
        )
    deck = canvas.paint(
        box(604, 560, 790, 828, 12), fill=right((0, light(colour, 0.25)), (0.5, colour), (1, dark(colour, 0.3)))
    )
    canvas.paint(points("790,572 826,556 826,806 790,822"), fill=dark(colour, 0.5))
    canvas.paint(points("606,562 640,544 826,544 826,558 790,572"), fill=light(colour, 0.5))
    canvas.paint(box(618, 574, 776, 814, 6), fill=CREAM, inside=deck, holes=[box(622, 578, 772, 810, 4)])
    flower(canvas, 697, 664, 52, accent, inside=deck)
    canvas.letter("BARAJA", 697, 764, high=32, fill=CREAM if brightness(colour) < 0.7 else INK, weight=0.6)


def _motif(canvas: Canvas, name: str, x: float, y: float) -> None:
    match name:
        case "sol":
            rays = [
                turned(points(f"{x - 12},{y - 62} {x},{y - 96} {x + 12},{y - 62}"), n * 30, (x, y)) for n in range(12)
            ]
            canvas.paint(*rays, ellipse(x, y, 56, 56), fill=COLOURS["yellow"])
            canvas.paint(ellipse(x - 18, y - 8, 6, 7), ellipse(x + 18, y - 8, 6, 7), fill=INK)
            canvas.paint(ribbon(arc(x, y + 2, 24, 22, start=30, end=150), 6), fill=INK)
        case "luna":
            canvas.paint(ellipse(x, y, 70, 70), fill=CREAM, holes=[ellipse(x + 34, y - 14, 58, 58)])
            canvas.paint(*[ellipse(x + dx, y + dy, 5, 5) for dx, dy in ((40, -30), (64, 10), (34, 34))], fill=WHITE)
        case "nopal":
            for dx, dy, turn in ((0, 46, 0), (-40, -22, -30), (40, -22, 30), (0, -60, 0)):
                canvas.paint(
                    turned(ellipse(x + dx, y + dy, 30, 46), turn, (x + dx, y + dy)),
                    fill=down((0, light(COLOURS["green"], 0.3)), (1, COLOURS["green"])),
                )
            flower(canvas, x, y - 106, 22, COLOURS["rosa"])
        case _:
            flower(canvas, x, y, 74, COLOURS["coral"])


def rainbow(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A rainbow of wooden arches to stack."""
    canvas.shadow(500, FLOOR + 8, 290)
    shades = [colour, accent, COLOURS["marigold"], COLOURS["jade"], COLOURS["sky"], COLOURS["rosa"]]
    for n, shade in enumerate(shades):
        reach = 290 - n * 46
        outer = [
            *arc(500, 824, reach, reach * 1.22, start=180, end=360),
            (500 + reach - 42, 824),
            *arc(500, 824, reach - 42, (reach - 42) * 1.2, start=360, end=180),
        ]
        canvas.paint(moved(outer, 10, -6), fill=dark(shade, 0.45))
        body = canvas.paint(outer, fill=right((0, light(shade, 0.35)), (0.45, shade), (1, dark(shade, 0.28))))
        canvas.shine(
            ribbon(arc(500, 824, reach - 14, (reach - 14) * 1.21, start=200, end=268), 8),
            inside=body,
            alpha=0.5,
            blur=5,
        )
    for x, shade in ((262, accent), (742, colour)):
        canvas.shadow(x, 862, 34, alpha=0.4)
        canvas.paint(ellipse(x, 836, 36, 36), fill=radial((0, light(shade, 0.4)), (0.6, shade), (1, dark(shade, 0.4))))


def kite(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A paper kite with a tail of bows."""
    top, low, wide = (500, 220), (500, 690), 200
    shape = [top, (500 + wide, 400), low, (500 - wide, 400)]
    canvas.cast(shape, x=30, y=40)
    canvas.paint(
        [top, (500 + wide, 400), (500, 400)],
        [(500, 400), low, (500 - wide, 400)],
        fill=down((0, light(colour, 0.25)), (1, colour)),
    )
    canvas.paint(
        [top, (500, 400), (500 - wide, 400)],
        [(500, 400), (500 + wide, 400), low],
        fill=down((0, light(accent, 0.2)), (1, accent)),
    )
    canvas.paint(
        ribbon([top, low], 7, is_smooth=False), ribbon([(300, 400), (700, 400)], 7, is_smooth=False), fill=WOOD
    )
    flower(canvas, 500, 400, 66, CREAM)
    tail = points("500,690 540,740 470,790 530,850 480,910")
    canvas.paint(ribbon(tail, 5), fill=CREAM)
    for n, (x, y) in enumerate(tail[1:]):
        bow = [
            *points(f"{x},{y} {x - 36},{y - 20} {x - 36},{y + 20}"),
            *mirrored(points(f"{x},{y} {x - 36},{y - 20} {x - 36},{y + 20}"), x),
        ]
        canvas.paint(bow, fill=(colour, accent, COLOURS["marigold"])[n % 3])
