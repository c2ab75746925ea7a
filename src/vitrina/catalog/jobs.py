"""Duties of the worker: fetch the pictures that imported files name."""

from __future__ import annotations

from vitrina.catalog import actions
from vitrina.platform.app import App
from vitrina.platform.jobs import Every

FETCH_EVERY_S = 5


async def fetch_pictures(app: App) -> None:
    await actions.fetch_due_pictures(app)


DUTIES = [Every(FETCH_EVERY_S, "catalog.fetch_pictures", fetch_pictures)]
