"""The truth of money: accounts and balanced postings, append-only.

Owns ledger_account, ledger_posting, ledger_entry. Promises: every posting sums to zero in its currency (the database refuses
another), one cause is posted once per kind, nothing is ever edited; balances are read from entries. Debit is positive.
May not know orders, creators or shops: owners are texts, causes are ids.
"""

from vitrina.ledger.model import AccountKind, Balance, Entry, EntryLine, Posting, Verified
from vitrina.ledger.rules import is_balanced, reversed_entries
from vitrina.ledger.store import (
    balances_of,
    count_postings,
    find_posted_causes,
    list_entries,
    list_posted_causes,
    post,
    posting_rows,
    unbalanced_postings,
)

__all__ = [
    "AccountKind",
    "Balance",
    "Entry",
    "EntryLine",
    "Posting",
    "Verified",
    "balances_of",
    "count_postings",
    "find_posted_causes",
    "is_balanced",
    "list_entries",
    "list_posted_causes",
    "post",
    "posting_rows",
    "reversed_entries",
    "unbalanced_postings",
]
