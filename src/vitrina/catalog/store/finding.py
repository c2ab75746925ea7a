"""SQL of looking for products and shops: by words as written, as they sound, by place, price and shop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from vitrina.catalog.model import Shop, Wanted
from vitrina.catalog.store.products import SHOP_COLUMNS
from vitrina.kernel.ids import ProductId, ShopId
from vitrina.platform.postgres import Connection

# The newest so many that match are weighed against one another: 2,000 cost 20 ms, all 100,000 of a broad word a second.
CANDIDATES_MAX = 2_000
Match = Literal["every", "any", "near"]

_RANK = {
    "every": "ts_rank('{{0.05, 0.2, 0.4, 1}}', p.words, platform_query({words}, false))"
    " + CASE WHEN p.sounded LIKE btrim(platform_sounded({words})) || '%' THEN 0.5 ELSE 0 END",
    "any": "ts_rank('{{0.05, 0.2, 0.4, 1}}', p.words, platform_query({words}, true))",
    "near": "word_similarity(platform_sounded({words}), p.sounded)",
}
_CONDITION = {
    "every": "p.words @@ platform_query({words}, false)",
    "any": "p.words @@ platform_query({words}, true)",
    "near": "p.id IN (SELECT product_id FROM catalog_near({words}, 200))",
}
_CHEAPEST = (
    " CROSS JOIN LATERAL (SELECT c.minor, coalesce(k.free, 0) AS free FROM catalog_variant v"
    " JOIN catalog_price c ON c.variant_id = v.id AND c.currency = {currency}"
    " LEFT JOIN catalog_stock k ON k.variant_id = v.id WHERE v.product_id = f.id AND v.state = 'sold'"
    " ORDER BY coalesce(k.free, 0) > 0 DESC, c.minor LIMIT 1) v"
)
_ORDER = {
    "best": "f.rank DESC, f.id DESC",
    "newest": "f.id DESC",
    "price_up": "v.minor, f.id DESC",
    "price_down": "v.minor DESC, f.id DESC",
}


class _Arguments(list[object]):
    def add(self, value: object, kind: str) -> str:
        self.append(value)
        return f"${len(self)}::{kind}"


async def find_products(
    connection: Connection, wanted: Wanted, match: Match, *, first: int, limit: int
) -> list[ProductId]:
    """Products that somebody may buy and see, the best match first, after skipping `first`."""
    query, arguments = finding_query(wanted, match, first=first, limit=limit)
    return [ProductId(row[0]) for row in await connection.fetch(query, *arguments)]


def finding_query(wanted: Wanted, match: Match, *, first: int, limit: int) -> tuple[str, list[object]]:
    """The statement of `find_products` and its arguments; only what is asked for costs anything."""
    arguments = _Arguments()
    conditions = ["p.state = 'published'", "p.external_url IS NULL"]
    conditions.append(f"(p.min_age IS NULL OR p.min_age <= {arguments.add(wanted.age, 'int')})")
    rank = "0"
    if wanted.words is not None:
        words = arguments.add(wanted.words, "text")
        conditions.append(_CONDITION[match].format(words=words))
        rank = _RANK[match].format(words=words)
    if wanted.aisles:
        conditions.append(f"p.aisle = ANY ({arguments.add(list(wanted.aisles), 'text[]')})")
    if wanted.shop_id is not None:
        conditions.append(f"p.shop_id = {arguments.add(wanted.shop_id, 'uuid')}")
    currency = arguments.add(wanted.currency, "text") if wanted.is_priced or wanted.is_on_sale else ""
    if wanted.is_on_sale:
        conditions.append(
            "p.id IN (SELECT v.product_id FROM catalog_price c JOIN catalog_variant v ON v.id = c.variant_id"
            f" WHERE c.currency = {currency} AND c.compare_at_minor > c.minor AND v.state = 'sold')"
        )
    priced, filters = _priced(wanted, arguments, currency)
    query = (
        f"WITH f AS MATERIALIZED (SELECT p.id, p.shop_id, {rank} AS rank FROM catalog_product p"
        f" WHERE {' AND '.join(conditions)} ORDER BY p.id DESC LIMIT {CANDIDATES_MAX})"
        f" SELECT f.id FROM f{priced}{' WHERE ' + ' AND '.join(filters) if filters else ''}"
        f" ORDER BY {_ORDER[wanted.sort]} OFFSET {arguments.add(first, 'int')} LIMIT {arguments.add(limit, 'int')}"
    )
    return query, list(arguments)


def _priced(wanted: Wanted, arguments: _Arguments, currency: str) -> tuple[str, list[str]]:
    """The join that looks up each candidate's cheapest variant, and what must be true of it."""
    if not wanted.is_priced:
        return "", []
    joined, filters = _CHEAPEST.format(currency=currency), []
    if wanted.is_available:
        filters.append("v.free > 0")
    if wanted.price_from is not None:
        filters.append(f"v.minor >= {arguments.add(wanted.price_from.minor, 'bigint')}")
    if wanted.price_to is not None:
        filters.append(f"v.minor <= {arguments.add(wanted.price_to.minor, 'bigint')}")
    if wanted.free_shipping is not None:
        free = wanted.free_shipping
        shops = arguments.add(list(free.of_shops), "uuid[]")
        amounts = arguments.add([one and one.minor for one in free.of_shops.values()], "bigint[]")
        otherwise = arguments.add(free.otherwise and free.otherwise.minor, "bigint")
        joined += f" LEFT JOIN unnest({shops}, {amounts}) AS s (shop_id, minor) ON s.shop_id = f.shop_id"
        filters.append(f"v.minor >= CASE WHEN s.shop_id IS NULL THEN {otherwise} ELSE s.minor END")
    return joined, filters


