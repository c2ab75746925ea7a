"""The small world of the browser's stories: one shop with painted goods, one creator, two films, orders of earlier."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import msgspec
from tests.browser.installation import Installation
from tests.world import Person, add_session

from vitrina import affiliate, cart, catalog, checkout, people, video
from vitrina.catalog import PICTURE_WIDTHS, NewProduct, NewVariant, Shop
from vitrina.checkout import Buyer, PaymentAsked, Purchase
from vitrina.kernel.clock import ManualClock, SystemClock
from vitrina.kernel.ids import AccountId, OrderId, ProductId, VariantId
from vitrina.kernel.money import Money
from vitrina.platform.app import App
from vitrina.platform.keys import make_key
from vitrina.video import ClipShot, Recipe

PASSWORD = "a long evening walk"
BORN = date(1995, 6, 15)
WAIT_S = 30
EARLIER = timedelta(hours=2)
LANGUAGES = ("en", "es")
COUNTRY = {"en": "US", "es": "MX"}
CURRENCY = {"en": "USD", "es": "MXN"}
ADDRESS = {
    "en": {"name": "Ana Rivera", "line1": "418 Juniper Street", "postal_code": "78704", "city": "Austin", "region": "TX"},
    "es": {"name": "Ana Rivera", "line1": "Calle 5 de Mayo 21", "postal_code": "72000", "city": "Puebla", "region": "Puebla"},
}  # fmt: skip
# Title, painter's kind and colours; the prices are in cents of a dollar and of a peso.
GOODS = (
    ("Moonrise mug", "mug", (("Night", "night"), ("Jade", "jade")), 2490, 45900),
    ("Copal candle", "candle", (("Amber", "marigold"),), 2200, 39900),
    ("Striped throw", "blanket", (("Rosa", "rosa"),), 7900, 149900),
)
FILMS = {
    "en": ("Two things my shelf was missing", "A shelf for slow evenings", ("The mug I reach for", "Smells like Sunday")),
    "es": ("Dos cosas que faltaban en mi repisa", "Una repisa para la noche", ("Mi taza de siempre", "Huele a domingo")),
}  # fmt: skip
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Goods:
    """One product on sale."""

    id: ProductId
    slug: str
    title: str
    variants: tuple[VariantId, ...]


@dataclass(frozen=True)
class Town:
    """Who lives there, and what can be bought."""

    place: Installation
    app: App
    past: App
    shop: Shop
    films: dict[str, str]
    goods: tuple[Goods, ...]
    creator: Person
    handle: str
    creator_email: str
    seller: Person
    operator: Person

    async def new_person(self, name: str, language: str) -> Person:
        """A shopper with a session, an address in their market and their language."""
        return (await _person(self.app, name, language))[0]

    async def new_reader(self, name: str, language: str) -> tuple[Person, str]:
        """As `new_person`, with the address to which mails go."""
        return await _person(self.app, name, language)

    async def new_account_with_password(self, name: str, language: str) -> str:
        """The e-mail of an account that logs in with PASSWORD."""
        return (await _person(self.app, name, language, password=PASSWORD))[1]

    async def new_seller(self, language: str) -> Person:
        """One more person on the shop's staff, who reads this language."""
        person, _ = await _person(self.app, "noor", language)
        await people.add_member(self.app, person.id, self.shop.id, "staff")
        return person

    async def become_everything(self, person: Person, language: str) -> str:
        """Make a person a creator with a showcase, and one of the shop's staff; their handle."""
        handle = f"ana{next(_numbers)}{language}"
        await people.make_creator(self.app, person.id, handle, bio="Todo lo que ves, lo uso.")
        await people.add_member(self.app, person.id, self.shop.id, "staff")
        actor = people.Actor(account_id=person.id, creator_handle=handle, scope=f"account:{person.id}")
        for goods in self.goods:
            await affiliate.add_to_showcase(self.app, actor, goods.id)
        return handle

    async def raise_price(self, goods: Goods, *, by_minor: int) -> None:
        """What the shop's next import would do: every price of a product is higher from now on."""
        async with self.app.db.connection() as connection:
            await connection.execute(
                "UPDATE catalog_price SET minor = minor + $1 WHERE variant_id = ANY($2)",
                by_minor, list(goods.variants),
            )  # fmt: skip

    async def until(self, check: Callable[[], Awaitable[bool]]) -> None:
        """Wait for what the worker does by and by."""
        deadline = time.monotonic() + WAIT_S
        while not await check():
            assert time.monotonic() < deadline, f"it did not come to pass within {WAIT_S} s"
            await asyncio.sleep(0.2)

    async def new_product(self, title: str, *, stock: int = 20) -> Goods:
        """A product of its own for one story, without picture."""
        made = await _add_goods(self.app, self.shop, [(title, (("One", ""),), 2000, 36000)], stock=stock)
        return made[0]

    async def order_of_earlier(
        self, buyer: Person, goods: Goods, *, quantity: int, language: str, by: Person | None = None
    ) -> OrderId:
        """An order two hours old, bought through a creator's showcase: its hold hour is over."""
        async with self.app.db.connection() as connection:
            surface = (by or self.creator).id
            shown = (await affiliate.links_on(connection, [surface], "showcase"))[surface]
        link = next(link.id for link in shown if link.product_id == goods.id)
        scope = f"account:{buyer.id}"
        actor = people.Actor(account_id=buyer.id, country=COUNTRY[language], scope=scope)
        touch = await affiliate.record_touch(self.past, actor, link)
        number = next(_numbers)
        # A house of their own: a buyer who shares the creator's would be looked at first.
        home = {**ADDRESS[language], "line1": f"Calle 5 de Mayo {number}"}
        address = cart.Address(**home, country=COUNTRY[language])  # type: ignore[arg-type]
        name = f"earlier {number}"
        purchase = Purchase(
            Buyer(buyer.id, None, None, "es" if language == "es" else "en", scope, scope),
            [cart.WantedLine(goods.variants[0], quantity, touch.id)],
            address,
            PaymentAsked("sandbox_card", "tok_ok"),
            make_key(scope, name, name.encode()),
            lambda views, now, token: msgspec.json.encode(str(views[0].order.id)),
        )
        order = OrderId(UUID(msgspec.json.decode(await checkout.buy(self.past, purchase))))
        await checkout.capture_due(self.app)
        await checkout.end_hold_hours(self.app)
        return order


