"""Files become products of a shop: exactly, once, without undoing what was sold since."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.catalog.conftest import Write, drift_of, rows_of

from vitrina import catalog
from vitrina.kernel.errors import NotFound
from vitrina.kernel.ids import ShopId, VariantId, uuid7
from vitrina.platform.app import App

SAMPLES = Path(os.environ.get("VITRINA_SAMPLES") or "absent") / "catalog"

Priced = tuple[str, int, int, int | None]
# file → products by state, variants, pieces free, prices as (currency, count, sum, sum struck through), pictures, issues
IMPORTED: dict[str, tuple[dict[str, int], int, int, list[Priced], int, list[tuple[int, str]]]] = {
    "google-merchant/celebird-variants.xml": (
        {"published": 1}, 2, 200, [("USD", 2, 21058, None)], 2, [],
    ),
    "woocommerce-gpl/sample_products.csv": (
        {"draft": 1, "published": 13}, 27, 2600, [("USD", 27, 85100, 19600)], 22,
        [(17, "type_unsupported"), (18, "sold_elsewhere")],
    ),
    "medusa/exported-products-comma.csv": (
        {"draft": 2}, 3, 300, [("DKK", 3, 11000, None), ("EUR", 3, 15500, None), ("USD", 3, 40000, None)], 0,
        [(2, "image_not_url"), (6, "image_not_url")],
    ),
    "medusa/product-with-categories.csv": (
        {"draft": 1}, 2, 200, [("DKK", 2, 8000, None), ("EUR", 2, 11000, None), ("USD", 2, 30000, None)], 0,
        [(2, "image_not_url")],
    ),
    "medusa/invalid-column.csv": (
        {"draft": 1}, 1, 100, [("DKK", 1, 3000, None), ("EUR", 1, 4500, None), ("USD", 1, 10000, None)], 0,
        [(1, "column_unknown"), (2, "image_not_url")],
    ),
    "medusa/v1-template.csv": (
        {"draft": 3}, 4, 40, [("USD", 4, 450, None)], 0,
        [(2, "image_not_url"), (3, "image_not_url"), (4, "image_not_url"), (6, "price_missing")],
    ),
    "spanish/plantilla_productos.csv": ({"published": 4}, 5, 135, [("USD", 5, 36_500_000, None)], 0, []),
    "magento-osl/products_gear_bags.csv": ({"published": 14}, 14, 1400, [("USD", 14, 57400, 3200)], 0, []),
}  # fmt: skip

BASE = "id,title,price,stock\nA,Blue cup,12.50,10\nB,Green cup,8,5\nC,Red cup,9,0\n"


def sample(name: str) -> Path:
    if not (SAMPLES / name).is_file():
        pytest.skip(f"sample absent: {name}")
    return SAMPLES / name


async def told(app: App, shop_id: ShopId) -> dict[str, tuple[str, str, int | None, int | None, int]]:
    """Each variant by product and variant reference: title, state, price, struck-through price, pieces free."""
    async with app.db.connection() as connection:
        rows = await connection.fetch(
            "SELECT p.reference || '/' || v.reference, p.title, v.state, c.minor, c.compare_at_minor, k.free"
            " FROM catalog_product p JOIN catalog_variant v ON v.product_id = p.id JOIN catalog_stock k ON k.variant_id = v.id"
            " LEFT JOIN catalog_price c ON c.variant_id = v.id AND c.currency = 'USD' WHERE p.shop_id = $1",
            shop_id,
        )
    return {row[0]: (row[1], row[2], row[3], row[4], row[5]) for row in rows}


async def variant_of(app: App, reference: str) -> VariantId:
    async with app.db.connection() as connection:
        found: VariantId = await connection.fetchval("SELECT id FROM catalog_variant WHERE reference = $1", reference)
    return found


async def hold(app: App, variant_id: VariantId, quantity: int) -> UUID | None:
    """Hold as a checkout does; the request, None when there is not enough."""
    request, expiry = uuid7(app.clock.now()), app.clock.now() + timedelta(minutes=10)
    async with app.db.transaction() as transaction:
        granted = await transaction.fetchval(
            "SELECT catalog_hold($1, $1, $2, $3, $4, $5)",
            [request], [variant_id], [quantity], [expiry], app.clock.now(),
        )  # fmt: skip
    return request if granted else None


@pytest.mark.parametrize("name", IMPORTED)
async def test_a_sample_arrives_exactly_and_the_second_time_writes_nothing(
    app: App, shop: catalog.Shop, name: str
) -> None:
    states, variants, free, prices, pictures, issues = IMPORTED[name]
    first = await catalog.import_catalog(app, shop.id, sample(name))
    async with app.db.connection() as connection:
        found = await connection.fetch("SELECT state, count(*) FROM catalog_product GROUP BY state")
        assert {row[0]: row[1] for row in found} == states
        assert await connection.fetchval("SELECT count(*) FROM catalog_variant WHERE state = 'sold'") == variants
        assert await connection.fetchval("SELECT sum(free) FROM catalog_stock") == free
        found = await connection.fetch(
            "SELECT currency, count(*), sum(minor)::bigint, sum(compare_at_minor)::bigint FROM catalog_price"
            " GROUP BY currency ORDER BY currency"
        )
        assert [tuple(row) for row in found] == prices
        assert await connection.fetchval("SELECT count(*) FROM catalog_picture_due WHERE state = 'due'") == pictures
    assert (first.products_new, first.variants_new, first.pictures_due) == (sum(states.values()), variants, pictures)
    assert [(issue.line, issue.code) for issue in first.issues] == issues
    assert await drift_of(app) == []

    before = await rows_of(app)
    second = await catalog.import_catalog(app, shop.id, sample(name))
    assert (second.products_new, second.products_changed, second.products_same) == (0, 0, sum(states.values()))
    assert (second.variants_new, second.pictures_due, second.issues) == (0, 0, first.issues)
    assert await rows_of(app) == before


async def test_every_other_sample_is_refused_and_changes_nothing(app: App, shop: catalog.Shop, write: Write) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("samples absent: set VITRINA_SAMPLES")
    await catalog.import_catalog(app, shop.id, write(BASE))
    before = await rows_of(app)
    names = {str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*") if path.is_file()} - set(IMPORTED)
    refused = []
    for name in sorted(names):
        with pytest.raises(catalog.CatalogFileRefused) as caught:
            await catalog.import_catalog(app, shop.id, SAMPLES / name)
        assert caught.value.text("en") != caught.value.text("es")
        refused.append(name)
    print(f"{len(IMPORTED)} samples imported, {len(refused)} refused")
    assert len(refused) >= 1
    assert await rows_of(app) == before


async def test_a_changed_file_changes_what_it_names(app: App, shop: catalog.Shop, write: Write) -> None:
    await catalog.import_catalog(app, shop.id, write(BASE))
    report = await catalog.import_catalog(
        app, shop.id, write("id,title,price,stock\nA,Blue mug,11.00,12\nB,Green cup,8,5\nD,New,1,1\n")
    )
    assert report.text("en") == (
        "products imported: 3 (new 1, changed 1, unchanged 1); rows read: 3, skipped: 0; pictures to fetch: 0"
    )
    assert report.text("es") == (
        "productos importados: 3 (nuevos 1, cambiados 1, sin cambios 1); filas leídas: 3, omitidas: 0; imágenes por descargar: 0"
    )
    assert await told(app, shop.id) == {
        "A/A": ("Blue mug", "sold", 1100, None, 12),
        "B/B": ("Green cup", "sold", 800, None, 5),
        "C/C": ("Red cup", "sold", 900, None, 0),
        "D/D": ("New", "sold", 100, None, 1),
    }
    assert await drift_of(app) == []


async def test_the_address_of_a_product_lives_on(app: App, shop: catalog.Shop, write: Write) -> None:
    await catalog.import_catalog(app, shop.id, write(BASE))
    async with app.db.connection() as connection:
        slug = await connection.fetchval("SELECT slug FROM catalog_product WHERE reference = 'A'")
    assert slug.startswith("blue-cup-")
    await catalog.import_catalog(app, shop.id, write(BASE.replace("Blue cup", "Mug")))
    assert (await catalog.get_product(app, slug, "USD")).title == "Mug"


async def test_many_products_of_one_title_have_addresses_of_their_own(
    app: App, shop: catalog.Shop, write: Write
) -> None:
    lines = [f"{number},同じ,5" for number in range(2_500)]
    report = await catalog.import_catalog(app, shop.id, write("id,title,price\n" + "\n".join(lines)))
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT count(DISTINCT slug) FROM catalog_product") == 2_500
    assert report.products_new == 2_500


async def test_what_was_sold_stays_sold(app: App, shop: catalog.Shop, write: Write) -> None:
    await catalog.import_catalog(app, shop.id, write(BASE))
    cup = await variant_of(app, "A")
    taken, held = await hold(app, cup, 3), await hold(app, cup, 2)
    assert taken is not None and held is not None
    async with app.db.transaction() as transaction:
        await transaction.execute("SELECT catalog_take($1)", [taken])
    # Another title and the same number: the number is from before the sales.
    await catalog.import_catalog(app, shop.id, write(BASE.replace("Blue cup", "Blue mug")))
    assert (await told(app, shop.id))["A/A"] == ("Blue mug", "sold", 1250, None, 5)
    # Another number was counted now: of the 9 on the shelf, 2 are promised.
    await catalog.import_catalog(app, shop.id, write(BASE.replace("12.50,10", "12.50,9")))
    assert (await told(app, shop.id))["A/A"] == ("Blue cup", "sold", 1250, None, 7)
    # Fewer than are promised: nothing is free, and the promise stands.
    await catalog.import_catalog(app, shop.id, write(BASE.replace("12.50,10", "12.50,1")))
    assert (await told(app, shop.id))["A/A"][4] == 0
    assert await drift_of(app) == []
    async with app.db.transaction() as transaction:
        assert await catalog.release_holds(transaction, [held]) == [held]
    assert (await told(app, shop.id))["A/A"][4] == 2
    assert await drift_of(app) == []


async def test_available_without_a_number_opens_a_stock_and_leaves_it_alone(
    app: App, shop: catalog.Shop, write: Write
) -> None:
    said = "id,title,price,availability\nA,Cup,5,{}\n"
    await catalog.import_catalog(app, shop.id, write(said.format("in stock")))
    assert (await told(app, shop.id))["A/A"][4] == 100
    await hold(app, await variant_of(app, "A"), 40)
    await catalog.import_catalog(app, shop.id, write(said.format("in stock").replace("Cup", "Mug")))
    assert (await told(app, shop.id))["A/A"][4] == 60
    await catalog.import_catalog(app, shop.id, write(said.format("out of stock")))
    assert (await told(app, shop.id))["A/A"][4] == 0
    await catalog.import_catalog(app, shop.id, write(said.format("in stock")))
    assert (await told(app, shop.id))["A/A"][4] == 60
    assert await drift_of(app) == []


SIZES = "id,item_group_id,title,size,price,stock\nA-S,A,Shirt,S,10,3\nA-M,A,Shirt,M,10,4\n"


async def test_a_variant_comes_goes_and_comes_back(app: App, shop: catalog.Shop, write: Write) -> None:
    await catalog.import_catalog(app, shop.id, write(SIZES))
    other = SIZES.replace("A-M,A,Shirt,M,10,4", "A-L,A,Shirt,L,12,7")
    report = await catalog.import_catalog(app, shop.id, write(other))
    assert (report.variants_new, report.variants_retired) == (1, 1)
    assert {key: (row[1], row[4]) for key, row in (await told(app, shop.id)).items()} == {
        "A/A-S": ("sold", 3),
        "A/A-M": ("gone", 4),
        "A/A-L": ("sold", 7),
    }
    report = await catalog.import_catalog(app, shop.id, write(SIZES))
    assert (report.variants_new, report.variants_retired) == (0, 1)
    assert {key: row[1] for key, row in (await told(app, shop.id)).items()} == {
        "A/A-S": "sold",
        "A/A-M": "sold",
        "A/A-L": "gone",
    }


async def test_a_variant_whose_row_was_skipped_is_still_sold(app: App, shop: catalog.Shop, write: Write) -> None:
    await catalog.import_catalog(app, shop.id, write(SIZES))
    report = await catalog.import_catalog(app, shop.id, write(SIZES.replace("M,10,4", "M,ten,4")))
    assert (report.rows_read, report.rows_skipped, report.variants_retired) == (2, 1, 0)
    assert {row[1] for row in (await told(app, shop.id)).values()} == {"sold"}


async def test_a_price_that_the_file_no_longer_has_is_gone(app: App, shop: catalog.Shop, write: Write) -> None:
    await catalog.import_catalog(app, shop.id, write("id,title,price\nA,Cup,10 EUR\n"))
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT state FROM catalog_product") == "draft"
    report = await catalog.import_catalog(app, shop.id, write("id,title,price\nA,Cup,12 USD\n"))
    assert report.issues == ()
    async with app.db.connection() as connection:
        prices = await connection.fetch("SELECT currency, minor, compare_at_minor FROM catalog_price")
        assert [tuple(row) for row in prices] == [("USD", 1200, None)]
        assert await connection.fetchval("SELECT state FROM catalog_product") == "published"


async def test_without_the_shops_currency_it_is_a_draft_and_said(app: App, shop: catalog.Shop, write: Write) -> None:
    report = await catalog.import_catalog(app, shop.id, write("id,title,price\nA,Cup,10 EUR\nB,Mug,7\n"))
    assert [catalog.explain_issue(issue, "es") for issue in report.issues] == [
        "Línea 2: el producto no tiene precio en USD, la moneda de la tienda, así que quedó como borrador."
    ]
    assert await catalog.list_products(
        app, words=None, shop_slug="tienda", currency="USD", cursor=None, limit=10
    ) == await catalog.list_products(app, words="mug", shop_slug=None, currency="USD", cursor=None, limit=10)


async def test_a_product_that_was_taken_away_stays_away(app: App, shop: catalog.Shop, write: Write) -> None:
    await catalog.import_catalog(app, shop.id, write(BASE))
    async with app.db.transaction() as transaction:
        await transaction.execute("UPDATE catalog_product SET state = 'gone' WHERE reference = 'A'")
    await catalog.import_catalog(app, shop.id, write(BASE.replace("cup", "mug")))
    async with app.db.connection() as connection:
        rows = await connection.fetch("SELECT title, state FROM catalog_product ORDER BY reference")
    assert [tuple(row) for row in rows] == [
        ("Blue mug", "gone"), ("Green mug", "published"), ("Red mug", "published"),
    ]  # fmt: skip


async def test_bad_rows_are_said_in_both_languages(app: App, shop: catalog.Shop, write: Write) -> None:
    file = write("código,nombre,precio,existencias\nA,Taza,12,5\nB,,3,1\nC,Vaso,caro,1\n")
    report = await catalog.import_catalog(app, shop.id, file)
    assert (report.products_new, report.rows_read, report.rows_skipped) == (1, 3, 2)
    assert [catalog.explain_issue(issue, "es") for issue in report.issues] == [
        "Línea 3, columna «nombre»: la fila no tiene nombre, así que se omitió.",
        "Línea 4, columna «precio»: «caro» no es un precio, así que la fila se omitió.",
    ]
    assert [catalog.explain_issue(issue, "en") for issue in report.issues] == [
        "Line 3, column “nombre”: the row has no title, so it was skipped.",
        "Line 4, column “precio”: “caro” is not a price, so the row was skipped.",
    ]


async def test_a_file_without_a_usable_row_changes_nothing(app: App, shop: catalog.Shop, write: Write) -> None:
    await catalog.import_catalog(app, shop.id, write(BASE))
    before = await rows_of(app)
    for text in ("", "hello", "id,title,price\n", "id,title,price\nA,Cup,free\n"):
        with pytest.raises(catalog.CatalogFileRefused):
            await catalog.import_catalog(app, shop.id, write(text))
    with pytest.raises(catalog.CatalogFileRefused):
        await catalog.import_catalog(app, shop.id, Path("absent.csv"))
    assert await rows_of(app) == before


async def test_an_import_that_fails_midway_changes_nothing(app: App, shop: catalog.Shop, write: Write) -> None:
    before = await rows_of(app)

    def stop(done: int, count: int) -> None:
        if done == count:
            raise KeyboardInterrupt

    lines = "".join(f"{number},Cup {number},5,1\n" for number in range(1_500))
    with pytest.raises(KeyboardInterrupt):
        await catalog.import_catalog(app, shop.id, write("id,title,price,stock\n" + lines), on_progress=stop)
    assert await rows_of(app) == before


async def test_one_import_at_a_time_and_only_into_a_shop(app: App, shop: catalog.Shop, write: Write) -> None:
    other = await catalog.open_shop(app, slug="other", name="Other", country="US")
    async with app.db.transaction() as transaction:
        await transaction.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('catalog_import ' || $1, 0))", str(shop.id)
        )
        before = await rows_of(app)
        with pytest.raises(catalog.ImportInProgress):
            await catalog.import_catalog(app, shop.id, write(BASE))
        assert await rows_of(app) == before
        assert (await catalog.import_catalog(app, other.id, write(BASE))).products_new == 3
    with pytest.raises(NotFound):
        await catalog.import_catalog(app, ShopId(uuid7(app.clock.now())), write(BASE))
    assert (await catalog.import_catalog(app, shop.id, write(BASE))).products_new == 3


async def test_buyers_and_imports_at_once_lose_no_piece(app: App, shop: catalog.Shop, write: Write) -> None:
    names = [f"S{number}" for number in range(20)]

    def file(stock: int) -> Path:
        return write("id,title,price,stock\n" + "".join(f"{name},Cup {name},5,{stock}\n" for name in names))

    await catalog.import_catalog(app, shop.id, file(40))
    variants = [await variant_of(app, name) for name in names]

    async def buy(turn: int) -> int:
        held = [await hold(app, variants[(turn + step) % len(variants)], 1) for step in range(40)]
        kept = [request for request in held if request is not None]
        async with app.db.transaction() as transaction:
            await catalog.release_holds(transaction, kept[::3])
        return len(kept) - len(kept[::3])

    async def stock_up() -> None:
        for stock in (41, 30, 55, 12, 60):
            await catalog.import_catalog(app, shop.id, file(stock))

    *sold, _ = await asyncio.gather(*(buy(turn) for turn in range(5)), stock_up())
    assert sum(sold) == 5 * (40 - 14)
    assert await drift_of(app) == []
    async with app.db.connection() as connection:
        assert await connection.fetchval("SELECT min(free) FROM catalog_stock") >= 0


async def test_pictures_of_a_file_are_remembered_moved_and_forgotten(
    app: App, shop: catalog.Shop, write: Write
) -> None:
    head = "id,item_group_id,title,size,price,stock,image_link\n"
    small, large = "https://a.example/s.jpg", "https://a.example/l.jpg"
    await catalog.import_catalog(app, shop.id, write(f"{head}A-S,A,Shirt,S,10,3,{small}\nA-L,A,Shirt,L,10,4,{large}\n"))

    async def due() -> list[tuple[str, str | None, int]]:
        async with app.db.connection() as connection:
            rows = await connection.fetch(
                "SELECT d.source_url, v.reference, d.position FROM catalog_picture_due d"
                " LEFT JOIN catalog_variant v ON v.id = d.variant_id ORDER BY d.position"
            )
        return [(row[0], row[1], row[2]) for row in rows]

    assert await due() == [(small, "A-S", 0), (large, "A-L", 1)]
    other = "https://a.example/other.jpg"
    report = await catalog.import_catalog(
        app, shop.id, write(f"{head}A-L,A,Shirt,L,10,4,{large}\nA-S,A,Shirt,S,10,3,{other}\n")
    )
    assert await due() == [(large, "A-L", 0), (other, "A-S", 1)]
    assert report.products_changed == 1


def vitrina(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("VITRINA_", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "vitrina", "import", "catalog", *arguments],
        capture_output=True, text=True, timeout=60, check=False, env=inherited | environment,
    )  # fmt: skip


async def test_the_command_says_what_it_did_and_ends_so(app: App, shop: catalog.Shop, write: Write) -> None:
    assert app.settings.database_url is not None
    world = {"VITRINA_HOME": str(app.settings.home), "VITRINA_DATABASE_URL": app.settings.database_url}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return vitrina(*arguments, **world)

    file = str(write("código,nombre,precio\nA,Taza,12\nB,,3\n"))
    done = await asyncio.to_thread(run, file, "--shop", "tienda", "--language", "es")
    assert (done.returncode, done.stderr, done.stdout.splitlines()) == (0, "", [
        "Línea 3, columna «nombre»: la fila no tiene nombre, así que se omitió.",
        "productos importados: 1 (nuevos 1, cambiados 0, sin cambios 0); filas leídas: 2, omitidas: 1; imágenes por descargar: 0",
    ])  # fmt: skip
    again = await asyncio.to_thread(run, file, "--shop", "tienda", "--format", "plain_csv")
    assert (again.returncode, again.stdout.splitlines()[-1]) == (
        0,
        "products imported: 1 (new 0, changed 0, unchanged 1); rows read: 2, skipped: 1; pictures to fetch: 0",
    )
    before = await rows_of(app)
    bad = str(write("código,nombre,precio\nA,,12\n"))
    refused = await asyncio.to_thread(run, bad, "--shop", "tienda", "--language", "es")
    reason = "Línea 2, columna «nombre»: la fila no tiene nombre, así que se omitió."
    summary = f"No se pudo usar ninguna de las 1 filas, así que no se importó nada. {reason}"
    assert (refused.returncode, refused.stdout.splitlines()) == (1, [reason, summary])
    unknown = await asyncio.to_thread(run, file, "--shop", "nobody")
    assert (unknown.returncode, unknown.stderr) == (1, "Error: no shop has the address nobody\n")
    assert await rows_of(app) == before
