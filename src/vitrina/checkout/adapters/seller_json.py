"""Orders, refunds and sales as a seller's console shows them, and as spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from vitrina import catalog
from vitrina.checkout.adapters.order_json import OrderOut, order_out
from vitrina.checkout.model import OrderView
from vitrina.checkout.rules import Returned
from vitrina.kernel.errors import Refusal
from vitrina.kernel.ids import OrderId, ProductId
from vitrina.kernel.money import Money
from vitrina.platform.http import MoneyOut, money_out

if TYPE_CHECKING:
    from vitrina.checkout.actions.seller import Sales

PICTURE_WIDTH = 320
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CSV_BOM = "\ufeff"


class RefundQuoteOut(msgspec.Struct, frozen=True):
    """What a refund would give back: `buyer` is the sum of the rest, each by whose share it comes from."""

    buyer: MoneyOut
    shop: MoneyOut
    creator: MoneyOut
    platform: MoneyOut
    tax: MoneyOut
    shipping: MoneyOut


class ParcelOut(msgspec.Struct, frozen=True):
    """One order of a pile: sent, or why not."""

    id: OrderId
    order: OrderOut | None
    code: str | None
    problem: str | None


class ParcelsOut(msgspec.Struct, frozen=True):
    parcels: list[ParcelOut]


class SoldDayOut(msgspec.Struct, frozen=True):
    day: date
    orders: int
    units: int
    revenue: MoneyOut
    refunded: MoneyOut


class SoldProductOut(msgspec.Struct, frozen=True):
    id: ProductId
    title: str
    image_url: str | None
    units: int
    revenue: MoneyOut


class SalesOut(msgspec.Struct, frozen=True):
    """What a shop sold by day of its country, goods after its own discounts and shipping."""

    first: date
    last: date
    currency: str
    orders: int
    units: int
    revenue: MoneyOut
    refunded: MoneyOut
    days: list[SoldDayOut]
    products: list[SoldProductOut]


def refund_quote_out(returned: Returned) -> RefundQuoteOut:
    """The parts of a refund as JSON."""
    return RefundQuoteOut(
        money_out(returned.buyer), money_out(returned.seller), money_out(returned.creator), money_out(returned.fee),
        money_out(returned.tax + returned.shipping_tax), money_out(returned.shipping),
    )  # fmt: skip


def parcels_out(
    answers: Sequence[tuple[OrderId, OrderView | None, Refusal | None]], now: datetime, language: str
) -> ParcelsOut:
    """A pile of parcels as JSON, refusals in the reader's language."""
    return ParcelsOut([
        ParcelOut(
            order_id, None if view is None else order_out(view, now, is_seller=True),
            None if refusal is None else refusal.code, None if refusal is None else refusal.text(language),
        )
        for order_id, view, refusal in answers
    ])  # fmt: skip


def sales_out(sales: Sales) -> SalesOut:
    """Sales as JSON."""

    def money(minor: int) -> MoneyOut:
        return MoneyOut(minor, sales.currency)

    return SalesOut(
        sales.first, sales.last, sales.currency, sum(day.orders for day in sales.days),
        sum(day.units for day in sales.days), money(sum(day.revenue_minor for day in sales.days)),
        money(sum(day.refunded_minor for day in sales.days)),
        [
            SoldDayOut(day.day, day.orders, day.units, money(day.revenue_minor), money(day.refunded_minor))
            for day in sales.days
        ],
        [
            SoldProductOut(
                one.product_id, one.title, catalog.picture_url(one.picture_key, PICTURE_WIDTH), one.units,
                money(one.revenue_minor),
            )
            for one in sales.products
        ],
    )  # fmt: skip


_ORDER_HEADS = {
    "en": ("order", "placed", "state", "sku_title", "variant", "quantity", "line_total", "currency", "order_total", "name",
           "line1", "line2", "city", "region", "postal_code", "country", "carrier", "tracking"),
    "es": ("pedido", "fecha", "estado", "producto", "variante", "cantidad", "total_línea", "moneda", "total_pedido", "nombre",
           "calle", "interior", "ciudad", "estado_o_provincia", "código_postal", "país", "paquetería", "guía"),
}  # fmt: skip
_DAY_HEADS = {
    "en": ("day", "orders", "units", "revenue", "refunded", "currency"),
    "es": ("día", "pedidos", "piezas", "ventas", "reembolsos", "moneda"),
}
_ADDRESS = ("name", "line1", "line2", "city", "region", "postal_code", "country")


def orders_csv(views: Sequence[OrderView], now: datetime, language: str) -> str:
    """Orders as a spreadsheet, a row for each line; no address while the shopper may still cancel."""
    rows: list[Sequence[object]] = [_ORDER_HEADS[language]]
    for view in views:
        order = order_out(view, now, is_seller=True)
        address = order.address or {}
        tracking = order.tracking
        for line in order.lines:
            rows.append((
                order.number, order.placed_at.isoformat(timespec="seconds"), order.status, line.title, line.variant_title,
                line.quantity, _text(line.total), line.total.currency, _text(order.total),
                *(address.get(name) or "" for name in _ADDRESS),
                (tracking.carrier if tracking else None) or "", (tracking.number if tracking else None) or "",
            ))  # fmt: skip
    return _csv_text(rows)


def sales_csv(sales: Sales, language: str) -> str:
    """Sales by day as a spreadsheet."""
    return _csv_text([
        _DAY_HEADS[language],
        *(
            (
                day.day, day.orders, day.units, Money(day.revenue_minor, sales.currency).text(),
                Money(day.refunded_minor, sales.currency).text(), sales.currency,
            )
            for day in sales.days
        ),
    ])  # fmt: skip


def _text(money: MoneyOut) -> str:
    return Money(money.minor, money.currency).text()


def _csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV that a spreadsheet shows and never runs."""
    output = io.StringIO()
    output.write(CSV_BOM)
    writer = csv.writer(output)
    for row in rows:
        writer.writerow([f"'{cell}" if str(cell).startswith(FORMULA_STARTS) else str(cell) for cell in row])
    return output.getvalue()
