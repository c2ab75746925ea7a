"""Numbers as people write them: prices to exact minor units, stock to whole pieces, weights to grams."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from vitrina.catalog.adapters.draft import STOCK_MAX
from vitrina.kernel.money import Money, exponent, from_decimal, is_currency

WEIGHT_G_MAX = 10_000_000
PRICE_MINOR_MAX = 10**12  # a barcode that slipped into the price column is larger
NUMBER_CHARS_MAX = 40

_PLAIN_PRICE = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")
# A point that belongs to the sign (S/.45.00 in Peru) is not the start of the number.
_NUMBER = re.compile(r"(?:(?<![^\s$€£-])[.,])?[0-9](?:[0-9.,'’ ]*[0-9])?")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]+)?")
# The last group has three digits; those before may have two, as in the Indian 1,00,000.
_GROUPED = {
    separator: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(separator)}[0-9]{{2,3}})*{re.escape(separator)}[0-9]{{3}}")
    for separator in ".,"
}
_OTHER = {".": ",", ",": "."}

_SIGNS: Final = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "₡": "CRC", "₲": "PYG", "₹": "INR", "₩": "KRW", "₺": "TRY", "₫": "VND",
    "R$": "BRL", "S/": "PEN", "US$": "USD", "U$S": "USD", "U$D": "USD", "MX$": "MXN", "MEX$": "MXN", "MN": "MXN",
    "$MN": "MXN", "COL$": "COP", "CO$": "COP", "CLP$": "CLP", "CL$": "CLP", "CH$": "CLP", "AR$": "ARS", "UY$": "UYU",
    "RD$": "DOP", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD", "B/": "PAB",
    "ZŁ": "PLN", "KČ": "CZK", "EURO": "EUR", "EUROS": "EUR", "DOLLARS": "USD", "DOLARES": "USD", "DÓLARES": "USD",
    "REAIS": "BRL", "SOLES": "PEN", "GS": "PYG", "BS": "BOB", "Q": "GTQ", "L": "HNL",
}  # fmt: skip
_DOLLAR_SIGNED = frozenset("USD MXN COP CLP ARS UYU DOP CAD AUD NZD HKD SGD TWD BRL".split())
_PESO_NAMED = frozenset("MXN COP CLP ARS UYU DOP PHP".split())
# Currencies whose speakers write 1.234,50; the other ones served write 1,234.50.
_COMMA_DECIMAL = frozenset(
    "EUR COP ARS CLP BRL UYU PYG VES BOB CRC IDR DKK NOK SEK PLN CZK HUF RON TRY VND ISK".split()
)
# Cents exist in ISO 4217 but not in shops, so three digits after a separator are thousands.
_WHOLE_IN_PRACTICE = frozenset("COP CRC IDR HUF".split())
# Spanish is spoken where these are used, and the decimals are written with a point all the same.
_SURELY_POINT = frozenset("MXN PEN GTQ HNL DOP NIO PAB PHP".split())
_GRAMS: Final = {
    "g": "1", "gr": "1", "grs": "1", "gram": "1", "grams": "1", "gramo": "1", "gramos": "1",
    "kg": "1000", "kgs": "1000", "kilo": "1000", "kilos": "1000", "kilogram": "1000", "kilograms": "1000",
    "kilogramo": "1000", "kilogramos": "1000", "mg": "0.001",
    "oz": "28.349523125", "ounce": "28.349523125", "ounces": "28.349523125", "onza": "28.349523125",
    "onzas": "28.349523125", "lb": "453.59237", "lbs": "453.59237", "pound": "453.59237", "pounds": "453.59237",
    "libra": "453.59237", "libras": "453.59237",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """What the file shows of its writer: the decimal separator seen for certain, and Spanish headers or not."""

    decimal: str | None
    is_spanish: bool


@dataclass(frozen=True, slots=True)
class PriceProblem:
    """Why a text is no price; `code` is that of a row issue."""

    code: str
    currency: str = ""


def decimal_evidence(texts: Iterable[str]) -> str | None:
    """The decimal separator that the unambiguous ones of these numbers agree on, or None."""
    votes = {".": 0, ",": 0}
    for text in texts:
        found = _NUMBER.search(text[:NUMBER_CHARS_MAX])
        if found is None:
            continue
        number = found[0].strip(" .,")
        points, commas = number.count("."), number.count(",")
        if points and commas:
            votes["." if number.rfind(".") > number.rfind(",") else ","] += 1
        elif points + commas > 1:
            votes["," if points else "."] += 1
        elif points + commas == 1:
            separator = "." if points else ","
            whole, _, rest = number.partition(separator)
            if len(rest) != 3 or len(whole) > 3 or whole in ("", "0"):
                votes[separator] += 1
    if votes["."] and votes[","]:
        return None
    return next((separator for separator, count in votes.items() if count), None)


def read_price(text: str, currency: str, style: NumberStyle) -> Money | PriceProblem:
    """A price as written, `currency` (ISO 4217) where it names none; exact, or the problem with it."""
    plain = _PLAIN_PRICE.fullmatch(text)
    if plain is not None and exponent(currency) == 2:
        minor = int(plain[1]) * 100 + int((plain[2] or "").ljust(2, "0"))
        return Money(minor, currency) if minor else PriceProblem("price_not_positive")
    split = _split_marks(text)
    if split is None:
        return PriceProblem("price_unreadable")
    number, marks = split
    named = _currency_named(marks, currency)
    if named is None:
        return PriceProblem("currency_unknown" if len(marks) <= 4 else "price_unreadable")
    if "-" in marks or marks.startswith("("):
        return PriceProblem("price_not_positive")
    return _priced(number, named, style)


def currency_of(text: str, currency: str) -> str | None:
    """The ISO 4217 code that a cell like `usd`, `US$` or `pesos` names; a bare `$` is the shop's, when it has one."""
    return _currency_named(text.strip(), currency)


