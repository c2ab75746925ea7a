"""HTTP of the catalogue: products, shops, categories, who follows and who waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, put
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from vitrina import market, people
from vitrina.catalog import actions
from vitrina.catalog.adapters.aisles import AISLES, find_aisle
from vitrina.catalog.errors import StillInStock
from vitrina.catalog.model import Card, Product, Variant, WatchKind
from vitrina.catalog.rules import PICTURE_WIDTHS, left_told, picture_url
from vitrina.kernel.ids import ProductId, ShopId, VariantId
from vitrina.kernel.money import Money
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.kernel.words import Language
from vitrina.market import Country, CountryNotServed
from vitrina.platform.app import App
from vitrina.platform.http import (
    CursorAsked,
    Limit,
    MoneyOut,
    app_of,
    language_asked,
    money_out,
    refusals,
    write,
)

GRID_PICTURE_WIDTH = 640
WORDS_CHARS_MAX = 100
Words = Annotated[str | None, Parameter(max_length=WORDS_CHARS_MAX)]


class ShopRef(msgspec.Struct, frozen=True):
    id: ShopId
    slug: str
    name: str


class VariantRef(msgspec.Struct, frozen=True):
    id: VariantId
    title: str
    price: MoneyOut
    available: bool
    compare_at: MoneyOut | None


class ProductInList(msgspec.Struct, frozen=True):
    id: ProductId
    slug: str
    title: str
    shop: ShopRef
    image_url: str | None
    variants: list[VariantRef]


class ProductPage(msgspec.Struct, frozen=True):
    products: list[ProductInList]
    next_cursor: str | None


class ImageOut(msgspec.Struct, frozen=True):
    url: str
    width: int
    height: int


class OptionOut(msgspec.Struct, frozen=True):
    name: str
    values: list[str]


class VariantOut(msgspec.Struct, frozen=True):
    id: VariantId
    title: str
    sku: str | None
    options: dict[str, str]
    price: MoneyOut
    compare_at: MoneyOut | None
    available: bool
    left: int | None
    image_url: str | None


class AisleRef(msgspec.Struct, frozen=True):
    """A category, its name in the viewer's language."""

    slug: str
    name: str


class ProductShop(msgspec.Struct, frozen=True):
    id: ShopId
    slug: str
    name: str
    country: str


class ProductOut(msgspec.Struct, frozen=True):
    id: ProductId
    slug: str
    title: str
    description: str
    brand: str | None
    category: str | None
    external_url: str | None
    aisle: AisleRef
    min_age: int | None
    shop: ProductShop
    images: list[ImageOut]
    options: list[OptionOut]
    variants: list[VariantOut]
    return_days: int
    is_return_business_days: bool


class ShopOut(msgspec.Struct, frozen=True):
    id: ShopId
    slug: str
    name: str
    description: str
    country: str
    logo_url: str | None
    banner_url: str | None
    products: int
    followers: int
    is_followed: bool
    handling_days: int


class AisleOut(msgspec.Struct, frozen=True):
    """A category with what stands in it and below it."""

    slug: str
    name: str
    products: int
    children: list[AisleOut]


class AislesOut(msgspec.Struct, frozen=True):
    categories: list[AisleOut]


class WatchAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: WatchKind


class WatchOut(msgspec.Struct, frozen=True):
    stock: bool
    price: bool


@get("/v1/products", responses=refusals())
async def get_products(
    request: Request[Any, Any, Any],
    q: Words = None,
    shop: Words = None,
    country: Annotated[str | None, Parameter(max_length=2)] = None,
    cursor: CursorAsked = None,
    limit: Limit = PAGE_ROWS,
) -> ProductPage:
    """Products for sale, newest first, by words of their title and by shop."""
    app, viewer = app_of(request), await people.actor_of(request)
    seen_from = (await market.markets(app)).viewed_from(country or viewer.country)
    page = await actions.list_products(
        app, words=q or None, shop_slug=shop or None, currency=seen_from.currency, cursor=cursor, limit=limit,
        age=age_of(app, viewer),
    )  # fmt: skip
    return ProductPage([product_in_list(card, variants) for card, variants in page.rows], page.next_cursor)


@get("/v1/products/{product:str}", responses=refusals(CountryNotServed))
async def get_product(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    country: Annotated[str | None, Parameter(max_length=2)] = None,
) -> ProductOut:
    """One product by its id or its slug."""
    app, viewer = app_of(request), await people.actor_of(request)
    seen_from = (await market.markets(app)).viewed_from(country or viewer.country)
    found = await actions.get_product(app, product, seen_from.currency)
    return product_out(found, seen_from, language_asked(request))


@get("/v1/shops/{shop:str}", responses=refusals())
async def get_shop(request: Request[Any, Any, Any], shop: FromPath[str]) -> ShopOut:
    """One shop by its slug."""
    app, viewer = app_of(request), await people.actor_of(request)
    found = await actions.get_shop(app, shop)
    products = await actions.count_products(app, found.id)
    followed = await actions.is_followed(app, viewer, found.id)
    return ShopOut(
        found.id, found.slug, found.name, found.description, found.country, _url(found.logo_key), _url(found.banner_key),
        products, found.followers, followed, found.handling_days,
    )  # fmt: skip


