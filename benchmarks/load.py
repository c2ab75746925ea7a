"""A frugal HTTP client for loads: keep-alive connections, prepared requests, no parsing beyond status and length."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def send(self, request: bytes) -> tuple[int, bytes]:
        """Send one request as it is; its status and body."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        assert self._reader is not None
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        lower = head.lower()
        place = lower.index(b"content-length:") + 15
        length = int(lower[place : lower.index(b"\r\n", place)])
        body = await self._reader.readexactly(length) if length else b""
        return status, body

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """A whole request as bytes; header names have `_` for `-`."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    if body:
        lines.append("Content-Type: application/json")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def run(
    port: int, clients: int, make: Callable[[int], bytes | None], *, seconds: float | None = None
) -> tuple[Counter[int], float]:
    """`clients` connections send what `make(client)` gives, until it gives None or time is over; statuses and duration."""
    loop = asyncio.get_running_loop()
    statuses: Counter[int] = Counter()
    begun = loop.time()
    until = None if seconds is None else begun + seconds

    async def one(number: int) -> None:
        connection = Connection(port)
        while until is None or loop.time() < until:
            prepared = make(number)
            if prepared is None:
                break
            status, _ = await connection.send(prepared)
            statuses[status] += 1
        connection.close()

    await asyncio.gather(*(one(number) for number in range(clients)))
    return statuses, loop.time() - begun
