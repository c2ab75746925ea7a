"""A small world for tests: a shop with a product, a creator with links, people with tokens, a gateway that is running."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import httpx

from vitrina import affiliate, catalog, people
from vitrina.catalog import NewProduct, NewVariant
from vitrina.kernel.ids import AccountId, LinkId, ProductId, ShopId, VariantId
from vitrina.kernel.money import Money
from vitrina.people.rules import SESSION_PREFIX, token_hash, token_of
from vitrina.people.store import add_sessions
from vitrina.platform.app import App

ADDRESS = {
    "name": "Ana López",
    "line1": "1 Main St",
    "city": "Austin",
    "region": "TX",
    "postal_code": "78701",
    "country": "US",
}
CARD = {"method": "sandbox_card", "token": "tok_ok"}
BORN = date(2000, 1, 1)
_numbers = itertools.count(1)
Json = dict[str, Any]


def fresh_key() -> str:
    return f"key-{next(_numbers)}"


@dataclass
class Person:
    """An account with a bearer token."""

    id: AccountId
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass
class World:
    """What a test buys from whom."""

    app: App
    shop_id: ShopId
    shop_slug: str
    product_id: ProductId
    variant_id: VariantId
    link_id: LinkId
    shopper: Person
    creator: Person
    seller: Person
    operator: Person
    people: dict[str, Person] = field(default_factory=dict)


async def make_person(app: App, name: str, *, birth_date: date = BORN, language: str = "en") -> Person:
    """An adult account, verified, with a session; no slow hashing."""
    number = next(_numbers)
    account = await people.make_account(
        app, email=f"{name}-{number}@world.test", name=name.title(), password=None, birth_date=birth_date, language=language,
        country="US", is_verified=True,
    )  # fmt: skip
    return await add_session(app, account)


async def add_session(app: App, account: AccountId) -> Person:
    """The account with a session that anybody may use: its token works as a bearer's and as a cookie's."""
    token = token_of(SESSION_PREFIX, account.bytes * 2)
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        await add_sessions(
            transaction, [(UUID(int=account.int ^ 1), token_hash(token), account)], now, now.replace(year=2099)
        )
    return Person(account, token)


async def make_product(
    app: App, shop_id: ShopId, *, price: int = 2000, stock: int = 100, currency: str = "USD", title: str = "Mug"
) -> tuple[ProductId, VariantId]:
    """One product with one variant."""
    new = NewProduct(
        f"ref-{next(_numbers)}", title, "A mug.", (NewVariant("one", "One", (Money(price, currency),), stock),)
    )
    made = await catalog.add_products(app, shop_id, [new])
    return made[0][0], made[0][1][0]


async def make_world(
    app: App, *, price: int = 2000, stock: int = 100, rate_bps: int | None = 1500, halo_bps: int = 0
) -> World:
    """A US shop with one product, a creator who links it, a shopper; `rate_bps` None: no programme, the house pays."""
    shopper, creator, seller, operator = [
        await make_person(app, name) for name in ("shopper", "creator", "seller", "operator")
    ]
    slug = f"shop-{next(_numbers)}"
    shop = await catalog.open_shop(app, slug=slug, name="Casa Azul", country="US")
    await people.add_member(app, seller.id, shop.id, "owner")
    await people.grant_role(app, operator.id, "operator")
    await people.make_creator(app, creator.id, f"creator{next(_numbers)}")
    product_id, variant_id = await make_product(app, shop.id, price=price, stock=stock)
    if rate_bps is not None:
        await affiliate.add_programme(app, shop.id, rate_bps=rate_bps, window_days=30, halo_bps=halo_bps)
    async with app.db.transaction() as transaction:
        link = await affiliate.place_link(
            transaction, creator.id, (product_id, shop.id), surface="showcase", surface_id=creator.id, position=0,
            now=app.clock.now(),
        )  # fmt: skip
    return World(app, shop.id, slug, product_id, variant_id, link.id, shopper, creator, seller, operator)


def buy_body(world: World, **changes: Any) -> Json:
    """The body of a purchase of one piece by card."""
    body: Json = {"variant_id": str(world.variant_id), "quantity": 1, "address": ADDRESS, "payment": CARD}
    return {**body, **changes}


async def touch(http: httpx.AsyncClient, world: World, person: Person | None = None) -> str:
    """Tap the world's link; the touch's id."""
    headers = (person or world.shopper).headers
    answer = await http.post("/v1/touches", json={"tag_id": str(world.link_id)}, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def buy(
    http: httpx.AsyncClient, world: World, *, person: Person | None = None, key: str | None = None, **changes: Any
) -> httpx.Response:
    """Post a purchase as a person (the shopper)."""
    headers = {**(person or world.shopper).headers, "Idempotency-Key": key or fresh_key()}
    return await http.post("/v1/checkout/buy", json=buy_body(world, **changes), headers=headers)


async def books(app: App) -> dict[str, int]:
    """Sums of the ledger by account kind, stock pieces, outbox rows: what a refusal must leave as it was."""
    async with app.db.connection() as connection:
        rows = await connection.fetch(
            "SELECT a.kind, sum(e.amount_minor)::bigint FROM ledger_entry e JOIN ledger_account a ON a.id = e.account GROUP BY 1"
        )
        counts = await connection.fetchrow(
            "SELECT (SELECT coalesce(sum(free), 0) FROM catalog_stock),"
            " (SELECT count(*) FROM catalog_hold WHERE state <> 'released'),"
            " (SELECT count(*) FROM checkout_payment), (SELECT count(*) FROM platform_outbox),"
            " (SELECT count(*) FROM ledger_entry)"
        )
    assert counts is not None
    named = dict(zip(("free", "holds", "payments", "outbox", "entries"), counts, strict=True))
    return {**{row[0]: row[1] for row in rows}, **named}
