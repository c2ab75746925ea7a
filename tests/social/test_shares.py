"""Share links: one code each, what opening them touches, and who earns on what is bought afterwards."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import httpx
from tests.video.world import add_video
from tests.world import Person, World, books, buy, buy_body, fresh_key, make_person, make_product, make_world

from vitrina import people, video
from vitrina.platform.app import App

Json = dict[str, Any]


async def share(http: httpx.AsyncClient, kind: str, subject: object, person: Person | None = None) -> Json:
    headers = {} if person is None else person.headers
    answer = await http.post("/v1/shares", json={"kind": kind, "id": str(subject)}, headers=headers)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def opened(http: httpx.AsyncClient, code: str, person: Person | None = None) -> list[Json]:
    headers = {} if person is None else person.headers
    answer = await http.post(f"/v1/shares/{code}/opens", headers=headers)
    assert answer.status_code == 201, answer.text
    found: list[Json] = answer.json()["touches"]
    return found


async def pending(http: httpx.AsyncClient, person: Person) -> list[tuple[int, str]]:
    lines = (await http.get("/v1/wallet", headers=person.headers)).json()["lines"]
    return [(line["amount"]["minor"], line["state"]) for line in lines]


async def _film(app: App, world: World) -> str:
    """A video of the creator with the world's product and another one on it."""
    film = await add_video(app, world.creator.id, 1)
    other, _ = await make_product(app, world.shop_id, title="Bowl")
    actor = people.Actor(account_id=world.creator.id, creator_handle="x", scope="s")
    for product in (world.product_id, other):
        await video.add_tag(app, actor, film, product, start_ms=None, end_ms=None)
    return str(film)


async def test_a_shared_video_pays_its_creator_for_what_the_opener_buys(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film, friend = await _film(app, world), await make_person(app, "friend")
    made = await share(http, "video", film, friend)
    assert made["url"] == f"{app.settings.public_url}/v/{film}?s={made['code']}"
    touches = await opened(http, made["code"], world.shopper)
    assert len(touches) == 2
    assert str(world.product_id) in {touch["product_id"] for touch in touches}
    order = await buy(http, world)
    assert order.status_code == 201
    assert await pending(http, world.creator) == [(300, "pending")]
    assert await pending(http, friend) == []


async def test_a_product_shared_from_the_showcase_pays_its_creator_also_from_guests(
    http: httpx.AsyncClient, app: App
) -> None:
    world = await make_world(app)
    made = await share(http, "product", world.product_id, world.creator)
    assert "/p/" in made["url"]
    assert [touch["product_id"] for touch in await opened(http, made["code"])] == [str(world.product_id)]
    assert "vitrina_guest" in http.cookies
    bought = await http.post(
        "/v1/checkout/buy", json=buy_body(world, email="guest@world.test"), headers={"Idempotency-Key": fresh_key()}
    )
    assert bought.status_code == 201, bought.text
    assert await pending(http, world.creator) == [(300, "pending")]
    # The session that opened it earns for the creator; another one that knows the code but did not open it does not.
    http.cookies.clear()
    stranger = await make_person(app, "stranger")
    assert (await buy(http, world, person=stranger)).status_code == 201
    assert await pending(http, world.creator) == [(300, "pending")]


async def test_what_carries_no_link_of_others_touches_nothing(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film = await _film(app, world)
    codes = [
        (await share(http, kind, subject, person))["code"]
        for kind, subject, person in (
            ("product", world.product_id, world.seller),
            ("product", world.product_id, None),
            ("shop", world.shop_id, world.creator),
            ("creator", world.creator.id, world.creator),
        )
    ]
    assert [await opened(http, code, world.shopper) for code in codes] == [[], [], [], []]
    own = (await share(http, "video", film, world.creator))["code"]
    assert await opened(http, own, world.creator) == []
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM affiliate_touch") == 0
        rows = await connection.fetch("SELECT kind, path, opens FROM social_share ORDER BY at, kind, sharer_id")
    assert sorted(row[2] for row in rows) == [1] * 5
    assert {row[1].partition("/")[2][:1] for row in rows} == {"p", "s", "@", "v"}


async def test_a_person_has_one_code_for_one_thing(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    film = await _film(app, world)
    first = await share(http, "video", film, world.shopper)
    assert await share(http, "video", film, world.shopper) == first
    guests = await share(http, "video", film)
    assert await share(http, "video", film) == guests
    assert len({first["code"], guests["code"], (await share(http, "video", film, world.seller))["code"]}) == 3


async def test_unknown_things_and_codes_are_refused(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    before = await books(app)
    for kind in ("video", "product", "shop", "creator"):
        body = {"kind": kind, "id": str(world.link_id)}
        answer = await http.post("/v1/shares", json=body, headers=world.shopper.headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    for code in ("abcdefgh", "x", "%00", "a" * 41):
        assert (await http.post(f"/v1/shares/{code}/opens")).status_code in (404, 422)
        assert (await http.get(f"/v1/shares/{code}/qr.svg")).status_code in (404, 422)
    assert await books(app) == before
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM social_share") == 0
        assert await connection.fetchval("SELECT count(*) FROM people_session WHERE account_id IS NULL") == 0


async def test_the_code_is_drawn_as_a_picture(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app)
    made = await share(http, "creator", world.creator.id)
    answer = await http.get(f"/v1/shares/{made['code']}/qr.svg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    drawn = ElementTree.fromstring(answer.content)  # noqa: S314 - our own picture
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn.attrib["viewBox"].startswith("0 0 ")
    assert b"<script" not in answer.content
