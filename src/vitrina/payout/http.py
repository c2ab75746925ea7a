"""HTTP of wallets and payouts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody

from vitrina import people
from vitrina.kernel.ids import CommissionId, OrderId
from vitrina.payout import actions
from vitrina.payout.errors import PayoutsNotOpen
from vitrina.payout.model import WalletBalance
from vitrina.platform.http import MoneyOut, app_of, get_request_key, money_out, refusals, write
from vitrina.platform.keys import KeyMissing


class BalanceOut(msgspec.Struct, frozen=True):
    """One currency of a wallet in minor units; `pending` is everything not payable yet."""

    currency: str
    pending: int
    payable: int
    paid: int


class EarningOut(msgspec.Struct, frozen=True):
    """One commission; `reason` tells why it is held or void."""

    commission_id: CommissionId
    order_id: OrderId
    amount: MoneyOut
    state: str
    payable_on: date | None
    product_title: str
    at: datetime
    reason: str | None


class WalletOut(msgspec.Struct, frozen=True):
    balances: list[BalanceOut]
    lines: list[EarningOut]


class SaleOut(msgspec.Struct, frozen=True):
    """What a shop keeps of one order."""

    order_id: OrderId
    number: str
    amount: MoneyOut
    state: str
    payable_on: date | None
    at: datetime


class SellerWalletOut(msgspec.Struct, frozen=True):
    balances: list[BalanceOut]
    lines: list[SaleOut]


class PayoutAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]


@get("/v1/wallet", responses=refusals())
async def get_wallet(request: Request[Any, Any, Any]) -> WalletOut:
    """One's own earnings: balances from the ledger, and the commissions they come from, newest first."""
    wallet = await actions.get_wallet(app_of(request), await people.actor_of(request))
    lines = [
        EarningOut(
            line.commission_id, line.order_id, money_out(line.amount), line.state, line.payable_on, line.product_title,
            line.at, line.reason,
        )
        for line in wallet.lines
    ]  # fmt: skip
    return WalletOut(_balances_out(wallet.balances), lines)


@get("/v1/shops/{shop:str}/wallet", responses=refusals())
async def get_seller_wallet(request: Request[Any, Any, Any], shop: FromPath[str]) -> SellerWalletOut:
    """A shop's money, for its members and the operator: balances from the ledger, and its orders, newest first."""
    wallet = await actions.get_seller_wallet(app_of(request), await people.actor_of(request), shop)
    lines = [
        SaleOut(line.order_id, line.number, money_out(line.amount), line.state, line.payable_on, line.at)
        for line in wallet.lines
    ]
    return SellerWalletOut(_balances_out(wallet.balances), lines)


@post("/v1/payouts", status_code=201, responses=refusals(PayoutsNotOpen, KeyMissing, writes=True))
async def post_payout(request: Request[Any, Any, Any], data: JSONBody[PayoutAsked]) -> Response[None]:
    """Ask for a payout; until payouts are open this is refused."""
    app, actor = app_of(request), await people.actor_of(request)
    actor.need_account()
    key = await get_request_key(request, actor.scope)
    return await write(request, actor.scope, lambda: actions.request_payout(app, actor, data.currency), key=key)


def _balances_out(balances: tuple[WalletBalance, ...]) -> list[BalanceOut]:
    return [BalanceOut(one.pending.currency, one.pending.minor, one.payable.minor, one.paid.minor) for one in balances]


ROUTES = [get_wallet, get_seller_wallet, post_payout]
