"""Prices, stock and weights as people write them: exact, or named as unreadable."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vitrina.catalog.adapters.amounts import (
    NumberStyle,
    PriceProblem,
    decimal_evidence,
    read_count,
    read_price,
    read_weight_g,
)
from vitrina.kernel.money import Money

UNKNOWN = NumberStyle(None, is_spanish=False)
SPANISH = NumberStyle(None, is_spanish=True)
POINT = NumberStyle(".", is_spanish=False)
COMMA = NumberStyle(",", is_spanish=False)


@pytest.mark.parametrize(
    ("text", "currency", "minor", "named"),
    [
        ("105.29 USD", "EUR", 10529, "USD"),
        ("USD 105.29", "EUR", 10529, "USD"),
        ("USD105.29", "EUR", 10529, "USD"),
        ("$105.29", "USD", 10529, "USD"),
        ("$ 199", "MXN", 19900, "MXN"),
        ("$199.00 M.N.", "USD", 19900, "MXN"),
        ("MX$1,299.50", "USD", 129950, "MXN"),
        ("US$ 10", "ARS", 1000, "USD"),
        ("U$S 10,50", "ARS", 1050, "USD"),
        ("R$ 1.234,56", "USD", 123456, "BRL"),
        ("S/.45.00", "PEN", 4500, "PEN"),
        ("S/ 45", "USD", 4500, "PEN"),
        ("12,50 €", "USD", 1250, "EUR"),
        ("€12.50", "USD", 1250, "EUR"),
        ("12,5", "EUR", 1250, "EUR"),
        ("1 234,50", "EUR", 123450, "EUR"),
        ("1'234.50", "CHF", 123450, "CHF"),
        ("45,-", "EUR", 4500, "EUR"),
        ("1.234.567", "CLP", 1234567, "CLP"),
        ("$12.990", "CLP", 12990, "CLP"),
        ("12990", "CLP", 12990, "CLP"),
        ("12990.00", "CLP", 12990, "CLP"),
        ("45.000", "COP", 4500000, "COP"),
        ("45,000", "COP", 4500000, "COP"),
        ("COP $45.000,00", "USD", 4500000, "COP"),
        ("25000", "COP", 2500000, "COP"),
        ("1.234", "EUR", 123400, "EUR"),
        ("1,234", "USD", 123400, "USD"),
        ("1,00,000.50", "INR", 10000050, "INR"),
        ("1.234", "KWD", 1234, "KWD"),
        ("0.500", "USD", 50, "USD"),
        ("1234.500", "USD", 123450, "USD"),
        ("45.000", "USD", 4500, "USD"),
        (".99", "USD", 99, "USD"),
        ("19.989999999999998", "USD", 1999, "USD"),
        ("150 pesos", "MXN", 15000, "MXN"),
        ("20 euros", "USD", 2000, "EUR"),
    ],
)
def test_a_price_is_read_exactly(text: str, currency: str, minor: int, named: str) -> None:
    assert read_price(text, currency, UNKNOWN) == Money(minor, named)


@pytest.mark.parametrize(
    ("text", "currency", "style", "code"),
    [
        ("consultar", "USD", UNKNOWN, "price_unreadable"),
        ("10 - 20", "USD", UNKNOWN, "price_unreadable"),
        ("1.2.3", "USD", UNKNOWN, "price_unreadable"),
        ("12.34,56.78", "USD", UNKNOWN, "price_unreadable"),
        ("1.2E+05", "USD", UNKNOWN, "price_unreadable"),
        ("desde 45 dls", "USD", UNKNOWN, "price_unreadable"),
        ("45 XYZ", "USD", UNKNOWN, "currency_unknown"),
        ("$45", "EUR", UNKNOWN, "currency_unknown"),
        ("0", "USD", UNKNOWN, "price_not_positive"),
        ("0.00", "USD", UNKNOWN, "price_not_positive"),
        ("-5.00", "USD", UNKNOWN, "price_not_positive"),
        ("0.001", "USD", UNKNOWN, "price_not_positive"),
        ("12.50", "CLP", UNKNOWN, "price_decimals"),
        ("840222306876", "USD", UNKNOWN, "price_too_large"),
        ("1.234", "USD", UNKNOWN, "price_ambiguous"),
        ("1.234", "USD", POINT, "price_ambiguous"),
        ("1,234", "EUR", UNKNOWN, "price_ambiguous"),
        ("45.000", "USD", SPANISH, "price_ambiguous"),
        ("1,234", "USD", SPANISH, "price_ambiguous"),
        ("45.000", "COP", POINT, "price_ambiguous"),
        ("9" * 60, "USD", UNKNOWN, "price_unreadable"),
    ],
)
def test_what_is_no_certain_price_is_refused(text: str, currency: str, style: NumberStyle, code: str) -> None:
    problem = read_price(text, currency, style)
    assert isinstance(problem, PriceProblem)
    assert problem.code == code


def test_the_file_decides_what_a_lone_separator_means() -> None:
    assert read_price("1.234", "USD", COMMA) == Money(123400, "USD")
    assert read_price("1,234", "EUR", POINT) == Money(123400, "EUR")
    assert read_price("45.000", "USD", POINT) == Money(4500, "USD")
    assert read_price("1,234", "MXN", SPANISH) == Money(123400, "MXN")


@pytest.mark.parametrize(
    ("texts", "separator"),
    [
        (["1.234", "12,50"], ","),
        (["1,234", "12.50"], "."),
        (["1.234.567"], ","),
        (["1.234,5 €", "7"], ","),
        (["0.500"], "."),
        (["1234.567"], "."),
        (["1.234", "1,234", "5"], None),
        (["12,50", "12.50"], None),
        (["", "x"], None),
    ],
)
def test_evidence_of_the_decimal_separator(texts: list[str], separator: str | None) -> None:
    assert decimal_evidence(texts) == separator


@pytest.mark.parametrize(
    ("text", "style", "count"),
    [
        ("12", UNKNOWN, 12),
        ("12.0", UNKNOWN, 12),
        ("10.000", UNKNOWN, 10),
        ("10.000", COMMA, 10_000),
        ("1,000", UNKNOWN, 1_000),
        ("1.250", UNKNOWN, 1_250),
        ("-3", UNKNOWN, -3),
        ("99999999999999", UNKNOWN, 100_000_000),
    ],
)
def test_quantities(text: str, style: NumberStyle, count: int) -> None:
    assert read_count(text, style) == Decimal(count)


def test_a_quantity_that_is_none() -> None:
    assert read_count("muchos", UNKNOWN) is None


@pytest.mark.parametrize(
    ("text", "unit", "weight_g"),
    [
        ("1.5 oz", None, 43),
        ("0,3 kg", None, 300),
        ("0.3", "kg", 300),
        ("500 g", "kg", 500),
        ("1.500 kg", None, 1500),
        ("2 lb", None, 907),
        ("2", None, None),
        ("0", "kg", None),
        ("heavy", "kg", None),
    ],
)
def test_weights(text: str, unit: str | None, weight_g: int | None) -> None:
    assert read_weight_g(text, unit) == weight_g
