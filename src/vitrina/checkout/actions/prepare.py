"""What a purchase will be, before anything is written: priced, attributed, planned, as the rows to place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from vitrina import affiliate, cart, market
from vitrina.affiliate import Decision, Shopper
from vitrina.cart import Address, AddressNeeded, Cart, CartEmpty, CartPaid, Quote, QuotedLine, QuotedOrder, WantedLine
from vitrina.catalog import SoldOut
from vitrina.checkout.errors import PriceChanged
from vitrina.checkout.model import (
    Buyer,
    LineRow,
    OrderRow,
    OrderView,
    PaymentAsked,
    PaymentRow,
    Placement,
    Plan,
    PlannedCommission,
    PlannedOrder,
)
from vitrina.checkout.rules import STOCK_HOLD, address_digest, tax_owner
from vitrina.kernel.ids import AccountId, LineId, OrderId, PaymentId, ShopId, uuid7
from vitrina.kernel.money import Bps, Money
from vitrina.market import Country
from vitrina.platform.app import App
from vitrina.platform.keys import Key

Render = Callable[[list[OrderView], datetime, str | None], bytes]


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a buyer wants, where it goes, how it is paid; `expected` is the total they saw; `render` writes the answer.

    `basket` is the cart that is paid, None for one that is bought at once; `voucher` is a shop's code.
    """

    buyer: Buyer
    wanted: Sequence[WantedLine]
    address: Address | None
    paying: PaymentAsked
    key: Key
    render: Render
    expected: Money | None = None
    basket: Cart | None = None
    voucher: str | None = None


async def prepare(app: App, purchase: Purchase) -> Placement:
    """Price, attribute and plan a purchase; writes nothing."""
    now = app.clock.now()
    address = _checked_address(purchase)
    markets = await market.markets(app)
    country = markets.get(address.country)
    chosen = purchase.basket.shipping if purchase.basket else None
    quote = await cart.quote_lines(app, purchase.wanted, country, address.region, chosen, code=purchase.voucher)
    if purchase.expected is not None and purchase.expected != quote.total:
        raise PriceChanged(total={"minor": quote.total.minor, "currency": quote.currency})
    if any(line.offer.free < line.quantity for order in quote.orders for line in order.lines):
        raise SoldOut
    fee = markets.fee_at(now)
    decisions = await _decisions(app, purchase, quote, fee.house_bps, now)
    return _placement(purchase, quote, country, decisions, fee_bps=fee.platform_bps, now=now)


def _checked_address(purchase: Purchase) -> Address:
    if purchase.basket is not None and purchase.basket.state == "paid":
        raise CartPaid
    if purchase.address is None:
        raise AddressNeeded
    if not purchase.wanted:
        raise CartEmpty
    return purchase.address


async def _decisions(
    app: App, purchase: Purchase, quote: Quote, house_bps: Bps, now: datetime
) -> list[Decision | None]:
    buyer = purchase.buyer
    decisions: list[Decision | None] = []
    for order in quote.orders:
        for line in order.lines:
            shopper = Shopper(buyer.account_id, buyer.guest_id, line.touch_id)
            wanted = [(order.shop_id, line.offer.product_id)]
            decisions += await affiliate.attribute(app, shopper, wanted, house_bps=house_bps, now=now)
    return decisions


def _placement(
    purchase: Purchase, quote: Quote, country: Country, decisions: list[Decision | None], *, fee_bps: Bps, now: datetime
) -> Placement:
    payment_id = PaymentId(uuid7(now))
    orders, lines, planned = [], [], []
    remaining = iter(decisions)
    for quoted in quote.orders:
        order = _order_row(purchase, quote, quoted, payment_id, fee_bps=fee_bps, now=now)
        order_lines, commissions = [], []
        for place, line in enumerate(quoted.lines):
            decision = next(remaining)
            row = _line_row(line, order.id, place, decision, fee_bps=fee_bps, buyer=purchase.buyer)
            order_lines.append(row)
            if decision is not None:
                commissions.append(_commission(row, decision, quoted.shop_id, purchase.buyer))
        orders.append(order)
        lines += order_lines
        planned.append(_planned(quoted, order, order_lines, commissions))
    plan = Plan(quote.currency, country.code, planned)
    payment = _payment_row(purchase, quote, payment_id, plan, now)
    return Placement(payment, tuple(orders), tuple(lines), purchase.key.body_hash, plan, quote.voucher)


