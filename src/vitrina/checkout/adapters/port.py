"""What checkout asks of any payment provider, in words of none; amounts are Money, keys make every call repeatable.

Three endings, never confused: an answer (a refused card is an answer with status `declined`), `ProviderRefused`
(known: nothing happened) and `ProviderUnavailable` (unknown: it may have happened; ask by the key, or repeat with the
same key).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from vitrina.kernel.money import Money

ProviderChargeId = NewType("ProviderChargeId", str)


class ProviderStatus(StrEnum):
    """Where a charge stands; a refund does not change it, see `refunded`."""

    AUTHORISED = "authorised"
    DECLINED = "declined"
    REQUIRES_ACTION = "requires_action"
    AWAITING_PAYMENT = "awaiting_payment"
    PENDING = "pending"
    CAPTURED = "captured"
    VOIDED = "voided"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What to authorise: `payer` is opaque and stable per buyer, `return_url` is where a provider's page leads back."""

    reference: str
    amount: Money
    token: str
    payer: str
    key: str
    return_url: str | None = None


@dataclass(frozen=True, slots=True)
class Voucher:
    """A cash voucher: what the shopper shows at the counter, until when."""

    reference: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ProviderRefund:
    """One refund of a charge, by the key it was asked with."""

    id: str
    key: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ProviderCharge:
    """A charge as the provider knows it; a higher `version` of the same charge is the later truth."""

    id: ProviderChargeId
    reference: str
    key: str
    status: ProviderStatus
    amount: Money
    captured: Money
    refunded: Money
    version: int
    fingerprint: str | None = None
    last4: str | None = None
    decline_code: str | None = None
    action_url: str | None = None
    voucher: Voucher | None = None
    refunds: tuple[ProviderRefund, ...] = ()


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """A verified message of the provider; `id` is the same on every delivery of it."""

    id: str
    kind: str
    created: datetime
    charge: ProviderCharge


class ProviderUnavailable(Exception):
    """The outcome is unknown: no answer in time, a broken answer, or the provider's own failure."""


class ProviderRefused(Exception):
    """The provider answered and did nothing; `code` is its own, `status` its HTTP status."""

    def __init__(self, code: str, status: int, detail: str) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.code = code
        self.status = status


class WebhookForged(Exception):
    """A webhook that must not be believed: unsigned, wrongly signed, too old, or not what it claims to be."""


class PaymentProvider(Protocol):
    """One provider; every method may raise ProviderUnavailable or ProviderRefused."""

    name: str
    signature_header: str

    async def authorise(self, authorisation: Authorisation) -> ProviderCharge:
        """Reserve the amount; a refused card is the status `declined`. The same key gives the same charge."""
        ...

    async def capture(self, charge_id: ProviderChargeId, amount: Money, *, key: str) -> ProviderCharge:
        """Take all or less of an authorised amount, once; the rest is let go."""
        ...

    async def void(self, charge_id: ProviderChargeId, *, key: str) -> ProviderCharge:
        """Let go of a charge that was not captured, also one that still waits for the shopper."""
        ...

    async def refund(self, charge_id: ProviderChargeId, amount: Money, *, key: str) -> ProviderRefund:
        """Give back part of what was captured; all parts together never exceed it."""
        ...

    async def find_by_key(self, key: str) -> ProviderCharge | None:
        """The charge that `key` authorised; None when the provider never received it."""
        ...

    async def get(self, charge_id: ProviderChargeId) -> ProviderCharge:
        """The charge as it is now."""
        ...

    def read_webhook(self, raw: bytes, header: str, *, now: datetime) -> WebhookEvent:
        """The event in a webhook's raw body; raises WebhookForged."""
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...
