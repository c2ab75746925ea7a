"""The countries that are served from the first migration on, and the fee in its versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vitrina import market
from vitrina.kernel.clock import ManualClock
from vitrina.kernel.money import Bps, exponent
from vitrina.market import CountryNotServed, Fee, Markets
from vitrina.platform.app import App


async def test_each_country_has_its_currency_and_return_window(app: App) -> None:
    served = (await market.markets(app)).all()
    assert {
        (one.code, one.currency, one.return_days, one.is_return_business_days, one.is_tax_included) for one in served
    } == {
        ("US", "USD", 30, False, False),
        ("BR", "BRL", 7, False, True),
        ("AR", "ARS", 10, False, True),
        ("MX", "MXN", 5, True, True),
        ("CO", "COP", 5, True, True),
        ("CL", "CLP", 10, False, True),
        ("ES", "EUR", 14, False, True),
    }
    assert all(exponent(one.currency) in (0, 2) for one in served)
    assert all(ZoneInfo(one.zone).key == one.zone for one in served)
    assert all(one.name_en and one.name_es for one in served)
    assert all(
        one.free_shipping_from_minor is None or one.free_shipping_from_minor > one.shipping_minor for one in served
    )


async def test_countries_by_code(app: App) -> None:
    markets = await market.markets(app)
    assert (markets.get("mx").code, markets.get("MX").currency) == ("MX", "MXN")
    assert [markets.viewed_from(code).code for code in ("MX", "es", None, "FR", "")] == ["MX", "ES", "US", "US", "US"]
    with pytest.raises(CountryNotServed) as refused:
        markets.get("FRANCE")
    assert refused.value.text("es") == "Todavía no hacemos entregas en FR."


async def test_the_fee_in_force(app: App, clock: ManualClock) -> None:
    fee = (await market.markets(app)).fee_at(clock.now())
    assert (fee.version, fee.platform_bps, fee.house_bps) == (1, 600, 200)


def test_a_new_fee_counts_from_its_instant() -> None:
    at = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
    first, second = Fee(1, Bps(600), Bps(200), at - timedelta(days=9)), Fee(2, Bps(700), Bps(100), at)
    markets = Markets([], [first, second])
    assert [
        markets.fee_at(at + offset) for offset in (timedelta(microseconds=-1), timedelta(0), timedelta(days=99))
    ] == [
        first,
        second,
        second,
    ]
