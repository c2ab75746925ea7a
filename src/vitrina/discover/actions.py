"""What people do to find things: search, follow a suggestion, a hashtag, look around."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vitrina import cart, catalog, market, people, video
from vitrina.catalog import AISLES, Wanted
from vitrina.discover.adapters.shown import (
    CreatorCard,
    FrontPage,
    Hashtag,
    HashtagPage,
    SearchOut,
    ShopCard,
    Suggestion,
    creator_card,
    departments,
    shop_cards,
)
from vitrina.discover.engine.kept import KeptPages
from vitrina.discover.model import SearchAsked
from vitrina.discover.rules import begins, clean_hashtag
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import VideoId, parse_uuid
from vitrina.kernel.money import Money
from vitrina.kernel.pages import decode_cursor, encode_cursor, first_of, page_of
from vitrina.kernel.words import Language
from vitrina.market import Country
from vitrina.platform.app import App
from vitrina.video import VideoOut

OFFSET_MAX = 1_000
TASTE = 6
SHOP_PICTURES = 3
SUGGESTIONS_MAX = 8
TITLES_SUGGESTED = 5
TRENDING_AMONG = 500
TRENDING_MAX = 12
ROW_MAX = 12
AGE_GROWN = 21
_JSON = msgspec.json.Encoder()


async def find(app: App, viewer: people.Actor, asked: SearchAsked) -> SearchOut:
    """What somebody looks for, of one kind or a taste of every kind; `NotFound` for an unknown shop or category."""
    country = (await market.markets(app)).viewed_from(asked.country or viewer.country)
    limit = TASTE if asked.kind == "all" else asked.limit
    products: list[catalog.ProductInList] = []
    videos: list[VideoOut] = []
    creators: list[CreatorCard] = []
    shops: list[ShopCard] = []
    is_near, cursor = False, None
    if asked.kind in ("all", "products"):
        found = await catalog.find_products(
            app,
            await _wanted(app, viewer, asked, country),
            cursor=asked.cursor,
            limit=limit + (asked.kind == "all") * 2,
        )
        products = [catalog.product_in_list(card, variants) for card, variants in found.rows]
        is_near, cursor = found.is_near, found.next_cursor
    if asked.kind in ("all", "videos") and asked.words:
        videos, cursor = await _find_videos(app, asked, country.currency, limit)
    if asked.kind in ("all", "creators") and asked.words:
        creators, cursor = await _find_creators(app, asked, limit)
    if asked.kind in ("all", "shops") and asked.words:
        shops, cursor = await _find_shops(app, asked, limit)
    more = None if asked.kind == "all" else cursor
    return SearchOut(asked.words or "", asked.kind, country.currency, is_near, products, videos, creators, shops, more)


async def _wanted(app: App, viewer: people.Actor, asked: SearchAsked, country: Country) -> Wanted:
    if asked.category is not None and catalog.find_aisle(asked.category) is None:
        raise NotFound

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, country.currency)

    shop_id = (await catalog.get_shop(app, asked.shop)).id if asked.shop else None
    free = await cart.free_shipping(app, country) if asked.is_shipped_free else None
    return Wanted(
        currency=country.currency, age=catalog.age_of(app, viewer), words=asked.words, shop_id=shop_id,
        aisles=catalog.within(asked.category) if asked.category else (), price_from=money(asked.price_min),
        price_to=money(asked.price_max), is_available=asked.is_available, is_on_sale=asked.is_on_sale,
        free_shipping=free, sort=asked.sort,
    )  # fmt: skip


async def _find_videos(app: App, asked: SearchAsked, currency: str, limit: int) -> tuple[list[VideoOut], str | None]:
    first = first_of(asked.cursor, OFFSET_MAX)
    async with app.db.connection() as connection:
        ids = await video.find_videos(connection, asked.words or "", first=first, limit=limit + 1)
    return await _shown(app, ids[:limit], currency), _more(first, limit, len(ids))


async def _find_creators(app: App, asked: SearchAsked, limit: int) -> tuple[list[CreatorCard], str | None]:
    first = first_of(asked.cursor, OFFSET_MAX)
    async with app.db.connection() as connection:
        found = await people.find_creators(connection, asked.words or "", first=first, limit=limit + 1)
    return [creator_card(app, one) for one in found[:limit]], _more(first, limit, len(found))


async def _find_shops(app: App, asked: SearchAsked, limit: int) -> tuple[list[ShopCard], str | None]:
    found, cursor = await catalog.find_shops(app, asked.words or "", cursor=asked.cursor, limit=limit)
    return await _complete_shops(app, found), cursor


async def _complete_shops(app: App, shops: Sequence[catalog.Shop]) -> list[ShopCard]:
    async with app.db.connection() as connection:
        pictures = await catalog.list_shop_pictures(connection, [shop.id for shop in shops], SHOP_PICTURES)
    return shop_cards(app, shops, pictures)


async def _shown(app: App, ids: Sequence[VideoId], currency: str) -> list[VideoOut]:
    shown = await video.show_videos(app, ids, currency)
    return [shown[one] for one in ids if one in shown]


def _more(first: int, limit: int, found: int) -> str | None:
    return encode_cursor(str(first + limit)) if found > limit else None


async def suggest(app: App, viewer: people.Actor, typed: str | None, language: Language) -> list[Suggestion]:
    """Up to eight ways to go on while somebody types; `#` asks for hashtags only, `@` for creators only."""
    words = (typed or "").strip()
    if not words:
        return []
    found: list[Suggestion] = []
    hashtag = clean_hashtag(words)
    async with app.db.connection() as connection:
        if words[0] not in "#@":
            titles = await catalog.suggest_titles(connection, words, catalog.age_of(app, viewer), TITLES_SUGGESTED)
            found += [Suggestion("words", title, None, None) for title in titles]
            found += [
                Suggestion("category", aisle.name(language), f"/c/{aisle.slug}", None)
                for aisle in AISLES
                if begins(aisle.name(language), words)
            ][:2]
            found += [
                Suggestion("shop", shop.name, f"/s/{shop.slug}", shop.logo_key and app.blobs.url(shop.logo_key))
                for shop in await catalog.find_shops_typed(connection, words, 2)
            ]
        if words[0] != "#":
            found += [
                Suggestion(
                    "creator", f"@{one.handle}", f"/@{one.handle}", one.avatar_key and app.blobs.url(one.avatar_key)
                )
                for one in await people.find_creators(connection, words, first=0, limit=8 if words[0] == "@" else 2)
            ]
        if words[0] != "@" and hashtag:
            trending = await video.list_trending(connection, TRENDING_AMONG, 8 if words[0] == "#" else 2, hashtag)
            found += [Suggestion("hashtag", f"#{tag}", f"/t/{tag}", None) for tag, _ in trending]
    return found[:SUGGESTIONS_MAX]


async def list_trending(app: App) -> list[Hashtag]:
    """The hashtags that most of the newest videos have."""
    async with app.db.connection() as connection:
        return [Hashtag(*one) for one in await video.list_trending(connection, TRENDING_AMONG, TRENDING_MAX)]


async def get_hashtag(app: App, viewer: people.Actor, text: str, cursor: str | None, limit: int) -> HashtagPage:
    """A hashtag's videos, newest first; `NotFound` for what cannot be one."""
    hashtag = clean_hashtag(text)
    if hashtag is None:
        raise NotFound
    after = decode_cursor(cursor, 1)
    before = parse_uuid(after[0]) if after else None
    currency = (await market.markets(app)).viewed_from(viewer.country).currency
    async with app.db.connection() as connection:
        ids = await video.list_tagged(connection, hashtag, before, limit + 1)
        count = await video.count_tagged(connection, hashtag)
    page = page_of(ids, limit, lambda one: (str(one),))
    return HashtagPage(hashtag, count, await _shown(app, page.rows, currency), page.next_cursor)


