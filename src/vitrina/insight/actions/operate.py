"""What the operator does and sees: each act is written into the audit log with its effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from vitrina import affiliate, catalog, checkout, market, notice, people
from vitrina.affiliate import Commission
from vitrina.catalog import JudgedShop, Shop
from vitrina.checkout import OrderView
from vitrina.kernel.errors import Invalid, NotFound
from vitrina.kernel.ids import AccountId, CommissionId, LineId, OrderId, ShopId, parse_uuid
from vitrina.kernel.money import Bps
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.market import CountryChange, FeeVersion, KeptCountry
from vitrina.platform.app import App
from vitrina.platform.jobs import requeue_dead_letters
from vitrina.platform.vitals import Vitals, read_vitals

ORDERS_SHOWN = 20
WHY_CHARS_MAX = 500


@dataclass(frozen=True, slots=True)
class Health:
    """The machine's vitals and the mails that were refused or wait."""

    vitals: Vitals
    mails_failed: int
    mails_waiting: int


@dataclass(frozen=True, slots=True)
class FullAccount:
    """An account as the operator sees it."""

    account: people.ListedAccount
    shops: tuple[Shop, ...]
    orders: tuple[OrderView, ...]
    views: tuple[people.View, ...]


async def read_health(app: App, actor: people.Actor) -> Health:
    """How the installation is; `NotAllowed` for all but the operator."""
    actor.need_role("operator")
    vitals = await read_vitals(app)
    async with app.db.connection() as connection:
        failed, waiting = await notice.count_failures(connection)
    return Health(vitals, failed, waiting)


async def requeue(app: App, actor: people.Actor, why: str) -> int:
    """Give every dead letter its attempts anew; how many."""
    actor.need_role("operator")
    async with app.db.transaction() as transaction:
        count = await requeue_dead_letters(transaction)
        await people.audit(
            transaction, actor, "dead_letters_requeued", kind="jobs", subject="all", why=_why(why), after={"jobs": count},
            now=app.clock.now(),
        )  # fmt: skip
    return count


# --- fees and markets ------------------------------------------------------------------------------------------------


async def list_fees(app: App, actor: people.Actor) -> tuple[list[FeeVersion], dict[AccountId, str]]:
    """Every fee version, newest first, and the names of who made them."""
    actor.need_role("operator")
    async with app.db.connection() as connection:
        fees = await market.list_fees(connection)
        makers = [AccountId(fee.made_by) for fee in fees if fee.made_by is not None]
        names = {one.id: one.name for one in (await people.accounts_by_ids(connection, makers)).values()}
    return fees, names


async def add_fee(
    app: App, actor: people.Actor, *, platform_bps: int, house_bps: int, starts_at: datetime, why: str
) -> FeeVersion:
    """A new fee version from an instant on; `FeeTooEarly`, `Invalid`. An old one is never changed."""
    operator_id = actor.need_role("operator")
    now, reason = app.clock.now(), _why(why)
    async with app.db.transaction() as transaction:
        last = (await market.list_fees(transaction))[0]
        made = await market.add_fee(
            transaction, platform_bps, house_bps, starts_at=starts_at, made_by=operator_id, why=reason, now=now
        )
        await people.audit(
            transaction, actor, "fee_added", kind="fee", subject=made.fee.version, why=reason, before=_fee(last),
            after=_fee(made), now=now,
        )  # fmt: skip
    return made


def _fee(version: FeeVersion) -> dict[str, Any]:
    fee = version.fee
    return {"platform_bps": fee.platform_bps, "house_bps": fee.house_bps, "starts_at": fee.starts_at.isoformat()}


async def list_markets(app: App, actor: people.Actor) -> tuple[list[KeptCountry], dict[str, dict[str, Bps]]]:
    """Every country with its numbers, and the tax estimates of each."""
    actor.need_role("operator")
    async with app.db.connection() as connection:
        countries = await market.list_countries(connection)
    return countries, {one.country.code: market.list_taxes(one.country.code) for one in countries}


async def change_market(app: App, actor: people.Actor, code: str, change: CountryChange, why: str) -> KeptCountry:
    """Change a country's numbers; orders placed before keep theirs. `CountryNotServed`, `Invalid`."""
    actor.need_role("operator")
    async with app.db.transaction() as transaction:
        before, after = await market.change_country(transaction, code.upper(), change)
        await people.audit(
            transaction, actor, "market_changed", kind="market", subject=after.country.code, why=_why(why),
            before=_market(before), after=_market(after), now=app.clock.now(),
        )  # fmt: skip
    return after


