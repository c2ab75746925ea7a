"""A payment provider inside the process: strict and stateful like the sandbox gateway, without its network and disk.

Tokens: `tok_ok`, `tok_declined`, `tok_3ds`, `tok_late_webhook` and `voucher` as there; `tok_lost` charges and gives no answer,
`tok_dead` gives no answer and has not charged. `is_down`: nobody is answered.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from vitrina.checkout.adapters.port import (
    Authorisation,
    ProviderCharge,
    ProviderChargeId,
    ProviderRefund,
    ProviderRefused,
    ProviderStatus,
    ProviderUnavailable,
    Voucher,
    WebhookEvent,
    WebhookForged,
)
from vitrina.kernel.clock import Clock
from vitrina.kernel.money import Money, zero

VOUCHER_VALID = timedelta(hours=24)
WAITING = (ProviderStatus.REQUIRES_ACTION, ProviderStatus.PENDING, ProviderStatus.AWAITING_PAYMENT)
_OPENING = {
    "tok_ok": ProviderStatus.AUTHORISED,
    "tok_lost": ProviderStatus.AUTHORISED,
    "tok_declined": ProviderStatus.DECLINED,
    "tok_3ds": ProviderStatus.REQUIRES_ACTION,
    "tok_late_webhook": ProviderStatus.PENDING,
    "voucher": ProviderStatus.AWAITING_PAYMENT,
}
Answer = TypeVar("Answer", ProviderCharge, ProviderRefund)


class FakeProvider:
    """Behaves as the port says; keeps every charge, and every answer (refusals too) under its key."""

    name = "fake"
    signature_header = "Fake-Signature"

    def __init__(self, clock: Clock) -> None:
        self.is_down = False
        self.charges: dict[str, ProviderCharge] = {}
        self._clock = clock
        self._by_reference: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._kept: dict[tuple[str, str], tuple[object, ProviderCharge | ProviderRefund | ProviderRefused]] = {}

    async def authorise(self, authorisation: Authorisation) -> ProviderCharge:
        self._answer_or_not()
        token = authorisation.token.partition(":")[0]
        if token == "tok_dead":
            raise ProviderUnavailable("dead before anything happened")
        opening = _OPENING.get(token)
        if opening is None:
            raise ProviderRefused("unknown_token", 400, token)
        charge = self._once("charge", authorisation.key, authorisation, lambda: self._open(authorisation, opening))
        if token == "tok_lost":
            raise ProviderUnavailable("charged, and the answer was lost")
        return charge

    async def capture(self, charge_id: ProviderChargeId, amount: Money, *, key: str) -> ProviderCharge:
        def act() -> ProviderCharge:
            charge = self.charges[charge_id]
            if charge.status is not ProviderStatus.AUTHORISED:
                raise ProviderRefused("charge_not_capturable", 409, charge.status)
            if amount.minor > charge.amount.minor:
                raise ProviderRefused("amount_too_large", 422, amount.text())
            return self._change(charge_id, status=ProviderStatus.CAPTURED, captured=amount)

        self._answer_or_not()
        return self._once("capture", key, (charge_id, amount), act)

    async def void(self, charge_id: ProviderChargeId, *, key: str) -> ProviderCharge:
        def act() -> ProviderCharge:
            if self.charges[charge_id].status not in (ProviderStatus.AUTHORISED, *WAITING):
                raise ProviderRefused("charge_not_voidable", 409, self.charges[charge_id].status)
            return self._change(charge_id, status=ProviderStatus.VOIDED)

        self._answer_or_not()
        return self._once("void", key, charge_id, act)

    async def refund(self, charge_id: ProviderChargeId, amount: Money, *, key: str) -> ProviderRefund:
        def act() -> ProviderRefund:
            charge = self.charges[charge_id]
            if charge.status is not ProviderStatus.CAPTURED:
                raise ProviderRefused("charge_not_refundable", 409, charge.status)
            if amount.minor > (charge.captured - charge.refunded).minor:
                raise ProviderRefused("amount_too_large", 422, amount.text())
            made = ProviderRefund(f"re_{next(self._numbers)}", key, amount)
            self._change(charge_id, refunded=charge.refunded + amount, refunds=(*charge.refunds, made))
            return made

        self._answer_or_not()
        return self._once("refund", key, (charge_id, amount), act)

    async def find_by_key(self, key: str) -> ProviderCharge | None:
        self._answer_or_not()
        found = self._kept.get(("charge", key))
        return self.charges[found[1].id] if found and isinstance(found[1], ProviderCharge) else None

    async def get(self, charge_id: ProviderChargeId) -> ProviderCharge:
        self._answer_or_not()
        if charge_id not in self.charges:
            raise ProviderRefused("not_found", 404, charge_id)
        return self.charges[charge_id]

    def read_webhook(self, raw: bytes, header: str, *, now: datetime) -> WebhookEvent:
        raise WebhookForged("this provider sends none")

    async def close(self) -> None:
        return None

    def of(self, reference: str) -> ProviderCharge | None:
        """The charge of a payment; there is never a second one."""
        charge_id = self._by_reference.get(reference)
        return None if charge_id is None else self.charges[charge_id]

    def move(self, reference: str, status: ProviderStatus) -> None:
        """What the shopper, the bank or time does to a charge: approve, refuse, pay at the counter, lapse."""
        charge = self.of(reference)
        assert charge is not None
        is_open = charge.status in WAITING or (
            charge.status is ProviderStatus.AUTHORISED and status is ProviderStatus.VOIDED
        )
        assert is_open, (charge, status)
        captured = charge.amount if status is ProviderStatus.CAPTURED else charge.captured
        self._change(charge.id, status=status, captured=captured)

    def net(self, currency: str) -> int:
        """What it holds for the platform: captured less refunded, in minor units."""
        mine = [charge for charge in self.charges.values() if charge.amount.currency == currency]
        return sum(charge.captured.minor - charge.refunded.minor for charge in mine)

    def _open(self, asked: Authorisation, status: ProviderStatus) -> ProviderCharge:
        assert self.of(asked.reference) is None, "a second charge for one payment"
        number = next(self._numbers)
        nothing = zero(asked.amount.currency)
        is_voucher = status is ProviderStatus.AWAITING_PAYMENT
        charge = ProviderCharge(
            ProviderChargeId(f"ch_{number}"), asked.reference, asked.key, status, asked.amount, nothing, nothing, 1,
            fingerprint=None if is_voucher else f"card of {asked.payer}", last4=None if is_voucher else "4242",
            decline_code="card_declined" if status is ProviderStatus.DECLINED else None,
            action_url="http://bank.test/" if status is ProviderStatus.REQUIRES_ACTION else None,
            voucher=Voucher(f"{number:014d}", self._clock.now() + VOUCHER_VALID) if is_voucher else None,
        )  # fmt: skip
        self.charges[charge.id] = charge
        self._by_reference[charge.reference] = charge.id
        return charge

    def _change(self, charge_id: str, **changes: object) -> ProviderCharge:
        before = self.charges[charge_id]
        changed = replace(before, version=before.version + 1, **changes)  # type: ignore[arg-type]
        self.charges[charge_id] = changed
        return changed

    def _once(self, scope: str, key: str, asked: object, act: Callable[[], Answer]) -> Answer:
        """Act for the first time, else answer as then; another request under the key is refused."""
        kept = self._kept.get((scope, key))
        if kept is None:
            try:
                answer: Answer | ProviderRefused = act()
            except ProviderRefused as refused:
                answer = refused
            self._kept[scope, key] = kept = (asked, answer)
        if kept[0] != asked:
            raise ProviderRefused("idempotency_conflict", 422, key)
        if isinstance(kept[1], ProviderRefused):
            raise kept[1]
        return kept[1]  # type: ignore[return-value]

    def _answer_or_not(self) -> None:
        if self.is_down:
            raise ProviderUnavailable("down")
