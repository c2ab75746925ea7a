"""The checkout desk of one process: where concurrent purchases share statements, and the line to the provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import SerializationError

from vitrina import affiliate, catalog, ledger
from vitrina.affiliate import CommissionRow
from vitrina.checkout import store
from vitrina.checkout.adapters.port import PaymentProvider
from vitrina.checkout.adapters.sandbox import SandboxProvider
from vitrina.checkout.model import Placement, Plan
from vitrina.checkout.rules import HOLD_HOUR, paid_entries, without_commission
from vitrina.kernel.ids import LineId, OrderId, PaymentId, ProductId, ShopId, VariantId, uuid7
from vitrina.kernel.money import Money
from vitrina.platform.app import App
from vitrina.platform.gather import Gather
from vitrina.platform.keys import KeptAnswer, Key, find_keys, keep_refusals
from vitrina.platform.postgres import Connection


@dataclass(frozen=True, slots=True)
class Settlement:
    """Money that is there for a payment: what the provider said, and the answer to keep for the buyer's key."""

    payment_id: PaymentId
    charge_id: str
    fingerprint: str | None
    last4: str | None
    is_captured: bool
    address_digest: str
    plan: Plan
    answer: bytes | None
    language: str


class Desk:
    """One per process; everything it does is safe with any number of them."""

    def __init__(self, app: App) -> None:
        settings = app.settings
        self._app = app
        self.provider: PaymentProvider = SandboxProvider(
            settings.provider_url, settings.provider_secret, webhook_secret=settings.provider_webhook_secret
        )
        self._sequencer: catalog.Sequencer[Placement, str] = catalog.Sequencer(self._place)
        self._settling: Gather[Settlement, str] = Gather(self._settle, batch_max=128)
        self._keys: Gather[Key, KeptAnswer | None] = Gather(self._find_keys)
        self._refusals: Gather[tuple[Key, int, bytes], bool] = Gather(self._keep_refusals, lanes=1)

    async def place(self, placement: Placement) -> str:
        """Hold the stock and write payment, orders, lines: `placed`, `known` (the key was used) or `sold_out`."""
        variants = [VariantId(line.variant_id) for line in placement.lines]
        return await self._sequencer.ask(variants, placement)

    async def settle(self, settlement: Settlement) -> str:
        """The one transition to paid: `paid`, `late` (the hold was gone) or `already` (somebody else did it)."""
        return await self._settling.ask(settlement)

    async def find_key(self, key: Key) -> KeptAnswer | None:
        return await self._keys.ask(key)

    async def keep_refusal(self, key: Key, status: int, answer: bytes) -> bool:
        """Keep the refusal of a purchase that changed nothing; False when the key was used meanwhile."""
        return await self._refusals.ask((key, status, answer))

    async def close(self) -> None:
        await self.provider.close()

    async def _place(self, placements: Sequence[Placement]) -> Sequence[str]:
        async with self._app.db.connection() as connection:
            try:
                return await store.place(connection, placements, self._app.clock.now())
            except SerializationError:
                if len(placements) > 1:
                    raise  # the gatherer tries each alone
                # Another lane or process claimed this key while the stock row was waited for: by now it is known.
                return await store.place(connection, placements, self._app.clock.now())

    async def _settle(self, settlements: Sequence[Settlement]) -> Sequence[str]:
        async with self._app.db.connection() as connection:
            return await settle_all(connection, settlements, self._app.clock.now())

    async def _find_keys(self, keys: Sequence[Key]) -> Sequence[KeptAnswer | None]:
        async with self._app.db.connection() as connection:
            return await find_keys(connection, keys)

    async def _keep_refusals(self, kept: Sequence[tuple[Key, int, bytes]]) -> Sequence[bool]:
        async with self._app.db.connection() as connection:
            return await keep_refusals(connection, kept, self._app.clock.now())


async def settle_all(connection: Connection, settlements: Sequence[Settlement], now: datetime) -> list[str]:
    """Post what the plans say for every payment that is still open, in one statement; a word for each."""
    creators = {
        line.decision.creator_id for one in settlements for order in one.plan.orders for line in order.commissions
    }
    seen: set[tuple[UUID, str, str]] = set()
    if creators:
        digests = {one.address_digest for one in settlements} | {one.fingerprint or "" for one in settlements}
        seen = await store.seen_digests(connection, list(creators), list(digests))
    batch = _Batch(now)
    for settlement in settlements:
        batch.add(settlement, seen)
    return await batch.run(connection)


class _Batch:
    """The arrays of one `checkout_paid` statement."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._settlements: list[Settlement] = []
        self._postings: list[ledger.Posting] = []
        self._posting_payments: list[UUID] = []
        self._commissions: list[CommissionRow] = []
        self._commission_payments: list[UUID] = []
        self._events: list[tuple[str, UUID, dict[str, object], UUID]] = []
        self._own_lines: list[UUID] = []

    def add(self, one: Settlement, seen: set[tuple[UUID, str, str]]) -> None:
        """Take a settlement in; a creator's own card voids their commission, their own address holds it for review."""
        own = {account for account, kind, digest in seen if kind == "card" and digest == one.fingerprint}
        plan, changed = without_commission(one.plan, own, "own_purchase")
        self._own_lines += changed
        near = {account for account, kind, digest in seen if kind == "address" and digest == one.address_digest} - own
        self._settlements.append(one)
        for order in plan.orders:
            self._postings.append(
                ledger.Posting(uuid7(self._now), "order_paid", order.order_id, paid_entries(order, plan.currency))
            )
            self._posting_payments.append(one.payment_id)
            self._events.append(("OrderPaid", order.order_id, {
                "payment_id": str(one.payment_id), "shop_id": str(order.shop_id), "minor": order.total_minor,
                "currency": plan.currency, "language": one.language,
            }, one.payment_id))  # fmt: skip
            for line in order.commissions:
                is_near = line.decision.creator_id in near and line.state == "pending"
                self._commissions.append(affiliate.commission_row(
                    line.decision,
                    ids=(OrderId(order.order_id), LineId(line.line_id), ShopId(line.shop_id), ProductId(line.product_id)),
                    title=line.title, country=plan.country, base=Money(line.base_minor, plan.currency),
                    amount=Money(line.amount_minor, plan.currency), now=self._now,
                    state="held" if is_near else line.state, reason="review_address" if is_near else line.reason,
                ))  # fmt: skip
                self._commission_payments.append(one.payment_id)

    async def run(self, connection: Connection) -> list[str]:
        headers, entries, entry_payments = [], [], []
        for posting, payment in zip(self._postings, self._posting_payments, strict=True):
            rows = ledger.posting_rows([posting])
            headers += rows[0]
            entries += rows[1]
            entry_payments += [payment] * len(rows[1])
        settled = self._settlements
        words = await connection.fetchval(
            "SELECT checkout_paid($1, $2, $3, $4, $5, $6, $7::ledger_new_posting[], $8, $9::ledger_new_entry[], $10,"
            " $11::affiliate_commission[], $12, $13, $14, $15::jsonb[], $16, $17, $18, $19)",
            [one.payment_id for one in settled], [one.charge_id for one in settled],
            [one.fingerprint for one in settled], [one.last4 for one in settled], [one.answer for one in settled],
            [self._now + HOLD_HOUR for _ in settled],
            headers, self._posting_payments, entries, entry_payments, self._commissions, self._commission_payments,
            [event[0] for event in self._events], [event[1] for event in self._events],
            [event[2] for event in self._events], [event[3] for event in self._events],
            [one.is_captured for one in settled], self._own_lines, self._now,
        )  # fmt: skip
        return list(words)
