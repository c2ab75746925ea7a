"""What a wallet shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from vitrina.kernel.ids import CommissionId, OrderId
from vitrina.kernel.money import Money


@dataclass(frozen=True, slots=True)
class WalletBalance:
    """One currency of a wallet, as the ledger has it; `pending` holds everything that is not payable yet."""

    pending: Money
    payable: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class EarningLine:
    """One commission in a creator's wallet; `amount` is what is left of it after refunds."""

    commission_id: CommissionId
    order_id: OrderId
    amount: Money
    state: str
    payable_on: date | None
    product_title: str
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One order in a shop's wallet; `amount` is what the shop keeps of it after fee, commission and refunds."""

    order_id: OrderId
    number: str
    amount: Money
    state: str
    payable_on: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Wallet:
    """A creator's wallet: one balance per currency, lines newest first."""

    balances: tuple[WalletBalance, ...]
    lines: tuple[EarningLine, ...]


@dataclass(frozen=True, slots=True)
class SellerWallet:
    """A shop's wallet: one balance per currency, lines newest first."""

    balances: tuple[WalletBalance, ...]
    lines: tuple[SaleLine, ...]
