"""A person opens a shop, fills it, edits in place; stock that buyers hold stays theirs; a file comes in and goes back."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import date, timedelta
from typing import Any

import httpx
from PIL import Image
from tests.catalog.conftest import drift_of
from tests.world import ADDRESS, CARD, Person, World, books, buy, fresh_key, make_person, make_world

from vitrina import catalog
from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App

Json = dict[str, Any]
IDENTITY = {"legal_name": "Ana López García", "address": "Calle 5 de Mayo 21, Puebla", "phone": "+52 222 555 0101"}


async def ask(
    http: httpx.AsyncClient, person: Person, method: str, path: str, body: Any = None, *, status: int = 200
) -> Any:
    headers = {**person.headers, "Idempotency-Key": fresh_key()}
    if isinstance(body, bytes):
        answer = await http.request(method, path, content=body, headers=headers)
    else:
        answer = await http.request(method, path, json=body, headers=headers)
    assert answer.status_code == status, answer.text
    is_json = "json" in answer.headers.get("content-type", "")
    return answer.json() if is_json else answer.text


def _photo(size: tuple[int, int] = (900, 1200)) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, (200, 90, 40)).save(output, "JPEG")
    return output.getvalue()


async def _open(http: httpx.AsyncClient, person: Person, slug: str = "taller-ana") -> Json:
    body = {
        "name": "Taller Ana",
        "slug": slug,
        "country": "US",
        "identity": IDENTITY,
        "returns_text": "Ask within 30 days.",
    }
    made: Json = await ask(http, person, "POST", "/v1/shops", body, status=201)
    return made


async def test_a_person_opens_a_shop_and_its_first_product_is_bought(app: App, http: httpx.AsyncClient) -> None:
    ana = await make_person(app, "ana")
    assert (await ask(http, ana, "GET", "/v1/shop_slugs/taller-ana"))["is_free"] is True
    shop = await _open(http, ana)
    assert (shop["products"], shop["pictured"], shop["identity"]["is_public"]) == (0, 0, False)
    assert (await ask(http, ana, "GET", "/v1/shop_slugs/taller-ana"))["is_free"] is False
    assert (await ask(http, ana, "GET", "/v1/shop_slugs/new"))["is_free"] is False
    me = (await http.get("/v1/me", headers=ana.headers)).json()
    assert [(one["slug"], one["role"]) for one in me["account"]["shops"]] == [("taller-ana", "owner")]

    product = await ask(http, ana, "POST", "/v1/shops/taller-ana/products", {
        "title": "Taza de barro", "variants": [{"title": "One", "prices": [{"currency": "USD", "minor": 1850}], "stock": 5}],
    }, status=201)  # fmt: skip
    path = f"/v1/shops/taller-ana/products/{product['id']}"
    pictured = await ask(http, ana, "POST", f"{path}/pictures", _photo(), status=201)
    assert len(pictured["pictures"]) == 1
    shown = (await http.get(f"/v1/products/{product['slug']}")).json()
    assert (shown["title"], shown["images"][0]["width"], shown["shop"]["handling_days"]) == ("Taza de barro", 900, 2)
    # The private half of the shop is nowhere in what everybody may read.
    public = (await http.get("/v1/shops/taller-ana")).text + (await http.get(f"/v1/products/{product['slug']}")).text
    assert "Ana López García" not in public and "555 0101" not in public
    assert "Ask within 30 days." in public

    buyer = await make_person(app, "buyer")
    body = {"variant_id": product["variants"][0]["id"], "quantity": 2, "address": ADDRESS, "payment": CARD}
    await ask(http, buyer, "POST", "/v1/checkout/buy", body, status=201)
    after = await ask(http, ana, "GET", path)
    assert (after["variants"][0]["free"], after["variants"][0]["held"]) == (3, 0)
    assert await drift_of(app) == []


async def test_who_may_not_open_a_shop(app: App, http: httpx.AsyncClient) -> None:
    child = await make_person(app, "child", birth_date=date(2009, 5, 5))
    body = {"name": "Mine", "slug": "mine", "country": "US", "identity": IDENTITY}
    assert (await ask(http, child, "POST", "/v1/shops", body, status=403))["code"] == "adult_needed"
    ana = await make_person(app, "ana")
    refused = await ask(http, ana, "POST", "/v1/shops", {**body, "slug": "nueva"}, status=422)
    assert refused["code"] == "slug_unusable"
    await ask(http, ana, "POST", "/v1/shops", body, status=201)
    assert (await ask(http, ana, "POST", "/v1/shops", {**body, "slug": "MINE"}, status=422))["code"] == "slug_unusable"
    assert (await ask(http, ana, "POST", "/v1/shops", body, status=409))["code"] == "slug_taken"
    async with app.db.connection() as connection:
        assert [shop[0] for shop in await connection.fetch("SELECT slug::text FROM catalog_shop")] == ["mine"]


async def _variant(http: httpx.AsyncClient, world: World) -> Json:
    path = f"/v1/shops/{world.shop_slug}/products/{world.product_id}"
    found: Json = (await ask(http, world.seller, "GET", path))["variants"][0]
    return found


async def test_a_count_respects_what_buyers_hold(app: App, http: httpx.AsyncClient) -> None:
    world = await make_world(app, stock=10)
    # A voucher to be paid at a shop: three pieces are held until then.
    held = await buy(http, world, quantity=3, payment={"method": "sandbox_voucher", "token": "tok_ok"})
    assert held.status_code == 201, held.text
    seen = await _variant(http, world)
    assert (seen["free"], seen["held"]) == (7, 3)
    path = f"/v1/shops/{world.shop_slug}/stock"

    def counted(pieces: int, free: int = 7, held: int = 3) -> Json:
        return {"changes": [
            {"variant_id": str(world.variant_id), "counted": pieces, "seen": {"free": free, "held": held}}
        ]}  # fmt: skip

    before = await books(app)
    low = await ask(http, world.seller, "POST", path, counted(2), status=409)
    assert (low["code"], low["held"], low["free"]) == ("stock_reserved", 3, 7)
    stale = await ask(http, world.seller, "POST", path, counted(20, free=9, held=1), status=409)
    assert stale["code"] == "stock_moved"
    gone = {"changes": [{"variant_id": str(world.variant_id), "delta": -8}]}
    assert (await ask(http, world.seller, "POST", path, gone, status=409))["code"] == "stock_reserved"
    assert await books(app) == before
    await ask(http, world.seller, "POST", path, counted(3))
    assert (await _variant(http, world))["free"] == 0
    await ask(http, world.seller, "POST", path, {"changes": [{"variant_id": str(world.variant_id), "delta": 4}]})
    assert ((await _variant(http, world))["free"], await drift_of(app)) == (4, [])


async def test_counting_and_buying_at_once_lose_no_piece(app: App, http: httpx.AsyncClient) -> None:
    world = await make_world(app, stock=12)
    path = f"/v1/shops/{world.shop_slug}/stock"

    async def count() -> int:
        headers = {**world.seller.headers, "Idempotency-Key": fresh_key()}
        body = {"changes": [{"variant_id": str(world.variant_id), "counted": 20, "seen": {"free": 12, "held": 0}}]}
        return (await http.post(path, json=body, headers=headers)).status_code

    async def take() -> int:
        return (await buy(http, world)).status_code

    answers = await asyncio.gather(*(take() for _ in range(4)), count(), *(take() for _ in range(4)), count())
    assert answers.count(201) == 8
    # Two counts of the same sight: at most one of them held.
    counts = [answers[4], answers[9]]
    assert counts.count(200) <= 1
    expected = 4 + (8 if 200 in counts else 0)
    assert ((await _variant(http, world))["free"], await drift_of(app)) == (expected, [])


async def test_prices_words_and_many_at_once(app: App, http: httpx.AsyncClient) -> None:
    world = await make_world(app, price=1999)
    shop, path = f"/v1/shops/{world.shop_slug}", f"/v1/shops/{world.shop_slug}/products/{world.product_id}"
    price_path = f"{shop}/variants/{world.variant_id}/price"
    low = {"currency": "USD", "minor": 1500, "compare_at_minor": 1500}
    assert (await ask(http, world.seller, "PUT", price_path, low, status=422))["code"] == "compare_at_low"
    edited = await ask(http, world.seller, "PUT", price_path, {**low, "compare_at_minor": 1999})
    assert edited["variants"][0]["prices"] == [{
        "price": {"minor": 1500, "currency": "USD"}, "compare_at": {"minor": 1999, "currency": "USD"}
    }]  # fmt: skip
    assert (await ask(http, world.seller, "PATCH", path, {"title": "Café mug"}))["title"] == "Café mug"
    many = {"products": [str(world.product_id)], "verb": "price", "by": -1000}
    assert await ask(http, world.seller, "POST", f"{shop}/products/many", many) == {"changed": 1}
    assert (await _variant(http, world))["prices"][0]["price"]["minor"] == 1350
    await ask(http, world.seller, "POST", f"{shop}/products/many", {**many, "verb": "hide", "by": 0})
    assert (await http.get(f"/v1/products/{world.product_id}")).status_code == 404
    hidden = await ask(http, world.seller, "GET", f"{shop}/products?view=hidden&q=cafe")
    assert [one["is_shown"] for one in hidden["products"]] == [False]
    text = await ask(http, world.seller, "GET", f"{shop}/products.csv?language=es")
    assert next(iter(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))))["nombre"] == "Café mug"
    async with app.db.connection() as connection:
        told = await connection.fetch("SELECT payload ->> 'what' FROM platform_outbox WHERE topic = 'ProductChanged'")
    assert {row[0] for row in told} == {"price", "words", "hide"}


async def test_variants_and_pictures_are_arranged_and_orders_stay(app: App, http: httpx.AsyncClient) -> None:
    world = await make_world(app)
    order = (await buy(http, world)).json()
    path = f"/v1/shops/{world.shop_slug}/products/{world.product_id}"
    usd = [{"currency": "USD", "minor": 2100}]
    twice = {"variants": [{"title": "Red", "prices": usd}, {"title": "red", "prices": usd}]}
    assert (await ask(http, world.seller, "PUT", f"{path}/variants", twice, status=422))["code"] == "variant_needed"
    edited = await ask(http, world.seller, "PUT", f"{path}/variants", {
        "option_names": ["Colour"],
        "variants": [{"title": "Red", "options": ["Red"], "prices": usd, "stock": 4, "sku": "R-1"}],
    })  # fmt: skip
    assert [(one["title"], one["free"], one["sku"]) for one in edited["variants"]] == [("Red", 4, "R-1")]
    assert (await buy(http, world)).json()["code"] == "variant_unknown"
    first = (await ask(http, world.seller, "POST", f"{path}/pictures", _photo(), status=201))["pictures"][0]["key"]
    both = await ask(http, world.seller, "POST", f"{path}/pictures", _photo((640, 640)), status=201)
    keys = [one["key"] for one in both["pictures"]]
    turned = await ask(http, world.seller, "PUT", f"{path}/pictures", {"keys": keys[::-1]})
    assert [one["key"] for one in turned["pictures"]] == keys[::-1]
    only = await ask(http, world.seller, "PUT", f"{path}/pictures", {"keys": [first]})
    assert [one["key"] for one in only["pictures"]] == [first]
    strange = await ask(http, world.seller, "PUT", f"{path}/pictures", {"keys": ["nothing"]}, status=409)
    assert strange["code"] == "pictures_differ"
    assert (await ask(http, world.seller, "POST", f"{path}/pictures", b"no picture", status=422))[
        "code"
    ] == "picture_unreadable"
    await ask(http, world.seller, "DELETE", path, status=204)
    await ask(http, world.seller, "GET", path, status=404)
    assert (await http.get(f"/v1/orders/{order['id']}", headers=world.shopper.headers)).json()["lines"][0][
        "title"
    ] == "Mug"


async def test_a_shop_on_holiday_is_seen_and_sells_nothing(
    app: App, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    world = await make_world(app)
    path = f"/v1/shops/{world.shop_slug}/settings"
    await ask(http, world.seller, "PATCH", path, {"closed_until": "2026-05-04"}, status=422)
    resting = await ask(http, world.seller, "PATCH", path, {"closed_until": "2026-05-20"})
    assert (resting["is_resting"], resting["name"]) == (True, "Casa Azul")
    before = await books(app)
    refused = await buy(http, world)
    assert (refused.status_code, refused.json()["code"], refused.json()["until"]) == (409, "shop_resting", "2026-05-20")
    assert await books(app) == before
    shown = (await http.get(f"/v1/products/{world.product_id}")).json()
    assert shown["shop"]["closed_until"] == "2026-05-20"
    clock.advance(timedelta(days=16))
    assert (await buy(http, world)).status_code == 201


FILE = """code,what,cost,left,note
A-1,Blue bowl,12.50,8,x
A-2,Green bowl,not a price,3,y
A-3,Red bowl,14.00,5,z
"""


async def test_a_file_is_looked_at_mapped_taken_in_and_undone(
    app: App, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    ana = await make_person(app, "ana")
    await _open(http, ana)
    shop = "/v1/shops/taller-ana"
    seen = await ask(http, ana, "POST", f"{shop}/imports?name=bowls.csv", FILE.encode(), status=201)
    assert seen["problem"] is not None and seen["rows"] == []
    assert [one["header"] for one in seen["columns"]] == ["code", "what", "cost", "left", "note"]
    columns = {"what": "title", "cost": "price", "left": "stock", "note": ""}
    path = f"{shop}/imports/{seen['id']}"
    look = await ask(http, ana, "PUT", f"{path}/columns", {"columns": columns})
    assert [(one["title"], one["stock"], one["state"]) for one in look["rows"]] == [
        ("Blue bowl", 8, "new"), ("Red bowl", 5, "new"),
    ]  # fmt: skip
    assert (look["rows_read"], look["rows_skipped"], look["problem"]) == (3, 1, None)
    assert [(one["line"], one["column"], one["is_error"]) for one in look["issues"]] == [(3, "cost", True)]
    report = await ask(http, ana, "GET", f"{path}/report.csv?language=es")
    assert "«not a price» no es un precio" in report
    assert (await ask(http, ana, "GET", f"{shop}/products"))["products"] == []

    assert (await ask(http, ana, "POST", f"{path}/confirm"))["state"] == "waiting"
    await ask(http, ana, "POST", f"{path}/confirm", status=409)
    await catalog.run_import(app, seen["id"])
    done = await ask(http, ana, "GET", path)
    assert (done["state"], done["products_new"], done["rows_skipped"], done["products_done"]) == ("done", 2, 1, 2)

    # A second file changes one, adds one; undoing it brings the first one's world back exactly.
    mine = await ask(http, ana, "GET", f"{shop}/products")
    clock.advance(timedelta(minutes=5))
    second = FILE.replace("12.50,8", "13.75,20").replace("not a price", "9.90")
    again = await ask(http, ana, "POST", f"{shop}/imports", second.encode(), status=201)
    path = f"{shop}/imports/{again['id']}"
    look = await ask(http, ana, "PUT", f"{path}/columns", {"columns": columns})
    assert (look["products_new"], look["products_changed"], look["products_same"]) == (1, 1, 1)
    await ask(http, ana, "POST", f"{path}/confirm")
    await catalog.run_import(app, again["id"])
    assert len((await ask(http, ana, "GET", f"{shop}/products"))["products"]) == 3
    assert (await ask(http, ana, "POST", f"{shop}/imports/{seen['id']}/undo", status=409))["code"] == "import_not_last"
    assert (await ask(http, ana, "POST", f"{path}/undo"))["state"] == "undone"
    assert await ask(http, ana, "GET", f"{shop}/products") == mine
    assert await drift_of(app) == []

    buyer = await make_person(app, "buyer")
    variant = mine["products"][0]["variants"][0]["id"]
    body = {"variant_id": variant, "quantity": 1, "address": ADDRESS, "payment": CARD}
    await ask(http, buyer, "POST", "/v1/checkout/buy", body, status=201)
    before = await books(app)
    sold = await ask(http, ana, "POST", f"{shop}/imports/{seen['id']}/undo", status=409)
    assert (sold["code"], await books(app)) == ("import_sold", before)
