"""Forms that several goods share: round bodies, bands of ornament, flowers."""

from __future__ import annotations

from vitrina.video.engine.painter.canvas import (
    Canvas,
    Gradient,
    Mask,
    Point,
    Shape,
    arc,
    box,
    ellipse,
    radial,
    right,
    smooth,
    turned,
)
from vitrina.video.engine.painter.colours import COLOURS, Colour, dark, light


def round_shades(colour: Colour, *, gloss: float = 0.4) -> Gradient:
    """How a round body of one colour takes light from the left, with a thin reflection at its far edge."""
    return right(
        (0, dark(colour, 0.42)),
        (0.1, dark(colour, 0.08)),
        (0.28, light(colour, gloss)),
        (0.5, colour),
        (0.84, dark(colour, 0.5)),
        (1, dark(colour, 0.22)),
    )


def tube(left: float, edge: float, top: float, bottom: float, flat: float) -> list[Point]:
    """The outline of an upright cylinder without its upper face."""
    x, wide = (left + edge) / 2, (edge - left) / 2
    return [*arc(x, top, wide, flat, start=180, end=0), *arc(x, bottom - flat, wide, flat, start=0, end=180)]


def cone(x: float, top: float, bottom: float, *, wide_top: float, wide_bottom: float, flat: float) -> list[Point]:
    """A round body whose half-width changes from top to bottom."""
    under = flat * wide_bottom / wide_top
    return [
        *arc(x, top, wide_top, flat, start=180, end=0),
        *arc(x, bottom - under, wide_bottom, under, start=0, end=180),
    ]


def zigzag(left: float, edge: float, y: float, *, high: float, teeth: int, sag: float = 0.0) -> list[Shape]:
    """A row of triangles that hangs a little in the middle, as on a round body."""
    step = (edge - left) / teeth
    middle, half = (left + edge) / 2, (edge - left) / 2
    rows: list[Shape] = []
    for n in range(teeth):
        points = [(left + n * step, 0.0), (left + (n + 1) * step, 0.0), (left + (n + 0.5) * step, high)]
        rows.append([(x, y + dy + _sag(x, middle, half, sag)) for x, dy in points])
    return rows


def dots(left: float, edge: float, y: float, *, radius: float, count: int, sag: float = 0.0) -> list[Shape]:
    """A row of dots."""
    middle, half = (left + edge) / 2, (edge - left) / 2
    places = [left + (n + 0.5) * (edge - left) / count for n in range(count)]
    return [ellipse(x, y + _sag(x, middle, half, sag), radius, radius) for x in places]


def band(left: float, edge: float, y: float, *, high: float, sag: float) -> list[Point]:
    """A stripe around a round body."""
    x, wide = (left + edge) / 2, (edge - left) / 2
    upper = [(px, y + sag * _bow(px, x, wide)) for px in _across(left, edge)]
    return upper + [(px, py + high) for px, py in reversed(upper)]


def _across(left: float, edge: float) -> list[float]:
    return [left + (edge - left) * n / 24 for n in range(25)]


def _bow(x: float, middle: float, half: float) -> float:
    return float(max(0.0, 1 - ((x - middle) / half) ** 2) ** 0.5)


def _sag(x: float, middle: float, half: float, sag: float) -> float:
    return sag * _bow(x, middle, half)


def flower(canvas: Canvas, x: float, y: float, radius: float, colour: Colour, *, inside: Mask | None = None) -> None:
    """A marigold: rings of petals, lighter toward the heart."""
    for ring, share in enumerate((1.0, 0.76, 0.52, 0.3)):
        count = 14 - ring * 2
        long, wide = radius * share, radius * share * 0.26
        petals = [
            turned(ellipse(x, y - long * 0.62, wide, long * 0.38), n * 360 / count + ring * 9, (x, y))
            for n in range(count)
        ]
        shade = dark(colour, 0.3 - ring * 0.12) if ring < 2 else light(colour, ring * 0.12)
        canvas.paint(*petals, fill=shade, inside=inside)
        canvas.paint(ellipse(x, y, long * 0.5, long * 0.5), fill=dark(shade, 0.12), inside=inside)
    canvas.paint(ellipse(x, y, radius * 0.12, radius * 0.12), fill=light(colour, 0.5), inside=inside)


def leaf(canvas: Canvas, x: float, y: float, long: float, turn: float, *, colour: Colour = COLOURS["green"]) -> None:
    """A leaf that grows from (x, y), `turn` degrees from upright."""
    outline: list[Point] = [
        (0, 0),
        (-0.2, -0.3),
        (-0.24, -0.55),
        (-0.12, -0.85),
        (0, -1),
        (0.12, -0.85),
        (0.24, -0.55),
        (0.2, -0.3),
    ]
    shape = turned(smooth([(x + px * long, y + py * long) for px, py in outline]), turn, (x, y))
    body = canvas.paint(shape, fill=right((0, light(colour, 0.28)), (0.5, colour), (1, dark(colour, 0.4))))
    vein = turned(box(x - 2, y - long * 0.94, x + 2, y), turn, (x, y))
    canvas.paint(vein, fill=light(colour, 0.5), alpha=0.55, inside=body)


def orange(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    """A round fruit."""
    body = canvas.paint(
        ellipse(x, y, radius, radius), fill=radial((0, light(colour, 0.3)), (0.55, colour), (1, dark(colour, 0.4)))
    )
    canvas.shine(
        ellipse(x - radius * 0.34, y - radius * 0.36, radius * 0.26, radius * 0.2), inside=body, alpha=0.6, blur=6
    )


def gloss(canvas: Canvas, body: Mask, left: float, edge: float, *, top: float, bottom: float) -> None:
    """The long reflection of a window on a smooth round body."""
    wide = edge - left
    canvas.shine(box(left + wide * 0.16, top, left + wide * 0.25, bottom, wide * 0.05), inside=body, alpha=0.5, blur=4)
    canvas.shine(box(left + wide * 0.29, top, left + wide * 0.31, bottom, wide * 0.01), inside=body, alpha=0.4, blur=2)
