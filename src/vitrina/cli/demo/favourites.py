"""Which shops the demo's people follow, and what they wait for."""

from __future__ import annotations

import contextlib

from vitrina import catalog
from vitrina.cli.demo.settle import Town
from vitrina.kernel.errors import NotFound
from vitrina.platform.app import App

# Each shop is followed by all but every n-th person, so that the figures differ.
SKIPPED = (3, 5, 2, 7, 4)
SOLD_OUT = ("casa-nopal", "cn-bolsa-tianguis")


async def choose_favourites(app: App, town: Town) -> None:
    """Let people follow shops, and the shopper wait for what is sold out; again is the same."""
    people = sorted(town.actors.items())
    for place, (slug, shop) in enumerate(sorted(town.shops.items())):
        skipped = SKIPPED[place % len(SKIPPED)]
        for number, (_, actor) in enumerate(people):
            if number % skipped and not actor.may_run_shop(shop.id):
                with contextlib.suppress(NotFound):  # somebody tried out closing it
                    await catalog.follow_shop(app, actor, slug)
    shopper, wanted = town.actors["shopper@demo.test"], town.goods.get(SOLD_OUT)
    if wanted is not None and wanted.goods.stock == 0:
        with contextlib.suppress(NotFound, catalog.StillInStock):
            await catalog.watch_product(app, shopper, wanted.slug, "stock", "USD")
