"""Where the capabilities meet: their routes, and what they hang on one another.

The one place that knows all of them; the web and the worker both call `join_capabilities` before they serve.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from litestar.handlers import HTTPRouteHandler

from vitrina import (
    affiliate,
    cart,
    catalog,
    checkout,
    discover,
    feed,
    insight,
    notice,
    payout,
    people,
    social,
    video,
)  # fmt: skip
from vitrina.kernel.ids import ShopId
from vitrina.platform.postgres import Connection
from vitrina.web.own_data import join_own_data

ROUTES: tuple[HTTPRouteHandler, ...] = (
    *people.ROUTES,
    *notice.ROUTES,
    *catalog.ROUTES,
    *affiliate.ROUTES,
    *cart.ROUTES,
    *checkout.ROUTES,
    *payout.ROUTES,
    *video.ROUTES,
    *social.ROUTES,
    *feed.ROUTES,
    *discover.ROUTES,
    *insight.ROUTES,
)


def join_capabilities() -> None:
    """Register what later folders hang on earlier ones; again is the same."""
    people.describe_shops(_describe_shops)
    people.on_guest_joined(affiliate.adopt_touches)
    people.on_guest_joined(cart.adopt_carts)
    join_own_data()
    people.on_guest_joined(feed.adopt_viewer)
    video.count_with(social.counts_of)


async def _describe_shops(connection: Connection, ids: Sequence[ShopId]) -> Mapping[ShopId, tuple[str, str]]:
    return {shop.id: (shop.slug, shop.name) for shop in await catalog.list_shops(connection, ids)}
