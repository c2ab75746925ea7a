"""The colours of sets: which wall, floor and accent go together, and with which goods."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from vitrina.video.engine.painter.colours import COLOURS, Colour, distance

TONE_DISTANCE_MIN: Final = 0.28


@dataclass(frozen=True, slots=True)
class Tone:
    """The colours of one set."""

    wall: Colour
    floor: Colour
    accent: Colour


TONES: Final[tuple[Tone, ...]] = (
    Tone(COLOURS["marigold"], COLOURS["rosa"], COLOURS["yellow"]),
    Tone(COLOURS["rosa"], COLOURS["night"], COLOURS["marigold"]),
    Tone(COLOURS["jade"], COLOURS["agave"], COLOURS["marigold"]),
    Tone(COLOURS["night"], COLOURS["violet"], COLOURS["marigold"]),
    Tone(COLOURS["terracotta"], COLOURS["brown"], COLOURS["cream"]),
    Tone(COLOURS["turquoise"], COLOURS["night"], COLOURS["coral"]),
    Tone(COLOURS["violet"], COLOURS["night"], COLOURS["rosa"]),
    Tone(COLOURS["pink"], COLOURS["coral"], COLOURS["marigold"]),
    Tone(COLOURS["cream"], COLOURS["sand"], COLOURS["rosa"]),
    Tone(COLOURS["lilac"], COLOURS["violet"], COLOURS["yellow"]),
    Tone(COLOURS["sky"], COLOURS["blue"], COLOURS["coral"]),
    Tone(COLOURS["sand"], COLOURS["terracotta"], COLOURS["jade"]),
    Tone(COLOURS["yellow"], COLOURS["coral"], COLOURS["turquoise"]),
    Tone(COLOURS["agave"], COLOURS["night"], COLOURS["pink"]),
    Tone(COLOURS["coral"], COLOURS["violet"], COLOURS["cream"]),
)


def choose_tone(colour: Colour, dice: Random) -> Tone:
    """A set that the goods' colour stands out from."""
    fitting = [tone for tone in TONES if distance(tone.wall, colour) >= TONE_DISTANCE_MIN]
    return dice.choice(fitting or list(TONES))
