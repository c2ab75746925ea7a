"""Vouchers to the cent and to the last use, refunds seen before they are given, a pile of parcels, sales, a cut with notice."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import datetime, timedelta
from typing import Any

import httpx
from tests.shop.test_console import ask
from tests.world import World, books, buy, buy_body, fresh_key, make_person, make_product, make_world, touch

from vitrina import checkout
from vitrina.kernel.clock import ManualClock
from vitrina.platform.app import App

Json = dict[str, Any]


async def _voucher(http: httpx.AsyncClient, world: World, **changes: Any) -> Json:
    body = {"code": "five-off", "amount_minor": 500, "spend_minor_least": 1000, **changes}
    made: Json = await ask(http, world.seller, "POST", f"/v1/shops/{world.shop_slug}/vouchers", body, status=201)
    return made


async def _used(http: httpx.AsyncClient, world: World) -> int:
    found = await ask(http, world.seller, "GET", f"/v1/shops/{world.shop_slug}/vouchers")
    return int(found["vouchers"][0]["used"])


async def test_the_worked_example_with_a_sellers_coupon(app: App, http: httpx.AsyncClient) -> None:
    """rules.md §3: list 40.00, seller coupon 5.00, rate 15 %, fee 6 %: base 35.00 → creator 5.25, platform 2.10, seller 27.65."""
    world = await make_world(app, price=4000, rate_bps=1500)
    await _voucher(http, world)
    await touch(http, world)
    address = {**buy_body(world)["address"], "region": "OR"}  # no sales tax
    lines = [{"variant_id": str(world.variant_id), "quantity": 1}]
    quote = await ask(
        http, world.shopper, "POST", "/v1/quotes", {"lines": lines, "address": address, "voucher": "Five-Off"}
    )
    assert [quote[name]["minor"] for name in ("subtotal", "discount", "tax")] == [4000, 500, 0]
    shipping = quote["shipping"]["minor"]
    assert quote["total"]["minor"] == 3500 + shipping
    before = await books(app)
    order = (await buy(http, world, address=address, voucher="five-off", expected_total=quote["total"])).json()
    assert [order[name]["minor"] for name in ("subtotal", "discount", "total")] == [4000, 500, 3500 + shipping]
    after = await books(app)
    moved = {
        kind: after.get(kind, 0) - before.get(kind, 0)
        for kind in after
        if kind not in before or after[kind] != before[kind]
    }
    assert (moved["creator_pending"], moved["platform_fee"], moved["seller_pending"]) == (-525, -210, -2765 - shipping)
    assert moved["provider_clearing"] == 3500 + shipping
    # Half a line cannot be given back, but all of it goes back as it was paid, not as it was listed.
    returned = await ask(
        http, world.seller, "POST", f"/v1/orders/{order['id']}/refund_quote", {"include_shipping": True}
    )
    assert {name: money["minor"] for name, money in returned.items()} == {
        "buyer": 3500 + shipping, "shop": 2765, "creator": 525, "platform": 210, "tax": 0, "shipping": shipping,
    }  # fmt: skip
    assert (await books(app))["entries"] == after["entries"]
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT state FROM cart_voucher_use") == "held"
    app.clock.advance(timedelta(minutes=3))  # type: ignore[attr-defined]
    await checkout.settle_vouchers(app)
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT state FROM cart_voucher_use") == "used"


async def test_a_code_is_never_used_more_often_than_it_may(app: App, http: httpx.AsyncClient) -> None:
    world = await make_world(app)
    await _voucher(http, world, uses_max=3, uses_max_each=1)
    people = [await make_person(app, "crowd") for _ in range(4)]
    # Everybody twice at once: three uses, and nobody has two of them.
    answers = await asyncio.gather(*(buy(http, world, person=one, voucher="FIVE-OFF") for one in people * 2))
    paid = [answer for answer in answers if answer.status_code == 201]
    assert len(paid) == 3
    assert {answer.json()["code"] for answer in answers if answer.status_code != 201} == {"voucher_spent"}
    assert await _used(http, world) == 3
    async with app.db.connection() as connection:
        rows = await connection.fetch("SELECT used FROM cart_voucher_buyer ORDER BY used")
    assert [row[0] for row in rows] == [0, 1, 1, 1] or [row[0] for row in rows] == [1, 1, 1]


async def test_an_unpaid_purchase_gives_its_use_back(app: App, http: httpx.AsyncClient, clock: ManualClock) -> None:
    world = await make_world(app)
    await _voucher(http, world, uses_max=1)
    declined = await buy(http, world, voucher="five-off", payment={"method": "sandbox_card", "token": "tok_declined"})
    assert (declined.status_code, await _used(http, world)) == (402, 0)
    waiting = await buy(http, world, voucher="five-off", payment={"method": "sandbox_voucher", "token": "tok_ok"})
    assert (waiting.status_code, await _used(http, world)) == (201, 1)
    before = await books(app)
    assert (await buy(http, world, voucher="five-off")).json()["code"] == "voucher_spent"
    assert await books(app) == before
    ends = datetime.fromisoformat(waiting.json()["voucher"]["expires_at"])
    clock.advance(ends - clock.now() + timedelta(seconds=1))
    await checkout.expire_holds(app)
    assert await _used(http, world) == 0
    assert (await buy(http, world, voucher="five-off")).status_code == 201


async def test_a_code_counts_for_its_shop_its_days_and_its_least_spend(
    app: App, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    world, other = await make_world(app), await make_world(app, price=700)
    ends = (clock.now() + timedelta(days=2)).isoformat()
    await _voucher(http, world, code="THIRD", amount_minor=None, percent_bps=3333, spend_minor_least=4000, ends_at=ends)
    unsound = {"code": "BOTH", "amount_minor": 100, "percent_bps": 100}
    path = f"/v1/shops/{world.shop_slug}/vouchers"
    assert (await ask(http, world.seller, "POST", path, unsound, status=422))["code"] == "voucher_unsound"
    again = {"code": "third", "percent_bps": 100}
    assert (await ask(http, world.seller, "POST", path, again, status=409))["code"] == "voucher_taken"
    _, second = await make_product(app, world.shop_id, price=999)
    lines = [
        {"variant_id": str(variant), "quantity": quantity}
        for variant, quantity in ((world.variant_id, 2), (second, 1), (other.variant_id, 1))
    ]
    cart = await ask(http, world.shopper, "POST", "/v1/carts", {"lines": lines}, status=201)
    path = f"/v1/carts/{cart['id']}"
    quoted = (await ask(http, world.shopper, "PUT", f"{path}/voucher", {"code": "third"}))["quote"]
    # 33.33 % of 49.99 is 16.66, spread over the shop's lines; the other shop's line is untouched.
    assert quoted["discount"]["minor"] == 1666
    totals = [line["total"]["minor"] for order in quoted["orders"] for line in order["lines"]]
    assert totals == [4000 - 1333, 999 - 333, 700]
    fewer = await ask(http, world.shopper, "PUT", f"{path}/lines", {"lines": lines[1:]})
    assert (fewer["quote"]["discount"]["minor"], fewer["voucher"]["discount"]) == (0, None)
    assert "40.00 USD" in fewer["voucher"]["problem"]
    await ask(http, world.shopper, "PUT", f"{path}/lines", {"lines": lines})
    await ask(http, world.shopper, "PUT", f"{path}/address", buy_body(world)["address"])
    clock.advance(timedelta(days=3))
    headers = {**world.shopper.headers, "Idempotency-Key": fresh_key()}
    refused = await http.post(f"{path}/pay", json={"payment": buy_body(world)["payment"]}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "voucher_not_now")
    unknown = await ask(http, world.shopper, "PUT", f"{path}/voucher", {"code": "nothing"}, status=404)
    assert unknown["code"] == "voucher_unknown"
    assert (await ask(http, world.shopper, "PUT", f"{path}/voucher", {"code": None}))["voucher"] is None


async def test_a_pile_of_parcels_a_spreadsheet_and_the_sales(
    app: App, http: httpx.AsyncClient, clock: ManualClock
) -> None:
    world = await make_world(app)
    first, second = [(await buy(http, world, quantity=quantity)).json() for quantity in (1, 2)]
    shop = f"/v1/shops/{world.shop_slug}"
    early = await ask(http, world.seller, "GET", f"{shop}/orders.csv")
    assert "1 Main St" not in early
    clock.advance(timedelta(hours=2))
    third = (await buy(http, world)).json()
    parcels = [
        {"id": one["id"], "carrier": "DHL", "tracking": f"T{place}"} for place, one in enumerate((first, second, third))
    ]
    sent = (await ask(http, world.seller, "POST", f"{shop}/shipments", {"parcels": parcels}))["parcels"]
    assert [(one["code"], one["order"] and one["order"]["status"]) for one in sent] == [
        (None, "shipped"), (None, "shipped"), ("order_on_hold", None),
    ]  # fmt: skip
    rows = list(
        csv.DictReader(io.StringIO((await ask(http, world.seller, "GET", f"{shop}/orders.csv")).removeprefix("\ufeff")))
    )
    assert [(row["tracking"], row["line1"]) for row in rows] == [("", ""), ("T1", "1 Main St"), ("T0", "1 Main St")]
    line = second["lines"][0]["id"]
    one_back = {"lines": [{"id": line, "quantity": 1}], "include_shipping": False}
    seen = await ask(http, world.seller, "POST", f"/v1/orders/{second['id']}/refund_quote", one_back)
    done = await ask(http, world.seller, "POST", f"/v1/orders/{second['id']}/refund", one_back)
    assert done["refunded"] == seen["buyer"]
    sales = await ask(http, world.seller, "GET", f"{shop}/sales?days=7")
    assert (sales["orders"], sales["units"], sales["refunded"]) == (3, 4, seen["buyer"])
    assert sales["revenue"]["minor"] == sum(
        order["subtotal"]["minor"] + order["shipping"]["minor"] for order in (first, second, third)
    )
    assert (len(sales["days"]), sales["days"][-1]["day"], sales["days"][-1]["orders"]) == (7, "2026-05-04", 3)
    assert [(one["title"], one["units"], one["revenue"]["minor"]) for one in sales["products"]] == [("Mug", 3, 6000)]
    assert "2026-05-04,3,4," in await ask(http, world.seller, "GET", f"{shop}/sales.csv?days=7")


async def test_shipping_rates_are_the_shops(app: App, http: httpx.AsyncClient) -> None:
    world = await make_world(app)
    rate = {
        "country": "US",
        "name_en": "Bike courier",
        "name_es": "Mensajero en bici",
        "price_minor": 350,
        "free_from_minor": 9000,
    }
    path = f"/v1/shops/{world.shop_slug}/shipping"
    made = (await ask(http, world.seller, "PUT", path, {"rates": [rate]}))["rates"]
    assert [(one["price"], one["free_from"]["minor"]) for one in made] == [({"minor": 350, "currency": "USD"}, 9000)]
    order = (await buy(http, world)).json()
    assert order["shipping"]["minor"] == 350
    kept = {**rate, "id": made[0]["id"], "price_minor": 400}
    again = (await ask(http, world.seller, "PUT", path, {"rates": [kept]}))["rates"]
    assert (again[0]["id"], again[0]["price"]["minor"]) == (made[0]["id"], 400)


async def test_a_cut_waits_two_days_a_raise_does_not(app: App, http: httpx.AsyncClient, clock: ManualClock) -> None:
    world = await make_world(app, rate_bps=1500)
    path = f"/v1/shops/{world.shop_slug}/programme"
    cut = await ask(http, world.seller, "PUT", path, {"rate_bps": 800, "window_days": 30})
    assert cut["since"] == (clock.now() + timedelta(days=2)).isoformat().replace("+00:00", "Z")
    assert (await http.get(path)).json()["rate_bps"] == 1500
    clock.advance(timedelta(days=1))
    await touch(http, world)
    clock.advance(timedelta(days=1, hours=1))
    assert (await http.get(path)).json()["rate_bps"] == 800
    # The tap of before the cut keeps what it was offered.
    await buy(http, world)
    line = (await http.get("/v1/wallet", headers=world.creator.headers)).json()["lines"][0]
    assert line["amount"]["minor"] == 300
    await ask(http, world.seller, "PUT", path, {"rate_bps": 2000, "window_days": 30})
    assert (await http.get(path)).json()["rate_bps"] == 2000
    versions = (await ask(http, world.seller, "GET", f"{path}/versions"))["versions"]
    assert [(one["version"], one["rate_bps"], one["by"], one["is_in_force"]) for one in versions] == [
        (3, 2000, "Seller", True), (2, 800, "Seller", False), (1, 1500, None, False),
    ]  # fmt: skip
    [creator] = (await ask(http, world.seller, "GET", f"/v1/shops/{world.shop_slug}/creators"))["creators"]
    assert (creator["taps"], creator["lines"], creator["sold"]["minor"], creator["commission"]["minor"]) == (
        1,
        1,
        2000,
        300,
    )
    async with app.db.connection() as connection:
        told = await connection.fetchval(
            "SELECT payload ->> 'before_bps' FROM platform_outbox WHERE topic = 'ProgrammeCut'"
        )
    assert told == "1500"
