"""Cards of creators, shops, categories and hashtags, and the pages made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from vitrina import catalog, people
from vitrina.catalog import AISLES, AisleOut, ProductInList
from vitrina.kernel.ids import AccountId, ShopId
from vitrina.kernel.words import Language
from vitrina.platform.app import App
from vitrina.video import VideoOut

CARD_PICTURE_WIDTH = 320


class CreatorCard(msgspec.Struct, frozen=True):
    id: AccountId
    handle: str
    name: str
    bio: str
    avatar_url: str | None
    followers: int


class ShopCard(msgspec.Struct, frozen=True):
    """A shop with pictures of its newest products."""

    id: ShopId
    slug: str
    name: str
    country: str
    logo_url: str | None
    followers: int
    image_urls: list[str]


class Hashtag(msgspec.Struct, frozen=True):
    tag: str
    videos: int


class Hashtags(msgspec.Struct, frozen=True):
    hashtags: list[Hashtag]


class HashtagPage(msgspec.Struct, frozen=True):
    """A hashtag's videos, newest first; `count` is how many there are in all."""

    tag: str
    count: int
    videos: list[VideoOut]
    next_cursor: str | None


class Department(msgspec.Struct, frozen=True):
    """A department of the category tree with a picture of something in it."""

    slug: str
    name: str
    products: int
    image_url: str | None
    children: list[AisleOut]


class SearchOut(msgspec.Struct, frozen=True):
    """What was found. `is_near`: nothing has the words as they are written, the products come close.

    With kind `all` each list is a taste and there is no next page; else only the list of that kind is filled.
    """

    q: str
    kind: str
    currency: str
    is_near: bool
    products: list[ProductInList]
    videos: list[VideoOut]
    creators: list[CreatorCard]
    shops: list[ShopCard]
    next_cursor: str | None


class Suggestion(msgspec.Struct, frozen=True):
    """One way to go on: words to search for, or a place to go to at once."""

    kind: Literal["words", "creator", "shop", "hashtag", "category"]
    text: str
    path: str | None
    image_url: str | None


class Suggestions(msgspec.Struct, frozen=True):
    suggestions: list[Suggestion]


class FrontPage(msgspec.Struct, frozen=True):
    """What Discover shows before anybody types."""

    hashtags: list[Hashtag]
    categories: list[Department]
    creators: list[CreatorCard]
    shops: list[ShopCard]
    on_sale: list[ProductInList]
    newest: list[ProductInList]
    videos: list[VideoOut]


def creator_card(app: App, creator: people.Creator) -> CreatorCard:
    """A creator in a row or a list."""
    avatar = None if creator.avatar_key is None else app.blobs.url(creator.avatar_key)
    return CreatorCard(creator.id, creator.handle, creator.name, creator.bio, avatar, creator.followers)


def shop_cards(app: App, shops: Sequence[catalog.Shop], pictures: Mapping[ShopId, Sequence[str]]) -> list[ShopCard]:
    """Shops in a row or a list."""
    return [
        ShopCard(
            shop.id, shop.slug, shop.name, shop.country, shop.logo_key and app.blobs.url(shop.logo_key), shop.followers,
            [url for key in pictures.get(shop.id, ()) if (url := catalog.picture_url(key, CARD_PICTURE_WIDTH))],
        )
        for shop in shops
    ]  # fmt: skip


def departments(counts: Mapping[str, int], pictures: Mapping[str, str], language: Language) -> list[Department]:
    """The departments that have products, the fullest first, what fits nowhere last."""
    made = []
    for one in catalog.aisles_out(counts, language):
        places = [one.slug, *(child.slug for child in sorted(one.children, key=lambda child: -child.products))]
        key = next((pictures[slug] for slug in places if slug in pictures), None)
        image = catalog.picture_url(key, CARD_PICTURE_WIDTH)
        made.append(Department(one.slug, one.name, one.products, image, one.children))
    last = AISLES[-1].slug
    return sorted(made, key=lambda one: (one.slug == last, -one.products))
