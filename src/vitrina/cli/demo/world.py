"""The order in which the demo's world comes to be: what opens the doors first, the rest while people look around."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from vitrina.cli.demo.circles import follow_each_other
from vitrina.cli.demo.clips import CLIPS, FIRST_CLIPS
from vitrina.cli.demo.favourites import choose_favourites
from vitrina.cli.demo.films import make_films, shown_in
from vitrina.cli.demo.notices import tell_lately
from vitrina.cli.demo.orders import place_past_orders
from vitrina.cli.demo.past import HISTORY_DAYS
from vitrina.cli.demo.pictures import paint_all, paint_covers
from vitrina.cli.demo.settle import Town, settle
from vitrina.cli.demo.social import bring_to_life
from vitrina.cli.roles import open_app
from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App

FIRST_AT_ONCE = 2
NICENESS = 12


async def fill(app: App, say: Callable[[str], None]) -> None:
    """Add what is missing of the demo's world; a second run says little and changes nothing."""
    begun = app.clock.now()
    # Shops, programmes and showcases stand for two months, so that orders of the past can have come by them.
    clock = ManualClock(begun - timedelta(days=HISTORY_DAYS))
    past = await open_app(app.settings, app.db.url, clock=clock)
    try:
        town = await settle(past)
        await choose_favourites(past, town)
        say(f"{len(town.shops)} shops with {len(town.goods)} products, {len(town.actors)} people")
        await _open_doors(app, town, say)
        # Whoever looks around now must not feel that the rest is still being made.
        _step_back()
        await follow_each_other(past, town)
        async with asyncio.TaskGroup() as group:
            group.create_task(place_past_orders(past, clock, town, until=begun, say=say))
            group.create_task(_cover(app, town, say))
        await tell_lately(app, town, now=begun)
        await bring_to_life(app, town, say)
    finally:
        await past.close()
    async with asyncio.TaskGroup() as group:
        group.create_task(make_films(app, town, CLIPS[FIRST_CLIPS:], say))
        group.create_task(_finish_pictures(app, town, say))
    await bring_to_life(app, town, say)
    say("the demo's world is complete")


async def _open_doors(app: App, town: Town, say: Callable[[str], None]) -> None:
    first = [placed for placed, _ in shown_in(CLIPS[:FIRST_CLIPS], town)]
    shown = await paint_covers(app, first, at_once=FIRST_AT_ONCE)
    if shown:
        say(f"painted {shown} products for the first films")
    # By today's clock: a claim of the past is over for the worker as soon as it is made.
    await make_films(app, town, CLIPS[:FIRST_CLIPS], say, at_once=FIRST_AT_ONCE)


async def _cover(app: App, town: Town, say: Callable[[str], None]) -> None:
    covered = await paint_covers(app, list(town.goods.values()))
    if covered:
        say(f"painted a cover for {covered} more products")


async def _finish_pictures(app: App, town: Town, say: Callable[[str], None]) -> None:
    painted = await paint_all(app, list(town.goods.values()), say)
    if painted:
        say("painted every product in all its colours, from near and from afar")


def _step_back() -> None:
    """Let every other role go first from now on."""
    os.nice(NICENESS)
    with contextlib.suppress(OSError):
        # Linux weighs sessions against each other, not processes, and each role is a session of its own.
        Path("/proc/self/autogroup").write_text(str(NICENESS))
