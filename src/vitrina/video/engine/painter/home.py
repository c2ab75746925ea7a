"""Goods for the home."""

from __future__ import annotations

from random import Random

from vitrina.video.engine.painter.canvas import (
    Canvas,
    arc,
    box,
    down,
    ellipse,
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
    brightness,
    dark,
    light,
    mix,
)
from vitrina.video.engine.painter.forms import (
    band,
    cone,
    dots,
    flower,
    gloss,
    leaf,
    orange,
    round_shades,
    tube,
    zigzag,
)
from vitrina.video.engine.painter.scenes import FLOOR, LAMP


def mug(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A glazed mug with an ornament and steam."""
    left, edge, top = 318.0, 648.0, 468.0
    canvas.shadow(490, FLOOR, 190)
    handle = ellipse(652, 628, 92, 108)
    hole = ellipse(648, 628, 52, 68)
    grip = canvas.paint(
        handle, fill=right((0, colour), (0.6, light(colour, 0.2)), (1, dark(colour, 0.4))), holes=[hole]
    )
    canvas.shine(arc(652, 628, 74, 90, start=-80, end=-10) + arc(652, 628, 66, 82, start=-10, end=-80), inside=grip)
    body = canvas.paint(tube(left, edge, top, FLOOR + 6, 34), fill=round_shades(colour))
    paint = CREAM if brightness(colour) < 0.7 else accent
    canvas.paint(
        band(left, edge, 560, high=10, sag=34), band(left, edge, 716, high=10, sag=34), fill=paint, inside=body
    )
    canvas.paint(*zigzag(left, edge, 578, high=40, teeth=9, sag=34), fill=accent, inside=body)
    canvas.paint(*dots(left, edge, 648, radius=11, count=11, sag=34), fill=paint, inside=body)
    canvas.paint(
        *[turned(z, 180, (483, 694)) for z in zigzag(left, edge, 690, high=34, teeth=9, sag=-34)],
        fill=accent,
        inside=body,
    )
    canvas.paint(
        box(left, top, edge, FLOOR + 40),
        fill=right((0, NIGHT), (0.3, WHITE), (0.55, (128, 128, 128)), (1, NIGHT)),
        alpha=0.16,
        inside=body,
    )
    gloss(canvas, body, left, edge, top=500, bottom=790)
    canvas.paint(ellipse(483, top, 165, 34), fill=right((0, light(colour, 0.45)), (1, dark(colour, 0.1))))
    canvas.paint(ellipse(483, top + 3, 150, 27), fill=down((0, (58, 30, 22)), (1, (112, 62, 38))))
    canvas.paint(ellipse(450, top + 10, 70, 9), fill=(196, 138, 92), alpha=0.6, blur=4)
    for x, lean in ((430, -18), (490, 12), (545, -10)):
        line = [(x, 440), (x + lean, 390), (x - lean, 335), (x + lean * 0.6, 280)]
        canvas.paint(ribbon(line, 13), fill=WHITE, alpha=0.34, blur=7)


def candle(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A scented candle in a glass, burning."""
    left, edge, top = 348.0, 652.0, 452.0
    canvas.shadow(500, FLOOR, 170)
    canvas.paint(tube(left, edge, top, FLOOR + 4, 32), fill=right((0, STEEL), (0.3, WHITE), (1, STEEL)), alpha=0.42)
    canvas.paint(tube(left + 14, edge - 14, 532, FLOOR - 10, 28), fill=round_shades(colour, gloss=0.55))
    canvas.paint(ellipse(500, 532, 138, 28), fill=radial((0, (255, 244, 200)), (0.5, light(colour, 0.5)), (1, colour)))
    label = canvas.paint(box(400, 610, 600, 752, 12), fill=right((0, CREAM), (0.4, WHITE), (1, mix(CREAM, INK, 0.25))))
    canvas.paint(box(410, 620, 590, 742, 8), fill=accent, inside=label, holes=[box(414, 624, 586, 738, 6)])
    flower(canvas, 500, 662, 34, accent, inside=label)
    canvas.letter(
        canvas.word or dice.choice(("copal", "jazmín", "cacao", "azahar")), 500, 716, high=30, fill=INK, weight=0.3
    )
    canvas.paint(ribbon([(500, 530), (502, 512), (499, 496)], 7), fill=INK)
    canvas.glow(500, 440, 210, LAMP, alpha=0.75)
    flame = smooth([(500, 372), (522, 436), (520, 478), (500, 500), (480, 478), (479, 440)])
    canvas.paint(flame, fill=down((0, (255, 196, 70)), (0.6, (255, 226, 130)), (1, (255, 140, 60))), blur=1.5)
    canvas.paint(smooth([(500, 424), (511, 464), (500, 492), (489, 464)]), fill=(255, 252, 236), blur=3)
    glass = canvas.mask(tube(left, edge, top, FLOOR + 4, 32))
    gloss(canvas, glass, left, edge, top=470, bottom=800)
    canvas.shine(box(624, 480, 634, 790, 5), inside=glass, alpha=0.35)
    rim = ellipse(500, top, 152, 32)
    canvas.paint(rim, fill=WHITE, alpha=0.75, holes=[ellipse(500, top + 1, 146, 28)])
    canvas.glow(500, 560, 150, light(colour, 0.3), alpha=0.35)


def lamp(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A table lamp, lit."""
    canvas.shadow(500, FLOOR, 140)
    canvas.glow(500, 380, 420, LAMP, alpha=0.6)
    foot = smooth([(440, 560), (560, 560), (610, 660), (604, 760), (560, 816), (440, 816), (396, 760), (390, 660)])
    body = canvas.paint(foot, fill=round_shades(accent))
    canvas.paint(band(380, 620, 640, high=12, sag=22), band(380, 620, 742, high=12, sag=22), fill=CREAM, inside=body)
    canvas.paint(*zigzag(384, 616, 664, high=56, teeth=8, sag=22), fill=light(accent, 0.62), inside=body)
    canvas.shine(smooth([(430, 610), (446, 600), (424, 720), (414, 700)]), inside=body, alpha=0.6, blur=6)
    canvas.paint(box(482, 500, 518, 566, 6), fill=round_shades(GOLD))
    shade = [(372, 232), (628, 232), (728, 520), *arc(500, 520, 228, 34, start=0, end=180), (272, 520)]
    lit = canvas.paint(
        shade,
        fill=right(
            (0, dark(colour, 0.25)), (0.3, light(colour, 0.25)), (0.55, light(colour, 0.1)), (1, dark(colour, 0.4))
        ),
    )
    canvas.paint(ellipse(500, 470, 150, 190), fill=(255, 244, 200), alpha=0.75, blur=60, inside=lit)
    for n in range(-5, 6):
        canvas.paint(
            ribbon([(500 + n * 24, 230), (500 + n * 42, 560)], 3), fill=dark(colour, 0.4), alpha=0.25, inside=lit
        )
    canvas.paint(
        band(272, 728, 508, high=12, sag=34), band(371, 629, 232, high=10, sag=8), fill=light(colour, 0.6), inside=lit
    )
    canvas.glow(500, 600, 160, LAMP, alpha=0.35, high=60)


def plant_pot(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A painted pot with a plant."""
    canvas.shadow(500, FLOOR, 170)
    for turn, long, place in (
        (-62, 300, 470),
        (60, 310, 530),
        (-38, 370, 485),
        (36, 380, 515),
        (-14, 420, 495),
        (14, 400, 505),
    ):
        leaf(canvas, place, 580, long + dice.uniform(-24, 24), turn + dice.uniform(-5, 5))
    body = canvas.paint(cone(500, 600, FLOOR + 6, wide_top=158, wide_bottom=112, flat=28), fill=round_shades(colour))
    canvas.paint(*zigzag(344, 656, 668, high=62, teeth=8, sag=24), fill=accent, inside=body)
    canvas.paint(
        *dots(350, 650, 652, radius=8, count=12, sag=24),
        *dots(376, 624, 772, radius=7, count=10, sag=20),
        fill=CREAM,
        inside=body,
    )
    canvas.paint(
        box(330, 560, 670, 850),
        fill=right((0, NIGHT), (0.3, WHITE), (0.5, (128, 128, 128)), (1, NIGHT)),
        alpha=0.18,
        inside=body,
    )
    rim = canvas.paint(tube(326, 674, 566, 646, 30), fill=round_shades(light(colour, 0.08)))
    canvas.paint(ellipse(500, 566, 174, 30), fill=right((0, light(colour, 0.4)), (1, dark(colour, 0.15))))
    canvas.paint(ellipse(500, 569, 156, 23), fill=(64, 42, 34))
    canvas.shine(box(370, 590, 392, 628, 8), inside=rim, alpha=0.5)
    for turn, long, place in ((-26, 250, 480), (24, 240, 522), (-4, 300, 500)):
        leaf(canvas, place, 574, long, turn, colour=COLOURS["jade"])


def bowl(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A ceramic bowl full of fruit."""
    top = 590.0
    canvas.shadow(500, FLOOR, 190)
    canvas.paint(ellipse(500, top, 262, 54), fill=right((0, dark(colour, 0.45)), (1, dark(colour, 0.2))))
    for x, y, r, name in (
        (400, 560, 74, "marigold"),
        (600, 562, 72, "green"),
        (504, 524, 84, "coral"),
        (462, 590, 70, "yellow"),
        (556, 596, 66, "marigold"),
    ):
        orange(canvas, x, y, r, COLOURS[name])
    leaf(canvas, 520, 470, 90, 40)
    front = [
        *arc(500, top, 262, 54, start=0, end=180)[::-1],
        *smooth(
            [(762, top), (738, 672), (660, 768), (596, 812), (404, 812), (340, 768), (262, 672), (238, top)],
            closed=False,
        ),
    ]
    body = canvas.paint(front, fill=round_shades(colour))
    canvas.paint(band(238, 762, 612, high=12, sag=54), fill=CREAM, inside=body)
    canvas.paint(*zigzag(238, 762, 640, high=46, teeth=13, sag=54), fill=accent, inside=body)
    canvas.paint(*dots(280, 720, 712, radius=9, count=13, sag=46), fill=CREAM, inside=body)
    canvas.paint(
        box(230, 580, 770, 830),
        fill=right((0, NIGHT), (0.28, WHITE), (0.5, (128, 128, 128)), (1, NIGHT)),
        alpha=0.2,
        inside=body,
    )
    canvas.shine(smooth([(300, 660), (322, 656), (372, 744), (352, 742)]), inside=body, alpha=0.55, blur=6)
    lip = arc(500, top, 262, 54, start=0, end=180) + arc(500, top - 6, 254, 46, start=180, end=0)
    canvas.paint(lip, fill=right((0, light(colour, 0.3)), (0.3, light(colour, 0.65)), (1, dark(colour, 0.1))))


def blanket(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Three folded woven blankets."""
    canvas.shadow(500, FLOOR + 2, 280, high=40)
    stripes = [
        COLOURS[name] for name in ("rosa", "marigold", "jade", "cream", "turquoise", "violet", "coral", "yellow")
    ]
    dice.shuffle(stripes)
    for fold, (top, high) in enumerate(((680, 142), (552, 134), (432, 126))):
        base = (dark(accent, 0.1), colour, mix(colour, accent, 0.5))[fold] if fold != 1 else colour
        sheet = box(226 + fold * 10, top, 774 - fold * 8, top + high, 58)
        body = canvas.paint(sheet, fill=down((0, light(base, 0.3)), (0.45, base), (1, dark(base, 0.5))))
        x = 262.0
        for n in range(9):
            wide = dice.choice((16, 24, 34))
            canvas.paint(
                box(x, top - 5, x + wide, top + high + 5), fill=stripes[(n + fold * 3) % 8], alpha=0.92, inside=body
            )
            canvas.paint(
                *[box(x + wide + 4, top + k * 16, x + wide + 10, top + k * 16 + 8) for k in range(9)],
                fill=CREAM,
                alpha=0.8,
                inside=body,
            )
            x += wide + dice.choice((26, 34))
        canvas.paint(sheet, fill=down((0, WHITE), (0.3, (150, 150, 150)), (1, NIGHT)), alpha=0.34, inside=body)
        canvas.paint(
            ribbon([(230, top + high * 0.5), (500, top + high * 0.54), (776, top + high * 0.5)], 6),
            fill=NIGHT,
            alpha=0.35,
            blur=3,
            inside=body,
        )
        canvas.paint(box(226, top + high - 10, 774, top + high + 8), fill=NIGHT, alpha=0.4, blur=6, inside=body)
    for n in range(13):
        y = 560 + n * 9
        canvas.paint(ribbon([(762, y), (790, y + 10), (802 + n % 3 * 6, y + 34)], 5), fill=light(colour, 0.35))


def notebook(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A cloth-bound notebook with a pencil."""
    canvas.shadow(510, FLOOR, 210)
    pages = [(346, 300), (690, 268), (702, 800), (352, 822)]
    canvas.paint(moved(pages, 20, -4), fill=dark(colour, 0.5))
    canvas.paint(moved(pages, 12, -2), fill=right((0, WHITE), (1, mix(CREAM, INK, 0.2))))
    cover = [(330, 306), (676, 274), (688, 800), (336, 824)]
    body = canvas.paint(
        cover, fill=right((0, dark(colour, 0.35)), (0.08, light(colour, 0.25)), (0.5, colour), (1, dark(colour, 0.2)))
    )
    canvas.paint([(330, 306), (372, 302), (378, 822), (336, 824)], fill=dark(colour, 0.4), alpha=0.7, inside=body)
    frame = [(408, 340), (644, 318), (654, 760), (412, 778)]
    inner = [(418, 350), (634, 330), (643, 750), (422, 767)]
    canvas.paint(frame, fill=GOLD, holes=[inner], inside=body)
    flower(canvas, 526, 500, 88, accent, inside=body)
    for turn in (-118, 118, -150, 150):
        leaf(canvas, 526 + turn * 0.25, 548, 88, turn, colour=light(COLOURS["agave"], 0.15))
    canvas.letter(
        canvas.word or dice.choice(("ideas", "apuntes", "viajes", "recetas")),
        532,
        690,
        high=46,
        fill=light(GOLD, 0.4),
        weight=0.35,
        turn=-4,
    )
    canvas.paint([(604, 281), (620, 279), (630, 804), (614, 805)], fill=light(accent, 0.1))
    pencil = turned(box(716, 330, 742, 800, 6), 9, (729, 800))
    wood = canvas.paint(pencil, fill=right((0, dark(accent, 0.3)), (0.4, light(accent, 0.5)), (1, dark(accent, 0.3))))
    canvas.paint(
        turned([(716, 340), (742, 340), (729, 286)], 9, (729, 800)), fill=right((0, light(WOOD, 0.5)), (1, WOOD))
    )
    canvas.paint(turned([(725, 303), (733, 303), (729, 286)], 9, (729, 800)), fill=INK)
    canvas.shine(turned(box(720, 340, 724, 790), 9, (729, 800)), inside=wood)


def bottle(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """An insulated steel bottle."""
    canvas.shadow(500, FLOOR, 130)
    outline = [
        *arc(500, 820, 118, 22, start=0, end=180),
        (382, 420),
        *smooth([(382, 420), (392, 372), (440, 330), (446, 296)], closed=False),
        (554, 296),
        *smooth([(554, 296), (560, 330), (608, 372), (618, 420)], closed=False),
    ]
    body = canvas.paint(outline, fill=round_shades(colour, gloss=0.5))
    canvas.paint(box(380, 780, 620, 850), fill=round_shades(STEEL), inside=body)
    flower(canvas, 506, 560, 74, accent, inside=body)
    flower(canvas, 436, 668, 44, light(accent, 0.3), inside=body)
    flower(canvas, 574, 680, 50, light(accent, 0.2), inside=body)
    canvas.paint(
        box(380, 290, 620, 850),
        fill=right((0, NIGHT), (0.28, WHITE), (0.5, (128, 128, 128)), (1, NIGHT)),
        alpha=0.2,
        inside=body,
    )
    gloss(canvas, body, 382, 618, top=400, bottom=770)
    canvas.paint(tube(440, 560, 288, 306, 10), fill=round_shades(STEEL))
    cap = canvas.paint(tube(428, 572, 196, 292, 20), fill=round_shades(INK, gloss=0.3))
    canvas.paint(ellipse(500, 196, 72, 20), fill=right((0, light(INK, 0.35)), (1, INK)))
    canvas.shine(box(452, 206, 462, 284, 4), inside=cap, alpha=0.4)
    canvas.paint(
        ellipse(500, 186, 56, 50),
        fill=round_shades(INK, gloss=0.3),
        holes=[ellipse(500, 186, 38, 34), box(420, 192, 580, 260)],
    )
