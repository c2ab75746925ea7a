"""Duties of the worker: fetch the pictures that imported files name, tell those who wait for a product,
forget files that nobody confirmed."""

from __future__ import annotations

from vitrina.catalog import actions
from vitrina.platform.app import App
from vitrina.platform.jobs import Every

FETCH_EVERY_S = 5
FORGET_EVERY_S = 3_600
WATCH_EVERY_S = 5


async def fetch_pictures(app: App) -> None:
    await actions.fetch_due_pictures(app)


async def forget_seen_files(app: App) -> None:
    await actions.forget_seen_files(app)


async def tell_watchers(app: App) -> None:
    while await actions.tell_watchers(app):
        pass


DUTIES = [
    Every(FETCH_EVERY_S, "catalog.fetch_pictures", fetch_pictures),
    Every(FORGET_EVERY_S, "catalog.forget_seen_files", forget_seen_files),
    Every(WATCH_EVERY_S, "catalog.tell_watchers", tell_watchers),
]
