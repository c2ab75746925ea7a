"""Letters for captions, price stickers and labels: Pillow's built-in Aileron, with the accents it lacks put on here.

The face that Pillow embeds has no á, ñ, ¿ or €. A font file of a third party is not shipped in this tree, so marks are
drawn from the letters' own measures: the accent sits at the height of the letter it belongs to, ¿ is ? turned over.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw, ImageFont

OVERSAMPLE: Final = 2
_TURNED: Final = {"¿": "?", "¡": "!"}
_ACUTE, _GRAVE, _TILDE, _DIAERESIS, _CIRCUMFLEX, _CEDILLA, _RING = "\u0301\u0300\u0303\u0308\u0302\u0327\u030a"
_PLAIN: Final = {"—": "-", "–": "-", "…": "...", "×": "x", "\u00a0": " ", "’": "'", "‘": "'", "€": "EUR "}


@dataclass(frozen=True, slots=True)
class _Glyph:
    base: str
    marks: str
    is_turned: bool


def text_mask(text: str, size: float, *, weight: float = 0.0) -> Image.Image:
    """`text` on one line as an `L` mask, cut to its width; `size` in pixels of the em, `weight` 0 thin to 1 very bold.

    The mask is as high as 1.3 em, with the baseline at 1.0 em, so that lines of one size always stack alike.
    """
    em = size * OVERSAMPLE
    stroke = em * 0.06 * weight
    glyphs = _glyphs(text)
    places = _places(glyphs, em, stroke)
    width = math.ceil(places[-1] + 2 * stroke + em * 0.06)
    mask = Image.new("L", (max(width, 1), math.ceil(em * 1.3)))
    for glyph, left in zip(glyphs, places, strict=False):
        _draw(mask, glyph, left + stroke + em * 0.02, em, stroke)
    return mask.resize((max(mask.width // OVERSAMPLE, 1), mask.height // OVERSAMPLE), Image.Resampling.BOX)


def text_width(text: str, size: float, *, weight: float = 0.0) -> float:
    """How wide `text_mask` will be, in pixels."""
    em = size * OVERSAMPLE
    stroke = em * 0.06 * weight
    return (_places(_glyphs(text), em, stroke)[-1] + 2 * stroke + em * 0.06) / OVERSAMPLE


def wrap(text: str, size: float, *, width: float, weight: float = 0.0, lines_max: int = 3) -> list[str]:
    """Break `text` at blanks into at most `lines_max` lines of `width` pixels; what is left over ends in `...`."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size, weight=weight) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) > lines_max:
        lines = [*lines[: lines_max - 1], lines[lines_max - 1] + "..."]
    return [_shortened(one, size, width, weight) for one in lines]


def _shortened(line: str, size: float, width: float, weight: float) -> str:
    while len(line) > 4 and text_width(line, size, weight=weight) > width:
        line = line.removesuffix("...")[:-1].rstrip() + "..."
    return line


def _glyphs(text: str) -> list[_Glyph]:
    glyphs: list[_Glyph] = []
    for char in unicodedata.normalize("NFC", "".join(_PLAIN.get(char, char) for char in text)):
        if char in _TURNED:
            glyphs.append(_Glyph(_TURNED[char], "", True))
        elif _has(char):
            glyphs.append(_Glyph(char, "", False))
        else:
            parts = unicodedata.normalize("NFKD", char)
            if _has(parts[0]):
                glyphs.append(_Glyph(parts[0], parts[1:], False))
    return glyphs


