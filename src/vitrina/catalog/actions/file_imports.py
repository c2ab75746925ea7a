"""A seller takes a file in from the page: look at it, say what its columns are, confirm, and undo it while nothing is sold."""

from __future__ import annotations

import asyncio
import contextvars
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from vitrina import market, people
from vitrina.catalog import store
from vitrina.catalog.actions.import_catalog import import_catalog, read_file
from vitrina.catalog.actions.own_shop import own_settings
from vitrina.catalog.adapters import CatalogDraft, CatalogFileRefused, ProductDraft, RowIssue, guess_columns
from vitrina.catalog.engine.importing import shop_issues
from vitrina.catalog.errors import ImportInProgress, ImportNotLast, ImportNotReady, ImportSold
from vitrina.catalog.model import FileImport, ImportReport, SourceProduct
from vitrina.catalog.rules import source_hash
from vitrina.kernel.errors import NotFound, Refusal
from vitrina.kernel.ids import uuid7
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events

IMPORT_CONFIRMED = "ImportConfirmed"
IMPORT_BYTES_MAX = 8 * 1024 * 1024
ROWS_SHOWN = 20
ISSUES_KEPT_MAX = 5_000
IMPORTS_SHOWN = 10
SEEN_KEPT = timedelta(days=1)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it would come in: `draft` is None when all of it is refused, and `refusal` says why.

    `columns` are (header cell, field it is taken for), empty where the format leaves no choice; `known` are the shop's
    products of the same references.
    """

    file: FileImport
    columns: tuple[tuple[str, str | None], ...]
    draft: CatalogDraft | None
    refusal: Refusal | None
    issues: tuple[RowIssue, ...]
    known: Mapping[str, SourceProduct]
    currency: str

    def state_of(self, product: ProductDraft) -> str:
        """What confirming does with a product: new, changed or same."""
        found = self.known.get(product.reference)
        if found is None:
            return "new"
        return "same" if found.source_hash == source_hash(product, self.currency) else "changed"


async def see_file(app: App, actor: people.Actor, slug: str, name: str, content: bytes) -> Look:
    """Keep a file and look at it; nothing of the shop changes."""
    shop = await own_settings(app, actor, slug)
    import_id = uuid7(app.clock.now())
    async with app.db.transaction() as transaction:
        await store.insert_import(
            transaction, import_id, shop.id, name=name, content=content, by_account=actor.need_account(),
            at=app.clock.now(),
        )  # fmt: skip
    return await look_again(app, actor, slug, import_id, None)


async def look_again(app: App, actor: people.Actor, slug: str, import_id: UUID, columns: dict[str, str] | None) -> Look:
    """Look at a kept file with these columns; None: as before. `ImportNotReady` once it was confirmed."""
    shop = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        found = await store.find_import(transaction, shop.id, import_id)
        if found is None:
            raise NotFound
        if found.state != "seen":
            raise ImportNotReady(import_state=found.state)
        if columns is not None:
            await store.update_columns(transaction, import_id, columns)
        content = await store.find_content(transaction, import_id)
    assert content is not None
    chosen = found.columns if columns is None else columns
    currency = (await market.markets(app)).get(shop.country).currency
    guessed, draft, refusal = await asyncio.to_thread(_with_file, content, lambda path: _look(path, currency, chosen))
    shown = tuple((cell, (chosen[cell] or None) if cell in chosen else field) for cell, field in guessed)
    if draft is None:
        issues = refusal.issues if isinstance(refusal, CatalogFileRefused) else ()
        return Look(found, shown, None, refusal, issues, {}, currency)
    async with app.db.connection() as connection:
        known = await store.list_source_products(connection, shop.id, [one.reference for one in draft.products])
    own = [issue for product in draft.products for issue in shop_issues(product, currency)]
    issues = tuple(sorted((*draft.issues, *own), key=lambda issue: issue.line))
    return Look(found, shown, draft, None, issues, known, currency)


def _look(
    path: Path, currency: str, chosen: Mapping[str, str]
) -> tuple[Sequence[tuple[str, str | None]], CatalogDraft | None, Refusal | None]:
    guessed: Sequence[tuple[str, str | None]] = ()
    try:
        guessed = guess_columns(path)
        return guessed, read_file(path, currency, None, chosen or None), None
    except CatalogFileRefused as refusal:
        return guessed, None, refusal


def _with_file(content: bytes, act: Callable[[Path], Answer]) -> Answer:
    """The readers stream from a path: a file of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="vitrina-import-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return act(path)


async def confirm_file(app: App, actor: people.Actor, slug: str, import_id: UUID) -> FileImport:
    """Let a worker take a seen file in. `ImportNotReady`, `NotFound`."""
    shop = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        found = await store.find_import(transaction, shop.id, import_id, lock=True)
        if found is None:
            raise NotFound
        if not await store.move_import(transaction, import_id, ["seen"], "waiting"):
            raise ImportNotReady(import_state=found.state)
        await add_events(transaction, [Event(IMPORT_CONFIRMED, import_id, {}, app.clock.now())])
    app.waker.wake()
    return await get_file(app, actor, slug, import_id)


