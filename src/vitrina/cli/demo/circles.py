"""Who follows whom: creators each other, shoppers the creators they buy by."""

from __future__ import annotations

from random import Random

from vitrina import people
from vitrina.cli.demo.cast import PEOPLE
from vitrina.cli.demo.past import SELLS
from vitrina.cli.demo.settle import Town
from vitrina.platform.app import App

SEED = 7
FOLLOWED_MIN, FOLLOWED_MAX = 2, 6


def circles() -> dict[str, tuple[str, ...]]:
    """The handles that each of the demo's people follows, by their key in the town; the same every time."""
    dice = Random(SEED)  # noqa: S311 — repeatable on purpose
    handles = tuple(SELLS)
    found: dict[str, tuple[str, ...]] = {}
    for person in PEOPLE:
        key = person.handle or person.email
        others = [handle for handle in handles if handle != person.handle]
        wanted = dice.sample(others, dice.randint(FOLLOWED_MIN, FOLLOWED_MAX))
        # Everybody's first stop, and it lets the demo's shopper find a following feed that is not empty.
        found[key] = tuple(dict.fromkeys(["creator", *wanted] if person.handle != "creator" else wanted))
    return found


async def follow_each_other(app: App, town: Town) -> None:
    """Let the people of the town follow; again is the same."""
    for key, handles in circles().items():
        for handle in handles:
            await people.follow_creator(app, town.actors[key], handle)
