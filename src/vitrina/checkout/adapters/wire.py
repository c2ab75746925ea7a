"""HTTP/1.1 to one provider next door over kept-alive connections: one write, one parse, no layers between.

aiohttp's client cost 118 µs of CPU per call and this costs 22 (32 clients, uvloop), twice per sale; so the sandbox
gateway, whose host the operator sets and which speaks plain HTTP with known lengths, is asked through this. Nothing
else is.
"""

from __future__ import annotations

import asyncio
from typing import Final, NamedTuple, cast

import httptools

from vitrina.checkout.adapters.port import ProviderUnavailable

CONNECTIONS_MAX: Final = 256
ANSWER_BYTES_MAX: Final = 1_048_576
IDLE_S_MAX: Final = 60.0  # below the gateway's 75 s, so that no request meets a closing connection


class WireAnswer(NamedTuple):
    """A whole HTTP answer."""

    status: int
    body: bytes


class Wire:
    """The connections to one host and port; times in seconds; every failure is ProviderUnavailable."""

    def __init__(self, host: str, port: int, *, connect_s: float, read_s: float) -> None:
        self._host = host
        self._port = port
        self._connect_s = connect_s
        self._read_s = read_s
        self._idle: list[_Connection] = []
        self._open: set[_Connection] = set()
        self._is_closed = False

    async def ask(self, request: bytes) -> WireAnswer:
        """Send one whole HTTP request and return its whole answer; after `read_s` the outcome is unknown."""
        connection = self._take() or await self._connect()
        try:
            answer = await connection.ask(request, self._read_s)
        except BaseException:  # also when the caller is cancelled: a late answer must not meet the next request
            connection.abort()
            raise
        if connection.is_reusable and not self._is_closed:
            self._idle.append(connection)
        else:
            connection.abort()
        return answer

    async def close(self) -> None:
        """Drop every connection; what still waits for an answer fails."""
        self._is_closed = True
        for connection in list(self._open):
            connection.abort()
        await asyncio.sleep(0)

    def _take(self) -> _Connection | None:
        """The connection used last, so that those not needed grow old and are let go."""
        oldest = asyncio.get_running_loop().time() - IDLE_S_MAX
        while self._idle:
            connection = self._idle.pop()
            if connection.is_reusable and connection.used_at_s > oldest:
                return connection
            connection.abort()
        return None

    async def _connect(self) -> _Connection:
        if self._is_closed or len(self._open) >= CONNECTIONS_MAX:
            raise ProviderUnavailable("no connection is free")
        connection = _Connection(self._open)
        self._open.add(connection)
        try:
            async with asyncio.timeout(self._connect_s):
                await asyncio.get_running_loop().create_connection(lambda: connection, self._host, self._port)
        except (OSError, TimeoutError) as error:
            self._open.discard(connection)
            raise ProviderUnavailable(f"no connection: {error!r}") from error
        except BaseException:
            connection.abort()
            raise
        return connection


class _Connection(asyncio.Protocol):
    """One socket: at most one request at a time; an answer that nobody asked for ends it."""

    def __init__(self, open_connections: set[_Connection]) -> None:
        self._open = open_connections
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[WireAnswer] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""
        self.used_at_s = 0.0
        self.is_reusable = True

    async def ask(self, request: bytes, read_s: float) -> WireAnswer:
        assert self._transport is not None and self._waiter is None
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[WireAnswer] = loop.create_future()
        self._waiter = waiter
        self._transport.write(request)
        deadline = loop.call_later(read_s, self._fail, "no answer in time")
        try:
            return await waiter
        finally:
            deadline.cancel()
            self._waiter = None
            self.used_at_s = loop.time()

    def abort(self) -> None:
        """Drop the socket at once; nothing more is read from it."""
        self.is_reusable = False
        self._open.discard(self)
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one without saying so

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_reusable = False
        self._open.discard(self)
        self._fail(f"connection lost: {exc!r}")

    def data_received(self, data: bytes) -> None:
        if self._waiter is None or self._waiter.done():
            self.abort()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"no HTTP: {error!r}")

    def on_message_begin(self) -> None:
        self._body = b""

    def on_body(self, body: bytes) -> None:
        self._body += body
        if len(self._body) > ANSWER_BYTES_MAX:
            self._fail("answer too large")

    def on_message_complete(self) -> None:
        self.is_reusable = self.is_reusable and self._parser.should_keep_alive()
        if self._waiter is None or self._waiter.done():
            self.is_reusable = False
        else:
            self._waiter.set_result(WireAnswer(self._parser.get_status_code(), self._body))

    def _fail(self, reason: str) -> None:
        self.is_reusable = False
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(ProviderUnavailable(reason))
