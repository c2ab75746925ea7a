"""Makes the films, two at a time: the maker draws one while the encoder works on another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from vitrina import catalog, video
from vitrina.cli.demo.clips import CLIPS, ClipPlan
from vitrina.cli.demo.settle import Placed, Town
from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import AccountId
from vitrina.kernel.money import exponent
from vitrina.kernel.words import money_text
from vitrina.platform.app import App
from vitrina.video import ClipShot, Imported, Recipe

AT_ONCE = 2
CLAIM_WAIT_S, CLAIM_WAITS_MAX = 2.0, 30


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
    place = f"film {CLIPS.index(plan) + 1} of {len(CLIPS)}" if plan in CLIPS else "one film more"
    currency = _currency(town, plan)
    shots = [
        await _shot(app, town.goods.get((shop, reference)), caption, plan.language, currency)
        for shop, reference, caption in plan.shots
    ]
    shown = tuple(shot for shot in shots if shot)
    # Named, so that a price changed by a visitor does not make one more film at the next start.
    recipe = Recipe(plan.title, plan.headline, plan.language, plan.seed, shown, name=f"demo film {plan.seed}")
    creator = town.actors[plan.handle].need_account()
    try:
        made = await _make(app, creator, recipe)
    except Refusal as refusal:
        say(f"{place}: {refusal.text('en')}")
        return
    if made.is_new:
        say(f"{place}: “{made.video.title}” by @{plan.handle}")


async def _make(app: App, creator: AccountId, recipe: Recipe) -> Imported:
    """Make one film. A try of a process that was killed keeps its claim for some seconds: wait for its end."""
    for _ in range(CLAIM_WAITS_MAX):
        try:
            return await video.make_from_products(app, creator, recipe)
        except video.VideoInProgress:
            await asyncio.sleep(CLAIM_WAIT_S)
    return await video.make_from_products(app, creator, recipe)


def _currency(town: Town, plan: ClipPlan) -> str:
    """Pesos in a Spanish film when everything in it has a price in pesos, else dollars: one film, one currency."""
    placed = [town.goods.get((shop, reference)) for shop, reference, _ in plan.shots]
    is_in_pesos = plan.language == "es" and all(one is None or one.goods.mxn > 0 for one in placed)
    return "MXN" if is_in_pesos else "USD"


async def _shot(app: App, placed: Placed | None, caption: str, language: str, currency: str) -> ClipShot | None:
    """A shot of one product with its price; None when the product is gone."""
    if placed is None:
        return None
    product = await catalog.get_product(app, placed.slug, currency)
    if not product.pictures or not product.variants:
        return None
    price = product.variants[0].price
    text = money_text(price.minor, price.currency, exponent(price.currency), language)
    return ClipShot(product.id, product.pictures[0].key, caption, text)
