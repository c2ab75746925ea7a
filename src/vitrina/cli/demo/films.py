"""Makes the films, two at a time: the maker draws one while the encoder works on another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from vitrina import catalog, video
from vitrina.cli.demo.clips import CLIPS, ClipPlan
from vitrina.cli.demo.settle import Town
from vitrina.kernel.errors import Refusal
from vitrina.kernel.money import exponent
from vitrina.kernel.words import money_text
from vitrina.platform.app import App
from vitrina.video import ClipShot, Recipe

AT_ONCE = 2
CURRENCY = {"en": "USD", "es": "MXN"}


async def make_films(app: App, town: Town, plans: Sequence[ClipPlan], say: Callable[[str], None]) -> None:
    """Publish those of `plans` that are not there yet, each tagged with what it shows."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def work(plan: ClipPlan) -> None:
        async with turn:
            await _make_one(app, town, plan, say)

    async with asyncio.TaskGroup() as group:
        for plan in plans:
            group.create_task(work(plan))


async def _make_one(app: App, town: Town, plan: ClipPlan, say: Callable[[str], None]) -> None:
    place = f"film {CLIPS.index(plan) + 1} of {len(CLIPS)}"
    shots = [await _shot(app, town, key, caption, plan.language) for *key, caption in plan.shots]
    recipe = Recipe(plan.title, plan.headline, plan.language, plan.seed, tuple(shot for shot in shots if shot))
    creator = town.actors[plan.handle].need_account()
    try:
        made = await video.make_from_products(app, creator, recipe)
    except Refusal as refusal:
        say(f"{place}: {refusal.text('en')}")
        return
    if made.is_new:
        say(f"{place}: “{made.video.title}” by @{plan.handle}")


async def _shot(app: App, town: Town, key: list[str], caption: str, language: str) -> ClipShot | None:
    """A shot of one product, at its price in the film's own currency, else in dollars; None when it is gone."""
    placed = town.goods.get((key[0], key[1]))
    if placed is None:
        return None
    product = await catalog.get_product(app, placed.slug, CURRENCY[language])
    if not product.pictures or not product.variants:
        return None
    price = product.variants[0].price
    text = money_text(price.minor, price.currency, exponent(price.currency), language)
    return ClipShot(product.id, product.pictures[0].key, caption, text)