def _market(kept: KeptCountry) -> dict[str, Any]:
    country = kept.country
    return {
        "return_days": country.return_days,
        "is_return_business_days": country.is_return_business_days,
        "shipping_minor": country.shipping_minor,
        "free_shipping_from_minor": country.free_shipping_from_minor,
        "payout_minimum_minor": kept.payout_minimum_minor,
        "is_served": kept.is_served,
    }


# --- people and shops ------------------------------------------------------------------------------------------------


async def get_account(app: App, actor: people.Actor, account_id: AccountId) -> FullAccount:
    """An account with its shops, its latest orders and who looked through its eyes; `NotFound`."""
    actor.need_role("operator")
    found = await people.get_listed(app, actor, account_id)
    orders = await checkout.list_orders_of_account(app, account_id, None, ORDERS_SHOWN)
    async with app.db.connection() as connection:
        shops = await catalog.list_shops(connection, [ShopId(one) for one in found.shop_ids])
        views = await people.list_views(connection, account_id)
    return FullAccount(found, tuple(shops), orders.rows, tuple(views))


async def change_role(
    app: App, actor: people.Actor, account_id: AccountId, role: str, *, is_granted: bool, why: str
) -> people.ListedAccount:
    """Give or take a role; `NotFound` for a role there is not, `LastOperator`."""
    actor.need_role("operator")
    if role not in ("moderator", "operator", "partner"):
        raise NotFound
    chosen = cast(people.StaffRole, role)
    return await people.change_role(app, actor, account_id, chosen, is_granted=is_granted, why=_why(why))


async def search_shops(
    app: App, actor: people.Actor, *, words: str, cursor: str | None, limit: int
) -> Page[JudgedShop]:
    """Shops by a part of name or address, for the operator."""
    actor.need_role("operator")
    return await catalog.search_shops(app, words, cursor, limit)


# --- money -----------------------------------------------------------------------------------------------------------


async def refund_on_behalf(
    app: App, actor: people.Actor, order_id: OrderId, lines: Sequence[tuple[LineId, int]], *,
    with_shipping: bool | None, why: str,
) -> OrderView:  # fmt: skip
    """Give money of an order back in the shop's place; `RefundTooLarge`, `WrongState`, `NotFound`."""
    actor.need_role("operator")
    reason = _why(why)
    async with app.db.transaction() as transaction:
        view = await checkout.refund_order(app, actor, order_id, lines, with_shipping=with_shipping)
        await people.audit(
            transaction, actor, "refunded", kind="order", subject=order_id, why=reason, now=app.clock.now(),
            after={"refunded_minor": view.order.refunded_minor, "currency": view.order.currency, "state": view.order.state},
        )  # fmt: skip
    return view


async def list_held(
    app: App, actor: people.Actor, cursor: str | None, limit: int
) -> tuple[Page[Commission], dict[AccountId, str]]:
    """Commissions that wait for a review, and the names of their creators."""
    actor.need_role("operator")
    after = decode_cursor(cursor, 1)
    held = await affiliate.list_held(app, parse_uuid(after[0]) if after else None, limit + 1)
    page = page_of(held, limit, lambda line: (str(line.id),))
    async with app.db.connection() as connection:
        creators = await people.accounts_by_ids(connection, [line.creator_id for line in page.rows])
    return page, {one.id: one.name for one in creators.values()}


async def judge_held(app: App, actor: people.Actor, commission_id: CommissionId, verdict: str, *, why: str) -> None:
    """Let a held commission go on, or refuse it and give its money to the shop; `CommissionNotHeld`, `NotFound`."""
    actor.need_role("operator")
    now, reason = app.clock.now(), _why(why)
    if verdict not in ("release", "refuse"):
        raise NotFound
    is_released = verdict == "release"
    async with app.db.transaction() as transaction:
        if is_released:
            line = await affiliate.release_held(transaction, commission_id, now)
        else:
            line = await checkout.refuse_commission(transaction, commission_id, now)
        await people.audit(
            transaction, actor, "commission_released" if is_released else "commission_refused", kind="commission",
            subject=commission_id, why=reason, now=now, before={"state": line.state, "reason": line.reason},
            after={"minor": line.kept.minor, "currency": line.kept.currency},
        )  # fmt: skip


def _why(text: str) -> str:
    why = text.strip()
    if not 1 <= len(why) <= WHY_CHARS_MAX:
        raise Invalid(field="why", reason=f"has 1 to {WHY_CHARS_MAX} characters")
    return why
