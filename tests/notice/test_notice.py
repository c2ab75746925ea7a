"""Telling people: once, in their language, after the commit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from vitrina import notice, people
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.ids import AccountId
from vitrina.notice.actions import send_later_mails
from vitrina.notice.model import Amount
from vitrina.platform.app import App
from vitrina.platform.mail import Mail, MailFailed
from vitrina.platform.outbox import Event

RECEIPT = notice.Receipt(
    number="V-1001",
    shop="Café <Sol>",
    lines=(notice.ReceiptLine("Mug & saucer", 2, Amount(2490, "USD")),),
    shipping=Amount(500, "USD"),
    tax=Amount(199, "USD"),
    total=Amount(3189, "USD"),
    path="/orders/1",
)
COMMISSION = notice.CommissionPayable(1, Amount(1_250_000, "COP"), datetime(2026, 5, 5, tzinfo=UTC), "/wallet")


@dataclass
class Outbox:
    """A mail port that keeps what it is given, or fails as it is told."""

    sent: list[Mail] = field(default_factory=list)
    failures: list[MailFailed] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        if self.failures:
            raise self.failures.pop()
        self.sent.append(mail)


@pytest.fixture
def port() -> Outbox:
    return Outbox()


@pytest.fixture
def telling(app: App, port: Outbox) -> App:
    return replace(app, mail=port)


async def ana(app: App, language: str = "es") -> AccountId:
    return await people.make_account(
        app, email="ana@example.test", name="Ana", password=None, birth_date=date(1990, 1, 1), language=language
    )


async def tell(app: App, to: notice.To, told: notice.Told, once: str = "receipt:1") -> bool:
    async with app.db.transaction() as transaction:
        return await notice.tell(transaction, to, told, once=once, now=app.clock.now())


async def events(app: App) -> list[Event]:
    async with app.db.connection() as connection:
        rows = await connection.fetch("SELECT topic, subject, payload, at, stream FROM platform_outbox ORDER BY id")
    return [Event(*row) for row in rows]


async def react(app: App, due: list[Event]) -> None:
    for reaction in notice.REACTIONS:
        mine = [event for event in due if event.topic == reaction.topic]
        if mine:
            await reaction.run(app, mine)


async def test_a_receipt_in_spanish_is_sent_once_however_often_it_is_told(telling: App, port: Outbox) -> None:
    account_id = await ana(telling)
    assert await tell(telling, notice.To(account_id=account_id), RECEIPT) is True
    assert await tell(telling, notice.To(account_id=account_id), RECEIPT) is False
    assert port.sent == []
    due = await events(telling)
    assert [event.topic for event in due] == ["NoticeDue"]
    await react(telling, due)
    await react(telling, due)
    (mail,) = port.sent
    assert (mail.to, mail.language) == ("ana@example.test", "es")
    assert mail.subject == "Tu compra en Café <Sol>, V-1001"
    assert mail.text == (
        "Gracias por tu compra.\n\n2 × Mug & saucer: $24.90\n\n"
        "Envío: $5.00\nImpuestos: $1.99\nTotal: $31.89\n\n"
        "Durante una hora puedes cancelarla tú mismo.\n\n"
        "Ver mi pedido: http://localhost:8000/orders/1\n\n"
        "Elige qué te enviamos: http://localhost:8000/me/notices\n"
    )
    assert mail.html is not None
    assert "<p>2 × Mug &amp; saucer: $24.90</p>" in mail.html
    assert "<title>Tu compra en Café &lt;Sol&gt;, V-1001</title>" in mail.html
    assert '<html lang="es">' in mail.html
    # A receipt is not to be stopped: no mail program is told how.
    assert dict(mail.headers) == {}


async def test_a_guest_is_told_at_the_address_given(telling: App, port: Outbox) -> None:
    assert await tell(telling, notice.To(address="luz@example.test", language="en"), RECEIPT)
    await react(telling, await events(telling))
    (mail,) = port.sent
    assert (mail.to, mail.subject) == ("luz@example.test", "Your order from Café <Sol>, V-1001")
    assert "For one hour you can cancel it yourself." in mail.text
    assert "Shipping: $5.00\nTax: $1.99\nTotal: $31.89" in mail.text


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "COP 12,500.00 is yours to cash out"), ("es", "Ya puedes cobrar COP 12.500,00")]
)
async def test_a_commission_is_told_in_the_readers_language(
    telling: App, port: Outbox, language: str, subject: str
) -> None:
    account_id = await ana(telling, language)
    assert await tell(telling, notice.To(account_id=account_id), COMMISSION, "commission:1")
    await react(telling, await events(telling))
    assert port.sent == []
    assert isinstance(telling.clock, ManualClock)
    telling.clock.advance(timedelta(days=1))
    await send_later_mails(telling)
    await send_later_mails(telling)
    assert [mail.subject for mail in port.sent] == [subject]
    assert "http://localhost:8000/wallet\n" in port.sent[0].text
    # It may still grow within its ten minutes; the mail waits for that.


async def test_nothing_is_told_when_the_cause_is_rolled_back(telling: App, port: Outbox) -> None:
    account_id = await ana(telling)
    with pytest.raises(KeyError):
        async with telling.db.transaction() as transaction:
            now = telling.clock.now()
            await notice.tell(transaction, notice.To(account_id=account_id), RECEIPT, once="r", now=now)
            raise KeyError("the cause fails")
    assert await events(telling) == []
    async with telling.db.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM notice_message") == 0
    assert port.sent == []


async def test_a_busy_server_is_tried_again_and_a_final_no_is_not(telling: App, port: Outbox) -> None:
    account_id = await ana(telling)
    await tell(telling, notice.To(account_id=account_id), RECEIPT)
    due = await events(telling)
    port.failures = [MailFailed("recipient refused", is_final=True), MailFailed("too busy", is_final=False)]
    with pytest.raises(MailFailed):
        await react(telling, due)
    await react(telling, due)
    await react(telling, due)
    assert (port.sent, port.failures) == ([], [])
    async with telling.db.connection() as connection:
        row = await connection.fetchrow("SELECT sent_at, failed_why FROM notice_message")
    assert row is not None
    assert tuple(row) == (None, "recipient refused")


async def test_an_account_that_went_is_told_nothing(telling: App, port: Outbox) -> None:
    account_id = await ana(telling)
    await tell(telling, notice.To(account_id=account_id), RECEIPT)
    due = await events(telling)
    async with telling.db.transaction() as transaction:
        await transaction.execute("DELETE FROM people_account")
    await react(telling, [*due, Event(people.RESET_ASKED, uuid4(), {}, telling.clock.now())])
    assert port.sent == []


async def test_a_reset_mail_that_is_refused_for_good_is_not_tried_again(telling: App, port: Outbox) -> None:
    account_id = await ana(telling)
    port.failures = [MailFailed("recipient refused", is_final=True)]
    await react(telling, [Event(people.RESET_ASKED, account_id, {}, telling.clock.now())])
    port.failures = [MailFailed("too busy", is_final=False)]
    with pytest.raises(MailFailed):
        await react(telling, [Event(people.VERIFICATION_ASKED, account_id, {}, telling.clock.now())])
    await react(telling, [Event(people.VERIFICATION_ASKED, account_id, {}, telling.clock.now())])
    assert [mail.subject for mail in port.sent] == ["Confirma tu correo"]
