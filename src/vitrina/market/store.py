"""SQL of market_country, market_fee and market_minimum."""

from __future__ import annotations

from vitrina.kernel.money import Bps, Money
from vitrina.market.model import Country, CountryChange, Fee, FeeVersion, KeptCountry
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


async def lock_fees(connection: Connection) -> None:
    """One new version at a time; those who read wait for nobody."""
    await connection.execute("LOCK TABLE market_fee IN SHARE ROW EXCLUSIVE MODE")


async def list_fee_versions(connection: Connection) -> list[FeeVersion]:
    rows = await connection.fetch(
        "SELECT version, platform_bps, house_bps, starts_at, made_by, why FROM market_fee ORDER BY starts_at DESC"
    )
    return [FeeVersion(Fee(row[0], Bps(row[1]), Bps(row[2]), row[3]), row[4], row[5]) for row in rows]


async def insert_fee(connection: Connection, made: FeeVersion) -> None:
    fee = made.fee
    await connection.execute(
        "INSERT INTO market_fee (version, platform_bps, house_bps, starts_at, made_by, why)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        fee.version, fee.platform_bps, fee.house_bps, fee.starts_at, made.made_by, made.why,
    )  # fmt: skip


async def list_kept_countries(connection: Connection) -> list[KeptCountry]:
    rows = await connection.fetch(
        "SELECT c.code, c.name_en, c.name_es, c.currency, c.zone, c.is_tax_included, c.return_days,"
        " c.is_return_business_days, c.shipping_minor, c.free_shipping_from_minor, c.is_served,"
        " coalesce(m.payout_minor, 0) FROM market_country c LEFT JOIN market_minimum m ON m.currency = c.currency"
        " ORDER BY c.code"
    )
    return [KeptCountry(Country(*row[:10]), row[10], row[11]) for row in rows]


async def lock_country(connection: Connection, code: str) -> None:
    await connection.execute("SELECT FROM market_country WHERE code = $1 FOR UPDATE", code)


async def update_country(connection: Connection, code: str, change: CountryChange) -> None:
    await connection.execute(
        "UPDATE market_country SET return_days = $2, is_return_business_days = $3, shipping_minor = $4,"
        " free_shipping_from_minor = $5, is_served = $6 WHERE code = $1",
        code, change.return_days, change.is_return_business_days, change.shipping_minor,
        change.free_shipping_from_minor, change.is_served,
    )  # fmt: skip


async def upsert_minimum(connection: Connection, least: Money) -> None:
    await connection.execute(
        "INSERT INTO market_minimum (currency, payout_minor) VALUES ($1, $2)"
        " ON CONFLICT (currency) DO UPDATE SET payout_minor = excluded.payout_minor",
        least.currency,
        least.minor,
    )


async def list_minimums(connection: Connection) -> list[Money]:
    rows = await connection.fetch("SELECT payout_minor, currency FROM market_minimum ORDER BY currency")
    return [Money(*row) for row in rows]
