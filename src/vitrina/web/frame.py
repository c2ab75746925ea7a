"""What wraps the whole application: request id, security headers, compression, metrics, one log line.

Plain ASGI around Litestar's router, so that unknown addresses and refusals pass through it too, and so that files and
media are answered before any routing.
"""

from __future__ import annotations

import logging
import os
import re
import zlib
from time import perf_counter
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from vitrina.platform.telemetry import count_request, set_request_id
from vitrina.web.errors import Broken
from vitrina.web.headers import RawHeaders
from vitrina.web.serving import Serve, send_problem

GZIP_BYTES_MIN = 1024
_GZIP_LEVEL = 1  # 16 kB in some 100 µs; level 6 costs three times that for a tenth less
_GZIP_WINDOW = 31
_COMPRESSED = (b"application/json", b"application/problem+json", b"text/html", b"application/xml", b"text/plain")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_NO_STORE = (b"cache-control", b"no-store")
_VARY_ENCODING = (b"vary", b"accept-encoding")
_log = logging.getLogger("vitrina.access")


class Frame:
    """The outermost layer. `files` answers what it knows by exact path, `media` everything below `/media/`."""

    def __init__(
        self, inside: ASGIApp, *, files: dict[str, Serve], media: Serve, own: RawHeaders, shared: RawHeaders
    ) -> None:
        self.inside = inside
        self._files = files
        self._media = media
        self._own = own
        self._shared = shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.inside(scope, receive, send)
            return
        await self._answer(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        begun = perf_counter()
        method, path = str(scope["method"]), scope["path"]
        asked = _header(scope, b"x-request-id").decode("latin-1")
        request_id = asked if asked and _ID.fullmatch(asked) else os.urandom(10).hex()
        set_request_id(request_id)
        serve, route, headers = self._choose(path)
        if method == "HEAD" and serve is self.inside:
            # Routes need only know GET; the server leaves the body out, because its own scope still says HEAD.
            scope = cast(HTTPScope, {**scope, "method": "GET"})
        answer = _Answer(scope, send, [*headers, (b"x-request-id", request_id.encode())], is_head=method == "HEAD")
        try:
            await serve(scope, receive, answer.send)
        except Exception:
            # Routes have their own handlers: this is a file or media that cannot be read, or an answer cut short,
            # which the server has to end by closing the connection.
            if answer.is_started:
                raise
            _log.exception("failed: %s %s", method, path)
            await send_problem(scope, answer.send, Broken())
        finally:
            duration_s = perf_counter() - begun
            label = route or scope.get("path_template") or "unknown"
            count_request(method if method in _METHODS else "OTHER", label, answer.status, duration_s)
            # The route is in the metrics: one more text in the line would cost 8 µs of masking.
            _log.info("%s %s %d", method, path, answer.status, extra={"duration_ms": round(duration_s * 1e3, 2)})

    def _choose(self, path: str) -> tuple[Serve, str | None, RawHeaders]:
        if path.startswith("/media/"):
            return self._media, "/media", self._shared
        file = self._files.get(path)
        if file is not None:
            return file, "/assets", self._shared
        return self.inside, None, self._own


class _Answer:
    """One answer on its way out."""

    __slots__ = ("_headers", "_held", "_is_head", "_scope", "_send", "is_started", "status")

    def __init__(self, scope: HTTPScope, send: Send, headers: RawHeaders, *, is_head: bool) -> None:
        self._scope = scope
        self._send = send
        self._headers = headers
        self._is_head = is_head
        self._held: Message | None = None
        self.status = 500
        self.is_started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.is_started = True
            if self._frame(message):
                self._held = message
                return
        elif self._held is not None and message["type"] == "http.response.body":
            start, self._held = self._held, None
            if not message.get("more_body"):
                _compress(start, message)
            await self._send(start)
        if self._is_head and message["type"] == "http.response.body":
            message["body"] = b""
        await self._send(message)

    def _frame(self, start: Message) -> bool:
        """Add the headers; whether the body is to be compressed."""
        assert start["type"] == "http.response.start"
        kind, size_bytes, is_cache_told, is_encoded = b"", 0, False, False
        headers = list(start.get("headers", ()))
        for name, value in headers:
            if name == b"content-type":
                kind = value.partition(b";")[0]
            elif name == b"content-length":
                size_bytes = int(value)
            elif name == b"cache-control":
                is_cache_told = True
            elif name == b"content-encoding":
                is_encoded = True
        headers += self._headers
        if not is_cache_told:
            headers.append(_NO_STORE)
        start["headers"] = headers
        if size_bytes < GZIP_BYTES_MIN or is_encoded or kind not in _COMPRESSED:
            return False
        headers.append(_VARY_ENCODING)
        return b"gzip" in _header(self._scope, b"accept-encoding")


def _compress(start: Message, body: Message) -> None:
    assert start["type"] == "http.response.start" and body["type"] == "http.response.body"
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    body["body"] = packer.compress(body["body"]) + packer.flush()
    start["headers"] = [
        *(one for one in start["headers"] if one[0] != b"content-length"),
        (b"content-encoding", b"gzip"),
        (b"content-length", str(len(body["body"])).encode()),
    ]


def _header(scope: HTTPScope, wanted: bytes) -> bytes:
    for name, value in scope["headers"]:
        if name == wanted:
            return value
    return b""
