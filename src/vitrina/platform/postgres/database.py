"""A pool of connections and the one way to open a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeAlias

import asyncpg
import msgspec

from vitrina.platform.telemetry import count_statement

if TYPE_CHECKING:
    Connection: TypeAlias = asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
    _Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:
    Connection = asyncpg.Connection
    _Pool = asyncpg.Pool

Row: TypeAlias = asyncpg.Record

# What asyncpg raises when its server is gone. InternalClientError is its word for a connection that died in the middle of
# a statement whose caller was cancelled ("cannot switch to state …"): the connection is lost, the program is not wrong.
DATABASE_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, TimeoutError)

# A keyed request runs its action inside the transaction that holds its key row; `transaction()` then joins that one.
_ambient: ContextVar[Connection | None] = ContextVar("vitrina_transaction", default=None)

STATEMENTS_CACHED = 400
STATEMENT_TIMEOUT_S = 30
POOL_WAIT_S = 10
# A keyed request keeps its connection while its action waits for a gathered read, which needs one of its own.
POOL_FOR_OTHERS = 3


class Database:
    """The pool of one process. Stores take a `Connection`; only actions and jobs open transactions."""

    def __init__(self, pool: _Pool, url: str) -> None:
        self._pool = pool
        self.url = url
        self._keyed = asyncio.Semaphore(max(1, pool.get_max_size() - POOL_FOR_OTHERS))

    @classmethod
    async def open(cls, url: str, size: int) -> Database:
        """Connect `size` connections at most to `url`; OSError or asyncpg's error when the server does not answer."""
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            statement_cache_size=STATEMENTS_CACHED,
            max_cached_statement_lifetime=0,
            command_timeout=STATEMENT_TIMEOUT_S,
            init=_prepare,
            reset=_tidy_up,
            server_settings={"application_name": "vitrina", "timezone": "UTC", "jit": "off"},
        )
        return cls(pool, url)

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for reads and for single statements; inside a keyed request, that request's transaction."""
        ambient = _ambient.get()
        if ambient is not None:
            yield ambient
            return
        async with self._pool.acquire(timeout=POOL_WAIT_S) as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A READ COMMITTED transaction: committed when the block ends, rolled back when it raises.

        Inside a keyed request it joins the request's transaction, so that the key commits with the effect.
        """
        ambient = _ambient.get()
        if ambient is not None:
            async with ambient.transaction():
                yield ambient
            return
        async with self._pool.acquire(timeout=POOL_WAIT_S) as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Connection]:
        """A read-only transaction that sees one moment from its first statement on, however long it reads.

        It takes no transaction id, so the relay, which waits for older writers, does not wait for it.
        """
        async with (
            self._pool.acquire(timeout=POOL_WAIT_S) as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield connection

    @asynccontextmanager
    async def ambient_transaction(self) -> AsyncIterator[Connection]:
        """A transaction that every `transaction()` and `connection()` of this task joins until the block ends."""
        assert _ambient.get() is None, "ambient transactions do not nest"
        async with self._keyed, self._pool.acquire(timeout=POOL_WAIT_S) as connection, connection.transaction():
            token = _ambient.set(connection)
            try:
                yield connection
            finally:
                _ambient.reset(token)


async def _tidy_up(connection: Connection) -> None:
    """End a transaction that a cancelled task left open; nothing else of ours outlives one.

    asyncpg's own reset is a round trip of five statements after every use, a twelfth of a purchase's CPU.
    """
    if connection.is_in_transaction():
        await connection.execute("ROLLBACK")


def _count(query: asyncpg.connection.LoggedQuery) -> None:
    count_statement(query.elapsed)


async def _prepare(connection: Connection) -> None:
    """Statements are counted; JSONB travels as Python values, by msgspec."""
    connection.add_query_logger(_count)
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: b"\x01" + msgspec.json.encode(value),
        decoder=lambda raw: msgspec.json.decode(raw[1:]),
        format="binary",
    )
