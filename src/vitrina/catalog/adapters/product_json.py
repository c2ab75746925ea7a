"""Products and shops as the contract shows them to everybody."""

from __future__ import annotations

from datetime import date

import msgspec

from vitrina.catalog.model import Card, Product, Variant
from vitrina.catalog.rules import left_told, picture_url
from vitrina.kernel.ids import ProductId, ShopId, VariantId
from vitrina.platform.http import MoneyOut, money_out

GRID_PICTURE_WIDTH = 640


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
    """`closed_until`: the shop is on holiday and sells again on that day."""

    id: ShopId
    slug: str
    name: str
    country: str
    closed_until: date | None = None
    handling_days: int | None = None


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
    banner_url: str | None = None
    closed_until: date | None = None
    handling_days: int | None = None
    returns_text: str = ""


def in_list(card: Card, variants: list[Variant]) -> ProductInList:
    """A product in a list, with its variants' prices."""
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
