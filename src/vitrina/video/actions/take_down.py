"""What moderators do with videos: one vanishes everywhere until it is restored; orders and commissions stay."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from vitrina.kernel.ids import AccountId, VideoId
from vitrina.platform.postgres import Connection
from vitrina.video import store
from vitrina.video.model import Judged


async def take_down(connection: Connection, video_id: VideoId) -> bool:
    """Nobody sees the video any more, in the caller's transaction; False when there is nothing to take down."""
    return await store.take_down(connection, video_id)


async def restore(connection: Connection, video_id: VideoId) -> bool:
    """Let a video that was taken down be as it was before; False when it was not taken down."""
    return await store.restore(connection, video_id)


async def take_down_of(connection: Connection, creator_id: AccountId) -> None:
    """Hide everything of a creator who is suspended."""
    await store.take_down_of(connection, creator_id)


async def restore_of(connection: Connection, creator_id: AccountId) -> None:
    """Show a creator's videos again, but not those that were taken down for themselves."""
    await store.restore_of(connection, creator_id)


async def list_judged(connection: Connection, ids: Sequence[UUID]) -> list[Judged]:
    """What a moderator sees of these videos."""
    return await store.list_judged(connection, ids)


async def is_taken_down(connection: Connection, video_id: VideoId) -> bool:
    """Whether a video is away because of the rules."""
    return await store.is_taken_down(connection, video_id)