async def front_page(app: App, viewer: people.Actor, language: Language, country_code: str | None = None) -> bytes:
    """Discover before anybody types, as JSON; up to ten seconds old."""
    country = (await market.markets(app)).viewed_from(country_code or viewer.country)
    age = min(catalog.age_of(app, viewer), AGE_GROWN)

    async def make() -> bytes:
        return _JSON.encode(await _make_front_page(app, country, language, age))

    return await app.part(KeptPages).get((country.code, language, age), make)


async def _make_front_page(app: App, country: Country, language: Language, age: int) -> FrontPage:
    currency = country.currency
    sale = await catalog.find_products(
        app, Wanted(currency=currency, age=age, is_on_sale=True, is_available=True), cursor=None, limit=ROW_MAX
    )
    newest = await catalog.find_products(
        app, Wanted(currency=currency, age=age, is_available=True), cursor=None, limit=ROW_MAX
    )
    async with app.db.connection() as connection:
        counts = await catalog.count_aisles_of(connection, None)
        pictures = await catalog.list_aisle_pictures(connection, list(counts))
        creators = await people.list_popular_creators(connection, ROW_MAX)
        shops = await catalog.list_popular_shops(connection, ROW_MAX)
        fresh = await video.list_fresh(connection, None, ROW_MAX)
    return FrontPage(
        await list_trending(app),
        departments(counts, pictures, language),
        [creator_card(app, one) for one in creators],
        await _complete_shops(app, shops),
        [catalog.product_in_list(card, variants) for card, variants in sale.rows],
        [catalog.product_in_list(card, variants) for card, variants in newest.rows],
        await _shown(app, [one.id for one in fresh], currency),
    )
