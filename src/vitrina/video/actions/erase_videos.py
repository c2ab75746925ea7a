"""What a creator has made: taken along, and taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from vitrina.kernel.ids import AccountId
from vitrina.platform.postgres import Connection
from vitrina.video import store


async def export_videos(connection: Connection, account_id: AccountId) -> list[dict[str, Any]]:
    """What is kept of the account's videos, for the account itself."""
    return await store.export_videos(connection, account_id)


async def erase_videos(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Remove the videos of a creator who leaves; their files are deleted by and by."""
    await store.remove_videos_of(connection, account_id, now)
