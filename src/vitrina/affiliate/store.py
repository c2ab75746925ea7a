"""SQL of programmes, links, touches and commission lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from vitrina.affiliate.model import Commission, CommissionChange, Earned, Link, Programme, Shopper, Touch
from vitrina.kernel.ids import AccountId, CommissionId, LinkId, OrderId, ProductId, ShopId
from vitrina.kernel.money import Bps, Money
from vitrina.platform.postgres import Connection, Row

TOUCHES_CONSIDERED = 50

_LINK = "id, creator_id, product_id, shop_id, surface, surface_id, position"
_PROGRAMME = "shop_id, version, rate_bps, window_days, halo_bps, is_open, starts_at"
_COMMISSION = (
    "id, order_id, line_id, shop_id, product_id, product_title, creator_id, touch_id, country, base_minor, rate_bps,"
    " amount_minor, returned_minor, currency, is_house, decision, state, reason, payable_on, at"
)


async def list_programmes(connection: Connection, shops: Sequence[ShopId], now: datetime) -> dict[ShopId, Programme]:
    """The version in force of each shop's programme, where there is one."""
    rows = await connection.fetch(
        f"SELECT DISTINCT ON (shop_id) {_PROGRAMME} FROM affiliate_programme"
        " WHERE shop_id = ANY ($1) AND starts_at <= $2 ORDER BY shop_id, version DESC",
        list(shops),
        now,
    )
    return {row[0]: Programme(*row) for row in rows}


async def insert_programme(connection: Connection, programme: Programme) -> None:
    """Add a version; UniqueViolationError when another was added meanwhile."""
    await connection.execute(
        f"INSERT INTO affiliate_programme ({_PROGRAMME}) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        programme.shop_id, programme.version, programme.rate_bps, programme.window_days, programme.halo_bps,
        programme.is_open, programme.starts_at,
    )  # fmt: skip


async def insert_link(connection: Connection, link: Link, at: datetime) -> bool:
    """Add a link; False when the showcase has the product already."""
    done = await connection.execute(
        f"INSERT INTO affiliate_link ({_LINK}, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        link.id, link.creator_id, link.product_id, link.shop_id, link.surface, link.surface_id, link.position, at,
    )  # fmt: skip
    return str(done).endswith(" 1")


async def remove_link(connection: Connection, link_id: LinkId, creator_id: AccountId) -> bool:
    """Stop showing a creator's link; False when it is not theirs or not shown."""
    done = await connection.execute(
        "UPDATE affiliate_link SET state = 'removed' WHERE id = $1 AND creator_id = $2 AND state = 'shown'",
        link_id,
        creator_id,
    )
    return str(done).endswith(" 1")


async def find_link(connection: Connection, link_id: LinkId) -> Link | None:
    row = await connection.fetchrow(f"SELECT {_LINK} FROM affiliate_link WHERE id = $1 AND state = 'shown'", link_id)
    return None if row is None else Link(*row)


async def list_links(connection: Connection, surfaces: Sequence[UUID], surface: str) -> list[Link]:
    """The links shown on these surfaces, in their order."""
    rows = await connection.fetch(
        f"SELECT {_LINK} FROM affiliate_link WHERE surface_id = ANY ($1) AND surface = $2 AND state = 'shown'"
        " ORDER BY surface_id, position, id",
        list(surfaces),
        surface,
    )
    return [Link(*row) for row in rows]


async def list_surfaces(
    connection: Connection, surface: str, *, product_id: ProductId | None, shop_id: ShopId | None, limit: int
) -> list[UUID]:
    """Surfaces of a kind on which a product, or anything of a shop, is shown; the one it was put on last comes first."""
    rows = await connection.fetch(
        "SELECT surface_id FROM affiliate_link WHERE state = 'shown' AND surface = $1"
        " AND ($2::uuid IS NULL OR product_id = $2) AND ($3::uuid IS NULL OR shop_id = $3)"
        " GROUP BY surface_id ORDER BY max(id::text) DESC LIMIT $4",
        surface,
        product_id,
        shop_id,
        limit,
    )
    return [row[0] for row in rows]


async def insert_touch(connection: Connection, touch: Touch, shopper: Shopper) -> None:
    await insert_touches(connection, [touch], shopper)


async def find_showcase_link(connection: Connection, creator_id: AccountId, product_id: ProductId) -> Link | None:
    """The link by which a creator shows a product in their showcase."""
    row = await connection.fetchrow(
        f"SELECT {_LINK} FROM affiliate_link WHERE creator_id = $1 AND product_id = $2 AND surface = 'showcase'"
        " AND state = 'shown'",
        creator_id,
        product_id,
    )
    return None if row is None else Link(*row)


