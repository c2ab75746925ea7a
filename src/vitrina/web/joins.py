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
    trust,
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
    *trust.ROUTES,
)


def join_capabilities() -> None:
    """Register what later folders hang on earlier ones; again is the same."""
    people.describe_shops(_describe_shops)
    people.make_faces_by(catalog.make_square)
    people.on_guest_joined(affiliate.adopt_touches)
    people.on_guest_joined(cart.adopt_carts)
    people.open_to_suspended(
        "/v1/me", "/v1/sessions", "/v1/email_verifications", "/v1/appeals", "/v1/copyright_notices"
    )
    people.open_to_suspended("/v1/orders", "/v1/order_requests", "/v1/payouts", "/v1/notices", "/v1/feed/events")
    people.open_to_suspended("/v1/passkeys", "/v1/passkey_sessions", "/v1/pairings", "/v1/password_resets")
    people.read_by_post("/v1/social/seen", "/v1/quotes")
    join_own_data()
    people.on_guest_joined(feed.adopt_viewer)
    video.count_with(social.counts_of)
    trust.join_comments(social.comments_by_ids, social.hide_comment, social.restore_comment)


async def _describe_shops(connection: Connection, ids: Sequence[ShopId]) -> Mapping[ShopId, tuple[str, str]]:
    return {shop.id: (shop.slug, shop.name) for shop in await catalog.list_shops(connection, ids)}
