"""Paints the goods: a cover for each product, and one picture more for each further colour."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence

from PIL import Image

from vitrina import catalog, video
from vitrina.catalog import PICTURE_WIDTHS
from vitrina.cli.demo.goods import Goods
from vitrina.cli.demo.settle import Placed, variant_title
from vitrina.platform.app import App

AT_ONCE = 2


async def paint_covers(app: App, placed: Sequence[Placed]) -> int:
    """Paint the first picture of the products that have none, which the films wait for; how many."""
    missing = [one for one in placed if not one.has_picture]
    await _in_turn([_add_picture(app, one, 0) for one in missing])
    return len(missing)


async def paint_all(app: App, placed: Sequence[Placed]) -> int:
    """Paint every picture that is missing: one for each colour, in their order; how many."""
    missing: list[tuple[Placed, int]] = []
    for one in placed:
        pictures = (await catalog.get_product(app, one.slug, "USD")).pictures
        missing += [(one, n) for n in range(len(pictures), len(one.goods.colours))]
    await _in_turn([_add_picture(app, one, n) for one, n in missing])
    return len(missing)


async def _in_turn(works: Sequence[Coroutine[None, None, None]]) -> None:
    turn = asyncio.Semaphore(AT_ONCE)

    async def take(work: Coroutine[None, None, None]) -> None:
        async with turn:
            await work

    async with asyncio.TaskGroup() as group:
        for work in works:
            group.create_task(take(work))


async def _add_picture(app: App, placed: Placed, n: int) -> None:
    goods = placed.goods
    picture = await catalog.make_picture(app, await asyncio.to_thread(_paint, goods, n))
    variant_id = placed.variants.get(variant_title(goods.colours[n][0], (goods.sizes or ("",))[0]))
    await catalog.add_picture(app, placed.product_id, picture, position=n, variant_id=variant_id)


def _paint(goods: Goods, n: int) -> Image.Image:
    return video.paint_product(
        goods.kind, colour=goods.colours[n][1], scene=goods.scene, seed=goods.seed, size=PICTURE_WIDTHS[-1]
    )
