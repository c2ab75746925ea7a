"""Searching as people type: misspelt, unfinished, in either language; and what must not be found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import pytest
from tests.video.world import add_video, make_creator
from tests.world import Person, World, make_person, make_world

from vitrina import cart, catalog
from vitrina.cart import ShippingRate
from vitrina.catalog import NewProduct, NewVariant
from vitrina.kernel.ids import ProductId, uuid7
from vitrina.kernel.money import Money
from vitrina.kernel.pages import encode_cursor
from vitrina.platform.app import App

GOODS = (
    ("Vaso de vidrio soplado", "Azul cobalto, hecho a mano.", "Cocina", 1900, 5),
    ("Lámpara plisada", "Luz tibia para leer.", "Hogar", 4500, 3),
    ("Alebrije Gato de fuego", "Tallado en copal.", "Artesanía", 5900, 0),
    ("Moonrise mug", "A mug for slow mornings.", "Kitchen", 2490, 9),
    ("Copal candles, set of three", "They smell like Sunday.", "Home", 2200, 7),
    ("Zapatillas de correr", "Ligeras.", "Moda", 8900, 4),
)


@dataclass
class Market:
    """A shop with these goods, by title."""

    world: World
    ids: dict[str, ProductId]


@pytest.fixture
async def stalls(app: App) -> Market:
    world = await make_world(app)
    made = await catalog.add_products(
        app, world.shop_id,
        [
            NewProduct(f"g{place}", title, words, (NewVariant("v", "One", (Money(price, "USD"),), stock),), category=said)
            for place, (title, words, said, price, stock) in enumerate(GOODS)
        ],
    )  # fmt: skip
    return Market(world, {goods[0]: one[0] for goods, one in zip(GOODS, made, strict=True)})


async def search(http: httpx.AsyncClient, q: str = "", *, person: Person | None = None, **asked: Any) -> dict[str, Any]:
    answer = await http.get("/v1/search", params={"q": q, **asked}, headers=person.headers if person else {})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def titles(http: httpx.AsyncClient, q: str = "", **asked: Any) -> list[str]:
    return [one["title"] for one in (await search(http, q, kind="products", **asked))["products"]]


# What is typed, and what is meant.
TYPED = {
    "vaso": "Vaso de vidrio soplado",
    "baso": "Vaso de vidrio soplado",  # as it sounds
    "VIDRIO SOPLADO": "Vaso de vidrio soplado",
    "lampara": "Lámpara plisada",  # without its accent
    "lampra plisda": "Lámpara plisada",  # letters left out
    "lámparas": "Lámpara plisada",  # the plural
    "alebrige": "Alebrije Gato de fuego",
    "candle": "Copal candles, set of three",  # the singular
    "mug for mornings": "Moonrise mug",  # a word that says nothing
    "moonr": "Moonrise mug",  # not finished yet
    "sapatiyas": "Zapatillas de correr",
    "purple mug": "Moonrise mug",  # nothing is purple: one of the words is enough
}


async def test_people_find_what_they_mean(http: httpx.AsyncClient, stalls: Market) -> None:
    found = {typed: (await titles(http, typed))[:1] for typed in TYPED}
    assert found == {typed: [meant] for typed, meant in TYPED.items()}


async def test_what_only_comes_close_says_so(http: httpx.AsyncClient, stalls: Market) -> None:
    assert (await search(http, "lampra plisda"))["is_near"] is True
    assert (await search(http, "lámpara"))["is_near"] is False
    nothing = await search(http, "xylophone")
    assert (nothing["is_near"], nothing["products"], nothing["next_cursor"]) == (False, [], None)


async def test_filters_and_orders(http: httpx.AsyncClient, stalls: Market, app: App) -> None:
    assert await titles(http, "copal") == ["Copal candles, set of three", "Alebrije Gato de fuego"]
    assert await titles(http, "copal", in_stock=True) == ["Copal candles, set of three"]
    assert await titles(http, category="lighting") == ["Copal candles, set of three", "Lámpara plisada"]
    home = await titles(http, category="home", sort="price_up")
    assert home == [
        "Vaso de vidrio soplado", "Mug", "Copal candles, set of three", "Moonrise mug", "Lámpara plisada",
    ]  # fmt: skip
    assert await titles(http, price_min=4000, price_max=6000, sort="price_down") == [
        "Alebrije Gato de fuego", "Lámpara plisada",
    ]  # fmt: skip
    # The market ships for nothing from $50; once the shop has a rate of its own that decides.
    assert await titles(http, free_shipping=True, sort="price_up") == ["Alebrije Gato de fuego", "Zapatillas de correr"]
    rate = ShippingRate(
        uuid7(app.clock.now()), stalls.world.shop_id, "US", "Post", "Correo", Money(500, "USD"), Money(8000, "USD")
    )
    await cart.add_shipping_rate(app, rate, 0)
    assert await titles(http, free_shipping=True) == ["Zapatillas de correr"]
    assert (await http.get("/v1/search", params={"category": "nowhere"})).status_code == 404
    assert (await http.get("/v1/search", params={"shop": "nobody"})).status_code == 404


async def test_an_edit_is_found_at_once(http: httpx.AsyncClient, stalls: Market, app: App) -> None:
    async with app.db.connection() as connection:
        await connection.execute(
            "UPDATE catalog_product SET title = 'Florero de barro negro', category = 'Casa' WHERE id = $1",
            stalls.ids["Moonrise mug"],
        )
    assert await titles(http, "florero") == ["Florero de barro negro"]
    assert await titles(http, "moonrise") == []
    assert await titles(http, category="decor") == ["Florero de barro negro"]


async def test_pages_follow_one_another_without_repeating(http: httpx.AsyncClient, stalls: Market) -> None:
    seen, cursor = [], None
    while True:
        page = await search(http, kind="products", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [one["title"] for one in page["products"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == [*[goods[0] for goods in reversed(GOODS)], "Mug"]
    for wrong in ("x", encode_cursor("-1"), encode_cursor("99999"), encode_cursor("1", "2")):
        assert (await http.get("/v1/search", params={"kind": "products", "cursor": wrong})).status_code == 422


async def test_what_a_viewer_is_too_young_for_is_not_shown(http: httpx.AsyncClient, stalls: Market, app: App) -> None:
    async with app.db.connection() as connection:
        await connection.execute(
            "UPDATE catalog_product SET min_age = 18 WHERE id = $1", stalls.ids["Vaso de vidrio soplado"]
        )
    young = await make_person(app, "young", birth_date=date(2010, 1, 1))
    assert await titles(http, "vidrio", person=stalls.world.shopper) == ["Vaso de vidrio soplado"]
    for viewer in (None, young):
        assert await titles(http, "vidrio", person=viewer) == []
        listed = await http.get("/v1/products?q=vidrio", headers=viewer.headers if viewer else {})
        assert listed.json()["products"] == []
    suggested = (await http.get("/v1/search/suggest?q=vidr")).json()["suggestions"]
    assert suggested == []


async def test_everything_of_a_word_in_one_answer(http: httpx.AsyncClient, stalls: Market, app: App) -> None:
    luz = await make_creator(app, "luz.casa")
    assert luz.account_id is not None
    shop = await catalog.open_shop(app, slug="luz", name="Luz & Barro", country="MX")
    clip = await add_video(app, luz.account_id, 1)
    async with app.db.connection() as connection:
        await connection.execute("UPDATE video_clip SET title = 'Mi luz favorita #Hogar' WHERE id = $1", clip)
    found = await search(http, "luz")
    assert [one["handle"] for one in found["creators"]] == ["luz.casa"]
    assert [one["slug"] for one in found["shops"]] == ["luz"]
    assert [one["id"] for one in found["videos"]] == [str(clip)]
    assert [one["title"] for one in found["products"]] == ["Lámpara plisada"]
    assert found["next_cursor"] is None
    for kind, key in (("creators", "handle"), ("shops", "slug"), ("videos", "id")):
        alone = await search(http, "lus", kind=kind)
        assert [one[key] for one in alone[kind]] == [one[key] for one in found[kind]]
        assert alone["products"] == []
    assert shop.slug == "luz"
    by_handle = await search(http, "@luz.casa", kind="creators")
    assert [one["handle"] for one in by_handle["creators"]] == ["luz.casa"]
    assert (await search(http, "%_", kind="creators"))["creators"] == []


async def test_suggestions_go_on_as_one_types(http: httpx.AsyncClient, stalls: Market, app: App) -> None:
    luz = await make_creator(app, "lampi")
    assert luz.account_id is not None
    clip = await add_video(app, luz.account_id, 1)
    async with app.db.connection() as connection:
        await connection.execute("UPDATE video_clip SET title = 'Mi #lampara' WHERE id = $1", clip)

    async def suggested(q: str) -> list[tuple[str, str, str | None]]:
        answer = await http.get("/v1/search/suggest", params={"q": q}, headers={"Accept-Language": "es"})
        return [(one["kind"], one["text"], one["path"]) for one in answer.json()["suggestions"]]

    assert await suggested("lamp") == [
        ("words", "Lámpara plisada", None),
        ("category", "Lámparas y velas", "/c/lighting"),
        ("creator", "@lampi", "/@lampi"),
        ("hashtag", "#lampara", "/t/lampara"),
    ]
    assert await suggested("@lam") == [("creator", "@lampi", "/@lampi")]
    assert await suggested("#lam") == [("hashtag", "#lampara", "/t/lampara")]
    assert await suggested("  ") == []


async def test_no_text_breaks_it(http: httpx.AsyncClient, stalls: Market) -> None:
    for q in ("'", "\\", "a:*&|!()<->'", "%", "😀", "'; DROP TABLE catalog_product; --", "a" * 100, "#", "@", "\x00"):
        for path in ("/v1/search", "/v1/search/suggest"):
            assert (await http.get(path, params={"q": q})).status_code == 200, q
    assert len(await titles(http)) == len(GOODS) + 1
