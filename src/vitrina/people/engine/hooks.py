"""What later folders hang on people, registered once when they are imported."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from vitrina.kernel.ids import AccountId, ShopId
from vitrina.platform.postgres import Connection

GuestJoined = Callable[[Connection, UUID, AccountId, datetime], Awaitable[None]]
ShopsDescribed = Callable[[Connection, Sequence[ShopId]], Awaitable[Mapping[ShopId, tuple[str, str]]]]

Exported = Callable[[Connection, AccountId], Awaitable[object]]
LeaveChecked = Callable[[Connection, AccountId], Awaitable[None]]
Erased = Callable[[Connection, AccountId, datetime], Awaitable[None]]

_guest_joined: list[GuestJoined] = []
_shops_described: list[ShopsDescribed] = []
_exports: dict[str, Exported] = {}
_checks_before_leaving: list[LeaveChecked] = []
_erasers: list[Erased] = []


def on_guest_joined(callback: GuestJoined) -> None:
    """Call `callback(transaction, guest_id, account_id, now)` when a guest logs in or signs up, in that transaction."""
    if callback not in _guest_joined:
        _guest_joined.append(callback)


def describe_shops(callback: ShopsDescribed) -> None:
    """Ask `callback(connection, ids)` for the slug and name of each shop; the catalogue registers it."""
    _shops_described[:] = [callback]


def on_export(name: str, callback: Exported) -> None:
    """Put what `callback(connection, account_id)` gives into the person's export, as `name`.json."""
    _exports[name] = callback


def before_leaving(callback: LeaveChecked) -> None:
    """Ask `callback(transaction, account_id)` before an account is deleted; it refuses while something is open."""
    if callback not in _checks_before_leaving:
        _checks_before_leaving.append(callback)


def on_leaving(callback: Erased) -> None:
    """Call `callback(transaction, account_id, now)` when a person leaves: erase or blur what names them."""
    if callback not in _erasers:
        _erasers.append(callback)


async def export_all(connection: Connection, account_id: AccountId) -> dict[str, object]:
    return {name: await callback(connection, account_id) for name, callback in sorted(_exports.items())}


async def check_leaving(connection: Connection, account_id: AccountId) -> None:
    for callback in _checks_before_leaving:
        await callback(connection, account_id)


async def erase_all(connection: Connection, account_id: AccountId, now: datetime) -> None:
    for callback in _erasers:
        await callback(connection, account_id, now)


async def hand_over_guest(connection: Connection, guest_id: UUID, account_id: AccountId, now: datetime) -> None:
    for callback in _guest_joined:
        await callback(connection, guest_id, account_id, now)


async def shops_of(connection: Connection, ids: Sequence[ShopId]) -> Mapping[ShopId, tuple[str, str]]:
    """Slug and name of each known shop; empty as long as no catalogue is there."""
    if not ids or not _shops_described:
        return {}
    return await _shops_described[0](connection, ids)
