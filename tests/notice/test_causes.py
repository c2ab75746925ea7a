"""What happens in the product is told to whom it concerns, once, and many small things as one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from tests.notice.world import KeptMail, email_of, hear, told
from tests.stories.telling import Json, Story
from tests.world import ADDRESS, Person, make_person, make_world

from vitrina import checkout, notice, people
from vitrina.affiliate.reactions import tell_earned
from vitrina.checkout.actions import tell_sales, tell_vouchers
from vitrina.kernel.clock import ManualClock, SystemClock
from vitrina.notice.actions import send_later_mails
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events

VOUCHER = {"method": "sandbox_voucher", "token": "voucher"}


@pytest.fixture
def clock() -> ManualClock:
    """Agrees with the gateway on what is old, two minutes into ten."""
    return ManualClock(notice.group_start(SystemClock().now()) + timedelta(minutes=2))


@pytest.fixture
async def story(http: httpx.AsyncClient, app: App, clock: ManualClock) -> Story:
    return Story(http, app, clock, await make_world(app))


async def buy_by_link(story: Story, shopper: Person) -> Json:
    await story.tap(story.world.link_id, shopper)
    return await story.buy(shopper)


async def test_an_order_is_told_from_its_sale_to_its_refund(story: Story, mails: KeptMail) -> None:
    world, app = story.world, story.app
    shopper = await make_person(app, "ana", language="es")
    order = await buy_by_link(story, shopper)
    assert (await tell_sales(app), await tell_earned(app)) == (1, 1)
    assert (await tell_sales(app), await tell_earned(app)) == (0, 0)
    await hear(app)
    assert await told(story, world.seller) == ["You sold Mug"]
    assert await told(story, world.creator) == ["A sale earned you $3.00"]
    assert [mail.subject for mail in mails.take()] == [f"Tu compra en Casa Azul, {order['number']}"]

    # Two more within the ten minutes grow what was told, and the mail that waits says the whole.
    await buy_by_link(story, shopper)
    await buy_by_link(story, shopper)
    assert (await tell_sales(app), await tell_earned(app)) == (0, 0)
    await hear(app)
    assert await told(story, world.seller) == ["3 sales, $78.72"]
    assert await told(story, world.creator) == ["3 sales earned you $9.00"]
    mails.take()
    assert await send_later_mails(app) == 0
    story.clock.advance(timedelta(minutes=8))
    assert await send_later_mails(app) == 2
    assert await send_later_mails(app) == 0
    assert sorted(mail.subject for mail in mails.take()) == ["3 sales earned you $9.00", "3 sales, $78.72"]

    await story.the_hour_passes()
    await story.act("ship", order, world.seller, carrier="Parcel", tracking="VT1")
    story.clock.advance(timedelta(days=2))
    await story.act("deliver", order, world.seller)
    await hear(app)
    delivered, shipped, *receipts = await told(story, shopper, "es")
    assert (delivered, shipped) == ("Ya llegó: Mug", "En camino: Mug")
    assert len(receipts) == 3 and all(title.startswith("Tu compra en Casa Azul") for title in receipts)
    sent = mails.take()
    assert [(mail.to, mail.subject) for mail in sent] == [
        (await email_of(app, shopper), "En camino: Mug"), (await email_of(app, shopper), "Ya llegó: Mug"),
    ]  # fmt: skip
    assert "con Parcel, VT1" in sent[0].text and sent[0].headers == {}

    await story.the_return_window_passes()
    await hear(app)
    assert (await told(story, world.creator))[0] == "$3.00 is yours to cash out"
    assert await told(story, world.operator) == []


async def test_money_back_is_told_each_time_and_a_guest_by_mail_only(story: Story, mails: KeptMail) -> None:
    world, app = story.world, story.app
    body = {"variant_id": str(world.variant_id), "quantity": 2, "address": ADDRESS, "email": "guest@notice.test",
            "payment": {"method": "sandbox_card", "token": "tok_ok"}}  # fmt: skip
    made = await story.do("POST", "/v1/checkout/buy", None, body, language="es")
    assert made.status_code == 201, made.text
    order = made.json()
    await hear(app)
    assert "?token=" in mails.take()[0].text
    await story.the_hour_passes()
    line = [{"id": order["lines"][0]["id"], "quantity": 1}]
    await story.act("refund", order, world.seller, lines=line)
    await story.act("refund", order, world.seller)
    await hear(app)
    first, second = mails.take()
    assert (first.to, first.subject) == ("guest@notice.test", "Casa Azul te devuelve $21.25")
    assert (second.to, second.subject) == ("guest@notice.test", "Casa Azul te devuelve $26.24")
    # A guest has nothing to choose and nothing to stop.
    assert "/me/notices" not in first.text and first.headers == {}

    cancelled = await story.buy(world.shopper)
    await story.act("cancel", cancelled, world.shopper)
    await hear(app)
    assert await told(story, world.shopper) == [
        f"Order {cancelled['number']} cancelled", f"Your order from Casa Azul, {cancelled['number']}"
    ]  # fmt: skip


async def test_a_voucher_is_told_at_once_and_again_before_it_ends(story: Story, mails: KeptMail) -> None:
    app, shopper = story.app, story.world.shopper
    order = await story.buy(shopper, payment=VOUCHER)
    assert order["status"] == "awaiting_payment"
    assert (await tell_vouchers(app), await tell_vouchers(app)) == (1, 0)
    await hear(app)
    [mail] = mails.take()
    assert mail.subject.startswith("Pay $26.24 by ") and order["voucher"]["reference"] in mail.text
    story.clock.advance(timedelta(hours=17))
    assert await tell_vouchers(app) == 0
    story.clock.advance(timedelta(hours=1, minutes=30))
    assert (await tell_vouchers(app), await tell_vouchers(app)) == (1, 0)
    await hear(app)
    assert (await told(story, shopper))[0].startswith("Still want it? Pay $26.24 by ")

    # The money comes when the stock is gone: it goes back, and that is told too.
    async with app.db.transaction() as transaction:
        event = Event("PaymentLate", UUID(order["payment_id"]), {"language": "en"}, app.clock.now())
        await add_events(transaction, [event])
    await hear(app)
    assert (await told(story, shopper))[0] == "We are sending $26.24 back"


async def test_sales_that_a_sleeping_worker_missed_are_told_later(story: Story) -> None:
    await buy_by_link(story, story.world.shopper)
    story.clock.advance(timedelta(minutes=25))
    assert await tell_sales(story.app) == 0
    assert await tell_sales(story.app, back=checkout.actions.SEEN_AT_MOST) == 1
    assert await told(story, story.world.seller) == ["You sold Mug"]


async def test_followers_of_a_day_are_one_notice_and_one_mail_that_stops_with_one_click(
    story: Story, mails: KeptMail
) -> None:
    app, creator = story.app, story.world.creator
    async with app.db.connection() as connection:
        handle = (await people.creators_by_ids(connection, [creator.id]))[creator.id].handle
    for name in ("luis", "bea", "carla"):
        fan = await make_person(app, name)
        story.clock.advance(timedelta(seconds=1))
        for _ in range(2):
            assert (await story.do("PUT", f"/v1/creators/{handle}/follow", fan)).status_code == 204
        await hear(app)
    page = await story.done("GET", "/v1/notices", creator)
    assert page["unread"] == 1
    [one] = page["notices"]
    assert (one["title"], one["path"], one["icon"]) == ("Carla and 2 others follow you", f"/@{handle}", "follow")
    async with app.db.transaction() as transaction:
        replied = notice.Replied("Bea", "So nice", "My shelf", "/v/1")
        await notice.tell(transaction, notice.To(creator.id), replied, once="reply:1", now=app.clock.now())
    await hear(app)
    assert mails.take() == []
    story.clock.advance(timedelta(days=1))
    assert await send_later_mails(app) == 1
    [digest] = mails.take()
    assert digest.subject == "2 new things for you"
    assert "Carla and 2 others follow you" in digest.text and "Bea commented on “My shelf”\nSo nice" in digest.text

    # RFC 8058: the mail program posts to the header's address, knowing nobody and carrying no cookie.
    assert digest.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = digest.headers["List-Unsubscribe"].strip("<>").removeprefix(app.settings.public_url)
    story.http.cookies.clear()
    assert (await story.http.get(link)).json() == {"category": "social", "is_stopped": False}
    to_page = await story.http.get(link, headers={"Accept": "text/html"}, follow_redirects=False)
    assert to_page.status_code == 303 and to_page.headers["location"] in digest.text
    foreign = {"Origin": "https://mail.example", "Content-Type": "application/x-www-form-urlencoded"}
    click = await story.http.post(link, content="List-Unsubscribe=One-Click", headers=foreign)
    assert (click.status_code, click.json()) == (200, {"category": "social", "is_stopped": True})
    async with app.db.transaction() as transaction:
        await notice.tell(transaction, notice.To(creator.id), replied, once="reply:2", now=app.clock.now())
    await hear(app)
    story.clock.advance(timedelta(days=2))
    assert await send_later_mails(app) == 0
    assert len(await told(story, creator)) == 3


async def test_what_is_watched_and_what_only_the_owner_should_do(story: Story, mails: KeptMail) -> None:
    app, shopper = story.app, story.world.shopper
    now, product = app.clock.now(), uuid4()
    watched = {
        "account_ids": [str(shopper.id), str(uuid4())],
        "title": "Lamp",
        "slug": "lamp",
        "variant_id": str(uuid4()),
    }
    async with app.db.transaction() as transaction:
        await add_events(transaction, [
            Event("BackInStock", product, watched, now),
            Event("PriceDropped", product, {**watched, "price": {"minor": 990, "currency": "USD"}}, now),
            Event("PriceDropped", product, watched, now),
            Event("LoggedIn", shopper.id, {"device": "Firefox on Linux"}, now),
            Event("LoggedIn", shopper.id, {"device": "Firefox on Linux"}, now + timedelta(minutes=1)),
            Event("PasswordChanged", shopper.id, {}, now),
        ])  # fmt: skip
    await hear(app)
    page = await story.done("GET", "/v1/notices", shopper)
    assert sorted((one["title"], one["path"]) for one in page["notices"]) == [
        ("Lamp is back", "/p/lamp"), ("New log-in to your account", "/me/security"), ("Now $9.90: Lamp", "/p/lamp"),
        ("Your password was changed", "/me/security"),
    ]  # fmt: skip
    stoppable = {mail.subject for mail in mails.take() if "List-Unsubscribe" in mail.headers}
    assert stoppable == {"Lamp is back", "Now $9.90: Lamp"}
