"""The check of the books: all zeros after a month of selling, and a number for each kind of wrong."""

from __future__ import annotations

import httpx
import pytest
from tests.insight.sales import a_month, sell
from tests.world import World, make_world

from vitrina import insight, ledger
from vitrina.insight import Check
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import uuid7
from vitrina.kernel.money import Money
from vitrina.ledger import AccountKind, Entry, Posting
from vitrina.platform.app import App

NOTHING = Check(*([0] * len(Check.__struct_fields__)))


@pytest.fixture
async def world(app: App) -> World:
    return await make_world(app)


async def change(app: App, *statements: str) -> None:
    """Change rows as somebody with the database's password could, guards of the ledger off for that moment."""
    async with app.db.transaction() as transaction:
        for table in ("ledger_account", "ledger_posting", "ledger_entry"):
            await transaction.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            await transaction.execute(statement)
        for table in ("ledger_account", "ledger_posting", "ledger_entry"):
            await transaction.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


async def wrong_after(app: App, *statements: str) -> dict[str, int]:
    assert (await insight.check_books(app)).wrong == {}
    await change(app, *statements)
    return (await insight.check_books(app)).wrong


async def test_empty_books(app: App) -> None:
    assert await insight.check_books(app) == NOTHING


async def test_a_month_of_selling_leaves_nothing_wrong(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    await a_month(http, world, clock)
    answer = await http.get("/v1/ledger/check", headers=world.operator.headers)
    assert answer.status_code == 200
    found = answer.json()
    # 6 orders, 1 cancelled, 3 refunds; 3 sellers' and 3 creators' parts matured.
    assert found.pop("postings") == 6 + 1 + 3 + 3 + 3
    assert found.pop("entries") > 0
    assert set(found.values()) == {0}
    assert {"unbalanced", "orders_without_posting", "commissions_unexplained"} <= set(found)
    async with app.db.snapshot() as snapshot:
        assert (await ledger.verify_books(snapshot)).is_right


async def test_a_house_rate_and_an_own_purchase_leave_nothing_wrong(http: httpx.AsyncClient, app: App) -> None:
    world = await make_world(app, rate_bps=None)
    await sell(http, world)
    await sell(http, world, person=world.creator)
    own = await make_world(app)
    await sell(http, own, person=own.creator, payment={"method": "sandbox_card", "token": "tok_ok:mine"}, tapped=False)
    await sell(http, own, payment={"method": "sandbox_card", "token": "tok_ok:mine"})
    found = await insight.check_books(app)
    assert (found.postings, found.wrong) == (4, {})


async def test_the_check_is_the_operators(http: httpx.AsyncClient, world: World) -> None:
    for path in ("/v1/ledger/check", "/v1/ledger/export", "/v1/ledger/export?format=beancount"):
        answer = await http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "login_needed")
        for person in (world.shopper, world.creator, world.seller):
            answer = await http.get(path, headers=person.headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_an_order_without_posting(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    assert await wrong_after(app, "DELETE FROM ledger_entry", "DELETE FROM ledger_posting") == {
        "orders_without_posting": 1, "creators_off": 2, "sellers_off": 2, "platform_off": 2, "taxes_off": 1,
    }  # fmt: skip


async def test_a_posting_without_order(http: httpx.AsyncClient, app: App, world: World, clock: ManualClock) -> None:
    await sell(http, world)
    now = clock.now()
    async with app.db.transaction() as transaction:
        await ledger.post(transaction, [Posting(uuid7(now), "order_paid", uuid7(now), (
            Entry(AccountKind.PROVIDER_CLEARING, "sandbox", Money(100, "EUR"), "payment"),
            Entry(AccountKind.TAX_PAYABLE, "ES", Money(-100, "EUR"), "tax"),
        ))], now)  # fmt: skip
    assert (await insight.check_books(app)).wrong == {"postings_without_order": 1, "platform_off": 1, "taxes_off": 1}


async def test_a_balanced_edit_of_a_posting(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    moved = (
        "UPDATE ledger_entry e SET amount_minor = amount_minor {} 1 FROM ledger_account a"
        " WHERE a.id = e.account AND a.kind = '{}'"
    )
    edited = [moved.format("-", "creator_pending"), moved.format("+", "platform_fee")]
    # Every posting still sums to zero; orders and commissions tell.
    assert await wrong_after(app, *edited) == {"orders_misposted": 1, "creators_off": 2, "platform_off": 1}


async def test_cents_moved_between_two_orders_of_one_shop(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    await sell(http, world)
    moved = (
        "UPDATE ledger_entry e SET amount_minor = amount_minor + CASE WHEN a.kind = 'provider_clearing' THEN {0} ELSE -({0}) END"
        " FROM ledger_account a WHERE a.id = e.account AND e.part IN ('payment', 'goods') AND e.posting ="
        " (SELECT {1}(id) FROM ledger_posting)"
    )
    assert await wrong_after(app, moved.format("1", "min"), moved.format("-1", "max")) == {"orders_misposted": 2}


async def test_an_account_given_to_another_shop(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    given = "UPDATE ledger_account SET owner = gen_random_uuid()::text WHERE kind = 'seller_pending'"
    assert await wrong_after(app, given) == {"sellers_off": 1}


async def test_tax_owed_to_another_state(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    assert await wrong_after(app, "UPDATE ledger_account SET owner = 'US-CA' WHERE kind = 'tax_payable'") == {
        "taxes_off": 2
    }


async def test_a_refund_that_was_not_posted(
    http: httpx.AsyncClient, app: App, world: World, clock: ManualClock
) -> None:
    await a_month(http, world, clock)
    added = (
        "INSERT INTO checkout_refund (id, payment_id, order_id, amount_minor, reason, lines, at)"
        " SELECT gen_random_uuid(), payment_id, id, 1, 'refunded', '{}', placed_at FROM checkout_order ORDER BY id LIMIT 1"
    )
    assert await wrong_after(app, added) == {"refunds_without_posting": 1, "refunds_misposted": 1}
    lowered = "UPDATE checkout_refund SET amount_minor = amount_minor - 1 WHERE reason = 'cancelled'"
    await change(app, "DELETE FROM checkout_refund WHERE amount_minor = 1", lowered)
    # The refund differs from its posting, and from what its order says was refunded.
    assert (await insight.check_books(app)).wrong == {"refunds_misposted": 2}
    await change(app, "UPDATE checkout_refund SET amount_minor = amount_minor + 1 WHERE reason = 'cancelled'")
    assert (await insight.check_books(app)).wrong == {}
    removed = "DELETE FROM checkout_refund WHERE reason = 'cancelled'"
    assert await wrong_after(app, removed) == {"refunds_misposted": 1, "postings_without_refund": 1}


async def test_a_commission_that_nobody_can_explain(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    assert await wrong_after(app, "UPDATE affiliate_commission SET touch_id = gen_random_uuid()") == {
        "commissions_unexplained": 1
    }


async def test_a_commission_of_another_amount(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    assert await wrong_after(app, "UPDATE affiliate_commission SET amount_minor = amount_minor + 5") == {
        "commissions_unexplained": 1, "creators_off": 1,
    }  # fmt: skip


async def test_a_commission_that_is_payable_without_a_posting(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    # Its creator's account of what is pending holds more than the lines say; an account of what is payable is not there.
    assert await wrong_after(app, "UPDATE affiliate_commission SET state = 'payable'") == {"creators_off": 1}


async def test_pieces_that_nobody_can_account_for(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    assert await wrong_after(app, "UPDATE catalog_stock SET free = free + 1") == {"stock_drift": 1}


async def test_an_unbalanced_posting(http: httpx.AsyncClient, app: App, world: World) -> None:
    await sell(http, world)
    edited = "UPDATE ledger_entry SET amount_minor = amount_minor - 1 WHERE part = 'tax'"
    assert await wrong_after(app, edited) == {"unbalanced": 1, "orders_misposted": 1, "taxes_off": 1}
