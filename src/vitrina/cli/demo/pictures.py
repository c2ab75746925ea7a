"""Paints the goods: a cover for each product, one picture for each further colour, then other views of the first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PIL import Image

from vitrina import catalog, video
from vitrina.catalog import PICTURE_WIDTHS
from vitrina.cli.demo.goods import Goods
from vitrina.cli.demo.settle import Placed, variant_title
from vitrina.platform.app import App

SAID_EVERY = 60


async def paint_covers(app: App, placed: Sequence[Placed], *, at_once: int = 1) -> int:
    """Paint the first picture of the products that have none; how many."""
    turn = asyncio.Semaphore(at_once)

    async def work(one: Placed) -> None:
        async with turn:
            await paint_up_to(app, one, 1)

    missing = [one for one in placed if not one.has_picture]
    async with asyncio.TaskGroup() as group:
        for one in missing:
            group.create_task(work(one))
    return len(missing)


async def paint_all(app: App, placed: Sequence[Placed], say: Callable[[str], None]) -> int:
    """Paint every picture that is missing, all products' second one before the first one's third; how many."""
    painted, said = 0, 0
    most = max((count_pictures(one.goods) for one in placed), default=0)
    for count in range(1, most + 1):
        for one in placed:
            painted += await paint_up_to(app, one, min(count, count_pictures(one.goods)))
            if painted >= said + SAID_EVERY:
                said = painted
                say(f"{painted} more pictures painted")
    return painted


async def paint_up_to(app: App, placed: Placed, count: int) -> int:
    """Paint what is missing of a product's first `count` pictures; how many."""
    async with _turn_of(app, placed):
        there = len((await catalog.get_product(app, placed.slug, "USD")).pictures)
        for number in range(there, count):
            await _add_picture(app, placed, number)
    return max(count - there, 0)


def count_pictures(goods: Goods) -> int:
    """How many pictures a product gets: its colours, then its views."""
    return len(goods.colours) + len(goods.views)


async def _add_picture(app: App, placed: Placed, number: int) -> None:
    goods = placed.goods
    picture = await catalog.make_picture(app, await asyncio.to_thread(paint, goods, number))
    colour = goods.colours[number][0] if number < len(goods.colours) else goods.colours[0][0]
    variant_id = placed.variants.get(variant_title(colour, (goods.sizes or ("",))[0]))
    await catalog.add_picture(app, placed.product_id, picture, position=number, variant_id=variant_id)


def paint(goods: Goods, number: int, size: int = PICTURE_WIDTHS[-1]) -> Image.Image:
    """The product's picture of this number: front in each colour, then its views in the first."""
    is_colour = number < len(goods.colours)
    colour = goods.colours[number if is_colour else 0][1]
    view = "front" if is_colour else goods.views[number - len(goods.colours)]
    return video.paint_product(
        goods.kind, colour=colour, scene=goods.scene, seed=goods.seed, size=size, view=view, word=goods.word
    )


class _Turns:
    """One lock a product, so that the films and the painter do not paint the same picture twice."""

    def __init__(self, app: App) -> None:
        self.locks: dict[str, asyncio.Lock] = {}


def _turn_of(app: App, placed: Placed) -> asyncio.Lock:
    return app.part(_Turns).locks.setdefault(placed.slug, asyncio.Lock())