async def suggest_titles(connection: Connection, words: str, age: int, limit: int) -> list[str]:
    """Titles that go on as somebody types, those that begin so first."""
    rows = await connection.fetch(
        "WITH f AS MATERIALIZED (SELECT p.title, p.sounded, p.words FROM catalog_product p"
        " WHERE p.state = 'published' AND p.external_url IS NULL AND p.words @@ platform_query($1, false)"
        " AND (p.min_age IS NULL OR p.min_age <= $2) ORDER BY p.id DESC LIMIT 200)"
        " SELECT title FROM f GROUP BY title ORDER BY bool_or(sounded LIKE btrim(platform_sounded($1)) || '%') DESC,"
        " max(ts_rank('{0.05, 0.2, 0.4, 1}', words, platform_query($1, false))) DESC, title LIMIT $3",
        words,
        age,
        limit,
    )
    return [row[0] for row in rows]


async def find_shops(connection: Connection, words: str, *, first: int, limit: int) -> list[Shop]:
    """Open shops of a name, as it is written or sounds, the nearest first."""
    rows = await connection.fetch(
        f"SELECT {SHOP_COLUMNS} FROM catalog_shop s, btrim(platform_sounded($1)) AS said WHERE s.state = 'open'"
        " AND said <> '' AND (s.sounded LIKE '%' || said || '%' OR said <% s.sounded)"
        " ORDER BY s.sounded LIKE said || '%' DESC, word_similarity(said, s.sounded) DESC, s.followers DESC, s.id DESC"
        " OFFSET $2 LIMIT $3",
        words,
        first,
        limit,
    )
    return [Shop(*row) for row in rows]


async def list_popular_shops(connection: Connection, limit: int) -> list[Shop]:
    """Open shops with something to sell, those that most people follow first."""
    rows = await connection.fetch(
        f"SELECT {SHOP_COLUMNS} FROM catalog_shop s WHERE s.state = 'open' AND EXISTS ("
        "   SELECT FROM catalog_product WHERE shop_id = s.id AND state = 'published')"
        " ORDER BY s.followers DESC, s.id DESC LIMIT $1",
        limit,
    )
    return [Shop(*row) for row in rows]


