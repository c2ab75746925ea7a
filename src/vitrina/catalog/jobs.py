"""Duties of the worker: fetch the pictures that imported files name, tell those who wait for a product."""

from __future__ import annotations

from vitrina.catalog import actions
from vitrina.platform.app import App
from vitrina.platform.jobs import Every

FETCH_EVERY_S = 5
WATCH_EVERY_S = 5


async def fetch_pictures(app: App) -> None:
    await actions.fetch_due_pictures(app)


async def tell_watchers(app: App) -> None:
    while await actions.tell_watchers(app):
        pass


DUTIES = [
    Every(FETCH_EVERY_S, "catalog.fetch_pictures", fetch_pictures),
    Every(WATCH_EVERY_S, "catalog.tell_watchers", tell_watchers),
]
