"""Telling: a row now, the mail after commit."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from vitrina import people
from vitrina.kernel.ids import AccountId, uuid7
from vitrina.kernel.words import LANGUAGE_DEFAULT, Language
from vitrina.notice import store
from vitrina.notice.adapters import mail as forms
from vitrina.notice.adapters.words import reset_words, told_words, verification_words
from vitrina.notice.model import Message, To, Told, Words
from vitrina.platform.app import App
from vitrina.platform.mail import Mail, MailFailed
from vitrina.platform.outbox import Event, add_events
from vitrina.platform.postgres import Connection

NOTICE_DUE = "NoticeDue"
_log = logging.getLogger("vitrina.notice")


async def tell(connection: Connection, to: To, told: Told, *, once: str, now: datetime) -> bool:
    """Have `told` sent to `to` after this transaction commits; False when the cause `once` was told already.

    `once` names the cause (`receipt:ORDER_ID`), so that a reaction may run again. Wake the relay after the commit.
    """
    return bool(await tell_all(connection, [(to, told, once)], now=now))


async def tell_all(connection: Connection, tellings: Sequence[tuple[To, Told, str]], *, now: datetime) -> int:
    """As `tell` for many (to, told, once) in two statements; how many were not told before."""
    if not tellings:
        return 0
    assert all(to.account_id is not None or (to.address and to.language) for to, _, _ in tellings)
    rows = [(uuid7(now), once, to, msgspec.to_builtins(told)) for to, told, once in tellings]
    made = await store.add_messages(connection, rows, now)
    await add_events(connection, [Event(NOTICE_DUE, message_id, {}, now) for message_id in made])
    return len(made)


async def send_messages(app: App, ids: Sequence[UUID]) -> None:
    """Send kept messages that were not sent yet; `MailFailed` at the end when one should be tried again later."""
    async with app.db.connection() as connection:
        due = [
            one for one in await store.list_messages(connection, ids) if one.sent_at is None and one.failed_why is None
        ]
        accounts = await people.accounts_by_ids(
            connection, [one.account_id for one in due if one.account_id is not None]
        )
    sent, later = [], None
    for message in due:
        address, language = _reader_of(message, accounts)
        words = told_words(msgspec.convert(message.told, Told), language)
        words = replace(words, link=app.settings.public_url + words.link)
        try:
            await app.mail.send(_mail(address, words, language))
            sent.append(message.id)
        except MailFailed as problem:
            if problem.is_final:
                await _note_failure(app, message.id, str(problem))
            else:
                later = problem
    async with app.db.transaction() as transaction:
        await store.mark_sent(transaction, sent, app.clock.now())
    if later is not None:
        raise later


async def export_messages(connection: Connection, account_id: AccountId) -> list[dict[str, Any]]:
    """What the account was told, for the account itself."""
    return await store.export_messages(connection, account_id)


async def erase_messages(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Forget what an account that leaves was told."""
    await store.erase_messages(connection, account_id)


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


async def send_letter(app: App, address: str, words: Words, language: Language) -> None:
    """Mail words that are kept nowhere, as an invitation's link; `MailFailed` when it should be tried again later."""
    try:
        await app.mail.send(_mail(address, words, language))
    except MailFailed as problem:
        if not problem.is_final:
            raise
        _log.warning("a letter was refused: %s", problem)


async def count_failures(connection: Connection) -> tuple[int, int]:
    """How many notices were refused for good, and how many wait to be sent."""
    return await store.count_failures(connection)


async def _send(app: App, account: people.Account, words: Words) -> None:
    try:
        await app.mail.send(_mail(account.email, words, account.language))
    except MailFailed as problem:
        if not problem.is_final:
            raise
        _log.warning("a mail to account %s was refused: %s", account.id, problem)


def _reader_of(message: Message, accounts: Mapping[AccountId, people.Account]) -> tuple[str, Language]:
    if message.account_id is None:
        assert message.address is not None
        return message.address, message.language or LANGUAGE_DEFAULT
    # The row goes with its account (ON DELETE CASCADE), so the account is there.
    account = accounts[message.account_id]
    return account.email, message.language or account.language


async def _note_failure(app: App, message_id: UUID, why: str) -> None:
    _log.warning("notice %s was refused: %s", message_id, why)
    async with app.db.transaction() as transaction:
        await store.mark_failed(transaction, message_id, why)


def _mail(address: str, words: Words, language: Language) -> Mail:
    return Mail(address, words.subject, forms.text_of(words), forms.html_of(words, language), language)