async def settle(place: Installation) -> Town:
    """Everybody moves in; the films are made from painted pictures by the product's own maker."""
    app = await place.open_app()
    past = await place.open_app(ManualClock(SystemClock().now() - EARLIER))
    creator, creator_email = await _person(past, "valentina", "en", password=PASSWORD)
    seller, _ = await _person(past, "noor", "en")
    operator, _ = await _person(past, "alex", "en")
    await people.grant_role(past, operator.id, "operator")
    face = await asyncio.to_thread(video.paint_avatar, 13, size=320)
    await people.make_creator(
        past, creator.id, "valentina", bio="Small homes, big evenings.", avatar_key=await _keep(past, face)
    )
    shop = await catalog.open_shop(
        past, slug="luz", name="Luz & Clay", country="US", description="Stoneware, candles, throws."
    )
    sign = await asyncio.to_thread(video.paint_logo, "Luz & Clay", 1, size=320)
    await catalog.set_shop_logo(past, shop.id, await _keep(past, sign))
    await people.add_member(past, seller.id, shop.id, "owner")
    await affiliate.add_programme(past, shop.id, rate_bps=1500, window_days=30, halo_bps=0)
    goods = await _add_goods(past, shop, [(title, colours, usd, mxn) for title, _, colours, usd, mxn in GOODS])
    pictures = await asyncio.gather(*(_paint(past, made, number) for number, made in enumerate(goods)))
    actor = people.Actor(account_id=creator.id, creator_handle="valentina", scope=f"account:{creator.id}")
    for made in goods:
        await affiliate.add_to_showcase(past, actor, made.id)
    # With the clock of now: the worker takes a work folder of two hours ago for one left by a dead process.
    films = await asyncio.gather(*(_film(app, creator.id, language, goods, pictures) for language in LANGUAGES))
    return Town(
        place, app, past, shop, dict(zip(LANGUAGES, films, strict=True)), tuple(goods), creator, "valentina",
        creator_email, seller, operator,
    )  # fmt: skip


async def _person(app: App, name: str, language: str, *, password: str | None = None) -> tuple[Person, str]:
    number = next(_numbers)
    email = f"{name}-{number}@town.test"
    account = await people.make_account(
        app, email=email, name=name.title(), password=password, birth_date=BORN, language=language,
        country=COUNTRY[language], is_verified=True,
    )  # fmt: skip
    return await add_session(app, account), email


async def _add_goods(
    app: App, shop: Shop, wanted: Sequence[tuple[str, Sequence[tuple[str, str]], int, int]], *, stock: int = 200
) -> list[Goods]:
    new = [
        NewProduct(
            f"ref-{next(_numbers)}", title, "Made in small batches, by people we know.",
            tuple(
                NewVariant(word.lower(), word, (Money(usd, "USD"), Money(mxn, "MXN")), stock, options=(word,))
                for word, _ in colours
            ),
            option_names=("Colour",),
        )
        for title, colours, usd, mxn in wanted
    ]  # fmt: skip
    made = await catalog.add_products(app, shop.id, new)
    async with app.db.connection() as connection:
        cards = await catalog.cards_of(connection, [row[0] for row in made], "USD")
    return [
        Goods(product_id, cards[product_id].slug, product.title, tuple(variants))
        for (product_id, variants), product in zip(made, new, strict=True)
    ]


async def _paint(app: App, goods: Goods, number: int) -> str:
    """A picture of each colour; the key of the first."""
    _, kind, colours, _, _ = GOODS[number]
    keys = []
    for position, (_, colour) in enumerate(colours):
        drawn = await asyncio.to_thread(
            video.paint_product, kind, colour=colour, scene=None, seed=number, size=PICTURE_WIDTHS[-1]
        )
        picture = await catalog.make_picture(app, drawn)
        await catalog.add_picture(app, goods.id, picture, position=position, variant_id=goods.variants[position])
        keys.append(picture.key)
    return keys[0]


async def _film(app: App, creator: AccountId, language: str, goods: Sequence[Goods], pictures: Sequence[str]) -> str:
    title, headline, captions = FILMS[language]
    shots = [ClipShot(made.id, key, words) for made, key, words in zip(goods, pictures, captions, strict=False)]
    made = await video.make_from_products(app, creator, Recipe(title, headline, language, 7, tuple(shots)))
    return str(made.video.id)


async def _keep(app: App, picture: object) -> str:
    import io

    output = io.BytesIO()
    picture.save(output, "WEBP", quality=80)  # type: ignore[attr-defined]
    return await app.blobs.put_immutable("face", output.getvalue(), ".webp", "image/webp")
