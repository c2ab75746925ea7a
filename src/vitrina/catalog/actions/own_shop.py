"""A person opens a shop and says how it presents itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from vitrina import market, people
from vitrina.catalog import store
from vitrina.catalog.actions.take_picture import make_picture
from vitrina.catalog.errors import SlugTaken, SlugUnusable
from vitrina.catalog.model import Identity, Shop, ShopFigures, ShopSettings
from vitrina.catalog.rules import PICTURE_WIDTHS, is_resting, is_shop_slug, picture_blob
from vitrina.kernel.errors import Invalid, NotAllowed, NotFound
from vitrina.kernel.ids import ShopId, uuid7
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

CLOSED_DAYS_MAX = 366


@dataclass(frozen=True, slots=True)
class OwnShop:
    """A shop with what only its people see; `identity` is None for its staff."""

    settings: ShopSettings
    identity: Identity | None
    figures: ShopFigures
    is_resting: bool


async def is_slug_free(app: App, slug: str) -> bool:
    """Whether a new shop may have this address now."""
    if not is_shop_slug(slug):
        return False
    async with app.db.connection() as connection:
        return not await store.is_slug_taken(connection, slug)


async def open_own_shop(
    app: App, actor: people.Actor, *, slug: str, name: str, country: str, description: str, handling_days: int,
    returns_text: str, identity: Identity,
) -> OwnShop:  # fmt: skip
    """Open a shop as its owner; `EmailUnverified`, `AdultNeeded`, `CountryNotServed`, `SlugUnusable`, `SlugTaken`."""
    owner = actor.need_verified()
    where = (await market.markets(app)).get(country)
    now = app.clock.now()
    if actor.birth_date is None or not people.is_adult(actor.birth_date, market.local_date(now, where)):
        raise people.AdultNeeded
    if not is_shop_slug(slug):
        raise SlugUnusable
    shop_id = ShopId(uuid7(now))
    settings = ShopSettings(shop_id, slug, name, description, where.code, None, None, None, handling_days, returns_text)
    async with app.db.transaction() as transaction:
        if not await store.insert_shop(
            transaction, shop_id, slug=slug, name=name, description=description, country=where.code, at=now
        ):
            raise SlugTaken
        await store.update_settings(transaction, settings)
        await store.upsert_identity(transaction, shop_id, identity, now)
        await people.add_member(app, owner, shop_id, "owner")
    return OwnShop(settings, identity, ShopFigures(0, 0, 0), False)


async def own_settings(app: App, actor: people.Actor, slug: str) -> ShopSettings:
    """A shop's settings for its owner and staff; `NotFound`, `LoginNeeded`, `NotAllowed`."""
    async with app.db.connection() as connection:
        found = await store.find_settings(connection, slug)
    if found is None:
        raise NotFound
    actor.need_shop(found.id)
    return found


async def get_own_shop(app: App, actor: people.Actor, slug: str) -> OwnShop:
    """A shop as its console shows it."""
    settings = await own_settings(app, actor, slug)
    async with app.db.connection() as connection:
        identity = await store.find_identity(connection, settings.id) if actor.owns_shop(settings.id) else None
        figures = await store.count_figures(connection, settings.id)
    return OwnShop(settings, identity, figures, is_resting(settings.closed_until, await _today(app, settings.country)))


async def change_settings(
    app: App, actor: people.Actor, slug: str, changes: dict[str, object], identity: Identity | None
) -> OwnShop:
    """Change what a shop says of itself and whether it sells now; its owner only. `Invalid` for a day too far away."""
    before = await own_settings(app, actor, slug)
    if not actor.owns_shop(before.id):
        raise NotAllowed
    after = replace(before, **changes)  # type: ignore[arg-type]
    if after.closed_until is not None and after.closed_until != before.closed_until:
        days = (after.closed_until - await _today(app, before.country)).days
        if not 0 < days <= CLOSED_DAYS_MAX:
            raise Invalid(field="closed_until", reason=f"1–{CLOSED_DAYS_MAX}")
    async with app.db.transaction() as transaction:
        await store.update_settings(transaction, after)
        if identity is not None:
            await store.upsert_identity(transaction, before.id, identity, app.clock.now())
    return await get_own_shop(app, actor, slug)


async def check_owner(app: App, actor: people.Actor, slug: str) -> None:
    """Refuse who is not the shop's owner, before anything slow is done for them."""
    if not actor.owns_shop((await own_settings(app, actor, slug)).id):
        raise NotAllowed


async def make_sign(app: App, raw: bytes) -> str:
    """Make a logo or banner out of a file's bytes; its key, of no shop yet. The refusals of `make_picture`."""
    return picture_blob((await make_picture(app, raw)).key, PICTURE_WIDTHS[-1])


async def show_sign(app: App, actor: people.Actor, slug: str, key: str, *, is_banner: bool) -> OwnShop:
    """Show a made picture as the shop's logo or banner."""
    settings = await own_settings(app, actor, slug)
    async with app.db.transaction() as transaction:
        await store.update_sign(
            transaction, settings.id, logo_key=None if is_banner else key, banner_key=key if is_banner else None
        )
    return await get_own_shop(app, actor, slug)


async def find_identity(connection: Connection, shop_id: ShopId) -> Identity | None:
    """Who stands behind a shop, for the operator and for the page that the law asks for."""
    return await store.find_identity(connection, shop_id)


async def _today(app: App, country: str) -> date:
    return market.local_date(app.clock.now(), (await market.markets(app)).get(country))


async def find_presented(app: App, shop: Shop) -> tuple[ShopSettings, date | None]:
    """What a shop says of itself beyond its name, and the day it sells again when it is on holiday now."""
    async with app.db.connection() as connection:
        said = await store.find_settings(connection, shop.slug)
    assert said is not None, "shops are never deleted"
    is_away = is_resting(said.closed_until, await _today(app, shop.country))
    return said, said.closed_until if is_away else None
