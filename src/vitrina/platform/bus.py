"""How a process hears that a stream has grown: a small port, and the two ways to do it without a broker.

The bus carries only news ("room 7 is at offset 41"), never the events themselves: those lie in `platform_stream`, so a
lost message costs a moment and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Protocol

import asyncpg
import msgspec

from vitrina.platform.postgres import DATABASE_AWAY

STREAM_CHANNEL = "vitrina_stream"
NOTICE_BYTES_MAX = 7_500  # PostgreSQL refuses a NOTIFY of 8,000 bytes
RECONNECT_S = 0.5
_log = logging.getLogger("vitrina.bus")

Hear = Callable[[Mapping[str, int]], None]


class Bus(Protocol):
    """Tells other processes which streams have grown, and to which last offset."""

    async def publish(self, heads: Mapping[str, int]) -> None: ...

    def subscribe(self, hear: Hear) -> None: ...

    async def close(self) -> None: ...


class LocalBus:
    """A bus inside one process, for tests and simulations."""

    def __init__(self) -> None:
        self._listeners: list[Hear] = []

    async def publish(self, heads: Mapping[str, int]) -> None:
        for hear in self._listeners:
            hear(heads)

    def subscribe(self, hear: Hear) -> None:
        self._listeners.append(hear)

    async def close(self) -> None:
        self._listeners.clear()


class PostgresBus:
    """A bus over NOTIFY on connections of its own, outside every transaction.

    A listener that was away hears nothing of that time: after each reconnect it is called with no streams at all, which
    means "look yourself".
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._sender: asyncpg.Connection[asyncpg.Record] | None = None
        self._listeners: list[Hear] = []
        self._listening: asyncio.Task[None] | None = None

    async def publish(self, heads: Mapping[str, int]) -> None:
        """Send the news; a database that is away loses it, which its readers bear."""
        try:
            if self._sender is None or self._sender.is_closed():
                self._sender = await asyncpg.connect(self._url, timeout=5)
            for notice in notices_of(heads):
                await self._sender.execute("SELECT pg_notify($1, $2)", STREAM_CHANNEL, notice)
        except DATABASE_AWAY as problem:
            _log.warning("news of %d streams were lost: %s", len(heads), problem)
            self._sender = None

    def subscribe(self, hear: Hear) -> None:
        """Call `hear` in this loop with the new last offsets by stream; needs a running loop."""
        self._listeners.append(hear)
        if self._listening is None:
            self._listening = asyncio.get_running_loop().create_task(self._listen())

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait((self._listening,))
        if self._sender is not None:
            self._sender.terminate()

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except DATABASE_AWAY as problem:
                _log.warning("stream news: the database went away, trying again: %s", problem)
            await asyncio.sleep(RECONNECT_S)

    async def _listen_once(self) -> None:
        connection = await asyncpg.connect(self._url, timeout=5)
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(STREAM_CHANNEL, lambda _c, _p, _n, text: self._tell(text))
            self._tell("{}")
            await lost.wait()
        finally:
            connection.terminate()

    def _tell(self, text: object) -> None:
        heads = msgspec.json.decode(str(text), type=dict[str, int])
        for hear in self._listeners:
            hear(heads)


def notices_of(heads: Mapping[str, int]) -> list[str]:
    """The offsets as JSON objects, each short enough for one NOTIFY."""
    notices: list[str] = []
    part: dict[str, int] = {}
    size_bytes = 2
    for stream, offset in heads.items():
        entry_bytes = len(msgspec.json.encode({stream: offset}))
        if part and size_bytes + entry_bytes > NOTICE_BYTES_MAX:
            notices.append(msgspec.json.encode(part).decode())
            part, size_bytes = {}, 2
        part[stream] = offset
        size_bytes += entry_bytes
    if part:
        notices.append(msgspec.json.encode(part).decode())
    return notices
