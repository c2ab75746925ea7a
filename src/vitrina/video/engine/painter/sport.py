"""For the street, the park and the mat."""

from __future__ import annotations

import math
from random import Random

from vitrina.video.engine.painter.canvas import (
    Canvas,
    arc,
    box,
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
from vitrina.video.engine.painter.forms import flower, zigzag
from vitrina.video.engine.painter.scenes import FLOOR


def skateboard(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A board that leans on the wall and shows its picture."""
    canvas.shadow(500, FLOOR + 4, 130)
    turn, pivot = 7, (500, 820)
    deck = turned(box(404, 190, 596, 830, 96), turn, pivot)
    canvas.cast(deck, x=46, y=8, blur=20)
    canvas.paint(moved(deck, 9, 3), fill=dark(WOOD, 0.2))
    body = canvas.paint(deck, fill=down((0, light(colour, 0.3)), (0.6, colour), (1, dark(colour, 0.2))))
    canvas.paint(
        *[turned(row, turn, pivot) for row in zigzag(400, 600, 620, high=70, teeth=4)], fill=accent, inside=body
    )
    canvas.paint(*[turned(box(400, y, 600, y + 16), turn, pivot) for y in (590, 708)], fill=CREAM, inside=body)
    ((x, y),) = turned([(500, 452)], turn, pivot)
    rays = [turned(points(f"{x - 14},{y - 70} {x},{y - 130} {x + 14},{y - 70}"), n * 24, (x, y)) for n in range(15)]
    canvas.paint(*rays, fill=light(accent, 0.3), inside=body)
    flower(canvas, x, y, 74, accent, inside=body)
    canvas.shine(turned(box(424, 240, 446, 790, 11), turn, pivot), inside=body, alpha=0.35, blur=7)
    for place in (298, 742):
        axle = turned(box(386, place - 12, 614, place + 12, 8), turn, pivot)
        canvas.paint(moved(axle, 8, 10), fill=NIGHT, alpha=0.35, blur=6)
        canvas.paint(axle, fill=down((0, light(STEEL, 0.5)), (1, dark(STEEL, 0.4))))
        for side in (-1, 1):
            wheel = turned(box(500 + side * 122 - 24, place - 36, 500 + side * 122 + 24, place + 36, 16), turn, pivot)
            canvas.paint(wheel, fill=right((0, light(CREAM, 0.6)), (0.5, CREAM), (1, dark(CREAM, 0.4))))


def football(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A ball for the street."""
    x, y, r = 500, 610, 224
    canvas.shadow(x, FLOOR + 10, 150)
    body = canvas.paint(ellipse(x, y, r, r), fill=radial((0, WHITE), (0.6, light(CREAM, 0.4)), (1, dark(CREAM, 0.4))))
    spin = dice.uniform(-20, 20)
    for n in range(6):
        reach = 0 if n == 0 else 172
        angle = math.radians(n * 72 + spin - 90)
        px, py = x + reach * math.cos(angle), y + reach * math.sin(angle)
        size = 74 if n == 0 else 70
        patch = [
            (
                px + size * math.sin(math.tau * k / 5 + math.radians(spin) + (math.pi if n else 0)),
                py - size * math.cos(math.tau * k / 5 + math.radians(spin) + (math.pi if n else 0)),
            )
            for k in range(5)
        ]
        if n:
            away = 0.72
            patch = [
                (x + (qx - x) * away + (px - x) * (1 - away) * 1.25, y + (qy - y) * away + (py - y) * (1 - away) * 1.25)
                for qx, qy in patch
            ]
            canvas.paint(
                ribbon([(x + 70 * math.cos(angle), y + 70 * math.sin(angle)), (px, py)], 7, is_smooth=False),
                fill=dark(colour, 0.3),
                inside=body,
            )
        canvas.paint(patch, fill=colour if n % 2 == 0 else accent, inside=body)
    canvas.paint(
        ellipse(x, y, r, r), fill=radial((0, WHITE), (0.6, (150, 150, 150)), (1, NIGHT)), alpha=0.2, inside=body
    )
    canvas.paint(
        ellipse(x + 50, y + 70, r, r),
        fill=NIGHT,
        alpha=0.3,
        blur=40,
        inside=body,
        holes=[ellipse(x - 36, y - 50, r, r)],
    )
    canvas.shine(ellipse(x - 84, y - 100, 62, 44, turn=-30), inside=body, alpha=0.7, blur=16)


def yoga_mat(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """A rolled mat with a woven strap, one end unrolled."""
    canvas.shadow(500, FLOOR + 12, 300)
    canvas.paint(points("470,800 860,800 930,870 380,870"), fill=right((0, colour), (1, light(colour, 0.2))))
    canvas.paint(points("380,870 930,870 926,882 378,882"), fill=dark(colour, 0.5))
    canvas.paint(*zigzag(470, 880, 826, high=24, teeth=12), fill=accent, alpha=0.8)
    roll = [*arc(300, 690, 66, 146, start=90, end=270), *arc(720, 690, 66, 146, start=270, end=450)]
    body = canvas.paint(
        roll, fill=down((0, dark(colour, 0.05)), (0.25, light(colour, 0.45)), (0.6, colour), (1, dark(colour, 0.55)))
    )
    canvas.paint(*[box(x, 520, x + 8, 850) for x in (380, 640)], fill=light(colour, 0.6), alpha=0.4, inside=body)
    for x in (420, 560):
        strap = [*arc(x, 690, 62, 150, start=90, end=270), *arc(x + 42, 690, 62, 150, start=270, end=90)]
        woven = canvas.paint(
            strap, fill=down((0, light(accent, 0.2)), (0.3, light(accent, 0.4)), (1, dark(accent, 0.4)))
        )
        canvas.paint(
            *[box(x - 80, y, x + 60, y + 7) for y in range(550, 840, 26)], fill=CREAM, alpha=0.55, inside=woven
        )
    canvas.paint(ellipse(720, 690, 66, 146), fill=dark(colour, 0.3))
    for n in range(5):
        canvas.paint(
            ellipse(720, 690 + n * 3, 58 - n * 12, 130 - n * 26),
            fill=light(colour, 0.4),
            holes=[ellipse(720, 692 + n * 3, 54 - n * 12, 122 - n * 26)],
        )


def dumbbells(canvas: Canvas, colour: Colour, accent: Colour, dice: Random) -> None:
    """Two small dumbbells, one on the other."""
    canvas.shadow(500, FLOOR + 10, 280)
    for y, turn, shade in ((758, 0, colour), (640, -13, accent if brightness(accent) > 0.2 else light(colour, 0.4))):
        pivot = (500, y)
        bar = turned(box(330, y - 22, 670, y + 22, 20), turn, pivot)
        canvas.paint(bar, fill=down((0, light(STEEL, 0.6)), (0.4, STEEL), (1, dark(STEEL, 0.5))))
        grip = canvas.paint(
            turned(box(410, y - 26, 590, y + 26, 24), turn, pivot), fill=down((0, light(INK, 0.3)), (1, INK))
        )
        canvas.paint(
            *[turned(box(x, y - 30, x + 5, y + 30), turn, pivot) for x in range(424, 590, 18)],
            fill=light(INK, 0.3),
            alpha=0.6,
            inside=grip,
        )
        for side in (-1, 1):
            cx = 500 + side * 180
            for reach, wide in ((96, 50), (78, 76)):
                head = turned(
                    [
                        (cx + px * wide, y + py * reach)
                        for px, py in points("-1,-.62 -.7,-1 .7,-1 1,-.62 1,.62 .7,1 -.7,1 -1,.62")
                    ],
                    turn,
                    pivot,
                )
                body = canvas.paint(head, fill=down((0, light(shade, 0.5)), (0.35, shade), (1, dark(shade, 0.5))))
            canvas.shine(turned(box(cx - 54, y - 66, cx + 40, y - 52, 7), turn, pivot), inside=body, alpha=0.55, blur=5)
            ((lx, ly),) = turned([(cx, y + 6)], turn, pivot)
            canvas.letter(
                "2 kg", lx, ly, high=46, fill=CREAM if brightness(shade) < 0.7 else INK, weight=0.6, turn=turn
            )
