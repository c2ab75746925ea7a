"""Money in integers: rounding half up, exact sums, the decimals of each currency."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.kernel.money import BPS_WHOLE, MINOR_MAX, Bps, Money, exponent, from_decimal, half_up, is_currency, zero

minors = st.integers(-MINOR_MAX, MINOR_MAX)
rates = st.integers(0, BPS_WHOLE).map(Bps)
currencies = st.sampled_from(["USD", "MXN", "CLP", "KWD", "JPY", "EUR", "COP", "ARS", "BRL"])


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (-1, 2, -1), (5, 10, 1), (4, 10, 0), (-4, 10, 0), (-5, 10, -1), (15, 10, 2), (0, 7, 0), (7, 7, 1),
     (10**30 + 1, 2, 5 * 10**29 + 1)],
)  # fmt: skip
def test_half_up(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**9))
def test_half_up_is_what_decimal_says(numerator: int, denominator: int) -> None:
    below, rest = divmod(abs(numerator), denominator)
    rounded = below + (2 * rest >= denominator)
    assert half_up(numerator, denominator) == (rounded if numerator >= 0 else -rounded)
    assert half_up(-numerator, denominator) == -half_up(numerator, denominator)


def test_half_up_needs_a_positive_denominator() -> None:
    with pytest.raises(AssertionError):
        half_up(1, 0)


@pytest.mark.parametrize(
    ("minor", "rate", "share"),
    [(3500, 1500, 525), (3500, 600, 210), (3500, 200, 70), (1, 5000, 1), (1, 4999, 0), (333, 3333, 111)],
)
def test_share(minor: int, rate: int, share: int) -> None:
    assert Money(minor, "USD").share(Bps(rate)) == Money(share, "USD")


@given(minors, rates, currencies)
def test_a_share_and_its_rest_are_the_whole(minor: int, rate: Bps, currency: str) -> None:
    whole = Money(minor, currency)
    share = whole.share(rate)
    assert share + (whole - share) == whole
    exact = Decimal(minor) * rate / BPS_WHOLE
    assert abs(share.minor - exact) <= Decimal("0.5")
    assert whole.share(Bps(BPS_WHOLE)) == whole
    assert whole.share(Bps(0)) == zero(currency)


@given(minors, st.integers(0, 1000), st.integers(1, 1000))
def test_a_part_is_at_most_half_a_unit_off(minor: int, numerator: int, denominator: int) -> None:
    part = Money(minor, "USD").part(numerator, denominator)
    assert abs(2 * (part.minor * denominator - minor * numerator)) <= denominator


@given(minors, minors, st.integers(-1000, 1000), currencies)
def test_sums(one: int, other: int, times: int, currency: str) -> None:
    first, second = Money(one, currency), Money(other, currency)
    assert first + second == Money(one + other, currency)
    assert first - second == -(second - first)
    assert first.times(times) == Money(one * times, currency)
    assert (first - first).is_zero
    assert first.is_zero == (one == 0)


def test_two_currencies_are_never_added() -> None:
    for act in (Money.__add__, Money.__sub__):
        with pytest.raises(AssertionError):
            act(Money(1, "USD"), Money(1, "MXN"))


def test_money_is_not_changed_and_not_ordered() -> None:
    money = Money(1, "USD")
    with pytest.raises(AttributeError):
        money.minor = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        assert Money(1, "USD") < Money(2, "USD")  # type: ignore[operator]
    assert {Money(1, "USD"), Money(1, "USD"), Money(1, "MXN")} == {Money(1, "USD"), Money(1, "MXN")}


@pytest.mark.parametrize(
    ("currency", "places"),
    [("USD", 2), ("EUR", 2), ("MXN", 2), ("COP", 2), ("CLP", 0), ("JPY", 0), ("PYG", 0), ("KWD", 3), ("TND", 3)],
)
def test_exponents_of_iso_4217(currency: str, places: int) -> None:
    assert is_currency(currency)
    assert exponent(currency) == places


@pytest.mark.parametrize("code", ["", "usd", "XXX", "US", "USDD", "DOGE"])
def test_unknown_currencies(code: str) -> None:
    assert not is_currency(code)
    with pytest.raises(ValueError, match="unknown currency"):
        exponent(code)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(1290, "USD", "12.90"), (-5, "USD", "-0.05"), (0, "USD", "0.00"), (100, "USD", "1.00"), (-12345, "MXN", "-123.45"),
     (990, "CLP", "990"), (-990, "CLP", "-990"), (1_234_567, "KWD", "1234.567"), (7, "KWD", "0.007")],
)  # fmt: skip
def test_text(minor: int, currency: str, text: str) -> None:
    assert Money(minor, currency).text() == text


@given(minors, currencies)
def test_text_and_decimal_lead_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert from_decimal(Decimal(money.text()), currency) == money


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.90", "USD", 1290), ("12.905", "USD", 1291), ("12.904", "USD", 1290), ("-12.905", "USD", -1291), ("1E+2", "USD", 10000),
     ("990.5", "CLP", 991), ("1.2345", "KWD", 1235), ("0", "USD", 0)],
)  # fmt: skip
def test_from_decimal(amount: str, currency: str, minor: int) -> None:
    assert from_decimal(Decimal(amount), currency) == Money(minor, currency)


@given(st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=5), currencies)
def test_from_decimal_rounds_half_up(amount: Decimal, currency: str) -> None:
    places = Decimal(1).scaleb(-exponent(currency))
    assert Decimal(from_decimal(amount, currency).text()) == amount.quantize(places, ROUND_HALF_UP)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "1e14", "-1E+30"])
def test_from_decimal_refuses_what_is_no_amount(amount: str) -> None:
    with pytest.raises(ValueError, match=r"not finite|too large"):
        from_decimal(Decimal(amount), "USD")
