"""SQL of shares."""

from __future__ import annotations

from datetime import datetime

from vitrina.platform.postgres import Connection
from vitrina.social.model import Share

_SHARE = "code, kind, subject_id, sharer_id, path"


async def keep_share(connection: Connection, share: Share, now: datetime) -> Share:
    """The share as it is kept: under the code it got when this person first shared this, with its path of today."""
    row = await connection.fetchrow(
        f"INSERT INTO social_share ({_SHARE}, at) VALUES ($1, $2, $3, $4, $5, $6)"
        f" ON CONFLICT (sharer_id, kind, subject_id) DO UPDATE SET path = EXCLUDED.path RETURNING {_SHARE}",
        share.code, share.kind, share.subject_id, share.sharer_id, share.path, now,
    )  # fmt: skip
    assert row is not None
    return Share(*row)


async def find_share(connection: Connection, code: str) -> Share | None:
    row = await connection.fetchrow(f"SELECT {_SHARE} FROM social_share WHERE code = $1", code)
    return None if row is None else Share(*row)


async def count_open(connection: Connection, code: str) -> Share | None:
    """One more open of a share; None when there is no such code."""
    row = await connection.fetchrow(
        f"UPDATE social_share SET opens = opens + 1 WHERE code = $1 RETURNING {_SHARE}", code
    )
    return None if row is None else Share(*row)
