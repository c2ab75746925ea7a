"""What is told, in words: English and Spanish side by side, for the page, the mail and the phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from vitrina.kernel.money import exponent
from vitrina.kernel.words import Language, money_text
from vitrina.notice.model import Amount, Receipt, Said, SecurityAlert, Told, Words

DIGEST_LINES_MAX = 20
# subject, first paragraph (all that a phone shows), label of the link
_Said3 = tuple[str, str, str]
_TOLD: Final[Mapping[str, tuple[_Said3, _Said3]]] = {
    "order_shipped": (
        ("On its way: {title}", "{shop} sent your order {number}.", "Follow my order"),
        ("En camino: {title}", "{shop} envió tu pedido {number}.", "Seguir mi pedido"),
    ),
    "order_shipped.tracked": (
        ("On its way: {title}", "{shop} sent your order {number} with {carrier}, {tracking}.", "Follow my order"),
        ("En camino: {title}", "{shop} envió tu pedido {number} con {carrier}, {tracking}.", "Seguir mi pedido"),
    ),
    "order_delivered": (
        ("It’s here: {title}", "Your order {number} from {shop} was delivered.", "See my order"),
        ("Ya llegó: {title}", "Tu pedido {number} de {shop} fue entregado.", "Ver mi pedido"),
    ),
    "order_cancelled": (
        ("Order {number} cancelled", "{amount} goes back to how you paid {shop}.", "See my order"),
        ("Pedido {number} cancelado", "Te devolvemos {amount} por donde pagaste a {shop}.", "Ver mi pedido"),
    ),
    "order_refunded": (
        ("{amount} back from {shop}", "The refund of order {number} is on its way to how you paid.", "See my order"),
        ("{shop} te devuelve {amount}", "El reembolso del pedido {number} va por donde pagaste.", "Ver mi pedido"),
    ),
    "payment_returned": (
        ("We are sending {amount} back", "Your payment came after the last piece was gone. Sorry about that.", "See why"),
        ("Te devolvemos {amount}", "Tu pago llegó cuando ya no quedaban piezas. Lo sentimos.", "Ver por qué"),
    ),
    "voucher_to_pay": (
        ("Pay {amount} by {pay_by}", "Your reference is {reference}. We keep your order until then.", "See how to pay"),
        ("Paga {amount} antes del {pay_by}", "Tu referencia es {reference}. Te guardamos el pedido hasta entonces.",
         "Ver cómo pagar"),
    ),
    "voucher_to_pay.reminder": (
        ("Still want it? Pay {amount} by {pay_by}", "Reference {reference}. After that the order is let go.",
         "See how to pay"),
        ("¿Todavía lo quieres? Paga {amount} antes del {pay_by}", "Referencia {reference}. Después se libera el pedido.",
         "Ver cómo pagar"),
    ),
    "sale_made": (
        ("You sold {title}", "{amount} at {shop}. You can ship it in an hour.", "See orders"),
        ("Vendiste {title}", "{amount} en {shop}. Podrás enviarlo en una hora.", "Ver pedidos"),
    ),
    "sale_made.many": (
        ("{count} sales, {amount}", "{shop} sold {title} and more. You can ship them in an hour.", "See orders"),
        ("{count} ventas, {amount}", "{shop} vendió {title} y más. Podrás enviarlas en una hora.", "Ver pedidos"),
    ),
    "sale_earned": (
        ("A sale earned you {amount}", "Someone bought {title} through you. It is pending until it cannot be returned.",
         "See why"),
        ("Una venta te dejó {amount}", "Alguien compró {title} gracias a ti. Queda pendiente mientras pueda devolverse.",
         "Ver por qué"),
    ),
    "sale_earned.many": (
        ("{count} sales earned you {amount}", "{title} and more were bought through you. Pending until they cannot be returned.",
         "See why"),
        ("{count} ventas te dejaron {amount}", "Compraron {title} y más gracias a ti. Queda pendiente mientras pueda devolverse.",
         "Ver por qué"),
    ),
    "commission_payable": (
        ("{amount} is yours to cash out", "One sale can no longer be returned.", "Open my wallet"),
        ("Ya puedes cobrar {amount}", "Una venta ya no puede devolverse.", "Abrir mi billetera"),
    ),
    "commission_payable.many": (
        ("{amount} is yours to cash out", "{count} sales can no longer be returned.", "Open my wallet"),
        ("Ya puedes cobrar {amount}", "{count} ventas ya no pueden devolverse.", "Abrir mi billetera"),
    ),
    "followed": (
        ("{names} follows you", "Say hi with your next video.", "See your page"),
        ("{names} te sigue", "Salúdale con tu próximo video.", "Ver tu página"),
    ),
    "followed.many": (
        ("{names} follow you", "Say hi with your next video.", "See your page"),
        ("{names} te siguen", "Salúdales con tu próximo video.", "Ver tu página"),
    ),
    "liked": (
        ("{names} likes your video", "{title}", "See the video"),
        ("A {names} le gusta tu video", "{title}", "Ver el video"),
    ),
    "liked.many": (
        ("{names} like your video", "{title}", "See the video"),
        ("A {names} les gusta tu video", "{title}", "Ver el video"),
    ),
    "replied": (
        ("{name} commented on “{title}”", "{text}", "Answer"),
        ("{name} comentó en «{title}»", "{text}", "Responder"),
    ),
    "replied.answer": (
        ("{name} answered you", "{text}", "Answer"),
        ("{name} te respondió", "{text}", "Responder"),
    ),
    "back_in_stock": (
        ("{title} is back", "You asked us to tell you. It may go quickly.", "See it"),
        ("Volvió {title}", "Nos pediste avisarte. Puede acabarse pronto.", "Verlo"),
    ),
    "back_in_stock.priced": (
        ("{title} is back", "{price}. You asked us to tell you; it may go quickly.", "See it"),
        ("Volvió {title}", "{price}. Nos pediste avisarte; puede acabarse pronto.", "Verlo"),
    ),
    "price_dropped": (
        ("Now {price}: {title}", "Its price went down since you asked us to watch it.", "See it"),
        ("Ahora {price}: {title}", "Bajó de precio desde que nos pediste vigilarlo.", "Verlo"),
    ),
    "video_ready": (
        ("Your video is live", "{title}", "Watch it"),
        ("Tu video ya está al aire", "{title}", "Verlo"),
    ),
    "video_refused": (
        ("We could not take your video", "{title}: {reason}", "Try again"),
        ("No pudimos recibir tu video", "{title}: {reason}", "Intentar de nuevo"),
    ),
    "order_news": (("{title}", "{text}", "See the order"), ("{title}", "{text}", "Ver el pedido")),
    "staff_message": (("{title}", "{text}", "Read more"), ("{title}", "{text}", "Leer más")),
    "security_alert.log_in": (
        ("New log-in to your account", "If it was not you, change your password now.", "Check my account"),
        ("Nuevo inicio de sesión en tu cuenta", "Si no fuiste tú, cambia tu contraseña ahora.", "Revisar mi cuenta"),
    ),
    "security_alert.log_in.device": (
        ("New log-in to your account", "{device}. If it was not you, change your password now.", "Check my account"),
        ("Nuevo inicio de sesión en tu cuenta", "{device}. Si no fuiste tú, cambia tu contraseña ahora.",
         "Revisar mi cuenta"),
    ),
    "security_alert.password_changed": (
        ("Your password was changed", "If it was not you, ask for a new one now.", "Check my account"),
        ("Se cambió tu contraseña", "Si no fuiste tú, pide una nueva ahora.", "Revisar mi cuenta"),
    ),
    "security_alert.passkey_added": (
        ("A passkey was added to your account", "If it was not you, remove it now.", "Check my account"),
        ("Se agregó una llave de acceso a tu cuenta", "Si no fuiste tú, quítala ahora.", "Revisar mi cuenta"),
    ),
    "security_alert.email_changed": (
        ("Your e-mail address was changed", "If it was not you, write to us now.", "Check my account"),
        ("Se cambió tu correo", "Si no fuiste tú, escríbenos ahora.", "Revisar mi cuenta"),
    ),
}  # fmt: skip
_MONTHS: Final = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}


def told_words(told: Told, language: Language) -> Words:
    """What `told` says in `language`; its link is the path it carries."""
    if isinstance(told, Receipt):
        return _receipt_words(told, language)
    subject, text, label = _TOLD[_key(told)][0 if language == "en" else 1]
    shown = _shown_fields(told, language)
    return Words(_line(subject.format_map(shown)), (text.format_map(shown),), told.path, label)


def digest_words(told: Sequence[Words], language: Language) -> Words:
    """Several things as one mail: a line for each, the newest last; the first twenty and how many more."""
    shown = [f"{words.subject}\n{words.paragraphs[0]}" for words in told[:DIGEST_LINES_MAX]]
    more = len(told) - len(shown)
    if language == "es":
        tail = (f"Y {more} más.",) if more else ()
        return Words(f"{len(told)} novedades para ti", (*shown, *tail), "/notices", "Ver todo")
    tail = (f"And {more} more.",) if more else ()
    return Words(f"{len(told)} new things for you", (*shown, *tail), "/notices", "See everything")


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


def _key(told: Told) -> str:
    kind = str(told.__struct_config__.tag)
    for variant, is_so in (
        ("many", getattr(told, "count", 1) > 1),
        ("tracked", getattr(told, "carrier", None) and getattr(told, "tracking", None)),
        ("reminder", getattr(told, "is_reminder", False)),
        ("answer", getattr(told, "is_answer", False)),
        ("priced", kind == "back_in_stock" and getattr(told, "price", None)),
    ):
        if is_so:
            return f"{kind}.{variant}"
    if isinstance(told, SecurityAlert):
        return f"{kind}.{told.what}{'.device' if told.what == 'log_in' and told.device else ''}"
    return kind


def _shown_fields(told: Told, language: Language) -> dict[str, str]:
    shown: dict[str, str] = {}
    zone = getattr(told, "zone", "UTC")
    for name in told.__struct_fields__:
        value = getattr(told, name)
        if isinstance(value, Amount):
            shown[name] = _amount(value, language)
        elif isinstance(value, Said):
            shown[name] = value.es if language == "es" else value.en
        elif isinstance(value, datetime):
            shown[name] = _instant(value, zone, language)
        elif name == "names":
            shown[name] = _names(value, msgspec.structs.asdict(told)["count"], language)
        else:
            shown[name] = str(value)
    return shown


def _names(names: tuple[str, ...], count: int, language: Language) -> str:
    """Ana · Ana and Luis · Ana and 3 others."""
    joint, others = ("y", "{} más") if language == "es" else ("and", "{} others")
    if count <= 1 or not names:
        return names[0] if names else "?"
    second = names[1] if count == 2 and len(names) > 1 else others.format(count - 1)
    return f"{names[0]} {joint} {second}"


def _instant(at: datetime, zone: str, language: Language) -> str:
    local = at.astimezone(ZoneInfo(zone))
    month = _MONTHS[language][local.month - 1]
    clock = f"{local:%H:%M}"
    return f"{local.day} {month}, {clock}" if language == "es" else f"{month} {local.day}, {clock}"


def _receipt_words(told: Receipt, language: Language) -> Words:
    lines = "\n".join(f"{line.quantity} × {line.title}: {_amount(line.total, language)}" for line in told.lines)
    shipping, tax, total = (_amount(amount, language) for amount in (told.shipping, told.tax, told.total))
    if language == "es":
        return Words(
            _line(f"Tu compra en {told.shop}, {told.number}"),
            ("Gracias por tu compra.", lines, f"Envío: {shipping}\nImpuestos: {tax}\nTotal: {total}",
             "Durante una hora puedes cancelarla tú mismo."),
            told.path, "Ver mi pedido",
        )  # fmt: skip
    return Words(
        _line(f"Your order from {told.shop}, {told.number}"),
        ("Thank you for your order.", lines, f"Shipping: {shipping}\nTax: {tax}\nTotal: {total}",
         "For one hour you can cancel it yourself."),
        told.path, "See my order",
    )  # fmt: skip


def _line(text: str) -> str:
    """One line for a header: what a person wrote may hold breaks and other letters that no header takes."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _amount(amount: Amount, language: Language) -> str:
    return money_text(amount.minor, amount.currency, exponent(amount.currency), language)
