"""The thin HTTP client of the sandbox adapter against servers that misbehave: the outcome is unknown, never wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest
import uvloop

from vitrina.checkout.adapters.port import ProviderUnavailable
from vitrina.checkout.adapters.wire import ANSWER_BYTES_MAX, Wire, WireAnswer

ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LOOPS: list[Callable[[], asyncio.AbstractEventLoop]] = [asyncio.new_event_loop, uvloop.new_event_loop]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def answer(body: bytes, extra: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\n%bContent-Length: %d\r\n\r\n%b" % (extra, len(body), body)


def run(loop: Callable[[], asyncio.AbstractEventLoop], story: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(story)


class Server:
    """Talks as the test says on every connection and counts them."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.connections = 0

    async def __aenter__(self) -> Wire:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self._wire = Wire("127.0.0.1", self._server.sockets[0].getsockname()[1], connect_s=1, read_s=0.2)
        return self._wire

    async def __aexit__(self, *_: object) -> None:
        await self._wire.close()
        self._server.close()
        await asyncio.sleep(0.05)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def saying(*chunks: bytes) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for chunk in chunks:
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(0.01)

    return talk


async def echo_count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    count = 0
    while True:
        await reader.readuntil(b"\r\n\r\n")
        count += 1
        writer.write(answer(b"%d" % count))


@pytest.mark.parametrize("loop", LOOPS)
def test_one_connection_serves_many_and_a_crowd_gets_more(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def story() -> None:
        server = Server(echo_count)
        async with server as wire:
            assert [await wire.ask(ASK) for _ in range(3)] == [
                WireAnswer(200, b"1"),
                WireAnswer(200, b"2"),
                WireAnswer(200, b"3"),
            ]
            assert server.connections == 1
            await asyncio.gather(*[wire.ask(ASK) for _ in range(5)])
            assert server.connections == 5

    run(loop, story())


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(
    "chunks",
    [
        (),
        (b"HTTP/1.1 200 OK\r\n",),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",),
        (b"SSH-2.0-hello\r\n",),
        (answer(b"x" * (ANSWER_BYTES_MAX + 1)),),
    ],
    ids=["nothing", "half a head", "half a body", "no HTTP", "too much"],
)
def test_a_broken_answer_is_an_unknown_outcome(
    loop: Callable[[], asyncio.AbstractEventLoop], chunks: tuple[bytes, ...]
) -> None:
    async def story() -> None:
        async with Server(saying(*chunks)) as wire:
            with pytest.raises(ProviderUnavailable):
                await wire.ask(ASK)

    run(loop, story())


@pytest.mark.parametrize("loop", LOOPS)
def test_an_answer_in_pieces_is_whole_and_close_is_obeyed(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def story() -> None:
        whole = answer(b'{"status":"ok"}', b"Connection: close\r\n")
        server = Server(saying(*[whole[at : at + 7] for at in range(0, len(whole), 7)]))
        async with server as wire:
            for _ in range(2):
                assert await wire.ask(ASK) == WireAnswer(200, b'{"status":"ok"}')
            assert server.connections == 2

    run(loop, story())


@pytest.mark.parametrize("loop", LOOPS)
def test_a_late_answer_never_meets_the_next_question(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def story() -> None:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked = await reader.readuntil(b"\r\n\r\n")
            if b"slow" in asked:
                await asyncio.sleep(0.3)
            writer.write(answer(asked.split()[1]))
            await writer.drain()
            await reader.read()

        async with Server(talk) as wire:
            with pytest.raises(ProviderUnavailable, match="no answer in time"):
                await wire.ask(b"GET /slow HTTP/1.1\r\n\r\n")
            cancelled = asyncio.create_task(wire.ask(b"GET /slow HTTP/1.1\r\n\r\n"))
            await asyncio.sleep(0.05)
            cancelled.cancel()
            assert await wire.ask(b"GET /quick HTTP/1.1\r\n\r\n") == WireAnswer(200, b"/quick")
            await asyncio.sleep(0.4)
            assert cancelled.cancelled()

    run(loop, story())


@pytest.mark.parametrize("loop", LOOPS)
def test_words_that_nobody_asked_for_end_the_connection(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def story() -> None:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked = await reader.readuntil(b"\r\n\r\n")
            writer.write(answer(asked.split()[1]))
            await asyncio.sleep(0.05)
            writer.write(answer(b"a stranger's"))
            await reader.read()

        server = Server(talk)
        async with server as wire:
            assert (await wire.ask(b"GET /one HTTP/1.1\r\n\r\n")).body == b"/one"
            await asyncio.sleep(0.1)
            assert (await wire.ask(b"GET /two HTTP/1.1\r\n\r\n")).body == b"/two"
            assert server.connections == 2

    run(loop, story())


@pytest.mark.parametrize("loop", LOOPS)
def test_nobody_at_home_is_told_at_once(loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def story() -> None:
        async with Server(echo_count) as wire:
            port = wire._port
        gone = Wire("127.0.0.1", port, connect_s=1, read_s=0.2)
        with pytest.raises(ProviderUnavailable, match="no connection"):
            await gone.ask(ASK)
        await gone.close()

    run(loop, story())
