"""Makes the films: the first ones two at a time, the others one by one, each after the pictures it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from vitrina import catalog, video
from vitrina.cli.demo.clips import CLIPS, ClipPlan
from vitrina.cli.demo.pictures import paint_up_to
from vitrina.cli.demo.settle import Placed, Town
from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import AccountId
from vitrina.kernel.money import Money, exponent
from vitrina.kernel.words import money_text
from vitrina.platform.app import App
from vitrina.video import ClipShot, Imported, Recipe

CLAIM_WAIT_S, CLAIM_WAITS_MAX = 2.0, 30


async def make_films(
    app: App, town: Town, plans: Sequence[ClipPlan], say: Callable[[str], None], *, at_once: int = 1
) -> None:
    """Publish those of `plans` that are not there yet, each tagged with what it shows."""
    turn = asyncio.Semaphore(at_once)

    async def work(plan: ClipPlan) -> None:
        async with turn:
            await _make_one(app, town, plan, say)

    async with asyncio.TaskGroup() as group:
        for plan in plans:
            group.create_task(work(plan))


def shown_in(plans: Sequence[ClipPlan], town: Town) -> list[tuple[Placed, int]]:
    """The products seen in films and how many of their pictures that needs, in the order of the films."""
    needed: dict[tuple[str, str], int] = {}
    for plan in plans:
        for shop, shown, _ in plan.shots:
            reference, number = _split(shown)
            if (shop, reference) in town.goods:
                needed[shop, reference] = max(needed.get((shop, reference), 0), number + 1)
    return [(town.goods[key], count) for key, count in needed.items()]


async def _make_one(app: App, town: Town, plan: ClipPlan, say: Callable[[str], None]) -> None:
    place = f"film {CLIPS.index(plan) + 1} of {len(CLIPS)}" if plan in CLIPS else "one film more"
    creator = town.actors[plan.handle].need_account()
    try:
        for placed, count in shown_in([plan], town):
            await paint_up_to(app, placed, count)
        made = await _make(app, creator, await recipe_of(app, town, plan))
    except Refusal as refusal:
        say(f"{place}: {refusal.text('en')}")
        return
    if made.is_new:
        say(f"{place}: “{made.video.title}” by @{plan.handle}")


async def recipe_of(app: App, town: Town, plan: ClipPlan) -> Recipe:
    """A film's recipe with the prices and pictures of now; products that are gone are left out."""
    currency = _currency(town, plan)
    shots = [
        await _shot(app, town.goods.get((shop, _split(shown)[0])), _split(shown)[1], caption, (plan.language, currency))
        for shop, shown, caption in plan.shots
    ]
    # Named, so that a price changed by a visitor does not make one more film at the next start.
    return Recipe(
        plan.title, plan.headline, plan.language, plan.seed, tuple(shot for shot in shots if shot),
        name=f"demo film {plan.seed}", look=plan.look,
    )  # fmt: skip


async def _make(app: App, creator: AccountId, recipe: Recipe) -> Imported:
    """Make one film. A try of a process that was killed keeps its claim for some seconds: wait for its end."""
    for _ in range(CLAIM_WAITS_MAX):
        try:
            return await video.make_from_products(app, creator, recipe)
        except video.VideoInProgress:
            await asyncio.sleep(CLAIM_WAIT_S)
    return await video.make_from_products(app, creator, recipe)


def _split(shown: str) -> tuple[str, int]:
    reference, _, number = shown.partition(":")
    return reference, int(number or 0)


def _currency(town: Town, plan: ClipPlan) -> str:
    """Pesos in a Spanish film when everything in it has a price in pesos, else dollars: one film, one currency."""
    placed = [town.goods.get((shop, _split(shown)[0])) for shop, shown, _ in plan.shots]
    is_in_pesos = plan.language == "es" and all(one is None or one.goods.mxn > 0 for one in placed)
    return "MXN" if is_in_pesos else "USD"


async def _shot(app: App, placed: Placed | None, number: int, caption: str, spoken: tuple[str, str]) -> ClipShot | None:
    """A shot of one product with its price in (language, currency); None when the product is gone."""
    if placed is None:
        return None
    language, currency = spoken
    product = await catalog.get_product(app, placed.slug, currency)
    if not product.pictures or not product.variants:
        return None
    picture, variant = product.pictures[min(number, len(product.pictures) - 1)], product.variants[0]
    before = variant.compare_at
    cut = None if before is None else round(100 - 100 * variant.price.minor / before.minor)
    return ClipShot(
        product.id, picture.key, caption, _written(variant.price, language),
        before_text=None if before is None else _written(before, language), note=None if cut is None else f"-{cut} %",
    )  # fmt: skip


def _written(price: Money, language: str) -> str:
    return money_text(price.minor, price.currency, exponent(price.currency), language)
