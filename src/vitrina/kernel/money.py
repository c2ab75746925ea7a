"""Integer money in ISO 4217 currencies, rates in basis points, rounding half up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Bps = NewType("Bps", int)

BPS_WHOLE = 10_000
MINOR_MAX = 10**15
EXPONENT_DEFAULT = 2

# ISO 4217: only the currencies whose exponent is not 2 are named; the rest of the served ones are below.
_EXPONENTS = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
    "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}  # fmt: skip
_EXPONENT_TWO = frozenset(
    "AED ARS AUD BOB BRL CAD CHF CNY COP CRC CZK DKK DOP EUR GBP GTQ HKD HNL HUF IDR ILS INR MXN MYR NIO NOK NZD PAB "
    "PEN PHP PLN RON SAR SEK SGD THB TRY TWD UAH USD UYU VES ZAR".split()
)


def is_currency(code: str) -> bool:
    """Whether `code` is an ISO 4217 currency known here."""
    return code in _EXPONENTS or code in _EXPONENT_TWO


def exponent(currency: str) -> int:
    """How many decimals the currency has (USD 2, CLP 0); ValueError when it is unknown."""
    if not is_currency(currency):
        raise ValueError(f"unknown currency {currency!r}")
    return _EXPONENTS.get(currency, EXPONENT_DEFAULT)


def half_up(numerator: int, denominator: int) -> int:
    """Integer division rounded half up, away from zero; exact for any size."""
    assert denominator > 0
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in integer minor units of one currency; adding two currencies is a programming error."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        assert self.currency == other.currency, (self, other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        assert self.currency == other.currency, (self, other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def times(self, quantity: int) -> Money:
        """The amount `quantity` times."""
        return Money(self.minor * quantity, self.currency)

    def share(self, rate: Bps) -> Money:
        """`rate` basis points of the amount, rounded half up (rules.md §3)."""
        return Money(half_up(self.minor * rate, BPS_WHOLE), self.currency)

    def part(self, numerator: int, denominator: int) -> Money:
        """`numerator / denominator` of the amount, rounded half up."""
        return Money(half_up(self.minor * numerator, denominator), self.currency)

    @property
    def is_zero(self) -> bool:
        return self.minor == 0

    def text(self) -> str:
        """Plain decimal text with the currency's decimals, no sign of currency: `12.90`."""
        places = exponent(self.currency)
        if places == 0:
            return str(self.minor)
        sign = "-" if self.minor < 0 else ""
        whole, rest = divmod(abs(self.minor), 10**places)
        return f"{sign}{whole}.{rest:0{places}d}"


def zero(currency: str) -> Money:
    return Money(0, currency)


def from_decimal(amount: Decimal, currency: str) -> Money:
    """A decimal amount (`Decimal("12.90")`) as money, rounded half up; ValueError when it is not finite or too large."""
    if not amount.is_finite():
        raise ValueError("amount is not finite")
    minor = int((amount.scaleb(exponent(currency))).to_integral_value(rounding=ROUND_HALF_UP))
    if abs(minor) > MINOR_MAX:
        raise ValueError("amount is too large")
    return Money(minor, currency)
