"""What the ledger's accounts mean in a wallet; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vitrina.kernel.money import Money
from vitrina.ledger import AccountKind, Balance
from vitrina.payout.model import WalletBalance

# The postings that take money out of a payable account; a returned payout puts it back, so the sum is what was paid.
PAYOUT_KINDS = ("payout_sent", "payout_returned")


def wallet_balances(
    held: Sequence[Balance], paid_out: Mapping[str, int], *, pending: AccountKind, payable: AccountKind
) -> tuple[WalletBalance, ...]:
    """One balance per currency that the owner ever had; what the platform owes is a credit in the ledger, positive here.

    `paid_out` is what payouts took, in minor units by currency.
    """
    credits = {(one.account, one.amount.currency): -one.amount for one in held}

    def owed(kind: AccountKind, currency: str) -> Money:
        return credits.get((kind, currency), Money(0, currency))

    return tuple(
        WalletBalance(owed(pending, currency), owed(payable, currency), Money(paid_out.get(currency, 0), currency))
        for currency in sorted({currency for _, currency in credits})
    )


def sale_state(*, is_kept: bool, is_payable: bool, is_delivered: bool) -> str:
    """The state of a shop's money of one order: as of a commission (rules.md §4), it has the same ones."""
    if not is_kept:
        return "void"
    if is_payable:
        return "payable"
    return "earned" if is_delivered else "pending"
