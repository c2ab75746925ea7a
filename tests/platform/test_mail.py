"""Mail to files and by SMTP, against a strict server."""

from __future__ import annotations

import email
import ssl
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from tests.fakes.smtp import make_certificate, smtp_server

from vitrina.kernel.clock import ManualClock
from vitrina.platform.mail import FileMail, Mail, MailFailed, SmtpMail, is_address, open_mail
from vitrina.platform.settings import SettingWrong, read_settings

SENDER = "Vitrina <hola@vitrina.test>"
MAIL = Mail(
    to="ana@example.test",
    subject="Confirma tu correo, Ángela",
    text="Hola:\n.una línea con punto\nñandú " + "largo " * 300,
    html="<p>Hola</p>",
    language="es",
    headers={"X-Kind": "verification"},
)


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def check(message: EmailMessage) -> None:
    assert message["From"] == SENDER
    assert message["To"] == "ana@example.test"
    assert message["Subject"] == "Confirma tu correo, Ángela"
    assert message["Date"] == "Mon, 04 May 2026 15:00:00 +0000"
    assert message["Content-Language"] == "es"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Kind"] == "verification"
    assert message["Message-ID"].endswith("@vitrina.test>")
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == MAIL.text + "\n"
    assert html.get_content().strip() == "<p>Hola</p>"


async def test_files_sort_by_time_and_hold_the_whole_mail(tmp_path: Path, clock: ManualClock) -> None:
    port = FileMail(tmp_path / "mail", SENDER, clock)
    await port.send(MAIL)
    clock.advance(timedelta(seconds=1))
    await port.send(replace(MAIL, subject="second"))
    files = sorted((tmp_path / "mail").iterdir())
    assert [path.suffix for path in files] == [".eml", ".eml"]
    check(read(files[0].read_bytes()))
    assert read(files[1].read_bytes())["Subject"] == "second"


async def test_smtp_delivers_the_same_mail(clock: ManualClock) -> None:
    async with smtp_server() as server:
        await SmtpMail(f"smtp://127.0.0.1:{server.port}", SENDER, clock).send(MAIL)
    assert server.complaints == []
    assert server.sessions_ended == 1
    (delivery,) = server.deliveries
    assert (delivery.sender, delivery.recipients) == ("hola@vitrina.test", ["ana@example.test"])
    assert not delivery.is_encrypted
    check(read(delivery.content))


@pytest.mark.parametrize("scheme", ["smtp", "smtp+starttls", "smtps"])
async def test_smtp_encrypts_and_logs_in(scheme: str, tmp_path: Path, clock: ManualClock) -> None:
    certificate, key = make_certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    trust = ssl.create_default_context(cafile=str(certificate))
    is_at_start = scheme == "smtps"
    async with smtp_server(tls=tls, is_tls_from_start=is_at_start, user="shop", password="p@ss:word") as server:
        url = f"{scheme}://shop:p%40ss%3Aword@127.0.0.1:{server.port}"
        await SmtpMail(url, SENDER, clock, trust).send(MAIL)
        with pytest.raises(MailFailed) as caught:
            await SmtpMail(url, SENDER, clock).send(MAIL)  # the certificate is unknown to the system
    assert not caught.value.is_final
    (delivery,) = server.deliveries
    assert (delivery.is_encrypted, delivery.user) == (True, "shop")


async def test_starttls_that_is_not_offered_is_a_failure_not_a_plain_mail(clock: ManualClock) -> None:
    async with smtp_server() as server:
        with pytest.raises(MailFailed) as caught:
            await SmtpMail(f"smtp+starttls://127.0.0.1:{server.port}", SENDER, clock).send(MAIL)
    assert not caught.value.is_final
    assert server.deliveries == []


@pytest.mark.parametrize(
    ("word", "answer", "is_final"),
    [
        ("RCPT", "550 no such user", True),
        ("RCPT", "450 later", False),
        ("MAIL", "553 not you", True),
        ("MAIL", "421 too busy", False),
        ("DATA", "554 spam", True),
        ("EHLO", "421 closing", False),
    ],
)
async def test_what_is_final_and_what_may_be_tried_again(
    word: str, answer: str, is_final: bool, clock: ManualClock
) -> None:
    async with smtp_server(answers={word: answer}) as server:
        with pytest.raises(MailFailed) as caught:
            await SmtpMail(f"smtp://127.0.0.1:{server.port}", SENDER, clock).send(MAIL)
    assert caught.value.is_final is is_final
    assert server.deliveries == []


async def test_nobody_listens(clock: ManualClock) -> None:
    async with smtp_server() as server:
        port = server.port
    with pytest.raises(MailFailed) as caught:
        await SmtpMail(f"smtp://127.0.0.1:{port}", SENDER, clock).send(MAIL)
    assert not caught.value.is_final


@pytest.mark.parametrize(
    "mail",
    [
        replace(MAIL, to="ana@example.test\nBcc: all@example.test"),
        replace(MAIL, to="ana@example.test, luz@example.test"),
        replace(MAIL, to="nobody"),
        replace(MAIL, subject="hello\r\nBcc: all@example.test"),
        replace(MAIL, headers={"X-Kind": "a\nBcc: all@example.test"}),
    ],
)
async def test_a_header_cannot_be_smuggled_in(mail: Mail, tmp_path: Path, clock: ManualClock) -> None:
    with pytest.raises(MailFailed) as caught:
        await FileMail(tmp_path / "mail", SENDER, clock).send(mail)
    assert caught.value.is_final
    assert not (tmp_path / "mail").exists()


@pytest.mark.parametrize("text", ["a@b.test", "a.b+c@d-e.test", "ñ@example.test", "o'neil@example.test"])
def test_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@", "@b", "a@b@c", "a b@c.test", "a@b.test\n", "a@.b", "a@b.", "a@b..c", "<a@b>", "a@b;c",
     "x" * 65 + "@b", "a@" + "b" * 253],
)  # fmt: skip
def test_no_addresses(text: str) -> None:
    assert not is_address(text)


def test_the_setting_chooses_and_names_what_it_takes(tmp_path: Path, clock: ManualClock) -> None:
    settings = replace(read_settings({}), home=tmp_path)
    assert isinstance(open_mail(settings, clock), FileMail)
    assert isinstance(open_mail(replace(settings, smtp_url="smtps://mail.example.test"), clock), SmtpMail)
    for wrong in ("mail.example.test", "http://mail.example.test", "smtp://"):
        with pytest.raises(SettingWrong, match="VITRINA_SMTP_URL"):
            open_mail(replace(settings, smtp_url=wrong), clock)
