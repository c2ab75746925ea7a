"""Who shows a product earns when somebody buys it, and can see why to the cent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.stories.telling import Story
from tests.world import ADDRESS, CARD, make_person, make_product

from vitrina import catalog, people
from vitrina.platform.app import App

WHY_WORDS = {"en": ("showcase", "15%"), "es": ("vitrina", "15 %")}


async def test_creator_links_any_product_and_earns_on_the_sale(story: Story) -> None:
    world = story.world
    product_id, variant_id = await make_product(story.app, world.shop_id, price=4000, title="Lamp")
    link = await story.done("POST", "/v1/showcase", world.creator, {"product_id": str(product_id)})
    assert link["paid_link"] is True

    await story.tap(link["id"], world.shopper)
    order = await story.buy(world.shopper, variant_id)
    assert await story.earned(world.creator) == [("pending", 600)]

    await story.the_hour_passes()
    await story.act("ship", order, world.seller, tracking="VT1")
    await story.act("deliver", order, world.seller)
    assert await story.earned(world.creator) == [("earned", 600)]
    await story.the_return_window_passes()
    assert await story.earned(world.creator) == [("payable", 600)]
    [balance] = (await story.done("GET", "/v1/wallet", world.creator))["balances"]
    assert balance == {"currency": "USD", "pending": 0, "payable": 600, "paid": 0}


async def test_the_creator_reads_why_in_their_language(story: Story, app: App, language: str) -> None:
    world = story.world
    creator = await make_person(app, "sofia", language=language)
    await people.make_creator(app, creator.id, f"sofia.{language}")
    link = await story.done("POST", "/v1/showcase", creator, {"product_id": str(world.product_id)})
    await story.tap(link["id"], world.shopper)
    await story.buy(world.shopper)
    why = await story.why(creator, language=language)
    assert why["arithmetic"].replace(" ", "").replace("\u00a0", "").count("20.00") == 1
    assert why["amount"] == {"minor": 300, "currency": "USD"}
    assert f"@sofia.{language}" in why["text"]
    for word in WHY_WORDS[language]:
        assert word in why["text"].replace("\u00a0", " "), why["text"]
    other = WHY_WORDS["es" if language == "en" else "en"][0]
    assert other not in why["text"]


async def test_shop_without_programme_house_pays(story: Story, app: App) -> None:
    seller = await make_person(app, "theo")
    shop = await catalog.open_shop(app, slug="northside", name="Northside", country="US")
    await people.add_member(app, seller.id, shop.id, "owner")
    product_id, variant_id = await make_product(app, shop.id, price=3500)
    link = await story.done("POST", "/v1/showcase", story.world.creator, {"product_id": str(product_id)})
    await story.tap(link["id"], story.world.shopper)
    await story.buy(story.world.shopper, variant_id)
    # A third of the platform's 6 % fee, and nothing of the shop's.
    assert await story.earned(story.world.creator) == [("pending", 70)]
    [line] = (await story.done("GET", "/v1/shops/northside/wallet", seller))["lines"]
    assert line["amount"]["minor"] == 3500 - 210 + 499


async def test_the_last_tap_wins_and_the_other_creator_is_told_apart(story: Story, app: App) -> None:
    world = story.world
    rival = await make_person(app, "mateo")
    await people.make_creator(app, rival.id, "mateo")
    other = await story.done("POST", "/v1/showcase", rival, {"product_id": str(world.product_id)})
    await story.tap(world.link_id, world.shopper)
    story.clock.advance(timedelta(minutes=1))
    await story.tap(other["id"], world.shopper)
    await story.buy(world.shopper)
    assert await story.earned(world.creator) == []
    assert await story.earned(rival) == [("pending", 300)]
    why = await story.why(rival)
    assert why["winner"]["creator"]["handle"] == "mateo"
    assert len(why["losers"]) == 1


async def test_a_tap_keeps_the_rate_that_was_promised(story: Story) -> None:
    world = story.world
    await story.tap(world.link_id, world.shopper)
    lower = {"rate_bps": 500}
    await story.done("PUT", f"/v1/shops/{world.shop_slug}/programme", world.seller, lower)
    await story.buy(world.shopper)
    assert await story.earned(world.creator) == [("pending", 300)]


async def test_a_guest_taps_signs_up_and_buys_and_the_creator_still_earns(story: Story, app: App) -> None:
    own = {"Origin": str(story.http.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    touched = await story.http.post("/v1/touches", json={"tag_id": str(story.world.link_id)}, headers=own)
    assert touched.status_code == 201 and "vitrina_guest" in story.http.cookies
    ana = {
        "email": "ana@story.test", "password": "a long evening walk", "name": "Ana", "birth_date": "1995-06-15",
        "language": "en", "country": "US",
    }  # fmt: skip
    assert (await story.http.post("/v1/accounts", json=ana, headers=own)).status_code == 201
    log_in = {"email": ana["email"], "password": ana["password"]}
    token = (await story.http.post("/v1/sessions", json=log_in, headers=own)).json()["token"]
    body = {"variant_id": str(story.world.variant_id), "quantity": 1, "address": ADDRESS, "payment": CARD}
    bought = await story.do("POST", "/v1/checkout/buy", None, body, Authorization=f"Bearer {token}")
    assert bought.status_code == 201, bought.text
    assert await story.earned(story.world.creator) == [("pending", 300)]


async def test_nobody_earns_on_their_own_purchase(story: Story) -> None:
    await story.tap(story.world.link_id, story.world.creator)
    await story.buy(story.world.creator)
    [balance, *_] = (await story.done("GET", "/v1/wallet", story.world.creator))["balances"] or [{"pending": 0}]
    assert balance["pending"] == 0
    assert [amount for _, amount in await story.earned(story.world.creator)] in ([], [0])


async def test_giving_part_back_takes_back_the_same_part_of_the_commission(story: Story) -> None:
    world = story.world
    await story.tap(world.link_id, world.shopper)
    order = await story.buy(world.shopper, quantity=3)
    assert await story.earned(world.creator) == [("pending", 900)]
    await story.the_hour_passes()
    await story.act("ship", order, world.seller)
    await story.act("deliver", order, world.seller)
    lines = [{"id": order["lines"][0]["id"], "quantity": 1}]
    after = await story.act("refund", order, world.seller, lines=lines)
    assert after["status"] == "partly_refunded"
    # One mug and its part of the tax; shipping stays.
    assert after["refunded"] == {"minor": 2000 + 125, "currency": "USD"}
    assert sum(amount for _, amount in await story.earned(world.creator)) == 600


@pytest.mark.parametrize("years", [13, 17])
async def test_who_is_not_an_adult_buys_but_cannot_be_paid_as_a_creator(story: Story, app: App, years: int) -> None:
    today = story.clock.now().date()
    young = await make_person(app, "kid", birth_date=date(today.year - years, 1, 1))
    answer = await story.do("POST", "/v1/creators", young, {"handle": "kid.creator"})
    assert (answer.status_code, answer.json()["code"]) == (403, "adult_needed")
