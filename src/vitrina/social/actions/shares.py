"""Sharing: one short code for what a person shares, and the touches of those who open it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from vitrina import affiliate, catalog, market, people, video
from vitrina.affiliate import Link, Touch
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import AccountId, ProductId, ShopId
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection
from vitrina.social.model import Share, ShareKind
from vitrina.social.rules import OPENS_PER_S, SHARES_PER_S, code_of, is_code, path_of
from vitrina.social.store import shares as store


async def limit_shares(app: App, actor: people.Actor, address: str) -> None:
    """`TooManyRequests` when one account, or one guest's address, makes shares in bulk."""
    limit, per_s = SHARES_PER_S
    await app.limiter.check(app.db, "social_share", str(actor.account_id or address), limit=limit, per_s=per_s)


async def limit_opens(app: App, address: str) -> None:
    """`TooManyRequests` when one address opens shares in bulk."""
    limit, per_s = OPENS_PER_S
    await app.limiter.check(app.db, "social_open", address, limit=limit, per_s=per_s)


async def make_share(app: App, actor: people.Actor, kind: ShareKind, subject_id: UUID) -> Share:
    """The share of this person for a video, product, shop or creator: the same code every time. `NotFound`."""
    async with app.db.transaction() as transaction:
        name = await _name_of(app, transaction, kind, subject_id)
        if name is None:
            raise NotFound
        new = Share(code_of(uuid4()), kind, subject_id, actor.account_id, path_of(kind, name))
        return await store.keep_share(transaction, new, app.clock.now())


async def get_share(app: App, code: str) -> Share:
    """The share of a code; `NotFound`."""
    async with app.db.connection() as connection:
        found = await store.find_share(connection, code) if is_code(code) else None
    if found is None:
        raise NotFound
    return found


async def open_share(app: App, actor: people.Actor, code: str) -> list[Touch]:
    """Somebody came by a share link: a touch for each paying link of what was shared (rules.md §3). `NotFound`.

    A video carries the links of its tags; a product the link of the sharer's own showcase, if they show it there. A
    shop or a creator carries none: there a person taps for themselves.
    """
    async with app.db.transaction() as transaction:
        share = await store.count_open(transaction, code) if is_code(code) else None
    if share is None:
        raise NotFound
    async with app.db.connection() as connection:
        links = await _paying(app, connection, await _links_of(connection, share))
    others = [link for link in links if link.creator_id != actor.account_id]
    return await affiliate.touch_links(app, actor, others) if others else []


async def _links_of(connection: Connection, share: Share) -> Sequence[Link]:
    if share.kind == "video":
        return (await affiliate.links_on(connection, [share.subject_id], video.TAG_SURFACE)).get(share.subject_id, [])
    if share.kind == "product" and share.sharer_id is not None:
        found = await affiliate.find_showcase_link(connection, share.sharer_id, ProductId(share.subject_id))
        return [] if found is None else [found]
    return []


async def _paying(app: App, connection: Connection, links: Sequence[Link]) -> list[Link]:
    if not links:
        return []
    now = app.clock.now()
    house = (await market.markets(app)).fee_at(now).house_bps
    paying = await affiliate.paying_shops(connection, list({link.shop_id for link in links}), now, house)
    return [link for link in links if link.shop_id in paying]


async def _name_of(app: App, connection: Connection, kind: ShareKind, subject_id: UUID) -> str | None:
    if kind == "video":
        return str(subject_id) if await video.list_videos(connection, [subject_id]) else None
    if kind == "product":
        currency = (await market.markets(app)).viewed_from(None).currency
        card = (await catalog.cards_of(connection, [ProductId(subject_id)], currency)).get(ProductId(subject_id))
        return None if card is None else card.slug
    if kind == "shop":
        shops = await catalog.list_shops(connection, [ShopId(subject_id)])
        return shops[0].slug if shops else None
    creator = (await people.creators_by_ids(connection, [AccountId(subject_id)])).get(AccountId(subject_id))
    return None if creator is None else creator.handle
