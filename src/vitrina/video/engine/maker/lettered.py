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


def struck_price(text: str) -> Image.Image:
    """A price of before, white on a dark label, for something to be drawn through it."""
    return _plate(text, size=46.0, face=(34, 20, 40), ink=WHITE)


def label(text: str, *, colour: tuple[int, int, int]) -> Image.Image:
    """A word on a bright label."""
    return _plate(text, size=52.0, face=colour, ink=INK)


def _plate(text: str, *, size: float, face: tuple[int, int, int], ink: tuple[int, int, int]) -> Image.Image:
    mask = text_mask(text, size, weight=WEIGHT)
    wide, high = mask.width + 64, round(size * 1.7)
    body = round_mask(wide, high, high // 3)
    layer = _shaded(body, pad=20)
    layer.paste((*face, 255), (20, 16), body)
    layer.paste((*ink, 255), (20 + (wide - mask.width) // 2, round(16 + high / 2 - size * 0.66)), mask)
    return layer


def badge(text: str, *, colour: tuple[int, int, int]) -> Image.Image:
    """A letter, a number or a few signs on a round badge."""
    size = 84.0 if len(text) < 3 else 52.0
    mask = text_mask(text, size, weight=0.9)
    side = max(132, mask.width + 56)
    body = round_mask(side, side, side // 2)
    inner = round_mask(side - 16, side - 16, side // 2 - 8)
    layer = _shaded(body, pad=20)
    layer.paste((*WHITE, 255), (20, 16), body)
    layer.paste((*colour, 255), (28, 24), inner)
    layer.paste((*INK, 255), (20 + (side - mask.width) // 2, round(16 + side / 2 - size * 0.66)), mask)
    return layer


def numeral(text: str) -> Image.Image:
    """A number as large as the screen allows, white with a hard shadow."""
    size = 560.0
    mask = text_mask(text, size, weight=1.0)
    layer = Image.new("RGBA", (mask.width + 60, mask.height + 30), (*INK, 0))
    layer.paste((*INK, 255), (38, 18), mask)
    layer.paste((*WHITE, 255), (20, 0), mask)
    return layer


def paper(number: str, text: str, *, colour: tuple[int, int, int]) -> Image.Image:
    """One step on a strip of paper, with its number on a spot of colour."""
    size, wide, high = 38.0, 620, 64
    body, spot = round_mask(wide, high, 20), round_mask(48, 48, 24)
    layer = _shaded(body, pad=14)
    layer.paste((*WHITE, 255), (14, 10), body)
    layer.paste((*colour, 255), (24, 18), spot)
    figure = text_mask(number, 32.0, weight=0.8)
    layer.paste((*INK, 255), (24 + (48 - figure.width) // 2, 20), figure)
    (line,) = wrap(text, size, width=wide - 110, weight=0.4, lines_max=1)
    layer.paste((*INK, 255), (92, round(10 + high / 2 - size * 0.66)), text_mask(line, size, weight=0.4))
    return layer


def polaroid(picture: Image.Image, text: str, *, turn: float) -> Image.Image:
    """A photograph with a white frame and words on its foot, turned a little."""
    side, edge, foot = 500, 28, 116
    wide, high = side + 2 * edge, side + edge + foot
    sheet = Image.new("RGBA", (wide, high), (250, 247, 240, 255))
    sheet.paste(
        picture.resize((side, round(side * picture.height / picture.width))).crop((0, 0, side, side)), (edge, edge)
    )
    size = 44.0
    (line,) = wrap(text, size, width=side, weight=0.35, lines_max=1)
    mask = text_mask(line, size, weight=0.35)
    sheet.paste((*INK, 255), ((wide - mask.width) // 2, round(side + edge + foot / 2 - size * 0.66)), mask)
    layer = _shaded(Image.new("L", sheet.size, 255), pad=60)
    layer.paste(sheet, (60, 50))
    return layer.rotate(turn, resample=Image.Resampling.BICUBIC)


def box_layers(colour: tuple[int, int, int]) -> tuple[Image.Image, Image.Image]:
    """A parcel with a ribbon: its body and its lid."""
    kraft, dark = (214, 164, 108), (176, 126, 78)
    body = Image.new("RGBA", (520, 380), (*dark, 0))
    pen = ImageDraw.Draw(body)
    pen.rectangle((10, 0, 510, 372), fill=(*kraft, 255))
    pen.rectangle((10, 0, 510, 42), fill=(*dark, 255))
    pen.rectangle((222, 0, 298, 372), fill=(*colour, 255))
    for n in range(6):
        for side in (40, 330):
            x, y = side + (n % 3) * 62, 110 + (n // 3) * 120
            pen.ellipse((x, y, x + 26, y + 26), fill=(*dark, 255))
    lid = Image.new("RGBA", (580, 240), (*dark, 0))
    pen = ImageDraw.Draw(lid)
    pen.rounded_rectangle((10, 130, 570, 232), 14, fill=(226, 180, 124, 255))
    pen.rectangle((250, 130, 330, 232), fill=(*colour, 255))
    for way in (-1, 1):
        pen.ellipse((290 + way * 74 - 72, 40, 290 + way * 74 + 72, 138), fill=(*colour, 255))
        pen.ellipse((290 + way * 74 - 36, 66, 290 + way * 74 + 36, 116), fill=(*INK, 90))
    pen.ellipse((256, 84, 324, 146), fill=(*WHITE, 255))
    return body, lid


def _shaded(body: Image.Image, *, pad: int) -> Image.Image:
    """An empty RGBA sheet, larger than `body` by `pad` on each side, with its soft shadow."""
    layer = Image.new("RGBA", (body.width + 2 * pad, body.height + 2 * pad), (*NIGHT, 0))
    shadow = Image.new("L", layer.size)
    shadow.paste(body, (pad, pad + 6))
    layer.putalpha(shadow.filter(ImageFilter.GaussianBlur(9)).point([value * 140 // 255 for value in range(256)]))
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
