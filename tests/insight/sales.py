"""Sales for tests of the books: what a shop goes through in a month, by real requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
from tests.world import ADDRESS, World, buy, fresh_key, make_product, touch

from vitrina import affiliate, checkout
from vitrina.kernel.clock import ManualClock

Json = dict[str, Any]
MEXICO = {**ADDRESS, "city": "Puebla", "region": "Puebla", "postal_code": "72000", "country": "MX"}


async def sell(http: httpx.AsyncClient, world: World, *, tapped: bool = True, **changes: Any) -> Json:
    """The shopper buys, with or without a tap on the creator's link before."""
    if tapped:
        await touch(http, world)
    answer = await buy(http, world, **changes)
    assert answer.status_code == 201, answer.text
    order: Json = answer.json()
    return order


async def step(http: httpx.AsyncClient, world: World, order: Json, name: str, **body: Any) -> None:
    person = world.shopper if name == "cancel" else world.seller
    headers = {**person.headers, "Idempotency-Key": fresh_key()}
    answer = await http.post(f"/v1/orders/{order['id']}/{name}", headers=headers, json=body)
    assert answer.status_code == 200, answer.text


async def a_month(http: httpx.AsyncClient, world: World, clock: ManualClock) -> None:
    """Sold, cancelled, refunded in parts, delivered, matured, refunded after that; in two currencies, with pesos."""
    _, mexican = await make_product(world.app, world.shop_id, price=19_900, currency="MXN", title='Taza "azul"')
    await sell(http, world)
    await step(http, world, await sell(http, world, quantity=2), "cancel")
    parts = await sell(http, world, quantity=3)
    await step(http, world, parts, "refund", lines=[{"id": parts["lines"][0]["id"], "quantity": 1}])
    await sell(http, world, tapped=False, variant_id=str(mexican), address=MEXICO)
    clock.advance(timedelta(hours=1, seconds=1))
    await checkout.end_hold_hours(world.app)
    early, late = await sell(http, world, quantity=2), await sell(http, world, quantity=2)
    clock.advance(timedelta(hours=1, seconds=1))
    await checkout.end_hold_hours(world.app)
    for order in (early, late, parts):
        await step(http, world, order, "ship")
        await step(http, world, order, "deliver")
    clock.advance(timedelta(days=8))
    assert await checkout.mature_sellers(world.app) == 3
    await step(http, world, early, "refund", lines=[{"id": early["lines"][0]["id"], "quantity": 1}])
    clock.advance(timedelta(days=24))
    assert await affiliate.mature_commissions(world.app) == 3
    await step(
        http, world, late, "refund", lines=[{"id": late["lines"][0]["id"], "quantity": 1}], include_shipping=True
    )
