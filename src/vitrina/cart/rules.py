"""What an order costs; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from vitrina import market
from vitrina.cart.errors import RegionUnknown, VoucherMinimum, VoucherNotNow, VoucherSpent, VoucherUnknown
from vitrina.cart.model import AppliedVoucher, OfferedLine, Quote, QuotedLine, QuotedOrder, ShippingRate, Voucher
from vitrina.catalog import NotSoldHere
from vitrina.kernel.ids import ShopId
from vitrina.kernel.money import BPS_WHOLE, Bps, Money, half_up, zero
from vitrina.market import Country

# First-class parcels in North America and Spain take two to five working days, cross-border ones one to two weeks (ours).
TRANSIT_DAYS_HOME = (2, 5)
TRANSIT_DAYS_ABROAD = (6, 12)


def price_order(
    lines: Sequence[OfferedLine], country: Country, region: str, shipping: Mapping[ShopId, ShippingRate],
    voucher: Voucher | None = None,
) -> Quote:  # fmt: skip
    """The quote of these lines sent to a region, one order per shop in the order of their first lines.

    Tax is estimated per line and rounded half up: added in the US, contained in the price where the market includes it.
    A shop's voucher lowers what its lines cost, and with it their base (rules.md §3).
    `NotSoldHere` for a variant without a price in the country's currency, `RegionUnknown` for a US state that is none.
    """
    assert lines
    if not market.is_region(country.code, region):
        raise RegionUnknown(region=region[:20])
    rate = market.tax_bps(country.code, region)
    off = _discounts(lines, country, voucher)
    by_shop: dict[ShopId, list[QuotedLine]] = {}
    for line, discount in zip(lines, off, strict=True):
        by_shop.setdefault(line.offer.shop_id, []).append(_line(line, country, rate, discount))
    orders = tuple(_order(shop, quoted, country, rate, shipping[shop]) for shop, quoted in by_shop.items())
    nothing = zero(country.currency)
    total = sum((order.total for order in orders), nothing)
    quote = Quote(
        country.code, region.upper() if country.code == "US" else region, country.currency, orders,
        sum((order.subtotal for order in orders), nothing), sum((order.shipping for order in orders), nothing),
        sum((order.tax for order in orders), nothing), total, rate, country.is_tax_included,
        None if voucher is None else AppliedVoucher(voucher.id, voucher.shop_id, voucher.code, sum(off, nothing)),
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


def check_voucher(voucher: Voucher, spent: Money, now: datetime) -> None:
    """Refuse a code that does not count now: `VoucherUnknown`, `VoucherNotNow`, `VoucherMinimum`, `VoucherSpent`."""
    if voucher.state != "active" or spent.currency != voucher.spend_least.currency:
        raise VoucherUnknown
    if now < voucher.starts_at or (voucher.ends_at is not None and now >= voucher.ends_at):
        raise VoucherNotNow
    if voucher.uses_max is not None and voucher.used >= voucher.uses_max:
        raise VoucherSpent
    if spent.minor < voucher.spend_least.minor:
        raise VoucherMinimum(least=f"{voucher.spend_least.text()} {voucher.spend_least.currency}")


def spent_at(lines: Sequence[OfferedLine], shop_id: ShopId, currency: str) -> Money:
    """What these lines of a shop cost without any discount."""
    prices = [
        line.offer.price.times(line.quantity)
        for line in lines
        if line.offer.shop_id == shop_id and line.offer.price is not None
    ]
    return sum(prices, zero(currency))


def _discounts(lines: Sequence[OfferedLine], country: Country, voucher: Voucher | None) -> list[Money]:
    """What the voucher takes off each line, in proportion; the parts add up to the whole, rounded once."""
    nothing = zero(country.currency)
    if voucher is None:
        return [nothing for _ in lines]
    whole = spent_at(lines, voucher.shop_id, country.currency)
    if voucher.amount_off is not None:
        # Something is always left to pay: a payment of nothing is none.
        off = Money(min(voucher.amount_off.minor, max(0, whole.minor - 1)), whole.currency)
    else:
        assert voucher.percent_bps is not None
        off = whole.share(voucher.percent_bps)
    found, before, given = [], 0, 0
    for line in lines:
        if line.offer.shop_id != voucher.shop_id or line.offer.price is None:
            found.append(nothing)
            continue
        before += line.offer.price.minor * line.quantity
        upto = off.part(before, whole.minor).minor
        found.append(Money(upto - given, whole.currency))
        given = upto
    assert sum(found, nothing) == off
    return found


def _line(line: OfferedLine, country: Country, rate: Bps, discount: Money) -> QuotedLine:
    unit = line.offer.price
    if unit is None or unit.currency != country.currency:
        raise NotSoldHere(country=country.name_en, country_es=country.name_es)
    total = unit.times(line.quantity) - discount
    tax = contained_tax(total, rate) if country.is_tax_included else total.share(rate)
    base = total - tax if country.is_tax_included else total
    return QuotedLine(line.offer, line.quantity, line.touch_id, unit, total, base, tax, discount)


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
