"""Buying, changing one's mind, and being told kindly when it does not work."""

from __future__ import annotations

import pytest
from tests.stories.telling import Story
from tests.world import ADDRESS, CARD, make_person, make_product

from vitrina import catalog, people
from vitrina.platform.app import App

SAID = {
    "sold_out": {"en": "sold out", "es": "agot"},
    "card_declined": {"en": "declined", "es": "rechaz"},
    "price_changed": {"en": "price", "es": "precio"},
    "not_cancellable": {"en": "cancel", "es": "cancel"},
}


async def test_shopper_cancels_within_the_hour(story: Story) -> None:
    world = story.world
    await story.tap(world.link_id, world.shopper)
    order = await story.buy(world.shopper, quantity=2)
    assert order["cancellable"] is True
    after = await story.act("cancel", order, world.shopper)
    assert (after["status"], after["refunded"]) == ("cancelled", order["total"])
    assert all(amount == 0 for state, amount in await story.earned(world.creator) if state != "void")
    async with story.app.db.connection() as connection:
        assert await catalog.free_stock(connection, [world.variant_id]) == {world.variant_id: 100}


async def test_after_the_hour_the_order_is_the_shop_s(story: Story, language: str) -> None:
    order = await story.buy(story.world.shopper)
    await story.the_hour_passes()
    late = await story.do(
        "POST", f"/v1/orders/{order['id']}/cancel", story.world.shopper, {}, language=language
    )  # fmt: skip
    assert (late.status_code, late.json()["code"]) == (409, "not_cancellable")
    assert (await story.done("GET", f"/v1/orders/{order['id']}", story.world.shopper))["status"] == "to_ship"


async def test_the_shop_learns_the_address_when_the_hour_is_over(story: Story) -> None:
    world = story.world
    order = await story.buy(world.shopper)
    orders = f"/v1/shops/{world.shop_slug}/orders"
    [seen] = (await story.done("GET", orders, world.seller))["orders"]
    assert (seen["id"], seen.get("address")) == (order["id"], None)
    early = await story.do("POST", f"/v1/orders/{order['id']}/ship", world.seller, {})
    assert early.status_code == 409
    await story.the_hour_passes()
    [seen] = (await story.done("GET", orders, world.seller))["orders"]
    assert seen["address"]["line1"] == ADDRESS["line1"]
    shipped = await story.act("ship", order, world.seller, carrier="Parcel", tracking="VT1")
    assert shipped["status"] == "shipped"
    theirs = await story.done("GET", f"/v1/orders/{order['id']}", world.shopper)
    assert "VT1" in str(theirs["tracking"])


async def test_cart_with_two_shops_is_one_payment(story: Story, app: App) -> None:
    world = story.world
    other_seller = await make_person(app, "lucia")
    other_shop = await catalog.open_shop(app, slug="casa-nopal", name="Casa Nopal", country="US")
    await people.add_member(app, other_seller.id, other_shop.id, "owner")
    _, salsa = await make_product(app, other_shop.id, price=900, title="Salsa")
    touch = await story.tap(world.link_id, world.shopper)
    lines = [
        {"variant_id": str(world.variant_id), "quantity": 1, "touch_id": touch},
        {"variant_id": str(salsa), "quantity": 2},
    ]
    cart = await story.done("POST", "/v1/carts", world.shopper, {"lines": lines})
    cart = await story.done("PUT", f"/v1/carts/{cart['id']}/address", world.shopper, ADDRESS)
    total = cart["quote"]["total"]
    paid = await story.done(
        "POST", f"/v1/carts/{cart['id']}/pay", world.shopper, {"payment": CARD, "expected_total": total}
    )  # fmt: skip
    assert paid["total"] == total
    assert len({order["id"] for order in paid["orders"]}) == 2
    assert sum(order["total"]["minor"] for order in paid["orders"]) == total["minor"]
    for slug, seller, title in ((world.shop_slug, world.seller, "Mug"), ("casa-nopal", other_seller, "Salsa")):
        [seen] = (await story.done("GET", f"/v1/shops/{slug}/orders", seller))["orders"]
        assert [line["title"] for line in seen["lines"]] == [title]
    # The mug was tapped, the salsa was found: only the mug pays the creator.
    assert await story.earned(world.creator) == [("pending", 300)]

    # One order of the payment is cancelled, the other goes on.
    first, second = paid["orders"]
    assert (await story.act("cancel", first, world.shopper))["status"] == "cancelled"
    await story.the_hour_passes()
    assert (await story.done("GET", f"/v1/orders/{second['id']}", world.shopper))["status"] == "to_ship"


@pytest.mark.parametrize("code", ["sold_out", "card_declined", "price_changed"])
async def test_a_refusal_speaks_the_shopper_s_language_and_changes_nothing(
    story: Story, app: App, language: str, code: str
) -> None:
    shopper = await make_person(app, "ana", language=language)
    changes: dict[str, object] = {}
    if code == "sold_out":
        await catalog.set_stock(app, story.world.variant_id, 0, "sold at the counter")
    elif code == "card_declined":
        changes["payment"] = {"method": "sandbox_card", "token": "tok_declined"}
    else:
        changes["expected_total"] = {"minor": 1, "currency": "USD"}
    answer = await story.try_to_buy(shopper, language=language, **changes)
    problem = answer.json()
    assert problem["code"] == code
    assert SAID[code][language] in f"{problem['title']} {problem['detail']}".lower()
    left = 0 if code == "sold_out" else 100
    async with app.db.connection() as connection:
        assert await catalog.free_stock(connection, [story.world.variant_id]) == {story.world.variant_id: left}
    statuses = {order["status"] for order in (await story.done("GET", "/v1/orders", shopper))["orders"]}
    assert statuses <= {"payment_failed"}


async def test_who_is_asked_to_log_in_is_asked_in_their_language(story: Story, language: str) -> None:
    answer = await story.do("GET", "/v1/wallet", language=language)
    assert (answer.status_code, answer.json()["code"]) == (401, "login_needed")
    word = {"en": "log in", "es": "sesión"}[language]
    assert word in f"{answer.json()['title']} {answer.json()['detail']}".lower()
