"""Paints the goods: a cover for each product, and one picture more for each further colour."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PIL import Image

from vitrina import catalog, video
from vitrina.catalog import PICTURE_WIDTHS
from vitrina.cli.demo.goods import Goods
from vitrina.cli.demo.settle import Placed, variant_title
from vitrina.platform.app import App

AT_ONCE = 2


async def paint(app: App, placed: Sequence[Placed]) -> int:
    """Paint the products that have no picture yet, two at a time; how many."""
    missing = [one for one in placed if not one.has_picture]
    turn = asyncio.Semaphore(AT_ONCE)

    async def work(one: Placed) -> None:
        async with turn:
            await _paint_one(app, one)

    async with asyncio.TaskGroup() as group:
        for one in missing:
            group.create_task(work(one))
    return len(missing)


async def _paint_one(app: App, placed: Placed) -> None:
    goods = placed.goods
    made = [
        await catalog.make_picture(app, await asyncio.to_thread(_paint, goods, n)) for n in range(len(goods.colours))
    ]
    # All of a product's pictures appear together: one that has any has all.
    async with app.db.ambient_transaction():
        for n, ((label, _), picture) in enumerate(zip(goods.colours, made, strict=True)):
            for size in goods.sizes[:1] or ("",):
                variant_id = placed.variants.get(variant_title(label, size))
                await catalog.add_picture(app, placed.product_id, picture, position=n, variant_id=variant_id)


def _paint(goods: Goods, n: int) -> Image.Image:
    return video.paint_product(
        goods.kind, colour=goods.colours[n][1], scene=goods.scene, seed=goods.seed, size=PICTURE_WIDTHS[-1]
    )
