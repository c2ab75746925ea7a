"""The comparison of the ledger with orders, refunds, commissions and stock, in slices.

Each amount is known twice, by who caused it and by the ledger; here they meet. Nothing is kept but running sums by currency
and tax region, and counts.
"""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from vitrina import affiliate, catalog, checkout, ledger, people
from vitrina.checkout import BookedOrder
from vitrina.insight.model import Check
from vitrina.kernel.ids import AccountId, ShopId
from vitrina.ledger import AccountKind
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

AT_ONCE = 2_000
NIL = UUID(int=0)
PAID, GIVEN_BACK = "order_paid", ("order_cancelled", "order_refunded")
SELLERS = (AccountKind.SELLER_PENDING, AccountKind.SELLER_PAYABLE)
CREATORS = (AccountKind.CREATOR_PENDING, AccountKind.CREATOR_PAYABLE)
PAYABLE_STATES = ("payable", "in_payout")
Sums = Counter[tuple[str, str]]


async def check_books_as(app: App, actor: people.Actor) -> Check:
    """As `check_books`, for the operator; `LoginNeeded`, `NotAllowed`."""
    actor.need_role("operator")
    return await check_books(app)


async def check_books(app: App) -> Check:
    """Compare the ledger with orders, refunds, commissions and stock, all as of one moment."""
    async with app.db.snapshot() as snapshot:
        return await _check(snapshot)


async def _check(connection: Connection) -> Check:
    postings, entries = await ledger.count_postings(connection)
    orders = await _Orders.read(connection)
    refunds_without, refunds_wrong, refunds_right = await _refunds(connection)
    posted_orders = await ledger.count_kind(connection, [PAID])
    posted_refunds = await ledger.count_kind(connection, GIVEN_BACK)
    totals = await ledger.totals(connection)
    return Check(
        postings=postings,
        entries=entries,
        unbalanced=len(await ledger.unbalanced_postings(connection)),
        orders_without_posting=orders.without_posting,
        orders_misposted=orders.misposted,
        postings_without_order=posted_orders - orders.posted,
        refunds_without_posting=refunds_without,
        refunds_misposted=refunds_wrong + orders.refunds_off,
        postings_without_refund=posted_refunds - refunds_wrong - refunds_right,
        commissions_unexplained=len(await affiliate.unexplained_commissions(connection)),
        creators_off=await _creators_off(connection) + _differing(orders.kept, totals, "creator", CREATORS),
        sellers_off=await _sellers_off(connection) + _differing(orders.kept, totals, "seller", SELLERS),
        platform_off=_differing(orders.kept, totals, "fee", [AccountKind.PLATFORM_FEE])
        + _differing(orders.kept, totals, "provider", [AccountKind.PROVIDER_CLEARING]),
        taxes_off=await _taxes_off(connection, orders.taxes),
        stock_drift=len(await catalog.stock_drift(connection)),
    )


class _Orders:
    """What walking over all paid orders found."""

    def __init__(self) -> None:
        self.without_posting = self.misposted = self.posted = self.refunds_off = 0
        self.kept: Sums = Counter()
        self.taxes: Sums = Counter()

    @classmethod
    async def read(cls, connection: Connection) -> _Orders:
        """Every paid order beside its posting."""
        found, after = cls(), NIL
        while orders := await checkout.list_booked_orders(connection, after, AT_ONCE):
            sums = await ledger.sums_of_causes(connection, [PAID], [order.id for order in orders])
            for order in orders:
                found._add(order, sums.get(order.id))
            after = orders[-1].id
        return found

    def _add(self, order: BookedOrder, posted: dict[tuple[AccountKind, str], int] | None) -> None:
        if posted is None:
            self.without_posting += 1
        else:
            self.posted += 1
            self.misposted += {key: minor for key, minor in posted.items() if minor} != _should_be(order)
        self.refunds_off += order.refunded != order.refunds
        self.kept["provider", order.currency] -= order.total - order.refunded
        self.kept["seller", order.currency] += order.seller_kept
        self.kept["creator", order.currency] += order.creator_kept
        self.kept["fee", order.currency] += order.fee_kept
        self.taxes[order.tax_owner, order.currency] += order.tax_kept


def _should_be(order: BookedOrder) -> dict[tuple[AccountKind, str], int]:
    parts = {
        AccountKind.PROVIDER_CLEARING: order.total,
        AccountKind.SELLER_PENDING: -order.seller,
        AccountKind.CREATOR_PENDING: -order.creator,
        AccountKind.PLATFORM_FEE: -order.fee,
        AccountKind.TAX_PAYABLE: -order.tax,
    }
    return {(kind, order.currency): minor for kind, minor in parts.items() if minor}


async def _refunds(connection: Connection) -> tuple[int, int, int]:
    """Refunds of orders without posting, with a posting of another amount, and with theirs."""
    without, wrong, right, after = 0, 0, 0, NIL
    while refunds := await checkout.list_booked_refunds(connection, after, AT_ONCE):
        sums = await ledger.sums_of_causes(connection, GIVEN_BACK, [refund.id for refund in refunds])
        for refund in refunds:
            posted = sums.get(refund.id)
            if posted is None:
                without += 1
            elif posted.get((AccountKind.PROVIDER_CLEARING, refund.amount.currency)) == -refund.amount.minor:
                right += 1
            else:
                wrong += 1
        after = refunds[-1].id
    return without, wrong, right


async def _sellers_off(connection: Connection) -> int:
    """Sellers' accounts whose balance is not what the shop keeps of its orders."""
    off = 0
    async for accounts in ledger.list_accounts(connection, SELLERS):
        sums = await checkout.sums_of_sellers(connection, list({ShopId(UUID(one.owner)) for one in accounts}))
        for account in accounts:
            is_payable = account.kind is AccountKind.SELLER_PAYABLE
            kept = sums.get((ShopId(UUID(account.owner)), account.balance.currency, is_payable), 0)
            off += account.balance.minor != -kept
    return off


async def _creators_off(connection: Connection) -> int:
    """Creators' accounts whose balance is not what is kept of their commission lines."""
    off = 0
    async for accounts in ledger.list_accounts(connection, CREATORS):
        sums = await affiliate.sums_of_creators(connection, list({AccountId(UUID(one.owner)) for one in accounts}))
        kept: Counter[tuple[UUID, str, bool]] = Counter()
        for (creator, currency, state), minor in sums.items():
            kept[creator, currency, state in PAYABLE_STATES] += minor
        for account in accounts:
            is_payable = account.kind is AccountKind.CREATOR_PAYABLE
            off += account.balance.minor != -kept[UUID(account.owner), account.balance.currency, is_payable]
    return off


async def _taxes_off(connection: Connection, kept: Sums) -> int:
    """Tax regions whose balance is not the tax that is kept of their orders."""
    left = Counter(kept)
    async for accounts in ledger.list_accounts(connection, [AccountKind.TAX_PAYABLE]):
        for account in accounts:
            left[account.owner, account.balance.currency] += account.balance.minor
    return sum(minor != 0 for minor in left.values())


def _differing(
    kept: Sums,
    totals: dict[tuple[AccountKind, str], int],
    name: str,
    kinds: list[AccountKind] | tuple[AccountKind, ...],
) -> int:
    """In how many currencies the accounts of these kinds do not hold, as credits, what is kept under `name`."""
    left = Counter({currency: minor for (one, currency), minor in kept.items() if one == name})
    for (kind, currency), minor in totals.items():
        if kind in kinds:
            left[currency] += minor
    return sum(minor != 0 for minor in left.values())
