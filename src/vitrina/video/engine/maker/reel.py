"""All that stands still in a clip, prepared before its first frame: pictures, backdrops, cards, words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from vitrina.video.engine.maker.lettered import (
    NIGHT,
    STICKERS,
    badge,
    call_pill,
    caption_layer,
    polaroid,
    round_mask,
    sticker,
    struck_price,
)
from vitrina.video.engine.maker.moves import Layer, layer_of
from vitrina.video.engine.maker.timeline import HEIGHT, WIDTH, Shot, Timeline

CARD_WIDTH: Final = 616
CARD_HEIGHT_MAX: Final = 700
CARD_MIDDLE_Y: Final = 618
CARD_RADIUS: Final = 44
CAPTION_SIZE: Final = 56.0
HEADLINE_SIZE: Final = 78.0
RAYS: Final = 14
VEIL_HEIGHT: Final = 460
# The first part of each shot fills the screen, the second shows the whole thing on a card with its price.
CLOSE_SHARE: Final = 0.42

CALLS: Final = {"en": "Tap it, it's yours", "es": "Tócalo y es tuyo"}

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Ready:
    """One shot, ready to be drawn; `tint` is its picture's strongest colour, `way` how the camera moves."""

    picture: Image.Image
    backdrop: Image.Image
    card: tuple[int, int]
    card_mask: Image.Image
    words: str
    caption: Layer
    price: Layer | None
    before: Layer | None
    note: Layer | None
    tint: Rgb
    way: tuple[float, float, float]
    photo: Layer


@dataclass(frozen=True, slots=True)
class Reel:
    """A whole clip, ready to be drawn; `veil` is the soft darkness at the top on which letters are read."""

    shots: tuple[Ready, ...]
    timeline: Timeline
    title: Layer
    call: Layer
    veil: Image.Image
    language: str
    colour: Rgb

    def frames(self, n: int) -> int:
        """How many frames shot `n` lasts."""
        return self.timeline.starts[n + 1] - self.timeline.starts[n]

    def cut(self, n: int) -> int:
        """The frame of shot `n`, on the beat, at which its close part ends."""
        beat = self.timeline.frames_per_beat
        return max(round(self.frames(n) * CLOSE_SHARE / beat), 1) * beat


def prepare(
    pictures: Sequence[Image.Image],
    shots: Sequence[Shot],
    *,
    timeline: Timeline,
    headline: str,
    language: str,
    dice: Random,
) -> Reel:
    """Everything of a clip that can be drawn once."""
    veil = _veil()
    return Reel(
        shots=tuple(
            _prepare(picture, shot, n, veil, dice)
            for n, (picture, shot) in enumerate(zip(pictures, shots, strict=True))
        ),
        timeline=timeline,
        title=layer_of(caption_layer(headline, size=HEADLINE_SIZE, width=WIDTH, lines_max=3)),
        call=layer_of(call_pill(CALLS[language])),
        veil=veil,
        language=language,
        colour=dice.choice(STICKERS),
    )


def _prepare(picture: Image.Image, shot: Shot, n: int, veil: Image.Image, dice: Random) -> Ready:
    tint = _tint(picture)
    backdrop = rays(tint) if n % 2 else _haze(picture)
    backdrop.paste(NIGHT, (0, 0), veil)
    wide = CARD_WIDTH
    high = round(wide * picture.height / picture.width)
    if high > CARD_HEIGHT_MAX:
        wide, high = round(CARD_HEIGHT_MAX * picture.width / picture.height), CARD_HEIGHT_MAX
    mask = round_mask(wide, high, CARD_RADIUS)
    shade(backdrop, mask, left=(WIDTH - wide) // 2, top=CARD_MIDDLE_Y - high // 2 + 26)
    colour = STICKERS[(n + dice.randrange(len(STICKERS))) % len(STICKERS)]
    turn = dice.choice((-1, 1)) * dice.uniform(5, 10)
    price = layer_of(sticker(shot.price_text, colour=colour, turn=turn)) if shot.price_text else None
    way = (dice.choice((-1.0, 1.0)), dice.uniform(-0.5, 0.5), dice.choice((-1.0, 1.0)))
    return Ready(
        picture=picture,
        backdrop=backdrop,
        card=(wide, high),
        card_mask=mask,
        words=shot.caption,
        caption=layer_of(caption_layer(shot.caption, size=CAPTION_SIZE, width=WIDTH, lines_max=2)),
        price=price,
        before=layer_of(struck_price(shot.before_text)) if shot.before_text else None,
        note=layer_of(badge(shot.note, colour=(255, 82, 148))) if shot.note else None,
        tint=tint,
        way=way,
        photo=layer_of(polaroid(picture, shot.caption, turn=turn * (0.7 if n else 0.4))),
    )


def shade(image: Image.Image, mask: Image.Image, *, left: int, top: int) -> None:
    """The soft shadow of a card with this mask."""
    shadow = Image.new("L", image.size)
    shadow.paste(mask, (left, top))
    shadow = shadow.filter(ImageFilter.GaussianBlur(26)).point([value * 150 // 255 for value in range(256)])
    image.paste(NIGHT, (0, 0), shadow)


def _haze(picture: Image.Image) -> Image.Image:
    """The picture itself, large and out of focus."""
    small = ImageOps.fit(picture, (WIDTH // 8, HEIGHT // 8)).filter(ImageFilter.GaussianBlur(5))
    small = ImageEnhance.Color(ImageEnhance.Brightness(small).enhance(0.8)).enhance(1.3)
    return small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _tint(picture: Image.Image) -> Rgb:
    colours = picture.resize((24, 24), Image.Resampling.BOX).convert("HSV")
    hue, saturation, value = max(
        (pixel for _, pixel in colours.getcolors(24 * 24) or [] if isinstance(pixel, tuple)),
        key=lambda hsv: hsv[1] * hsv[2],
    )
    return _rgb(int(hue), int(saturation), int(value))


def _rgb(hue: int, saturation: int, value: int) -> Rgb:
    pixel = Image.new("HSV", (1, 1), (hue, saturation, value)).convert("RGB").getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel[0], pixel[1], pixel[2]


def rays(tint: Rgb) -> Image.Image:
    """A sunburst of two shades of one colour."""
    bright, deep = ((round(tint[0] * share), round(tint[1] * share), round(tint[2] * share)) for share in (0.78, 0.6))
    image = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), bright)
    pen = ImageDraw.Draw(image)
    x, y, far = WIDTH, CARD_MIDDLE_Y * 2, HEIGHT * 4
    for n in range(RAYS):
        angles = (math.tau * n / RAYS, math.tau * (n + 0.5) / RAYS)
        pen.polygon([(x, y), *((x + far * math.cos(a), y + far * math.sin(a)) for a in angles)], fill=deep)
    return image.reduce(2)


def _veil() -> Image.Image:
    """Soft darkness at the top, so that letters can be read on any picture."""
    ramp = (
        Image.linear_gradient("L")
        .resize((1, VEIL_HEIGHT))
        .point([round((255 - value) ** 1.4 / 255**0.4 * 0.62) for value in range(256)])
    )
    return ramp.resize((WIDTH, VEIL_HEIGHT))
