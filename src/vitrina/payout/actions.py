"""What people do with their wallets: look into them, and ask for a payout."""

from __future__ import annotations

from vitrina import affiliate, catalog, checkout, ledger, people
from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import AccountId
from vitrina.kernel.money import exponent, is_currency
from vitrina.kernel.words import money_text
from vitrina.ledger import AccountKind
from vitrina.payout.errors import MoneyOwed, PayoutsNotOpen
from vitrina.payout.model import EarningLine, SaleLine, SellerWallet, Wallet, WalletBalance
from vitrina.payout.rules import PAYOUT_KINDS, sale_state, wallet_balances
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection


async def get_wallet(app: App, actor: people.Actor) -> Wallet:
    """The wallet of the account that asks, empty when it never earned; `LoginNeeded`."""
    creator = actor.need_account()
    balances = await _balances(app, str(creator), AccountKind.CREATOR_PENDING, AccountKind.CREATOR_PAYABLE)
    lines = tuple(
        EarningLine(
            line.id, line.order_id, line.kept, line.state, line.payable_on, line.product_title, line.at, line.reason
        )
        for line in await affiliate.list_wallet_lines(app, creator)
    )
    return Wallet(balances, lines)


async def get_seller_wallet(app: App, actor: people.Actor, slug: str) -> SellerWallet:
    """A shop's wallet, for its members and the operator; `NotFound`, `LoginNeeded`, `NotAllowed`."""
    shop = await catalog.get_shop(app, slug)
    if "operator" not in actor.roles:
        actor.need_shop(shop.id)
    balances = await _balances(app, str(shop.id), AccountKind.SELLER_PENDING, AccountKind.SELLER_PAYABLE)
    lines = tuple(
        SaleLine(
            order.id, checkout.order_number(order.id), kept,
            sale_state(is_kept=not kept.is_zero, is_payable=order.seller_paid_over, is_delivered=order.delivered_at is not None),
            order.seller_payable_on, order.placed_at,
        )
        for order, kept in await checkout.list_seller_wallet(app, shop.id)
    )  # fmt: skip
    return SellerWallet(balances, lines)


async def request_payout(app: App, actor: people.Actor, currency: str) -> None:
    """Ask for what is payable in one currency; `LoginNeeded`, `Invalid`, and `PayoutsNotOpen` until payouts exist."""
    actor.need_account()
    if not is_currency(currency):
        raise Invalid(field="currency", reason="is not one of ISO 4217 that is served")
    raise PayoutsNotOpen


async def check_leaving(connection: Connection, account_id: AccountId) -> None:
    """`MoneyOwed` while the account, or a shop that is only its own, has or owes money."""
    shops = await people.list_sole_shops(connection, account_id)
    owners = [str(account_id), *(str(shop) for shop in shops)]
    kinds = [
        AccountKind.CREATOR_PENDING,
        AccountKind.CREATOR_PAYABLE,
        AccountKind.SELLER_PENDING,
        AccountKind.SELLER_PAYABLE,
    ]
    sums: dict[str, int] = {}
    for balance in await ledger.balances_of(connection, owners, kinds):
        currency = balance.amount.currency
        sums[currency] = sums.get(currency, 0) - balance.amount.minor
    for currency, minor in sorted(sums.items()):
        if minor:
            raise MoneyOwed(amount=money_text(minor, currency, exponent(currency), "en"))


async def _balances(app: App, owner: str, pending: AccountKind, payable: AccountKind) -> tuple[WalletBalance, ...]:
    async with app.db.connection() as connection:
        held = await ledger.balances_of(connection, [owner], [pending, payable])
        paid_out = await ledger.sum_of_kinds(connection, owner, payable, PAYOUT_KINDS)
    return wallet_balances(held, paid_out, pending=pending, payable=payable)