async def run_import(app: App, import_id: UUID) -> None:
    """Take a confirmed file in; what was done already is not done again, so a worker that died is followed by another.

    `ImportInProgress` while another file of the shop is under way: to be tried again.
    """
    async with app.db.connection() as connection:
        found = await store.find_import(connection, None, import_id)
        content = await store.find_content(connection, import_id)
    if found is None or content is None or found.state not in ("waiting", "running"):
        return
    async with app.db.connection() as connection:
        await store.move_import(connection, import_id, ["waiting"], "running")

    async def note(done: int, of: int) -> None:
        async with app.db.connection() as connection:
            await store.note_progress(connection, import_id, done, of)

    async def note_outside(done: int, of: int) -> None:
        # A connection of its own, outside the transaction: the page sees how far it is before the whole is committed.
        await asyncio.get_running_loop().create_task(note(done, of), context=contextvars.Context())

    with tempfile.TemporaryDirectory(prefix="vitrina-import-") as folder:
        path = Path(folder) / "file"
        await asyncio.to_thread(path.write_bytes, content)
        try:
            # One transaction: what is in the shop is in the record that undoes it.
            async with app.db.ambient_transaction():
                report = await import_catalog(
                    app, found.shop_id, path, chosen=found.columns or None, kept_for=import_id, on_batch=note_outside
                )
                await _finish(app, import_id, "done", _told(report), report.issues)
        except ImportInProgress:
            raise
        except Refusal as refusal:
            issues = refusal.issues if isinstance(refusal, CatalogFileRefused) else ()
            told = {"code": refusal.code, "en": refusal.text("en"), "es": refusal.text("es")}
            await _finish(app, import_id, "refused", told, issues)


def _told(report: ImportReport) -> dict[str, Any]:
    names = (
        "format", "rows_read", "rows_skipped", "products_new", "products_changed", "products_same", "variants_new",
        "variants_retired", "pictures_due",
    )  # fmt: skip
    assert report.at is not None
    return {name: getattr(report, name) for name in names} | {"at": report.at.isoformat()}


async def _finish(app: App, import_id: UUID, state: str, told: dict[str, Any], issues: Sequence[RowIssue]) -> None:
    async with app.db.transaction() as transaction:
        await store.finish_import(
            transaction, import_id, state, told=told, issues=issues[:ISSUES_KEPT_MAX], at=app.clock.now()
        )
        touched = await store.list_touched(transaction, import_id)
        now = app.clock.now()
        if touched:
            await add_events(
                transaction, [Event("ProductChanged", product, {"what": "import"}, now) for product, _ in touched]
            )
    app.waker.wake()


async def get_file(app: App, actor: people.Actor, slug: str, import_id: UUID) -> FileImport:
    """One file of a shop and how far it is; `NotFound`."""
    shop = await own_settings(app, actor, slug)
    async with app.db.connection() as connection:
        found = await store.find_import(connection, shop.id, import_id)
    if found is None:
        raise NotFound
    return found


async def list_issues(app: App, actor: people.Actor, slug: str, import_id: UUID) -> Sequence[RowIssue]:
    """Everything that is wrong with a file, also before it is confirmed."""
    found = await get_file(app, actor, slug, import_id)
    if found.state == "seen":
        return (await look_again(app, actor, slug, import_id, None)).issues
    return found.issues


async def list_files(app: App, actor: people.Actor, slug: str) -> list[FileImport]:
    """The files that a shop took in, newest first; up to 10."""
    shop = await own_settings(app, actor, slug)
    async with app.db.connection() as connection:
        return await store.list_imports(connection, shop.id, IMPORTS_SHOWN)


async def undo_import(app: App, actor: people.Actor, slug: str, import_id: UUID) -> FileImport:
    """Bring everything back to how it stood before the last file; what the file made is taken away.

    `ImportNotReady`, `ImportNotLast`, `ImportSold` when a buyer holds or bought something of it meanwhile.
    """
    shop = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        found = await store.find_import(transaction, shop.id, import_id, lock=True)
        if found is None:
            raise NotFound
        if found.state != "done" or found.told is None:
            raise ImportNotReady(import_state=found.state)
        if await store.find_last_import(transaction, shop.id) != import_id:
            raise ImportNotLast
        if not await store.lock_import(transaction, shop.id):
            raise ImportInProgress
        variants = await store.list_variants_touched(transaction, import_id)
        await store.lock_stock(transaction, variants)
        imported_at = datetime.fromisoformat(found.told["at"])
        # A statement of its own: only then it sees the holds of those whom the lock waited for.
        if await store.is_sold_since(transaction, variants, imported_at):
            raise ImportSold
        await store.undo_stock(transaction, variants, imported_at, app.clock.now())
        await store.undo_variants(transaction, import_id)
        await store.undo_pictures(transaction, import_id)
        await store.undo_products(transaction, import_id)
        await store.move_import(transaction, import_id, ["done"], "undone")
        touched = await store.list_touched(transaction, import_id)
        now = app.clock.now()
        await add_events(
            transaction, [Event("ProductChanged", product, {"what": "undone"}, now) for product, _ in touched]
        )
    app.waker.wake()
    return await get_file(app, actor, slug, import_id)


async def forget_seen_files(app: App) -> None:
    """Delete files that were looked at and not confirmed within a day."""
    async with app.db.transaction() as transaction:
        await store.delete_seen(transaction, app.clock.now() - SEEN_KEPT)
