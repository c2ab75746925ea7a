"""Search and suggestions through HTTP in catalogues of 1,000, 10,000 and 100,000 products: milliseconds at p50 and p95.

One client asks one thing after the other, so the figures are what a person waits, not what a machine can bear. The asked
are what people type: exact words, unfinished ones, misspelt ones, broad ones that half of the catalogue has, filters and
orders; suggestions are asked for each letter typed. `--explain` prints the plans at the largest size.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import asyncpg
import httpx
import machine

from vitrina.catalog import Wanted, finding_query
from vitrina.kernel.money import Money

PORT = 18_760
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 12
ASKED = {
    "exact": {"q": "taza azul"},
    "unfinished": {"q": "lamp"},
    "misspelt": {"q": "seramica negra"},
    "near": {"q": "lampra plisda"},
    "broad": {"q": "de"},
    "one_kind": {"q": "mug", "kind": "products", "limit": "24"},
    "filtered": {"q": "mug", "kind": "products", "in_stock": "true", "price_max": "3000", "sort": "price_up"},
    "category": {"kind": "products", "category": "home", "limit": "24"},
    "sale": {"kind": "products", "on_sale": "true", "in_stock": "true"},
}
TYPED = ("t", "ta", "taz", "taza", "m", "mug", "lam", "lampara p", "@cr", "#ho")

# A title is made of one word of each list; the mix is that of a shop with two languages.
_FILL = """
WITH words AS (SELECT
    '{Taza,Lámpara,Mug,Candle,Vaso,Florero,Blanket,Notebook,Aretes,Hoodie,Backpack,Café,Salsa,Alebrije,Planter,Sneaker}'::text[]
        AS thing,
    '{azul,de barro,plisada,negra,Moonrise,de cerámica,striped,hecha a mano,Copal,giant,roja,of the sea,del sol,verde}'::text[]
        AS kind,
    '{Puebla,Oaxaca,Sunday,Fiesta,Patio,Noche,Trail,Courtyard,Luna,Jade,Mercado,Orchard,Tide,Barrio,Siesta}'::text[] AS name),
fresh AS (INSERT INTO catalog_product (id, shop_id, slug, title, description, category, at)
    SELECT gen_random_uuid(), $1, 'p-' || n,
        thing[1 + n % 16] || ' ' || kind[1 + (n / 16) % 14] || ' ' || name[1 + (n / 224) % 15] || ' ' || n,
        'Made in small batches. Hecho en lotes pequeños por gente que conocemos.',
        (ARRAY['Kitchen', 'Hogar', 'Moda', 'Despensa', 'Artesanía'])[1 + n % 5], '2026-05-04T15:00:00Z'
    FROM words, generate_series($2::int, $3::int) AS n RETURNING id),
variant AS (INSERT INTO catalog_variant (id, product_id, reference, title)
    SELECT gen_random_uuid(), id, 'v', 'One' FROM fresh RETURNING id),
priced AS (INSERT INTO catalog_price (variant_id, currency, minor, compare_at_minor)
    SELECT id, 'USD', 500 + place % 9000, CASE WHEN place % 20 = 0 THEN 12000 END
    FROM (SELECT id, row_number() OVER () AS place FROM variant) v)
INSERT INTO catalog_stock (variant_id, free)
    SELECT id, CASE WHEN place % 9 = 0 THEN 0 ELSE 5 END FROM (SELECT id, row_number() OVER () AS place FROM variant) v
"""


async def main() -> None:
    async with machine.server(PORT) as server:
        connection = await asyncpg.connect(server.database_url)
        shop = await connection.fetchval(
            "INSERT INTO catalog_shop (id, slug, name, country, at) VALUES"
            " (gen_random_uuid(), 'bench', 'Luz y Barro', 'US', '2026-05-04T15:00:00Z') RETURNING id"
        )
        found, filled = {}, 0
        for size in SIZES:
            await connection.execute(_FILL, shop, filled, size - 1)
            await connection.execute("VACUUM ANALYZE catalog_product, catalog_variant, catalog_price, catalog_stock")
            filled = size
            found[str(size)] = await measure(f"http://127.0.0.1:{server.port}")
        if "--explain" in sys.argv:
            await explain(connection)
        await connection.close()
    machine.write_result("search", {"ms": found, "asked": list(ASKED), "suggested": list(TYPED), "clients": 1})


async def measure(url: str) -> dict[str, dict[str, float]]:
    """Milliseconds of each kind of question."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as http:
        results = {name: await _times(http, "/v1/search", [asked]) for name, asked in ASKED.items()}
        results["suggest"] = await _times(http, "/v1/search/suggest", [{"q": typed} for typed in TYPED])
    return results


async def _times(http: httpx.AsyncClient, path: str, asked: Sequence[dict[str, str]]) -> dict[str, float]:
    spent = []
    for turn in range(ROUNDS + 1):
        for parameters in asked:
            begun = time.perf_counter()
            answer = await http.get(path, params=parameters)
            answer.raise_for_status()
            if turn:  # the first one fills caches
                spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    return {"p50": round(spent[len(spent) // 2], 1), "p95": round(spent[int(len(spent) * 0.95)], 1)}


async def explain(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Print the plans of the statements behind a search."""
    base = Wanted(currency="USD", age=30, words="taza azul")
    shown = {
        "every": finding_query(base, "every", first=0, limit=21),
        "near": finding_query(Wanted(currency="USD", age=30, words="lampra plisda"), "near", first=0, limit=21),
        "filtered": finding_query(
            Wanted(currency="USD", age=30, words="mug", is_available=True, price_to=Money(3000, "USD"), sort="price_up"),
            "every", first=0, limit=21,
        ),
        "category": finding_query(Wanted(currency="USD", age=30, aisles=("home", "kitchen")), "every", first=0, limit=21),
    }  # fmt: skip
    for name, (query, arguments) in shown.items():
        rows = await connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS) {query}", *arguments)
        print(f"-- {name}\n" + "\n".join(row[0] for row in rows))


if __name__ == "__main__":
    asyncio.run(main())
