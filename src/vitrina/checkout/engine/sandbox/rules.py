"""The life of a charge at the sandbox gateway, as pure functions: no clock, no disk, no network.

An `Effect` is one line of the durable log. Decisions refuse with a `Problem`; `after` folds an effect into its charge,
so that replaying the log gives the very state that was answered before.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Literal, NamedTuple

import msgspec

from vitrina.kernel.money import MINOR_MAX, is_currency

ChargeStatus = Literal[
    "authorised",
    "declined",
    "requires_action",
    "awaiting_payment",
    "pending",
    "captured",
    "voided",
    "expired",
]
EffectKind = Literal[
    "charge.authorised",
    "charge.declined",
    "charge.requires_action",
    "charge.awaiting_payment",
    "charge.pending",
    "charge.captured",
    "charge.voided",
    "charge.refunded",
    "voucher.paid",
    "voucher.expired",
    "request.refused",
    "webhook.delivered",
    "webhook.abandoned",
]
WEBHOOK_KINDS: frozenset[str] = frozenset(
    {
        "charge.authorised",
        "charge.declined",
        "charge.captured",
        "charge.voided",
        "charge.refunded",
        "voucher.paid",
        "voucher.expired",
    }
)
VOIDABLE: frozenset[str] = frozenset({"authorised", "requires_action", "pending", "awaiting_payment"})
REFUNDS_MAX = 1_000
TEXT_MAX = 200
URL_MAX = 2_000
VOUCHER_DIGITS = 14

Amount = Annotated[int, msgspec.Meta(ge=1, le=MINOR_MAX)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_MAX)]
Url = Annotated[str, msgspec.Meta(max_length=URL_MAX, pattern=r"^https?://[!-~]+$")]

# code -> HTTP status and what the integrator reads; a code is all that the log keeps of a refusal.
PROBLEMS: dict[str, tuple[int, str]] = {
    "invalid_json": (400, "The body is not the JSON object that this route takes."),
    "invalid_request": (400, "A field is missing, unknown or of the wrong type."),
    "unknown_currency": (400, "The currency is not an ISO 4217 code known here."),
    "unknown_token": (400, "The token is none of the sandbox tokens."),
    "return_url_needed": (400, "This token sends the shopper to a page, so a return_url is needed."),
    "capture_not_supported": (400, "Charges are authorised first and captured by their own call."),
    "idempotency_key_missing": (400, "Every POST needs an Idempotency-Key."),
    "idempotency_key_invalid": (400, "An Idempotency-Key is 1 to 255 printable ASCII characters."),
    "unauthorised": (401, "The bearer secret is missing or wrong."),
    "faults_not_allowed": (403, "This gateway was not started with faults allowed."),
    "not_found": (404, "There is no such thing here."),
    "method_not_allowed": (405, "This path does not take this method."),
    "charge_not_capturable": (409, "Only an authorised charge can be captured, and once."),
    "charge_not_voidable": (409, "Only a charge that has not been captured or ended can be voided."),
    "charge_not_refundable": (409, "Only a captured charge can be refunded."),
    "charge_not_waiting": (409, "The charge no longer waits for the shopper."),
    "idempotency_in_flight": (409, "The first request with this key is still running."),
    "body_too_large": (413, "The body is larger than this gateway reads."),
    "json_needed": (415, "Send application/json."),
    "amount_too_large": (422, "The amount is more than what is left of the charge."),
    "too_many_refunds": (422, "The charge has as many refunds as it can have."),
    "idempotency_conflict": (422, "The key was used before with another request."),
    "injected_error": (500, "A fault that was asked for: the effect may have happened."),
    "internal_error": (500, "The gateway failed; the effect may have happened."),
    "log_unavailable": (503, "The durable log cannot be written, so nothing is accepted."),
}


class Problem(Exception):
    """A request that the gateway refuses: a code of PROBLEMS, its HTTP status and one sentence."""

    def __init__(self, code: str, detail: str = "") -> None:
        status, usual = PROBLEMS[code]
        super().__init__(code)
        self.code = code
        self.status = status
        self.detail = detail or usual


class ChargeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The body of `POST /charges`; `payer` is opaque (an account id or the hash of a guest's e-mail)."""

    reference: Text
    amount_minor: Amount
    currency: str
    token: Text
    payer: Text
    capture: bool = False
    return_url: Url | None = None


class AmountRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The body of a capture or a refund."""

    amount_minor: Amount


class EmptyRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The body of a void: `{}`."""


class Refund(msgspec.Struct, frozen=True, gc=False):
    """Money given back: one of possibly many parts."""

    id: str
    key: str
    amount_minor: int
    created: datetime


class Charge(msgspec.Struct, frozen=True, gc=False):
    """One charge as every answer shows it; `version` is the number of the effect that made it so."""

    id: str
    reference: str
    key: str
    status: ChargeStatus
    method: Literal["card", "voucher"]
    amount_minor: int
    currency: str
    created: datetime
    captured_minor: int = 0
    refunded_minor: int = 0
    fingerprint: str | None = None
    last4: str | None = None
    decline_code: str | None = None
    action_url: str | None = None
    return_url: str | None = None
    settles_at: datetime | None = None
    voucher_reference: str | None = None
    expires_at: datetime | None = None
    refunds: tuple[Refund, ...] = ()
    version: int = 0


class Effect(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One line of the durable log: what happened to which charge, for which key, and whether a webhook is owed."""

    number: int
    at: datetime
    kind: EffectKind
    charge_id: str
    amount_minor: int = 0
    scope: str = ""
    key: str = ""
    request_hash: str = ""
    refund_id: str = ""
    event_id: str = ""
    code: str = ""
    opening: Charge | None = None


class Terms(NamedTuple):
    """What a new charge needs of the gateway: where its pages are and how long its waits last."""

    public_url: str
    late_webhook: timedelta
    voucher_valid: timedelta


def open_charge(request: ChargeRequest, terms: Terms, *, charge_id: str, key: str, at: datetime) -> Charge:
    """The charge that a request makes at the instant `at`; raises Problem for what no charge can be made of."""
    if not is_currency(request.currency):
        raise Problem("unknown_currency")
    if request.capture:
        raise Problem("capture_not_supported")
    charge = Charge(
        id=charge_id,
        reference=request.reference,
        key=key,
        status="authorised",
        method="card",
        amount_minor=request.amount_minor,
        currency=request.currency,
        created=at,
        fingerprint=fingerprint(request),
        last4=last4(fingerprint(request)),
        return_url=request.return_url,
    )
    return _by_token(charge, request, terms)


def _by_token(charge: Charge, request: ChargeRequest, terms: Terms) -> Charge:
    replace = msgspec.structs.replace
    token = request.token
    if token in ("tok_ok", "tok_timeout") or (token.startswith("tok_ok:") and len(token) > len("tok_ok:")):
        return charge
    if token == "tok_declined":  # noqa: S105 - a sandbox token, not a secret
        return replace(charge, status="declined", decline_code="card_declined")
    if token == "tok_late_webhook":  # noqa: S105
        return replace(charge, status="pending", settles_at=charge.created + terms.late_webhook)
    if token == "tok_3ds":  # noqa: S105
        if request.return_url is None:
            raise Problem("return_url_needed")
        return replace(charge, status="requires_action", action_url=f"{terms.public_url}/challenges/{charge.id}")
    if token == "voucher":  # noqa: S105
        reference = voucher_reference(charge.id)
        return replace(
            charge,
            status="awaiting_payment",
            method="voucher",
            fingerprint=None,
            last4=None,
            action_url=f"{terms.public_url}/vouchers/{reference}",
            voucher_reference=reference,
            expires_at=charge.created + terms.voucher_valid,
        )
    raise Problem("unknown_token")


def fingerprint(request: ChargeRequest) -> str:
    """The card's fingerprint: of the payer, or of TEXT in `tok_ok:TEXT`; 32 hex characters, never the text itself."""
    owner = f"card:{request.token[7:]}" if request.token.startswith("tok_ok:") else f"payer:{request.payer}"
    return hashlib.blake2b(owner.encode(), digest_size=16).hexdigest()


def last4(card: str) -> str:
    """Four digits to show for a fingerprint, always the same ones."""
    return f"{int(card[:8], 16) % 10_000:04d}"


def voucher_reference(charge_id: str) -> str:
    """The 14 digits that a shopper pays at a counter, drawn from the charge's id."""
    digest = hashlib.blake2b(charge_id.encode(), digest_size=8).digest()
    return f"{int.from_bytes(digest) % 10**VOUCHER_DIGITS:0{VOUCHER_DIGITS}d}"


def opening_kind(charge: Charge) -> EffectKind:
    """The kind of the effect that opens a charge of this status."""
    match charge.status:
        case "authorised":
            return "charge.authorised"
        case "declined":
            return "charge.declined"
        case "requires_action":
            return "charge.requires_action"
        case "awaiting_payment":
            return "charge.awaiting_payment"
        case "pending":
            return "charge.pending"
        case _:
            raise AssertionError(charge.status)


def objection(charge: Charge, kind: EffectKind, amount_minor: int) -> str | None:
    """The code of why `kind` cannot happen to the charge now, or None when it can."""
    status = charge.status
    match kind:
        case "charge.authorised":
            return None if status in ("requires_action", "pending") else "charge_not_waiting"
        case "charge.declined":
            return None if status == "requires_action" else "charge_not_waiting"
        case "voucher.paid" | "voucher.expired":
            return None if status == "awaiting_payment" else "charge_not_waiting"
        case "charge.voided":
            return None if status in VOIDABLE else "charge_not_voidable"
        case "charge.captured":
            if status != "authorised":
                return "charge_not_capturable"
            return "amount_too_large" if amount_minor > charge.amount_minor else None
        case "charge.refunded":
            if status != "captured":
                return "charge_not_refundable"
            if len(charge.refunds) >= REFUNDS_MAX:
                return "too_many_refunds"
            return "amount_too_large" if amount_minor > charge.captured_minor - charge.refunded_minor else None
        case _:
            return "charge_not_waiting"


def after(charge: Charge | None, effect: Effect) -> Charge:
    """The charge once the effect has happened to it (None: the effect opens it)."""
    replace, number = msgspec.structs.replace, effect.number
    if charge is None:
        assert effect.opening is not None and effect.opening.id == effect.charge_id, effect
        return replace(effect.opening, version=number)
    if effect.kind in ("request.refused", "webhook.delivered", "webhook.abandoned"):
        return charge
    assert effect.opening is None and number > charge.version, (charge, effect)
    assert objection(charge, effect.kind, effect.amount_minor) is None, (charge, effect)
    match effect.kind:
        case "charge.authorised":
            return replace(charge, status="authorised", version=number)
        case "charge.declined":
            return replace(charge, status="declined", decline_code=effect.code, version=number)
        case "charge.voided":
            return replace(charge, status="voided", version=number)
        case "voucher.expired":
            return replace(charge, status="expired", version=number)
        case "voucher.paid":
            return replace(charge, status="captured", captured_minor=charge.amount_minor, version=number)
        case "charge.captured":
            return replace(charge, status="captured", captured_minor=effect.amount_minor, version=number)
        case "charge.refunded":
            part = Refund(effect.refund_id, effect.key, effect.amount_minor, effect.at)
            refunded_minor = charge.refunded_minor + effect.amount_minor
            assert refunded_minor <= charge.captured_minor
            return replace(charge, refunded_minor=refunded_minor, refunds=(*charge.refunds, part), version=number)
        case _:
            raise AssertionError(effect.kind)
