"""What can be reported: each kind knows how to show itself to a moderator, how to vanish and how to come back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from vitrina import catalog, people, video
from vitrina.catalog import picture_url
from vitrina.kernel.ids import AccountId, ProductId, ShopId, VideoId
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

PICTURE_WIDTH = 320


@dataclass(frozen=True, slots=True)
class Described:
    """A thing as a moderator sees it; `owner_id` is whom a sanction meets, `path` where everybody would see it."""

    id: UUID
    owner_id: AccountId | None
    title: str
    words: str
    path: str
    picture_url: str | None
    is_taken_down: bool
    video_url: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of thing; without `take_down` its owner can only be warned or suspended."""

    describe: Callable[[App, Connection, Sequence[UUID]], Awaitable[list[Described]]]
    take_down: Callable[[Connection, UUID], Awaitable[bool]] | None = None
    restore: Callable[[Connection, UUID], Awaitable[bool]] | None = None


_targets: dict[str, Target] = {}


def register_target(kind: str, target: Target) -> None:
    """Let things of a kind be reported; again is the same."""
    _targets[kind] = target


def find_target(kind: str) -> Target | None:
    return _targets.get(kind)


async def describe(app: App, connection: Connection, things: Sequence[tuple[str, UUID]]) -> dict[UUID, Described]:
    """Things by their id, in one statement or two for each kind."""
    found: dict[UUID, Described] = {}
    for kind in dict.fromkeys(kind for kind, _ in things):
        target = _targets.get(kind)
        if target is not None:
            ids = list({one for other, one in things if other == kind})
            found |= {one.id: one for one in await target.describe(app, connection, ids)}
    return found


# --- kinds -----------------------------------------------------------------------------------------------------------


async def _videos(app: App, connection: Connection, ids: Sequence[UUID]) -> list[Described]:
    def url(key: str | None) -> str | None:
        return None if key is None else app.blobs.url(key)

    return [
        Described(
            one.id,
            one.creator_id,
            one.title,
            "",
            f"/v/{one.id}",
            url(one.poster_key),
            one.is_taken_down,
            url(one.mp4_key),
        )
        for one in await video.list_judged(connection, ids)
    ]


async def _products(app: App, connection: Connection, ids: Sequence[UUID]) -> list[Described]:
    products, _ = await catalog.list_judged(connection, products=ids)
    owners = await _owners(connection, [one.shop_id for one in products])
    return [
        Described(
            one.id, owners.get(one.shop_id), one.title, one.description[:500], f"/p/{one.slug}",
            picture_url(one.picture_key, PICTURE_WIDTH), one.is_taken_down,
        )
        for one in products
    ]  # fmt: skip


async def _shops(app: App, connection: Connection, ids: Sequence[UUID]) -> list[Described]:
    _, shops = await catalog.list_judged(connection, shops=ids)
    owners = await _owners(connection, [one.id for one in shops])
    return [
        Described(
            one.id, owners.get(one.id), one.name, one.description[:500], f"/s/{one.slug}",
            None if one.logo_key is None else app.blobs.url(one.logo_key), one.is_taken_down,
        )
        for one in shops
    ]  # fmt: skip


async def _accounts(app: App, connection: Connection, ids: Sequence[UUID]) -> list[Described]:
    accounts = [AccountId(one) for one in ids]
    known = await people.accounts_by_ids(connection, accounts)
    creators = await people.creators_by_ids(connection, accounts)
    suspended = await people.suspended_among(connection, accounts)
    found = []
    for account in known.values():
        creator = creators.get(account.id)
        key = None if creator is None else creator.avatar_key
        found.append(Described(
            account.id, account.id, account.name, "" if creator is None else creator.bio,
            "" if creator is None else f"/@{creator.handle}", None if key is None else app.blobs.url(key),
            account.id in suspended,
        ))  # fmt: skip
    return found


async def _owners(connection: Connection, shops: Sequence[ShopId]) -> dict[ShopId, AccountId]:
    members = await people.list_members(connection, list(set(shops)))
    return {shop: accounts[0] for shop, accounts in members.items() if accounts}


async def _take_video(connection: Connection, one: UUID) -> bool:
    return await video.take_down(connection, VideoId(one))


async def _restore_video(connection: Connection, one: UUID) -> bool:
    return await video.restore(connection, VideoId(one))


async def _take_product(connection: Connection, one: UUID) -> bool:
    return await catalog.take_down(connection, ProductId(one))


async def _restore_product(connection: Connection, one: UUID) -> bool:
    return await catalog.restore(connection, ProductId(one))


async def _take_shop(connection: Connection, one: UUID) -> bool:
    return await catalog.take_down_shop(connection, ShopId(one))


async def _restore_shop(connection: Connection, one: UUID) -> bool:
    return await catalog.restore_shop(connection, ShopId(one))


register_target("video", Target(_videos, _take_video, _restore_video))
register_target("product", Target(_products, _take_product, _restore_product))
register_target("shop", Target(_shops, _take_shop, _restore_shop))
register_target("account", Target(_accounts))
