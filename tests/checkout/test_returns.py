"""After the sale: cancel, ship, deliver, refund; who gives back what, from which account, and when money becomes payable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.checkout.gateway_process import SECRET
from tests.world import (
    ADDRESS,
    Person,
    World,
    books,
    buy,
    buy_body,
    fresh_key,
    make_person,
    make_product,
    make_world,
    touch,
)

from vitrina import affiliate, catalog, checkout, people
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import LinkId, ProductId, VariantId
from vitrina.platform.app import App

Json = dict[str, Any]
HOUR = timedelta(hours=1)
KINDS = (
    "provider_clearing", "seller_pending", "seller_payable", "creator_pending", "creator_payable", "platform_fee", "tax_payable",
)  # fmt: skip


@pytest.fixture
async def world(app: App) -> World:
    """Two pieces of the world's product are the worked example's line: 2 × 17.50 at 15 % and 6 %."""
    return await make_world(app, price=1750)


async def post(http: httpx.AsyncClient, who: Person, path: str, body: Json | None = None) -> httpx.Response:
    return await http.post(path, json=body, headers={**who.headers, "Idempotency-Key": fresh_key()})


async def bought(http: httpx.AsyncClient, world: World, **changes: Any) -> Json:
    """An order of two pieces by the shopper who tapped the creator's link."""
    await touch(http, world)
    answer = await buy(http, world, **{"quantity": 2, **changes})
    assert answer.status_code == 201, answer.text
    order: Json = answer.json()
    return order


async def balances(app: App) -> Json:
    """The ledger by account kind; what stands at zero is left out."""
    now = await books(app)
    return {kind: now[kind] for kind in KINDS if now.get(kind)}


async def refused(app: App, asked: Any, status: int, code: str) -> httpx.Response:
    """The answer is this refusal, and stock, ledger and outbox are as before."""
    before = await books(app)
    answer: httpx.Response = await asked
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert await books(app) == before
    return answer


async def charge_of(gateway_url: str, order: Json) -> Json:
    """The payment's one charge as the gateway knows it."""
    headers = {"Authorization": f"Bearer {SECRET}"}
    async with httpx.AsyncClient(base_url=gateway_url, headers=headers, trust_env=False) as gateway:
        answer = await gateway.get("/charges", params={"reference": order["payment_id"]})
    [charge] = answer.json()["charges"]
    found: Json = charge
    return found


async def commission(app: App) -> tuple[Any, ...]:
    async with app.db.connection() as connection:
        row = await connection.fetchrow(
            "SELECT state, amount_minor, returned_minor, payable_on::text FROM affiliate_commission ORDER BY id DESC LIMIT 1"
        )
    assert row is not None
    return tuple(row)


async def shipped(http: httpx.AsyncClient, world: World, clock: ManualClock, order: Json) -> None:
    clock.advance(HOUR)
    answer = await post(http, world.seller, f"/v1/orders/{order['id']}/ship", {"carrier": "Post", "tracking": "T1"})
    assert (answer.status_code, answer.json()["status"]) == (200, "shipped"), answer.text


async def delivered(http: httpx.AsyncClient, world: World, clock: ManualClock, order: Json) -> None:
    await shipped(http, world, clock, order)
    answer = await post(http, world.seller, f"/v1/orders/{order['id']}/deliver")
    assert (answer.status_code, answer.json()["status"]) == (200, "delivered"), answer.text


SOLD = {
    "provider_clearing": 3500 + 499 + 219,
    "seller_pending": -(2765 + 499),
    "creator_pending": -525,
    "platform_fee": -210,
    "tax_payable": -219,
}


# -- cancelling


