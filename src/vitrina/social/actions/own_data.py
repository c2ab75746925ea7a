"""What is kept here of a person: given out to them, and taken away when they leave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from vitrina.kernel.ids import AccountId
from vitrina.platform.postgres import Connection
from vitrina.social.store import comments, marks, shares

ALL_STATES = ("shown", "held", "hidden")


async def export_social(connection: Connection, account_id: AccountId) -> dict[str, Any]:
    """What an account liked, saved and wrote, for the account itself."""
    marked = await marks.list_all_marks(connection, account_id)
    written = await comments.list_of_author(connection, account_id)
    return {
        "likes_and_saves": [
            {"video_id": str(video_id), "kind": kind, "at": at.isoformat()} for video_id, kind, at in marked
        ],
        "comments": [
            {"video_id": str(one.video_id), "text": one.text, "state": one.state, "at": one.at.isoformat()}
            for one in written
        ],
    }


async def erase_social(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Who leaves likes, saves, says and shares nothing any more; counts go down with it."""
    for written in await comments.list_of_author(connection, account_id):
        await comments.change_state(connection, written.id, ALL_STATES, "deleted")
    await comments.blank_comments(connection, account_id)
    await comments.delete_all_likes(connection, account_id)
    await marks.delete_all_marks(connection, account_id)
    await shares.delete_shares(connection, account_id)
