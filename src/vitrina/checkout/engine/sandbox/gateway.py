"""The gateway itself: the charges in memory, the log behind them, the waits, and one effect per idempotency key.

An effect is applied to memory at once, so that the next request sees it, and everything that shows it (answers, reads,
webhooks) first waits until the log says it is durable.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from vitrina.checkout.engine.sandbox.book import Book, Kept
from vitrina.checkout.engine.sandbox.faults import FaultPlan, Faults
from vitrina.checkout.engine.sandbox.log import DurableLog, LogFailed
from vitrina.checkout.engine.sandbox.rules import (
    Charge,
    ChargeRequest,
    Effect,
    EffectKind,
    Problem,
    Terms,
    objection,
    open_charge,
    opening_kind,
    voucher_reference,
)
from vitrina.checkout.engine.sandbox.settings import SandboxSettings
from vitrina.checkout.engine.sandbox.webhooks import WebhookSender
from vitrina.kernel.clock import Clock

POLL_S_MAX = 0.25
_encode = msgspec.json.Encoder().encode
_decode_effect = msgspec.json.Decoder(Effect).decode


@dataclass(frozen=True)
class Reply:
    """A durable answer: HTTP status, JSON body, and whether the key had been answered before."""

    status: int
    body: bytes
    is_replayed: bool = False
    is_lost: bool = False


class Gateway:
    """The life of the sandbox provider between start and stop; a replay of the log makes the same one again."""

    def __init__(
        self, settings: SandboxSettings, *, clock: Clock, new_id: Callable[[], str], on_failure: Callable[[], None]
    ) -> None:
        """Open and replay the log in `settings.folder`; raises LogBroken."""
        self.settings = settings
        self.faults = Faults(settings.faults)
        self.log = DurableLog(settings.folder / "effects.jsonl")
        self.book = Book()
        self._clock = clock
        self._new_id = new_id
        self._on_failure = on_failure
        self._terms = Terms(
            settings.public_url,
            timedelta(seconds=settings.late_webhook_s),
            timedelta(seconds=settings.voucher_valid_s),
        )
        self._in_flight: set[str] = set()
        self._due: list[tuple[datetime, str]] = []
        self._due_changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._sender: WebhookSender | None = None
        for record in self.log.replay():
            self._wait_for(self.book.apply(_decode_effect(record)))

    async def start(self) -> None:
        """Begin to settle what waits and to send what is owed."""
        if self.settings.webhook_url is not None:
            url, secret = self.settings.webhook_url, self.settings.webhook_secret
            self._sender = WebhookSender(url, secret, self._clock, self._end_webhook)
            self._sender.start()
            for event_id, effect in list(self.book.owed.items()):
                await self._sender.owe(effect.number, event_id, self._event(effect))
        self._spawn(self._settle_forever())

    async def close(self) -> None:
        """Stop; nothing acknowledged is lost whether or not this runs."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sender is not None:
            await self._sender.close()
        await self.log.close()

    async def charge(self, key: str, request: ChargeRequest) -> Reply:
        """Open a charge; the same key and request answer the same charge."""

        def decide(request_hash: str) -> Effect:
            charge_id, at = self._new_charge_id(), self._clock.now()
            opening = open_charge(request, self._terms, charge_id=charge_id, key=key, at=at)
            return self._effect(
                opening_kind(opening), charge_id, at=at, scope="charge", key=key, hashed=request_hash, opening=opening
            )

        slow_s = self.settings.timeout_answer_s if request.token == "tok_timeout" else 0.0  # noqa: S105 - no secret
        return await self._once("charge", key, _encode(request), decide, slow_s=slow_s)

    async def change(self, scope: str, kind: EffectKind, charge_id: str, *, key: str, amount_minor: int) -> Reply:
        """Capture, void or refund a charge; what the charge's state refuses is kept under the key as well."""
        if charge_id not in self.book.charges:
            raise Problem("not_found")

        def decide(request_hash: str) -> Effect:
            code = objection(self.book.charges[charge_id], kind, amount_minor)
            if code is not None:
                return self._effect("request.refused", charge_id, scope=scope, key=key, hashed=request_hash, code=code)
            return self._effect(
                kind,
                charge_id,
                scope=scope,
                key=key,
                hashed=request_hash,
                amount_minor=amount_minor,
                refund_id=f"re_{self._new_id()}" if kind == "charge.refunded" else "",
            )

        asked = f"{scope} {charge_id} {amount_minor}".encode()
        return await self._once(scope, key, asked, decide)

    async def answer_challenge(self, charge_id: str, *, is_approved: bool) -> Charge:
        """The shopper's word on the 3-D Secure page; raises Problem when the charge no longer waits for it."""
        if is_approved:
            return await self._happen("charge.authorised", charge_id)
        return await self._happen("charge.declined", charge_id, code="authentication_failed")

    async def pay_voucher(self, charge_id: str) -> Charge:
        """The shopper pays at the counter: the whole amount is captured; raises Problem when it no longer waits."""
        expires_at = self.book.charges[charge_id].expires_at
        if expires_at is not None and self._clock.now() >= expires_at:
            raise Problem("charge_not_waiting")
        return await self._happen("voucher.paid", charge_id)

    async def find(self, charge_id: str) -> Charge:
        """The charge, once its last effect is durable; raises Problem."""
        charge = self.book.charges.get(charge_id)
        if charge is None:
            raise Problem("not_found")
        await self.log.durable(charge.version)
        return charge

    async def find_by_key(self, key: str) -> Charge:
        """The charge that `key` opened; 404 when it never arrived, 409 when it is here but not decided yet."""
        charge_id = self.book.charge_of_key(key)
        if charge_id is not None:
            return await self.find(charge_id)
        raise Problem("idempotency_in_flight" if f"charge {key}" in self._in_flight else "not_found")

    async def list_by_reference(self, reference: str) -> list[Charge]:
        """The charges with this reference, oldest first."""
        return [await self.find(charge_id) for charge_id in self.book.by_reference.get(reference, ())]

    async def _once(
        self, scope: str, key: str, asked: bytes, decide: Callable[[str], Effect], *, slow_s: float = 0.0
    ) -> Reply:
        """Do what was asked for the first time, or answer as the first time."""
        name = f"{scope} {key}"
        request_hash = self.book.hash_of(asked)
        if name in self._in_flight:
            raise Problem("idempotency_in_flight")
        kept = self.book.kept.get(name)
        if kept is not None:
            if kept.request_hash != request_hash:
                raise Problem("idempotency_conflict")
            return _reply(kept, is_replayed=True)
        if self.log.has_failed or not self.log.has_room():
            raise Problem("log_unavailable")
        self._in_flight.add(name)
        try:
            misfortune = self.faults.draw()
            if misfortune.stall_before_ms:
                await asyncio.sleep(misfortune.stall_before_ms / 1000)
            await self._commit(decide(request_hash))
            if slow_s or misfortune.stall_after_ms:
                await asyncio.sleep(slow_s + misfortune.stall_after_ms / 1000)
        finally:
            self._in_flight.discard(name)
        if misfortune.is_error_after:
            raise Problem("injected_error")
        return _reply(self.book.kept[name], is_lost=misfortune.is_reply_lost)

    async def _happen(self, kind: EffectKind, charge_id: str, *, code: str = "") -> Charge:
        """An effect that no API call asked for: the shopper's own act, or time."""
        charge = self.book.charges[charge_id]
        refused = objection(charge, kind, 0)
        if refused is not None:
            raise Problem(refused)
        if self.log.has_failed or not self.log.has_room():
            raise Problem("log_unavailable")
        return await self._commit(self._effect(kind, charge_id, code=code, is_unasked=True))

    def _new_charge_id(self) -> str:
        while True:
            charge_id = f"ch_{self._new_id()}"
            if voucher_reference(charge_id) not in self.book.by_voucher:
                return charge_id

    def _effect(
        self,
        kind: EffectKind,
        charge_id: str,
        *,
        at: datetime | None = None,
        scope: str = "",
        key: str = "",
        hashed: str = "",
        amount_minor: int = 0,
        refund_id: str = "",
        code: str = "",
        opening: Charge | None = None,
        is_unasked: bool = False,
    ) -> Effect:
        is_told = self._sender is not None and (is_unasked or self.settings.webhooks == "all")
        return Effect(
            number=self.log.next_number,
            at=at or self._clock.now(),
            kind=kind,
            charge_id=charge_id,
            amount_minor=amount_minor,
            scope=scope,
            key=key,
            request_hash=hashed,
            refund_id=refund_id,
            event_id=f"ev_{self._new_id()}" if is_told and self.book.is_told(kind) else "",
            code=code,
            opening=opening,
        )

    def _record(self, effect: Effect) -> Charge:
        """Log and apply an effect in one step without a wait between, so that numbers and state never part."""
        number = self.log.append(_encode(effect))
        assert number == effect.number, (number, effect)
        charge = self.book.apply(effect)
        self._wait_for(charge)
        return charge

    async def _commit(self, effect: Effect) -> Charge:
        """Make an effect durable and owe its webhook; returns the charge as it made it; raises Problem."""
        try:
            charge = self._record(effect)
            await self.log.durable(effect.number)
        except LogFailed as error:
            self._on_failure()
            raise Problem("log_unavailable") from error
        if effect.event_id and self._sender is not None:
            await self._sender.owe(effect.number, effect.event_id, self._event(effect))
        return charge

    def _event(self, effect: Effect) -> bytes:
        charge = self.book.snapshots[effect.event_id]
        return _encode({"id": effect.event_id, "type": effect.kind, "created": effect.at, "charge": charge})

    def _end_webhook(self, event_id: str, was_delivered: bool) -> None:
        kind: EffectKind = "webhook.delivered" if was_delivered else "webhook.abandoned"
        owed = self.book.owed[event_id]
        effect = Effect(
            number=self.log.next_number, at=self._clock.now(), kind=kind, charge_id=owed.charge_id, event_id=event_id
        )
        try:
            self._record(effect)
        except LogFailed:
            self._on_failure()

    def _wait_for(self, charge: Charge) -> None:
        due = charge.settles_at if charge.status == "pending" else charge.expires_at
        if due is not None and charge.status in ("pending", "awaiting_payment"):
            heapq.heappush(self._due, (due, charge.id))
            self._due_changed.set()

    async def _settle_forever(self) -> None:
        """Let time do its part: late authorisations, vouchers that nobody paid; also those due while we were down."""
        while True:
            now = self._clock.now()
            while self._due and self._due[0][0] <= now:
                _, charge_id = heapq.heappop(self._due)
                status = self.book.charges[charge_id].status
                if status in ("pending", "awaiting_payment"):
                    kind: EffectKind = "charge.authorised" if status == "pending" else "voucher.expired"
                    self._spawn(self._settle(kind, charge_id))
            self._due_changed.clear()
            wait_s = min(POLL_S_MAX, (self._due[0][0] - now).total_seconds()) if self._due else None
            try:
                async with asyncio.timeout(wait_s):
                    await self._due_changed.wait()
            except TimeoutError:
                continue

    async def _settle(self, kind: EffectKind, charge_id: str) -> None:
        try:
            await self._happen(kind, charge_id)
        except Problem as problem:
            if problem.code == "log_unavailable":  # the disk is full: try again when there may be room
                await asyncio.sleep(1)
                self._wait_for(self.book.charges[charge_id])

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def set_faults(self, plan: FaultPlan) -> None:
        """Put another plan of faults in force; raises Problem when this gateway may not have any."""
        if not self.settings.is_faults_allowed:
            raise Problem("faults_not_allowed")
        self.faults.replace(plan)


def _reply(kept: Kept, *, is_replayed: bool = False, is_lost: bool = False) -> Reply:
    status, body = kept.answer()
    return Reply(status, body, is_replayed=is_replayed, is_lost=is_lost)
