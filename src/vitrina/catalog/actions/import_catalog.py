"""A seller's file becomes products of their shop: the same file twice is once, a bad file changes nothing."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from vitrina import market
from vitrina.catalog import store
from vitrina.catalog.adapters import CatalogDraft, read_catalog
from vitrina.catalog.engine.importing import Importing
from vitrina.catalog.errors import ImportInProgress
from vitrina.catalog.model import ImportReport
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import ShopId
from vitrina.platform.app import App

BATCH_PRODUCTS = 1_000

Progress = Callable[[int, int], None]
Batch = Callable[[int, int], Awaitable[None]]


async def import_catalog(
    app: App, shop_id: ShopId, source: Path, *, format: str | None = None, on_progress: Progress | None = None,
    chosen: Mapping[str, str] | None = None, kept_for: UUID | None = None, on_batch: Batch | None = None,
) -> ImportReport:  # fmt: skip
    """Take the catalogue file at `source` into a shop, in one transaction.

    Products are known by the file's references: an unchanged one is not written, one that the file no longer has stays.
    The stock follows the file only where its number changed; pieces that buyers hold stay promised.
    `on_progress(done, all)` counts products, `on_batch` may wait. `chosen` says what columns are; with `kept_for` everything
    is kept as it stood, for `undo_import`. `CatalogFileRefused` (nothing changed), `NotFound`, `ImportInProgress`.
    """
    async with app.db.connection() as connection:
        shops = await store.list_shops(connection, [shop_id])
    if not shops:
        raise NotFound
    currency = (await market.markets(app)).get(shops[0].country).currency
    draft = await asyncio.to_thread(read_file, source, currency, format, chosen)
    skipped = {issue.line for issue in draft.issues if issue.is_error}
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        if not await store.lock_import(transaction, shop_id):
            raise ImportInProgress
        importing = Importing(
            transaction, shop_id, currency=currency, is_whole=not skipped, clock=app.clock, at=now, kept_for=kept_for
        )
        for first in range(0, len(draft.products), BATCH_PRODUCTS):
            await importing.take(draft.products[first : first + BATCH_PRODUCTS])
            if on_progress is not None:
                on_progress(min(first + BATCH_PRODUCTS, len(draft.products)), len(draft.products))
            if on_batch is not None:
                await on_batch(min(first + BATCH_PRODUCTS, len(draft.products)), len(draft.products))
        await importing.finish()
    return _report(draft, importing, len(skipped), now)


def read_file(
    source: Path, currency: str, format: str | None = None, chosen: Mapping[str, str] | None = None
) -> CatalogDraft:
    """The file as drafts. They form no cycles, and the collector would walk all of them over and over: a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return read_catalog(source, currency=currency, format=format, chosen=chosen)
    finally:
        if was_on:
            gc.enable()


def _report(draft: CatalogDraft, importing: Importing, rows_skipped: int, at: datetime) -> ImportReport:
    counts = importing.counts
    written = counts["products_new"] + counts["products_changed"]
    return ImportReport(
        format=draft.format,
        rows_read=draft.rows_read,
        rows_skipped=rows_skipped,
        products_new=counts["products_new"],
        products_changed=counts["products_changed"],
        products_same=len(draft.products) - written,
        variants_new=counts["variants_new"],
        variants_retired=counts["variants_retired"],
        pictures_due=counts["pictures_due"],
        issues=tuple(sorted((*draft.issues, *importing.issues), key=lambda issue: issue.line)),
        at=at,
    )
