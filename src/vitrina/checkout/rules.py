"""The money of an order: what a payment posts, what a refund gives back; pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec

from vitrina.affiliate import kept_part
from vitrina.cart import Address
from vitrina.checkout.model import LineRow, OrderRow, Plan, PlannedOrder
from vitrina.kernel.ids import LineId, OrderId
from vitrina.kernel.money import Money
from vitrina.ledger import AccountKind, Entry

HOLD_HOUR = timedelta(hours=1)
STOCK_HOLD = timedelta(minutes=10)
SELLER_PAYABLE_DAYS = 7
# What a request waits for an answer: after that it is granted (rules.md §5).
CANCEL_ANSWER = timedelta(hours=24)
RETURN_ANSWER_BUSINESS_DAYS = 4
CANCEL_REASONS = ("changed_mind", "by_mistake", "too_slow", "other")
RETURN_REASONS = ("not_as_described", "damaged", "wrong_thing", "does_not_fit", "changed_mind", "other")
PROBLEMS = ("not_arrived", "damaged", "wrong_thing", "missing_part", "address", "other")
MESSAGES_MAX = 100
# (tries, seconds) of finding a guest's order again, and of writing about an order.
FINDS_PER_ADDRESS = (60, 3600)
FINDS_PER_EMAIL = (5, 3600)
MESSAGES_PER_ACTOR = (30, 3600)
# Business days from the end of the hold hour, and from the parcel's leaving, until it is there: the market's usual post.
ARRIVES_AFTER_ORDER = (3, 7)
ARRIVES_AFTER_SHIPPING = (2, 5)
PROVIDER_OWNER = "sandbox"
PLATFORM_OWNER = "platform"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NUMBER_CHARS = 8


def order_number(order_id: OrderId) -> str:
    """A short number for people, from the random end of the id: `4K7Q-M2XB`."""
    rest, letters = order_id.int & ((1 << 40) - 1), []
    for _ in range(_NUMBER_CHARS):
        rest, digit = divmod(rest, 32)
        letters.append(_ALPHABET[digit])
    text = "".join(reversed(letters))
    return f"{text[:4]}-{text[4:]}"


def order_token(secret: str, payment_id: UUID) -> str:
    """The token by which a guest sees the orders of a payment: nobody can make it without the installation's secret."""
    digest = hmac.new(secret.encode(), b"order:" + payment_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def is_order_token(token: str, secret: str, payment_id: UUID) -> bool:
    """Whether a text, whatever its letters, is the token of a payment; takes the same time for a near miss."""
    return hmac.compare_digest(token.encode(errors="replace"), order_token(secret, payment_id).encode())


def address_digest(address: Address) -> str:
    """Line 1, postal code and country, normalised: the same place gives the same digest (rules.md §3)."""
    plain = "|".join("".join(letter for letter in part.lower() if letter.isalnum())
                     for part in (address.line1, address.postal_code, address.country))  # fmt: skip
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def paid_entries(order: PlannedOrder, currency: str) -> tuple[Entry, ...]:
    """The posting of a paid order: the provider owes the total, everybody is owed their part; the seller the remainder."""

    def money(minor: int) -> Money:
        return Money(minor, currency)

    shop = str(order.shop_id)
    creators: dict[str, int] = {}
    for line in order.commissions:
        owner = str(line.decision.creator_id)
        creators[owner] = creators.get(owner, 0) + line.amount_minor
    goods = order.base_minor - order.fee_minor - sum(creators.values())
    return (
        Entry(AccountKind.PROVIDER_CLEARING, PROVIDER_OWNER, money(order.total_minor), "payment"),
        Entry(AccountKind.SELLER_PENDING, shop, money(-goods), "goods"),
        Entry(AccountKind.SELLER_PENDING, shop, money(-order.shipping_minor), "shipping"),
        *(
            Entry(AccountKind.CREATOR_PENDING, owner, money(-minor), "commission")
            for owner, minor in sorted(creators.items())
        ),
        Entry(AccountKind.PLATFORM_FEE, PLATFORM_OWNER, money(-order.fee_minor), "fee"),
        Entry(AccountKind.TAX_PAYABLE, order.tax_owner, money(-order.tax_minor), "tax"),
    )


def without_commission(plan: Plan, own_creators: set[UUID], reason: str) -> tuple[Plan, list[UUID]]:
    """The plan when the buyer turns out to be one of these creators: their lines pay 0 with the reason.

    A programme's commission stays with the seller, a house commission with the platform. Also the ids of the lines changed.
    """
    orders, changed = [], []
    for order in plan.orders:
        lines, back_to_fee = [], 0
        for line in order.commissions:
            if line.decision.creator_id in own_creators and line.amount_minor:
                changed.append(line.line_id)
                back_to_fee += line.amount_minor if line.decision.is_house else 0
                line = msgspec.structs.replace(line, amount_minor=0, state="void", reason=reason)
            lines.append(line)
        orders.append(msgspec.structs.replace(order, commissions=lines, fee_minor=order.fee_minor + back_to_fee))
    return Plan(plan.currency, plan.country, orders), changed


@dataclass(frozen=True, slots=True)
class Returned:
    """What goes back for some pieces of an order."""

    buyer: Money
    seller: Money
    fee: Money
    tax: Money
    creator: Money
    shipping: Money
    shipping_tax: Money


def returned_parts(
    order: OrderRow, lines: Sequence[LineRow], pieces: Mapping[LineId, int], *, with_shipping: bool
) -> Returned:
    """What returning `pieces` more of these lines gives back to whom.

    Each share is computed from the whole and the pieces that stay, minus what was given back before: any row of partial
    refunds ends exactly where one full refund does (rules.md §3).
    """
    seller = fee = tax = creator = 0
    for line in lines:
        more = pieces.get(line.id, 0)
        if not more:
            continue
        was, now, of = (
            line.quantity - line.refunded_quantity,
            line.quantity - line.refunded_quantity - more,
            line.quantity,
        )
        assert now >= 0
        base_back, fee_back, creator_back, tax_back = (
            kept_part(whole, was, of) - kept_part(whole, now, of)
            for whole in (line.base_minor, line.fee_minor, line.creator_minor, line.tax_minor)
        )
        seller += base_back - fee_back - creator_back
        fee, creator, tax = fee + fee_back, creator + creator_back, tax + tax_back
    shipping = order.shipping_minor - order.shipping_tax_minor if with_shipping else 0
    shipping_tax = order.shipping_tax_minor if with_shipping else 0
    buyer = seller + fee + creator + tax + shipping + shipping_tax
    amounts = (buyer, seller, fee, tax, creator, shipping, shipping_tax)
    return Returned(*(Money(minor, order.currency) for minor in amounts))


def returned_entries(
    order: OrderRow, returned: Returned, creators: Sequence[tuple[str, bool, Money]]
) -> tuple[Entry, ...]:
    """The posting of a return; `creators` are (owner, whether their money was payable already, amount given back)."""
    seller_account = AccountKind.SELLER_PAYABLE if order.seller_paid_over else AccountKind.SELLER_PENDING
    shop = str(order.shop_id)
    assert sum(amount.minor for _, _, amount in creators) == returned.creator.minor
    return (
        Entry(AccountKind.PROVIDER_CLEARING, PROVIDER_OWNER, -returned.buyer, "refund"),
        Entry(seller_account, shop, returned.seller, "goods"),
        Entry(seller_account, shop, returned.shipping, "shipping"),
        *(
            Entry(AccountKind.CREATOR_PAYABLE if payable else AccountKind.CREATOR_PENDING, owner, amount, "commission")
            for owner, payable, amount in creators
        ),
        Entry(AccountKind.PLATFORM_FEE, PLATFORM_OWNER, returned.fee, "fee"),
        Entry(
            AccountKind.TAX_PAYABLE, tax_owner(order.country, order.region), returned.tax + returned.shipping_tax, "tax"
        ),
    )


def tax_owner(country: str, region: str) -> str:
    """The region that tax is owed to: `US-TX`, elsewhere the country."""
    return f"{country}-{region.upper()}" if country == "US" else country
