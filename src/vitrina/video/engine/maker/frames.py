"""Draws the frames of a clip one by one; all that stands still is prepared before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from vitrina.video.engine.maker.lettered import NIGHT, STICKERS, call_pill, caption_layer, round_mask, sticker
from vitrina.video.engine.maker.timeline import HEIGHT, WIDTH, Shot, Timeline

CARD_WIDTH: Final = 616
CARD_HEIGHT_MAX: Final = 700
CARD_MIDDLE_Y: Final = 618
CARD_RADIUS: Final = 44
CAPTION_TOP: Final = 108
CAPTION_SIZE: Final = 56.0
HEADLINE_SIZE: Final = 78.0
CALL_Y: Final = 1024
HEADLINE_TOP: Final = 120
RAYS: Final = 14
BEAT_BUMP: Final = 0.024
# The first part of each shot fills the screen, the second shows the whole thing on a card with its price.
CLOSE_SHARE: Final = 0.42
ENTER_FRAMES: Final = 9
FLASH_FRAMES: Final = 4
PUSH_FRAMES: Final = 7
SOURCE_SIDE: Final = 1400

CALLS: Final = {"en": "Tap it, it's yours", "es": "Tócalo y es tuyo"}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """One shot, ready to be drawn."""

    picture: Image.Image
    backdrop: Image.Image
    card: tuple[int, int]
    card_mask: Image.Image
    caption: Image.Image
    price: Image.Image | None
    way: tuple[float, float, float]


def draw_frames(
    pictures: Sequence[Image.Image],
    shots: Sequence[Shot],
    *,
    timeline: Timeline,
    headline: str,
    language: str,
    dice: Random,
) -> Iterator[bytes]:
    """Every frame as packed RGB, 720 × 1280, in order."""
    veil = _veil()
    prepared = [
        _prepare(picture, shot, n, veil, dice) for n, (picture, shot) in enumerate(zip(pictures, shots, strict=True))
    ]
    title = caption_layer(headline, size=HEADLINE_SIZE, width=WIDTH, lines_max=3)
    call = call_pill(CALLS[language])
    last: Image.Image | None = None
    for n, ready in enumerate(prepared):
        begin, end = timeline.starts[n], timeline.starts[n + 1]
        cut = _on_beat((end - begin) * CLOSE_SHARE, timeline.frames_per_beat)
        leaving = last
        for frame in range(end - begin):
            image = (
                _close(ready, frame, cut, veil)
                if frame < cut
                else _card(ready, frame - cut, end - begin - cut, timeline)
            )
            if n == 0 and frame < cut:
                _enter(image, title, frame, top=HEADLINE_TOP)
            elif frame < cut:
                _enter(image, ready.caption, frame, top=CAPTION_TOP)
            if n == len(prepared) - 1 and frame >= cut:
                _pop(image, call, frame - cut - ENTER_FRAMES, x=WIDTH // 2, y=CALL_Y)
            if leaving is not None and frame < PUSH_FRAMES:
                image = _push(leaving, image, frame, is_up=n % 2 == 0)
            last = image
            yield image.tobytes()


def _on_beat(frames: float, frames_per_beat: int) -> int:
    return max(round(frames / frames_per_beat), 1) * frames_per_beat


def _prepare(picture: Image.Image, shot: Shot, n: int, veil: Image.Image, dice: Random) -> _Prepared:
    backdrop = _rays(picture) if n % 2 else _haze(picture)
    backdrop.paste(NIGHT, (0, 0), veil)
    wide = CARD_WIDTH
    high = round(wide * picture.height / picture.width)
    if high > CARD_HEIGHT_MAX:
        wide, high = round(CARD_HEIGHT_MAX * picture.width / picture.height), CARD_HEIGHT_MAX
    mask = round_mask(wide, high, CARD_RADIUS)
    shadow = Image.new("L", (WIDTH, HEIGHT))
    shadow.paste(mask, ((WIDTH - wide) // 2, CARD_MIDDLE_Y - high // 2 + 26))
    shadow = shadow.filter(ImageFilter.GaussianBlur(26)).point([value * 150 // 255 for value in range(256)])
    backdrop.paste(NIGHT, (0, 0), shadow)
    caption = caption_layer(shot.caption, size=CAPTION_SIZE, width=WIDTH, lines_max=2)
    colour = STICKERS[(n + dice.randrange(len(STICKERS))) % len(STICKERS)]
    turn = dice.choice((-1, 1)) * dice.uniform(5, 10)
    price = sticker(shot.price_text, colour=colour, turn=turn) if shot.price_text else None
    way = (dice.choice((-1.0, 1.0)), dice.uniform(-0.5, 0.5), dice.choice((-1.0, 1.0)))
    return _Prepared(picture, backdrop, (wide, high), mask, caption, price, way)


def _haze(picture: Image.Image) -> Image.Image:
    """The picture itself, large and out of focus."""
    small = ImageOps.fit(picture, (WIDTH // 8, HEIGHT // 8)).filter(ImageFilter.GaussianBlur(5))
    small = ImageEnhance.Color(ImageEnhance.Brightness(small).enhance(0.8)).enhance(1.3)
    return small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _rays(picture: Image.Image) -> Image.Image:
    """A sunburst in the picture's own strongest colour."""
    colours = picture.resize((24, 24), Image.Resampling.BOX).convert("HSV")
    hue, saturation, value = max(
        (pixel for _, pixel in colours.getcolors(24 * 24) or [] if isinstance(pixel, tuple)),
        key=lambda hsv: hsv[1] * hsv[2],
    )
    tones = [Image.new("HSV", (1, 1), (hue, saturation, round(value * share))) for share in (0.78, 0.6)]
    bright, deep = (tone.convert("RGB").getpixel((0, 0)) for tone in tones)
    assert isinstance(bright, tuple) and isinstance(deep, tuple)
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
        .resize((1, 460))
        .point([round((255 - value) ** 1.4 / 255**0.4 * 0.62) for value in range(256)])
    )
    veil = Image.new("L", (WIDTH, HEIGHT))
    veil.paste(ramp.resize((WIDTH, 460)), (0, 0))
    return veil