async def insert_touches(connection: Connection, touches: Sequence[Touch], shopper: Shopper) -> None:
    """Add the touches of one shopper."""
    await connection.execute(
        "INSERT INTO affiliate_touch (id, link_id, creator_id, product_id, shop_id, surface, surface_id,"
        " programme_version, rate_bps, window_days, halo_bps, at, account_id, guest_id)"
        " SELECT new.*, $13, $14 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[],"
        " $7::uuid[], $8::int[], $9::int[], $10::int[], $11::int[], $12::timestamptz[]) AS new",
        [touch.id for touch in touches],
        [touch.link_id for touch in touches],
        [touch.creator_id for touch in touches],
        [touch.product_id for touch in touches],
        [touch.shop_id for touch in touches],
        [touch.surface for touch in touches],
        [touch.surface_id for touch in touches],
        [touch.programme_version for touch in touches],
        [touch.rate_bps for touch in touches],
        [touch.window_days for touch in touches],
        [touch.halo_bps for touch in touches],
        [touch.at for touch in touches],
        shopper.account_id,
        shopper.guest_id,
    )


async def list_touches(
    connection: Connection, shoppers: Sequence[Shopper], shops: Sequence[ShopId]
) -> list[list[Touch]]:
    """For each (shopper, shop) in order, the shopper's last touches on that shop.

    A guest's touch presented by its id counts too, unless it belongs to an account: whoever knows it made it or was given it.
    """
    columns = (
        "t.id, t.link_id, t.creator_id, t.product_id, t.shop_id, t.surface, t.surface_id, t.programme_version, t.rate_bps,"
        " t.window_days, t.halo_bps, t.at"
    )
    rows = await connection.fetch(
        f"SELECT w.place, {columns} FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) WITH ORDINALITY"
        " AS w (account_id, guest_id, touch_id, shop_id, place) CROSS JOIN LATERAL ("
        f" (SELECT {columns} FROM affiliate_touch t WHERE t.account_id = w.account_id AND t.shop_id = w.shop_id"
        f"   ORDER BY t.at DESC LIMIT {TOUCHES_CONSIDERED})"
        " UNION"
        f" (SELECT {columns} FROM affiliate_touch t WHERE t.guest_id = w.guest_id AND t.shop_id = w.shop_id"
        f"   AND t.account_id IS NULL ORDER BY t.at DESC LIMIT {TOUCHES_CONSIDERED})"
        " UNION"
        f" SELECT {columns} FROM affiliate_touch t WHERE t.id = w.touch_id AND t.shop_id = w.shop_id AND t.account_id IS NULL"
        ") t",
        [shopper.account_id for shopper in shoppers],
        [shopper.guest_id for shopper in shoppers],
        [shopper.touch_id for shopper in shoppers],
        list(shops),
    )
    found: list[list[Touch]] = [[] for _ in shoppers]
    for row in rows:
        found[row[0] - 1].append(Touch(*row[1:]))
    return found


async def adopt_touches(connection: Connection, guest_id: UUID, account_id: AccountId) -> None:
    """A guest who signed up or logged in keeps their touches."""
    await connection.execute(
        "UPDATE affiliate_touch SET account_id = $2 WHERE guest_id = $1 AND account_id IS NULL", guest_id, account_id
    )


def _commission(row: Row) -> Commission:
    currency = row[13]
    base, amount, returned = (Money(row[place], currency) for place in (9, 11, 12))
    return Commission(*(*row[0:9], base, Bps(row[10]), amount, returned, *row[14:20]))


async def find_commission(connection: Connection, commission_id: CommissionId) -> Commission | None:
    row = await connection.fetchrow(f"SELECT {_COMMISSION} FROM affiliate_commission WHERE id = $1", commission_id)
    return None if row is None else _commission(row)


async def list_order_commissions(connection: Connection, order_id: OrderId) -> list[Commission]:
    """The lines of an order, locked until the transaction ends, in the order of their ids."""
    rows = await connection.fetch(
        f"SELECT {_COMMISSION} FROM affiliate_commission WHERE order_id = $1 ORDER BY id FOR UPDATE", order_id
    )
    return [_commission(row) for row in rows]


async def list_creator_commissions(connection: Connection, creator_id: AccountId, limit: int) -> list[Commission]:
    rows = await connection.fetch(
        f"SELECT {_COMMISSION} FROM affiliate_commission WHERE creator_id = $1 ORDER BY id DESC LIMIT $2",
        creator_id,
        limit,
    )
    return [_commission(row) for row in rows]


async def list_due_commissions(connection: Connection, country: str, today: date, limit: int) -> list[Commission]:
    """Earned lines of a country whose date has come, locked; those that another worker holds are skipped."""
    rows = await connection.fetch(
        f"SELECT {_COMMISSION} FROM affiliate_commission WHERE state = 'earned' AND country = $1 AND payable_on <= $2"
        " ORDER BY payable_on, id LIMIT $3 FOR UPDATE SKIP LOCKED",
        country,
        today,
        limit,
    )
    return [_commission(row) for row in rows]


