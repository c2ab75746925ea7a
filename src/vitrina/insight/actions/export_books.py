"""Taking the books out, for another program to prove."""

from __future__ import annotations

from collections.abc import AsyncIterator

from vitrina import people
from vitrina.insight.adapters import beancount
from vitrina.platform.app import App


def export_books_as(app: App, actor: people.Actor) -> AsyncIterator[str]:
    """As `export_books`, for the operator; `LoginNeeded`, `NotAllowed`, before anything is read."""
    actor.need_role("operator")
    return export_books(app)


async def export_books(app: App) -> AsyncIterator[str]:
    """The whole ledger as Beancount text in pieces, as of one moment."""
    async with app.db.snapshot() as snapshot:
        async for piece in beancount.write_books(snapshot):
            yield piece
