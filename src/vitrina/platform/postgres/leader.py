"""One of many processes does a thing: whoever holds the database's advisory lock for it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import asyncpg

from vitrina.platform.postgres.database import DATABASE_AWAY, Connection

RETRY_S = 1.0
_log = logging.getLogger("vitrina.leader")


async def lead(url: str, lock: int, serve: Callable[[Connection], Awaitable[None]], *, name: str) -> None:
    """Wait for the advisory lock `lock`, then run `serve` with the connection that holds it; for ever, until cancelled.

    When the connection is lost, so is the lock: `serve` is cancelled, and the wait begins anew. What `serve` does must
    therefore bear being done twice for a moment, or do its writes on the very connection it is given.
    """
    while True:
        try:
            await _lead_once(url, lock, serve, name)
        except DATABASE_AWAY as problem:
            _log.warning("%s: the database went away, trying again: %s", name, problem)
        await asyncio.sleep(RETRY_S)


async def _lead_once(url: str, lock: int, serve: Callable[[Connection], Awaitable[None]], name: str) -> None:
    connection = await asyncpg.connect(url, timeout=10, server_settings={"application_name": f"vitrina {name}"})
    serving: asyncio.Task[None] | None = None
    lost = asyncio.Event()
    gone = asyncio.create_task(lost.wait())
    connection.add_termination_listener(lambda _: lost.set())
    try:
        # Asked for again and again: a session that waits inside pg_advisory_lock() holds a snapshot all the while.
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", lock):  # noqa: ASYNC110
            await asyncio.sleep(RETRY_S)
        _log.info("%s: leading", name)
        serving = asyncio.create_task(_as_task(serve, connection))
        await asyncio.wait((serving, gone), return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            await serving
    finally:
        gone.cancel()
        if serving is not None and not serving.done():
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError, *DATABASE_AWAY):
                await serving
        # A lock belongs to its session: closing gives it back at once.
        connection.terminate()


async def _as_task(serve: Callable[[Connection], Awaitable[None]], connection: Connection) -> None:
    await serve(connection)
