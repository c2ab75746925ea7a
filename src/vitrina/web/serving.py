"""The small parts of HTTP that files and media share: conditional answers, ranges, plain ASGI answers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Literal, TypeAlias

from litestar.types import HTTPScope, Receive, Send

from vitrina.kernel.errors import Refusal
from vitrina.kernel.words import language_of
from vitrina.platform.http import PROBLEM_JSON, problem_bytes
from vitrina.web.headers import RawHeaders

Serve: TypeAlias = Callable[[HTTPScope, Receive, Send], Awaitable[None]]

IMMUTABLE = b"public, max-age=31536000, immutable"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def header_of(scope: HTTPScope, name: bytes) -> str:
    """The first value of a request header, empty when there is none."""
    return next((value.decode("latin-1") for found, value in scope["headers"] if found == name), "")


def is_known(scope: HTTPScope, etag: str) -> bool:
    """Whether the caller has the version `etag` already (If-None-Match)."""
    asked = header_of(scope, b"if-none-match")
    return asked == "*" or etag in (one.strip().removeprefix("W/") for one in asked.split(","))


def range_asked(scope: HTTPScope, etag: str, size_bytes: int) -> tuple[int, int] | Literal["outside"] | None:
    """First byte and count of the one range asked for (RFC 9110 §14); None: the whole file is to be sent.

    Several ranges, another unit and a broken header are answered with the whole file, which the RFC allows.
    """
    asked = header_of(scope, b"range").replace(" ", "")
    match = _RANGE.fullmatch(asked)
    condition = header_of(scope, b"if-range")
    if match is None or match[0] == "bytes=-" or (condition and condition != etag):
        return None
    first, last = match[1], match[2]
    if not first:
        count = min(int(last), size_bytes)
        return (size_bytes - count, count) if count else "outside"
    start, end = int(first), min(int(last), size_bytes - 1) if last else size_bytes - 1
    if last and int(last) < start:
        return None
    return (start, end - start + 1) if start < size_bytes else "outside"


async def send_whole(send: Send, status: int, headers: RawHeaders, body: bytes) -> None:
    """Answer with a body that is in memory."""
    await send_start(send, status, [*headers, (b"content-length", str(len(body)).encode())])
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def send_start(send: Send, status: int, headers: RawHeaders) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def send_problem(scope: HTTPScope, send: Send, refusal: Refusal, headers: RawHeaders | None = None) -> None:
    """Answer with a refusal, outside Litestar."""
    body = problem_bytes(refusal, language_of(header_of(scope, b"accept-language") or None))
    await send_whole(send, refusal.status, [(b"content-type", PROBLEM_JSON.encode()), *(headers or [])], body)
