"""What a person has liked, saved, written and shared: taken along, and taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from vitrina.kernel.ids import AccountId
from vitrina.platform.postgres import Connection
from vitrina.social.store import comments
from vitrina.social.store import own as kept


async def export_social(connection: Connection, account_id: AccountId) -> dict[str, Any]:
    """What is kept of the account's likes, saves, comments and shares, for the account itself."""
    return await kept.export_social(connection, account_id)


async def erase_social(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Take the likes, comments and shares of who leaves off every video; answers of others go with what they answer."""
    for comment_id in await kept.list_readable(connection, account_id):
        await comments.change_state(connection, comment_id, ("shown", "held"), "deleted")
    await kept.erase_social(connection, account_id)
