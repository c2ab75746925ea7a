"""What comes after buying in the demo's world: saved addresses, a return that waits for its shop, questions and answers."""

from __future__ import annotations

from itertools import islice

from vitrina import cart, checkout, people
from vitrina.checkout import RequestAsked
from vitrina.cli.demo.cast import SHOPS
from vitrina.cli.demo.orders import ADDRESSES
from vitrina.cli.demo.settle import Town
from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import OrderId
from vitrina.platform.app import App

ORDERS_LOOKED_AT = 50
WORK = cart.Address("Sam Rivera", "Studio 4, 2200 Willow Creek Drive", "Austin", "TX", "78741", "US")
TALK = (
    ("other", "Is this dishwasher safe? Asking for my roommate."),
    (None, "It is, top shelf please. Your roommate should still say thank you."),
)


async def look_after(app: App, town: Town) -> None:
    """Save addresses and let the shopper ask and write, once; a second run changes nothing."""
    for who, address in ADDRESSES.items():
        if who in town.actors:
            await cart.add_address(app, town.actors[who], address, is_default=True)
    shopper = town.actors["shopper@demo.test"]
    await cart.add_address(app, shopper, WORK, is_default=False)
    sellers = {town.shops[plan.slug].id: town.actors[plan.owner] for plan in SHOPS}
    views = (await checkout.list_own_orders(app, shopper, None, ORDERS_LOOKED_AT)).rows
    delivered = (view.order for view in views if view.order.delivered_at is not None)
    for number, order in enumerate(islice(delivered, 2)):
        helped = await checkout.get_help(app, shopper, order.id, None)
        if helped.requests or helped.messages:
            continue
        if number == 0 and helped.may_return:
            asked = RequestAsked("return", "does_not_fit", "Lovely, but too big for my shelf. Can I send it back?")
            await checkout.ask_request(app, shopper, order.id, None, asked)
        elif order.shop_id in sellers:
            await _talk(app, order.id, shopper, sellers[order.shop_id])


async def _talk(app: App, order_id: OrderId, shopper: people.Actor, seller: people.Actor) -> None:
    for who, (problem, body) in zip((shopper, seller), TALK, strict=True):
        try:
            await checkout.send_message(app, who, order_id, None, problem=problem, body=body)
        except Refusal:
            return  # somebody tried out closing the shop
