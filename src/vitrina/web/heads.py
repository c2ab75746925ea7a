"""What each public page says about itself: title, description, Open Graph, JSON-LD. Pure: API answers in, `Head` out."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import msgspec

from vitrina import catalog
from vitrina.kernel.money import Money, exponent
from vitrina.kernel.words import Language, money_text
from vitrina.web.shell import NAME, FirstVideo, Head
from vitrina.web.words import say

DESCRIPTION_CHARS_MAX = 200
LONG_MS = 60_000  # as in client/src/video/source.ts
_SCHEMA = "https://schema.org"
Absolute = Callable[[str], str]


class SeenMoney(msgspec.Struct, frozen=True):
    minor: int
    currency: str


class SeenCreator(msgspec.Struct, frozen=True):
    handle: str
    name: str
    bio: str | None = None
    avatar_url: str | None = None


class SeenVideo(msgspec.Struct, frozen=True):
    id: str
    creator: SeenCreator
    title: str
    duration_ms: int
    width: int
    height: int
    poster_url: str
    mp4_url: str | None = None
    mp4_mid_url: str | None = None
    published_at: str | None = None


class SeenFeed(msgspec.Struct, frozen=True):
    videos: list[SeenVideo]


class SeenShop(msgspec.Struct, frozen=True):
    slug: str
    name: str
    description: str | None = None
    logo_url: str | None = None
    banner_url: str | None = None
    products: int = 0


class SeenImage(msgspec.Struct, frozen=True):
    url: str


class SeenVariant(msgspec.Struct, frozen=True):
    price: SeenMoney
    available: bool
    sku: str | None = None


class SeenAisle(msgspec.Struct, frozen=True):
    slug: str
    name: str
    products: int = 0
    children: list[SeenAisle] = []


class SeenAisles(msgspec.Struct, frozen=True):
    categories: list[SeenAisle]


class SeenHashtag(msgspec.Struct, frozen=True):
    tag: str
    count: int
    videos: list[SeenVideo]


class SeenDelivery(msgspec.Struct, frozen=True):
    country: str
    handling_days: int
    transit_days_min: int
    transit_days_max: int
    price: SeenMoney


class SeenProduct(msgspec.Struct, frozen=True):
    slug: str
    title: str
    description: str | None
    brand: str | None
    shop: SeenShop
    images: list[SeenImage]
    variants: list[SeenVariant]
    return_days: int
    aisle: SeenAisle
    delivery: SeenDelivery | None = None


def home_head(feed: SeenFeed | None, language: Language) -> Head:
    """The feed: the poster of its first video is fetched before any script."""
    first = feed.videos[0] if feed is not None and feed.videos else None
    poster = None if first is None else first.poster_url
    return Head(
        title=say(language, "home_title"), description=say(language, "home"), path="/", image=poster, preload=poster,
        first=None if first is None else _first_of(first),
    )  # fmt: skip


def _first_of(video: SeenVideo) -> FirstVideo | None:
    """Long videos play by HLS, which needs the client."""
    if video.mp4_mid_url is None or video.duration_ms > LONG_MS:
        return None
    return FirstVideo(video.title, video.poster_url, video.mp4_mid_url)


def video_head(video: SeenVideo, language: Language, absolute: Absolute) -> Head:
    """A video that other services can show: og:video with its MP4, VideoObject."""
    description = say(language, "video", creator=video.creator.name)
    linked: dict[str, object] = {
        "@context": _SCHEMA,
        "@type": "VideoObject",
        "name": video.title or NAME,
        "description": description,
        "thumbnailUrl": [absolute(video.poster_url)],
        "duration": f"PT{video.duration_ms / 1000:.3f}S",
        "url": absolute(f"/v/{video.id}"),
        "author": {"@type": "Person", "name": video.creator.name, "url": absolute(creator_path(video.creator.handle))},
    }
    shown: list[tuple[str, str]] = []
    if video.mp4_url is not None:
        linked["contentUrl"] = absolute(video.mp4_url)
        shown = [
            ("og:video", absolute(video.mp4_url)),
            ("og:video:type", "video/mp4"),
            ("og:video:width", str(video.width)),
            ("og:video:height", str(video.height)),
        ]
    if video.published_at is not None:
        linked["uploadDate"] = video.published_at
    return Head(
        title=f"{video.title or NAME} · @{video.creator.handle}", description=description, path=f"/v/{video.id}",
        kind="video.other", image=video.poster_url, properties=tuple(shown), linked=linked, preload=video.poster_url,
        first=_first_of(video),
    )  # fmt: skip


def product_head(product: SeenProduct, language: Language, absolute: Absolute) -> Head:
    """A product with its cheapest available price, Product with its offers."""
    available = [one for one in product.variants if one.available]
    shown = min(available or product.variants, key=lambda one: one.price.minor, default=None)
    price = None if shown is None else _money(shown.price, language)
    key = "product_priceless" if price is None else "product"
    description = product.description or say(language, key, title=product.title, shop=product.shop.name, price=price)
    image = product.images[0].url if product.images else None
    path = f"/p/{quote(product.slug)}"
    linked: dict[str, object] = {
        "@context": _SCHEMA,
        "@type": "Product",
        "name": product.title,
        "description": description,
        "image": [absolute(one.url) for one in product.images],
        "url": absolute(path),
        "offers": [_offer(one, product, absolute(path)) for one in product.variants],
    }
    if product.aisle.name:
        linked["category"] = product.aisle.name
    if product.brand:
        linked["brand"] = {"@type": "Brand", "name": product.brand}
    properties: list[tuple[str, str]] = []
    if shown is not None:
        properties = [
            ("product:price:amount", _decimal(shown.price)),
            ("product:price:currency", shown.price.currency),
            ("product:availability", "in stock" if shown.available else "out of stock"),
        ]
    return Head(
        title=f"{product.title} · {product.shop.name}", description=_short(description), path=path, kind="product",
        image=image, properties=tuple(properties), linked=linked, preload=image,
    )  # fmt: skip


def shop_head(shop: SeenShop, language: Language, absolute: Absolute) -> Head:
    """A shop as Store."""
    description = shop.description or say(language, "shop", name=shop.name, products=shop.products)
    path = f"/s/{quote(shop.slug)}"
    linked: dict[str, object] = {
        "@context": _SCHEMA, "@type": "Store", "name": shop.name, "description": description, "url": absolute(path),
    }  # fmt: skip
    if shop.logo_url is not None:
        linked["image"] = absolute(shop.logo_url)
    return Head(
        title=shop.name,
        description=_short(description),
        path=path,
        image=shop.banner_url or shop.logo_url,
        linked=linked,
    )


def creator_head(creator: SeenCreator, language: Language, absolute: Absolute) -> Head:
    """A creator as ProfilePage."""
    description = creator.bio or say(language, "creator", name=creator.name, handle=creator.handle)
    path = creator_path(creator.handle)
    person: dict[str, object] = {
        "@type": "Person", "name": creator.name, "alternateName": f"@{creator.handle}", "url": absolute(path),
    }  # fmt: skip
    if creator.avatar_url is not None:
        person["image"] = absolute(creator.avatar_url)
    return Head(
        title=f"{creator.name} (@{creator.handle})", description=_short(description), path=path, kind="profile",
        image=creator.avatar_url, properties=(("profile:username", creator.handle),),
        linked={"@context": _SCHEMA, "@type": "ProfilePage", "url": absolute(path), "mainEntity": person},
    )  # fmt: skip


def category_head(slug: str, aisles: SeenAisles, language: Language, absolute: Absolute) -> Head | None:
    """A category as a page of products; None for one that has none."""
    flat = [one for top in aisles.categories for one in (top, *top.children)]
    found = next((one for one in flat if one.slug == slug), None)
    if found is None:
        return None
    # The answer's names are in the language of the one who asks; a search engine's link may ask for the other one.
    aisle = catalog.find_aisle(slug)
    name = found.name if aisle is None else aisle.name(language)
    path = f"/c/{quote(slug)}"
    title = say(language, "category_title", name=name)
    description = say(language, "category", name=name, products=found.products)
    linked: dict[str, object] = {
        "@context": _SCHEMA, "@type": "CollectionPage", "name": name, "description": description,
        "url": absolute(path),
    }  # fmt: skip
    return Head(title=title, description=description, path=path, linked=linked)


def hashtag_head(page: SeenHashtag, language: Language, absolute: Absolute) -> Head:
    """A hashtag as a page of videos; one that nobody uses is not for search engines."""
    poster = page.videos[0].poster_url if page.videos else None
    path = f"/t/{quote(page.tag)}"
    description = say(language, "hashtag", tag=page.tag, count=page.count)
    linked: dict[str, object] = {
        "@context": _SCHEMA, "@type": "CollectionPage", "name": f"#{page.tag}", "description": description,
        "url": absolute(path),
    }  # fmt: skip
    return Head(
        title=say(language, "hashtag_title", tag=page.tag), description=description, path=path, image=poster,
        linked=linked, is_indexed=bool(page.videos), preload=poster,
    )  # fmt: skip


def plain_head(name: str, path: str, language: Language, *, is_indexed: bool = False) -> Head:
    """A page of the client that shows nothing public; `name` finds its words."""
    title, description = say(language, f"{name}_title"), say(language, name)
    return Head(title=title, description=description, path=path, is_indexed=is_indexed)


def creator_path(handle: str) -> str:
    return f"/@{quote(handle)}"


def _offer(variant: SeenVariant, product: SeenProduct, url: str) -> dict[str, object]:
    offer: dict[str, object] = {
        "@type": "Offer",
        "price": _decimal(variant.price),
        "priceCurrency": variant.price.currency,
        "availability": f"{_SCHEMA}/{'InStock' if variant.available else 'OutOfStock'}",
        "itemCondition": f"{_SCHEMA}/NewCondition",
        "url": url,
        "seller": {"@type": "Organization", "name": product.shop.name},
    }
    if variant.sku:
        offer["sku"] = variant.sku
    if product.delivery is not None:
        offer["shippingDetails"] = _shipping(product.delivery)
        if product.return_days > 0:
            offer["hasMerchantReturnPolicy"] = {
                "@type": "MerchantReturnPolicy",
                "applicableCountry": product.delivery.country,
                "returnPolicyCategory": f"{_SCHEMA}/MerchantReturnFiniteReturnWindow",
                "merchantReturnDays": product.return_days,
                "returnMethod": f"{_SCHEMA}/ReturnByMail",
            }
    return offer


def _shipping(delivery: SeenDelivery) -> dict[str, object]:
    return {
        "@type": "OfferShippingDetails",
        "shippingRate": {
            "@type": "MonetaryAmount", "value": _decimal(delivery.price), "currency": delivery.price.currency,
        },
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": delivery.country},
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "handlingTime": _days(0, delivery.handling_days),
            "transitTime": _days(delivery.transit_days_min, delivery.transit_days_max),
        },
    }  # fmt: skip


def _days(least: int, most: int) -> dict[str, object]:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}


def _decimal(money: SeenMoney) -> str:
    return Money(money.minor, money.currency).text()


def _money(money: SeenMoney, language: Language) -> str:
    return money_text(money.minor, money.currency, exponent(money.currency), language)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= DESCRIPTION_CHARS_MAX else words[: DESCRIPTION_CHARS_MAX - 1].rstrip() + "…"
