"""The sandbox gateway behind the payment port: kept-alive connections, strict reading of every answer."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Final, Literal
from urllib.parse import quote, urlsplit

import msgspec

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
from vitrina.checkout.adapters.wire import Wire, WireAnswer
from vitrina.kernel.money import Money

CONNECT_S_MAX: Final = 1.0
READ_S_MAX: Final = 5.0
WEBHOOK_AGE_S_MAX: Final = 300
WEBHOOK_BYTES_MAX: Final = 65_536
SIGNATURE_HEADER: Final = "Vitrina-Sandbox-Signature"


class _Refund(msgspec.Struct, frozen=True):
    id: str
    key: str
    amount_minor: int
    created: datetime


class _Charge(msgspec.Struct, frozen=True):
    id: str
    reference: str
    key: str
    status: ProviderStatus
    method: Literal["card", "voucher"]
    amount_minor: int
    currency: str
    captured_minor: int
    refunded_minor: int
    version: int
    fingerprint: str | None
    last4: str | None
    decline_code: str | None
    action_url: str | None
    voucher_reference: str | None
    expires_at: datetime | None
    refunds: tuple[_Refund, ...]


class _Refunded(msgspec.Struct, frozen=True):
    id: str
    amount_minor: int
    charge: _Charge


class _Problem(msgspec.Struct, frozen=True):
    status: int
    code: str
    detail: str


class _Event(msgspec.Struct, frozen=True):
    id: str
    type: str
    created: datetime
    charge: _Charge


class _ChargeRequest(msgspec.Struct, frozen=True):
    reference: str
    amount_minor: int
    currency: str
    token: str
    payer: str
    return_url: str | None
    capture: bool = False


_encode = msgspec.json.Encoder().encode
_decode_charge = msgspec.json.Decoder(_Charge).decode
_decode_refunded = msgspec.json.Decoder(_Refunded).decode
_decode_problem = msgspec.json.Decoder(_Problem).decode
_decode_event = msgspec.json.Decoder(_Event).decode


class SandboxProvider:
    """A client of the gateway at `base_url`; make it inside the running loop and close it there."""

    name = "sandbox"
    signature_header = SIGNATURE_HEADER

    def __init__(self, base_url: str, secret: str, *, webhook_secret: str, read_s: float = READ_S_MAX) -> None:
        """`base_url` is plain `http://host:port`; an answer that takes longer than `read_s` is ProviderUnavailable."""
        parts = urlsplit(base_url)
        assert parts.scheme == "http" and parts.hostname is not None and parts.path in ("", "/"), base_url
        assert secret.isascii() and secret.isprintable()
        self._webhook_secret = webhook_secret
        self._wire = Wire(parts.hostname, parts.port or 80, connect_s=CONNECT_S_MAX, read_s=read_s)
        # every byte of a request that never changes is put together once
        common = f" HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {secret}\r\n"
        self._get_end = f"{common}\r\n".encode()
        self._post_middle = f"{common}Content-Type: application/json\r\nIdempotency-Key: ".encode()

    async def authorise(self, authorisation: Authorisation) -> ProviderCharge:
        """Reserve the amount; a refused card is the status `declined`."""
        body = _encode(
            _ChargeRequest(
                reference=authorisation.reference,
                amount_minor=authorisation.amount.minor,
                currency=authorisation.amount.currency,
                token=authorisation.token,
                payer=authorisation.payer,
                return_url=authorisation.return_url,
            )
        )
        return _charge(await self._post("/charges", body, authorisation.key))

    async def capture(self, charge_id: ProviderChargeId, amount: Money, *, key: str) -> ProviderCharge:
        """Take all or less of an authorised amount, once."""
        return _charge(await self._post(_path(charge_id, "/capture"), b'{"amount_minor":%d}' % amount.minor, key))

    async def void(self, charge_id: ProviderChargeId, *, key: str) -> ProviderCharge:
        """Let go of a charge that was not captured."""
        return _charge(await self._post(_path(charge_id, "/void"), b"{}", key))

    async def refund(self, charge_id: ProviderChargeId, amount: Money, *, key: str) -> ProviderRefund:
        """Give back part of what was captured."""
        raw = await self._post(_path(charge_id, "/refund"), b'{"amount_minor":%d}' % amount.minor, key)
        try:
            refunded = _decode_refunded(raw)
        except msgspec.DecodeError as error:
            raise ProviderUnavailable(f"an answer that is no refund: {error}") from error
        return ProviderRefund(refunded.id, key, Money(refunded.amount_minor, refunded.charge.currency))

    async def find_by_key(self, key: str) -> ProviderCharge | None:
        """The charge that `key` authorised; None when the gateway never received it."""
        try:
            return _charge(await self._get(f"/charges?key={quote(key, safe='')}"))
        except ProviderRefused as refused:
            if refused.status == 404:
                return None
            raise

    async def get(self, charge_id: ProviderChargeId) -> ProviderCharge:
        """The charge as it is now."""
        return _charge(await self._get(_path(charge_id, "")))

    def read_webhook(self, raw: bytes, header: str, *, now: datetime) -> WebhookEvent:
        """The event in a webhook's raw body; raises WebhookForged."""
        return verify_webhook(raw, header, self._webhook_secret, now)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._wire.close()

    async def _post(self, path: str, body: bytes, key: str) -> bytes:
        assert key.isascii() and key.isprintable(), key
        length = b"%b\r\nContent-Length: %d\r\n\r\n" % (key.encode(), len(body))
        return _good(await self._wire.ask(b"POST " + path.encode() + self._post_middle + length + body))

    async def _get(self, path: str) -> bytes:
        return _good(await self._wire.ask(b"GET " + path.encode() + self._get_end))