async def update_commission(
    connection: Connection, commission: Commission, *, state: str, source: str, returned_minor: int,
    payable_on: date | None, reason: str | None, at: datetime,
) -> None:  # fmt: skip
    """Bring a line into a state and note the change; `returned_minor` is the new total returned."""
    await connection.execute(
        "WITH noted AS (INSERT INTO affiliate_commission_change (commission_id, state, source, returned_minor, at)"
        "   VALUES ($1, $2, $3, $4::bigint - $5::bigint, $6))"
        " UPDATE affiliate_commission SET state = $2, returned_minor = $4, payable_on = $7, reason = $8 WHERE id = $1",
        commission.id, state, source, returned_minor, commission.returned.minor, at, payable_on, reason,
    )  # fmt: skip


async def list_changes(connection: Connection, commission_id: CommissionId) -> list[CommissionChange]:
    rows = await connection.fetch(
        "SELECT state, source, returned_minor, at FROM affiliate_commission_change WHERE commission_id = $1 ORDER BY id",
        commission_id,
    )
    return [CommissionChange(*row) for row in rows]


async def sums_of_creators(
    connection: Connection, creators: Sequence[AccountId]
) -> dict[tuple[AccountId, str, str], int]:
    """What is kept of these creators' lines: (creator, currency, state) → minor units."""
    rows = await connection.fetch(
        "SELECT creator_id, currency, state, sum(amount_minor - returned_minor)::bigint FROM affiliate_commission"
        " WHERE creator_id = ANY ($1) GROUP BY 1, 2, 3",
        list(creators),
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


async def export_links(connection: Connection, account_id: AccountId) -> dict[str, Any]:
    """The account's links, taps and commissions."""
    found: dict[str, Any] = await connection.fetchval(
        "SELECT jsonb_build_object("
        " 'links', (SELECT coalesce(jsonb_agg(to_jsonb(l) ORDER BY l.id), '[]') FROM affiliate_link l WHERE l.creator_id = $1),"
        " 'touches', (SELECT coalesce(jsonb_agg(jsonb_build_object('product_id', t.product_id, 'surface', t.surface,"
        "   'at', t.at) ORDER BY t.id), '[]') FROM affiliate_touch t WHERE t.account_id = $1),"
        " 'commissions', (SELECT coalesce(jsonb_agg(jsonb_build_object('product', c.product_title, 'currency', c.currency,"
        "   'amount_minor', c.amount_minor, 'returned_minor', c.returned_minor, 'state', c.state, 'at', c.at) ORDER BY c.id),"
        "   '[]') FROM affiliate_commission c WHERE c.creator_id = $1))",
        account_id,
    )
    return found


async def remove_links_of(connection: Connection, account_id: AccountId) -> None:
    await connection.execute("UPDATE affiliate_link SET state = 'removed' WHERE creator_id = $1", account_id)


async def unexplained_commissions(connection: Connection) -> list[CommissionId]:
    """Lines whose winning touch is missing or is another creator's, or whose base and rate do not give the amount."""
    rows = await connection.fetch(
        "SELECT c.id FROM affiliate_commission c LEFT JOIN affiliate_touch t ON t.id = c.touch_id"
        " WHERE t.id IS NULL OR t.creator_id <> c.creator_id OR t.shop_id <> c.shop_id"
        " OR (c.state <> 'void' AND NOT c.is_house AND c.amount_minor <> (2 * c.base_minor * c.rate_bps + 10000) / 20000)"
    )
    return [row[0] for row in rows]


async def earned_since(connection: Connection, since: datetime, every: timedelta) -> list[Earned]:
    """Pending commission lines made since an instant, by creator, currency and the `every` minutes they were made in."""
    rows = await connection.fetch(
        "SELECT creator_id, date_bin($2, at, timestamptz 'epoch'), count(*)::integer,"
        " sum(amount_minor - returned_minor)::bigint, currency, max(product_title) FROM affiliate_commission"
        " WHERE id >= $1 AND state = 'pending' AND amount_minor > returned_minor GROUP BY 1, 2, 5",
        UUID(int=int(since.timestamp() * 1000) << 80),  # ids sort by the time of their making
        every,
    )
    return [Earned(row[0], row[1], row[2], Money(row[3], row[4]), row[5]) for row in rows]


async def payable_since(connection: Connection, creators: Sequence[AccountId], since: datetime) -> list[Earned]:
    """What became payable to these creators since an instant, by currency."""
    rows = await connection.fetch(
        "SELECT c.creator_id, count(*)::integer, sum(c.amount_minor - c.returned_minor)::bigint, c.currency,"
        " max(c.product_title) FROM affiliate_commission c WHERE c.creator_id = ANY ($1) AND c.state = 'payable'"
        " AND EXISTS (SELECT FROM affiliate_commission_change h"
        "   WHERE h.commission_id = c.id AND h.state = 'payable' AND h.at >= $2) GROUP BY 1, 4",
        list(creators),
        since,
    )
    return [Earned(row[0], since, row[1], Money(row[2], row[3]), row[4]) for row in rows]
