"""Taking one's data along, and leaving: what is erased, what stays without a name, what must be finished first."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import httpx
from tests.checkout.test_returns import bought, delivered, post
from tests.world import ADDRESS, BORN, Person, World, add_session, books, make_world

from vitrina import people
from vitrina.kernel.clock import ManualClock
from vitrina.people.engine.passwords import Passwords
from vitrina.platform.app import App

PASSWORD = "a long evening walk"
LEAVE = {"proof": {"password": PASSWORD}}


async def with_password(app: App, person: Person) -> None:
    """The world's people log in with no password; this one does."""
    hashed = await app.part(Passwords).hash(PASSWORD)
    async with app.db.connection() as connection:
        await connection.execute("UPDATE people_account SET password_hash = $2 WHERE id = $1", person.id, hashed)


async def everything(app: App) -> str:
    """Every row of every table that may name a person, as text."""
    tables = (
        "people_account", "people_session", "people_creator", "cart_cart", "cart_address", "checkout_order",
        "checkout_payment", "checkout_message", "checkout_request", "checkout_seen", "notice_message", "video_clip",
    )  # fmt: skip
    async with app.db.connection() as connection:
        found = [await connection.fetch(f"SELECT one::text FROM {table} AS one") for table in tables]
    return "\n".join(str(row[0]) for rows in found for row in rows)


async def refused(app: App, answer: Any, code: str) -> None:
    before = await books(app)
    made: httpx.Response = await answer
    assert (made.status_code, made.json()["code"]) == (409, code), made.text
    assert await books(app) == before


async def test_a_shopper_takes_everything_along_and_is_gone(
    http: httpx.AsyncClient, app: App, clock: ManualClock
) -> None:
    world = await make_world(app)
    await with_password(app, world.shopper)
    order = await bought(http, world)
    await post(http, world.shopper, "/v1/addresses", {"address": ADDRESS})
    await post(http, world.shopper, "/v1/carts", {"lines": [{"variant_id": str(world.variant_id), "quantity": 1}]})
    await post(http, world.shopper, f"/v1/orders/{order['id']}/messages", {"body": "My name is Ana"})
    await refused(app, post(http, world.shopper, "/v1/me/leave", LEAVE), "orders_open")
    await delivered(http, world, clock, order)

    file = await http.get("/v1/me/export", headers=world.shopper.headers)
    assert file.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as folder:
        parts = {name: json.loads(folder.read(name)) for name in folder.namelist() if name.endswith(".json")}
    assert sorted(parts) == [
        "addresses_and_bags.json", "links_touches_commissions.json", "mails.json", "orders.json", "people.json", "videos.json",
    ]  # fmt: skip
    [taken] = parts["orders.json"]
    assert (taken["address"]["name"], taken["messages"][0]["body"]) == ("Ana López", "My name is Ana")
    assert (len(parts["addresses_and_bags.json"]["addresses"]), len(parts["addresses_and_bags.json"]["bags"])) == (1, 1)
    assert len(parts["links_touches_commissions.json"]["touches"]) == 1

    before = await books(app)
    wrong = await post(http, world.shopper, "/v1/me/leave", {"proof": {"password": "not it at all"}})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "login_wrong")
    left = await post(http, world.shopper, "/v1/me/leave", LEAVE)
    assert (left.status_code, left.content) == (204, b"")
    after = await books(app)
    assert after | {"outbox": 0} == before | {"outbox": 0}  # not a cent and not a piece moved
    kept = await everything(app)
    for word in ("López", "1 Main St", "78701", "My name is Ana", "shopper"):
        assert word not in kept, word
    assert (await http.get("/v1/me", headers=world.shopper.headers)).status_code == 401
    shown = await http.get(f"/v1/orders/{order['id']}", headers=world.seller.headers)
    assert shown.json()["address"] == {
        "name": "—", "line1": "—", "city": "—", "region": "TX", "postal_code": "—", "country": "US",
    }  # fmt: skip


async def test_a_creator_leaves_when_paid_and_the_handle_rests(
    http: httpx.AsyncClient, app: App, clock: ManualClock
) -> None:
    world = await make_world(app)
    await with_password(app, world.creator)
    handle = (await http.get("/v1/me", headers=world.creator.headers)).json()["account"]["creator"]["handle"]
    order = await bought(http, world)
    await refused(app, post(http, world.creator, "/v1/me/leave", LEAVE), "money_owed")
    await post(http, world.shopper, f"/v1/orders/{order['id']}/cancel")
    assert (await post(http, world.creator, "/v1/me/leave", LEAVE)).status_code == 204
    assert (await http.get(f"/v1/creators/{handle}")).status_code == 404
    taken = await post(http, world.shopper, "/v1/creators", {"handle": handle})
    assert (taken.status_code, taken.json()["code"]) == (409, "handle_taken")
    clock.advance(timedelta(days=30))
    assert (await post(http, world.shopper, "/v1/creators", {"handle": handle})).status_code == 201


async def test_a_seller_finishes_orders_and_money_first_then_the_shop_closes(http: httpx.AsyncClient, app: App) -> None:
    world: World = await make_world(app, rate_bps=None)
    await with_password(app, world.seller)
    order = await bought(http, world)
    await refused(app, post(http, world.seller, "/v1/me/leave", LEAVE), "shop_orders_open")
    await post(http, world.shopper, f"/v1/orders/{order['id']}/cancel")
    partner = await add_session(app, await people.make_account(
        app, email="partner@world.test", name="Partner", password=None, birth_date=BORN, is_verified=True,
    ))  # fmt: skip
    await people.add_member(app, partner.id, world.shop_id, "owner")
    async with app.db.connection() as connection:
        assert await people.list_sole_shops(connection, world.seller.id) == []
        await connection.execute("DELETE FROM people_membership WHERE account_id = $1", partner.id)
    assert (await post(http, world.seller, "/v1/me/leave", LEAVE)).status_code == 204
    assert (await http.get(f"/v1/products/{world.product_id}")).status_code == 404
