"""Things that grow, and things to eat with them."""

from __future__ import annotations

import math
from random import Random

from vitrina.video.engine.painter.canvas import (
    Canvas,
    Mask,
    arc,
    box,
    curve,
    down,
    ellipse,
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
    GOLD,
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
from vitrina.video.engine.painter.forms import band, cone, dots, flower, gloss, leaf, round_shades, tube, zigzag
from vitrina.video.engine.painter.scenes import FLOOR


def _pot(canvas: Canvas, x: float, top: float, colour: Colour, accent: Colour, *, wide: float) -> Mask:
    """A pot with an ornament, full of earth; where its body is."""
    flat = wide * 0.2
    body = canvas.paint(
        cone(x, top, FLOOR + 6, wide_top=wide, wide_bottom=wide * 0.74, flat=flat), fill=round_shades(colour)
    )
    canvas.paint(*zigzag(x - wide, x + wide, top + 58, high=wide * 0.26, teeth=9, sag=flat), fill=accent, inside=body)
    canvas.paint(*dots(x - wide, x + wide, top + 44, radius=wide * 0.04, count=13, sag=flat), fill=CREAM, inside=body)
    canvas.paint(
        tube(x - wide * 1.08, x + wide * 1.08, top - 16, top + flat + 22, flat), fill=round_shades(light(colour, 0.12))
    )
    canvas.paint(ellipse(x, top - 16, wide * 1.08, flat), fill=right((0, light(colour, 0.5)), (1, colour)))
    canvas.paint(ellipse(x, top - 14, wide * 0.95, flat * 0.8), fill=down((0, (48, 30, 26)), (1, (92, 60, 44))))
    return body


def cactus(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A cactus with two arms and one flower."""
    canvas.shadow(500, FLOOR, 170)
    _pot(canvas, 500, 640, colour, accent, wide=136)
    green = COLOURS["jade"] if brightness(colour) < 0.4 else COLOURS["agave"]
    for arm in (
        ribbon(points("480,520 372,508 358,450 362,380"), 62),
        ribbon(points("520,470 624,460 640,410 636,350"), 56),
    ):
        canvas.paint(arm, fill=round_shades(green))
    for x, y, r in ((362, 382, 31), (636, 352, 28)):
        canvas.paint(ellipse(x, y, r, r), fill=round_shades(green))
    trunk = canvas.paint(box(440, 230, 560, 640, 60), fill=round_shades(green, gloss=0.3))
    for x in (462, 486, 514, 538):
        canvas.paint(
            ribbon([(x, 240), (500 + (x - 500) * 1.2, 440), (x, 640)], 4),
            fill=dark(green, 0.45),
            alpha=0.5,
            inside=trunk,
        )
    spines = [
        points(f"{x},{y} {x - 9},{y - 9} {x + 2},{y + 2} {x + 11},{y - 9}")
        for x in (474, 500, 526)
        for y in range(276, 630, 44)
    ]
    canvas.paint(*spines, fill=CREAM, alpha=0.9)
    canvas.paint(ellipse(500, 630, 104, 18), fill=(70, 46, 36))
    flower(canvas, 520, 236, 50, accent)
    flower(canvas, 362, 350, 28, COLOURS["rosa"])


def succulents(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Three succulents in three little pots."""
    greens = (COLOURS["agave"], COLOURS["jade"], mix(COLOURS["lilac"], COLOURS["agave"], 0.4))
    for n, (x, shade) in enumerate(((280, light(colour, 0.4)), (720, accent), (500, colour))):
        canvas.shadow(x, FLOOR + (10 if n == 2 else 0), 104)
        _pot(canvas, x, 680, shade, light(shade, 0.6) if n < 2 else accent, wide=100)
        green = greens[n]
        for ring, share in enumerate((1.0, 0.74, 0.5, 0.28)):
            count = 11 - ring * 2
            for k in range(count):
                turn = 360 * k / count + ring * 17
                long = 126 * share
                petal = turned(
                    curve(
                        f"{x},{640} {x - 26 * share},{640 - long * 0.6} {x},{640 - long} {x + 26 * share},{640 - long * 0.6}"
                    ),
                    turn,
                    (x, 640),
                )
                flat = [(px, 632 + (py - 640) * 0.62 - ring * 10) for px, py in petal]
                canvas.paint(
                    flat, fill=radial((0, light(green, 0.1 + ring * 0.14)), (1, dark(green, 0.3 - ring * 0.07)))
                )
        canvas.paint(ellipse(x, 598, 11, 10), fill=light(accent, 0.3))


def monstera(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A big-leaved plant that takes the whole corner."""
    canvas.shadow(500, FLOOR, 180)
    for turn, long, shade in ((-62, 300, 0.35), (58, 310, 0.3), (-30, 400, 0.15), (28, 390, 0.1), (-2, 430, 0.0)):
        root = (500, 650)
        tip_x, tip_y = turned([(500, 650 - long * 0.56)], turn * 0.8, root)[0]
        canvas.paint(
            ribbon([root, ((500 + tip_x) / 2 + turn * 0.3, 600), (tip_x, tip_y)], 9), fill=dark(COLOURS["green"], 0.4)
        )
        _split_leaf(canvas, (tip_x, tip_y), turn, long * 0.56, dark(COLOURS["green"], shade))
    _pot(canvas, 500, 650, colour, accent, wide=144)


def _split_leaf(canvas: Canvas, root: tuple[float, float], turn: float, long: float, green: Colour) -> None:
    x, y = root
    outline = turned(
        smooth(
            placed("0,.03 -.42,-.1 -.46,-.5 -.24,-.86 0,-1.04 .24,-.86 .46,-.5 .42,-.1", x, y, long),
        ),
        turn,
        root,
    )
    cuts = []
    for side in (-1, 1):
        for n in range(4):
            at = y - long * (0.16 + n * 0.19)
            reach = long * (0.52 - n * 0.02)
            cuts.append(
                turned(
                    points(
                        f"{x + side * long * 0.14},{at}"
                        f" {x + side * reach},{at - long * 0.16} {x + side * reach},{at - long * 0.07}"
                    ),
                    turn,
                    root,
                )
            )
    canvas.paint(moved(outline, 10, 14), fill=NIGHT, alpha=0.22, blur=9, holes=[moved(cut, 10, 14) for cut in cuts])
    body = canvas.paint(outline, fill=right((0, light(green, 0.32)), (0.5, green), (1, dark(green, 0.35))), holes=cuts)
    canvas.paint(
        turned(box(x - 3, y - long * 0.98, x + 3, y), turn, root), fill=light(green, 0.5), alpha=0.7, inside=body
    )


def watering_can(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A can with a long thin spout."""
    canvas.shadow(480, FLOOR + 2, 190)
    canvas.paint(ellipse(330, 590, 128, 144), fill=round_shades(dark(colour, 0.1)), holes=[ellipse(336, 592, 100, 118)])
    spout = ribbon(points("580,720 690,640 744,500 800,380 836,352"), 40)
    canvas.paint(spout, fill=right((0, dark(colour, 0.1)), (0.4, light(colour, 0.35)), (1, dark(colour, 0.4))))
    canvas.paint(
        turned(cone(842, 336, 366, wide_top=58, wide_bottom=34, flat=14), 52, (842, 350)), fill=round_shades(GOLD)
    )
    body = canvas.paint(
        cone(480, 520, FLOOR + 6, wide_top=136, wide_bottom=172, flat=30), fill=round_shades(colour, gloss=0.5)
    )
    canvas.paint(band(330, 630, 600, high=12, sag=30), fill=GOLD, inside=body)
    flower(canvas, 480, 730, 62, accent, inside=body)
    leaf(canvas, 400, 760, 60, -70)
    leaf(canvas, 560, 760, 60, 70)
    canvas.paint(ellipse(480, 520, 136, 30), fill=light(colour, 0.4))
    canvas.paint(ellipse(480, 524, 118, 22), fill=dark(colour, 0.6))
    gloss(canvas, body, 330, 630, top=560, bottom=790)
    for n in range(7):
        x, y = 868 + n * 8, 400 + (n * 61) % 230
        canvas.paint(
            curve(f"{x},{y - 22} {x + 9},{y + 4} {x},{y + 12} {x - 9},{y + 4}"), fill=COLOURS["sky"], alpha=0.75
        )


def bouquet(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A ribbed vase with market flowers."""
    canvas.shadow(500, FLOOR, 150)
    for turn in (-52, -30, -12, 10, 32, 54):
        tip = turned([(500, 330)], turn, (500, 620))[0]
        canvas.paint(
            ribbon([(500, 620), ((500 + tip[0]) / 2 - turn * 0.2, 500), tip], 7), fill=dark(COLOURS["green"], 0.3)
        )
        leaf(canvas, (500 + tip[0]) / 2, (620 + tip[1]) / 2, 110, turn * 1.5, colour=COLOURS["agave"])
    blooms = (
        (-52, 300, 62, accent),
        (54, 300, 66, COLOURS["coral"]),
        (-30, 360, 74, COLOURS["marigold"]),
        (32, 350, 78, light(accent, 0.4)),
        (0, 400, 70, COLOURS["rosa"]),
        (-14, 280, 90, accent),
        (14, 250, 70, COLOURS["yellow"]),
    )
    for turn, long, r, shade in blooms:
        x, y = turned([(500, 620 - long)], turn, (500, 620))[0]
        flower(canvas, x, y, r, shade)
    body = canvas.paint(
        curve("440,560 470,640 380,720 396,810 500,830 604,810 620,720 530,640 560,560"),
        fill=round_shades(colour, gloss=0.45),
    )
    for x in range(400, 620, 26):
        canvas.paint(
            ribbon(
                [(500 + (x - 500) * 0.5, 570), (500 + (x - 500) * 0.5, 640), (500 + (x - 500) * 1.1, 730), (x, 830)], 5
            ),
            fill=dark(colour, 0.4),
            alpha=0.35,
            inside=body,
        )
    canvas.paint(ellipse(500, 562, 60, 15), fill=light(colour, 0.5))
    canvas.shine(curve("424,700 450,690 440,780 416,770"), inside=body, alpha=0.6, blur=6)


def honey(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A jar of honey with its dipper."""
    canvas.shadow(480, FLOOR, 180)
    amber = mix((240, 150, 20), colour, 0.25)
    glass = canvas.paint(
        curve("330,560 300,640 300,780 350,826 480,834 610,826 660,780 660,640 630,560"),
        fill=round_shades(amber, gloss=0.55),
    )
    canvas.paint(ellipse(480, 700, 130, 90), fill=light(amber, 0.5), alpha=0.35, blur=26, inside=glass)
    canvas.paint(
        *[ellipse(dice.uniform(330, 630), dice.uniform(620, 810), r, r) for r in (7, 5, 9, 6, 4, 8)],
        fill=WHITE,
        alpha=0.35,
        inside=glass,
    )
    label = canvas.paint(box(370, 640, 590, 780, 14), fill=right((0, CREAM), (0.5, WHITE), (1, mix(CREAM, INK, 0.15))))
    cells = [
        [(480 + dx + 30 * math.cos(math.tau * k / 6), 682 + dy + 30 * math.sin(math.tau * k / 6)) for k in range(6)]
        for dx, dy in ((-50, 0), (0, -28), (50, 0), (0, 28))
    ]
    canvas.paint(*cells, fill=amber, inside=label)
    canvas.letter(canvas.word or dice.choice(("MIEL", "MONTE", "AZAHAR")), 480, 752, high=34, fill=INK, weight=0.6)
    cloth = canvas.paint(
        curve("322,600 340,520 400,480 560,480 620,520 638,600 560,570 480,590 400,570"),
        fill=down((0, light(accent, 0.25)), (1, dark(accent, 0.2))),
    )
    canvas.paint(
        *[box(320 + n * 34, 470, 330 + n * 34, 610) for n in range(10)],
        *[box(310, 490 + n * 30, 650, 498 + n * 30) for n in range(4)],
        fill=CREAM,
        alpha=0.55,
        inside=cloth,
    )
    canvas.paint(box(344, 548, 616, 566, 8), fill=GOLD)
    gloss(canvas, glass, 300, 660, top=620, bottom=800)
    turn, pivot = 22, (760, 830)
    canvas.shadow(748, FLOOR + 10, 70)
    canvas.paint(turned(box(748, 470, 766, 760, 8), turn, pivot), fill=round_shades(WOOD))
    for n in range(6):
        wide = 38 - abs(n - 2.5) * 7
        canvas.paint(
            turned(box(757 - wide, 716 + n * 19, 757 + wide, 730 + n * 19, 7), turn, pivot),
            fill=round_shades(light(WOOD, 0.15)),
        )
    canvas.paint(curve("690,836 740,820 800,836 790,858 720,862"), fill=radial((0, light(amber, 0.5)), (1, amber)))


def tea(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A tin of tea, with a cup that is already poured."""
    canvas.shadow(420, FLOOR, 160)
    body = canvas.paint(box(290, 430, 560, FLOOR + 6, 22), fill=round_shades(colour, gloss=0.35))
    canvas.paint(box(282, 396, 568, 470, 18), fill=round_shades(dark(colour, 0.25), gloss=0.45))
    canvas.paint(box(282, 458, 568, 466), fill=GOLD)
    arch = [*arc(425, 610, 96, 96, start=180, end=360), (521, 780), (329, 780)]
    label = canvas.paint(arch, fill=CREAM)
    for turn in (-42, 0, 42):
        leaf(canvas, 425, 668, 76, turn, colour=COLOURS["green"])
    canvas.paint(ellipse(425, 676, 14, 14), fill=accent, inside=label)
    canvas.letter(
        canvas.word or dice.choice(("HIERBABUENA", "JAMAICA", "MANZANILLA")), 425, 728, high=27, fill=INK, weight=0.55
    )
    canvas.letter("té · 60 g", 425, 760, high=20, fill=INK, weight=0.2)
    gloss(canvas, body, 290, 560, top=480, bottom=800)
    canvas.shadow(708, FLOOR + 12, 130)
    canvas.paint(ellipse(708, 826, 140, 26), fill=round_shades(light(accent, 0.5)))
    canvas.paint(ellipse(794, 742, 40, 44), fill=light(accent, 0.2), holes=[ellipse(792, 742, 22, 26)])
    cup = canvas.paint(cone(700, 690, 822, wide_top=98, wide_bottom=58, flat=22), fill=round_shades(accent))
    canvas.paint(ellipse(700, 690, 98, 22), fill=light(accent, 0.5))
    canvas.paint(ellipse(700, 692, 86, 17), fill=radial((0, (214, 130, 60)), (1, (150, 70, 36))))
    canvas.shine(curve("628,720 640,716 648,786 636,780"), inside=cup, alpha=0.6, blur=4)
    for x, lean in ((676, -14), (724, 12)):
        canvas.paint(
            ribbon([(x, 670), (x + lean, 620), (x - lean, 570), (x + lean, 520)], 12), fill=WHITE, alpha=0.34, blur=7
        )


def chocolate(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A bar of chocolate with one corner bitten into."""
    canvas.shadow(500, FLOOR + 2, 190)
    turn, pivot = -8, (500, 820)
    cocoa = (92, 52, 36)
    bar = turned(box(372, 250, 628, 560, 10), turn, pivot)
    canvas.cast(bar, x=18, y=10, blur=12)
    bite = [turned(ellipse(x, y, 52, 52), turn, pivot) for x, y in ((640, 260), (580, 234), (648, 340))]
    body = canvas.paint(bar, fill=down((0, light(cocoa, 0.12)), (1, cocoa)), holes=bite)
    for row in range(3):
        for column in range(3):
            x, y = 384 + column * 80, 262 + row * 98
            square = turned(box(x, y, x + 72, y + 90, 8), turn, pivot)
            canvas.paint(
                square, fill=down((0, light(cocoa, 0.3)), (0.3, light(cocoa, 0.06)), (1, dark(cocoa, 0.4))), inside=body
            )
    foil = turned(
        points("362,486 400,462 440,488 480,460 520,488 560,462 600,488 638,466 638,560 362,560"), turn, pivot
    )
    canvas.paint(foil, fill=right((0, STEEL), (0.4, WHITE), (0.6, STEEL), (1, dark(STEEL, 0.3))))
    sleeve = turned(box(358, 520, 642, 832, 8), turn, pivot)
    paper = canvas.paint(sleeve, fill=right((0, light(colour, 0.2)), (0.4, colour), (1, dark(colour, 0.25))))
    canvas.paint(
        *[turned(row, turn, pivot) for row in zigzag(358, 642, 540, high=40, teeth=8)], fill=accent, inside=paper
    )
    ((fx, fy),) = turned([(500, 664)], turn, pivot)
    flower(canvas, fx, fy, 58, accent, inside=paper)
    ((lx, ly),) = turned([(500, 764)], turn, pivot)
    canvas.letter(
        canvas.word or dice.choice(("CANELA", "SAL DE MAR", "CHILE", "72 %")),
        lx,
        ly,
        high=44,
        fill=CREAM if brightness(colour) < 0.7 else INK,
        weight=0.7,
        turn=turn,
    )
    for x, y in ((740, 846), (786, 862), (226, 850)):
        canvas.paint(
            points(f"{x - 26},{y} {x - 6},{y - 24} {x + 24},{y - 10} {x + 18},{y + 12} {x - 16},{y + 14}"),
            fill=down((0, light(cocoa, 0.25)), (1, dark(cocoa, 0.4))),
        )


def sweet_bread(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Three shell-shaped sweet buns on a plate."""
    canvas.shadow(500, FLOOR + 10, 300)
    canvas.paint(ellipse(500, 806, 330, 66), fill=round_shades(light(accent, 0.45)))
    canvas.paint(ellipse(500, 796, 316, 56), fill=right((0, WHITE), (1, light(accent, 0.6))))
    crust = (214, 148, 84)
    for x, y, shade, size in ((356, 716, light(colour, 0.35), 0.94), (644, 716, accent, 0.94), (500, 592, colour, 1.0)):
        wide, high = 164 * size, 112 * size
        canvas.paint(ellipse(x + 8, y + high * 0.7, wide * 0.95, high * 0.4), fill=NIGHT, alpha=0.35, blur=12)
        bun = canvas.paint(
            [
                *arc(x, y + high * 0.45, wide, high * 1.3, start=180, end=360),
                *arc(x, y + high * 0.45, wide, high * 0.4, start=0, end=180),
            ],
            fill=down((0, light(crust, 0.4)), (0.6, crust), (1, dark(crust, 0.45))),
        )
        canvas.paint(
            [
                *arc(x, y + high * 0.3, wide * 0.9, high * 1.06, start=182, end=358),
                *arc(x, y + high * 0.3, wide * 0.9, high * 0.26, start=0, end=180),
            ],
            fill=radial((0, light(shade, 0.5)), (1, shade)),
            inside=bun,
        )
        for n in range(-3, 4):
            canvas.paint(
                ribbon(
                    [(x, y - high * 0.78), (x + n * wide * 0.2, y - high * 0.3), (x + n * wide * 0.3, y + high * 0.5)],
                    8,
                ),
                fill=crust,
                alpha=0.75,
                inside=bun,
            )
        canvas.shine(
            ellipse(x - wide * 0.35, y - high * 0.4, wide * 0.22, high * 0.14, turn=-30), inside=bun, alpha=0.5, blur=8
        )
    for _ in range(14):
        crumb = ellipse(dice.uniform(240, 780), dice.uniform(836, 890), 5, 4)
        canvas.paint(crumb, fill=crust, alpha=0.8)


def spices(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Three little jars of spices with cork lids."""
    for x, shade, name, size in (
        (300, (196, 64, 30), "CHILE", 0.9),
        (700, (222, 168, 40), "CÚRCUMA", 0.9),
        (500, mix(colour, (150, 84, 44), 0.35), "CANELA", 1.0),
    ):
        canvas.shadow(x, FLOOR + 2, 108 * size)
        wide, top = 100 * size, FLOOR - 250 * size
        glass = canvas.paint(
            box(x - wide, top, x + wide, FLOOR + 6, 30), fill=right((0, STEEL), (0.3, WHITE), (1, STEEL)), alpha=0.55
        )
        canvas.paint(box(x - wide + 10, top + 46, x + wide - 10, FLOOR - 6, 22), fill=round_shades(shade, gloss=0.3))
        canvas.paint(
            *[
                ellipse(dice.uniform(x - wide + 18, x + wide - 18), dice.uniform(top + 56, FLOOR - 16), 3, 3)
                for _ in range(60)
            ],
            fill=light(shade, 0.5),
            alpha=0.6,
        )
        canvas.paint(
            box(x - wide * 0.86, top - 54 * size, x + wide * 0.86, top + 8, 12), fill=round_shades(light(WOOD, 0.2))
        )
        canvas.paint(
            *[
                ellipse(dice.uniform(x - wide * 0.7, x + wide * 0.7), dice.uniform(top - 46 * size, top), 4, 3)
                for _ in range(12)
            ],
            fill=dark(WOOD, 0.4),
            alpha=0.5,
        )
        canvas.paint(box(x - wide * 0.78, top + 96, x + wide * 0.78, top + 176, 8), fill=CREAM)
        canvas.paint(box(x - wide * 0.78, top + 96, x + wide * 0.78, top + 106), fill=accent)
        canvas.letter(name, x, top + 142, high=28 * size, fill=INK, weight=0.55)
        gloss(canvas, glass, x - wide, x + wide, top=top + 20, bottom=FLOOR - 20)
