"""What later folders hang on people, registered once when they are imported."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from vitrina.kernel.ids import AccountId, ShopId
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection

GuestJoined = Callable[[Connection, UUID, AccountId, datetime], Awaitable[None]]
ShopsDescribed = Callable[[Connection, Sequence[ShopId]], Awaitable[Mapping[ShopId, tuple[str, str]]]]

FaceMade = Callable[[App, bytes], Awaitable[str]]

_face_made: list[FaceMade] = []
Exported = Callable[[Connection, AccountId], Awaitable[object]]
LeaveChecked = Callable[[Connection, AccountId], Awaitable[None]]
Erased = Callable[[Connection, AccountId, datetime], Awaitable[None]]

_guest_joined: list[GuestJoined] = []
_shops_described: list[ShopsDescribed] = []
_open_to_suspended: list[str] = []
_reads_by_post: list[str] = []
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


def make_faces_by(callback: FaceMade) -> None:
    """Have `callback(app, file's bytes)` store a face and give its blob key; the catalogue knows pictures."""
    _face_made[:] = [callback]


async def make_face(app: App, raw: bytes) -> str:
    """Store a face; the refusals of whoever makes it."""
    assert _face_made, "join_capabilities says who makes faces"
    return await _face_made[0](app, raw)


def open_to_suspended(*paths: str) -> None:
    """Let a suspended account write below these paths: to log out, to appeal, to mind what it bought and sold before."""
    _open_to_suspended.extend(path for path in paths if path not in _open_to_suspended)


def read_by_post(*paths: str) -> None:
    """These paths take a POST and write nothing: a suspended account and an operator's view may use them."""
    _reads_by_post.extend(path for path in paths if path not in _reads_by_post)


def is_read_by_post(path: str) -> bool:
    return path in _reads_by_post


def is_open_to_suspended(path: str) -> bool:
    return any(path == one or path.startswith(one + "/") for one in _open_to_suspended)


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
