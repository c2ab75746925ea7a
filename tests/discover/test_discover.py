"""Looking around: hashtags, categories, Discover's first page, where a product is seen, who waits for what, shops followed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.video.world import add_video
from tests.world import World, books, make_person, make_product, make_world

from vitrina import cart, catalog
from vitrina.cart.rules import delivery_days, transit_days
from vitrina.catalog import NewProduct, NewVariant
from vitrina.discover.rules import clean_hashtag, clean_words
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import VideoId, uuid7
from vitrina.kernel.money import Money
from vitrina.platform.app import App


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


async def film(app: App, world: World, title: str, number: int) -> VideoId:
    made = await add_video(app, world.creator.id, number)
    async with app.db.connection() as connection:
        await connection.execute("UPDATE video_clip SET title = $2 WHERE id = $1", made, title)
    return made


async def events(app: App, topic: str) -> list[tuple[UUID, dict[str, Any]]]:
    async with app.db.connection() as connection:
        rows = await connection.fetch(
            "SELECT subject, payload FROM platform_outbox WHERE topic = $1 ORDER BY id", topic
        )
    return [(row[0], row[1]) for row in rows]


async def test_hashtags_gather_videos_whatever_their_accents(http: httpx.AsyncClient, app: App, world: World) -> None:
    first = await film(app, world, "Mi #Café de las #seis", 1)
    second = await film(app, world, "Otro #CAFE ☕ #x", 2)
    await film(app, world, "Without any", 3)
    trending = (await http.get("/v1/hashtags")).json()["hashtags"]
    assert trending == [{"tag": "cafe", "videos": 2}, {"tag": "seis", "videos": 1}]
    page = (await http.get("/v1/hashtags/Café/videos?limit=1")).json()
    assert (page["tag"], page["count"], [one["id"] for one in page["videos"]]) == ("cafe", 2, [str(second)])
    rest = (await http.get(f"/v1/hashtags/cafe/videos?limit=1&cursor={page['next_cursor']}")).json()
    assert ([one["id"] for one in rest["videos"]], rest["next_cursor"]) == ([str(first)], None)
    assert (await http.get("/v1/hashtags/nobody/videos")).json()["videos"] == []
    assert (await http.get("/v1/hashtags/a-b/videos")).status_code == 404


@given(st.text(max_size=60))
def test_a_hashtag_is_letters_digits_and_nothing_else(text: str) -> None:
    made = clean_hashtag(text)
    assert made is None or (2 <= len(made) <= 40 and clean_hashtag(f"#{made}") == made)
    words = clean_words(text)
    assert words is None or clean_words(words) == words


async def test_sellers_words_find_their_category(http: httpx.AsyncClient, app: App, world: World) -> None:
    said = (("Aretes Fiesta", "Joyería"), ("Plain thing", "Ropa > Mujer"), ("Strange thing", ""), ("Hoodie", "Home"))
    await catalog.add_products(
        app, world.shop_id,
        [
            NewProduct(f"c{place}", title, "", (NewVariant("v", "v", (Money(100, "USD"),), 1),), category=words or None)
            for place, (title, words) in enumerate(said)
        ],
    )  # fmt: skip
    tree = (await http.get("/v1/categories", headers={"Accept-Language": "es"})).json()["categories"]
    shown = {one["name"]: (one["products"], [child["name"] for child in one["children"]]) for one in tree}
    assert shown == {
        "Moda": (2, ["Ropa"]),
        "Joyería y relojes": (1, []),
        "Hogar": (1, ["Cocina y mesa"]),  # the world's mug
        "Lo demás": (1, []),
    }
    other = await catalog.open_shop(app, slug="empty", name="Empty", country="US")
    assert (await http.get(f"/v1/categories?shop={other.slug}")).json()["categories"] == []
    product = (await http.get("/v1/products?q=hoodie")).json()["products"][0]["slug"]
    assert (await http.get(f"/v1/products/{product}")).json()["aisle"] == {"slug": "clothing", "name": "Clothes"}


async def test_the_first_page_has_something_of_everything(http: httpx.AsyncClient, app: App, world: World) -> None:
    clip = await film(app, world, "Hello #world", 1)
    product, variant = await make_product(app, world.shop_id, price=900, title="Lamp")
    async with app.db.connection() as connection:
        await connection.execute("UPDATE catalog_price SET compare_at_minor = 1200 WHERE variant_id = $1", variant)
    page = (await http.get("/v1/discover")).json()
    assert page["hashtags"] == [{"tag": "world", "videos": 1}]
    assert [one["slug"] for one in page["categories"]] == ["home"]
    assert [one["id"] for one in page["creators"]] == [str(world.creator.id)]
    assert [one["slug"] for one in page["shops"]] == [world.shop_slug]
    assert [one["id"] for one in page["on_sale"]] == [str(product)]
    assert page["on_sale"][0]["variants"][0]["compare_at"] == {"minor": 1200, "currency": "USD"}
    assert [one["id"] for one in page["newest"]] == [str(product), str(world.product_id)]
    assert [one["id"] for one in page["videos"]] == [str(clip)]


async def test_a_product_knows_the_videos_it_is_seen_in(http: httpx.AsyncClient, app: App, world: World) -> None:
    first, second = await film(app, world, "One", 1), await film(app, world, "Two", 2)
    for clip in (first, second):
        answer = await http.post(
            f"/v1/videos/{clip}/tags", json={"product_id": str(world.product_id)}, headers=world.creator.headers
        )
        assert answer.status_code == 201
    seen = (await http.get(f"/v1/products/{world.product_id}/videos")).json()["videos"]
    assert [one["id"] for one in seen] == [str(second), str(first)]
    assert (await http.get(f"/v1/shops/{world.shop_slug}/videos?limit=1")).json()["videos"][0]["id"] == str(second)
    tag = seen[0]["tags"][0]["id"]
    assert (await http.delete(f"/v1/videos/{second}/tags/{tag}", headers=world.creator.headers)).status_code == 204
    seen = (await http.get(f"/v1/products/{world.product_id}/videos")).json()["videos"]
    assert [one["id"] for one in seen] == [str(first)]


async def test_when_it_would_arrive(http: httpx.AsyncClient, app: App, world: World, clock: ManualClock) -> None:
    # A Monday: two working days to pack, two to five on the way.
    path = f"/v1/products/{world.product_id}/delivery"
    sent = (await http.get(path)).json()
    assert (sent["earliest"], sent["latest"]) == ("2026-05-08", "2026-05-13")
    assert (sent["price"], sent["free_from"]) == (
        {"minor": 499, "currency": "USD"}, {"minor": 5000, "currency": "USD"},
    )  # fmt: skip
    abroad = (await http.get(f"{path}?country=MX", headers={"Accept-Language": "es"})).json()
    assert (abroad["earliest"], abroad["latest"], abroad["name"]) == ("2026-05-14", "2026-05-22", "Estándar")
    rate = cart.ShippingRate(
        uuid7(clock.now()), world.shop_id, "US", "Tomorrow", "Mañana", Money(1500, "USD"), None, 1, 1
    )
    await cart.add_shipping_rate(app, rate, 0)
    async with app.db.connection() as connection:
        await connection.execute("UPDATE catalog_shop SET handling_days = 0 WHERE id = $1", world.shop_id)
    other, _ = await make_product(app, world.shop_id)
    # A Friday night in Texas is Saturday in UTC: the buyer's day counts.
    clock.advance(datetime(2026, 5, 9, 3, 0, tzinfo=UTC) - clock.now())
    assert transit_days(rate, "MX") == (1, 1)
    sent = (await http.get(f"/v1/products/{other}/delivery")).json()
    assert (sent["handling_days"], sent["earliest"]) == (0, "2026-05-12")


@given(st.dates(), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_a_later_parcel_never_comes_earlier(day: Any, handling: int, least: int, more: int) -> None:
    if day.year > 9990:
        return
    earliest, latest = delivery_days(day, handling, (least, least + more))
    assert day <= earliest <= latest
    assert (earliest - day).days >= handling + least


async def test_those_who_wait_are_told_once_when_it_is_back(http: httpx.AsyncClient, app: App, world: World) -> None:
    product, variant = await make_product(app, world.shop_id, stock=0, title="Lamp")
    path = f"/v1/products/{product}/watch"
    other = await make_person(app, "other")
    for person in (world.shopper, other, world.shopper):
        assert (await http.put(path, json={"kind": "stock"}, headers=person.headers)).status_code == 204
    assert (await http.get(path, headers=other.headers)).json() == {"stock": True, "price": False}
    assert await catalog.tell_watchers(app) == 0
    await catalog.set_stock(app, variant, 3, "count")
    assert await catalog.tell_watchers(app) == 1
    ((subject, told),) = await events(app, "BackInStock")
    assert subject == product
    assert sorted(told.pop("account_ids")) == sorted(str(one.id) for one in (world.shopper, other))
    assert told.pop("slug").startswith("lamp-")
    assert told == {"variant_id": str(variant), "title": "Lamp", "price": {"minor": 2000, "currency": "USD"}}
    assert await catalog.tell_watchers(app) == 0
    assert (await http.get(path, headers=other.headers)).json() == {"stock": False, "price": False}


async def test_a_price_that_falls_is_told_each_time_it_falls_further(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    path = f"/v1/products/{world.product_id}/watch"
    assert (await http.put(path, json={"kind": "price"}, headers=world.shopper.headers)).status_code == 204
    told = []
    for minor in (2100, 1800, 1900, 1800, 1500):
        async with app.db.connection() as connection:
            await connection.execute(
                "UPDATE catalog_price SET minor = $2 WHERE variant_id = $1", world.variant_id, minor
            )
        told.append(await catalog.tell_watchers(app))
    assert told == [0, 1, 0, 0, 1]
    assert [one["price"]["minor"] for _, one in await events(app, "PriceDropped")] == [1800, 1500]
    assert (await http.delete(f"{path}?kind=price", headers=world.shopper.headers)).status_code == 204
    async with app.db.connection() as connection:
        await connection.execute("UPDATE catalog_price SET minor = 100 WHERE variant_id = $1", world.variant_id)
    assert await catalog.tell_watchers(app) == 0


async def test_waiting_for_what_is_there_or_by_nobody_is_refused(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    before = await books(app)
    path = f"/v1/products/{world.product_id}/watch"
    refused = await http.put(path, json={"kind": "stock"}, headers=world.shopper.headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "still_in_stock")
    assert (await http.put(path, json={"kind": "price"})).json()["code"] == "login_needed"
    assert (await http.put(path, json={"kind": "rain"}, headers=world.shopper.headers)).status_code == 422
    assert (await http.get(path)).json() == {"stock": False, "price": False}
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM catalog_watch") == 0
    assert await books(app) == before


async def test_following_a_shop_counts_once(http: httpx.AsyncClient, app: App, world: World) -> None:
    path, headers = f"/v1/shops/{world.shop_slug}", world.shopper.headers
    for _ in range(2):
        assert (await http.put(f"{path}/follow", headers=headers)).status_code == 204
    seen = (await http.get(path, headers=headers)).json()
    assert (seen["followers"], seen["is_followed"]) == (1, True)
    assert (await http.get(path)).json()["is_followed"] is False
    assert (await http.get("/v1/discover")).json()["shops"][0]["followers"] == 1
    for _ in range(2):
        assert (await http.delete(f"{path}/follow", headers=headers)).status_code == 204
    assert (await http.get(path, headers=headers)).json()["followers"] == 0
    assert (await http.put("/v1/shops/nobody/follow", headers=headers)).status_code == 404
