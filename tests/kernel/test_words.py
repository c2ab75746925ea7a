"""The language of a reader, and money as it is said in mails and page heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrina.kernel.words import LANGUAGES, language_of, money_text


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (None, "en"), ("", "en"), ("es", "es"), ("en", "en"), ("es-MX", "es"), ("ES", "es"), ("*", "en"), ("fr", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"), ("en-US,en;q=0.9,es;q=0.8", "en"), ("fr-FR,fr;q=0.9,es;q=0.5,en;q=0.4", "es"),
        ("en;q=0.2, es;q=0.7", "es"), ("es; q=0.2, en", "en"), ("es ; q=0.2,en ; q=0.3", "en"), ("es;q=0", "en"),
        ("en,es", "en"), ("es,en", "es"), ("es;q=abc,en;q=0.1", "en"), ("es;q=nan", "en"), (";;,,;q=1", "en"),
    ],
)  # fmt: skip
def test_language_of(wanted: str | None, language: str) -> None:
    assert language_of(wanted) == language


@given(st.text(alphabet="ens-,;q=01. *xñ", max_size=60))
def test_any_header_gives_a_language_of_ours(wanted: str) -> None:
    assert language_of(wanted) in LANGUAGES


@pytest.mark.parametrize(
    ("minor", "currency", "places", "english", "spanish"),
    [
        (2490, "USD", 2, "$24.90", "$24.90"),
        (123_456_789, "USD", 2, "$1,234,567.89", "$1,234,567.89"),
        (24900, "MXN", 2, "MX$249.00", "MX$249.00"),
        (2_490_000, "COP", 2, "COP 24,900.00", "COP 24.900,00"),
        (24900, "CLP", 0, "CLP 24,900", "CLP 24.900"),
        (399, "EUR", 2, "€3.99", "€3,99"),
        (-5, "EUR", 2, "-€0.05", "-€0,05"),
        (0, "BRL", 2, "R$0.00", "R$0,00"),
        (1_234_567, "KWD", 3, "KWD 1,234.567", "KWD 1.234,567"),
    ],
)
def test_money_text(minor: int, currency: str, places: int, english: str, spanish: str) -> None:
    assert (money_text(minor, currency, places, "en"), money_text(minor, currency, places, "es")) == (english, spanish)
