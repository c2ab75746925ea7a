"""People move in, shops open: accounts, creators, products, prices, programmes, ways to ship, showcases."""

from __future__ import annotations

import asyncio
import contextlib
import io
from dataclasses import dataclass
from uuid import UUID

from PIL import Image

from vitrina import affiliate, cart, catalog, people, video
from vitrina.catalog import NewProduct, NewVariant, Shop
from vitrina.cli.demo.cast import PASSWORD, PEOPLE, SHOPS, SHOWCASES, Person, ShopPlan
from vitrina.cli.demo.goods import Goods
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import AccountId, ProductId, ShopId, VariantId, uuid7
from vitrina.kernel.money import Money
from vitrina.kernel.words import language_of
from vitrina.market import Country, markets
from vitrina.platform.app import App

PAGE = 50
FACE_SIZE = 320
SIGN_SIZE = 320
WEBP_QUALITY = 84
WINDOW_DAYS = 30
OPTION_NAMES = {"en": ("Colour", "Size"), "es": ("Color", "Talla")}


@dataclass(frozen=True, slots=True)
class Placed:
    """One of the demo's products as it stands in the catalogue; variants by their title."""

    goods: Goods
    product_id: ProductId
    slug: str
    variants: dict[str, VariantId]
    has_picture: bool

    @property
    def first(self) -> VariantId:
        """The variant on the cover."""
        return next(iter(self.variants.values()))


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody and everything that moved in."""

    actors: dict[str, people.Actor]
    shops: dict[str, Shop]
    goods: dict[tuple[str, str], Placed]


async def settle(app: App) -> Town:
    """Add the people, shops and goods that are missing; all of them as they stand."""
    accounts = {person.email: await settle_person(app, person) for person in PEOPLE}
    shops: dict[str, Shop] = {}
    goods: dict[tuple[str, str], Placed] = {}
    for plan in SHOPS:
        shop = await _open_shop(app, plan, accounts[plan.owner])
        shops[plan.slug] = shop
        goods |= {(plan.slug, placed.goods.reference): placed for placed in await _stock(app, plan, shop)}
    owned = {plan.owner: shops[plan.slug].id for plan in SHOPS}
    actors = {
        person.handle or person.email: actor_of(person, accounts[person.email], owned.get(person.email))
        for person in PEOPLE
    }
    town = Town(actors, shops, goods)
    await _fill_showcases(app, town)
    return town


def actor_of(person: Person, account_id: AccountId, shop_id: ShopId | None = None) -> people.Actor:
    """The person as somebody who acts; the owner of a shop when one is given."""
    return people.Actor(
        account_id=account_id,
        name=person.name,
        language=language_of(person.language),
        country=person.country,
        creator_handle=person.handle,
        birth_date=person.birth_date,
        is_verified=True,
        roles=frozenset(("shopper",)),
        shop_roles={shop_id: "owner"} if shop_id is not None else {},
        scope=f"account:{account_id}",
    )


async def settle_person(app: App, person: Person) -> AccountId:
    async with app.db.connection() as connection:
        known = await people.account_by_email(connection, person.email)
        creators = {} if known is None else await people.creators_by_ids(connection, [known.id])
    account_id = known.id if known is not None else await people.make_account(
        app, email=person.email, name=person.name, password=PASSWORD, birth_date=person.birth_date,
        language=person.language, country=person.country, is_verified=True,
    )  # fmt: skip
    if person.email.startswith("operator@"):
        await people.grant_role(app, account_id, "operator")
    if person.email.startswith("moderator@"):
        await people.grant_role(app, account_id, "moderator")
    if person.handle is not None and account_id not in creators:
        face = await asyncio.to_thread(video.paint_avatar, person.face, size=FACE_SIZE)
        key = await _keep(app, "avatar", face)
        await people.make_creator(app, account_id, person.handle, bio=person.bio, avatar_key=key)
    return account_id


async def _open_shop(app: App, plan: ShopPlan, owner: AccountId) -> Shop:
    try:
        return await catalog.get_shop(app, plan.slug)
    except NotFound:
        pass
    sign = await asyncio.to_thread(video.paint_logo, plan.name, plan.sign, size=SIGN_SIZE)
    logo = await _keep(app, "logo", sign)
    # One transaction: a shop that is there is there with its owner, programme and ways to ship.
    async with app.db.ambient_transaction():
        shop = await catalog.open_shop(
            app, slug=plan.slug, name=plan.name, country=plan.country, description=plan.description
        )
        await catalog.set_shop_logo(app, shop.id, logo)
        await people.add_member(app, owner, shop.id, "owner")
        if plan.rate_bps is not None:
            await affiliate.add_programme(
                app, shop.id, rate_bps=plan.rate_bps, window_days=WINDOW_DAYS, halo_bps=plan.halo_bps
            )
        for country, amounts in plan.shipping.items():
            await _offer_shipping(app, shop, (await markets(app)).get(country), amounts)
    return shop


async def _offer_shipping(app: App, shop: Shop, country: Country, amounts: tuple[int, int, int]) -> None:
    standard, free_from, express = (Money(minor, country.currency) for minor in amounts)
    rates = (("Standard", "Estándar", standard, free_from), ("Express", "Exprés", express, None))
    for position, (name_en, name_es, price, free) in enumerate(rates):
        rate_id: UUID = uuid7(app.clock.now())
        rate = cart.ShippingRate(rate_id, shop.id, country.code, name_en, name_es, price, free)
        await cart.add_shipping_rate(app, rate, position)


async def _stock(app: App, plan: ShopPlan, shop: Shop) -> list[Placed]:
    known = await _list_placed(app, plan)
    if known:
        return known
    language = "es" if plan.country == "MX" else "en"
    await catalog.add_products(app, shop.id, [_new_product(goods, language) for goods in plan.goods])
    return await _list_placed(app, plan)


async def _list_placed(app: App, plan: ShopPlan) -> list[Placed]:
    by_title = {goods.title: goods for goods in plan.goods}
    placed: list[Placed] = []
    cursor: str | None = None
    while True:
        page = await catalog.list_products(
            app, words=None, shop_slug=plan.slug, currency="USD", cursor=cursor, limit=PAGE
        )
        placed += [
            Placed(
                by_title[card.title], card.product_id, card.slug, {one.title: one.id for one in variants},
                card.picture_key is not None,
            )
            for card, variants in page.rows
            if card.title in by_title
        ]  # fmt: skip
        cursor = page.next_cursor
        if cursor is None:
            return placed


def _new_product(goods: Goods, language: str) -> NewProduct:
    prices = [Money(goods.usd, "USD")]
    if goods.mxn:
        prices.append(Money(goods.mxn, "MXN"))
    before = tuple(
        Money(minor, currency) for minor, currency in ((goods.was_usd, "USD"), (goods.was_mxn, "MXN")) if minor
    )
    last = (goods.colours[-1][0], (goods.sizes or ("",))[-1])
    colour_word, size_word = OPTION_NAMES[language]
    variants = tuple(
        NewVariant(
            reference="-".join(filter(None, (goods.reference, colour, size))).lower(),
            title=variant_title(label, size),
            prices=tuple(prices),
            stock=goods.stock if goods.low is None or (label, size) != last else goods.low,
            compare_at=before,
            options=(label, size) if size else (label,),
            sku="-".join(filter(None, (goods.reference, colour, size))).upper(),
        )
        for label, colour in goods.colours
        for size in goods.sizes or ("",)
    )
    names = (colour_word, size_word) if goods.sizes else (colour_word,)
    return NewProduct(
        goods.reference, goods.title, goods.description, variants, option_names=names, category=goods.category or None
    )


def variant_title(label: str, size: str) -> str:
    """`Night / M`, or `Night` where there are no sizes."""
    return f"{label} / {size}" if size else label


async def _fill_showcases(app: App, town: Town) -> None:
    for handle, shown in SHOWCASES.items():
        for key in shown:
            if key in town.goods:
                with contextlib.suppress(affiliate.AlreadyShown):
                    await affiliate.add_to_showcase(app, town.actors[handle], town.goods[key].product_id)


async def _keep(app: App, prefix: str, picture: Image.Image) -> str:
    output = io.BytesIO()
    await asyncio.to_thread(picture.save, output, "WEBP", quality=WEBP_QUALITY)
    return await app.blobs.put_immutable(prefix, output.getvalue(), ".webp", "image/webp")
