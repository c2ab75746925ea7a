"""Colours: the market's own palette, names for variants, and how light and shade change a colour."""

from __future__ import annotations

from typing import Final

Colour = tuple[int, int, int]

LIGHT: Final[Colour] = (255, 246, 226)
NIGHT: Final[Colour] = (26, 16, 62)
INK: Final[Colour] = (34, 26, 44)
CREAM: Final[Colour] = (255, 241, 220)
WHITE: Final[Colour] = (255, 255, 255)
GOLD: Final[Colour] = (226, 172, 76)
STEEL: Final[Colour] = (196, 202, 214)
WOOD: Final[Colour] = (176, 112, 66)
LEATHER: Final[Colour] = (150, 88, 52)
LEAF: Final[Colour] = (38, 132, 92)

COLOURS: Final[dict[str, Colour]] = {
    "marigold": (255, 159, 10),
    "rosa": (228, 0, 124),
    "jade": (0, 168, 120),
    "night": (38, 34, 98),
    "terracotta": (204, 88, 60),
    "turquoise": (24, 178, 188),
    "violet": (124, 68, 184),
    "agave": (62, 124, 112),
    "cream": (250, 232, 204),
    "white": (246, 243, 238),
    "black": (44, 40, 54),
    "red": (214, 44, 48),
    "blue": (44, 98, 204),
    "sky": (120, 186, 232),
    "green": (66, 148, 72),
    "yellow": (252, 206, 58),
    "pink": (248, 158, 186),
    "coral": (255, 112, 92),
    "lilac": (186, 156, 226),
    "brown": (122, 74, 48),
    "sand": (222, 190, 146),
    "grey": (146, 148, 160),
    "gold": (226, 172, 76),
    "silver": (198, 204, 214),
}


def colour_of(name: str) -> Colour:
    """A colour by its name above or as `#rrggbb`; ValueError when it is neither."""
    if name in COLOURS:
        return COLOURS[name]
    digits = name.removeprefix("#")
    if len(digits) != 6 or digits == name:
        raise ValueError(f"unknown colour {name!r}")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def light(colour: Colour, share: float) -> Colour:
    """The colour as the warm lamp hits it."""
    return mix(colour, LIGHT, share)


def dark(colour: Colour, share: float) -> Colour:
    """The colour in shade: toward the violet of the night, never toward grey, so that shadows stay rich."""
    multiplied: Colour = tuple(round(a * (1 - share * 0.55)) for a in colour)  # type: ignore[assignment]
    return mix(multiplied, NIGHT, share * 0.5)


def distance(one: Colour, other: Colour) -> float:
    """How different two colours look, 0 to about 1 (weighted like the eye's sensitivity)."""
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    return float((0.3 * red * red + 0.5 * green * green + 0.2 * blue * blue) ** 0.5 / 255)


def brightness(colour: Colour) -> float:
    """Perceived light, 0 to 1."""
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
