"""A canvas of 1000 × 1000 units: shapes are lists of points, edges are smooth, light is laid on with soft masks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from vitrina.video.engine.lettering import text_mask
from vitrina.video.engine.painter.colours import NIGHT, WHITE, Colour

UNITS: Final = 1000
ZOOM_CENTRE: Final = (500.0, 820.0)
EDGE_SAMPLES: Final = 3  # each mask is drawn this much larger and shrunk: smooth edges without a giant canvas

Point = tuple[float, float]
Shape = Sequence[Point]
Direction = Literal["down", "right", "radial"]


@dataclass(frozen=True, slots=True)
class Gradient:
    """Colours along a direction; each stop is a place from 0 to 1 and its colour."""

    direction: Direction
    stops: tuple[tuple[float, Colour], ...]


@dataclass(frozen=True, slots=True)
class Mask:
    """Where something was painted, in pixels of the canvas."""

    left: int
    top: int
    image: Image.Image


def down(*stops: tuple[float, Colour]) -> Gradient:
    return Gradient("down", stops)


def right(*stops: tuple[float, Colour]) -> Gradient:
    return Gradient("right", stops)


def radial(*stops: tuple[float, Colour]) -> Gradient:
    return Gradient("radial", stops)


def ellipse(x: float, y: float, wide: float, high: float, *, turn: float = 0.0) -> list[Point]:
    """An ellipse around (x, y) with half-axes `wide` and `high`, turned by `turn` degrees."""
    points = [(x + wide * math.cos(a), y + high * math.sin(a)) for a in (math.tau * n / 72 for n in range(72))]
    return turned(points, turn, (x, y)) if turn else points


def arc(x: float, y: float, wide: float, high: float, *, start: float, end: float) -> list[Point]:
    """Points along an ellipse from `start` to `end` degrees (0 is right, 90 is down)."""
    angles = [math.radians(start + (end - start) * n / 36) for n in range(37)]
    return [(x + wide * math.cos(a), y + high * math.sin(a)) for a in angles]


def box(left: float, top: float, right_: float, bottom: float, round_: float = 0.0) -> list[Point]:
    """A rectangle with rounded corners."""
    if round_ <= 0:
        return [(left, top), (right_, top), (right_, bottom), (left, bottom)]
    r = min(round_, (right_ - left) / 2, (bottom - top) / 2)
    corners = (
        (right_ - r, top + r, 270),
        (right_ - r, bottom - r, 0),
        (left + r, bottom - r, 90),
        (left + r, top + r, 180),
    )
    return [point for x, y, start in corners for point in arc(x, y, r, r, start=start, end=start + 90)]


def smooth(points: Shape, *, closed: bool = True, steps: int = 12) -> list[Point]:
    """A soft curve through the points (Catmull-Rom)."""
    count = len(points)
    ends = range(count if closed else count - 1)
    curve: list[Point] = []
    for n in ends:
        before, here, there, after = (_pick(points, n + step, closed) for step in (-1, 0, 1, 2))
        curve += [_between(before, here, there, after, step / steps) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def ribbon(points: Shape, width: float, *, is_smooth: bool = True) -> list[Point]:
    """A band of `width` along a line, with square ends."""
    line = smooth(points, closed=False) if is_smooth else list(points)
    one: list[Point] = []
    other: list[Point] = []
    for n, (x, y) in enumerate(line):
        ahead, behind = line[min(n + 1, len(line) - 1)], line[max(n - 1, 0)]
        length = math.dist(ahead, behind) or 1.0
        across_x, across_y = -(ahead[1] - behind[1]) / length, (ahead[0] - behind[0]) / length
        one.append((x + across_x * width / 2, y + across_y * width / 2))
        other.append((x - across_x * width / 2, y - across_y * width / 2))
    return one + other[::-1]


def turned(points: Shape, degrees: float, around: Point) -> list[Point]:
    """The points turned clockwise around a point."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x0, y0 = around
    return [(x0 + (x - x0) * c - (y - y0) * s, y0 + (x - x0) * s + (y - y0) * c) for x, y in points]


def moved(points: Shape, x: float, y: float) -> list[Point]:
    return [(px + x, py + y) for px, py in points]


