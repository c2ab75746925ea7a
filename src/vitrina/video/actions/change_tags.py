"""Products on a video: put one on it, take one off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from vitrina import affiliate, catalog, people
from vitrina.affiliate import Link, LinkGone
from vitrina.kernel.errors import NotAllowed, NotFound
from vitrina.kernel.ids import LinkId, ProductId, ShopId, VideoId
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection
from vitrina.video import store
from vitrina.video.errors import VideoNotReady
from vitrina.video.model import NewTag, Owned, Times, Video
from vitrina.video.rules import check_tags, tag_times

SURFACE = "video"
ANY_CURRENCY = "USD"  # only the product's shop is asked for


async def add_tag(
    app: App, actor: people.Actor, video_id: VideoId, product_id: ProductId, *, start_ms: int | None, end_ms: int | None
) -> tuple[Link, Times]:
    """Show a product on one's own video, for these milliseconds or all the time (None).

    `LoginNeeded`, `NotFound`, `NotAllowed`, `TagTimesWrong`, `TagsFull`, `TagsCrowded`.
    """
    actor.need_account()
    async with app.db.transaction() as transaction:
        video = await _lock_own_made(transaction, actor, video_id)
        shops = await shops_of(transaction, [product_id])
        new = NewTag(product_id, start_ms, end_ms)
        placed = await place_tags(transaction, video, [new], shops, app.clock.now())
    return placed[0]


async def shops_of(connection: Connection, products: Sequence[ProductId]) -> dict[ProductId, ShopId]:
    """Whose these products are; `NotFound` when one is not for sale here."""
    cards = await catalog.cards_of(connection, list(products), ANY_CURRENCY) if products else {}
    if any(product not in cards for product in products):
        raise NotFound
    return {product: cards[product].shop_id for product in products}


async def place_tags(
    connection: Connection, video: Video, tags: Sequence[NewTag], shops: Mapping[ProductId, ShopId], now: datetime
) -> list[tuple[Link, Times]]:
    """Put products on a video that the caller has locked; `TagTimesWrong`, `TagsFull`, `TagsCrowded`."""
    shown, placed = list(video.times.values()), []
    for tag in tags:
        times = tag_times(tag.start_ms, tag.end_ms, video.duration_ms)
        check_tags(shown, times, video.duration_ms)
        link = await affiliate.place_link(
            connection,
            video.creator_id,
            (tag.product_id, shops[tag.product_id]),
            surface=SURFACE,
            surface_id=video.id,
            position=len(shown),
            now=now,
        )
        await store.insert_tag(connection, link.id, video.id, times)
        shown.append(times)
        placed.append((link, times))
    return placed


async def place_missing(app: App, video_id: VideoId, tags: Sequence[NewTag], shops: Mapping[ProductId, ShopId]) -> None:
    """Put those of `tags` on a video whose product is not on it yet."""
    async with app.db.transaction() as transaction:
        video = await lock_video(transaction, video_id)
        links = await affiliate.links_on(transaction, [video_id], SURFACE)
        known = {link.product_id for link in links[video_id]}
        missing = [tag for tag in tags if tag.product_id not in known]
        await place_tags(transaction, video, missing, shops, app.clock.now())


async def remove_tag(app: App, actor: people.Actor, video_id: VideoId, tag_id: LinkId) -> None:
    """Take a product off one's own video; `LoginNeeded`, `NotFound`, `NotAllowed`, `LinkGone`."""
    actor.need_account()
    async with app.db.transaction() as transaction:
        video = await _lock_own_made(transaction, actor, video_id)
        if not await store.delete_tag(transaction, tag_id, video_id):
            raise LinkGone
        await affiliate.remove_link(transaction, tag_id, video.creator_id)


async def move_tag(
    app: App, actor: people.Actor, video_id: VideoId, tag_id: LinkId, *, start_ms: int | None, end_ms: int | None
) -> tuple[Link, Times]:
    """Show a product of one's own video at other seconds; `NotFound`, `LinkGone`, and the refusals of `add_tag`."""
    async with app.db.transaction() as transaction:
        video = await _lock_own_made(transaction, actor, video_id)
        times = tag_times(start_ms, end_ms, video.duration_ms)
        others = [one for link, one in video.times.items() if link != tag_id]
        check_tags(others, times, video.duration_ms)
        links = (await affiliate.links_on(transaction, [video_id], SURFACE))[video_id]
        link = next((one for one in links if one.id == tag_id), None)
        if link is None or not await store.update_tag(transaction, tag_id, video_id, times):
            raise LinkGone
    return link, times


async def lock_video(connection: Connection, video_id: VideoId) -> Video:
    """A made video whose tags nobody else changes until the transaction ends; `NotFound`."""
    if not await store.lock_video(connection, video_id):
        raise NotFound
    return (await store.list_made(connection, [video_id]))[video_id]


async def lock_own(connection: Connection, actor: people.Actor, video_id: VideoId) -> Owned:
    """One's own video of any state, which nobody else changes until the transaction ends.

    `LoginNeeded`, `NotFound`, `NotAllowed` for somebody else's that everybody may watch.
    """
    actor.need_account()
    owned = await store.lock_owned(connection, video_id)
    if owned is None or (owned.creator_id != actor.account_id and not owned.is_public):
        raise NotFound
    if owned.creator_id != actor.account_id:
        raise NotAllowed
    return owned


async def _lock_own_made(connection: Connection, actor: people.Actor, video_id: VideoId) -> Video:
    owned = await lock_own(connection, actor, video_id)
    if owned.state != "ready":
        raise VideoNotReady
    return (await store.list_made(connection, [video_id]))[video_id]