async def list_shop_pictures(connection: Connection, shops: Sequence[ShopId], limit: int) -> dict[ShopId, list[str]]:
    """Keys of the cover pictures of each shop's newest products."""
    rows = await connection.fetch(
        "SELECT s.id, c.key FROM unnest($1::uuid[]) AS s (id) CROSS JOIN LATERAL ("
        "   SELECT p.id, (SELECT key FROM catalog_picture WHERE product_id = p.id ORDER BY position LIMIT 1) AS key"
        "   FROM catalog_product p WHERE p.shop_id = s.id AND p.state = 'published' AND p.min_age IS NULL"
        "   ORDER BY p.id DESC LIMIT 12) c WHERE c.key IS NOT NULL ORDER BY s.id, c.id DESC",
        list(shops),
    )
    found: dict[ShopId, list[str]] = {}
    for row in rows:
        keys = found.setdefault(ShopId(row[0]), [])
        if len(keys) < limit:
            keys.append(row[1])
    return found


async def count_aisles(connection: Connection, shop_id: ShopId | None) -> dict[str, int]:
    """How many published products stand in each place, in one shop or in all."""
    rows = await connection.fetch(
        "SELECT aisle, count(*) FROM catalog_product WHERE state = 'published' AND external_url IS NULL"
        " AND ($1::uuid IS NULL OR shop_id = $1) GROUP BY aisle",
        shop_id,
    )
    return {row[0]: row[1] for row in rows}


async def list_aisle_pictures(connection: Connection, aisles: Sequence[str]) -> dict[str, str]:
    """The key of the cover picture of a new product in each place."""
    rows = await connection.fetch(
        "SELECT DISTINCT ON (a.slug) a.slug, c.key FROM unnest($1::text[]) AS a (slug) CROSS JOIN LATERAL ("
        "   SELECT p.id, (SELECT key FROM catalog_picture WHERE product_id = p.id ORDER BY position LIMIT 1) AS key"
        "   FROM catalog_product p WHERE p.aisle = a.slug AND p.state = 'published' AND p.min_age IS NULL"
        "   ORDER BY p.id DESC LIMIT 12) c WHERE c.key IS NOT NULL ORDER BY a.slug, c.id DESC",
        list(aisles),
    )
    return {row[0]: row[1] for row in rows}


async def add_follow(connection: Connection, account_id: UUID, shop_id: ShopId, at: object) -> None:
    """Follow a shop, and count it; nothing changes when it is so already."""
    await connection.execute(
        "WITH made AS (INSERT INTO catalog_follow (account_id, shop_id, at) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING RETURNING shop_id)"
        " UPDATE catalog_shop s SET followers = followers + 1 FROM made WHERE s.id = made.shop_id",
        account_id,
        shop_id,
        at,
    )


async def delete_follow(connection: Connection, account_id: UUID, shop_id: ShopId) -> None:
    """Stop following a shop, and count it; nothing changes when it is so already."""
    await connection.execute(
        "WITH gone AS (DELETE FROM catalog_follow WHERE account_id = $1 AND shop_id = $2 RETURNING shop_id)"
        " UPDATE catalog_shop s SET followers = followers - 1 FROM gone WHERE s.id = gone.shop_id",
        account_id,
        shop_id,
    )


async def is_followed(connection: Connection, account_id: UUID, shop_id: ShopId) -> bool:
    """Whether an account follows a shop."""
    found = await connection.fetchval(
        "SELECT true FROM catalog_follow WHERE account_id = $1 AND shop_id = $2", account_id, shop_id
    )
    return found is not None


async def list_followed_shops(connection: Connection, account_id: UUID, limit: int) -> list[ShopId]:
    """The shops an account follows, the latest first."""
    rows = await connection.fetch(
        "SELECT shop_id FROM catalog_follow WHERE account_id = $1 ORDER BY at DESC, shop_id LIMIT $2", account_id, limit
    )
    return [ShopId(row[0]) for row in rows]
