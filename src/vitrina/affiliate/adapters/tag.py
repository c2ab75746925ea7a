"""A link as the contract shows it: a tag with its product's picture, price and whether it pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vitrina import catalog, market
from vitrina.affiliate import actions
from vitrina.affiliate.model import Link
from vitrina.kernel.ids import LinkId, ProductId, VariantId
from vitrina.platform.app import App
from vitrina.platform.http import MoneyOut, money_out

TAG_PICTURE_WIDTH = 320


class Tag(msgspec.Struct, frozen=True):
    """A tag's id is its link's id; `start_ms` and `end_ms` are null when it shows all the time."""

    id: LinkId
    product_id: ProductId
    product_slug: str
    variant_id: VariantId | None
    title: str
    image_url: str | None
    price: MoneyOut
    available: bool
    start_ms: int | None
    end_ms: int | None
    paid_link: bool


async def tags_of(
    app: App, links: Sequence[Link], currency: str, times: Mapping[LinkId, tuple[int | None, int | None]] | None = None
) -> list[Tag]:
    """Tags of these links in order; a product that is gone or has no price anywhere has no tag."""
    if not links:
        return []
    now = app.clock.now()
    house = (await market.markets(app)).fee_at(now).house_bps
    async with app.db.connection() as connection:
        cards = await catalog.cards_of(connection, list({link.product_id for link in links}), currency)
        paying = await actions.paying_shops(connection, list({link.shop_id for link in links}), now, house)
    made = []
    for link in links:
        card = cards.get(link.product_id)
        if card is None:
            continue
        start_ms, end_ms = (times or {}).get(link.id, (None, None))
        made.append(Tag(
            link.id, link.product_id, card.slug, card.variant_id, card.title,
            catalog.picture_url(card.picture_key, TAG_PICTURE_WIDTH), money_out(card.price), card.is_available,
            start_ms, end_ms, link.shop_id in paying,
        ))  # fmt: skip
    return made
