"""What people do with links: place them, tap them, earn by them, ask why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from vitrina import catalog, ledger, market, people
from vitrina.affiliate import store
from vitrina.affiliate.engine.reads import TouchReads
from vitrina.affiliate.errors import AlreadyShown, LinkGone
from vitrina.affiliate.model import Commission, CommissionChange, Decision, Link, Programme, Shopper, Touch
from vitrina.affiliate.rules import WINDOW_DAYS_DEFAULT, decide, kept_part, payable_date
from vitrina.kernel.errors import NotAllowed, NotFound
from vitrina.kernel.ids import (
    AccountId,
    CommissionId,
    LineId,
    LinkId,
    OrderId,
    ProductId,
    ShopId,
    TouchId,
    parse_uuid,
    uuid7,
)
from vitrina.kernel.money import Bps, Money
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.ledger import AccountKind
from vitrina.platform.app import App
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

DUE_AT_ONCE = 500
WALLET_LINES_MAX = 200


async def record_touch(app: App, actor: people.Actor, link_id: LinkId) -> Touch:
    """Record that a person tapped a link now; guests too. `LinkGone` when it is not shown."""
    now = app.clock.now()
    house = (await market.markets(app)).fee_at(now).house_bps
    async with app.db.transaction() as transaction:
        link = await store.find_link(transaction, link_id)
        if link is None:
            raise LinkGone
        programme = (await store.list_programmes(transaction, [link.shop_id], now)).get(link.shop_id)
        touch = _touch_of(link, programme, house, TouchId(uuid7(now)), now)
        await store.insert_touch(transaction, touch, Shopper(actor.account_id, actor.guest_id))
    return touch


async def touch_links(app: App, actor: people.Actor, links: Sequence[Link]) -> list[Touch]:
    """Record that a person opened a share link that carries these links; guests too."""
    now = app.clock.now()
    house = (await market.markets(app)).fee_at(now).house_bps
    async with app.db.transaction() as transaction:
        programmes = await store.list_programmes(transaction, list({link.shop_id for link in links}), now)
        made = [_touch_of(link, programmes.get(link.shop_id), house, TouchId(uuid7(now)), now) for link in links]
        await store.insert_touches(transaction, made, Shopper(actor.account_id, actor.guest_id))
    return made


def _touch_of(link: Link, programme: Programme | None, house: Bps, touch_id: TouchId, now: datetime) -> Touch:
    is_open = programme is not None and programme.is_open
    return Touch(
        touch_id, link.id, link.creator_id, link.product_id, link.shop_id, link.surface, link.surface_id,
        programme.version if programme and is_open else None,
        programme.rate_bps if programme and is_open else house,
        programme.window_days if programme and is_open else WINDOW_DAYS_DEFAULT,
        programme.halo_bps if programme and is_open else Bps(0),
        now,
    )  # fmt: skip


async def adopt_touches(connection: Connection, guest_id: UUID, account_id: AccountId, now: datetime) -> None:
    """Move a guest's touches to the account they signed up or logged in with; a touch keeps its own instant."""
    await store.adopt_touches(connection, guest_id, account_id)


async def set_programme(
    app: App, actor: people.Actor, shop_slug: str, *, rate_bps: int, window_days: int, halo_bps: int, is_open: bool
) -> Programme:
    """Add a version of a shop's programme; only its owner may."""
    shop = await catalog.get_shop(app, shop_slug)
    actor.need_account()
    if not actor.owns_shop(shop.id):
        raise NotAllowed
    return await add_programme(
        app, shop.id, rate_bps=rate_bps, window_days=window_days, halo_bps=halo_bps, is_open=is_open
    )


async def add_programme(
    app: App, shop_id: ShopId, *, rate_bps: int, window_days: int, halo_bps: int, is_open: bool = True
) -> Programme:
    """Add a version of a shop's programme from now on."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        last = (await store.list_programmes(transaction, [shop_id], now)).get(shop_id)
        made = Programme(
            shop_id, last.version + 1 if last else 1, Bps(rate_bps), window_days, Bps(halo_bps), is_open, now
        )
        await store.insert_programme(transaction, made)
    return made


async def get_programme(app: App, shop_slug: str) -> Programme:
    """The programme in force of a shop; `NotFound` without one."""
    shop = await catalog.get_shop(app, shop_slug)
    async with app.db.connection() as connection:
        found = (await store.list_programmes(connection, [shop.id], app.clock.now())).get(shop.id)
    if found is None:
        raise NotFound
    return found


async def paying_shops(connection: Connection, shops: Sequence[ShopId], now: datetime, house_bps: int) -> set[ShopId]:
    """Shops whose links pay: all of them while there is a house rate, else those with an open programme."""
    if house_bps > 0:
        return set(shops)
    return {shop for shop, one in (await store.list_programmes(connection, shops, now)).items() if one.is_open}


async def export_links(connection: Connection, account_id: AccountId) -> dict[str, Any]:
    """What is kept of the account's links, taps and commissions, for the account itself."""
    return await store.export_links(connection, account_id)


