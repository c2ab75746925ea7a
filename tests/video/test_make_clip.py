"""A clip made of products: tagged while each is seen, once for each recipe."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.video.world import make_creator, make_stall, stored_files, work_files

from vitrina import catalog, video
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.errors import Refusal
from vitrina.platform.app import App
from vitrina.video import ClipShot, Recipe


async def test_products_become_a_film_once_whatever_their_prices_do(app: App, clock: ManualClock) -> None:
    ana, stall = await make_creator(app, "ana", language="es"), await make_stall(app, "Taza", "Plato")
    picture = await catalog.make_picture(app, video.paint_product("mug", colour="jade", scene=None, seed=1, size=640))
    shots = tuple(ClipShot(product, picture.key, "Hecha a mano", "$24.90") for product in stall.products)
    recipe = Recipe("Mi vitrina", "Hecho con calma", "es", 7, shots, name="mi-vitrina")
    made = await video.make_from_products(app, ana.need_account(), recipe)
    film = made.video
    assert (made.is_new, film.title, film.language, film.width, film.height) == (True, "Mi vitrina", "es", 720, 1280)
    times = sorted((one.start_ms, one.end_ms) for one in film.times.values())
    assert times[0][0] == 0 and times[0][1] == times[1][0] and times[1][1] == film.duration_ms
    assert 6000 <= film.duration_ms <= 12_000
    clock.advance(timedelta(minutes=1))
    files = stored_files(app)
    again = await video.make_from_products(app, ana.need_account(), recipe)
    assert (again.is_new, again.video.id, stored_files(app)) == (False, film.id, files)
    dearer = replace(recipe, shots=tuple(replace(shot, price_text="$29.90") for shot in shots))
    again = await video.make_from_products(app, ana.need_account(), dearer)
    assert (again.is_new, again.video.id, stored_files(app)) == (False, film.id, files)
    assert work_files(app) == []


async def test_a_film_of_nothing_leaves_nothing(app: App) -> None:
    ana = await make_creator(app, "ana")
    with pytest.raises(Refusal) as refused:
        await video.make_from_products(app, ana.need_account(), Recipe("Nothing", "Nothing", "en", 1, ()))
    assert refused.value.code == "pictures_count"
    assert (stored_files(app), work_files(app)) == ([], [])
    assert (await video.list_by_creator(app, "ana", None, 10)).rows == ()