@lru_cache(maxsize=64)
def _font(em: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(em)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    return font


@lru_cache(maxsize=512)
def _has(char: str) -> bool:
    font = _font(32.0)
    return char.isspace() or bytes(font.getmask(char)) != bytes(font.getmask("\uffff"))


def _places(glyphs: list[_Glyph], em: float, stroke: float) -> list[float]:
    font = _font(em)
    places = [0.0]
    for n, here in enumerate(glyphs):
        after = glyphs[n + 1].base if n + 1 < len(glyphs) else ""
        kerned = font.getlength(here.base + after) - font.getlength(after)
        places.append(places[-1] + kerned + stroke * 0.9)
    return places


def _draw(mask: Image.Image, glyph: _Glyph, left: float, em: float, stroke: float) -> None:
    font = _font(em)
    if glyph.base.isspace():
        return
    box = font.getbbox(glyph.base, anchor="ls")
    if glyph.is_turned:
        # ¿ and ¡ hang below the line: their top is at the height of small letters, as type has it.
        cell = Image.new("L", (math.ceil(em), math.ceil(em * 1.3)))
        ImageDraw.Draw(cell).text((em * 0.25, em), glyph.base, fill=255, font=font, anchor="ls", stroke_width=stroke)
        inked = cell.getbbox()
        assert inked is not None
        turned = cell.crop(inked).transpose(Image.Transpose.ROTATE_180)
        top = em + font.getbbox("x", anchor="ls")[1] - stroke
        _lighten(mask, turned, left + box[0] - stroke, top)
        return
    cell = Image.new("L", mask.size)
    pen = ImageDraw.Draw(cell)
    pen.text((left, em), glyph.base, fill=255, font=font, anchor="ls", stroke_width=stroke)
    if glyph.marks and glyph.base in "ij":
        low = em + font.getbbox("x", anchor="ls")[1] - stroke
        pen.rectangle((0, 0, mask.width, low - 1), fill=0)
        box = (box[0], font.getbbox("x", anchor="ls")[1], box[2], box[3])
    middle = left + (box[0] + box[2]) / 2
    for mark in glyph.marks:
        _mark(pen, mark, (middle, em + box[1] - stroke), em, stroke)
    _lighten(mask, cell, 0, 0)


def _lighten(mask: Image.Image, cell: Image.Image, left: float, top: float) -> None:
    mask.paste(255, (round(left), round(top)), cell)


def _mark(pen: ImageDraw.ImageDraw, mark: str, at: tuple[float, float], em: float, stroke: float) -> None:
    middle, top = at
    gap, high, thick = em * 0.055, em * 0.135, em * 0.075 + stroke * 1.5
    low, peak = top - gap, top - gap - high
    match mark:
        case _ if mark in (_ACUTE, _GRAVE):
            lean = em * 0.09 if mark == _ACUTE else -em * 0.09
            foot, tip = middle - lean * 0.7, middle + lean
            half = thick * 0.5
            pen.polygon(
                [(foot - half, low), (foot + half, low), (tip + half * 1.3, peak), (tip - half * 1.3, peak)], 255
            )
        case _ if mark == _DIAERESIS:
            for side in (-1, 1):
                x, y, r = middle + side * em * 0.11, low - thick * 0.55, thick * 0.62
                pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
        case _ if mark == _TILDE:
            points = [(middle + em * 0.19 * t, low - high * 0.42 - em * 0.06 * math.sin(t * math.pi)) for t in _STEPS]
            _brush(pen, points, thick * 0.45)
        case _ if mark == _CIRCUMFLEX:
            _brush(pen, [(middle - em * 0.12, low), (middle, peak), (middle + em * 0.12, low)], thick * 0.42)
        case _ if mark == _RING:
            y, r = low - high * 0.5, high * 0.62
            pen.ellipse((middle - r, y - r, middle + r, y + r), outline=255, width=max(round(thick * 0.6), 1))
        case _ if mark == _CEDILLA:
            _brush(pen, [(middle, em), (middle + em * 0.05, em * 1.1), (middle - em * 0.04, em * 1.17)], thick * 0.4)


_STEPS: Final = [step / 12 for step in range(-12, 13)]


def _brush(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], radius: float) -> None:
    for here, there in pairwise(points):
        steps = max(int(math.dist(here, there) / max(radius * 0.4, 1)), 1)
        for step in range(steps + 1):
            x = here[0] + (there[0] - here[0]) * step / steps
            y = here[1] + (there[1] - here[1]) * step / steps
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
