"""The real product that the model is compared with: shops, people, links, and one method for each thing they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from tests.fakes.provider import FakeProvider
from tests.sim.model import LANDS, Land, Line, Model, Order, Payment

from vitrina import affiliate, catalog, checkout, ledger, people
from vitrina.cart import Address, WantedLine
from vitrina.catalog import NewProduct, NewVariant
from vitrina.checkout import Buyer, OrderView, PaymentAsked, Purchase
from vitrina.checkout.engine.desk import Desk
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import AccountId, LineId, LinkId, OrderId, ShopId, VariantId
from vitrina.kernel.money import Money
from vitrina.people import Actor
from vitrina.platform.app import App
from vitrina.platform.keys import Key, make_key

SHOPPERS = {"ana": "US", "ben": "US", "carla": "US", "dora": "MX", "eli": "MX"}
CREATORS = {"kim": "US", "luz": "MX"}
PRICES = {
    "mug": (1999, 41_900), "lamp": (3500, 79_900), "ring": (333, 7_777), "sofa": (18_999, 399_900), "book": (1, 150),
}  # fmt: skip
SHOP_OF = {"mug": "azul", "lamp": "azul", "ring": "azul", "sofa": "norte", "book": "norte"}
STOCK = 40


class Told(msgspec.Struct, frozen=True):
    """What a purchase answers here: its payment and, for each order, its id, shop, state and lines."""

    payment_id: UUID
    orders: list[tuple[UUID, UUID, str, list[UUID]]]


def render(views: list[OrderView], now: datetime, token: str | None) -> bytes:
    shown = [(one.order.id, one.order.shop_id, one.order.state, [line.id for line in one.lines]) for one in views]
    return msgspec.json.encode(Told(views[0].payment.id, shown))


@dataclass
class Twin:
    """An order of the model with the product's ids for it."""

    payment: Payment
    order: Order
    reference: str
    order_id: OrderId
    line_ids: list[LineId]
    buyer: str


@dataclass
class Town:
    """The product and the model side by side."""

    app: App
    clock: ManualClock
    provider: FakeProvider
    model: Model
    accounts: dict[str, AccountId]
    shops: dict[str, ShopId]
    variants: dict[str, VariantId]
    links: dict[tuple[str, str], LinkId]
    twins: list[Twin] = field(default_factory=list)
    references: dict[int, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)

    def shopper(self, who: str) -> Actor:
        return Actor(account_id=self.accounts[who], scope=f"account:{self.accounts[who]}")

    def seller(self, shop: str) -> Actor:
        return Actor(account_id=self.accounts["boss"], shop_roles={self.shops[shop]: "owner"})

    def purchase(self, who: str, wanted: dict[str, int], land: Land, *, token: str, key: str, total: int) -> Purchase:
        account = self.accounts[who]
        address = Address(who, f"{who} street", "Town", land.region, "00001", land.code)
        method = "sandbox_voucher" if token == "voucher" else "sandbox_card"
        asked = f"{who} {sorted(wanted.items())} {token}".encode()
        made: Key = make_key(f"account:{account} POST /v1/checkout/buy", key, asked)
        return Purchase(
            Buyer(account, None, None, "en", f"account:{account}", f"account:{account}"),
            [WantedLine(self.variants[product], quantity) for product, quantity in wanted.items()],
            address, PaymentAsked(method, token), made, render, Money(total, land.currency),
        )  # fmt: skip

    def note(self, payment: Payment, raw: bytes, who: str) -> None:
        """Pair a payment of the model with the product's."""
        told = msgspec.json.decode(raw, type=Told)
        reference = str(told.payment_id)
        self.references[id(payment)] = reference
        assert len(told.orders) == len(payment.orders)
        for order, (order_id, shop_id, _, lines) in zip(payment.orders, told.orders, strict=True):
            assert shop_id == self.shops[order.shop]
            twin = Twin(payment, order, reference, OrderId(order_id), [LineId(line) for line in lines], who)
            self.twins.append(twin)


