"""Where an account has things sent: several addresses, one of them the first choice."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from vitrina import market, people
from vitrina.cart.errors import AddressesFull, RegionUnknown
from vitrina.cart.model import Address, SavedAddress
from vitrina.cart.store import addresses as kept
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import AccountId, uuid7
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

ADDRESSES_MAX = 20


async def list_addresses(app: App, actor: people.Actor) -> list[SavedAddress]:
    """The account's addresses, the default one first; `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.connection() as connection:
        return await kept.list_addresses(connection, account_id)


async def add_address(app: App, actor: people.Actor, address: Address, *, is_default: bool) -> SavedAddress:
    """Save one more; the first is the default, and the same address again is the one that is there.

    `AddressesFull`, `CountryNotServed`, `RegionUnknown`, `LoginNeeded`.
    """
    account_id, now = actor.need_account(), app.clock.now()
    await _check(app, address)
    async with app.db.transaction() as transaction:
        return await _add(transaction, account_id, address, now, is_default=is_default)


async def change_address(
    app: App, actor: people.Actor, address_id: UUID, address: Address, *, is_default: bool
) -> SavedAddress:
    """Change one, or make it the default; `NotFound`, `CountryNotServed`, `RegionUnknown`, `LoginNeeded`."""
    account_id = actor.need_account()
    await _check(app, address)
    async with app.db.transaction() as transaction:
        await kept.lock_addresses(transaction, account_id)
        if is_default:
            await kept.clear_default(transaction, account_id)
        if not await kept.update_saved(transaction, account_id, SavedAddress(address_id, address, is_default)):
            raise NotFound
        await kept.promote_newest(transaction, account_id)
        return next(one for one in await kept.list_addresses(transaction, account_id) if one.id == address_id)


async def remove_address(app: App, actor: people.Actor, address_id: UUID) -> None:
    """Forget one; another becomes the default. `NotFound`, `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        await kept.lock_addresses(transaction, account_id)
        if not await kept.delete_address(transaction, account_id, address_id):
            raise NotFound
        await kept.promote_newest(transaction, account_id)


async def keep_address(connection: Connection, account_id: AccountId, address: Address, now: datetime) -> None:
    """Save the address of an order that a guest brought along, unless the account has enough."""
    await kept.lock_addresses(connection, account_id)
    if len(await kept.list_addresses(connection, account_id)) < ADDRESSES_MAX:
        await _add(connection, account_id, address, now, is_default=False)


async def export_carts(connection: Connection, account_id: AccountId) -> dict[str, Any]:
    """What is kept of the account's addresses and bags, for the account itself."""
    return await kept.export_carts(connection, account_id)


async def erase_carts(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Forget the addresses and bags of who leaves."""
    await kept.erase_carts(connection, account_id)


async def _add(
    connection: Connection, account_id: AccountId, address: Address, now: datetime, *, is_default: bool
) -> SavedAddress:
    await kept.lock_addresses(connection, account_id)
    before = await kept.list_addresses(connection, account_id)
    same = next((one for one in before if one.address == address), None)
    if same is not None:
        return same
    if len(before) >= ADDRESSES_MAX:
        raise AddressesFull
    if is_default:
        await kept.clear_default(connection, account_id)
    saved = SavedAddress(uuid7(now), address, is_default or not before)
    await kept.insert_address(connection, account_id, saved, now)
    return saved


async def _check(app: App, address: Address) -> None:
    country = (await market.markets(app)).get(address.country)
    if not market.is_region(country.code, address.region):
        raise RegionUnknown(region=address.region[:20])