async def test_a_cancel_before_the_capture_undoes_everything_and_lets_the_card_go(
    http: httpx.AsyncClient, app: App, world: World, gateway_url: str
) -> None:
    order = await bought(http, world)
    assert await balances(app) == SOLD
    answer = await post(http, world.shopper, f"/v1/orders/{order['id']}/cancel")
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert answer.json()["refunded"] == order["total"]
    assert await balances(app) == {}
    assert await commission(app) == ("void", 525, 525, None)
    now = await books(app)
    assert (now["free"], now["holds"]) == (100, 0)
    assert await checkout.capture_due(app) == 0
    assert await checkout.carry_out_refunds(app) == 1
    assert await checkout.carry_out_refunds(app) == 0
    charge = await charge_of(gateway_url, order)
    assert (charge["status"], charge["captured_minor"], charge["refunded_minor"]) == ("voided", 0, 0)


async def test_a_cancel_after_the_capture_gives_the_money_back_once(
    http: httpx.AsyncClient, app: App, world: World, gateway_url: str
) -> None:
    order = await bought(http, world)
    assert await checkout.capture_due(app) == 1
    assert (await post(http, world.shopper, f"/v1/orders/{order['id']}/cancel")).status_code == 200
    assert await balances(app) == {}
    assert await checkout.carry_out_refunds(app) == 1
    assert await checkout.carry_out_refunds(app) == 0
    charge = await charge_of(gateway_url, order)
    assert (charge["status"], charge["captured_minor"], charge["refunded_minor"]) == ("captured", 4218, 4218)


async def test_nobody_else_cancels_and_nobody_cancels_twice(http: httpx.AsyncClient, app: App, world: World) -> None:
    order = await bought(http, world)
    path = f"/v1/orders/{order['id']}/cancel"
    stranger = await make_person(app, "stranger")
    for other in (stranger, world.seller, world.creator):
        await refused(app, post(http, other, path), 404, "not_found")
    assert (await post(http, world.shopper, path)).status_code == 200
    await refused(app, post(http, world.shopper, path), 409, "not_cancellable")


