"""The written things of a clip: captions with a soft shadow, price stickers, the closing call."""

from __future__ import annotations

import math
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from vitrina.video.engine.lettering import text_mask, text_width, wrap

NIGHT: Final = (18, 12, 40)
WHITE: Final = (255, 255, 255)
INK: Final = (34, 20, 40)
STICKERS: Final = ((255, 176, 32), (255, 82, 148), (38, 208, 158), (255, 224, 92))
WEIGHT: Final = 0.55
SHADOW_BLUR: Final = 9
SMOOTH: Final = 3
STICKER_SIZE: Final = 64.0
STICKER_SIZE_MIN: Final = 36.0
STICKER_TEXT_MAX: Final = 270
SCALLOP_DIP: Final = 0.93
CALL_SIZE: Final = 50.0


def caption_layer(
    text: str, *, size: float, width: int, lines_max: int, fill: tuple[int, int, int] = WHITE
) -> Image.Image:
    """The text in centred lines as RGBA with a soft shadow around each letter, `width` pixels wide."""
    lines = wrap(text, size, width=width - 60, weight=WEIGHT, lines_max=lines_max)
    masks = [text_mask(line, size, weight=WEIGHT) for line in lines]
    step = round(size * 1.14)
    height = step * (len(masks) - 1) + masks[-1].height + 2 * SHADOW_BLUR
    letters = Image.new("L", (width, height))
    for n, mask in enumerate(masks):
        letters.paste(255, (round((width - mask.width) / 2), SHADOW_BLUR + n * step), mask)
    shade = letters.filter(ImageFilter.GaussianBlur(SHADOW_BLUR)).point([min(value * 2, 190) for value in range(256)])
    layer = Image.new("RGBA", letters.size, (*NIGHT, 0))
    layer.putalpha(shade)
    layer.paste((*fill, 255), (0, 0), letters)
    return layer


def sticker(price_text: str, *, colour: tuple[int, int, int], turn: float) -> Image.Image:
    """A scalloped price sign as RGBA, large enough for its text, turned a little."""
    size = STICKER_SIZE
    while size > STICKER_SIZE_MIN and text_width(price_text, size, weight=WEIGHT) > STICKER_TEXT_MAX:
        size -= 2
    mask = text_mask(price_text, size, weight=WEIGHT)
    wide = max(mask.width / 2 + 42, 92)
    high = max(wide * 0.62, 92)  # long prices get an oval, not a giant disc
    side = round(2 * wide + 40)
    shape, inner = _scallop(side, wide, high), _scallop(side, wide - 11, high - 11)
    layer = Image.new("RGBA", (side, side), (*NIGHT, 0))
    layer.putalpha(shape.filter(ImageFilter.GaussianBlur(9)).point([value * 150 // 255 for value in range(256)]))
    face = Image.new("RGBA", (side, side), (*colour, 0))
    face.paste((*WHITE, 255), (0, -5), shape)
    face.paste((*colour, 255), (0, -5), inner)
    face.paste((*INK, 255), (round((side - mask.width) / 2), round(side / 2 - 5 - size * 0.66)), mask)
    layer.alpha_composite(face)
    return layer.rotate(turn, resample=Image.Resampling.BICUBIC)


def call_pill(text: str) -> Image.Image:
    """The closing call on a bright pill, as RGBA."""
    mask = text_mask(text, CALL_SIZE, weight=WEIGHT)
    wide, high = mask.width + 84, round(CALL_SIZE * 1.9)
    body = round_mask(wide, high, high // 2)
    layer = Image.new("RGBA", (wide + 40, high + 40), (*NIGHT, 0))
    shade = Image.new("L", layer.size)
    shade.paste(body, (20, 26))
    layer.putalpha(shade.filter(ImageFilter.GaussianBlur(9)).point([value * 140 // 255 for value in range(256)]))
    layer.paste((*STICKERS[0], 255), (20, 16), body)
    layer.paste((*INK, 255), (20 + (wide - mask.width) // 2, round(16 + high / 2 - CALL_SIZE * 0.66)), mask)
    return layer


def _scallop(side: int, wide: float, high: float) -> Image.Image:
    middle = side * SMOOTH / 2
    points = []
    for n in range(360):
        reach = SMOOTH * (SCALLOP_DIP + (1 - SCALLOP_DIP) * abs(math.cos(math.radians(n * 9))))
        x, y = math.cos(math.radians(n)), math.sin(math.radians(n))
        points.append((middle + wide * reach * x, middle + high * reach * y))
    large = Image.new("L", (side * SMOOTH, side * SMOOTH))
    ImageDraw.Draw(large).polygon(points, fill=255)
    return large.reduce(SMOOTH)


def round_mask(width: int, height: int, radius: int) -> Image.Image:
    """A rectangle with round corners as an `L` mask with smooth edges."""
    large = Image.new("L", (width * SMOOTH, height * SMOOTH))
    ImageDraw.Draw(large).rounded_rectangle((0, 0, width * SMOOTH - 1, height * SMOOTH - 1), radius * SMOOTH, fill=255)
    return large.reduce(SMOOTH)
