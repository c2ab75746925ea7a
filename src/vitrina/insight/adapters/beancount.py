"""The ledger as Beancount text: another program proves the same balances.

Syntax: https://beancount.github.io/docs/beancount_language_syntax.html. Signs are ours: debit positive, so liabilities and
income are negative in both. The program is never imported (its licence is the GPL); only this text goes to it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta

from vitrina import ledger
from vitrina.ledger import AccountKind, BookedAccount, BookedPosting
from vitrina.platform.postgres import Connection

# Exact to the last minor unit: Beancount's own tolerance would let a cent pass.
HEAD = """;; The books of Vitrina. Debit is positive; every transaction is one posting, in the order of the books.
option "title" "Vitrina"
option "tolerance_multiplier" "0"
"""

_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_REGION = re.compile(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")
_WORD = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
_PLATFORM = re.compile(r"^platform$")

# Kind → (path before the owner, how an owner looks, what is put before it, path behind it).
_PLACES: dict[AccountKind, tuple[str, re.Pattern[str], str, str]] = {
    AccountKind.PROVIDER_CLEARING: ("Assets:Provider", _WORD, "", ""),
    AccountKind.SELLER_PENDING: ("Liabilities:Sellers", _UUID, "S-", ":Pending"),
    AccountKind.SELLER_PAYABLE: ("Liabilities:Sellers", _UUID, "S-", ":Payable"),
    AccountKind.CREATOR_PENDING: ("Liabilities:Creators", _UUID, "C-", ":Pending"),
    AccountKind.CREATOR_PAYABLE: ("Liabilities:Creators", _UUID, "C-", ":Payable"),
    AccountKind.PLATFORM_FEE: ("Income:PlatformFee", _PLATFORM, "", ""),
    AccountKind.PLATFORM_MARKETING: ("Expenses:PlatformMarketing", _PLATFORM, "", ""),
    AccountKind.TAX_PAYABLE: ("Liabilities:Tax", _REGION, "", ""),
}
assert set(_PLACES) == set(AccountKind)


def account_name(kind: AccountKind, owner: str) -> str:
    """The account's name in Beancount; different accounts have different names.

    A component may hold letters, digits and dashes and starts with a capital or a digit. An owner that does not look as
    expected is written in hexadecimal behind `X--`, which no expected one starts with.
    """
    before, looks, mark, behind = _PLACES[kind]
    if not looks.match(owner):
        return f"{before}:X--{owner.encode().hex()}{behind}"
    if looks is _PLATFORM:
        return before
    return f"{before}:{mark}{owner if mark else owner[0].upper() + owner[1:]}{behind}"


def transaction_text(posting: BookedPosting) -> str:
    """One posting as a transaction dated in UTC."""
    head = (
        f"\n{_day(posting.at)} * {_quoted(posting.kind)}\n  posting: {posting.number}\n"
        f'  posting-id: "{posting.posting_id}"\n  kind: {_quoted(posting.kind)}\n  cause: "{posting.cause}"\n'
        f'  at: "{posting.at.astimezone(UTC).isoformat()}"\n'
    )
    return head + "".join(
        f"  {account_name(entry.kind, entry.owner)}  {entry.amount.text()} {entry.amount.currency}\n"
        f"    part: {_quoted(entry.part)}\n"
        for entry in posting.entries
    )


def balance_text(accounts: Sequence[BookedAccount], on: date) -> str:
    """The assertions of what these accounts hold when the day `on` begins."""
    return "".join(
        f"{on} balance {account_name(one.kind, one.owner)}  {one.balance.text()} {one.balance.currency}\n"
        for one in accounts
    )


async def write_books(connection: Connection) -> AsyncIterator[str]:
    """The whole ledger in pieces, in the caller's snapshot: openings, transactions, balances."""
    yield HEAD
    span = await ledger.find_span(connection)
    if span is None:
        return
    first, after_last = _day(span[0]), _day(span[1]) + timedelta(days=1)
    currencies = sorted({currency for _, currency in await ledger.totals(connection)})
    yield "\n" + "".join(f"{first} commodity {currency}\n" for currency in currencies) + "\n"
    async for owners in ledger.list_owners(connection):
        yield "".join(f"{first} open {account_name(kind, owner)}  {','.join(held)}\n" for kind, owner, held in owners)
    async for postings in ledger.list_postings(connection):
        yield "".join(transaction_text(posting) for posting in postings)
    yield "\n"
    async for accounts in ledger.list_accounts(connection):
        yield balance_text(accounts, after_last)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
