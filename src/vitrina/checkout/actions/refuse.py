"""A commission that was posted at the sale and refused at its review: its money goes where it would have gone without it."""

from __future__ import annotations

from datetime import datetime

from vitrina import affiliate, ledger
from vitrina.affiliate import Commission, kept_part
from vitrina.checkout import store
from vitrina.checkout.rules import PLATFORM_OWNER
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import CommissionId, uuid7
from vitrina.kernel.money import Money
from vitrina.ledger import AccountKind, Entry, Posting
from vitrina.platform.postgres import Connection


async def refuse_commission(connection: Connection, commission_id: CommissionId, now: datetime) -> Commission:
    """Give a held commission to the shop, or to the platform when the house paid it; the line as it stood before.

    What was refunded of it stays refunded: the parts are computed from the whole and the pieces left, as a refund's are, so
    that both can come in any order. In the caller's transaction; `NotFound`, `CommissionNotHeld`.
    """
    known = await affiliate.find_commission(connection, commission_id)
    if known is None:
        raise NotFound
    # The order first, as every refund does: two that want the same rows wait instead of locking each other.
    order = await store.find_order(connection, known.order_id, lock=True)
    assert order is not None
    commission = await affiliate.refuse_held(connection, commission_id, now)
    line = next(
        one for one in await store.list_lines(connection, [order.id], lock=True) if one.id == commission.line_id
    )
    if line.creator_minor == 0:
        return commission
    left, of = line.quantity - line.refunded_quantity, line.quantity
    creator = kept_part(line.creator_minor, left, of)
    fee = 0
    if line.is_house:
        fee = kept_part(line.fee_minor + line.creator_minor, left, of) - kept_part(line.fee_minor, left, of)
    await store.refuse_creator(connection, line, now)
    entries = (
        (AccountKind.CREATOR_PENDING, str(commission.creator_id), creator, "commission"),
        (AccountKind.PLATFORM_FEE, PLATFORM_OWNER, -fee, "fee"),
        (
            AccountKind.SELLER_PAYABLE if order.seller_paid_over else AccountKind.SELLER_PENDING, str(order.shop_id),
            fee - creator, "goods",
        ),
    )  # fmt: skip
    made = tuple(
        Entry(kind, owner, Money(minor, order.currency), part) for kind, owner, minor, part in entries if minor != 0
    )
    if made:
        await ledger.post(connection, [Posting(uuid7(now), "commission_refused", commission.id, made)], now)
    return commission
