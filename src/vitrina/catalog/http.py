"""HTTP of the catalogue: products, shops."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.params import FromPath, Parameter

from vitrina import market, people
from vitrina.catalog import actions
from vitrina.catalog.actions.take_down import get_shown_shop
from vitrina.catalog.model import Card, Product, Variant
from vitrina.catalog.rules import left_told, picture_url
from vitrina.kernel.errors import TakenDown
from vitrina.kernel.ids import ProductId, ShopId, VariantId
from vitrina.kernel.pages import PAGE_ROWS
from vitrina.market import CountryNotServed
from vitrina.platform.http import CursorAsked, Limit, MoneyOut, app_of, money_out, refusals

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
    shop: ProductShop
    images: list[ImageOut]
    options: list[OptionOut]
    variants: list[VariantOut]
    return_days: int


class ShopOut(msgspec.Struct, frozen=True):
    id: ShopId
    slug: str
    name: str
    description: str
    country: str
    logo_url: str | None
    products: int


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
        app, words=q or None, shop_slug=shop or None, currency=seen_from.currency, cursor=cursor, limit=limit
    )
    return ProductPage([_in_list(card, variants) for card, variants in page.rows], page.next_cursor)


@get("/v1/products/{product:str}", responses=refusals(CountryNotServed, TakenDown))
async def get_product(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    country: Annotated[str | None, Parameter(max_length=2)] = None,
) -> ProductOut:
    """One product by its id or its slug."""
    app, viewer = app_of(request), await people.actor_of(request)
    seen_from = (await market.markets(app)).viewed_from(country or viewer.country)
    found = await actions.get_product(app, product, seen_from.currency)
    return product_out(found, seen_from.return_days)


@get("/v1/shops/{shop:str}", responses=refusals(TakenDown))
async def get_shop(request: Request[Any, Any, Any], shop: FromPath[str]) -> ShopOut:
    """One shop by its slug."""
    app = app_of(request)
    found = await get_shown_shop(app, shop)
    products = await actions.count_products(app, found.id)
    logo = None if found.logo_key is None else f"/media/{found.logo_key}"
    return ShopOut(found.id, found.slug, found.name, found.description, found.country, logo, products)


def _in_list(card: Card, variants: list[Variant]) -> ProductInList:
    return ProductInList(
        card.product_id, card.slug, card.title, ShopRef(card.shop_id, card.shop_slug, card.shop_name),
        picture_url(card.picture_key, GRID_PICTURE_WIDTH),
        [VariantRef(one.id, one.title, money_out(one.price), one.free > 0) for one in variants],
    )  # fmt: skip


def product_out(product: Product, return_days: int) -> ProductOut:
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
    shop = ProductShop(product.shop.id, product.shop.slug, product.shop.name, product.shop.country)
    return ProductOut(
        product.id, product.slug, product.title, product.description, product.brand, product.category,
        product.external_url, shop, images, options, [_variant_out(one, names) for one in product.variants], return_days,
    )  # fmt: skip


def _variant_out(variant: Variant, names: tuple[str, ...]) -> VariantOut:
    return VariantOut(
        variant.id, variant.title, variant.sku, dict(zip(names, variant.options, strict=False)),
        money_out(variant.price), None if variant.compare_at is None else money_out(variant.compare_at),
        variant.free > 0, left_told(variant.free),
    )  # fmt: skip


ROUTES = [get_products, get_product, get_shop]
