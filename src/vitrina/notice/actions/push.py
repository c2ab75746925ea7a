"""Pushing to phones: who may be pushed to, and what is due now."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from vitrina import people
from vitrina.kernel.errors import Invalid
from vitrina.kernel.ids import AccountId, uuid7
from vitrina.notice import rules, store
from vitrina.notice.adapters.phone import push_of
from vitrina.notice.adapters.words import told_words
from vitrina.notice.model import DuePush, Phone, Preference, Told
from vitrina.platform.app import App
from vitrina.platform.fetch import URL_CHARS_MAX
from vitrina.platform.push import Pusher, PushFailed, PushGone, make_address

PHONES_MAX = 10
PUSHES_AT_ONCE = 64
CALLS_AT_ONCE = 8
# A push under way is nobody else's for so long; a worker that dies meanwhile has it sent again after it.
LEASE = timedelta(seconds=60)
_log = logging.getLogger("vitrina.notice")


def push_key(app: App) -> str:
    """The installation's public key, by which browsers know who may push (base64url)."""
    return app.part(Pusher).public_key


async def add_phone(app: App, actor: people.Actor, endpoint: str, *, public_key: str, auth_secret: str) -> None:
    """Let the browser at `endpoint` be pushed to for the account that asks; again is the same. `Invalid`, `LoginNeeded`."""
    account_id = actor.need_account()
    if not _is_endpoint(app, endpoint):
        raise Invalid(field="endpoint", reason="is not an https address")
    address = make_address(endpoint, public_key, auth_secret)
    if address is None:
        raise Invalid(field="keys", reason="are not a browser's")
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        await store.put_phone(transaction, Phone(uuid7(now), account_id, address), now, PHONES_MAX)


async def remove_phone(app: App, actor: people.Actor, endpoint: str) -> None:
    """Stop pushing to a browser of the account that asks; again is the same. `LoginNeeded`."""
    account_id = actor.need_account()
    async with app.db.transaction() as transaction:
        await store.remove_phone(transaction, account_id, endpoint)


async def send_pushes(app: App) -> int:
    """Hand over what is due to the browsers' services; how many were tried."""
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        due = await store.claim_pushes(transaction, now, now + LEASE, PUSHES_AT_ONCE)
    if not due:
        return 0
    async with app.db.connection() as connection:
        ids = list({one.phone.account_id for one in due})
        accounts = await people.accounts_by_ids(connection, ids)
        preferences = await store.preferences_of(connection, ids)
    turn = asyncio.Semaphore(CALLS_AT_ONCE)

    async def one(push: DuePush) -> None:
        async with turn:
            preference = preferences.get(push.phone.account_id, Preference())
            await _send(app, push, accounts, preference)

    async with asyncio.TaskGroup() as group:
        for push in due:
            group.create_task(one(push))
    return len(due)


async def _send(app: App, due: DuePush, accounts: dict[AccountId, people.Account], preference: Preference) -> None:
    told = msgspec.convert(due.message.told, Told)
    count = getattr(told, "count", None)
    if due.count_sent is not None and due.count_sent == count:
        await _finish(app, due)  # it did not grow since it was said
        return
    account = accounts[due.phone.account_id]
    words, terms = told_words(told, account.language), rules.push_terms(due.message.category)
    push = push_of(due.message.id, told, words, account.language, terms=terms)
    try:
        await app.part(Pusher).send(due.phone.address, push)
    except PushGone:
        async with app.db.transaction() as transaction:
            await store.forget_phone(transaction, due.phone.id)
    except PushFailed as problem:
        await _note_failure(app, due, problem)
    else:
        await _said(app, due, count, _again_at(told, preference, due, app.clock.now()))


def _again_at(told: Told, preference: Preference, due: DuePush, now: datetime) -> datetime | None:
    """When something that still grows is said once more, with its whole count."""
    until = getattr(told, "until", None)
    if until is None or until <= now:
        return None
    return rules.push_time(preference, due.message.category, until)


async def _said(app: App, due: DuePush, count: int | None, again_at: datetime | None) -> None:
    if again_at is None:
        await _finish(app, due)
        return
    async with app.db.transaction() as transaction:
        await store.push_again(transaction, due, again_at, tries=0, count_sent=count)


async def _finish(app: App, due: DuePush) -> None:
    async with app.db.transaction() as transaction:
        await store.finish_push(transaction, due)


async def _note_failure(app: App, due: DuePush, problem: PushFailed) -> None:
    _log.warning("push %s to phone %s was not taken: %s", due.message.id, due.phone.id, problem)
    if problem.retry_s is None or due.tries >= rules.PUSH_TRIES_MAX:
        await _finish(app, due)
        return
    at = app.clock.now() + rules.retry_after(due.tries, problem.retry_s)
    async with app.db.transaction() as transaction:
        await store.push_again(transaction, due, at, tries=due.tries, count_sent=due.count_sent)


def _is_endpoint(app: App, endpoint: str) -> bool:
    """Push services speak https; plain http only where the operator allows the very host (a service next door)."""
    if len(endpoint) > URL_CHARS_MAX:
        return False
    try:
        url = urlsplit(endpoint)
        pair = f"{url.hostname}:{url.port}"
    except ValueError:
        return False
    return (url.scheme == "https" and bool(url.hostname)) or (url.scheme == "http" and pair in app.settings.fetch_allow)
