"""The gateway's own pages in English and Spanish: the bank's 3-D Secure question and the cash voucher.

No script and no picture from elsewhere: one style block whose hash the policy names, and plain forms.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from html import escape
from typing import Final
from urllib.parse import urlsplit

from vitrina.checkout.engine.sandbox.rules import Charge
from vitrina.kernel.money import Money

_STYLE: Final = """
:root{color-scheme:light dark;--paper:#FFFBF5;--card:#fff;--ink:#0E0D12;--soft:#5f5a66;--line:#e9e2d8}
@media(prefers-color-scheme:dark){:root{--paper:#0E0D12;--card:#1a1820;--ink:#FFFBF5;--soft:#b3adbb;--line:#332f3b}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:20px;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:400px;background:var(--card);border:1px solid var(--line);border-radius:24px;
padding:28px 24px}
.badge{display:inline-block;padding:4px 12px;border-radius:99px;background:#FF9F0A;color:#0E0D12;font-size:12px;
font-weight:600}
h1{font-size:20px;line-height:1.3;margin:16px 0 4px}
p{margin:0 0 8px;color:var(--soft);font-size:14px}
.amount{margin:16px 0;color:var(--ink);font-size:40px;font-weight:700;line-height:1.1;font-variant-numeric:tabular-nums}
.amount small{font-size:16px;font-weight:500;color:var(--soft)}
dl{margin:0;border-top:1px solid var(--line)}
dl div{display:flex;justify-content:space-between;gap:16px;padding:12px 0;border-bottom:1px solid var(--line);
font-size:14px}
dt{color:var(--soft)}dd{margin:0;text-align:right;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.digits{font-size:20px;font-weight:600;letter-spacing:.06em;text-align:center;color:var(--ink);margin:4px 0 16px}
svg{display:block;width:100%;height:64px;margin-top:16px;background:#fff;border-radius:8px;padding:6px}
form{display:grid;gap:12px;margin-top:24px}
button,a.button{min-height:48px;padding:12px 16px;border:1px solid transparent;border-radius:99px;background:#FF9F0A;
color:#0E0D12;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
a.button{display:block;margin-top:24px}
button.quiet{background:transparent;color:var(--ink);border-color:var(--soft)}
:focus-visible{outline:3px solid #E4007C;outline-offset:2px}
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "badge": "Sandbox — no real money",
        "challenge": "Is it you who is paying?",
        "challenge_text": "Your bank asks you to confirm this purchase.",
        "approve": "Approve",
        "refuse": "Refuse",
        "card": "Card",
        "order": "Reference",
        "voucher": "Pay in cash",
        "voucher_text": "Show this reference at the counter of any store that takes cash payments.",
        "pay_by": "Pay by",
        "pay": "Pay now",
        "back": "Back to the shop",
        "authorised": "Approved. Thank you.",
        "captured": "Paid. Thank you.",
        "declined": "Refused. Nothing was charged.",
        "voided": "Cancelled. There is nothing to pay.",
        "expired": "This voucher has expired. There is nothing to pay.",
        "not_found": "There is nothing to pay here.",
        "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "date": "{month} {day}, {year}, {time} UTC",
    },
    "es": {
        "badge": "Entorno de pruebas — sin dinero real",
        "challenge": "¿Eres tú quien paga?",
        "challenge_text": "Tu banco te pide confirmar esta compra.",
        "approve": "Aprobar",
        "refuse": "Rechazar",
        "card": "Tarjeta",
        "order": "Referencia",
        "voucher": "Paga en efectivo",
        "voucher_text": "Muestra esta referencia en la caja de cualquier tienda que reciba pagos en efectivo.",
        "pay_by": "Paga antes del",
        "pay": "Pagar ahora",
        "back": "Volver a la tienda",
        "authorised": "Aprobado. Gracias.",
        "captured": "Pagado. Gracias.",
        "declined": "Rechazado. No se cobró nada.",
        "voided": "Cancelado. No hay nada que pagar.",
        "expired": "Este cupón venció. No hay nada que pagar.",
        "not_found": "Aquí no hay nada que pagar.",
        "months": "ene feb mar abr may jun jul ago sep oct nov dic",
        "date": "{day} {month} {year}, {time} UTC",
    },
}


def choose_language(asked: str | None, accepted: str) -> str:
    """`en` or `es`: the `lang` parameter when it is one of them, else the first of Accept-Language that is."""
    if asked in _WORDS:
        return asked
    for part in accepted.split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        if language in _WORDS:
            return language
    return "en"


def content_policy(return_url: str | None) -> str:
    """The Content-Security-Policy: only our own style; forms go here, and on to the shop that may frame this page."""
    shop = "" if return_url is None else f" {_origin(return_url)}"
    return (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
        f"form-action 'self'{shop}; frame-ancestors 'self'{shop}"
    )


def challenge_page(charge: Charge, language: str) -> str:
    """The 3-D Secure question of a charge, or how it ended."""
    words = _WORDS[language]
    facts = _facts(
        (words["card"], f"•••• {charge.last4}"),
        (words["order"], charge.reference),
    )
    if charge.status != "requires_action":
        return _ended(charge, language, facts)
    action = f"/challenges/{escape(charge.id)}"
    form = (
        f'<form method="post" action="{action}/approve?lang={language}">'
        f'<button type="submit">{words["approve"]}</button>'
        f'<button type="submit" class="quiet" formaction="{action}/refuse?lang={language}">{words["refuse"]}</button>'
        "</form>"
    )
    return _page(language, words["challenge"], f"<p>{words['challenge_text']}</p>{_amount(charge)}{facts}{form}")


def voucher_page(charge: Charge, language: str) -> str:
    """The cash voucher of a charge with a button that stands for the counter, or how it ended."""
    words, reference = _WORDS[language], charge.voucher_reference
    assert reference is not None and charge.expires_at is not None
    facts = _facts(
        (words["pay_by"], _date(charge.expires_at, words)),
        (words["order"], charge.reference),
    )
    if charge.status != "awaiting_payment":
        return _ended(charge, language, facts)
    digits = f"{reference[:4]} {reference[4:8]} {reference[8:12]} {reference[12:]}"
    form = (
        f'<form method="post" action="/vouchers/{reference}/pay?lang={language}">'
        f'<button type="submit">{words["pay"]}</button></form>'
    )
    body = f"<p>{words['voucher_text']}</p>{_amount(charge)}{_bars(reference)}<p class=digits>{digits}</p>{facts}{form}"
    return _page(language, words["voucher"], body)


def missing_page(language: str) -> str:
    """What an unknown address shows."""
    return _page(language, _WORDS[language]["not_found"], "")


def _ended(charge: Charge, language: str, facts: str) -> str:
    words = _WORDS[language]
    back = ""
    if charge.return_url is not None:
        back = f'<a class="button" href="{escape(charge.return_url)}">{words["back"]}</a>'
    return _page(language, words.get(charge.status, words["authorised"]), f"{_amount(charge)}{facts}{back}")


def _page(language: str, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f'<body><main><span class="badge">{_WORDS[language]["badge"]}</span><h1>{title}</h1>{body}</main></body></html>'
    )


def _amount(charge: Charge) -> str:
    whole, point, rest = Money(charge.amount_minor, charge.currency).text().partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u202f")  # a narrow space reads right in every country, a comma does not
    return f"<p class=amount>{grouped}{point}{rest} <small>{charge.currency}</small></p>"


def _facts(*lines: tuple[str, str]) -> str:
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in lines)
    return f"<dl>{rows}</dl>"


def _date(at: datetime, words: dict[str, str]) -> str:
    month = words["months"].split()[at.month - 1]
    return words["date"].format(month=month, day=at.day, year=at.year, time=f"{at:%H:%M}")


def _bars(reference: str) -> str:
    """Bars that look like a counter's code: two widths per digit, decoration only."""
    x, rects = 0, []
    for digit in map(int, reference):
        for bits in (digit // 3 + 1, digit % 3 + 1):
            rects.append(f'<rect x="{x}" width="{bits}" height="40"/>')
            x += bits + 2
    return f'<svg viewBox="0 0 {x} 40" preserveAspectRatio="none" aria-hidden="true">{"".join(rects)}</svg>'


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".replace(";", "").replace(",", "")
