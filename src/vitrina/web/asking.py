"""Pages ask the product's own API, in the process: what a page boots from is exactly what the client would fetch."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

import msgspec
from litestar import Request
from litestar.types import ASGIApp, HTTPRequestEvent, HTTPScope, Message

_OWN_STATE = "_ls"  # Litestar keeps what it parsed of one request here; the caller's identity beside it is shared


class Answered(msgspec.Struct, frozen=True):
    """Status and body of an API call."""

    status: int
    body: bytes


async def ask_api(request: Request[Any, Any, Any], path: str, query: str = "") -> Answered:
    """`GET path?query` as the one who made `request`; `path` is not yet percent-encoded."""
    inside: ASGIApp = request.app.state.inside
    state = request.scope["state"]
    scope = {
        **request.scope,
        "method": "GET",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query.encode(),
        "path_params": {},
        "state": {name: kept for name, kept in state.items() if not name.startswith(_OWN_STATE)},
    }
    for made in ("route_handler", "path_template", "_body"):
        scope.pop(made, None)
    status, pieces = 500, []

    async def receive() -> HTTPRequestEvent:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            pieces.append(message["body"])

    await inside(cast(HTTPScope, scope), receive, send)
    return Answered(status, b"".join(pieces))
