"""SQL of a shop's sales: by day of its country, and what sold best."""

from __future__ import annotations

from datetime import date, datetime

from vitrina.checkout.model import SoldDay, SoldProduct
from vitrina.kernel.ids import ShopId
from vitrina.platform.postgres import Connection

_SOLD = "('on_hold', 'to_ship', 'shipped', 'delivered', 'completed', 'partly_refunded', 'refunded', 'disputed', 'cancelled')"


async def list_sold_days(
    connection: Connection, shop_id: ShopId, currency: str, zone: str, since: datetime
) -> list[SoldDay]:
    """What a shop sold in a currency by day of a time zone, since an instant; what went back counts on its own day."""
    rows = await connection.fetch(
        "WITH sold AS (SELECT (o.placed_at AT TIME ZONE $3)::date AS day, count(*) AS orders,"
        "   sum((SELECT sum(l.quantity) FROM checkout_line l WHERE l.order_id = o.id)) AS units,"
        "   sum(o.subtotal_minor + o.shipping_minor) AS revenue FROM checkout_order o"
        f"  WHERE o.shop_id = $1 AND o.currency = $2 AND o.placed_at >= $4 AND o.state IN {_SOLD} GROUP BY 1),"
        " back AS (SELECT (r.at AT TIME ZONE $3)::date AS day, sum(r.amount_minor) AS amount FROM checkout_refund r"
        "   JOIN checkout_order o ON o.id = r.order_id WHERE o.shop_id = $1 AND o.currency = $2 AND r.at >= $4 GROUP BY 1)"
        " SELECT day, coalesce(orders, 0), coalesce(units, 0)::bigint, coalesce(revenue, 0)::bigint,"
        " coalesce(amount, 0)::bigint FROM sold FULL JOIN back USING (day) ORDER BY day",
        shop_id, currency, zone, since,
    )  # fmt: skip
    return [SoldDay(*row) for row in rows]


async def list_sold_products(
    connection: Connection, shop_id: ShopId, currency: str, zone: str, *, first: date, limit: int
) -> list[SoldProduct]:
    """What sold best in a currency since a day of a time zone, pieces that were kept, by revenue."""
    rows = await connection.fetch(
        "SELECT l.product_id, max(l.title), max(l.picture_key), sum(l.quantity - l.refunded_quantity)::bigint,"
        " sum(l.total_minor * (l.quantity - l.refunded_quantity) / l.quantity)::bigint"
        " FROM checkout_order o JOIN checkout_line l ON l.order_id = o.id"
        f" WHERE o.shop_id = $1 AND o.currency = $2 AND o.state IN {_SOLD} AND (o.placed_at AT TIME ZONE $3)::date >= $4"
        " GROUP BY 1 HAVING sum(l.quantity - l.refunded_quantity) > 0 ORDER BY 5 DESC, 1 LIMIT $5",
        shop_id, currency, zone, first, limit,
    )  # fmt: skip
    return [SoldProduct(*row) for row in rows]
