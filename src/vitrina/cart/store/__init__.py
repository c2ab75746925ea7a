"""SQL of baskets and shipping rates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from vitrina.cart.model import Address, Cart, ShippingRate, WantedLine
from vitrina.kernel.ids import AccountId, CartId, ShopId, TouchId, VariantId
from vitrina.kernel.money import Money
from vitrina.platform.postgres import Connection


async def list_rates(
    connection: Connection, shops: Sequence[ShopId], country: str, currency: str
) -> list[ShippingRate]:
    """The ways these shops ship to a country, each shop's in its order."""
    rows = await connection.fetch(
        "SELECT id, shop_id, country, name_en, name_es, price_minor, free_from_minor, transit_days_min, transit_days_max"
        " FROM cart_shipping_rate WHERE shop_id = ANY ($1) AND country = $2 ORDER BY shop_id, position, id",
        list(shops),
        country,
    )
    return [
        ShippingRate(
            *(*row[0:5], Money(row[5], currency), None if row[6] is None else Money(row[6], currency), row[7], row[8])
        )
        for row in rows
    ]


async def insert_rate(connection: Connection, rate: ShippingRate, position: int) -> None:
    await connection.execute(
        "INSERT INTO cart_shipping_rate (id, shop_id, country, name_en, name_es, price_minor, free_from_minor, position,"
        " transit_days_min, transit_days_max) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        rate.id, rate.shop_id, rate.country, rate.name_en, rate.name_es, rate.price.minor,
        None if rate.free_from is None else rate.free_from.minor, position, rate.transit_days_min, rate.transit_days_max,
    )  # fmt: skip


async def list_free_amounts(connection: Connection, country: str, currency: str) -> dict[ShopId, Money | None]:
    """From which amount each shop with rates of its own to a country ships for nothing; None: never."""
    rows = await connection.fetch(
        "SELECT DISTINCT ON (shop_id) shop_id, CASE WHEN price_minor = 0 THEN 0 ELSE free_from_minor END"
        " FROM cart_shipping_rate WHERE country = $1 ORDER BY shop_id, position, id",
        country,
    )
    return {row[0]: None if row[1] is None else Money(row[1], currency) for row in rows}


async def insert_cart(
    connection: Connection, cart_id: CartId, account_id: AccountId | None, guest_id: UUID | None, at: datetime
) -> None:
    await connection.execute(
        "INSERT INTO cart_cart (id, account_id, guest_id, at) VALUES ($1, $2, $3, $4)",
        cart_id,
        account_id,
        guest_id,
        at,
    )


async def find_cart(connection: Connection, cart_id: CartId, *, lock: bool = False) -> Cart | None:
    """A basket with its lines and choices; `lock` holds it until the transaction ends."""
    row = await connection.fetchrow(
        "SELECT id, account_id, guest_id, address, state, at,"
        " (SELECT coalesce(jsonb_agg(jsonb_build_array(variant_id, quantity, touch_id, seen_minor, seen_currency)"
        "   ORDER BY position), '[]') FROM cart_line WHERE cart_id = c.id),"
        " (SELECT coalesce(jsonb_object_agg(shop_id, rate_id), '{}') FROM cart_shipping_choice WHERE cart_id = c.id)"
        " FROM cart_cart c WHERE id = $1" + (" FOR UPDATE" if lock else ""),
        cart_id,
    )
    if row is None:
        return None
    address = None if row[3] is None else msgspec.convert(row[3], Address)
    lines = [msgspec.convert(line, tuple[UUID, int, UUID | None, int | None, str | None]) for line in row[6]]
    shipping = msgspec.convert(row[7], dict[UUID, UUID])
    wanted = tuple(
        WantedLine(
            VariantId(variant), quantity, None if touch is None else TouchId(touch),
            None if minor is None or currency is None else Money(minor, currency),
        )
        for variant, quantity, touch, minor, currency in lines
    )  # fmt: skip
    return Cart(row[0], row[1], row[2], address, row[4], wanted, shipping, row[5])  # type: ignore[arg-type]


async def replace_lines(connection: Connection, cart_id: CartId, lines: Sequence[WantedLine]) -> None:
    """Make exactly these the lines of a basket."""
    await connection.execute("DELETE FROM cart_line WHERE cart_id = $1", cart_id)
    await connection.executemany(
        "INSERT INTO cart_line (cart_id, variant_id, quantity, touch_id, position, seen_minor, seen_currency)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            (
                cart_id,
                line.variant_id,
                line.quantity,
                line.touch_id,
                place,
                line.seen.minor if line.seen else None,
                line.seen.currency if line.seen else None,
            )
            for place, line in enumerate(lines)
        ],
    )


async def update_address(connection: Connection, cart_id: CartId, address: Address) -> None:
    await connection.execute("UPDATE cart_cart SET address = $2 WHERE id = $1", cart_id, msgspec.to_builtins(address))


async def upsert_choices(connection: Connection, cart_id: CartId, choices: Sequence[tuple[UUID, UUID]]) -> None:
    await connection.execute(
        "INSERT INTO cart_shipping_choice (cart_id, shop_id, rate_id) SELECT $1, * FROM unnest($2::uuid[], $3::uuid[])"
        " ON CONFLICT (cart_id, shop_id) DO UPDATE SET rate_id = excluded.rate_id",
        cart_id, [shop for shop, _ in choices], [rate for _, rate in choices],
    )  # fmt: skip


async def close_cart(connection: Connection, cart_id: CartId) -> None:
    await connection.execute("UPDATE cart_cart SET state = 'paid' WHERE id = $1", cart_id)


async def reopen_cart(connection: Connection, cart_id: CartId) -> None:
    await connection.execute("UPDATE cart_cart SET state = 'open' WHERE id = $1", cart_id)


async def adopt_carts(connection: Connection, guest_id: UUID, account_id: AccountId) -> None:
    """A guest who signed up or logged in keeps their basket."""
    await connection.execute(
        "UPDATE cart_cart SET account_id = $2 WHERE guest_id = $1 AND account_id IS NULL", guest_id, account_id
    )