def mirrored(points: Shape, x: float = 500.0) -> list[Point]:
    """The points mirrored at the vertical line through `x`, still in the same sense of rotation."""
    return [(2 * x - px, py) for px, py in reversed(points)]


def points(text: str) -> list[Point]:
    """Points as an SVG polygon writes them: `290,800 276,600`."""
    pairs = [pair.split(",") for pair in text.split()]
    return [(float(x), float(y)) for x, y in pairs]


def curve(text: str, *, closed: bool = True) -> list[Point]:
    """A soft curve through points written as in `points`."""
    return smooth(points(text), closed=closed)


def placed(text: str, x: float, y: float, by: float = 1.0) -> list[Point]:
    """Points written as in `points`, made `by` times as large and moved to (x, y)."""
    return [(x + px * by, y + py * by) for px, py in points(text)]


class Canvas:
    """A square picture that is painted from back to front."""

    def __init__(self, size: int, *, closer: float = 1.0, at: Point = (500.0, 500.0)) -> None:
        """`closer` 2.0 shows half of the picture's width, around the point `at`."""
        self.size = size
        self.scale = size * closer / UNITS
        self.left = at[0] - UNITS / 2 / closer
        self.top = at[1] - UNITS / 2 / closer
        self.zoom = 1.0
        self.word: str | None = None  # what goods with a label say, when it is not left to the dice
        self.image = Image.new("RGB", (size, size))

    def mask(self, *shapes: Shape, holes: Sequence[Shape] = (), blur: float = 0.0) -> Mask:
        """The area of all shapes together without the holes, its edge softened by `blur` units."""
        soft = blur * self.scale * self.zoom
        shown, cut_out = [self._placed(shape) for shape in shapes], [self._placed(hole) for hole in holes]
        pad = math.ceil(soft * 2.5) + 1
        xs = [x for shape in shown for x, _ in shape]
        ys = [y for shape in shown for _, y in shape]
        # What lies beyond the frame is not drawn: a close look costs no more than a whole one.
        left = min(max(math.floor(min(xs)) - pad, -pad), self.size + pad)
        top = min(max(math.floor(min(ys)) - pad, -pad), self.size + pad)
        wide = max(min(math.ceil(max(xs)) + pad, self.size + pad) - left, 1)
        high = max(min(math.ceil(max(ys)) + pad, self.size + pad) - top, 1)
        # What will be blurred needs no fine edge.
        samples = 1 if soft > 3 else EDGE_SAMPLES
        large = Image.new("L", (wide * samples, high * samples))
        pen = ImageDraw.Draw(large)
        for shades, value in ((shown, 255), (cut_out, 0)):
            for shape in shades:
                pen.polygon([((x - left) * samples, (y - top) * samples) for x, y in shape], value)
        image = large.reduce(samples) if samples > 1 else large
        return Mask(left, top, image.filter(ImageFilter.GaussianBlur(soft)) if soft > 0.3 else image)

    def _placed(self, shape: Shape) -> Shape:
        """Units to pixels; goods are enlarged around the point where they stand."""
        (still_x, still_y), by = ZOOM_CENTRE, self.zoom
        return [
            (
                (still_x + (x - still_x) * by - self.left) * self.scale,
                (still_y + (y - still_y) * by - self.top) * self.scale,
            )
            for x, y in shape
        ]

    def paint(
        self,
        *shapes: Shape,
        fill: Colour | Gradient,
        alpha: float = 1.0,
        blur: float = 0.0,
        inside: Mask | None = None,
        holes: Sequence[Shape] = (),
    ) -> Mask:
        """Paint the shapes and hand back where; `inside` keeps the paint within an earlier mask."""
        mask = self.mask(*shapes, holes=holes, blur=blur)
        self.pour(mask, fill, alpha=alpha, inside=inside)
        return mask

    def pour(self, mask: Mask, fill: Colour | Gradient, *, alpha: float = 1.0, inside: Mask | None = None) -> None:
        """Fill a mask with a colour or a gradient that spans it."""
        cover = mask.image if inside is None else _common(mask, inside)
        if alpha < 1:
            cover = cover.point([round(value * alpha) for value in range(256)])
        paint = _spread(fill, mask.image.size) if isinstance(fill, Gradient) else fill
        self.image.paste(
            paint, (mask.left, mask.top, mask.left + mask.image.width, mask.top + mask.image.height), cover
        )

    def shadow(self, x: float, y: float, wide: float, *, high: float | None = None, alpha: float = 0.5) -> None:
        """The shadow of a thing that stands at (x, y): wide and soft, and tight and dark where it touches."""
        flat = high or wide * 0.16
        self.paint(ellipse(x + wide * 0.16, y + flat * 0.1, wide * 1.12, flat * 1.25), fill=NIGHT, alpha=alpha, blur=26)
        self.paint(ellipse(x, y - flat * 0.05, wide * 0.95, flat * 0.6), fill=NIGHT, alpha=alpha * 1.1, blur=9)

    def cast(self, *shapes: Shape, x: float = 16, y: float = 26, blur: float = 18, alpha: float = 0.38) -> None:
        """The shadow of a thing that hangs in front of the wall."""
        self.paint(*(moved(shape, x, y) for shape in shapes), fill=NIGHT, alpha=alpha, blur=blur)

    def glow(self, x: float, y: float, wide: float, colour: Colour, *, alpha: float, high: float | None = None) -> None:
        """Light in the air: added to what is there, never darkening it."""
        mask = self.mask(ellipse(x, y, wide, high or wide), blur=wide * 0.4)
        area = (mask.left, mask.top, mask.left + mask.image.width, mask.top + mask.image.height)
        below = self.image.crop(area)
        veil = Image.composite(Image.new("RGB", below.size, colour), Image.new("RGB", below.size), mask.image)
        self.image.paste(Image.blend(below, ImageChops.screen(below, veil), alpha), area)

    def shine(self, *shapes: Shape, inside: Mask, alpha: float = 0.55, blur: float = 5.0) -> None:
        """A highlight on a surface."""
        self.paint(*shapes, fill=WHITE, alpha=alpha, blur=blur, inside=inside)

    def letter(
        self, text: str, x: float, y: float, *, high: float, fill: Colour, weight: float = 0.5, turn: float = 0
    ) -> None:
        """Letters centred on (x, y), `high` units to the em, turned by `turn` degrees."""
        mask = text_mask(text, high * self.scale * self.zoom, weight=weight)
        inked = mask.getbbox()
        if inked is None:
            return
        mask = mask.crop(inked)
        if turn:
            mask = mask.rotate(-turn, expand=True, resample=Image.Resampling.BICUBIC)
        ((middle_x, middle_y),) = self._placed([(x, y)])
        left, top = round(middle_x - mask.width / 2), round(middle_y - mask.height / 2)
        self.image.paste(fill, (left, top, left + mask.width, top + mask.height), mask)