def _payment_row(purchase: Purchase, quote: Quote, payment_id: PaymentId, plan: Plan, now: datetime) -> PaymentRow:
    buyer = purchase.buyer
    return PaymentRow(
        payment_id, buyer.account_id, buyer.guest_id, buyer.email, quote.currency, quote.total.minor, purchase.paying.method,
        purchase.paying.token, "created", None, None, None, None, None, now + STOCK_HOLD, buyer.language,
        purchase.key.scope, purchase.key.key, msgspec.json.encode(plan), address_digest(_checked_address(purchase)),
        now, now, None, None, None, purchase.basket.id if purchase.basket else None,
    )  # fmt: skip


def _order_row(
    purchase: Purchase, quote: Quote, quoted: QuotedOrder, payment_id: PaymentId, *, fee_bps: Bps, now: datetime
) -> OrderRow:
    offer = quoted.lines[0].offer
    return OrderRow(
        OrderId(uuid7(now)), payment_id, quoted.shop_id, offer.shop_slug, offer.shop_name, purchase.buyer.account_id,
        purchase.buyer.email, "payment_pending", quote.currency, quote.country, quote.region, quoted.subtotal.minor,
        quoted.shipping.minor, quoted.shipping_tax.minor, quoted.tax.minor, quoted.total.minor, fee_bps,
        quote.is_tax_included, msgspec.to_builtins(purchase.address), now, None, None, None, None, None, None, 0, False,
        None, False,
    )  # fmt: skip


def _line_row(
    line: QuotedLine, order_id: OrderId, place: int, decision: Decision | None, *, fee_bps: Bps, buyer: Buyer
) -> LineRow:
    earns = decision is not None and decision.creator_id != buyer.account_id
    rate = Bps(decision.rate_bps) if decision is not None and earns else Bps(0)
    split = affiliate.split_line(line.base, rate, fee_bps, is_house=decision is not None and decision.is_house)
    offer = line.offer
    return LineRow(
        LineId(uuid7_of(order_id, place)), order_id, place, offer.variant_id, offer.product_id, offer.title,
        offer.variant_title, offer.picture_key, line.quantity, line.unit.minor, line.total.minor, line.base.minor,
        line.tax.minor, split.platform.minor, split.creator.minor, AccountId(decision.creator_id) if decision else None,
        bool(decision and decision.is_house), 0,
    )  # fmt: skip


def uuid7_of(order_id: OrderId, place: int) -> UUID:
    """A line's id: its order's with the place added to the random part, so that a line sorts behind its order."""
    return UUID(int=order_id.int & ~0xFFFF | ((order_id.int + place + 1) & 0xFFFF))


def _commission(row: LineRow, decision: Decision, shop_id: ShopId, buyer: Buyer) -> PlannedCommission:
    is_own = decision.creator_id == buyer.account_id
    return PlannedCommission(
        decision, row.id, shop_id, row.product_id, row.title, row.base_minor, row.creator_minor,
        "void" if is_own else "pending", "own_purchase" if is_own else None,
    )  # fmt: skip


def _planned(
    quoted: QuotedOrder, order: OrderRow, lines: list[LineRow], commissions: list[PlannedCommission]
) -> PlannedOrder:
    return PlannedOrder(
        order.id, quoted.shop_id, tax_owner(order.country, order.region), order.total_minor,
        sum(line.base_minor for line in lines), sum(line.fee_minor for line in lines),
        order.shipping_minor - order.shipping_tax_minor, order.tax_minor, commissions,
    )  # fmt: skip