def _close(ready: _Prepared, frame: int, frames: int, veil: Image.Image) -> Image.Image:
    """Full screen: a slow move across the picture with a little zoom; parts of pixels, so nothing jitters."""
    share = _ease(frame / max(frames - 1, 1))
    picture, (side, tilt, zooming) = ready.picture, ready.way
    zoom = 1.0 + 0.16 * (share if zooming > 0 else 1 - share)
    high = min(picture.height, picture.width * HEIGHT / WIDTH) / zoom
    wide = high * WIDTH / HEIGHT
    free_x, free_y = picture.width - wide, picture.height - high
    left = free_x * (0.5 + side * 0.26 * (2 * share - 1))
    top = free_y * (0.5 + tilt * (share - 0.5))
    image = picture.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box=(left, top, left + wide, top + high))
    image.paste(NIGHT, (0, 0), veil)
    return image


def _card(ready: _Prepared, frame: int, frames: int, timeline: Timeline) -> Image.Image:
    """The whole picture on a card that springs in and nods to the beat, its name above, its price on the corner."""
    image = ready.backdrop.copy()
    wide, high = ready.card
    zoom = 1.0 + 0.05 * frame / max(frames, 1)
    inner_x, inner_y = ready.picture.width * (1 - 1 / zoom) / 2, ready.picture.height * (1 - 1 / zoom) / 2
    area = (inner_x, inner_y, ready.picture.width - inner_x, ready.picture.height - inner_y)
    nod = BEAT_BUMP * math.exp(-0.22 * (frame % timeline.frames_per_beat))
    scale = _spring(frame / ENTER_FRAMES) * (1 + nod)
    shown = (max(round(wide * scale), 2), max(round(high * scale), 2))
    card = ready.picture.resize(shown, Image.Resampling.BILINEAR, box=area)
    mask = ready.card_mask if shown == ready.card else ready.card_mask.resize(shown)
    image.paste(card, ((WIDTH - shown[0]) // 2, CARD_MIDDLE_Y - shown[1] // 2), mask)
    _enter(image, ready.caption, ENTER_FRAMES, top=CAPTION_TOP)
    if ready.price is not None:
        # The upper left corner: the lower half of the screen belongs to the product chip and the thumb's buttons.
        _pop(image, ready.price, frame - 4, x=(WIDTH - wide) // 2 + 128, y=CARD_MIDDLE_Y - high // 2 + 44)
    if frame < FLASH_FRAMES:
        image = Image.blend(image, Image.new("RGB", image.size, (255, 248, 232)), 0.4 * (1 - frame / FLASH_FRAMES))
    return image


def _enter(image: Image.Image, layer: Image.Image, frame: int, *, top: int) -> None:
    if frame < 0:
        return
    share = _ease(min(frame / ENTER_FRAMES, 1.0))
    mask = layer.getchannel("A")
    if share < 1:
        mask = mask.point([round(value * share) for value in range(256)])
    image.paste(layer.convert("RGB"), (0, top + round(40 * (1 - share))), mask)


def _pop(image: Image.Image, layer: Image.Image, frame: int, *, x: int, y: int) -> None:
    if frame < 0:
        return
    scale = _spring(frame / ENTER_FRAMES) if frame < 2 * ENTER_FRAMES else 1.0
    shown = (
        layer
        if scale == 1.0
        else layer.resize((max(round(layer.width * scale), 2), max(round(layer.height * scale), 2)))
    )
    left = min(x - shown.width // 2, WIDTH - shown.width - 8)
    image.paste(shown.convert("RGB"), (left, y - shown.height // 2), shown.getchannel("A"))


def _push(leaving: Image.Image, coming: Image.Image, frame: int, *, is_up: bool) -> Image.Image:
    share = _ease((frame + 1) / PUSH_FRAMES)
    image = Image.new("RGB", coming.size)
    if is_up:
        place = round(HEIGHT * share)
        image.paste(leaving, (0, -place))
        image.paste(coming, (0, HEIGHT - place))
    else:
        place = round(WIDTH * share)
        image.paste(leaving, (-place, 0))
        image.paste(coming, (WIDTH - place, 0))
    return image


def _ease(share: float) -> float:
    return 1 - (1 - share) ** 3


def _spring(share: float) -> float:
    """From small to whole with one overshoot."""
    if share >= 2:
        return 1.0
    return 1 - math.exp(-4.2 * share) * math.cos(5.2 * share) * 0.5
