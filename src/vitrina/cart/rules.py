"""What an order costs; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from vitrina import market
from vitrina.cart.errors import RegionUnknown
from vitrina.cart.model import OfferedLine, Quote, QuotedLine, QuotedOrder, ShippingRate
from vitrina.catalog import NotSoldHere
from vitrina.kernel.ids import ShopId
from vitrina.kernel.money import BPS_WHOLE, Bps, Money, half_up, zero
from vitrina.market import Country

# First-class parcels in North America and Spain take two to five working days, cross-border ones one to two weeks (ours).
TRANSIT_DAYS_HOME = (2, 5)
TRANSIT_DAYS_ABROAD = (6, 12)


def price_order(
    lines: Sequence[OfferedLine], country: Country, region: str, shipping: Mapping[ShopId, ShippingRate]
) -> Quote:
    """The quote of these lines sent to a region, one order per shop in the order of their first lines.

    Tax is estimated per line and rounded half up: added in the US, contained in the price where the market includes it.
    `NotSoldHere` for a variant without a price in the country's currency, `RegionUnknown` for a US state that is none.
    """
    assert lines
    if not market.is_region(country.code, region):
        raise RegionUnknown(region=region[:20])
    rate = market.tax_bps(country.code, region)
    by_shop: dict[ShopId, list[QuotedLine]] = {}
    for line in lines:
        by_shop.setdefault(line.offer.shop_id, []).append(_line(line, country, rate))
    orders = tuple(_order(shop, quoted, country, rate, shipping[shop]) for shop, quoted in by_shop.items())
    nothing = zero(country.currency)
    total = sum((order.total for order in orders), nothing)
    quote = Quote(
        country.code, region.upper() if country.code == "US" else region, country.currency, orders,
        sum((order.subtotal for order in orders), nothing), sum((order.shipping for order in orders), nothing),
        sum((order.tax for order in orders), nothing), total, rate, country.is_tax_included,
    )  # fmt: skip
    added_tax = zero(country.currency) if country.is_tax_included else quote.tax
    assert quote.total == quote.subtotal + quote.shipping + added_tax
    return quote


def contained_tax(gross: Money, rate: Bps) -> Money:
    """The tax contained in a gross price, rounded half up: 116.00 at 16 % contains 16.00."""
    return gross - Money(half_up(gross.minor * BPS_WHOLE, BPS_WHOLE + rate), gross.currency)


def shipping_price(rate: ShippingRate, subtotal: Money) -> Money:
    """What shipping costs for a subtotal: nothing from the rate's free amount on."""
    if rate.free_from is not None and subtotal.minor >= rate.free_from.minor:
        return zero(subtotal.currency)
    return rate.price


def transit_days(rate: ShippingRate, shop_country: str) -> tuple[int, int]:
    """Working days on the way: the rate's own, else the usual ones at home or abroad."""
    usual = TRANSIT_DAYS_HOME if rate.country == shop_country else TRANSIT_DAYS_ABROAD
    least = usual[0] if rate.transit_days_min is None else rate.transit_days_min
    most = usual[1] if rate.transit_days_max is None else rate.transit_days_max
    return least, max(least, most)


def delivery_days(ordered_on: date, handling_days: int, transit: tuple[int, int]) -> tuple[date, date]:
    """The first and the last day on which an order of `ordered_on` arrives: working days to pack, then on the way."""
    assert handling_days >= 0 and 0 <= transit[0] <= transit[1]
    return (
        market.add_working_days(ordered_on, handling_days + transit[0]),
        market.add_working_days(ordered_on, handling_days + transit[1]),
    )


def _line(line: OfferedLine, country: Country, rate: Bps) -> QuotedLine:
    unit = line.offer.price
    if unit is None or unit.currency != country.currency:
        raise NotSoldHere(country=country.name_en, country_es=country.name_es)
    total = unit.times(line.quantity)
    tax = contained_tax(total, rate) if country.is_tax_included else total.share(rate)
    base = total - tax if country.is_tax_included else total
    return QuotedLine(line.offer, line.quantity, line.touch_id, unit, total, base, tax)


def _order(
    shop_id: ShopId, lines: Sequence[QuotedLine], country: Country, rate: Bps, shipping_rate: ShippingRate
) -> QuotedOrder:
    nothing = zero(country.currency)
    subtotal = sum((line.total for line in lines), nothing)
    shipping = shipping_price(shipping_rate, subtotal)
    shipping_tax = contained_tax(shipping, rate) if country.is_tax_included else nothing
    tax = sum((line.tax for line in lines), nothing) + shipping_tax
    total = subtotal + shipping if country.is_tax_included else subtotal + shipping + tax
    return QuotedOrder(shop_id, tuple(lines), subtotal, shipping, shipping_tax, tax, total)
