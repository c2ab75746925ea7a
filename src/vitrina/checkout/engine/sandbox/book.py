"""What the gateway remembers: charges, answers by idempotency key, webhooks owed; all of it a fold over the log."""

from __future__ import annotations

import hashlib

import msgspec

from vitrina.checkout.engine.sandbox.rules import PROBLEMS, WEBHOOK_KINDS, Charge, Effect, Problem, after

_encode = msgspec.json.Encoder().encode


class Kept(msgspec.Struct, frozen=True, gc=False):
    """The answer kept under an idempotency key: the charge as it was then, or the code of the refusal."""

    request_hash: str
    charge: Charge
    refund_id: str = ""
    code: str = ""

    def answer(self) -> tuple[int, bytes]:
        """HTTP status and JSON body, the same bytes each time."""
        if self.code:
            return PROBLEMS[self.code][0], problem_body(Problem(self.code))
        if self.refund_id:
            refund = next(refund for refund in self.charge.refunds if refund.id == self.refund_id)
            return 200, _encode({"id": refund.id, "amount_minor": refund.amount_minor, "charge": self.charge})
        return 200, _encode(self.charge)


class Book:
    """The state that a replay of the log makes again; `apply` is the only way to change it."""

    def __init__(self) -> None:
        self.charges: dict[str, Charge] = {}
        self.kept: dict[str, Kept] = {}
        self.by_reference: dict[str, tuple[str, ...]] = {}
        self.by_voucher: dict[str, str] = {}
        self.owed: dict[str, Effect] = {}
        self.snapshots: dict[str, Charge] = {}

    def apply(self, effect: Effect) -> Charge:
        """Fold one effect in; returns its charge as it is then."""
        charge = after(self.charges.get(effect.charge_id), effect)
        self.charges[charge.id] = charge
        if effect.opening is not None:
            self.by_reference[charge.reference] = (*self.by_reference.get(charge.reference, ()), charge.id)
            if charge.voucher_reference is not None:
                self.by_voucher[charge.voucher_reference] = charge.id
        if effect.key:
            code = effect.code if effect.kind == "request.refused" else ""
            self.kept[f"{effect.scope} {effect.key}"] = Kept(effect.request_hash, charge, effect.refund_id, code)
        if effect.kind in ("webhook.delivered", "webhook.abandoned"):
            del self.owed[effect.event_id], self.snapshots[effect.event_id]
        elif effect.event_id:
            self.owed[effect.event_id], self.snapshots[effect.event_id] = effect, charge
        return charge

    def charge_of_key(self, key: str) -> str | None:
        """The id of the charge that was opened under `key`."""
        kept = self.kept.get(f"charge {key}")
        return None if kept is None else kept.charge.id

    @staticmethod
    def is_told(kind: str) -> bool:
        """Whether webhooks exist for effects of this kind."""
        return kind in WEBHOOK_KINDS

    @staticmethod
    def hash_of(asked: bytes) -> str:
        """What tells one request under a key from another."""
        return hashlib.blake2b(asked, digest_size=12).hexdigest()


def problem_body(problem: Problem) -> bytes:
    """RFC 9457 body of a refusal."""
    return _encode({"status": problem.status, "code": problem.code, "detail": problem.detail})