def is_rounded(text: str, money: Money) -> bool:
    """Whether the text had more decimals than the currency, so that reading it rounded the amount."""
    found = _NUMBER.search(text)
    number = found[0] if found else ""
    tail = max(number.rfind("."), number.rfind(","))
    digits = number[tail + 1 :] if tail >= 0 else ""
    return len(digits) > 3 and bool(digits[exponent(money.currency) :].strip("0 '’"))


def read_count(text: str, style: NumberStyle) -> Decimal | None:
    """A quantity of pieces as written (`10`, `1.000`, `10.00`, `-3`), or None."""
    sign = -1 if text.startswith("-") else 1
    number = text.lstrip("+-").strip()
    if number.isascii() and number.isdigit():
        return Decimal(sign * min(int(number[:12]), STOCK_MAX))
    found = _NUMBER.fullmatch(number[:NUMBER_CHARS_MAX])
    if found is None:
        return None
    # 10.000 from a stock system is ten pieces; reading fewer can be mended, overselling cannot.
    favoured = style.decimal or ("." if number.endswith(".000") else None)
    value = _decimal(number, thousands_after=lambda separator: separator != favoured)
    return None if value is None else min(sign * value, Decimal(STOCK_MAX))


@lru_cache(maxsize=4096)  # a catalogue has few distinct weights
def read_weight_g(text: str, unit: str | None) -> int | None:
    """A weight in whole grams; `unit` is the unit of the column when the text names none; None when not certain."""
    split = _split_marks(text)
    if split is None:
        return None
    number, marks = split
    grams = _GRAMS.get((marks or unit or "").strip(" .").lower())
    value = _decimal(number, thousands_after=lambda separator: False)
    if grams is None or value is None:
        return None
    weight = int((value * Decimal(grams)).to_integral_value())
    return weight if 0 < weight <= WEIGHT_G_MAX else None


