"""The order in which the demo's world comes to be: what opens the doors first, the rest while people look around."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from vitrina.cli.demo.clips import CLIPS, FIRST_CLIPS
from vitrina.cli.demo.films import make_films
from vitrina.cli.demo.orders import place_past_orders
from vitrina.cli.demo.pictures import paint_all, paint_covers
from vitrina.cli.demo.settle import Placed, Town, settle
from vitrina.cli.demo.studio import add_unpublished, furnish_studios
from vitrina.cli.roles import open_app
from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App

HISTORY_DAYS = 46


async def fill(app: App, say: Callable[[str], None]) -> None:
    """Add what is missing of the demo's world; a second run says little and changes nothing."""
    begun = app.clock.now()
    # Shops, programmes and showcases stand for some weeks, so that orders of the past can have come by them.
    clock = ManualClock(begun - timedelta(days=HISTORY_DAYS))
    past = await open_app(app.settings, app.db.url, clock=clock)
    try:
        town = await settle(past)
        say(f"{len(town.shops)} shops with {len(town.goods)} products, {len(town.actors)} people")
        first = _shown_in_first_films(town)
        shown = await paint_covers(past, first)
        if shown:
            say(f"painted {shown} products for the first films")
        await make_films(app, town, CLIPS[:FIRST_CLIPS], say)
        await place_past_orders(past, clock, town, until=begun, say=say)
    finally:
        await past.close()
    await furnish_studios(app, town, say)
    await paint_covers(app, [placed for placed in town.goods.values() if placed not in first])
    rest = await paint_all(app, list(town.goods.values()))
    if rest:
        say("painted every product in all its colours")
    await make_films(app, town, CLIPS[FIRST_CLIPS:], say)
    await add_unpublished(app, town, say)
    say("the demo's world is complete")


def _shown_in_first_films(town: Town) -> list[Placed]:
    keys = dict.fromkeys((shop, reference) for plan in CLIPS[:FIRST_CLIPS] for shop, reference, _ in plan.shots)
    return [town.goods[key] for key in keys if key in town.goods]
