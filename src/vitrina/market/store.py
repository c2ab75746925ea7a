"""SQL of market_country and market_fee."""

from __future__ import annotations

from vitrina.kernel.money import Bps
from vitrina.market.model import Country, Fee
from vitrina.platform.postgres import Connection


async def list_countries(connection: Connection) -> list[Country]:
    rows = await connection.fetch(
        "SELECT code, name_en, name_es, currency, zone, is_tax_included, return_days, is_return_business_days,"
        " shipping_minor, free_shipping_from_minor FROM market_country WHERE is_served ORDER BY code"
    )
    return [Country(*row) for row in rows]


async def list_fees(connection: Connection) -> list[Fee]:
    rows = await connection.fetch(
        "SELECT version, platform_bps, house_bps, starts_at FROM market_fee ORDER BY starts_at"
    )
    return [Fee(row[0], Bps(row[1]), Bps(row[2]), row[3]) for row in rows]
