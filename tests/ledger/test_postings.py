"""What is posted stands as it was written, balances are its sums, and a snapshot sees one moment."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.books import AT, CREATOR, SHOP, entry, holds, post, posting, sale

from vitrina import ledger
from vitrina.kernel.money import Money
from vitrina.ledger import AccountKind, Balance, BookedEntry, Entry
from vitrina.platform.postgres import Database


async def test_a_posting_is_read_as_it_was_written(database: Database) -> None:
    written = posting([
        entry(AccountKind.PROVIDER_CLEARING, "sandbox", 4300, "payment"),
        entry(AccountKind.SELLER_PENDING, SHOP, -2765),
        entry(AccountKind.SELLER_PENDING, SHOP, -500, "shipping"),
        entry(AccountKind.CREATOR_PENDING, CREATOR, -525, "commission"),
        entry(AccountKind.PLATFORM_FEE, "platform", -210, "fee"),
        entry(AccountKind.TAX_PAYABLE, "US-TX", -300, "tax"),
        entry(AccountKind.PLATFORM_MARKETING, "platform", 0, "coupon"),
    ])  # fmt: skip
    await post(database, written)
    async with database.snapshot() as snapshot:
        [[booked]] = [slice_ async for slice_ in ledger.list_postings(snapshot)]
        counted = await ledger.count_postings(snapshot)
    assert (booked.posting_id, booked.kind, booked.cause, booked.at) == (
        written.posting_id,
        "order_paid",
        written.cause,
        AT,
    )
    # An entry of nothing is not written.
    assert booked.entries == tuple(
        BookedEntry(one.account, one.owner, one.amount, one.part) for one in written.entries if not one.amount.is_zero
    )
    assert counted == (1, 6)


async def test_slices_lose_and_repeat_nothing(database: Database) -> None:
    postings = [posting(sale(minor)) for minor in range(1, 2502)]
    for first in range(0, len(postings), 500):
        await post(database, *postings[first : first + 500])
    async with database.snapshot() as snapshot:
        slices = [slice_ async for slice_ in ledger.list_postings(snapshot)]
        assert await ledger.unbalanced_postings(snapshot) == []
    assert [len(slice_) for slice_ in slices] == [1000, 1000, 501]
    read = [one for slice_ in slices for one in slice_]
    assert [one.posting_id for one in read] == [one.posting_id for one in postings]
    assert [one.entries[0].amount.minor for one in read] == list(range(1, 2502))


async def test_owners_accounts_and_totals(database: Database) -> None:
    await post(database, posting(sale(500)), posting(sale(700, currency="MXN")), posting(sale(9, owner=CREATOR)))
    async with database.connection() as connection:
        assert [owners async for owners in ledger.list_owners(connection)] == [[
            (AccountKind.PROVIDER_CLEARING, "sandbox", ["MXN", "USD"]),
            (AccountKind.SELLER_PENDING, SHOP, ["MXN", "USD"]),
            (AccountKind.SELLER_PENDING, CREATOR, ["USD"]),
        ]]  # fmt: skip
        assert await ledger.totals(connection) == {
            (AccountKind.PROVIDER_CLEARING, "USD"): 509,
            (AccountKind.PROVIDER_CLEARING, "MXN"): 700,
            (AccountKind.SELLER_PENDING, "USD"): -509,
            (AccountKind.SELLER_PENDING, "MXN"): -700,
        }
        held = await ledger.balances_of(connection, [SHOP], [AccountKind.SELLER_PENDING, AccountKind.SELLER_PAYABLE])
    assert held == [
        Balance(AccountKind.SELLER_PENDING, SHOP, Money(-700, "MXN")),
        Balance(AccountKind.SELLER_PENDING, SHOP, Money(-500, "USD")),
    ]


async def test_sums_by_cause_and_by_kind(database: Database) -> None:
    first, second, third = (posting(sale(minor)) for minor in (100, 200, 400))
    back = posting(ledger.reversed_entries(sale(30)), kind="order_refunded")
    await post(database, first, second, third, back)
    async with database.connection() as connection:
        sums = await ledger.sums_of_causes(connection, ["order_paid"], [second.cause, back.cause, UUID(int=7)])
        assert sums == {
            second.cause: {(AccountKind.PROVIDER_CLEARING, "USD"): 200, (AccountKind.SELLER_PENDING, "USD"): -200}
        }
        assert await ledger.sum_of_kinds(connection, SHOP, AccountKind.SELLER_PENDING, ["order_refunded"]) == {
            "USD": 30
        }
        assert await ledger.sum_of_kinds(connection, SHOP, AccountKind.SELLER_PENDING, ["payout_sent"]) == {}
        assert await ledger.count_kind(connection, ["order_paid"]) == 3
        assert await ledger.find_span(connection) == (AT, AT)


async def test_the_span_of_the_books(database: Database) -> None:
    async with database.connection() as connection:
        assert await ledger.find_span(connection) is None
    await post(database, posting(sale(), at=AT + timedelta(days=3)), at=AT + timedelta(days=3))
    await post(database, posting(sale()))
    async with database.connection() as connection:
        assert await ledger.find_span(connection) == (AT, AT + timedelta(days=3))


async def test_a_snapshot_sees_one_moment_and_writes_nothing(database: Database) -> None:
    await post(database, posting(sale()))
    async with database.snapshot() as snapshot:
        assert await ledger.count_postings(snapshot) == (1, 2)
        await post(database, posting(sale()))
        assert await ledger.count_postings(snapshot) == (1, 2)
        # No transaction id: the relay, which waits for older writers, does not wait for an export.
        assert await snapshot.fetchval("SELECT pg_current_xact_id_if_assigned()") is None
    assert await holds(database) == {
        (AccountKind.PROVIDER_CLEARING, "sandbox", "USD"): 2000,
        (AccountKind.SELLER_PENDING, SHOP, "USD"): -2000,
    }


amounts = st.integers(-(10**15), 10**15)
lines = st.lists(
    st.tuples(st.sampled_from(list(AccountKind)), amounts, st.sampled_from(["USD", "MXN", "CLP"])), max_size=8
)


@given(lines)
def test_balanced_means_every_currency_sums_to_zero(drawn: list[tuple[AccountKind, int, str]]) -> None:
    entries = [entry(kind, SHOP, minor, currency=currency) for kind, minor, currency in drawn]
    back = ledger.reversed_entries(entries)
    assert ledger.is_balanced([*entries, *back])
    sums = [sum(minor for _, minor, one in drawn if one == currency) for currency in ("USD", "MXN", "CLP")]
    assert ledger.is_balanced(entries) == (sums == [0, 0, 0])
    assert ledger.reversed_entries(back) == tuple(entries)
    assert all(isinstance(one, Entry) for one in back)
