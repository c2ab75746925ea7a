"""The words of each mail in English and Spanish, and their plain and HTML forms. Pure."""

from __future__ import annotations

from html import escape

from vitrina.kernel.money import exponent
from vitrina.kernel.words import Language, money_text
from vitrina.notice.model import Amount, Commission, Receipt, Told, Words

_INK, _PAPER, _ACCENT = "#0E0D12", "#FFFBF5", "#FF9F0A"


def verification_words(name: str, link: str, language: Language) -> Words:
    """The mail that asks to confirm an address."""
    if language == "es":
        return Words(
            "Confirma tu correo",
            (f"Hola, {name}:", "Confirma que este correo es tuyo. El enlace funciona una vez, durante 7 días.",
             "Si no abriste una cuenta en Vitrina, no hagas nada."),
            link, "Confirmar mi correo",
        )  # fmt: skip
    return Words(
        "Confirm your e-mail",
        (f"Hi {name},", "Confirm that this address is yours. The link works once, for 7 days.",
         "If you did not open an account with Vitrina, do nothing."),
        link, "Confirm my e-mail",
    )  # fmt: skip


def reset_words(name: str, link: str, language: Language) -> Words:
    """The mail by which a password can be set."""
    if language == "es":
        return Words(
            "Elige una contraseña nueva",
            (f"Hola, {name}:",
             "Alguien, seguramente tú, pidió una contraseña nueva. El enlace funciona una vez, durante 1 hora.",
             "Si no fuiste tú, no hagas nada: tu contraseña sigue igual."),
            link, "Elegir contraseña",
        )  # fmt: skip
    return Words(
        "Choose a new password",
        (f"Hi {name},", "Someone, most likely you, asked for a new password. The link works once, for 1 hour.",
         "If it was not you, do nothing: your password stays as it is."),
        link, "Choose a password",
    )  # fmt: skip


def told_words(told: Told, public_url: str, language: Language) -> Words:
    """The mail of a thing told."""
    if isinstance(told, Receipt):
        return _receipt_words(told, public_url + told.path, language)
    return _commission_words(told, public_url + told.path, language)


def _receipt_words(told: Receipt, link: str, language: Language) -> Words:
    lines = "\n".join(f"{line.quantity} × {line.title}: {_shown(line.total, language)}" for line in told.lines)
    shipping, tax, total = (_shown(amount, language) for amount in (told.shipping, told.tax, told.total))
    if language == "es":
        return Words(
            f"Tu compra en {told.shop}, {told.number}",
            ("Gracias por tu compra.", lines, f"Envío: {shipping}\nImpuestos: {tax}\nTotal: {total}",
             "Durante una hora puedes cancelarla tú mismo."),
            link, "Ver mi pedido",
        )  # fmt: skip
    return Words(
        f"Your order from {told.shop}, {told.number}",
        ("Thank you for your order.", lines, f"Shipping: {shipping}\nTax: {tax}\nTotal: {total}",
         "For one hour you can cancel it yourself."),
        link, "See my order",
    )  # fmt: skip


def _commission_words(told: Commission, link: str, language: Language) -> Words:
    amount = _shown(told.amount, language)
    if language == "es":
        return Words(
            f"Ganaste {amount}",
            (f"Alguien compró {told.product} por tu enlace. Tu comisión: {amount}.",
             "Está pendiente hasta que el pedido se entregue y pase el plazo de devolución."),
            link, "Ver por qué",
        )  # fmt: skip
    return Words(
        f"You earned {amount}",
        (f"Someone bought {told.product} through your link. Your commission: {amount}.",
         "It is pending until the order is delivered and its return window is over."),
        link, "See why",
    )  # fmt: skip


def text_of(words: Words) -> str:
    """The plain form of a mail."""
    return "\n\n".join((*words.paragraphs, f"{words.label}: {words.link}")) + "\n"


def html_of(words: Words, language: Language) -> str:
    """The HTML form of a mail: no picture, no script, nothing loaded; every word is escaped."""
    shown = "".join(f"<p>{escape(text).replace(chr(10), '<br>')}</p>" for text in words.paragraphs)
    button = (
        f'<p><a href="{escape(words.link)}" style="background:{_ACCENT};color:{_INK};padding:12px 20px;'
        f'border-radius:16px;text-decoration:none;display:inline-block">{escape(words.label)}</a></p>'
    )
    style = f"background:{_PAPER};color:{_INK};font:16px/1.5 system-ui,sans-serif;margin:0;padding:24px"
    head = f'<head><meta charset="utf-8"><title>{escape(words.subject)}</title></head>'
    return f'<!doctype html><html lang="{language}">{head}<body style="{style}">{shown}{button}</body></html>'


def _shown(amount: Amount, language: Language) -> str:
    return money_text(amount.minor, amount.currency, exponent(amount.currency), language)
