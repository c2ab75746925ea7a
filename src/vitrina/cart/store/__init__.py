"""SQL of baskets and shipping rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from vitrina.cart.model import Address, AppliedVoucher, Cart, ShippingRate, Voucher, WantedLine
from vitrina.kernel.ids import AccountId, CartId, PaymentId, ShopId, TouchId, VariantId
from vitrina.kernel.money import Money
from vitrina.platform.postgres import Connection, Row


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
        " (SELECT coalesce(jsonb_object_agg(shop_id, rate_id), '{}') FROM cart_shipping_choice WHERE cart_id = c.id),"
        " voucher FROM cart_cart c WHERE id = $1" + (" FOR UPDATE" if lock else ""),
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
    return Cart(row[0], row[1], row[2], address, row[4], wanted, shipping, row[5], row[8])  # type: ignore[arg-type]


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


async def update_cart_voucher(connection: Connection, cart_id: CartId, code: str | None) -> None:
    await connection.execute("UPDATE cart_cart SET voucher = $2 WHERE id = $1", cart_id, code)


async def list_shop_rates(connection: Connection, shop_id: ShopId, currencies: Mapping[str, str]) -> list[ShippingRate]:
    """All ways a shop ships, by country; `currencies` by country."""
    rows = await connection.fetch(
        "SELECT id, shop_id, country, name_en, name_es, price_minor, free_from_minor FROM cart_shipping_rate"
        " WHERE shop_id = $1 ORDER BY country, position, id",
        shop_id,
    )
    return [
        ShippingRate(*(*row[0:5], Money(row[5], currencies[row[2]]),
                       None if row[6] is None else Money(row[6], currencies[row[2]])))
        for row in rows
    ]  # fmt: skip


async def delete_rates(connection: Connection, shop_id: ShopId) -> None:
    await connection.execute("DELETE FROM cart_shipping_rate WHERE shop_id = $1", shop_id)


_VOUCHER = (
    "id, shop_id, code::text, percent_bps, amount_minor, currency, spend_minor_least, starts_at, ends_at, uses_max,"
    " uses_max_each, used, state"
)


def _voucher(row: Row) -> Voucher:
    amount = None if row[4] is None else Money(row[4], row[5])
    return Voucher(*(*row[0:4], amount, Money(row[6], row[5]), *row[7:13]))


async def insert_voucher(connection: Connection, voucher: Voucher, at: datetime) -> bool:
    """Add a code; False when the shop has it already."""
    done = await connection.execute(
        "INSERT INTO cart_voucher (id, shop_id, code, percent_bps, amount_minor, currency, spend_minor_least, starts_at,"
        " ends_at, uses_max, uses_max_each, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " ON CONFLICT (shop_id, code) DO NOTHING",
        voucher.id, voucher.shop_id, voucher.code, voucher.percent_bps,
        None if voucher.amount_off is None else voucher.amount_off.minor, voucher.spend_least.currency,
        voucher.spend_least.minor, voucher.starts_at, voucher.ends_at, voucher.uses_max, voucher.uses_max_each, at,
    )  # fmt: skip
    return str(done).endswith(" 1")


async def list_vouchers(connection: Connection, shop_id: ShopId) -> list[Voucher]:
    """A shop's codes, newest first."""
    rows = await connection.fetch(
        f"SELECT {_VOUCHER} FROM cart_voucher WHERE shop_id = $1 ORDER BY id DESC LIMIT 200", shop_id
    )
    return [_voucher(row) for row in rows]


async def find_voucher(connection: Connection, code: str, shops: Sequence[ShopId]) -> Voucher | None:
    """The code of one of these shops, in any case of letters; of several the oldest."""
    row = await connection.fetchrow(
        f"SELECT {_VOUCHER} FROM cart_voucher WHERE code = $1::text::citext AND shop_id = ANY ($2)"
        " ORDER BY state = 'active' DESC, id LIMIT 1",
        code, list(shops),
    )  # fmt: skip
    return None if row is None else _voucher(row)


async def stop_voucher(connection: Connection, shop_id: ShopId, voucher_id: UUID) -> Voucher | None:
    row = await connection.fetchrow(
        f"UPDATE cart_voucher SET state = 'stopped' WHERE id = $1 AND shop_id = $2 RETURNING {_VOUCHER}",
        voucher_id,
        shop_id,
    )
    return None if row is None else _voucher(row)


async def hold_voucher(
    connection: Connection, applied: AppliedVoucher, payment_id: PaymentId, buyer: str, at: datetime
) -> bool:
    """Hold one use of a code for a payment; False when it or the buyer has none left (then roll back).

    Both limits are judged on their rows as they are when the lock is had, so no race goes past them.
    """
    done = await connection.fetchval(
        "WITH mine AS (INSERT INTO cart_voucher_buyer AS b (voucher_id, buyer, used) VALUES ($1, $3, 1)"
        "   ON CONFLICT (voucher_id, buyer) DO UPDATE SET used = b.used + 1"
        "   WHERE b.used < coalesce((SELECT uses_max_each FROM cart_voucher WHERE id = $1), b.used + 1) RETURNING voucher_id),"
        " won AS (UPDATE cart_voucher v SET used = v.used + 1 FROM mine WHERE v.id = mine.voucher_id AND v.state = 'active'"
        "   AND (v.uses_max IS NULL OR v.used < v.uses_max) RETURNING v.id)"
        " INSERT INTO cart_voucher_use (payment_id, voucher_id, buyer, amount_minor, at) SELECT $2, id, $3, $4, $5 FROM won"
        " RETURNING true",
        applied.id, payment_id, buyer, applied.discount.minor, at,
    )  # fmt: skip
    return bool(done)


async def release_vouchers(connection: Connection, payments: Sequence[PaymentId]) -> None:
    """Give back the uses that these payments hold."""
    await connection.execute(
        "WITH freed AS (UPDATE cart_voucher_use SET state = 'released' WHERE payment_id = ANY ($1) AND state = 'held'"
        "   RETURNING voucher_id, buyer),"
        " mine AS (UPDATE cart_voucher_buyer b SET used = b.used - f.uses FROM ("
        "   SELECT voucher_id, buyer, count(*)::integer AS uses FROM freed GROUP BY 1, 2) f"
        "   WHERE b.voucher_id = f.voucher_id AND b.buyer = f.buyer)"
        " UPDATE cart_voucher v SET used = v.used - f.uses FROM ("
        "   SELECT voucher_id, count(*)::integer AS uses FROM freed GROUP BY 1) f WHERE v.id = f.voucher_id",
        list(payments),
    )


async def mark_vouchers_used(connection: Connection, payments: Sequence[PaymentId]) -> None:
    await connection.execute(
        "UPDATE cart_voucher_use SET state = 'used' WHERE payment_id = ANY ($1) AND state = 'held'", list(payments)
    )


async def list_held_vouchers(connection: Connection, before: datetime, limit: int) -> list[PaymentId]:
    """Payments that have held a use since before an instant, oldest first."""
    rows = await connection.fetch(
        "SELECT payment_id FROM cart_voucher_use WHERE state = 'held' AND at < $1 ORDER BY at LIMIT $2", before, limit
    )
    return [row[0] for row in rows]
