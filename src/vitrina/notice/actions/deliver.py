"""After the commit: choosing the ways of each message once, and mailing."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

import msgspec

from vitrina import people
from vitrina.kernel.ids import AccountId
from vitrina.kernel.words import LANGUAGE_DEFAULT, Language
from vitrina.notice import rules, store
from vitrina.notice.adapters.mail import Ways, mail_of
from vitrina.notice.adapters.words import digest_words, reset_words, told_words, verification_words
from vitrina.notice.model import Message, Preference, Told, Words
from vitrina.platform.app import App
from vitrina.platform.mail import Mail, MailFailed
from vitrina.platform.postgres import Connection

LATER_AT_ONCE = 200
MAIL_AGAIN = timedelta(minutes=5)
_log = logging.getLogger("vitrina.notice")


async def deliver(app: App, ids: Sequence[UUID]) -> None:
    """Choose how each message reaches its reader, once, and mail what may leave at once.

    `MailFailed` at the end when a mail should be tried again later.
    """
    now = app.clock.now()
    async with app.db.transaction() as transaction:
        fresh = [one for one in await store.list_messages(transaction, ids) if one.planned_at is None]
        if fresh:
            await _plan(transaction, fresh, now)
    async with app.db.connection() as connection:
        planned = await store.list_messages(connection, ids)
    later = await _mail_each(app, [one for one in planned if one.mail_at is not None and one.mail_at == one.planned_at])
    if later is not None:
        raise later


async def _plan(connection: Connection, fresh: Sequence[Message], now: datetime) -> None:
    accounts = list({one.account_id for one in fresh if one.account_id is not None})
    preferences = await store.preferences_of(connection, accounts) if accounts else {}
    phones = await store.phones_of(connection, accounts) if accounts else []
    plans, pushes = [], []
    for one in fresh:
        preference = preferences.get(one.account_id, Preference()) if one.account_id else Preference()
        until = getattr(msgspec.convert(one.told, Told), "until", None)
        plans.append((one.id, rules.mail_time(preference, one.category, until, now)))
        at = rules.push_time(preference, one.category, now)
        pushes += [(one.id, phone.id, at) for phone in phones if phone.account_id == one.account_id and at is not None]
    mine = await store.plan(connection, plans, now)
    if pushes:
        await store.add_pushes(connection, [push for push in pushes if push[0] in mine])


async def send_later_mails(app: App) -> int:
    """Mail what waited for its time, an account's social things as one; how many mails left."""
    async with app.db.connection() as connection:
        due = await store.list_later_mails(connection, app.clock.now(), LATER_AT_ONCE)
        readers = await _readers(connection, due)
    sent = 0
    for _, group in groupby(due, lambda one: (one.account_id, "social" if one.category == "social" else one.id)):
        letters = list(group)
        address, language = _reader_of(letters[0], readers)
        words = [told_words(msgspec.convert(one.told, Told), language) for one in letters]
        said = words[0] if len(words) == 1 else digest_words(words, language)
        ids = [one.id for one in letters]
        try:
            await app.mail.send(_letter(app, letters[0], address, said, language))
        except MailFailed as problem:
            await _note_failure(app, ids, problem)
            continue
        async with app.db.transaction() as transaction:
            await store.mark_sent(transaction, ids, app.clock.now())
        sent += 1
    return sent


async def forget_old(app: App) -> int:
    """Delete what was told more than 90 days ago; how many."""
    async with app.db.transaction() as transaction:
        return await store.forget_messages(transaction, app.clock.now() - rules.KEPT)


async def send_verification(app: App, account_id: AccountId) -> None:
    """Mail a fresh link that confirms the account's address, unless it is confirmed."""
    issued = await people.issue_token(app, account_id, "verify_email")
    if issued is not None:
        account, token = issued
        link = f"{app.settings.public_url}/verify?token={token}"
        words = verification_words(account.name, link, account.language)
        await _send(app, account, words)


async def send_reset(app: App, account_id: AccountId) -> None:
    """Mail a fresh link by which the password can be set; nothing when there is no such account."""
    issued = await people.issue_token(app, account_id, "reset_password")
    if issued is not None:
        account, token = issued
        link = f"{app.settings.public_url}/reset?token={token}"
        await _send(app, account, reset_words(account.name, link, account.language))


async def _mail_each(app: App, messages: Sequence[Message]) -> MailFailed | None:
    """Send those that were not sent yet; the failure after which some should be tried again."""
    due = [one for one in messages if one.sent_at is None and one.failed_why is None]
    async with app.db.connection() as connection:
        readers = await _readers(connection, due)
    sent, later = [], None
    for message in due:
        address, language = _reader_of(message, readers)
        words = told_words(msgspec.convert(message.told, Told), language)
        try:
            await app.mail.send(_letter(app, message, address, words, language))
            sent.append(message.id)
        except MailFailed as problem:
            if problem.is_final:
                await _note_failure(app, [message.id], problem)
            else:
                later = problem
    if sent:
        async with app.db.transaction() as transaction:
            await store.mark_sent(transaction, sent, app.clock.now())
    return later


def _letter(app: App, message: Message, address: str, words: Words, language: Language) -> Mail:
    """A mail with the ways out that its reader has: preferences, and one click where the mail may be stopped."""
    url, ways = app.settings.public_url, Ways()
    if message.account_id is not None:
        ways = Ways(f"{url}/me/notices")
        if message.category not in rules.MAILED_ALWAYS:
            word = rules.unsubscribe_word(app.settings.app_secret, message.account_id, message.category)
            ways = Ways(f"{url}/me/notices", f"{url}/unsubscribe?word={word}", f"{url}/v1/unsubscribe/{word}")
    return mail_of(address, replace(words, link=url + words.link), language, ways)


async def _send(app: App, account: people.Account, words: Words) -> None:
    try:
        await app.mail.send(mail_of(account.email, words, account.language))
    except MailFailed as problem:
        if not problem.is_final:
            raise
        _log.warning("a mail to account %s was refused: %s", account.id, problem)


async def _readers(connection: Connection, messages: Sequence[Message]) -> dict[AccountId, people.Account]:
    accounts = {one.account_id for one in messages if one.account_id is not None}
    return await people.accounts_by_ids(connection, list(accounts)) if accounts else {}


def _reader_of(message: Message, accounts: Mapping[AccountId, people.Account]) -> tuple[str, Language]:
    if message.account_id is None:
        assert message.address is not None
        return message.address, message.language or LANGUAGE_DEFAULT
    # The row goes with its account (ON DELETE CASCADE), so the account is there.
    account = accounts[message.account_id]
    return account.email, message.language or account.language


async def _note_failure(app: App, ids: Sequence[UUID], problem: MailFailed) -> None:
    _log.warning("notices %s were not taken: %s", ", ".join(map(str, ids)), problem)
    async with app.db.transaction() as transaction:
        if problem.is_final:
            await store.mark_failed(transaction, ids, str(problem))
        else:
            await store.put_off(transaction, ids, app.clock.now() + MAIL_AGAIN)