def _pick(points: Shape, n: int, closed: bool) -> Point:
    return points[n % len(points)] if closed else points[min(max(n, 0), len(points) - 1)]


def _between(before: Point, here: Point, there: Point, after: Point, t: float) -> Point:
    x, y = (
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
        for a, b, c, d in zip(before, here, there, after, strict=True)
    )
    return x, y


def _common(mask: Mask, inside: Mask) -> Image.Image:
    stencil = Image.new("L", mask.image.size)
    stencil.paste(inside.image, (inside.left - mask.left, inside.top - mask.top))
    return ImageChops.multiply(mask.image, stencil)


def _spread(gradient: Gradient, size: tuple[int, int]) -> Image.Image:
    if gradient.direction == "radial":
        ramp = Image.radial_gradient("L").resize(size)
    else:
        ramp = Image.linear_gradient("L")
        ramp = (ramp if gradient.direction == "down" else ramp.rotate(90)).resize(size, Image.Resampling.BILINEAR)
    bands = [ramp.point([_at(gradient.stops, value / 255, band) for value in range(256)]) for band in range(3)]
    return Image.merge("RGB", bands)


def _at(stops: tuple[tuple[float, Colour], ...], place: float, band: int) -> int:
    before = stops[0]
    for after in stops:
        if place <= after[0]:
            span = after[0] - before[0]
            share = (place - before[0]) / span if span > 0 else 1.0
            return round(before[1][band] + (after[1][band] - before[1][band]) * share)
        before = after
    return stops[-1][1][band]
