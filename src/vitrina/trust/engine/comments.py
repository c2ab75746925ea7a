"""Comments as things that can be reported; `social` stands below and is joined by `web/joins.py`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from vitrina.kernel.ids import AccountId
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection
from vitrina.trust.engine.targets import Described, Target, register_target

TITLE_CHARS_MAX = 60


class Said(Protocol):
    """What trust needs to know of a comment."""

    @property
    def video_id(self) -> UUID: ...
    @property
    def author_id(self) -> AccountId: ...
    @property
    def text(self) -> str: ...
    @property
    def state(self) -> str: ...


def join_comments(
    by_ids: Callable[[Connection, Sequence[UUID]], Awaitable[Mapping[Any, Said]]],
    hide: Callable[[Connection, Any], Awaitable[bool]],
    restore: Callable[[Connection, Any], Awaitable[bool]],
) -> None:
    """Let comments be reported: how to read them in whatever state, how to hide one and how to show it again."""

    async def describe(_: App, connection: Connection, ids: Sequence[UUID]) -> list[Described]:
        return [
            Described(
                comment_id, one.author_id, _title(one.text), one.text, f"/v/{one.video_id}", None, one.state == "hidden"
            )
            for comment_id, one in (await by_ids(connection, ids)).items()
        ]

    register_target("comment", Target(describe, hide, restore))


def _title(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= TITLE_CHARS_MAX else words[: TITLE_CHARS_MAX - 1] + "…"
