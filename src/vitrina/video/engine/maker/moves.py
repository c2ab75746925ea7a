"""How things move in a clip: enter, pop, push, zoom, open like an eye; parts of pixels, so that nothing jitters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from vitrina.video.engine.maker.timeline import HEIGHT, WIDTH

ENTER_FRAMES: Final = 9
CHANGE_FRAMES: Final = 7
CHANGES: Final = ("up", "left", "zoom", "eye", "strips")
STRIPS: Final = 5


@dataclass(frozen=True, slots=True)
class Layer:
    """Something written or drawn that is laid over frames: its colours, and where it covers."""

    colours: Image.Image
    cover: Image.Image

    @property
    def width(self) -> int:
        return self.cover.width

    @property
    def height(self) -> int:
        return self.cover.height


def layer_of(image: Image.Image) -> Layer:
    """An RGBA picture as a layer, taken apart once instead of at every frame."""
    return Layer(image.convert("RGB"), image.getchannel("A"))


def ease(share: float) -> float:
    return 1 - (1 - min(share, 1.0)) ** 3


def spring(share: float) -> float:
    """From small to whole with one overshoot."""
    if share >= 2:
        return 1.0
    return 1 - math.exp(-4.2 * share) * math.cos(5.2 * share) * 0.5


def enter(image: Image.Image, layer: Layer, frame: int, *, top: int, left: int = 0) -> None:
    """Let a layer rise into its place during the first frames."""
    if frame < 0:
        return
    share = ease(frame / ENTER_FRAMES)
    cover = layer.cover
    if share < 1:
        cover = cover.point([round(value * share) for value in range(256)])
    image.paste(layer.colours, (left, top + round(40 * (1 - share))), cover)


def pop(image: Image.Image, layer: Layer, frame: int, *, x: int, y: int) -> None:
    """Let a layer spring up around (x, y), kept inside the picture's right edge."""
    if frame < 0:
        return
    place(image, layer, x=x, y=y, scale=spring(frame / ENTER_FRAMES) if frame < 2 * ENTER_FRAMES else 1.0)


def stamp(image: Image.Image, layer: Layer, frame: int, *, x: int, y: int) -> None:
    """Let a layer come down on (x, y) from above, as a rubber stamp does."""
    if frame >= 0:
        place(image, layer, x=x, y=y, scale=1.0 + 1.4 * (1 - ease(frame / 6)))


def place(image: Image.Image, layer: Layer, *, x: int, y: int, scale: float = 1.0) -> None:
    """Lay a layer around (x, y), enlarged by `scale`."""
    colours, cover = layer.colours, layer.cover
    if scale != 1.0:
        size = (max(round(layer.width * scale), 2), max(round(layer.height * scale), 2))
        colours, cover = colours.resize(size), cover.resize(size)
    left = max(min(x - cover.width // 2, WIDTH - cover.width - 8), 8 - max(cover.width - WIDTH, 0))
    image.paste(colours, (left, y - cover.height // 2), cover)


def shaken(image: Image.Image, frame: int, *, frames: int = 8, reach: float = 12.0) -> Image.Image:
    """The picture as the camera saw it when something hit the table."""
    if not 0 <= frame < frames:
        return image
    force = reach * (1 - frame / frames)
    x, y = round(force * math.cos(frame * 2.3)), round(force * math.sin(frame * 3.1))
    moved = image.copy()
    moved.paste(image, (x, y))
    return moved


def change(leaving: Image.Image, coming: Image.Image, frame: int, *, way: str) -> Image.Image:
    """One frame of the change from one picture to another, in one of the `CHANGES`."""
    share = ease((frame + 1) / CHANGE_FRAMES)
    match way:
        case "zoom":
            by = 1 + 0.35 * share
            wide, high = WIDTH / by, HEIGHT / by
            area = ((WIDTH - wide) / 2, (HEIGHT - high) / 2, (WIDTH + wide) / 2, (HEIGHT + high) / 2)
            return Image.blend(leaving.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box=area), coming, share)
        case "eye":
            reach = round(share * math.hypot(WIDTH, HEIGHT) / 2)
            cover = Image.new("L", (WIDTH, HEIGHT))
            middle = (WIDTH // 2, HEIGHT // 2)
            ImageDraw.Draw(cover).ellipse(
                (middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach), fill=255
            )
            return Image.composite(coming, leaving, cover)
        case "strips":
            image = leaving.copy()
            high = HEIGHT // STRIPS
            for n in range(STRIPS):
                strip = coming.crop((0, n * high, WIDTH, (n + 1) * high))
                image.paste(strip, (round(WIDTH * (1 - share)) * (1 if n % 2 else -1), n * high))
            return image
        case _:
            return _pushed(leaving, coming, share, is_up=way == "up")


def _pushed(leaving: Image.Image, coming: Image.Image, share: float, *, is_up: bool) -> Image.Image:
    image = Image.new("RGB", coming.size)
    if is_up:
        done = round(HEIGHT * share)
        image.paste(leaving, (0, -done))
        image.paste(coming, (0, HEIGHT - done))
    else:
        done = round(WIDTH * share)
        image.paste(leaving, (-done, 0))
        image.paste(coming, (WIDTH - done, 0))
    return image
