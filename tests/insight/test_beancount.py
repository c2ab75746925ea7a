"""The books as Beancount text: bean-check, a program of its own, accepts them and finds the same balances."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.insight.sales import a_month
from tests.world import make_world

from vitrina import insight, ledger
from vitrina.insight.adapters.beancount import account_name, transaction_text
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import uuid7
from vitrina.kernel.money import Money
from vitrina.ledger import AccountKind, BookedEntry, BookedPosting, Entry, Posting
from vitrina.platform.app import App

BEAN_CHECK = Path(sys.executable).with_name("bean-check")
AT = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
SHOP = "01903f2e-0000-7000-8000-0000000000aa"


def bean_check(text: str, folder: Path) -> list[str]:
    """What bean-check complains about; its exit code must agree."""
    path = folder / "books.beancount"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [BEAN_CHECK, "--no-cache", path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"LC_ALL": "C.UTF-8"},
    )
    complaints = [line for line in (done.stdout + done.stderr).splitlines() if "books.beancount:" in line]
    assert (done.returncode == 0) == (complaints == []), done.stdout + done.stderr
    return complaints


async def exported(app: App) -> str:
    return "".join([piece async for piece in insight.export_books(app)])


async def post(app: App, *postings: tuple[Entry, ...], kind: str = "order_paid") -> None:
    async with app.db.transaction() as transaction:
        await ledger.post(transaction, [Posting(uuid7(AT), kind, uuid7(AT), one) for one in postings], AT)


def sale(minor: int, currency: str) -> tuple[Entry, Entry]:
    return (
        Entry(AccountKind.PROVIDER_CLEARING, "sandbox", Money(minor, currency), "payment"),
        Entry(AccountKind.SELLER_PENDING, SHOP, Money(-minor, currency), "goods"),
    )


async def test_empty_books_are_accepted(app: App, tmp_path: Path) -> None:
    text = await exported(app)
    assert "Vitrina" in text
    assert bean_check(text, tmp_path) == []


async def test_a_month_of_selling_is_accepted_with_our_balances(
    http: httpx.AsyncClient, app: App, clock: ManualClock, tmp_path: Path
) -> None:
    world = await make_world(app)
    await a_month(http, world, clock)
    answer = await http.get("/v1/ledger/export?format=beancount", headers=world.operator.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert answer.text == await exported(app)
    assert bean_check(answer.text, tmp_path) == []
    async with app.db.snapshot() as snapshot:
        accounts = [one async for slice_ in ledger.list_accounts(snapshot) for one in slice_]
        postings = [one async for slice_ in ledger.list_postings(snapshot) for one in slice_]
    asserted = re.findall(r"^(\S+) balance (\S+)  (-?[0-9.]+) ([A-Z]+)$", answer.text, re.MULTILINE)
    day = (max(one.at for one in postings).date()).toordinal() + 1
    assert {datetime.fromisoformat(one[0]).toordinal() for one in asserted} == {day}
    # Our own balances, in the signs and decimals of each currency.
    assert sorted((name, amount, currency) for _, name, amount, currency in asserted) == sorted(
        (account_name(one.kind, one.owner), one.balance.text(), one.balance.currency) for one in accounts
    )
    assert answer.text.count('\n  cause: "') == len(postings)
    assert answer.text.count("\n    part: ") == sum(len(one.entries) for one in postings)
    assert all(f'posting-id: "{one.posting_id}"' in answer.text for one in postings)


async def test_a_wrong_balance_is_refused_to_the_last_minor_unit(app: App, tmp_path: Path) -> None:
    await post(app, sale(4300, "USD"), sale(990, "CLP"), sale(1_234_567, "KWD"))
    text = await exported(app)
    assert bean_check(text, tmp_path) == []
    balances = re.findall(r"^.* balance .*$", text, re.MULTILINE)
    assert sorted(line.split(maxsplit=2)[2] for line in balances) == [
        "Assets:Provider:Sandbox  1234.567 KWD",
        "Assets:Provider:Sandbox  43.00 USD",
        "Assets:Provider:Sandbox  990 CLP",
        f"Liabilities:Sellers:S-{SHOP}:Pending  -1234.567 KWD",
        f"Liabilities:Sellers:S-{SHOP}:Pending  -43.00 USD",
        f"Liabilities:Sellers:S-{SHOP}:Pending  -990 CLP",
    ]
    for right, wrong in (("  43.00", "  43.01"), ("  -990", "  -991"), ("  1234.567", "  1234.566")):
        [line] = [line for line in balances if right in line]
        complaints = bean_check(text.replace(line, line.replace(right, wrong)), tmp_path)
        assert len(complaints) == 1
        assert "Balance failed" in complaints[0]


async def test_an_unbalanced_transaction_is_refused_to_the_last_minor_unit(app: App, tmp_path: Path) -> None:
    await post(app, sale(4300, "USD"))
    text = await exported(app)
    transaction, marker, balances = text.partition("\n2026-05-05 balance")
    assert "  -43.00 USD" in transaction
    complaints = bean_check(transaction.replace("  -43.00 USD", "  -42.99 USD") + marker + balances, tmp_path)
    assert any("does not balance" in line for line in complaints)


async def test_a_posting_is_one_transaction(app: App) -> None:
    await post(app, sale(4300, "USD"))
    async with app.db.snapshot() as snapshot:
        [[booked]] = [slice_ async for slice_ in ledger.list_postings(snapshot)]
    assert transaction_text(booked) == (
        '\n2026-05-04 * "order_paid"\n'
        "  posting: 1\n"
        f'  posting-id: "{booked.posting_id}"\n'
        '  kind: "order_paid"\n'
        f'  cause: "{booked.cause}"\n'
        '  at: "2026-05-04T15:00:00+00:00"\n'
        "  Assets:Provider:Sandbox  43.00 USD\n"
        '    part: "payment"\n'
        f"  Liabilities:Sellers:S-{SHOP}:Pending  -43.00 USD\n"
        '    part: "goods"\n'
    )


async def test_every_kind_of_account_and_odd_owners_are_accepted(app: App, tmp_path: Path) -> None:
    odd = ["", "Sandbox", "é ñ", 'a"b\\c', "x--1", "-", "US-TX", "a:b", "01903f2e", "platform", SHOP]
    entries = [
        (Entry(kind, owner, Money(7, "USD"), 'p"\\'), Entry(kind, owner, Money(-7, "USD"), "p\nq"))
        for kind in AccountKind
        for owner in odd
    ]
    await post(app, *entries, kind='odd "kind" \\')
    text = await exported(app)
    assert bean_check(text, tmp_path) == []
    assert len(re.findall(r"^\S+ open ", text, re.MULTILINE)) == len(AccountKind) * len(odd)


def test_names_of_accounts() -> None:
    names = {kind: account_name(kind, SHOP) for kind in (AccountKind.SELLER_PAYABLE, AccountKind.CREATOR_PENDING)}
    assert names == {
        AccountKind.SELLER_PAYABLE: f"Liabilities:Sellers:S-{SHOP}:Payable",
        AccountKind.CREATOR_PENDING: f"Liabilities:Creators:C-{SHOP}:Pending",
    }
    assert account_name(AccountKind.TAX_PAYABLE, "US-TX") == "Liabilities:Tax:US-TX"
    assert account_name(AccountKind.TAX_PAYABLE, "MX") == "Liabilities:Tax:MX"
    assert account_name(AccountKind.PLATFORM_FEE, "platform") == "Income:PlatformFee"
    assert account_name(AccountKind.PLATFORM_MARKETING, "platform") == "Expenses:PlatformMarketing"
    assert account_name(AccountKind.PROVIDER_CLEARING, "sandbox") == "Assets:Provider:Sandbox"


owners = st.one_of(
    st.text(max_size=12), st.sampled_from(["sandbox", "Sandbox", "platform", "US-TX", SHOP]), st.uuids().map(str)
)


@given(st.tuples(st.sampled_from(AccountKind), owners), st.tuples(st.sampled_from(AccountKind), owners))
def test_names_are_legal_and_differ_where_accounts_differ(
    one: tuple[AccountKind, str], other: tuple[AccountKind, str]
) -> None:
    name = account_name(*one)
    assert re.fullmatch(r"(Assets|Liabilities|Income|Expenses)(:[A-Z0-9][A-Za-z0-9-]*)+", name)
    assert (name == account_name(*other)) == (one == other)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_texts_are_closed_where_they_end(text: str) -> None:
    entry = BookedEntry(AccountKind.PLATFORM_FEE, "platform", Money(1, "USD"), text)
    written = transaction_text(BookedPosting(1, UUID(int=1), text, UUID(int=2), AT, (entry,)))
    quoted = re.findall(r'^(?:    part:|  kind:) "((?:[^"\\]|\\.)*)"$', written, re.MULTILINE | re.DOTALL)
    assert [re.sub(r"\\(.)", r"\1", one, flags=re.DOTALL) for one in quoted] == [text, text]


@pytest.mark.parametrize(("query", "status"), [("", 200), ("?format=beancount", 200), ("?format=csv", 422)])
async def test_formats(http: httpx.AsyncClient, app: App, query: str, status: int) -> None:
    world = await make_world(app)
    answer = await http.get(f"/v1/ledger/export{query}", headers=world.operator.headers)
    assert answer.status_code == status
