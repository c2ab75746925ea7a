"""The centre in the app: what one was told, what one wants to hear, and the way out of mails without a log-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from vitrina import people
from vitrina.kernel.errors import Invalid, NotFound
from vitrina.kernel.ids import AccountId, parse_uuid
from vitrina.kernel.pages import Page, decode_cursor, page_of
from vitrina.notice import rules, store
from vitrina.notice.model import Category, Message, Preference
from vitrina.platform.app import App
from vitrina.platform.postgres import Connection


async def list_notices(app: App, actor: people.Actor, cursor: str | None, limit: int) -> tuple[Page[Message], int]:
    """What the account that asks was told, newest first, and how many it has not read. `LoginNeeded`."""
    account_id, after = actor.need_account(), _after(cursor)
    async with app.db.connection() as connection:
        rows = await store.list_own(connection, account_id, after, limit + 1)
        unread = await store.count_unread(connection, account_id)
    return page_of(rows, limit, lambda one: (one.at.isoformat(), str(one.id))), unread


async def count_unread(app: App, actor: people.Actor) -> int:
    """How many the account that asks has not read, 100 at most. `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.connection() as connection:
        return await store.count_unread(connection, account_id)


async def mark_read(app: App, actor: people.Actor, ids: Sequence[UUID] | None) -> None:
    """Mark these, or everything, read; others' are left alone. `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        await store.mark_read(transaction, account_id, ids, app.clock.now())


async def get_preference(app: App, actor: people.Actor) -> Preference:
    """What the account that asks wants to hear. `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.connection() as connection:
        return await _preference_of(connection, account_id)


async def set_preference(app: App, actor: people.Actor, wanted: Preference) -> Preference:
    """Want this from now on. `Invalid` for a choice, an hour or a zone that is not there; `LoginNeeded`."""
    account_id = actor.need_account()
    choices = rules.known_choices(wanted.choices)
    if choices is None:
        raise Invalid(field="choices", reason="names what is not there")
    if (wanted.quiet_from_min is None) != (wanted.quiet_until_min is None):
        raise Invalid(field="quiet_until_min", reason="needs a beginning and an end")
    if not rules.is_zone(wanted.zone):
        raise Invalid(field="zone", reason="is not a time zone")
    kept = replace(wanted, choices=choices)
    async with app.db.transaction() as transaction:
        await store.put_preference(transaction, account_id, kept)
    return kept


async def read_unsubscribe(app: App, word: str) -> tuple[Category, bool]:
    """What mails a link would stop, and whether they are stopped already; `NotFound` when we did not write it."""
    account_id, category = _read(app, word)
    async with app.db.connection() as connection:
        preference = await _preference_of(connection, account_id)
    return category, not rules.wants(preference, "mail", category)


async def unsubscribe(app: App, word: str) -> tuple[Category, bool]:
    """Stop the mails that a link names, without a log-in; again is the same. `NotFound` when we did not write it."""
    account_id, category = _read(app, word)
    async with app.db.transaction() as transaction:
        if not await people.accounts_by_ids(transaction, [account_id]):
            raise NotFound
        await store.switch_off(transaction, account_id, f"mail.{category}", Preference().zone)
    return category, True


async def export_messages(connection: Connection, account_id: AccountId) -> list[dict[str, Any]]:
    """What the account was told, and what it wants to hear, for the account itself."""
    return await store.export_messages(connection, account_id)


async def erase_messages(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Forget what an account that leaves was told, what it wanted to hear and which phones it had."""
    await store.erase_messages(connection, account_id)


def _read(app: App, word: str) -> tuple[AccountId, Category]:
    found = rules.read_unsubscribe_word(app.settings.app_secret, word)
    if found is None or found[1] in rules.MAILED_ALWAYS:
        raise NotFound
    return found


async def _preference_of(connection: Connection, account_id: AccountId) -> Preference:
    return (await store.preferences_of(connection, [account_id])).get(account_id, Preference())


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    parts = decode_cursor(cursor, 2)
    if parts is None:
        return None
    try:
        at, message_id = datetime.fromisoformat(parts[0]), parse_uuid(parts[1])
    except ValueError:
        at, message_id = None, None
    if at is None or at.tzinfo is None or message_id is None:
        raise Invalid(field="cursor", reason="is not one of ours")
    return at, message_id
