"""Accounts, postings, entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from vitrina.kernel.money import Money


class AccountKind(StrEnum):
    """The chart of accounts; the owner is a shop, an account, a tax region or the provider."""

    PROVIDER_CLEARING = "provider_clearing"  # asset: money the provider holds for us
    SELLER_PENDING = "seller_pending"  # liability: a shop's, not yet payable
    SELLER_PAYABLE = "seller_payable"  # liability: a shop's, payable
    CREATOR_PENDING = "creator_pending"  # liability: a creator's commission, not yet payable
    CREATOR_PAYABLE = "creator_payable"  # liability: a creator's commission, payable
    PLATFORM_FEE = "platform_fee"  # income
    PLATFORM_MARKETING = "platform_marketing"  # expense: discounts the platform pays
    TAX_PAYABLE = "tax_payable"  # liability: owed to a tax region


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a posting: debit positive, credit negative; `part` says what of the sale it is."""

    account: AccountKind
    owner: str
    amount: Money
    part: str


@dataclass(frozen=True, slots=True)
class Posting:
    """A balanced movement of money with the one thing that caused it."""

    posting_id: UUID
    kind: str
    cause: UUID
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds: liabilities and income are negative, as credits."""

    account: AccountKind
    owner: str
    amount: Money


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as it stands in the books."""

    posting: int
    posting_id: UUID
    kind: str
    cause: UUID
    at: datetime
    account: AccountKind
    owner: str
    amount: Money
    part: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What `vitrina ledger verify` found."""

    postings: int
    entries: int
    unbalanced: int
    last_posting: int