async def test_after_the_hour_it_is_too_late_to_cancel(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    clock.advance(HOUR - timedelta(seconds=1))
    shown = (await http.get(f"/v1/orders/{order['id']}", headers=world.shopper.headers)).json()
    assert (shown["status"], shown["cancellable"]) == ("on_hold", True)
    clock.advance(timedelta(seconds=1))
    shown = (await http.get(f"/v1/orders/{order['id']}", headers=world.shopper.headers)).json()
    assert (shown["status"], shown["cancellable"]) == ("to_ship", False)
    await refused(app, post(http, world.shopper, f"/v1/orders/{order['id']}/cancel"), 409, "not_cancellable")


async def test_a_guest_cancels_with_the_token_of_the_order(http: httpx.AsyncClient, app: App, world: World) -> None:
    body = buy_body(world, email="guest@world.test")
    order = (await http.post("/v1/checkout/buy", json=body, headers={"Idempotency-Key": fresh_key()})).json()
    http.cookies.clear()
    path = f"/v1/orders/{order['id']}/cancel"
    await refused(app, http.post(path, headers={"Idempotency-Key": fresh_key()}), 404, "not_found")
    wrong = {"Idempotency-Key": fresh_key(), "X-Order-Token": "x" * 24}
    await refused(app, http.post(path, headers=wrong), 404, "not_found")
    right = {"Idempotency-Key": fresh_key(), "X-Order-Token": order["order_token"]}
    assert (await http.post(path, headers=right)).json()["status"] == "cancelled"
    assert await balances(app) == {}


async def test_both_shops_of_a_payment_cancelled_before_the_capture_let_the_card_go(
    http: httpx.AsyncClient, app: App, world: World, gateway_url: str
) -> None:
    orders = await two_shops(http, app, world)
    for order in orders:
        assert (await post(http, world.shopper, f"/v1/orders/{order['id']}/cancel")).status_code == 200
    assert await balances(app) == {}
    assert await checkout.capture_due(app) == 0
    assert await checkout.carry_out_refunds(app) == 2
    charge = await charge_of(gateway_url, orders[0])
    assert (charge["status"], charge["captured_minor"]) == ("voided", 0)


async def test_one_shop_of_a_payment_cancelled_before_the_capture_is_refunded_after_it(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock, gateway_url: str
) -> None:
    first, second = await two_shops(http, app, world)
    assert (await post(http, world.shopper, f"/v1/orders/{first['id']}/cancel")).status_code == 200
    assert await checkout.carry_out_refunds(app) == 0
    assert await checkout.capture_due(app) == 1
    clock.advance(timedelta(seconds=10))
    assert await checkout.carry_out_refunds(app) == 1
    charge = await charge_of(gateway_url, first)
    total, back = first["total"]["minor"] + second["total"]["minor"], first["total"]["minor"]
    assert (charge["status"], charge["captured_minor"], charge["refunded_minor"]) == ("captured", total, back)


async def two_shops(http: httpx.AsyncClient, app: App, world: World) -> list[Json]:
    """A basket of two shops, paid at once."""
    other = await make_world(app, price=900)
    lines = [{"variant_id": str(one.variant_id), "quantity": 1} for one in (world, other)]
    opened = (await post(http, world.shopper, "/v1/carts", {"lines": lines})).json()
    await http.put(f"/v1/carts/{opened['id']}/address", json=ADDRESS, headers=world.shopper.headers)
    card = {"method": "sandbox_card", "token": "tok_ok"}
    paid = await post(http, world.shopper, f"/v1/carts/{opened['id']}/pay", {"payment": card})
    assert paid.status_code == 201, paid.text
    orders: list[Json] = paid.json()["orders"]
    assert len(orders) == 2
    return orders


# -- shipping and delivering


async def test_within_the_hour_nothing_is_shipped_and_no_address_is_shown(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    path = f"/v1/orders/{order['id']}"
    await refused(app, post(http, world.seller, f"{path}/ship", {}), 409, "order_on_hold")
    assert (await http.get(path, headers=world.seller.headers)).json()["address"] is None
    clock.advance(HOUR)
    assert (await http.get(path, headers=world.seller.headers)).json()["address"] == ADDRESS | {"line2": None}
    stranger = await make_world(app)
    for other in (world.shopper, world.creator, stranger.seller):
        await refused(app, post(http, other, f"{path}/ship", {}), 404, "not_found")
    await refused(app, post(http, world.seller, f"{path}/deliver"), 409, "wrong_state")
    assert (await post(http, world.seller, f"{path}/ship", {"carrier": "Post"})).json()["status"] == "shipped"
    await refused(app, post(http, world.seller, f"{path}/ship", {}), 409, "wrong_state")


async def test_a_refunded_piece_neither_ends_the_hour_nor_hides_the_address_after_it(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    path, line = f"/v1/orders/{order['id']}", order["lines"][0]["id"]
    asked = {"lines": [{"id": line, "quantity": 1}]}
    assert (await post(http, world.seller, f"{path}/refund", asked)).json()["status"] == "partly_refunded"
    await refused(app, post(http, world.seller, f"{path}/ship", {}), 409, "order_on_hold")
    assert (await http.get(path, headers=world.seller.headers)).json()["address"] is None
    assert (await http.get(path, headers=world.shopper.headers)).json()["cancellable"] is True
    clock.advance(HOUR)
    assert (await http.get(path, headers=world.seller.headers)).json()["address"]["line1"] == ADDRESS["line1"]
    await refused(app, post(http, world.shopper, f"{path}/cancel"), 409, "not_cancellable")
    assert (await post(http, world.seller, f"{path}/ship", {})).status_code == 200


async def test_the_rest_of_a_partly_refunded_order_is_cancelled_within_the_hour(
    http: httpx.AsyncClient, app: App, world: World
) -> None:
    order = await bought(http, world)
    path, line = f"/v1/orders/{order['id']}", order["lines"][0]["id"]
    await post(http, world.seller, f"{path}/refund", {"lines": [{"id": line, "quantity": 1}]})
    answer = await post(http, world.shopper, f"{path}/cancel")
    assert (answer.status_code, answer.json()["status"], answer.json()["refunded"]) == (
        200,
        "cancelled",
        order["total"],
    )
    assert await balances(app) == {}
    assert (await books(app))["free"] == 100


async def test_in_the_us_the_commission_is_payable_31_days_after_delivery_and_the_shop_after_7(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    await shipped(http, world, clock, order)
    # 03:30 UTC on the 5th is still the 4th where the buyer lives.
    clock.advance(datetime(2026, 5, 5, 3, 30, tzinfo=UTC) - clock.now())
    assert (await post(http, world.seller, f"/v1/orders/{order['id']}/deliver")).status_code == 200
    assert await commission(app) == ("earned", 525, 0, "2026-06-04")
    lines = (await http.get("/v1/wallet", headers=world.creator.headers)).json()
    assert lines["balances"] == [{"currency": "USD", "pending": 525, "payable": 0, "paid": 0}]
    assert [(line["state"], line["payable_on"]) for line in lines["lines"]] == [("earned", "2026-06-04")]

    clock.advance(datetime(2026, 5, 11, 3, 59, tzinfo=UTC) - clock.now())  # one minute before the 11th in New York
    assert await checkout.mature_sellers(app) == 0
    clock.advance(timedelta(minutes=1))
    assert await checkout.mature_sellers(app) == 1
    assert await checkout.mature_sellers(app) == 0
    now = await balances(app)
    assert ("seller_pending" in now, now["seller_payable"]) == (False, -(2765 + 499))

    clock.advance(datetime(2026, 6, 4, 3, 59, tzinfo=UTC) - clock.now())
    assert await affiliate.mature_commissions(app) == 0
    clock.advance(timedelta(minutes=1))
    assert await affiliate.mature_commissions(app) == 1
    assert await affiliate.mature_commissions(app) == 0
    now = await balances(app)
    assert ("creator_pending" in now, now["creator_payable"]) == (False, -525)
    assert await commission(app) == ("payable", 525, 0, "2026-06-04")


async def test_in_mexico_business_days_count(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    variant_id, link_id = await pesos(app, world)
    tapped = await http.post("/v1/touches", json={"tag_id": str(link_id)}, headers=world.shopper.headers)
    assert tapped.status_code == 201
    mexico = ADDRESS | {"region": "CDMX", "postal_code": "06000", "country": "MX"}
    answer = await buy(http, world, variant_id=str(variant_id), address=mexico)
    assert answer.status_code == 201, answer.text
    order = answer.json()
    # 116.00 contains 16.00 of IVA; of the shipping's 89.00, 12.28 is tax.
    assert (order["total"], order["tax"]["minor"]) == ({"minor": 11_600 + 8_900, "currency": "MXN"}, 1_600 + 1_228)
    assert await balances(app) == {
        "provider_clearing": 20_500,
        "seller_pending": -(10_000 - 1_500 - 600 + 7_672),
        "creator_pending": -1_500,
        "platform_fee": -600,
        "tax_payable": -2_828,
    }
    await shipped(http, world, clock, order)
    clock.advance(datetime(2026, 5, 8, 3, 0, tzinfo=UTC) - clock.now())  # Thursday evening in Mexico City
    assert (await post(http, world.seller, f"/v1/orders/{order['id']}/deliver")).status_code == 200
    # Fri 8, Mon 11, Tue 12, Wed 13, Thu 14 are the five business days; the day after is the 15th.
    assert await commission(app) == ("earned", 1_500, 0, "2026-05-15")


async def pesos(app: App, world: World) -> tuple[VariantId, LinkId]:
    """A product priced in pesos, and the creator's link to it."""
    product_id, variant_id = await make_product(app, world.shop_id, price=11_600, currency="MXN")
    async with app.db.transaction() as transaction:
        link = await affiliate.place_link(
            transaction, world.creator.id, (ProductId(product_id), world.shop_id), surface="showcase",
            surface_id=world.creator.id, position=1, now=app.clock.now(),
        )  # fmt: skip
    return variant_id, link.id


# -- refunds


async def test_half_of_the_worked_example_goes_back(http: httpx.AsyncClient, app: App, world: World) -> None:
    order = await bought(http, world)
    line = order["lines"][0]["id"]
    path = f"/v1/orders/{order['id']}/refund"
    answer = await post(http, world.seller, path, {"lines": [{"id": line, "quantity": 1}]})
    assert (answer.status_code, answer.json()["status"]) == (200, "partly_refunded")
    # The creator gives back 2.62 and keeps 2.63; of the tax 2.19 the buyer gets 1.09; shipping stays.
    assert answer.json()["refunded"] == {"minor": 1750 + 109, "currency": "USD"}
    assert await balances(app) == {
        "provider_clearing": 4218 - 1859,
        "seller_pending": -(2765 - 1383 + 499),
        "creator_pending": -263,
        "platform_fee": -105,
        "tax_payable": -110,
    }
    assert await commission(app) == ("pending", 525, 262, None)
    rest = await post(http, world.seller, path, {})
    assert (rest.json()["status"], rest.json()["refunded"]) == ("refunded", order["total"])
    assert await balances(app) == {}
    assert await commission(app) == ("void", 525, 525, None)
    assert (await books(app))["free"] == 100


@pytest.mark.parametrize("steps", [(1, 1, 1, 1, 1, 1, 1), (2, 5), (3, 3, 1), (7,)])
async def test_parts_end_where_the_whole_does(http: httpx.AsyncClient, app: App, steps: tuple[int, ...]) -> None:
    world = await make_world(app, price=333)
    order = await bought(http, world, quantity=7)
    line = order["lines"][0]["id"]
    for done, pieces in enumerate(steps, 1):
        body = {"lines": [{"id": line, "quantity": pieces}]}
        answer = await post(http, world.operator, f"/v1/orders/{order['id']}/refund", body)
        assert answer.status_code == 200, answer.text
        left = 7 - sum(steps[:done])
        kept = (await balances(app)).get("creator_pending", 0)
        # 15 % of 23.31 is 3.50; of what is left, rounded half up from the whole.
        assert -kept == (2 * 350 * left + 7) // 14
    assert (answer.json()["status"], answer.json()["refunded"]) == ("refunded", order["total"])
    assert await balances(app) == {}


async def test_after_maturing_it_comes_from_what_was_payable(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    await delivered(http, world, clock, order)
    clock.advance(timedelta(days=40))
    assert (await checkout.mature_sellers(app), await affiliate.mature_commissions(app)) == (1, 1)
    answer = await post(
        http,
        world.seller,
        f"/v1/orders/{order['id']}/refund",
        {"lines": [{"id": order["lines"][0]["id"], "quantity": 1}]},
    )
    assert answer.status_code == 200, answer.text
    assert await balances(app) == {
        "provider_clearing": 4218 - 1859,
        "seller_payable": -(2765 - 1383 + 499),
        "creator_payable": -263,
        "platform_fee": -105,
        "tax_payable": -110,
    }
    assert (await commission(app))[:3] == ("payable", 525, 262)
    assert (await books(app))["free"] == 98  # what was sent is not back on the shelf


async def test_a_refund_between_the_two_dates_takes_each_from_where_it_is(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    await delivered(http, world, clock, order)
    clock.advance(timedelta(days=10))
    assert (await checkout.mature_sellers(app), await affiliate.mature_commissions(app)) == (1, 0)
    assert (await post(http, world.seller, f"/v1/orders/{order['id']}/refund", {})).json()["status"] == "refunded"
    assert await balances(app) == {}
    assert await commission(app) == ("void", 525, 525, "2026-06-04")
    clock.advance(timedelta(days=40))
    assert await affiliate.mature_commissions(app) == 0


async def test_the_shipping_may_stay_with_the_shop(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    await delivered(http, world, clock, order)
    path = f"/v1/orders/{order['id']}/refund"
    answer = await post(http, world.seller, path, {"include_shipping": False})
    assert (answer.json()["status"], answer.json()["refunded"]["minor"]) == ("refunded", 3500 + 219)
    assert await balances(app) == {"provider_clearing": 499, "seller_pending": -499}
    clock.advance(timedelta(days=8))
    assert await checkout.mature_sellers(app) == 1
    assert await balances(app) == {"provider_clearing": 499, "seller_payable": -499}


async def test_refusals_of_refunds_change_nothing(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    other = await bought(http, world)
    path, line = f"/v1/orders/{order['id']}/refund", order["lines"][0]["id"]
    one = {"lines": [{"id": line, "quantity": 1}]}
    await refused(
        app, post(http, world.seller, path, {"lines": [{"id": line, "quantity": 3}]}), 422, "refund_too_large"
    )
    twice = {"lines": [{"id": line, "quantity": 1}, {"id": line, "quantity": 2}]}
    await refused(app, post(http, world.seller, path, twice), 422, "refund_too_large")
    foreign_line = {"lines": [{"id": other["lines"][0]["id"], "quantity": 1}]}
    assert (await refused(app, post(http, world.seller, path, foreign_line), 422, "invalid")).status_code == 422
    stranger = await make_world(app)
    for person in (world.shopper, world.creator, stranger.seller):
        await refused(app, post(http, person, path, one), 404, "not_found")
    missing = f"/v1/orders/{UUID(int=7)}/refund"
    await refused(app, post(http, world.seller, missing, one), 404, "not_found")
    keyless = http.post(path, json=one, headers=world.seller.headers)
    await refused(app, keyless, 400, "idempotency_key_missing")
    assert (await post(http, world.shopper, f"/v1/orders/{order['id']}/cancel")).status_code == 200
    await refused(app, post(http, world.seller, path, one), 409, "wrong_state")


async def test_a_partial_refund_before_the_capture_waits_for_it_and_is_paid_once(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock, gateway_url: str
) -> None:
    order = await bought(http, world)
    body = {"lines": [{"id": order["lines"][0]["id"], "quantity": 1}]}
    assert (await post(http, world.seller, f"/v1/orders/{order['id']}/refund", body)).status_code == 200
    assert await checkout.carry_out_refunds(app) == 0
    assert await checkout.capture_due(app) == 1
    clock.advance(timedelta(seconds=10))
    assert await checkout.carry_out_refunds(app) == 1
    clock.advance(timedelta(seconds=10))
    assert await checkout.carry_out_refunds(app) == 0
    charge = await charge_of(gateway_url, order)
    assert (charge["status"], charge["captured_minor"], charge["refunded_minor"]) == ("captured", 4218, 1859)


async def test_what_was_sent_is_not_put_back_on_the_shelf(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    order = await bought(http, world)
    await shipped(http, world, clock, order)
    assert (await post(http, world.seller, f"/v1/orders/{order['id']}/refund", {})).json()["status"] == "refunded"
    assert (await books(app))["free"] == 98
    async with app.db.connection() as connection:
        assert await catalog.stock_drift(connection) == []
    await refused(app, post(http, world.seller, f"/v1/orders/{order['id']}/deliver"), 409, "wrong_state")


async def test_the_house_s_commission_goes_back_to_the_house(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app, price=1750, rate_bps=None)
    order = await bought(http, world)
    assert (await balances(app))["creator_pending"] == -70
    body = {"lines": [{"id": order["lines"][0]["id"], "quantity": 1}]}
    assert (await post(http, world.seller, f"/v1/orders/{order['id']}/refund", body)).status_code == 200
    now = await balances(app)
    assert (now["creator_pending"], now["platform_fee"]) == (-35, -70)
    assert now["seller_pending"] == -(1645 + 499)


async def test_a_member_of_the_shop_refunds_too(http: httpx.AsyncClient, app: App, world: World) -> None:
    staff = await make_person(app, "staff")
    await people.add_member(app, staff.id, world.shop_id, "staff")
    order = await bought(http, world)
    assert (await post(http, staff, f"/v1/orders/{order['id']}/refund", {})).json()["status"] == "refunded"
    assert await balances(app) == {}
