"""The pictures that imported files name are fetched and made ready, a few at a time, until there are none left.

A try is claimed for two minutes: when the worker dies, the next one takes it up again. A URL that several products share
is fetched once. What can never succeed is given up at once, what may is tried five times over some hours.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from vitrina.catalog import store
from vitrina.catalog.actions.take_picture import make_picture
from vitrina.catalog.model import DuePicture, Picture
from vitrina.catalog.rules import PICTURE_RETRY_S, PICTURE_TRIES_MAX
from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import uuid7
from vitrina.platform.app import App
from vitrina.platform.fetch import PICTURE, FetchFailed

CLAIM = timedelta(minutes=2)
CLAIMED_AT_ONCE = 20
FETCHES_AT_ONCE = 4
PASS_PICTURES_MAX = 200
STATUS_OK_MAX = 299
REASON_LOST = "tries_lost"
# Later or never: these answers may change, every other refusal of a server is its last word.
STATUSES_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_log = logging.getLogger("vitrina.catalog")

Claimed = tuple[DuePicture, int]


class _NotGiven(Exception):
    """The server answered with another status than success."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def fetch_due_pictures(app: App) -> int:
    """Fetch the pictures that are due, at most 200; how many tries were made."""
    tried = 0
    turn = asyncio.Semaphore(FETCHES_AT_ONCE)
    while tried < PASS_PICTURES_MAX:
        now = app.clock.now()
        async with app.db.transaction() as transaction:
            claimed = await store.claim_due_pictures(transaction, now, now + CLAIM, CLAIMED_AT_ONCE)
        if not claimed:
            break
        by_url: dict[str, list[Claimed]] = {}
        for due, tries in claimed:
            by_url.setdefault(due.source_url, []).append((due, tries))
        async with asyncio.TaskGroup() as group:
            for url, wanted in by_url.items():
                group.create_task(_serve(app, url, wanted, turn))
        tried += len(claimed)
    return tried


async def _serve(app: App, url: str, wanted: Sequence[Claimed], turn: asyncio.Semaphore) -> None:
    async with turn:
        if min(tries for _, tries in wanted) > PICTURE_TRIES_MAX:
            # Every try ended without an answer of any kind: the picture may be what kills the worker.
            await _fail(app, wanted, REASON_LOST, is_passing=False)
            return
        try:
            picture = await _fetch(app, url)
        except _NotGiven as answer:
            await _fail(app, wanted, f"http_{answer.status}", is_passing=answer.status in STATUSES_PASSING)
        except FetchFailed as problem:
            await _fail(app, wanted, problem.code, is_passing=True)
        except Refusal as refusal:
            await _fail(app, wanted, refusal.code, is_passing=False)
        else:
            await _show(app, url, wanted, picture)


async def _fetch(app: App, url: str) -> Picture:
    answer = await app.fetch.get(url, PICTURE, headers={"Accept": "image/*"})
    if answer.status > STATUS_OK_MAX:
        raise _NotGiven(answer.status)
    return await make_picture(app, answer.body)


async def _show(app: App, url: str, wanted: Sequence[Claimed], picture: Picture) -> None:
    async with app.db.transaction() as transaction:
        for due, _ in wanted:
            # Another import may have moved it, or may not want it any more.
            found = await store.finish_due_picture(transaction, due.product_id, url)
            if found is not None:
                picture_id = uuid7(app.clock.now())
                await store.insert_picture(
                    transaction, picture_id, found.product_id, picture,
                    variant_id=found.variant_id, position=found.position, source_url=url,
                )  # fmt: skip


async def _fail(app: App, wanted: Sequence[Claimed], reason: str, *, is_passing: bool) -> None:
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        for due, tries in wanted:
            next_at = None
            if is_passing and tries < PICTURE_TRIES_MAX:
                next_at = now + timedelta(seconds=PICTURE_RETRY_S[tries - 1])
            else:
                _log.warning("picture of product %s given up after %d tries: %s", due.product_id, tries, reason)
            await store.fail_due_picture(transaction, due, reason, next_at=next_at)
