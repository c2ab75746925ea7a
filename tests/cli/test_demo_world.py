"""The demo's world: its words fit together, and moving in twice changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from vitrina import affiliate, catalog, people
from vitrina.cli.demo.cast import PASSWORD, PEOPLE, SHOPS, SHOWCASES
from vitrina.cli.demo.clips import CLIPS, FIRST_CLIPS
from vitrina.cli.demo.goods import Goods
from vitrina.cli.demo.orders import ADDRESSES, ORDERS, place_past_orders
from vitrina.cli.demo.pictures import paint_all, paint_covers
from vitrina.cli.demo.settle import settle
from vitrina.kernel.clock import ManualClock
from vitrina.people.actions import prove_password
from vitrina.platform.app import App
from vitrina.video.engine.painter import COLOURS, KINDS, SCENE_NAMES

GOODS: dict[tuple[str, str], Goods] = {(shop.slug, goods.reference): goods for shop in SHOPS for goods in shop.goods}
NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


def test_the_shops_sell_what_can_be_painted() -> None:
    assert [shop.slug for shop in SHOPS] == ["demo", "casa-nopal", "northside"]
    assert len(GOODS) == sum(len(shop.goods) for shop in SHOPS) >= 40
    for goods in GOODS.values():
        assert goods.kind in KINDS and goods.scene in (None, *SCENE_NAMES)
        assert {colour for _, colour in goods.colours} <= COLOURS.keys()
        assert goods.usd > 0 and len(goods.title) <= 60 and 40 <= len(goods.description) <= 260
    for shop in SHOPS:
        assert len({goods.title for goods in shop.goods}) == len(shop.goods)
        assert all((goods.mxn > 0) == (shop.country == "MX") for goods in shop.goods)
    assert sorted(shop.rate_bps or 0 for shop in SHOPS) == [0, 1000, 1500]


def test_the_films_show_what_is_sold() -> None:
    creators = {person.handle: person for person in PEOPLE if person.handle}
    assert (len(CLIPS), len(creators)) == (12, 4)
    assert sum(clip.language == "es" for clip in CLIPS) == 6
    assert {clip.handle for clip in CLIPS} == creators.keys() == SHOWCASES.keys()
    for clip in CLIPS:
        assert clip.language == creators[clip.handle].language
        assert all((shop, reference) in GOODS for shop, reference, _ in clip.shots)
    first = [clip for clip in CLIPS[:FIRST_CLIPS] if clip.handle == "creator"]
    assert any(GOODS[shop, reference].stock > 0 for clip in first for shop, reference, _ in clip.shots)
    assert len({clip.seed for clip in CLIPS}) == 12


def test_past_orders_follow_from_showcases() -> None:
    for order in ORDERS:
        assert (order.shop, order.reference) in GOODS and order.buyer in ADDRESSES
        assert order.by is None or (order.shop, order.reference) in SHOWCASES[order.by]
        assert order.buyer != order.by
    assert len({(address.line1, address.postal_code) for address in ADDRESSES.values()}) == len(ADDRESSES)


async def test_moving_in_twice_changes_nothing(app: App) -> None:
    first = await settle(app)
    again = await settle(app)
    assert first.goods == again.goods and first.shops.keys() == again.shops.keys()
    assert len(first.goods) == len(GOODS)
    for person in PEOPLE:
        assert (
            await prove_password(app, person.email, PASSWORD, "127.0.0.1")
            == again.actors[person.handle or person.email].account_id
        )
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
    assert (await paint_all(app, [painted]), await paint_all(app, [painted])) == (1, 0)
    pictures = (await catalog.get_product(app, placed.slug, "USD")).pictures
    assert (pictures[0], len(pictures), len({one.key for one in pictures})) == (cover, 2, 2)
    for picture in pictures:
        for width in catalog.PICTURE_WIDTHS:
            assert await app.blobs.size_bytes(catalog.picture_blob(picture.key, width)) > 1000


async def test_without_a_provider_the_past_stays_empty_and_says_why(app: App, clock: ManualClock) -> None:
    town = await settle(app)
    said: list[str] = []
    await place_past_orders(app, clock, town, until=NOW + timedelta(days=46), say=said.append)
    assert said == ["no past orders: the payment provider is not running"]
