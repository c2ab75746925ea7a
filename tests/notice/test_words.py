"""Every kind of thing told says something of its own in both languages, whatever people wrote into it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import msgspec
import pytest

from vitrina import notice
from vitrina.kernel.ids import uuid7
from vitrina.notice import rules
from vitrina.notice.adapters.phone import push_of
from vitrina.notice.adapters.words import _TOLD, _key, told_words
from vitrina.notice.model import GROWING, Amount

AT = datetime(2026, 5, 4, 23, 30, tzinfo=UTC)
USD = Amount(1240, "USD")
NASTY = "{0.__class__} <b>\r\nBcc: x@y.test\u2028"
EXAMPLES: list[tuple[notice.Told, str, str]] = [
    (notice.OrderShipped("A-1", "Luz", "Mug", "/o"), "On its way: Mug", "En camino: Mug"),
    (notice.OrderShipped("A-1", "Luz", "Mug", "/o", "Parcel", "VT1"), "On its way: Mug", "En camino: Mug"),
    (notice.OrderDelivered("A-1", "Luz", "Mug", "/o"), "It’s here: Mug", "Ya llegó: Mug"),
    (notice.OrderCancelled("A-1", "Luz", USD, "/o"), "Order A-1 cancelled", "Pedido A-1 cancelado"),
    (notice.OrderRefunded("A-1", "Luz", USD, "/o"), "$12.40 back from Luz", "Luz te devuelve $12.40"),
    (notice.PaymentReturned(USD, "/o"), "We are sending $12.40 back", "Te devolvemos $12.40"),
    (
        notice.VoucherToPay(USD, "42", AT, "America/Mexico_City", "/o"),
        "Pay $12.40 by May 4, 17:30", "Paga $12.40 antes del 4 may, 17:30",
    ),
    (
        notice.VoucherToPay(USD, "42", AT, "UTC", "/o", is_reminder=True),
        "Still want it? Pay $12.40 by May 4, 23:30", "¿Todavía lo quieres? Paga $12.40 antes del 4 may, 23:30",
    ),
    (notice.SaleMade("Luz", 1, USD, "Mug", AT, "/s"), "You sold Mug", "Vendiste Mug"),
    (notice.SaleMade("Luz", 3, USD, "Mug", AT, "/s"), "3 sales, $12.40", "3 ventas, $12.40"),
    (notice.SaleEarned(1, USD, "Mug", AT, "/w"), "A sale earned you $12.40", "Una venta te dejó $12.40"),
    (notice.SaleEarned(3, USD, "Mug", AT, "/w"), "3 sales earned you $12.40", "3 ventas te dejaron $12.40"),
    (notice.CommissionPayable(1, USD, AT, "/w"), "$12.40 is yours to cash out", "Ya puedes cobrar $12.40"),
    (notice.CommissionPayable(2, USD, AT, "/w"), "$12.40 is yours to cash out", "Ya puedes cobrar $12.40"),
    (notice.Followed(("Ana",), 1, "/@a"), "Ana follows you", "Ana te sigue"),
    (notice.Followed(("Ana", "Luis"), 2, "/@a"), "Ana and Luis follow you", "Ana y Luis te siguen"),
    (notice.Followed(("Ana", "Luis"), 4, "/@a"), "Ana and 3 others follow you", "Ana y 3 más te siguen"),
    (notice.Liked(("Ana",), 1, "Two things", "/v"), "Ana likes your video", "A Ana le gusta tu video"),
    (notice.Liked(("Ana", "Bo"), 9, "Two", "/v"), "Ana and 8 others like your video", "A Ana y 8 más les gusta tu video"),
    (notice.Replied("Ana", "So nice!", "Two things", "/v"), "Ana commented on “Two things”", "Ana comentó en «Two things»"),
    (notice.Replied("Ana", "Yes", "Two", "/v", is_answer=True), "Ana answered you", "Ana te respondió"),
    (notice.BackInStock("Mug", "/p"), "Mug is back", "Volvió Mug"),
    (notice.BackInStock("Mug", "/p", USD), "Mug is back", "Volvió Mug"),
    (notice.PriceDropped("Mug", USD, "/p"), "Now $12.40: Mug", "Ahora $12.40: Mug"),
    (notice.VideoReady("Two", "/v"), "Your video is live", "Tu video ya está al aire"),
    (
        notice.VideoRefused("Two", notice.Said("too long", "muy largo"), "/v"),
        "We could not take your video", "No pudimos recibir tu video",
    ),
    (notice.OrderNews(notice.Said("A message", "Un mensaje"), notice.Said("a", "b"), "/o"), "A message", "Un mensaje"),
    (notice.StaffMessage(notice.Said("Hi", "Hola"), notice.Said("a", "b"), "/m"), "Hi", "Hola"),
    (notice.SecurityAlert("log_in"), "New log-in to your account", "Nuevo inicio de sesión en tu cuenta"),
    (notice.SecurityAlert("log_in", "Firefox"), "New log-in to your account", "Nuevo inicio de sesión en tu cuenta"),
    (notice.SecurityAlert("password_changed"), "Your password was changed", "Se cambió tu contraseña"),
    (notice.SecurityAlert("passkey_added"), "A passkey was added to your account", "Se agregó una llave de acceso a tu cuenta"),
    (notice.SecurityAlert("email_changed"), "Your e-mail address was changed", "Se cambió tu correo"),
]  # fmt: skip


def test_every_kind_is_told_here_and_every_text_is_used() -> None:
    told = {type(example) for example, _, _ in EXAMPLES}
    assert told | {notice.Receipt} == set(get_args(notice.Told))
    assert {_key(example) for example, _, _ in EXAMPLES} == set(_TOLD)
    assert all("count" in kind.__struct_fields__ for kind in GROWING)


@pytest.mark.parametrize(("told", "en", "es"), EXAMPLES, ids=lambda one: getattr(one, "path", ""))
def test_what_is_told_in_both_languages(told: notice.Told, en: str, es: str) -> None:
    kept: notice.Told = msgspec.convert(msgspec.to_builtins(told), notice.Told)
    assert kept == told
    english, spanish = told_words(kept, "en"), told_words(kept, "es")
    assert (english.subject, spanish.subject) == (en, es)
    assert english.label != spanish.label
    assert english.link == spanish.link == told.path
    for words in (english, spanish):
        assert "{" not in "".join((words.subject, *words.paragraphs))


def test_what_people_wrote_stays_words_and_fits_a_phone() -> None:
    told = notice.Replied(NASTY, NASTY * 100, NASTY * 100, "/v/1")
    words = told_words(told, "en")
    assert words.subject.startswith("{0.__class__} <b> Bcc: x@y.test commented on “{0.__class__}")
    assert words.subject.isprintable()
    push = push_of(uuid7(AT), told, words, "en", terms=rules.push_terms("social"))
    said = msgspec.json.decode(push.body)
    assert (len(said["title"]), len(said["text"])) == (120, 300)
    assert said["text"].endswith("…") and "\n" not in said["text"]
    assert (push.ttl_s, push.urgency, len(push.topic)) == (6 * 3600, "low", 32)
