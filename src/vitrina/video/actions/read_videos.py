"""Watching: one video, a creator's, those the feed may show."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from vitrina import affiliate, people
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import ProductId, ShopId, VideoId, parse_uuid
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection
from vitrina.video import store
from vitrina.video.actions.change_tags import SURFACE
from vitrina.video.model import Fresh, Video


async def get_video(app: App, video_id: VideoId) -> Video:
    """A video that may be watched; `NotFound`."""
    async with app.db.connection() as connection:
        found = (await store.list_videos(connection, [video_id])).get(video_id)
    if found is None:
        raise NotFound
    return found


async def list_by_creator(app: App, handle: str, cursor: str | None, limit: int) -> Page[Video]:
    """A creator's videos, newest first; `NotFound`."""
    after = decode_cursor(cursor, 1)
    before = parse_uuid(after[0]) if after else None
    async with app.db.connection() as connection:
        creator = None if "\x00" in handle else await people.creator_by_handle(connection, handle)
        if creator is None:
            raise NotFound
        videos = await store.list_creator_videos(connection, creator.id, before, limit + 1)
    return page_of(videos, limit, lambda video: (str(video.id),))


async def list_showing(
    app: App, *, product_id: ProductId | None = None, shop_id: ShopId | None = None, limit: int
) -> list[VideoId]:
    """Videos that show a product, or anything of a shop, the latest tagged first; some of them may be gone."""
    async with app.db.connection() as connection:
        surfaces = await affiliate.list_surfaces(
            connection, SURFACE, product_id=product_id, shop_id=shop_id, limit=limit
        )
    return [VideoId(surface) for surface in surfaces]


async def list_ready(app: App, cursor: str | None, limit: int) -> Page[VideoId]:
    """Every video that may be watched, newest first."""
    after = decode_cursor(cursor, 1)
    last = parse_uuid(after[0]) if after else None
    async with app.db.connection() as connection:
        # The cursor's own row comes again as the first one, unless it was removed meanwhile.
        found = await store.list_fresh(connection, last, limit + 2)
    rows = [one.id for one in found if one.id != last]
    return page_of(rows[: limit + 1], limit, lambda video_id: (str(video_id),))


async def list_fresh(connection: Connection, upto: UUID | None, limit: int) -> list[Fresh]:
    """Videos that may be watched, newest first, `upto` and older."""
    return await store.list_fresh(connection, upto, limit)


async def list_videos(connection: Connection, ids: Sequence[UUID]) -> dict[VideoId, Video]:
    """The videos among `ids` that may be watched."""
    return await store.list_videos(connection, ids)


async def last_change(connection: Connection) -> int:
    """A number that grows whenever what may be watched changes."""
    return await store.last_change(connection)
