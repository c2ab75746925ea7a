"""The looks a clip can have: each draws any frame of any shot from what the reel holds ready."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageEnhance

from vitrina.video.engine.maker.lettered import (
    INK,
    NIGHT,
    STICKERS,
    WHITE,
    badge,
    box_layers,
    label,
    numeral,
    paper,
    round_mask,
)
from vitrina.video.engine.maker.moves import (
    ENTER_FRAMES,
    Layer,
    ease,
    enter,
    layer_of,
    place,
    pop,
    shaken,
    spring,
    stamp,
)
from vitrina.video.engine.maker.reel import CARD_MIDDLE_Y, Ready, Reel, rays
from vitrina.video.engine.maker.timeline import FPS, HEIGHT, WIDTH

CAPTION_TOP: Final = 108
HEADLINE_TOP: Final = 120
BEAT_BUMP: Final = 0.024
FLASH_FRAMES: Final = 4
FLASH: Final = (255, 248, 232)
CONFETTI: Final = 46
PLATE: Final = 520
STILL: Final = 120  # frames after which a photograph no longer comes nearer
PLATE_Y: Final = 520
WORDS: Final = {
    "en": {"before": "Before", "after": "After"},
    "es": {"before": "Antes", "after": "Después"},
}

Look = Callable[[Reel, int, int], Image.Image]


def story(reel: Reel, n: int, frame: int) -> Image.Image:
    """Close first, then the whole thing on a card with its price."""
    ready, cut = reel.shots[n], reel.cut(n)
    if frame >= cut:
        return card(reel, n, frame - cut)
    image = close(reel, ready, frame, cut)
    _words(image, reel, n, frame)
    return image


def countdown(reel: Reel, n: int, frame: int) -> Image.Image:
    """A number that fills the screen for a beat, then the thing that has this place."""
    beat, number = reel.timeline.frames_per_beat, str(len(reel.shots) - n)
    if frame < beat:
        image = _burst(reel.colour).copy()
        bump = 1 + 0.08 * math.exp(-0.25 * frame)
        place(image, _numeral(number), x=WIDTH // 2, y=CARD_MIDDLE_Y + 40, scale=spring(frame / 6) * bump)
        if n == 0:
            enter(image, reel.title, frame, top=HEADLINE_TOP)
        return image
    image = card(reel, n, frame - beat)
    pop(image, _badge(number, reel.colour), frame - beat - 4, x=WIDTH - 112, y=CARD_MIDDLE_Y - 268)
    if n == 0 and frame < beat + 2 * ENTER_FRAMES:
        return Image.blend(image, _burst(reel.colour), max(0.0, 0.5 - (frame - beat) / 12))
    return image


def drop(reel: Reel, n: int, frame: int) -> Image.Image:
    """The old price is struck through, the new one comes down like a stamp."""
    ready, cut = reel.shots[n], reel.cut(n)
    if frame < cut:
        return story(reel, n, frame)
    since, beat = frame - cut, reel.timeline.frames_per_beat
    if ready.before is None:
        return card(reel, n, since)
    image = card(reel, n, since, has_price=False)
    x, y = (WIDTH - ready.card[0]) // 2 + 150, CARD_MIDDLE_Y - ready.card[1] // 2 - 4
    pop(image, ready.before, since - 3, x=x, y=y)
    _strike(image, since - beat + 6, x=x, y=y, wide=ready.before.width - 60)
    if ready.price is not None:
        stamp(image, ready.price, since - beat, x=x + 40, y=y + 142)
    if ready.note is not None:
        pop(image, ready.note, since - beat - 5, x=WIDTH - 130, y=CARD_MIDDLE_Y + ready.card[1] // 2 - 40)
    return shaken(image, since - beat)


def colours(reel: Reel, n: int, frame: int) -> Image.Image:
    """One thing in all its colours: it slides in on its own colour, dots below tell how many there are."""
    ready, beat = reel.shots[n], reel.timeline.frames_per_beat
    image = _burst(ready.tint).copy()
    wide, high = ready.card
    slide = round((1 - ease(frame / ENTER_FRAMES)) * WIDTH * 0.5)
    nod = 1 + BEAT_BUMP * 1.6 * math.exp(-0.22 * (frame % beat))
    _lay_card(image, ready, scale=nod, zoom=1.0 + 0.04 * frame / reel.frames(n), shift=slide)
    _words(image, reel, n, frame)
    for k, other in enumerate(reel.shots):
        x = WIDTH // 2 + round((k - (len(reel.shots) - 1) / 2) * 84)
        is_now = k == n
        _dot(image, x, CARD_MIDDLE_Y + high // 2 + 8, other.tint, reach=31 if is_now else 22, is_ringed=is_now)
    if ready.price is not None:
        pop(image, ready.price, frame - 6, x=(WIDTH - wide) // 2 + 128, y=CARD_MIDDLE_Y - high // 2 + 44)
    return image


def unboxing(reel: Reel, n: int, frame: int) -> Image.Image:
    """A box that shakes on the beat, opens, and gives up what is in it under confetti."""
    ready, cut = reel.shots[n], reel.cut(n)
    since = frame - cut
    if since >= 0:
        image = card(reel, n, since)
        _confetti(image, n, since)
        return image
    beat = reel.timeline.frames_per_beat
    image = rays(ready.tint) if frame == 0 else _burst(ready.tint).copy()
    body, lid = _box(reel.colour)
    opening = max(0.0, (frame - cut + 10) / 10)
    shake = 3.2 * math.sin(frame * 1.5) * math.exp(-0.2 * (frame % beat)) * (1 - opening)
    lift = round(420 * ease(opening)) if opening else round(8 * math.exp(-0.3 * (frame % beat)))
    if opening:
        small = 0.3 + 0.5 * opening
        _lay_card(image, ready, scale=small, zoom=1.0, drop=round(150 - 150 * opening))
    place(image, _turned(body, shake), x=WIDTH // 2, y=780)
    place(image, _turned(lid, shake + opening * 24), x=WIDTH // 2 + round(opening * 120), y=604 - lift)
    _words(image, reel, n, frame)
    return image


def before(reel: Reel, n: int, frame: int) -> Image.Image:
    """Grey until a bright edge wipes over it; the word above says which is which."""
    ready, cut = reel.shots[n], reel.cut(n)
    if frame >= cut:
        return card(reel, n, frame - cut)
    image = close(reel, ready, frame, cut)
    dull = ImageEnhance.Brightness(ImageEnhance.Color(image).enhance(0.08)).enhance(0.62)
    share = ease(max(0.0, (frame - cut * 0.3) / (cut * 0.5)))
    edge = round(WIDTH * share)
    if edge < WIDTH:
        image.paste(dull.crop((edge, 0, WIDTH, HEIGHT)), (edge, 0))
    if 0 < edge < WIDTH:
        pen = ImageDraw.Draw(image)
        pen.rectangle((edge - 4, 0, edge + 4, HEIGHT), fill=WHITE)
        pen.ellipse((edge - 34, CARD_MIDDLE_Y - 34, edge + 34, CARD_MIDDLE_Y + 34), fill=WHITE)
        for way in (-1, 1):
            tip = edge + way * 20
            pen.polygon(
                [(tip, CARD_MIDDLE_Y), (tip - way * 12, CARD_MIDDLE_Y - 11), (tip - way * 12, CARD_MIDDLE_Y + 11)],
                fill=INK,
            )
    words = WORDS[reel.language]
    pop(image, _label(words["after"] if share > 0.5 else words["before"], reel.colour), frame, x=WIDTH // 2, y=410)
    _words(image, reel, n, frame)
    return image


def quiz(reel: Reel, n: int, frame: int) -> Image.Image:
    """Two or more things by letter; at the end all of them side by side, and only then what they cost."""
    cut, last = reel.cut(n), len(reel.shots) - 1
    letter = "ABCDEFGH"[n]
    if n < last or frame < cut:
        frames = reel.frames(n) if n < last else cut
        image = close(reel, reel.shots[n], frame, frames)
        _words(image, reel, n, frame)
        pop(image, _badge(letter, STICKERS[n % len(STICKERS)]), frame - 2, x=112, y=430)
        return image
    since, left = frame - cut, reel.frames(n) - cut
    image = _burst(reel.colour).copy()
    shown = reel.shots[-2:]
    side = 324
    for k, ready in enumerate(shown):
        x = WIDTH // 2 + (-1 if k == 0 else 1) * 174
        size = round(side * spring((since - k * 3) / ENTER_FRAMES)) if since >= k * 3 else 0
        if size > 8:
            piece = ready.picture.resize((size, size), Image.Resampling.BILINEAR)
            image.paste(piece, (x - size // 2, CARD_MIDDLE_Y - size // 2), round_mask(size, size, 36))
        pop(
            image,
            _badge("ABCDEFGH"[last - 1 + k], STICKERS[(last - 1 + k) % len(STICKERS)]),
            since - 3,
            x=x - 108,
            y=CARD_MIDDLE_Y - 150,
        )
        if ready.price is not None:
            stamp(image, ready.price, since - left // 3 - k * 4, x=x, y=CARD_MIDDLE_Y + 208)
    enter(image, reel.title, ENTER_FRAMES, top=HEADLINE_TOP)
    _ring(image, since / max(left // 3, 1), x=WIDTH // 2, y=CARD_MIDDLE_Y - 262)
    return image


def recipe(reel: Reel, n: int, frame: int) -> Image.Image:
    """A plate above, the steps below, one more with each shot."""
    ready, beat = reel.shots[n], reel.timeline.frames_per_beat
    image = reel.shots[0].backdrop.copy() if n % 2 == 0 else _burst(reel.shots[0].tint).copy()
    image.paste(NIGHT, (0, 0), reel.veil)
    nod = 1 + 0.02 * math.exp(-0.22 * (frame % beat))
    size = round(PLATE * spring(frame / ENTER_FRAMES) * nod)
    zoom = 1.12 + 0.06 * frame / reel.frames(n)
    plate = _zoomed(ready.picture, zoom, (size, size))
    ring = size + 36
    image.paste(WHITE, ((WIDTH - ring) // 2, PLATE_Y - ring // 2), _disc(ring))
    image.paste(plate, ((WIDTH - size) // 2, PLATE_Y - size // 2), _disc(size))
    steps = tuple(shot.words for shot in reel.shots)
    for k in range(n + 1):
        sheet = _paper(k + 1, steps[k], reel.colour)
        enter(image, sheet, frame if k == n else ENTER_FRAMES, top=822 + k * 74, left=(WIDTH - sheet.width) // 2)
    if n == 0 and frame < reel.cut(0):
        enter(image, reel.title, frame, top=HEADLINE_TOP - 40)
    elif ready.price is not None:
        pop(image, ready.price, frame - beat, x=168, y=PLATE_Y - 210)
    return image


def polaroids(reel: Reel, n: int, frame: int) -> Image.Image:
    """Photographs that fall on each other, the words written on their foot."""
    image = _burst(reel.colour).copy()
    for k in range(n):
        _lay_photo(image, reel.shots[k], k, STILL)
    _lay_photo(image, reel.shots[n], n, frame)
    if n == 0:
        enter(image, reel.title, frame, top=HEADLINE_TOP - 50)
    ready = reel.shots[n]
    if ready.price is not None:
        pop(image, ready.price, frame - reel.timeline.frames_per_beat, x=176, y=CARD_MIDDLE_Y - 236)
    return shaken(image, frame - 8, frames=5, reach=7)


LOOKS: Final[dict[str, Look]] = {
    "story": story,
    "countdown": countdown,
    "drop": drop,
    "colours": colours,
    "unboxing": unboxing,
    "before": before,
    "quiz": quiz,
    "recipe": recipe,
    "polaroids": polaroids,
}
# Looks in which a shot grows out of the one before it: nothing pushes in between.
CONTINUOUS: Final = frozenset({"recipe", "polaroids", "countdown"})


def close(reel: Reel, ready: Ready, frame: int, frames: int) -> Image.Image:
    """Full screen: a slow move across the picture with a little zoom."""
    share = ease(frame / max(frames - 1, 1))
    picture, (side, tilt, zooming) = ready.picture, ready.way
    zoom = 1.0 + 0.16 * (share if zooming > 0 else 1 - share)
    high = min(picture.height, picture.width * HEIGHT / WIDTH) / zoom
    wide = high * WIDTH / HEIGHT
    free_x, free_y = picture.width - wide, picture.height - high
    left = free_x * (0.5 + side * 0.26 * (2 * share - 1))
    top = free_y * (0.5 + tilt * (share - 0.5))
    image = picture.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box=(left, top, left + wide, top + high))
    image.paste(NIGHT, (0, 0), reel.veil)
    return image


def card(reel: Reel, n: int, frame: int, *, has_price: bool = True) -> Image.Image:
    """The whole picture on a card that springs in and nods to the beat, its name above, its price on the corner."""
    ready = reel.shots[n]
    image = ready.backdrop.copy()
    wide, high = ready.card
    nod = BEAT_BUMP * math.exp(-0.22 * (frame % reel.timeline.frames_per_beat))
    _lay_card(image, ready, scale=spring(frame / ENTER_FRAMES) * (1 + nod), zoom=1.0 + 0.05 * frame / reel.frames(n))
    enter(image, ready.caption, ENTER_FRAMES, top=CAPTION_TOP)
    if ready.price is not None and has_price:
        # The upper left corner: the lower half of the screen belongs to the product chip and the thumb's buttons.
        pop(image, ready.price, frame - 4, x=(WIDTH - wide) // 2 + 128, y=CARD_MIDDLE_Y - high // 2 + 44)
    if frame < FLASH_FRAMES:
        image = Image.blend(image, Image.new("RGB", image.size, FLASH), 0.4 * (1 - frame / FLASH_FRAMES))
    return image


def _words(image: Image.Image, reel: Reel, n: int, frame: int) -> None:
    """The headline on the first shot, the caption on the others."""
    if n == 0 and frame < reel.cut(0):
        enter(image, reel.title, frame, top=HEADLINE_TOP)
    else:
        enter(image, reel.shots[n].caption, frame, top=CAPTION_TOP)


def _lay_card(image: Image.Image, ready: Ready, *, scale: float, zoom: float, shift: int = 0, drop: int = 0) -> None:
    wide, high = ready.card
    shown = (max(round(wide * scale), 2), max(round(high * scale), 2))
    piece = _zoomed(ready.picture, zoom, shown)
    mask = ready.card_mask if shown == ready.card else ready.card_mask.resize(shown)
    image.paste(piece, ((WIDTH - shown[0]) // 2 + shift, CARD_MIDDLE_Y - shown[1] // 2 + drop), mask)


def _zoomed(picture: Image.Image, zoom: float, size: tuple[int, int]) -> Image.Image:
    inner_x, inner_y = picture.width * (1 - 1 / zoom) / 2, picture.height * (1 - 1 / zoom) / 2
    area = (inner_x, inner_y, picture.width - inner_x, picture.height - inner_y)
    return picture.resize(size, Image.Resampling.BILINEAR, box=area)


def _lay_photo(image: Image.Image, ready: Ready, n: int, frame: int) -> None:
    share = ease(frame / 8)
    x = WIDTH // 2 + (-26, 30, -8, 18)[n % 4]
    y = CARD_MIDDLE_Y + (54, 30, 70, 44)[n % 4] - round((1 - share) * HEIGHT * 0.8)
    place(image, ready.photo, x=x, y=y, scale=1.0 + 0.25 * (1 - share) + 0.0009 * min(frame, STILL))


@lru_cache(maxsize=16)
def _burst(tint: tuple[int, int, int]) -> Image.Image:
    return rays(tint)


@lru_cache(maxsize=16)
def _numeral(text: str) -> Layer:
    return layer_of(numeral(text))


@lru_cache(maxsize=32)
def _badge(text: str, colour: tuple[int, int, int]) -> Layer:
    return layer_of(badge(text, colour=colour))


@lru_cache(maxsize=16)
def _label(text: str, colour: tuple[int, int, int]) -> Layer:
    return layer_of(label(text, colour=colour))


@lru_cache(maxsize=16)
def _paper(number: int, text: str, colour: tuple[int, int, int]) -> Layer:
    return layer_of(paper(f"{number}", text, colour=colour))


@lru_cache(maxsize=4)
def _box(colour: tuple[int, int, int]) -> tuple[Image.Image, Image.Image]:
    return box_layers(colour)


@lru_cache(maxsize=64)
def _disc(size: int) -> Image.Image:
    return round_mask(size, size, size // 2)


def _turned(image: Image.Image, degrees: float) -> Layer:
    return layer_of(image.rotate(-degrees, resample=Image.Resampling.BICUBIC, expand=True))


def _strike(image: Image.Image, frame: int, *, x: int, y: int, wide: int) -> None:
    if frame <= 0:
        return
    reach = round(wide * ease(frame / 6))
    left = x - wide // 2
    ImageDraw.Draw(image).line((left, y + 8, left + reach, y - 12), fill=(228, 30, 60), width=10)


def _dot(image: Image.Image, x: int, y: int, colour: tuple[int, int, int], *, reach: int, is_ringed: bool) -> None:
    image.paste(WHITE, (x - reach - 6, y - reach - 6), _disc(2 * reach + 12))
    if is_ringed:
        image.paste(INK, (x - reach - 2, y - reach - 2), _disc(2 * reach + 4))
        reach -= 4
    image.paste(colour, (x - reach, y - reach), _disc(2 * reach))


def _ring(image: Image.Image, share: float, *, x: int, y: int) -> None:
    """Time that runs out."""
    if share >= 1:
        return
    pen = ImageDraw.Draw(image)
    pen.ellipse((x - 44, y - 44, x + 44, y + 44), fill=WHITE)
    pen.pieslice((x - 36, y - 36, x + 36, y + 36), -90 + 360 * share, 270, fill=(228, 0, 124))
    pen.ellipse((x - 20, y - 20, x + 20, y + 20), fill=WHITE)


def _confetti(image: Image.Image, n: int, frame: int) -> None:
    """Paper that was thrown up and comes down, always the same for the same shot."""
    dice = Random(n)  # noqa: S311 — repeatable on purpose
    pen, seconds = ImageDraw.Draw(image), frame / FPS
    for k in range(CONFETTI):
        x0, speed, lift = dice.uniform(0, WIDTH), dice.uniform(-90, 90), dice.uniform(500, 1250)
        spin, size = dice.uniform(4, 11), dice.uniform(14, 30)
        x, y = x0 + speed * seconds, CARD_MIDDLE_Y + 120 - lift * seconds + 900 * seconds * seconds
        if -20 < y < HEIGHT:
            high = size * (0.25 + abs(math.sin(spin * seconds + k)))
            pen.rectangle((x, y, x + size, y + high), fill=STICKERS[k % len(STICKERS)])
