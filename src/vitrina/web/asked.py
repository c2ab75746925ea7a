"""Requests whose bodies are read with more care than the framework's own."""

from __future__ import annotations

import re
from typing import Any

from litestar import Request
from litestar.exceptions import SerializationException, ValidationException

# An escaped NUL after an even number of backslashes; PostgreSQL cannot store one in any text.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class AskedRequest(Request[Any, Any, Any]):
    """Refuses what JSON allows and no text of ours may hold, before any action sees it."""

    async def json(self) -> Any:
        """The body as JSON. Bytes that are not UTF-8 and brackets a thousand deep are malformed, NULs are invalid."""
        body = await self.body()
        if b"\\u0000" in body and _NUL.search(body):
            raise ValidationException(extra=[{"key": "body", "message": "NUL"}])
        try:
            return await super().json()
        except (UnicodeDecodeError, RecursionError) as problem:
            raise SerializationException(str(problem)) from problem
