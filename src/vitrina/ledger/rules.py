"""What makes a posting right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from vitrina.ledger.model import Entry


def is_balanced(entries: Sequence[Entry]) -> bool:
    """Whether the entries sum to zero in every currency."""
    sums: defaultdict[str, int] = defaultdict(int)
    for entry in entries:
        sums[entry.amount.currency] += entry.amount.minor
    return not any(sums.values())


def reversed_entries(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The same entries with debit and credit exchanged: how a movement is undone without editing it."""
    return tuple(Entry(entry.account, entry.owner, -entry.amount, entry.part) for entry in entries)