def verify_webhook(raw: bytes, header: str, secret: str, now: datetime) -> WebhookEvent:
    """The event in the raw body, if `header` signs it with `secret` within 5 minutes of `now`; raises WebhookForged."""
    if len(raw) > WEBHOOK_BYTES_MAX:
        raise WebhookForged("body too large")
    parts = [part.strip().partition("=") for part in header.split(",")]
    instants = [text for name, _, text in parts if name == "t"]
    if len(instants) != 1 or not (instants[0].isascii() and instants[0].isdigit() and len(instants[0]) <= 12):
        raise WebhookForged("no time in the signature")
    expected = hmac.new(secret.encode(), instants[0].encode() + b"." + raw, hashlib.sha256).hexdigest().encode()
    # several v1 are allowed, so that a secret can be changed without losing a message
    signatures = [text.encode() for name, _, text in parts if name == "v1"]
    if not any(hmac.compare_digest(expected, signature) for signature in signatures):
        raise WebhookForged("wrong signature")
    if abs(now.timestamp() - int(instants[0])) > WEBHOOK_AGE_S_MAX:
        raise WebhookForged("too old, or from the future")
    try:
        event = _decode_event(raw)
    except msgspec.DecodeError as error:
        raise WebhookForged(f"signed, but no event: {error}") from error
    return WebhookEvent(event.id, event.type, event.created, _neutral(event.charge))


def _path(charge_id: ProviderChargeId, verb: str) -> str:
    assert charge_id.isascii() and charge_id.replace("_", "").isalnum(), charge_id
    return f"/charges/{charge_id}{verb}"


def _good(answer: WireAnswer) -> bytes:
    """The body of a good answer; raises ProviderRefused for a known no, ProviderUnavailable for anything else."""
    if answer.status == 200:
        return answer.body
    try:
        problem = _decode_problem(answer.body)
    except msgspec.DecodeError as error:
        raise ProviderUnavailable(f"status {answer.status} without a problem body") from error
    if answer.status >= 500 or problem.code == "idempotency_in_flight":
        raise ProviderUnavailable(f"{answer.status} {problem.code}")
    raise ProviderRefused(problem.code, answer.status, problem.detail)


def _charge(raw: bytes) -> ProviderCharge:
    try:
        return _neutral(_decode_charge(raw))
    except msgspec.DecodeError as error:
        raise ProviderUnavailable(f"an answer that is no charge: {error}") from error


def _neutral(charge: _Charge) -> ProviderCharge:
    currency = charge.currency
    voucher = None
    if charge.voucher_reference is not None and charge.expires_at is not None:
        voucher = Voucher(charge.voucher_reference, charge.expires_at)
    return ProviderCharge(
        id=ProviderChargeId(charge.id),
        reference=charge.reference,
        key=charge.key,
        status=charge.status,
        amount=Money(charge.amount_minor, currency),
        captured=Money(charge.captured_minor, currency),
        refunded=Money(charge.refunded_minor, currency),
        version=charge.version,
        fingerprint=charge.fingerprint,
        last4=charge.last4,
        decline_code=charge.decline_code,
        action_url=charge.action_url,
        voucher=voucher,
        refunds=tuple(ProviderRefund(part.id, part.key, Money(part.amount_minor, currency)) for part in charge.refunds),
    )
