"""Languages of the product and small texts that the server itself says (mail, page heads)."""

from __future__ import annotations

from typing import Final, Literal

Language = Literal["en", "es"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "es")
LANGUAGE_DEFAULT: Final[Language] = "en"


def language_of(wanted: str | None) -> Language:
    """The language for an account's setting or an `Accept-Language` header; English when neither is asked for."""
    if wanted is None:
        return LANGUAGE_DEFAULT
    best: tuple[float, Language] = (0.0, LANGUAGE_DEFAULT)
    for place, entry in enumerate(wanted.lower().replace(" ", "").split(",")[:10]):
        tag, _, weight = entry.partition(";q=")
        try:
            rank = float(weight) if weight else 1.0
        except ValueError:
            continue
        code = tag[:2]
        if code == "es" and rank - place * 1e-6 > best[0]:
            best = (rank - place * 1e-6, "es")
        elif code == "en" and rank - place * 1e-6 > best[0]:
            best = (rank - place * 1e-6, "en")
    return best[1]


def money_text(minor: int, currency: str, places: int, language: str) -> str:
    """Money for a mail or a page head: `$24.90`, `MX$249.00`, `COP 24.900`; the app itself formats with Intl."""
    sign = {"USD": "$", "MXN": "MX$", "EUR": "€", "BRL": "R$"}.get(currency, f"{currency} ")
    whole, rest = divmod(abs(minor), 10**places)
    is_point_decimal = language == "en" or currency in ("USD", "MXN")
    grouped = f"{whole:,}" if is_point_decimal else f"{whole:,}".replace(",", ".")
    tail = f"{'.' if is_point_decimal else ','}{rest:0{places}d}" if places else ""
    return f"{'-' if minor < 0 else ''}{sign}{grouped}{tail}"