@put("/v1/shops/{shop:str}/follow", status_code=204, responses=refusals(people.CrossSite, writes=True))
async def follow_shop(request: Request[Any, Any, Any], shop: FromPath[str]) -> Response[None]:
    """Follow a shop; again is the same."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: actions.follow_shop(app, actor, shop))


@delete("/v1/shops/{shop:str}/follow", status_code=204, responses=refusals(people.CrossSite, writes=True))
async def unfollow_shop(request: Request[Any, Any, Any], shop: FromPath[str]) -> Response[None]:
    """Stop following a shop; again is the same."""
    app, actor = app_of(request), await people.actor_of(request)
    return await write(request, actor.scope, lambda: actions.unfollow_shop(app, actor, shop))


@get("/v1/categories", responses=refusals())
async def get_categories(request: Request[Any, Any, Any], shop: Words = None) -> AislesOut:
    """The tree of categories that have products, in one shop or in all; names in the language asked for."""
    app = app_of(request)
    counts = await actions.count_aisles(app, shop or None)
    return AislesOut(aisles_out(counts, language_asked(request)))


@get("/v1/products/{product:str}/watch", responses=refusals())
async def get_watch(request: Request[Any, Any, Any], product: FromPath[str]) -> WatchOut:
    """What the one who asks waits for on a product."""
    app, actor = app_of(request), await people.actor_of(request)
    found = await actions.get_watch(app, actor, product, await _currency(app, actor))
    return WatchOut(found.stock, found.price)


@put(
    "/v1/products/{product:str}/watch", status_code=204, responses=refusals(people.CrossSite, StillInStock, writes=True)
)
async def put_watch(
    request: Request[Any, Any, Any], product: FromPath[str], data: JSONBody[WatchAsked]
) -> Response[None]:
    """Be told when a sold-out product is back (`stock`) or when it costs less (`price`)."""
    app, actor = app_of(request), await people.actor_of(request)
    currency = await _currency(app, actor)
    return await write(request, actor.scope, lambda: actions.watch_product(app, actor, product, data.kind, currency))


@delete("/v1/products/{product:str}/watch", status_code=204, responses=refusals(people.CrossSite, writes=True))
async def delete_watch(
    request: Request[Any, Any, Any], product: FromPath[str], kind: FromQuery[WatchKind] = "stock"
) -> Response[None]:
    """Wait no longer."""
    app, actor = app_of(request), await people.actor_of(request)
    currency = await _currency(app, actor)
    return await write(request, actor.scope, lambda: actions.unwatch_product(app, actor, product, kind, currency))


def age_of(app: App, viewer: people.Actor) -> int:
    """How old a viewer is known to be; 0 for who has not said."""
    return people.age_known(viewer.birth_date, app.clock.now().date())


async def _currency(app: App, viewer: people.Actor) -> str:
    return (await market.markets(app)).viewed_from(viewer.country).currency


def _maybe(money: Money | None) -> MoneyOut | None:
    return None if money is None else money_out(money)


def _url(key: str | None) -> str | None:
    return None if key is None else f"/media/{key}"


def aisles_out(counts: Mapping[str, int], language: Language) -> list[AisleOut]:
    """The departments that have products, each with its places that have some."""
    made = []
    for aisle in AISLES:
        if aisle.parent is None:
            below = [
                AisleOut(one.slug, one.name(language), counts[one.slug], [])
                for one in AISLES
                if one.parent == aisle.slug and counts.get(one.slug)
            ]
            total = counts.get(aisle.slug, 0) + sum(one.products for one in below)
            if total:
                made.append(AisleOut(aisle.slug, aisle.name(language), total, below))
    return made


def product_in_list(card: Card, variants: list[Variant]) -> ProductInList:
    """A product as a card in a list."""
    return ProductInList(
        card.product_id, card.slug, card.title, ShopRef(card.shop_id, card.shop_slug, card.shop_name),
        picture_url(card.picture_key, GRID_PICTURE_WIDTH),
        [
            VariantRef(one.id, one.title, money_out(one.price), one.free > 0, _maybe(one.compare_at))
            for one in variants
        ],
    )  # fmt: skip


def product_out(product: Product, seen_from: Country, language: Language) -> ProductOut:
    """A product as JSON; `left` is told only when few are."""
    names = product.option_names
    options = [
        OptionOut(name, list(dict.fromkeys(one.options[place] for one in product.variants if place < len(one.options))))
        for place, name in enumerate(names)
    ]
    images = [
        ImageOut(url, picture.width, picture.height)
        for picture in product.pictures
        if (url := picture_url(picture.key, picture.width))
    ]
    aisle = find_aisle(product.aisle)
    shop = ProductShop(product.shop.id, product.shop.slug, product.shop.name, product.shop.country)
    return ProductOut(
        product.id, product.slug, product.title, product.description, product.brand, product.category,
        product.external_url, AisleRef(product.aisle, aisle.name(language) if aisle else ""), product.min_age, shop, images,
        options, [_variant_out(one, names) for one in product.variants], seen_from.return_days,
        seen_from.is_return_business_days,
    )  # fmt: skip


def _variant_out(variant: Variant, names: tuple[str, ...]) -> VariantOut:
    return VariantOut(
        variant.id, variant.title, variant.sku, dict(zip(names, variant.options, strict=False)),
        money_out(variant.price), _maybe(variant.compare_at),
        variant.free > 0, left_told(variant.free), picture_url(variant.picture_key, PICTURE_WIDTHS[-1]),
    )  # fmt: skip


ROUTES = [
    get_products, get_product, get_shop, follow_shop, unfollow_shop, get_categories, get_watch, put_watch, delete_watch,
]  # fmt: skip