async def make_town(app: App, clock: ManualClock) -> Town:
    """Two shops (one with a programme, one where the house pays), five shoppers and two creators in two countries."""
    provider = FakeProvider(clock)
    app.part(Desk).provider = provider
    accounts = {}
    for who in (*SHOPPERS, *CREATORS, "boss"):
        accounts[who] = await people.make_account(
            app, email=f"{who}@sim.test", name=who.title(), password=None, birth_date=date(2000, 1, 1), country="US",
            is_verified=True,
        )  # fmt: skip
    for who in CREATORS:
        await people.make_creator(app, accounts[who], who)
    shops, variants, links = {}, {}, {}
    for shop in dict.fromkeys(SHOP_OF.values()):
        opened = await catalog.open_shop(app, slug=shop, name=shop.title(), country="US")
        shops[shop] = opened.id
        mine = [product for product, owner in SHOP_OF.items() if owner == shop]
        made = await catalog.add_products(app, opened.id, [_product(product) for product in mine])
        for product, (product_id, of_product) in zip(mine, made, strict=True):
            variants[product] = of_product[0]
            for who in CREATORS:
                async with app.db.transaction() as transaction:
                    link = await affiliate.place_link(
                        transaction, accounts[who], (product_id, opened.id), surface="showcase",
                        surface_id=accounts[who], position=0, now=clock.now(),
                    )  # fmt: skip
                links[who, product] = link.id
    prices = {
        (product, land.currency): price
        for product, both in PRICES.items()
        for land, price in zip(LANDS.values(), both, strict=True)
    }
    model = Model(dict.fromkeys(PRICES, STOCK), SHOP_OF, prices)
    owners = {str(accounts[who]): who for who in accounts} | {str(one): shop for shop, one in shops.items()}
    return Town(app, clock, provider, model, accounts, shops, variants, links, owners=owners)


def _product(name: str) -> NewProduct:
    dollars, pesos = PRICES[name]
    prices = (Money(dollars, "USD"), Money(pesos, "MXN"))
    return NewProduct(name, name.title(), "", (NewVariant("one", "One", prices, STOCK),))


async def compare(town: Town) -> None:
    """The product's books say what the model says, to the cent; run after what waits was carried out."""
    async with town.app.db.connection() as connection:
        assert (await ledger.verify_books(connection)).is_right
        assert await catalog.stock_drift(connection) == []
        free = await catalog.free_stock(connection, list(town.variants.values()))
        assert {product: free[variant] for product, variant in town.variants.items()} == town.model.stock
        assert min(free.values()) >= 0
        await _compare_balances(town, connection)
        await _compare_orders(town, connection)
        paid = sorted(str(twin.order_id) for twin in town.twins if twin.payment.state == "paid")
        rows = await connection.fetch("SELECT cause::text FROM ledger_posting WHERE kind = 'order_paid' ORDER BY cause")
        assert [row[0] for row in rows] == paid, "every paid order is posted exactly once"
        assert sorted(str(order) for order, _ in await checkout.list_paid_orders(connection)) == paid
        assert await affiliate.unexplained_commissions(connection) == []
    for land in LANDS.values():
        booked = town.model.books["provider_clearing", "sandbox", land.currency]
        assert town.provider.net(land.currency) == town.model.bank_keeps(land.currency) == booked


async def _compare_balances(town: Town, connection: Any) -> None:
    rows = await connection.fetch(
        "SELECT a.kind, a.owner, a.currency, sum(e.amount_minor)::bigint FROM ledger_account a"
        " JOIN ledger_entry e ON e.account = a.id GROUP BY 1, 2, 3"
    )
    found = {(row[0], town.owners.get(row[1], row[1]), row[2]): row[3] for row in rows if row[3]}
    assert found == {account: minor for account, minor in town.model.books.items() if minor}


async def _compare_orders(town: Town, connection: Any) -> None:
    orders = await connection.fetch(
        "SELECT o.id, o.state, o.total_minor, o.refunded_minor, o.seller_payable_on, o.seller_paid_over, p.state"
        " FROM checkout_order o JOIN checkout_payment p ON p.id = o.payment_id"
    )
    found = {row[0]: tuple(row)[1:] for row in orders}
    commissions = await connection.fetch(
        "SELECT line_id, creator_id::text, state, amount_minor, returned_minor, payable_on FROM affiliate_commission"
    )
    lines = {row[0]: (town.owners[row[1]], *tuple(row)[2:]) for row in commissions}
    expected: dict[LineId, tuple[object, ...]] = {}
    for twin in town.twins:
        order = twin.order
        row = found[twin.order_id]
        assert row[:5] == (order.state, order.total, order.refunded, order.seller_on, order.is_seller_paid_over), twin
        assert row[5] == twin.payment.state or (twin.payment.state == "open" and row[5] in OPEN), (row, twin)
        if twin.payment.state == "paid":
            expected |= {
                one: shown for one, line in zip(twin.line_ids, order.lines, strict=True) if (shown := _shown(line))
            }
    assert lines == expected


OPEN = ("created", "requires_action", "pending", "awaiting")


def _shown(line: Line) -> Sequence[object]:
    if line.creator is None:
        return ()
    return (line.creator, line.state, line.commission, line.returned, line.payable_on)
