"""The truth of money: accounts and balanced postings, append-only.

Owns ledger_account, ledger_posting, ledger_entry. Promises: every posting sums to zero in its currency (the database refuses
another), one cause is posted once per kind, nothing is ever edited; balances are read from entries. Debit is positive.
May not know orders, creators or shops: owners are texts, causes are ids.
"""

from vitrina.ledger.actions import verify_books
from vitrina.ledger.model import (
    AccountKind,
    Balance,
    BookedAccount,
    BookedEntry,
    BookedPosting,
    Entry,
    Posting,
    Verified,
)
from vitrina.ledger.rules import is_balanced, reversed_entries
from vitrina.ledger.store import (
    balances_of,
    count_kind,
    count_postings,
    find_span,
    list_accounts,
    list_owners,
    list_postings,
    post,
    posting_rows,
    sum_of_kinds,
    sums_of_causes,
    totals,
    unbalanced_postings,
)

__all__ = [
    "AccountKind",
    "Balance",
    "BookedAccount",
    "BookedEntry",
    "BookedPosting",
    "Entry",
    "Posting",
    "Verified",
    "balances_of",
    "count_kind",
    "count_postings",
    "find_span",
    "is_balanced",
    "list_accounts",
    "list_owners",
    "list_postings",
    "post",
    "posting_rows",
    "reversed_entries",
    "sum_of_kinds",
    "sums_of_causes",
    "totals",
    "unbalanced_postings",
    "verify_books",
]
