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
class BookedEntry:
    """A line of a posting as it stands in the books: debit positive."""

    kind: AccountKind
    owner: str
    amount: Money
    part: str


@dataclass(frozen=True, slots=True)
class BookedPosting:
    """A posting as it stands in the books, with its lines in the order in which they were written."""

    number: int
    posting_id: UUID
    kind: str
    cause: UUID
    at: datetime
    entries: tuple[BookedEntry, ...]


@dataclass(frozen=True, slots=True)
class BookedAccount:
    """An account with the sum of its entries."""

    number: int
    kind: AccountKind
    owner: str
    balance: Money


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading the whole ledger found; everything but the first four must be empty.

    `tail` is how far the books go: a seal (later issue) will cover postings up to a number, and this tells what is not sealed.
    """

    postings: int
    entries: int
    accounts: int
    tail: int
    unbalanced: tuple[int, ...]
    stray_entries: tuple[int, ...]
    accounts_off: tuple[int, ...]
    guards_off: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return not (self.unbalanced or self.stray_entries or self.accounts_off or self.guards_off)