def _split_marks(text: str) -> tuple[str, str] | None:
    """The number and what stands around it; None when there is no number or more than one."""
    if len(text) > NUMBER_CHARS_MAX:
        return None
    found = _NUMBER.search(text)
    if found is None:
        return None
    before, after = text[: found.start()], text[found.end() :]
    if after.strip() in ("-", "–", "—", ".-", ",-"):  # 45,- in Swiss and Spanish price lists
        after = ""
    marks = f"{before} {after}".strip()
    if any(character.isdigit() for character in marks):
        return None
    return found[0].strip().rstrip(".,"), marks


def _currency_named(marks: str, currency: str) -> str | None:
    if not marks:
        return currency
    sign = re.sub(r"[\s.\-()]", "", marks).upper()
    if not sign:
        return currency
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign == "$":
        return currency if currency in _DOLLAR_SIGNED else None
    if sign in ("PESO", "PESOS", "$PESOS"):
        return currency if currency in _PESO_NAMED else None
    code = sign.replace("$", "").replace("€", "").replace("£", "")
    return code if is_currency(code) else None


def _priced(number: str, currency: str, style: NumberStyle) -> Money | PriceProblem:
    places = exponent(currency)
    readings: list[str] = []

    def thousands_after(separator: str) -> bool:
        reading = _reading(separator, currency, style, number)
        readings.append(reading)
        return reading == "thousands"

    value = _decimal(number, thousands_after=thousands_after)
    if "ambiguous" in readings:
        return PriceProblem("price_ambiguous")
    if value is None:
        return PriceProblem("price_unreadable")
    if value <= 0:
        return PriceProblem("price_not_positive")
    if value.scaleb(places) > PRICE_MINOR_MAX:
        return PriceProblem("price_too_large")
    if places == 0 and value != value.to_integral_value():
        return PriceProblem("price_decimals", currency)
    money = from_decimal(value, currency)
    return money if money.minor > 0 else PriceProblem("price_not_positive")


def _reading(separator: str, currency: str, style: NumberStyle, number: str) -> str:
    """What one separator before exactly three digits is: `thousands`, `decimal`, or `ambiguous` when nothing tells."""
    if style.decimal == _OTHER[separator]:
        return "thousands"
    if exponent(currency) == 3:
        return "decimal"
    if exponent(currency) == 0 or currency in _WHOLE_IN_PRACTICE:
        return "ambiguous" if style.decimal == separator else "thousands"
    if style.decimal == separator:
        return "decimal" if number.endswith("0") else "ambiguous"
    is_doubtful = style.is_spanish and currency not in _SURELY_POINT
    habit = "," if currency in _COMMA_DECIMAL else "."
    if separator != habit:
        return "thousands" if habit == "," or not is_doubtful else "ambiguous"
    # 45.000 is how machines write 45.00 USD; anything else with three decimals is a guess, and a guess sells cheap.
    is_machine_written = separator == "." and number.endswith("0") and not is_doubtful
    return "decimal" if is_machine_written else "ambiguous"


def _decimal(number: str, *, thousands_after: Callable[[str], bool]) -> Decimal | None:
    if _SPACED.fullmatch(number):
        number = re.sub(r"[ '’]", "", number)
    points, commas = number.count("."), number.count(",")
    if points and commas:
        mark = "." if number.rfind(".") > number.rfind(",") else ","
        whole, _, rest = number.rpartition(mark)
        if not _GROUPED[_OTHER[mark]].fullmatch(whole):
            return None
        number = f"{whole.replace(_OTHER[mark], '')}.{rest}"
    elif points + commas > 1:
        mark = "." if points else ","
        if not _GROUPED[mark].fullmatch(number):
            return None
        number = number.replace(mark, "")
    elif points + commas == 1:
        mark = "." if points else ","
        whole, _, rest = number.partition(mark)
        is_open = len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
        is_thousands = is_open and thousands_after(mark)
        number = f"{whole}{rest}" if is_thousands else f"{whole or '0'}.{rest}"
    return Decimal(number) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", number) else None