async def erase_links(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Take the links of a creator who leaves off every surface; touches and commissions name a number from then on."""
    await store.remove_links_of(connection, account_id)


async def place_link(
    connection: Connection, creator_id: AccountId, product: tuple[ProductId, ShopId], *,
    surface: str, surface_id: UUID, position: int, now: datetime,
) -> Link:  # fmt: skip
    """Place a creator's link to a (product, its shop) on a surface, in the caller's transaction; `AlreadyShown`."""
    link = Link(LinkId(uuid7(now)), creator_id, product[0], product[1], surface, surface_id, position)
    if not await store.insert_link(connection, link, now):
        raise AlreadyShown
    return link


async def remove_link(connection: Connection, link_id: LinkId, creator_id: AccountId) -> None:
    """Stop showing a creator's own link, in the caller's transaction; `LinkGone`."""
    if not await store.remove_link(connection, link_id, creator_id):
        raise LinkGone


async def links_on(connection: Connection, surfaces: Sequence[UUID], surface: str) -> dict[UUID, list[Link]]:
    """The links shown on these surfaces, by surface, in their order."""
    found: dict[UUID, list[Link]] = {one: [] for one in surfaces}
    for link in await store.list_links(connection, surfaces, surface):
        found[link.surface_id].append(link)
    return found


async def add_to_showcase(app: App, actor: people.Actor, product_id: ProductId) -> Link:
    """Show a product in one's showcase; `CreatorNeeded`, `NotFound`, `AlreadyShown`."""
    creator = actor.need_creator()
    async with app.db.transaction() as transaction:
        card = (await catalog.cards_of(transaction, [product_id], "USD")).get(product_id)
        if card is None:
            raise NotFound
        return await place_link(
            transaction, creator, (product_id, card.shop_id), surface="showcase", surface_id=creator, position=0,
            now=app.clock.now(),
        )  # fmt: skip


async def remove_from_showcase(app: App, actor: people.Actor, link_id: LinkId) -> None:
    """Take a product out of one's showcase; `LinkGone`."""
    async with app.db.transaction() as transaction:
        await remove_link(transaction, link_id, actor.need_account())


async def list_showcase(app: App, handle: str, cursor: str | None, limit: int) -> Page[Link]:
    """A creator's showcase, newest first; `NotFound` for an unknown handle."""
    after = decode_cursor(cursor, 1)
    before = parse_uuid(after[0]) if after else None
    async with app.db.connection() as connection:
        creator = await people.creator_by_handle(connection, handle)
        if creator is None:
            raise NotFound
        links = await store.list_links(connection, [creator.id], "showcase")
    newest = sorted(
        (link for link in links if before is None or link.id < before), key=lambda link: link.id, reverse=True
    )
    return page_of(newest[: limit + 1], limit, lambda link: (str(link.id),))


async def attribute(
    app: App, shopper: Shopper, lines: Sequence[tuple[ShopId, ProductId]], *, house_bps: int, now: datetime
) -> list[Decision | None]:
    """Who earns on each line of an order being placed now (rules.md §3); None where nobody does."""
    reads = app.part(TouchReads)
    by_shop = {shop: await reads.find(shopper, shop) for shop in dict.fromkeys(shop for shop, _ in lines)}
    return [
        decide(product, by_shop[shop][0], by_shop[shop][1], house_bps=Bps(house_bps), now=now)
        for shop, product in lines
    ]


CommissionRow = tuple[object, ...]


def commission_row(
    decision: Decision, *, ids: tuple[OrderId, LineId, ShopId, ProductId], title: str, country: str, base: Money,
    amount: Money, reason: str | None, state: str, now: datetime,
) -> CommissionRow:  # fmt: skip
    """A commission line as the SQL function `affiliate_record` takes it, columns in the table's order."""
    return (
        uuid7(now), *ids, title, decision.creator_id, decision.touch_id, base.currency, country, base.minor,
        decision.rate_bps, amount.minor, 0, decision.is_house, msgspec.to_builtins(decision), state, reason, None, None, now,
    )  # fmt: skip


async def deliver_commissions(
    connection: Connection, order_id: OrderId, *, return_window_ends: date, source: str, now: datetime
) -> None:
    """The order was delivered: its lines are earned and get the date they become payable. In the caller's transaction."""
    for line in await store.list_order_commissions(connection, order_id):
        if line.state in ("pending", "held"):
            await store.update_commission(
                connection, line, state="earned" if line.state == "pending" else "held", source=source,
                returned_minor=line.returned.minor, payable_on=payable_date(return_window_ends), reason=line.reason, at=now,
            )  # fmt: skip


async def return_commissions(
    connection: Connection, order_id: OrderId, left: Mapping[LineId, tuple[int, int]], *, reason: str, now: datetime
) -> list[tuple[Commission, Money]]:
    """Pieces of an order went back: what each line returns, with the line as it stood before.

    `left` says for each line how many pieces stay bought, of how many. In the caller's transaction.
    """
    returned: list[tuple[Commission, Money]] = []
    for line in await store.list_order_commissions(connection, order_id):
        if line.line_id not in left or line.amount.is_zero:
            continue
        kept, of = left[line.line_id]
        total = line.amount.minor - kept_part(line.amount.minor, kept, of)
        delta = total - line.returned.minor
        if delta == 0 and kept > 0:
            continue
        state, why = (line.state, line.reason) if kept else ("void", reason)
        await store.update_commission(
            connection,
            line,
            state=state,
            source=reason,
            returned_minor=total,
            payable_on=line.payable_on,
            reason=why,
            at=now,
        )
        returned.append((line, Money(delta, line.amount.currency)))
    return returned


async def void_commissions(connection: Connection, order_id: OrderId, *, reason: str, now: datetime) -> None:
    """Close lines that never had an amount when their order is cancelled, so that every line ends in a state."""
    for line in await store.list_order_commissions(connection, order_id):
        if line.state != "void":
            await store.update_commission(
                connection, line, state="void", source=reason, returned_minor=line.returned.minor,
                payable_on=line.payable_on, reason=reason, at=now,
            )  # fmt: skip


async def mature_commissions(app: App) -> int:
    """Earned lines whose date has come become payable, each with its posting; how many."""
    now, made = app.clock.now(), 0
    for country in (await market.markets(app)).all():
        today = market.local_date(now, country)
        while True:
            async with app.db.transaction() as transaction:
                due = await store.list_due_commissions(transaction, country.code, today, DUE_AT_ONCE)
                await _mature(transaction, due, now)
            made += len(due)
            if len(due) < DUE_AT_ONCE:
                break
    if made:
        app.waker.wake()
    return made


async def _mature(connection: Connection, due: Sequence[Commission], now: datetime) -> None:
    for line in due:
        await store.update_commission(
            connection, line, state="payable", source="date", returned_minor=line.returned.minor,
            payable_on=line.payable_on, reason=None, at=now,
        )  # fmt: skip
    postings = [
        ledger.Posting(uuid7(now), "commission_payable", line.id, (
            ledger.Entry(AccountKind.CREATOR_PENDING, str(line.creator_id), line.kept, "commission"),
            ledger.Entry(AccountKind.CREATOR_PAYABLE, str(line.creator_id), -line.kept, "commission"),
        ))
        for line in due
        if not line.kept.is_zero
    ]  # fmt: skip
    if postings:
        await ledger.post(connection, postings, now)
    if due:
        await add_events(connection, [
            Event("CommissionPayable", line.id, {"creator_id": str(line.creator_id), "minor": line.kept.minor,
                                                 "currency": line.kept.currency}, now)
            for line in due
        ])  # fmt: skip


async def get_commission(
    app: App, actor: people.Actor, commission_id: CommissionId
) -> tuple[Commission, list[CommissionChange]]:
    """A line with its history, for its creator, its shop and the operator; `NotFound` for everybody else."""
    actor.need_account()
    async with app.db.connection() as connection:
        found = await store.find_commission(connection, commission_id)
        if found is None or not _may_see(actor, found):
            raise NotFound
        return found, await store.list_changes(connection, commission_id)


def _may_see(actor: people.Actor, line: Commission) -> bool:
    return actor.account_id == line.creator_id or line.shop_id in actor.shop_roles or "operator" in actor.roles


async def list_wallet_lines(app: App, creator_id: AccountId) -> list[Commission]:
    """A creator's commission lines, newest first, 200 at most."""
    async with app.db.connection() as connection:
        return await store.list_creator_commissions(connection, creator_id, WALLET_LINES_MAX)
