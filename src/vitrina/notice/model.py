"""What can be told, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from vitrina.kernel.ids import AccountId
from vitrina.kernel.words import Language


class Amount(msgspec.Struct, frozen=True):
    """Money on its way through a table: integer minor units and an ISO 4217 code."""

    minor: int
    currency: str


class ReceiptLine(msgspec.Struct, frozen=True):
    """One line of an order as it was bought."""

    title: str
    quantity: int
    total: Amount


class Receipt(msgspec.Struct, frozen=True, tag="receipt"):
    """An order was paid; `path` leads to its page (with the guest's token where there is one)."""

    number: str
    shop: str
    lines: tuple[ReceiptLine, ...]
    shipping: Amount
    tax: Amount
    total: Amount
    path: str


class Commission(msgspec.Struct, frozen=True, tag="commission"):
    """A sale earned a creator a commission, pending until it may be paid."""

    product: str
    amount: Amount
    path: str


Told = Receipt | Commission


class To(msgspec.Struct, frozen=True):
    """Whom to tell: an account (at its address and in its language), or a guest's address in a language."""

    account_id: AccountId | None = None
    address: str | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to be told that is kept until its mail has left."""

    id: UUID
    account_id: AccountId | None
    address: str | None
    language: Language | None
    told: dict[str, Any]
    sent_at: datetime | None
    failed_why: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """A mail's words: the subject, paragraphs of plain text, and one link with its label."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    label: str
