"""Reading the whole ledger to prove it."""

from __future__ import annotations

from collections import defaultdict

from vitrina.ledger import store
from vitrina.ledger.model import Verified
from vitrina.platform.postgres import Connection

FINDINGS_MAX = 1_000
# What keeps postings as they were written; whoever switched one off could have changed anything.
GUARDS = frozenset(("ledger_entry_balanced", "ledger_entry_fixed", "ledger_posting_fixed", "ledger_account_fixed"))


async def verify_books(connection: Connection) -> Verified:
    """Read every entry and add up each posting and each account anew, in the caller's snapshot.

    Up to 1,000 findings of a kind are named. Memory: one number for each account.
    """
    sums: defaultdict[int, int] = defaultdict(int)
    unbalanced: list[int] = []
    entries = postings = tail = 0
    async for rows in store.list_amounts(connection):
        by_posting: defaultdict[int, defaultdict[str | None, int]] = defaultdict(lambda: defaultdict(int))
        for posting, account, currency, minor in rows:
            by_posting[posting][currency] += minor or 0
            if account is not None and minor is not None:
                sums[account] += minor
                entries += 1
        # No currency: the posting has no entries, or one of an account that is not there.
        unbalanced += [one for one, off in by_posting.items() if None in off or any(off.values())]
        postings += len(by_posting)
        tail = rows[-1][0]
    strays = await store.list_stray_entries(connection, FINDINGS_MAX)
    accounts, accounts_off = await _accounts_off(connection, sums)
    guards_off = sorted(GUARDS - await store.list_guards(connection))
    return Verified(
        postings, entries, accounts, tail, tuple(unbalanced[:FINDINGS_MAX]), tuple(strays), tuple(accounts_off[:FINDINGS_MAX]),
        tuple(guards_off),
    )  # fmt: skip


async def _accounts_off(connection: Connection, sums: dict[int, int]) -> tuple[int, list[int]]:
    """How many accounts there are, and those whose balance is not the sum that was read posting by posting."""
    off: list[int] = []
    count = after = 0
    while True:
        rows = await store.list_account_sums(connection, after)
        if not rows:
            return count, off + sorted(sums)
        off += [account for account, minor in rows if sums.pop(account, 0) != minor]
        count += len(rows)
        after = rows[-1][0]
