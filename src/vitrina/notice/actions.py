"""Telling: a row now, the mail after commit."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

import msgspec

from vitrina import people
from vitrina.kernel.ids import AccountId, uuid7
from vitrina.kernel.words import LANGUAGE_DEFAULT, Language
from vitrina.notice import rules, store
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
    assert to.account_id is not None or (to.address is not None and to.language is not None)
    row = (uuid7(now), once, to, msgspec.to_builtins(told))
    made = await store.add_messages(connection, [row], now)
    await add_events(connection, [Event(NOTICE_DUE, message_id, {}, now) for message_id in made])
    return bool(made)


async def send_message(app: App, message_id: UUID) -> None:
    """Send one kept message, unless it was sent; `MailFailed` when it should be tried again later."""
    async with app.db.connection() as connection:
        found = await store.list_messages(connection, [message_id])
        if not found or found[0].sent_at is not None or found[0].failed_why is not None:
            return
        message = found[0]
        address, language = await _reader_of(connection, message)
    told = msgspec.convert(message.told, Told)
    words = rules.told_words(told, app.settings.public_url, language)
    try:
        await app.mail.send(_mail(address, words, language))
    except MailFailed as problem:
        if not problem.is_final:
            raise
        await _note_failure(app, message_id, str(problem))
        return
    async with app.db.transaction() as transaction:
        await store.mark_sent(transaction, message_id, app.clock.now())


async def send_verification(app: App, account_id: AccountId) -> None:
    """Mail a fresh link that confirms the account's address, unless it is confirmed."""
    issued = await people.issue_token(app, account_id, "verify_email")
    if issued is not None:
        account, token = issued
        link = f"{app.settings.public_url}/verify?token={token}"
        words = rules.verification_words(account.name, link, account.language)
        await _send(app, account, words)


async def send_reset(app: App, account_id: AccountId) -> None:
    """Mail a fresh link by which the password can be set; nothing when there is no such account."""
    issued = await people.issue_token(app, account_id, "reset_password")
    if issued is not None:
        account, token = issued
        link = f"{app.settings.public_url}/reset?token={token}"
        await _send(app, account, rules.reset_words(account.name, link, account.language))


async def _send(app: App, account: people.Account, words: Words) -> None:
    try:
        await app.mail.send(_mail(account.email, words, account.language))
    except MailFailed as problem:
        if not problem.is_final:
            raise
        _log.warning("a mail to account %s was refused: %s", account.id, problem)


async def _reader_of(connection: Connection, message: Message) -> tuple[str, Language]:
    if message.account_id is None:
        assert message.address is not None
        return message.address, message.language or LANGUAGE_DEFAULT
    # The row goes with its account (ON DELETE CASCADE), so the account is there.
    account = (await people.accounts_by_ids(connection, [message.account_id]))[message.account_id]
    return account.email, message.language or account.language


async def _note_failure(app: App, message_id: UUID, why: str) -> None:
    _log.warning("notice %s was refused: %s", message_id, why)
    async with app.db.transaction() as transaction:
        await store.mark_failed(transaction, message_id, why)


def _mail(address: str, words: Words, language: Language) -> Mail:
    return Mail(address, words.subject, rules.text_of(words), rules.html_of(words, language), language)
