"""Goods to wear."""

from __future__ import annotations

from random import Random

from vitrina.video.engine.painter.canvas import (
    Canvas,
    Mask,
    Point,
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
    NIGHT,
    STEEL,
    WHITE,
    WOOD,
    Colour,
    dark,
    light,
    mix,
)
from vitrina.video.engine.painter.forms import flower, round_shades
from vitrina.video.engine.painter.scenes import FLOOR


def sneaker(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A running shoe from the side."""
    canvas.shadow(500, FLOOR, 300, high=34)
    upper = smooth(
        [(204, 748), (190, 680), (196, 596), (214, 552), (250, 548), (320, 580), (396, 566), (440, 572), (510, 622)]
        + [(600, 660), (700, 668), (790, 700), (824, 750), (812, 780), (500, 790), (230, 784)]
    )
    body = canvas.paint(upper, fill=down((0, light(colour, 0.32)), (0.5, colour), (1, dark(colour, 0.45))))
    canvas.paint(
        smooth([(226, 556), (320, 594), (400, 574), (432, 574), (404, 606), (320, 626), (236, 594)]),
        fill=dark(colour, 0.62),
        inside=body,
    )
    canvas.paint(
        smooth([(690, 660), (790, 694), (834, 750), (824, 790), (680, 790), (664, 720)]),
        fill=light(colour, 0.3),
        alpha=0.8,
        inside=body,
    )
    canvas.paint(smooth([(180, 590), (232, 596), (266, 680), (262, 790), (176, 800)]), fill=accent, inside=body)
    canvas.paint(
        smooth([(296, 778), (340, 694), (450, 668), (620, 746), (560, 758), (450, 722), (376, 738), (346, 782)]),
        fill=accent,
        inside=body,
    )
    canvas.paint(
        smooth([(308, 778), (350, 706), (450, 680), (560, 730), (446, 700), (372, 720)]),
        fill=light(accent, 0.4),
        alpha=0.7,
        inside=body,
    )
    tongue = smooth([(400, 566), (416, 500), (470, 500), (496, 548), (580, 634), (530, 650), (450, 604)])
    canvas.paint(tongue, fill=right((0, light(colour, 0.4)), (1, dark(colour, 0.15))))
    for n in range(5):
        x, y = 452 + n * 36, 580 + n * 22
        canvas.paint(
            ribbon([(x - 26, y + 22), (x + 10, y - 8), (x + 48, y + 8)], 13), fill=dark(accent, 0.35), alpha=0.4, blur=4
        )
        canvas.paint(ribbon([(x - 28, y + 16), (x + 10, y - 14), (x + 46, y + 2)], 13), fill=CREAM)
    for points in ([(472, 556), (420, 530), (408, 578), (466, 570)], [(476, 558), (540, 520), (560, 562), (486, 572)]):
        canvas.paint(ribbon(points, 9), fill=CREAM)
    canvas.shine(smooth([(208, 610), (224, 600), (226, 700), (208, 690)]), inside=body, alpha=0.45, blur=7)
    canvas.shine(smooth([(700, 680), (760, 700), (786, 730), (730, 706)]), inside=body, alpha=0.5, blur=7)
    sole = smooth(
        [
            (206, 770),
            (330, 784),
            (520, 778),
            (700, 770),
            (806, 752),
            (832, 776),
            (818, 812),
            (740, 826),
            (260, 828),
            (204, 812),
        ]
    )
    foam = canvas.paint(sole, fill=down((0, WHITE), (0.5, CREAM), (1, mix(CREAM, INK, 0.35))))
    canvas.paint(box(180, 812, 850, 840), fill=accent, inside=foam)
    canvas.paint(ribbon([(214, 790), (360, 800), (540, 796), (820, 776)], 4), fill=mix(CREAM, INK, 0.3), inside=foam)


def t_shirt(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A T-shirt on a hanger."""
    _hanger(canvas)
    half: list[Point] = [(560, 262), (640, 292), (742, 340), (806, 486), (712, 536), (676, 470), (682, 640), (690, 850)]
    shirt = [*half, *mirrored(half), *smooth([(440, 262), (468, 306), (532, 306), (560, 262)], closed=False)[1:]]
    canvas.cast(shirt, blur=24)
    body = canvas.paint(
        shirt, fill=right((0, dark(colour, 0.12)), (0.25, light(colour, 0.22)), (0.55, colour), (1, dark(colour, 0.35)))
    )
    for sleeve in (
        [(742, 340), (806, 486), (712, 536), (676, 470)],
        mirrored([(742, 340), (806, 486), (712, 536), (676, 470)]),
    ):
        canvas.paint(sleeve, fill=down((0, light(colour, 0.15)), (1, dark(colour, 0.35))), alpha=0.7, inside=body)
    _folds(canvas, body)
    collar = smooth([(436, 258), (464, 318), (536, 318), (564, 258)], closed=False)
    canvas.paint(ribbon(collar, 20, is_smooth=False), fill=dark(colour, 0.25))
    print_colour = accent
    canvas.paint(ellipse(500, 540, 118, 118), fill=print_colour, inside=body)
    for n in range(18):
        ray = turned([(492, 412), (508, 412), (500, 376)], n * 20, (500, 540))
        canvas.paint(ray, fill=print_colour, inside=body)
    canvas.paint(ellipse(500, 540, 100, 100), fill=light(print_colour, 0.45), inside=body)
    flower(canvas, 500, 540, 80, dark(print_colour, 0.1), inside=body)
    canvas.letter(
        canvas.word or dice.choice(("VITRINA", "SOL", "BARRIO", "FIESTA")),
        500,
        716,
        high=56,
        fill=light(print_colour, 0.2),
        weight=0.7,
    )


def hoodie(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A hooded sweatshirt on a hanger."""
    _hanger(canvas)
    half: list[Point] = [
        (570, 290),
        (660, 306),
        (752, 364),
        (806, 560),
        (838, 792),
        (752, 812),
        (702, 600),
        (684, 500),
        (690, 700),
        (694, 836),
    ]
    shirt = [*half, *mirrored(half)]
    canvas.cast(shirt, blur=24)
    body = canvas.paint(
        shirt, fill=right((0, dark(colour, 0.15)), (0.25, light(colour, 0.2)), (0.55, colour), (1, dark(colour, 0.4)))
    )
    for sleeve in (half[2:8], mirrored(half[2:8])):
        canvas.paint(sleeve, fill=down((0, light(colour, 0.18)), (1, dark(colour, 0.35))), alpha=0.75, inside=body)
    _folds(canvas, body)
    for cuff in (
        [(832, 762), (838, 796), (752, 816), (746, 780)],
        mirrored([(832, 762), (838, 796), (752, 816), (746, 780)]),
        box(304, 806, 696, 840, 6),
    ):
        canvas.paint(cuff, fill=right((0, dark(colour, 0.15)), (0.4, dark(colour, 0.1)), (1, dark(colour, 0.45))))
    canvas.paint(
        smooth([(392, 380), (400, 270), (450, 206), (550, 206), (600, 270), (608, 380), (500, 420)]),
        fill=right((0, light(colour, 0.12)), (0.5, colour), (1, dark(colour, 0.35))),
    )
    canvas.paint(
        smooth([(430, 350), (440, 280), (500, 244), (560, 280), (570, 350), (500, 396)]),
        fill=down((0, dark(colour, 0.8)), (1, dark(colour, 0.5))),
    )
    for x, lean in ((462, -6), (538, 6)):
        canvas.paint(ribbon([(x, 380), (x + lean, 450), (x + lean * 0.5, 520)], 9), fill=CREAM)
        canvas.paint(box(x + lean * 0.5 - 6, 512, x + lean * 0.5 + 6, 540, 4), fill=GOLD)
    canvas.letter(
        canvas.word or dice.choice(("NOCHE", "LUNA", "BARRIO", "VIVA")), 500, 590, high=84, fill=accent, weight=0.8
    )
    pocket = [(402, 660), (598, 660), (650, 790), (350, 790)]
    canvas.paint(pocket, fill=down((0, light(colour, 0.12)), (1, dark(colour, 0.2))), inside=body)
    canvas.paint(ribbon([(402, 660), (376, 728), (350, 790)], 5), fill=dark(colour, 0.5), alpha=0.7)
    canvas.paint(ribbon([(598, 660), (624, 728), (650, 790)], 5), fill=dark(colour, 0.5), alpha=0.7)


def cap(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A baseball cap with an embroidered badge."""
    canvas.shadow(500, FLOOR - 4, 260, high=34)
    crown = smooth(
        [
            (262, 770),
            (262, 640),
            (310, 520),
            (400, 452),
            (500, 438),
            (600, 456),
            (676, 530),
            (712, 640),
            (720, 760),
            (500, 800),
        ]
    )
    body = canvas.paint(crown, fill=radial((0, light(colour, 0.4)), (0.5, colour), (1, dark(colour, 0.5))))
    for seam in (
        [(500, 438), (380, 560), (350, 780)],
        [(500, 438), (600, 560), (640, 780)],
        [(500, 438), (500, 600), (498, 780)],
    ):
        canvas.paint(ribbon(seam, 4), fill=dark(colour, 0.5), alpha=0.6, inside=body)
        canvas.paint(ribbon(moved(seam, 8, 0), 2.5), fill=light(colour, 0.4), alpha=0.5, inside=body)
    canvas.paint(ellipse(500, 440, 22, 12), fill=round_shades(accent))
    canvas.paint(ellipse(496, 640, 92, 80), fill=accent, inside=body)
    canvas.paint(ellipse(496, 640, 84, 72), fill=dark(colour, 0.3), inside=body)
    flower(canvas, 496, 640, 66, accent, inside=body)
    brim = smooth(
        [
            (262, 752),
            (340, 726),
            (500, 716),
            (650, 730),
            (722, 752),
            (790, 796),
            (760, 826),
            (640, 812),
            (500, 804),
            (350, 812),
            (226, 826),
            (206, 796),
        ]
    )
    canvas.paint(moved(brim, 0, 12), fill=NIGHT, alpha=0.4, blur=9)
    visor = canvas.paint(
        brim, fill=right((0, light(accent, 0.1)), (0.3, light(accent, 0.4)), (0.6, accent), (1, dark(accent, 0.45)))
    )
    for n in range(3):
        canvas.paint(
            ribbon([(232 + n * 16, 806 - n * 12), (500, 786 - n * 16), (768 - n * 16, 806 - n * 12)], 2.5),
            fill=dark(accent, 0.4),
            alpha=0.5,
            inside=visor,
        )
    canvas.shine(smooth([(330, 560), (380, 500), (420, 490), (366, 570)]), inside=body, alpha=0.5, blur=12)


def sunglasses(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Sunglasses with a sunset in their lenses."""
    canvas.shadow(500, FLOOR - 4, 290, high=26)
    for side in (-1, 1):
        temple = [(500 + side * 290, 600), (500 + side * 314, 640), (500 + side * 230, 800)]
        canvas.paint(ribbon(temple, 24), fill=dark(colour, 0.45))
    canvas.paint(
        ribbon([(440, 622), (500, 592), (560, 622)], 26), fill=down((0, light(colour, 0.35)), (1, dark(colour, 0.3)))
    )
    for x in (348, 652):
        side = -1 if x < 500 else 1
        outline: list[Point] = [
            (-150, -96),
            (-40, -112),
            (90, -108),
            (158, -100),
            (150, 20),
            (96, 122),
            (-20, 142),
            (-112, 96),
            (-146, 0),
        ]
        frame = smooth([(x + side * px, 680 + py) for px, py in outline])
        glass = smooth([(x + side * px * 0.82 - side * 2, 682 + py * 0.8) for px, py in outline])
        canvas.paint(frame, fill=down((0, light(colour, 0.4)), (0.4, colour), (1, dark(colour, 0.45))))
        lens = canvas.paint(
            glass,
            fill=down((0, NIGHT), (0.45, mix(NIGHT, accent, 0.6)), (0.8, COLOURS["marigold"]), (1, COLOURS["yellow"])),
        )
        canvas.paint(ellipse(x, 752, 54, 54), fill=(255, 236, 170), alpha=0.85, inside=lens)
        for n in range(4):
            canvas.paint(
                box(x - 130, 728 + n * 20, x + 130, 732 + n * 20 + n),
                fill=mix(NIGHT, accent, 0.5),
                alpha=0.7,
                inside=lens,
            )
        canvas.shine([(x - 96, 580), (x - 46, 580), (x - 116, 790), (x - 160, 790)], inside=lens, alpha=0.28, blur=3)
        canvas.shine([(x - 26, 580), (x - 10, 580), (x - 84, 790), (x - 100, 790)], inside=lens, alpha=0.22, blur=2)
        canvas.paint(ellipse(x + side * 132, 594, 10, 7), fill=GOLD)


def watch(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A wrist watch that stands on its strap."""
    canvas.shadow(500, FLOOR, 150)
    for top, bottom, wide_far in ((300, 520, 66), (760, 560, 70)):
        strap = [(500 - wide_far, top), (500 + wide_far, top), (500 + 92, bottom), (500 - 92, bottom)]
        canvas.paint(strap, fill=round_shades(colour))
    upper = canvas.paint(
        smooth([(420, 540), (430, 360), (446, 264), (500, 240), (554, 264), (570, 360), (580, 540)]),
        fill=round_shades(colour),
    )
    lower = canvas.paint(
        smooth([(420, 660), (424, 760), (440, 816), (500, 826), (560, 816), (576, 760), (580, 660)]),
        fill=round_shades(colour),
    )
    for body in (upper, lower):
        for x in (436, 564):
            canvas.paint(ribbon([(x, 260), (x, 540), (x, 820)], 3), fill=light(colour, 0.6), alpha=0.6, inside=body)
    canvas.paint(*(ellipse(500, y, 8, 8) for y in (300, 334, 368)), fill=dark(colour, 0.6))
    canvas.paint(box(664, 576, 690, 624, 6), fill=round_shades(GOLD))
    canvas.paint(ellipse(504, 608, 172, 172), fill=NIGHT, alpha=0.35, blur=12)
    canvas.paint(
        ellipse(500, 600, 170, 170),
        fill=right((0, light(GOLD, 0.5)), (0.3, GOLD), (0.6, light(GOLD, 0.6)), (1, dark(GOLD, 0.5))),
    )
    dial = canvas.paint(
        ellipse(500, 600, 146, 146), fill=radial((0, light(accent, 0.25)), (0.7, accent), (1, dark(accent, 0.5)))
    )
    marks = [turned(box(495, 466, 505, 492 if n % 3 else 502), n * 30, (500, 600)) for n in range(12)]
    canvas.paint(*marks, fill=CREAM)
    canvas.paint(turned(box(494, 520, 506, 612, 5), 305, (500, 600)), fill=WHITE)
    canvas.paint(turned(box(496, 484, 504, 616, 4), 54, (500, 600)), fill=WHITE)
    canvas.paint(turned(box(498, 480, 501, 630), 170, (500, 600)), fill=COLOURS["coral"])
    canvas.paint(ellipse(500, 600, 12, 12), fill=GOLD)
    canvas.shine(smooth([(390, 560), (450, 480), (540, 470), (470, 540), (410, 620)]), inside=dial, alpha=0.2, blur=12)


def earrings(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A pair of long earrings on a stand."""
    canvas.cast(box(300, 286, 700, 304, 9), alpha=0.3)
    canvas.paint(box(290, 280, 710, 302, 10), fill=down((0, light(GOLD, 0.6)), (0.5, GOLD), (1, dark(GOLD, 0.5))))
    for x in (385, 615):
        canvas.cast(ellipse(x, 560, 104, 180), x=22, y=24, alpha=0.26)
        canvas.paint(ellipse(x, 330, 14, 36), fill=GOLD, holes=[ellipse(x, 330, 8, 30)])
        canvas.paint(
            ellipse(x, 400, 44, 44), fill=radial((0, light(colour, 0.55)), (0.6, colour), (1, dark(colour, 0.5)))
        )
        canvas.paint(ellipse(x, 400, 50, 50), fill=GOLD, holes=[ellipse(x, 400, 42, 42)])
        gem = canvas.mask(ellipse(x, 400, 42, 42))
        canvas.shine(ellipse(x - 14, 384, 13, 9), inside=gem, alpha=0.8, blur=2)
        fan = [(x, 440), *arc(x, 520, 112, 112, start=-28, end=208)]
        plate = canvas.paint(fan, fill=right((0, light(GOLD, 0.2)), (0.35, light(GOLD, 0.65)), (1, dark(GOLD, 0.35))))
        canvas.paint(ellipse(x, 536, 74, 74), fill=colour, inside=plate)
        flower(canvas, x, 536, 66, accent, inside=plate)
        for n in range(7):
            px, py = turned([(x, 520 + 122)], -72 + n * 24, (x, 520))[0]
            long = 96 + 30 * (1 - abs(n - 3) / 3)
            canvas.paint(ribbon([(px, py), (px, py + 30), (px, py + long)], 4), fill=GOLD)
            bead = ellipse(px, py + long, 15, 18)
            canvas.paint(
                bead, fill=radial((0, light(accent, 0.6)), (0.6, accent if n % 2 else colour), (1, dark(accent, 0.5)))
            )


def ring(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A ring with a stone, in its box."""
    canvas.shadow(500, FLOOR, 230)
    lid = canvas.paint(box(306, 330, 694, 620, 34), fill=down((0, dark(accent, 0.2)), (1, dark(accent, 0.5))))
    canvas.paint(
        box(332, 356, 668, 640, 22), fill=down((0, light(CREAM, 0.4)), (1, mix(CREAM, accent, 0.4))), inside=lid
    )
    metal = right(
        (0, dark(GOLD, 0.3)), (0.25, light(GOLD, 0.7)), (0.5, GOLD), (0.8, light(GOLD, 0.5)), (1, dark(GOLD, 0.5))
    )
    canvas.paint(box(290, 620, 710, 826, 30), fill=down((0, light(accent, 0.2)), (0.4, accent), (1, dark(accent, 0.5))))
    canvas.paint(box(318, 622, 682, 690, 20), fill=down((0, CREAM), (1, mix(CREAM, accent, 0.35))))
    canvas.paint(box(440, 640, 560, 672, 14), fill=dark(accent, 0.5))
    canvas.paint(ellipse(500, 580, 92, 92), fill=metal, holes=[ellipse(500, 580, 72, 72), box(380, 656, 620, 700)])
    canvas.paint([(452, 500), (548, 500), (528, 530), (472, 530)], fill=metal)
    crown: list[Point] = [(430, 456), (460, 424), (540, 424), (570, 456), (500, 530)]
    stone = canvas.paint(crown, fill=down((0, light(colour, 0.5)), (0.5, colour), (1, dark(colour, 0.5))))
    canvas.paint([(430, 456), (472, 456), (500, 530)], fill=dark(colour, 0.35), alpha=0.7, inside=stone)
    canvas.paint([(472, 456), (528, 456), (500, 530)], fill=light(colour, 0.35), alpha=0.8, inside=stone)
    canvas.paint([(460, 424), (472, 456), (430, 456)], fill=light(colour, 0.7), alpha=0.8, inside=stone)
    for x, y, r in ((448, 408, 34), (596, 430, 22)):
        canvas.paint(
            [
                (x, y - r),
                (x + r * 0.16, y - r * 0.16),
                (x + r, y),
                (x + r * 0.16, y + r * 0.16),
                (x, y + r),
                (x - r * 0.16, y + r * 0.16),
                (x - r, y),
                (x - r * 0.16, y - r * 0.16),
            ],
            fill=WHITE,
        )


def _hanger(canvas: Canvas) -> None:
    canvas.paint(ribbon([(500, 250), (500, 214), (528, 196), (520, 162), (490, 160), (480, 178)], 9), fill=STEEL)
    bar = smooth(
        [
            (500, 236),
            (600, 270),
            (706, 326),
            (712, 344),
            (600, 304),
            (500, 272),
            (400, 304),
            (288, 344),
            (294, 326),
            (400, 270),
        ]
    )
    canvas.cast(bar, alpha=0.3)
    canvas.paint(bar, fill=down((0, light(WOOD, 0.4)), (1, dark(WOOD, 0.2))))


def _folds(canvas: Canvas, body: Mask) -> None:
    for line in (
        [(340, 420), (372, 600), (352, 840)],
        [(650, 430), (620, 620), (646, 840)],
        [(430, 700), (446, 780), (436, 850)],
    ):
        canvas.paint(ribbon(line, 22), fill=NIGHT, alpha=0.16, blur=11, inside=body)
        canvas.paint(ribbon(moved(line, -24, 0), 14), fill=WHITE, alpha=0.16, blur=9, inside=body)
