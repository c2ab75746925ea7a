"""Beauty and jewellery: what stands on a dressing table."""

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
    NIGHT,
    WHITE,
    WOOD,
    Colour,
    brightness,
    dark,
    light,
    mix,
)
from vitrina.video.engine.painter.forms import band, cone, flower, gloss, leaf, round_shades, tube
from vitrina.video.engine.painter.scenes import FLOOR, LAMP


def perfume(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A heavy glass bottle of perfume with a golden collar."""
    canvas.shadow(500, FLOOR, 200)
    canvas.glow(520, 860, 210, light(colour, 0.3), alpha=0.6, high=50)
    glass = canvas.paint(
        box(322, 470, 678, FLOOR + 6, 54),
        fill=right((0, light(colour, 0.35)), (0.5, light(colour, 0.75)), (1, dark(colour, 0.25))),
    )
    inner = canvas.paint(
        box(348, 516, 652, FLOOR - 22, 34), fill=down((0, light(colour, 0.35)), (0.6, colour), (1, dark(colour, 0.3)))
    )
    canvas.paint(box(348, 516, 652, 536), fill=WHITE, alpha=0.35, blur=4, inside=inner)
    canvas.paint(points("348,516 430,516 348,800"), fill=WHITE, alpha=0.2, blur=8, inside=inner)
    canvas.paint(box(494, 440, 504, 770), fill=WHITE, alpha=0.4, inside=glass)
    label = canvas.paint(box(408, 600, 592, 742, 8), fill=right((0, CREAM), (0.4, WHITE), (1, mix(CREAM, INK, 0.2))))
    canvas.paint(box(418, 610, 582, 732, 4), fill=GOLD, inside=label, holes=[box(421, 613, 579, 729, 3)])
    flower(canvas, 500, 650, 26, accent, inside=label)
    canvas.letter(
        canvas.word or dice.choice(("NOCHE", "AZAHAR", "LLUVIA", "DOMINGO")), 500, 706, high=30, fill=INK, weight=0.2
    )
    canvas.paint(box(446, 428, 554, 476, 6), fill=round_shades(GOLD))
    cap = canvas.paint(box(420, 312, 580, 432, 22), fill=round_shades(dark(colour, 0.45), gloss=0.35))
    gloss(canvas, cap, 420, 580, top=322, bottom=424)
    gloss(canvas, glass, 322, 678, top=490, bottom=800)
    canvas.shine(box(652, 500, 662, 780, 5), inside=glass, alpha=0.5)


def nail_polish(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Three little bottles of nail polish and a drop that got away."""
    for x, shade, size in ((318, accent, 0.82), (690, light(colour, 0.5), 0.82), (500, colour, 1.0)):
        canvas.shadow(x, FLOOR, 96 * size)
        low, wide, high = FLOOR + 4, 92 * size, 190 * size
        body = canvas.paint(box(x - wide, low - high, x + wide, low, 46 * size), fill=round_shades(shade, gloss=0.5))
        gloss(canvas, body, x - wide, x + wide, top=low - high + 14, bottom=low - 16)
        canvas.shine(ellipse(x, low - 8, wide * 0.7, 7), inside=body, alpha=0.35, blur=4)
        top = low - high - 214 * size
        cap = canvas.paint(
            cone(x, top, low - high + 6, wide_top=31 * size, wide_bottom=43 * size, flat=8),
            fill=round_shades(INK, gloss=0.35),
        )
        canvas.paint(band(x - 44 * size, x + 44 * size, low - high - 22, high=14, sag=6), fill=GOLD, inside=cap)
    canvas.paint(ellipse(402, 872, 62, 17), fill=right((0, light(colour, 0.3)), (0.6, colour), (1, dark(colour, 0.3))))
    canvas.paint(ellipse(386, 866, 22, 5), fill=WHITE, alpha=0.7, blur=2)


def cream_jar(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """An open jar of cream, its lid leaning beside it."""
    canvas.shadow(480, FLOOR, 200)
    body = canvas.paint(tube(300, 660, 610, FLOOR + 6, 44), fill=round_shades(colour, gloss=0.5))
    label = canvas.paint(box(392, 690, 568, 790, 10), fill=right((0, CREAM), (0.5, WHITE), (1, CREAM)), inside=body)
    canvas.letter(
        canvas.word or dice.choice(("piel feliz", "buenas noches", "calma", "avena")),
        480,
        728,
        high=32,
        fill=INK,
        weight=0.35,
    )
    canvas.letter("50 ml", 480, 766, high=20, fill=INK, weight=0.1)
    canvas.paint(box(400, 698, 560, 701), fill=accent, inside=label)
    gloss(canvas, body, 300, 660, top=640, bottom=800)
    canvas.paint(ellipse(480, 610, 180, 44), fill=right((0, light(colour, 0.6)), (1, colour)))
    swirl = canvas.paint(ellipse(480, 606, 160, 37), fill=radial((0, WHITE), (0.6, CREAM), (1, mix(CREAM, INK, 0.2))))
    canvas.paint(
        curve("340,606 380,560 450,552 470,508 520,540 560,566 620,606 560,626 420,630"),
        fill=right((0, WHITE), (0.5, CREAM), (1, mix(CREAM, colour, 0.3))),
    )
    canvas.paint(
        ribbon(points("400,594 470,580 540,592"), 9), fill=mix(CREAM, INK, 0.2), alpha=0.45, blur=3, inside=swirl
    )
    canvas.shine(
        curve("440,560 466,530 474,548 452,580"),
        inside=canvas.mask(curve("400,600 470,508 520,540 560,590")),
        alpha=0.8,
        blur=4,
    )
    canvas.shadow(742, FLOOR + 16, 80)
    lid = ellipse(732, 720, 116, 116)
    canvas.paint(moved(lid, 20, 4), fill=dark(GOLD, 0.4))
    face = canvas.paint(lid, fill=radial((0, light(GOLD, 0.75)), (0.6, GOLD), (1, dark(GOLD, 0.4))))
    canvas.paint(ellipse(732, 720, 92, 92), fill=dark(GOLD, 0.25), alpha=0.6, holes=[ellipse(732, 720, 88, 88)])
    flower(canvas, 732, 720, 48, light(GOLD, 0.4), inside=face)


def soap(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Bars of soap on a slatted dish, and the bubbles they promise."""
    canvas.shadow(500, FLOOR + 10, 250)
    for n in range(5):
        x = 300 + n * 100
        canvas.paint(box(x - 36, 784, x + 36, 816, 10), fill=down((0, light(WOOD, 0.45)), (1, dark(WOOD, 0.2))))
    canvas.paint(box(256, 804, 744, 832, 12), fill=down((0, light(WOOD, 0.25)), (1, dark(WOOD, 0.45))))
    for n, (shade, x, turn) in enumerate(((accent, 492, 0.0), (light(colour, 0.55), 512, -2.0), (colour, 494, 2.5))):
        y = 726 - n * 118
        bar = turned(box(x - 190, y - 58, x + 190, y + 58, 48), turn, (x, y))
        body = canvas.paint(bar, fill=down((0, light(shade, 0.55)), (0.35, shade), (1, dark(shade, 0.32))))
        canvas.shine(turned(box(x - 150, y - 46, x + 60, y - 32, 7), turn, (x, y)), inside=body, alpha=0.6, blur=5)
        canvas.letter(
            ("jazmín", "avena", "rosa")[n] if n < 2 else canvas.word or dice.choice(("agave", "rosa", "lima")),
            x,
            y + 10,
            high=50,
            fill=dark(shade, 0.22),
            weight=0.6,
            turn=turn,
        )
    canvas.paint(box(300, 650, 690, 668), fill=NIGHT, alpha=0.2, blur=8)
    for _ in range(11):
        bubble = dice.uniform(230, 800), dice.uniform(190, 480), dice.uniform(14, 46)
        _bubble(canvas, bubble, colour, accent)


def _bubble(canvas: Canvas, at: tuple[float, float, float], colour: Colour, accent: Colour) -> None:
    x, y, r = at
    canvas.paint(
        ellipse(x, y, r, r),
        fill=radial((0, WHITE), (0.75, light(accent, 0.7)), (1, light(colour, 0.3))),
        alpha=0.34,
    )
    canvas.paint(ellipse(x, y, r, r), fill=WHITE, alpha=0.6, holes=[ellipse(x + 1, y + 1, r - 3, r - 3)])
    canvas.paint(ellipse(x - r * 0.4, y - r * 0.4, r * 0.22, r * 0.16), fill=WHITE, alpha=0.9, blur=2)


def eyeshadow(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """An open palette of eight powders with its mirror."""
    canvas.shadow(500, FLOOR + 6, 260)
    lid = points("270,610 300,292 700,292 730,610")
    canvas.paint(lid, fill=right((0, light(colour, 0.35)), (0.6, colour), (1, dark(colour, 0.4))))
    mirror = canvas.paint(
        points("302,588 326,322 674,322 698,588"), fill=down((0, light(COLOURS["sky"], 0.5)), (1, WHITE))
    )
    canvas.paint(points("330,588 480,322 560,322 420,588"), fill=WHITE, alpha=0.6, blur=5, inside=mirror)
    canvas.paint(box(256, 604, 744, 628, 10), fill=dark(colour, 0.45))
    tray = points("262,624 738,624 786,822 214,822")
    canvas.paint(tray, fill=down((0, light(colour, 0.2)), (1, dark(colour, 0.15))))
    canvas.paint(points("214,822 786,822 782,846 218,846"), fill=down((0, dark(colour, 0.25)), (1, dark(colour, 0.6))))
    shades = [
        colour,
        accent,
        light(accent, 0.55),
        dark(colour, 0.35),
        GOLD,
        light(colour, 0.6),
        COLOURS["coral"],
        COLOURS["violet"],
    ]
    for n, shade in enumerate(shades):
        row, column = divmod(n, 4)
        x, y = 500 + (column - 1.5) * (112 + row * 16), 676 + row * 92
        wide, high = 47 + row * 6, 33 + row * 6
        canvas.paint(ellipse(x, y, wide + 6, high + 5), fill=dark(colour, 0.5))
        pan = canvas.paint(ellipse(x, y, wide, high), fill=radial((0, light(shade, 0.4)), (1, shade)))
        for m in range(3):
            canvas.paint(
                ribbon([(x - wide, y - 16 + m * 15), (x, y - 24 + m * 15), (x + wide, y - 16 + m * 15)], 3),
                fill=light(shade, 0.7),
                alpha=0.45,
                inside=pan,
            )


def hair_claw(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Two claws for hair, translucent as sweets."""
    for x, y, shade, size in ((590, 660, accent, 0.82), (430, 660, colour, 1.15)):
        low = y + 176 * size
        canvas.shadow(x, min(low - 4, FLOOR + 30), 190 * size, alpha=0.4)
        for side in (-1, 1):
            teeth = []
            for n in range(6):
                tx = x + side * 4 + (n - 2.5) * 58 * size
                tip = tx + side * 12 * size
                teeth.append(
                    points(
                        f"{tx - 19 * size},{y + 30 * size} {tx + 19 * size},{y + 30 * size}"
                        f" {tip + 8 * size},{low - 12} {tip},{low} {tip - 8 * size},{low - 12}"
                    )
                )
            canvas.paint(*teeth, fill=down((0, shade), (1, light(shade, 0.45))), alpha=0.92)
        back = [
            *arc(x, y + 56 * size, 196 * size, 190 * size, start=180, end=360),
            *arc(x, y + 70 * size, 150 * size, 110 * size, start=360, end=180),
        ]
        body = canvas.paint(back, fill=right((0, light(shade, 0.4)), (0.45, shade), (1, dark(shade, 0.35))))
        canvas.paint(
            [
                *arc(x, y + 56 * size, 176 * size, 168 * size, start=205, end=290),
                *arc(x, y + 56 * size, 162 * size, 150 * size, start=290, end=205),
            ],
            fill=WHITE,
            alpha=0.6,
            blur=4,
            inside=body,
        )
        for _ in range(5):
            canvas.paint(
                ellipse(
                    x + dice.uniform(-150, 150) * size,
                    y + dice.uniform(-120, 20) * size,
                    26 * size,
                    15 * size,
                    turn=dice.uniform(0, 180),
                ),
                fill=dark(shade, 0.45),
                alpha=0.3,
                blur=5,
                inside=body,
            )
        canvas.paint(box(x - 30 * size, y - 132 * size, x + 30 * size, y - 92 * size, 16), fill=round_shades(GOLD))


def necklace(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A chain with a flower on a velvet bust."""
    canvas.shadow(500, FLOOR + 2, 220)
    bust = curve(
        "440,270 450,420 330,480 276,590 320,740 380,826 620,826 680,740 724,590 670,480 550,420 560,270 500,256"
    )
    velvet = mix(dark(accent, 0.5), NIGHT, 0.3) if brightness(colour) > 0.5 else light(CREAM, 0.1)
    body = canvas.paint(bust, fill=round_shades(velvet, gloss=0.22))
    canvas.shine(curve("360,520 420,470 410,620 350,680"), inside=body, alpha=0.16, blur=18)
    canvas.paint(ellipse(500, 268, 62, 20), fill=light(velvet, 0.3))
    for reach, drop, r in ((104, 190, 6), (150, 262, 9)):
        links = [ellipse(x, y, r, r) for x, y in arc(500, 404, reach, drop, start=4, end=176)[::1]]
        canvas.paint(*(moved(link, 4, 8) for link in links), fill=NIGHT, alpha=0.4, blur=3, inside=body)
        canvas.paint(*links, fill=right((0, light(GOLD, 0.6)), (0.5, GOLD), (1, dark(GOLD, 0.3))))
    canvas.paint(ellipse(508, 716, 66, 66), fill=NIGHT, alpha=0.45, blur=10, inside=body)
    canvas.paint(ellipse(500, 704, 66, 66), fill=radial((0, light(GOLD, 0.7)), (0.7, GOLD), (1, dark(GOLD, 0.3))))
    flower(canvas, 500, 704, 56, colour)
    canvas.glow(476, 676, 50, LAMP, alpha=0.8)


def bracelet(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Beaded bracelets on a wooden roll."""
    canvas.shadow(500, FLOOR + 4, 170)
    canvas.paint(box(476, 560, 524, 800, 8), fill=round_shades(WOOD))
    canvas.paint(tube(370, 630, 786, FLOOR + 14, 26), fill=round_shades(WOOD))
    canvas.paint(ellipse(500, 786, 130, 26), fill=light(WOOD, 0.35))
    roll = [*arc(250, 500, 40, 112, start=90, end=270), *arc(750, 500, 40, 112, start=270, end=450)]
    canvas.paint(
        roll, fill=down((0, dark(CREAM, 0.1)), (0.25, light(CREAM, 0.5)), (0.6, CREAM), (1, dark(CREAM, 0.55)))
    )
    canvas.paint(ellipse(750, 500, 40, 112), fill=dark(CREAM, 0.2))
    canvas.paint(ellipse(750, 500, 26, 88), fill=dark(CREAM, 0.3))
    rows = (
        (312, 9, (colour, GOLD)),
        (384, 12, (accent, light(accent, 0.5), CREAM)),
        (468, 10, (light(colour, 0.4), colour)),
        (548, 12, (GOLD, NIGHT, colour)),
        (632, 9, (accent, colour, CREAM, colour)),
    )
    for x, r, shades in rows:
        count = round(250 / r / 1.7)
        for n in range(count):
            angle = -100 + 200 * n / (count - 1)
            px, py = arc(x, 500, -46, 124, start=angle, end=angle)[0]
            shade = shades[n % len(shades)]
            canvas.paint(ellipse(px + 5, py + 6, r, r), fill=NIGHT, alpha=0.25, blur=3)
            canvas.paint(
                ellipse(px, py, r + 1.5, r + 1.5),
                fill=radial((0, light(shade, 0.65)), (0.55, shade), (1, dark(shade, 0.4))),
            )
    flower(canvas, 422, 506, 40, accent)
    leaf(canvas, 588, 640, 60, 160, colour=COLOURS["agave"])
