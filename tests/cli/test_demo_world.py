"""The demo's world: its words fit together, and moving in twice changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.checkout.gateway_process import SECRET, WEBHOOK_SECRET, start_gateway, stop_gateway

from vitrina import affiliate, catalog, checkout, people, video
from vitrina.checkout.actions.orders import list_shop_orders
from vitrina.cli.demo.care import look_after
from vitrina.cli.demo.cast import PASSWORD, PEOPLE, SHOPS, SHOWCASES
from vitrina.cli.demo.circles import circles, follow_each_other
from vitrina.cli.demo.clips import CLIPS, FIRST_CLIPS
from vitrina.cli.demo.films import make_films
from vitrina.cli.demo.goods import Goods
from vitrina.cli.demo.orders import ADDRESSES, place_past_orders
from vitrina.cli.demo.past import HISTORY_DAYS, ORDERS, SELLS, timeline
from vitrina.cli.demo.pictures import paint_all, paint_covers
from vitrina.cli.demo.settle import settle
from vitrina.cli.demo.shoppers import SHOPPERS
from vitrina.kernel.clock import ManualClock
from vitrina.people.actions import prove_password
from vitrina.platform.app import App
from vitrina.video.engine.maker import LOOKS
from vitrina.video.engine.painter import COLOURS, KINDS, SCENE_NAMES, VIEWS

GOODS: dict[tuple[str, str], Goods] = {(shop.slug, goods.reference): goods for shop in SHOPS for goods in shop.goods}
NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


def test_the_shops_sell_what_can_be_painted() -> None:
    assert [shop.slug for shop in SHOPS] == [
        "demo", "casa-nopal", "northside", "flor-de-noche", "papelito", "patio-chico",
    ]  # fmt: skip
    assert len(GOODS) == sum(len(shop.goods) for shop in SHOPS) == 135
    for goods in GOODS.values():
        assert goods.kind in KINDS and goods.scene in (None, *SCENE_NAMES) and set(goods.views) <= set(VIEWS)
        assert {colour for _, colour in goods.colours} <= COLOURS.keys()
        assert goods.usd > 0 and len(goods.title) <= 60 and 40 <= len(goods.description) <= 260
        assert goods.was_usd == 0 or goods.was_usd > goods.usd
        assert (goods.was_mxn == 0 or goods.was_mxn > goods.mxn) and (goods.was_mxn == 0 or goods.was_usd > 0)
    for shop in SHOPS:
        assert len({goods.title for goods in shop.goods}) == len(shop.goods)
        is_in_pesos = shop.country == "MX" or shop.slug == "papelito"
        assert all((goods.mxn > 0) == is_in_pesos for goods in shop.goods)
    assert {goods.kind for goods in GOODS.values()} == set(KINDS)
    assert sorted(shop.rate_bps or 0 for shop in SHOPS) == [0, 800, 1000, 1200, 1500, 2000]
    assert len([goods for goods in GOODS.values() if goods.stock == 0]) >= 6
    assert len([goods for goods in GOODS.values() if goods.was_usd]) >= 12


def test_the_films_show_what_is_sold() -> None:
    creators = {person.handle: person for person in PEOPLE if person.handle}
    assert (len(CLIPS), len(creators)) == (26, 10)
    assert sum(clip.language == "es" for clip in CLIPS) == 13
    assert {clip.handle for clip in CLIPS} == creators.keys() == SHOWCASES.keys() == SELLS.keys()
    assert {clip.look for clip in CLIPS} == LOOKS.keys()
    for clip in CLIPS:
        assert clip.language == creators[clip.handle].language and "#" in clip.title
        for shop, shown, _ in clip.shots:
            reference, _, number = shown.partition(":")
            goods = GOODS[shop, reference]
            assert int(number or 0) < len(goods.colours)
            assert goods.was_usd > 0 or clip.look != "drop"
    first = [clip for clip in CLIPS[:FIRST_CLIPS] if clip.handle == "creator"]
    assert any(GOODS[shop, reference].stock > 0 for clip in first for shop, reference, _ in clip.shots)
    assert len({clip.seed for clip in CLIPS}) == len({clip.title for clip in CLIPS}) == len(CLIPS)
    assert len({clip.look for clip in CLIPS[:FIRST_CLIPS]}) == FIRST_CLIPS


def test_past_orders_follow_from_showcases() -> None:
    shop_of_pesos = {shop for shop, reference in GOODS if GOODS[shop, reference].mxn > 0}
    sold: Counter[tuple[str, str, int]] = Counter()
    for order in ORDERS:
        goods = GOODS[order.shop, order.reference]
        assert order.by is None or (order.shop, order.reference) in SHOWCASES[order.by]
        assert order.buyer != order.by and order.days_ago < HISTORY_DAYS
        assert ADDRESSES[order.buyer].country == "US" or order.shop in shop_of_pesos
        assert order.variant < len(goods.colours) * max(len(goods.sizes), 1)
        sold[order.shop, order.reference, order.variant] += order.quantity
    assert all(count < GOODS[shop, reference].stock for (shop, reference, _), count in sold.items())
    assert (len(ORDERS), len({order.buyer for order in ORDERS})) == (165, 41)
    fates = Counter(order.fate for order in ORDERS)
    assert fates.keys() == {"to_ship", "shipped", "delivered", "refunded", "cancelled", "paid_late", "unpaid"}
    assert fates["paid_late"] == 2 and min(fates["refunded"], fates["cancelled"], fates["shipped"]) >= 5
    assert {order.shop for order in ORDERS} == {shop.slug for shop in SHOPS}
    assert {order.by for order in ORDERS} == {None, *SHOWCASES}
    homes = {(address.line1, address.postal_code) for address in ADDRESSES.values()}
    assert len(homes) == len(ADDRESSES) == len(SHOPPERS) + 5
    assert timeline(NOW) == timeline(NOW)


def test_everybody_follows_somebody() -> None:
    for key, handles in circles().items():
        assert key not in handles and set(handles) <= SHOWCASES.keys() and len(handles) >= 2


async def test_moving_in_twice_changes_nothing(app: App) -> None:
    first = await settle(app)
    again = await settle(app)
    assert first.goods == again.goods and first.shops.keys() == again.shops.keys()
    assert len(first.goods) == len(GOODS)
    shopper = again.actors["shopper@demo.test"].account_id
    assert await prove_password(app, "shopper@demo.test", PASSWORD, "127.0.0.1") == shopper
    async with app.db.connection() as connection:
        assert (await people.creator_by_handle(connection, "creator")) is not None
        assert await people.list_members(connection, [first.shops["demo"].id]) == {
            first.shops["demo"].id: [first.actors["seller@demo.test"].account_id]
        }
    assert ((await affiliate.get_programme(app, "demo")).rate_bps, (await catalog.get_shop(app, "demo")).country) == (
        1500,
        "US",
    )
    nopal = await affiliate.get_programme(app, "casa-nopal")
    assert (nopal.rate_bps, nopal.halo_bps) == (1000, 5000)
    for handle, shown in SHOWCASES.items():
        assert len((await affiliate.list_showcase(app, handle, None, 50)).rows) == len(shown)
    await follow_each_other(app, again)
    await follow_each_other(app, again)
    await look_after(app, again)
    await look_after(app, again)
    async with app.db.connection() as connection:
        kept = await connection.fetch(
            "SELECT address ->> 'line1', is_default FROM cart_address WHERE account_id = $1", shopper
        )
    assert {(row[0], row[1]) for row in kept} == {
        ("418 Juniper Street", True), ("Studio 4, 2200 Willow Creek Drive", False),
    }  # fmt: skip
    async with app.db.connection() as connection:
        ids = [again.actors[handle].need_account() for handle in SHOWCASES]
        followed = await people.followed_among(connection, again.actors["shopper@demo.test"].need_account(), ids)
    assert len(followed) == len(circles()["shopper@demo.test"])
    cushion = await catalog.get_product(app, first.goods["demo", "lc-cushion-dahlia"].slug, "USD")
    assert {(one.price.minor, one.compare_at.minor if one.compare_at else 0) for one in cushion.variants} == {
        (4200, 5600)
    }
    rebozo = await catalog.get_product(app, first.goods["casa-nopal", "cn-rebozo-sierra"].slug, "MXN")
    assert [one.free for one in rebozo.variants] == [13, 13, 1]
    mug = first.goods["demo", "lc-mug-moon"]
    product = await catalog.get_product(app, mug.slug, "USD")
    assert [(one.title, one.options, one.price.minor, one.free) for one in product.variants] == [
        ("Night", ("Night",), 2490, 60), ("Terracotta", ("Terracotta",), 2490, 60), ("Jade", ("Jade",), 2490, 60),
    ]  # fmt: skip


async def test_each_colour_is_painted_once_the_cover_first(app: App) -> None:
    town = await settle(app)
    placed = town.goods["demo", "lc-bowl-orchard"]
    assert await paint_covers(app, [placed]) == 1
    product = await catalog.get_product(app, placed.slug, "USD")
    assert [(one.width, one.height) for one in product.pictures] == [(1080, 1080)]
    cover = product.pictures[0]
    painted = (await settle(app)).goods["demo", "lc-bowl-orchard"]
    assert painted.has_picture and await paint_covers(app, [painted]) == 0
    assert (await paint_all(app, [painted], print), await paint_all(app, [painted], print)) == (1, 0)
    pictures = (await catalog.get_product(app, placed.slug, "USD")).pictures
    assert (pictures[0], len(pictures), len({one.key for one in pictures})) == (cover, 2, 2)
    for picture in pictures:
        for width in catalog.PICTURE_WIDTHS:
            assert await app.blobs.size_bytes(catalog.picture_blob(picture.key, width)) > 1000


async def test_a_quiz_is_filmed_with_both_products_tagged_to_its_end(app: App) -> None:
    town = await settle(app)
    (plan,) = [clip for clip in CLIPS if clip.seed == 39]
    said: list[str] = []
    await make_films(app, town, [plan], said.append)
    await make_films(app, town, [plan], said.append)
    assert said == [f"film {CLIPS.index(plan) + 1} of 26: “{plan.title}” by @nico.y.churro"]
    (made,) = (await video.list_by_creator(app, "nico.y.churro", None, 5)).rows
    assert (made.title, made.language, 6000 <= made.duration_ms <= 12_700) == (plan.title, "es", True)
    shown = [town.goods[shop, reference].product_id for shop, reference, _ in plan.shots]
    async with app.db.connection() as connection:
        tags = (await affiliate.links_on(connection, [made.id], "video"))[made.id]
    assert [tag.product_id for tag in tags] == shown


async def test_without_a_provider_the_past_stays_empty_and_says_why(app: App, clock: ManualClock) -> None:
    town = await settle(app)
    said: list[str] = []
    await place_past_orders(app, clock, town, until=NOW + timedelta(days=HISTORY_DAYS), say=said.append)
    assert said == ["no past orders: the payment provider is not running"]


async def test_one_past_order_of_every_fate_comes_to_be(
    app: App, clock: ManualClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    process, url = start_gateway(tmp_path_factory.mktemp("gateway"))
    try:
        settings = replace(
            app.settings, provider_url=url, provider_public_url=url, provider_secret=SECRET,
            provider_webhook_secret=WEBHOOK_SECRET, app_secret="app-secret-of-tests",
        )  # fmt: skip
        past = replace(app, settings=settings, _parts={})
        town = await settle(past)
        # The first is the shopper's, by whose orders a second start sees that nothing is left to do.
        fates = {order.fate: order for order in reversed(ORDERS)} | {"delivered": ORDERS[0]}
        said: list[str] = []
        until = clock.now() + timedelta(days=HISTORY_DAYS)
        for _ in range(2):
            await place_past_orders(past, clock, town, until=until, say=said.append, orders=tuple(fates.values()))
        buyers = {order.buyer for order in fates.values()}
        assert said == [f"{len(fates)} past orders of {len(buyers)} people, with what everybody earned by them"]
        assert await checkout.settle_pending(past) >= 1
        states: Counter[str] = Counter()
        for slug, owner in {plan.slug: plan.owner for plan in SHOPS}.items():
            page = await list_shop_orders(past, town.actors[owner], slug, state=None, cursor=None, limit=20)
            states.update(view.order.state for view in page.rows)
        # The voucher that waits is no business of the shop yet; who bought last has still an hour to cancel.
        assert states == {"delivered": 1, "shipped": 1, "cancelled": 1, "partly_refunded": 1, "on_hold": 2}
    finally:
        stop_gateway(process)
