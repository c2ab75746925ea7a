"""`vitrina video from-products`: a clip for who has pictures but no video."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from vitrina.cli.import_video import find_creator, seconds_text
from vitrina.cli.terminal import terminal_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vitrina.catalog import Product
    from vitrina.platform.app import App
    from vitrina.video import Imported, Recipe

SHOTS = 4
SEED_MAX = 2**31 - 1
TEXTS = {
    "en": {
        "made": "{title}: plays ({seconds}), products tagged: {tags}",
        "known": "{title}: was there already",
        "shop": "no shop has the address {slug}",
        "product": "the shop has no product with a picture at {slug}",
        "none": "the shop has no product with a picture",
        "headline": "New at {shop}",
    },
    "es": {
        "made": "{title}: se reproduce ({seconds}), productos etiquetados: {tags}",
        "known": "{title}: ya estaba",
        "shop": "ninguna tienda tiene la dirección {slug}",
        "product": "la tienda no tiene un producto con imagen en {slug}",
        "none": "la tienda no tiene productos con imagen",
        "headline": "Lo nuevo de {shop}",
    },
}


@click.group("video")
def video_group() -> None:
    """Make videos."""


@video_group.command("from-products")
@click.option("--shop", "shop_slug", required=True, help="The shop's address.")
@click.option(
    "--product", "slugs", multiple=True, help="A product by its address, up to 8; the newest four when absent."
)
@click.option("--creator", "handle", required=True, help="Whose video it is: the creator's handle.")
@click.option(
    "--language", type=click.Choice(("en", "es")), help="The language of its words; the creator's when absent."
)
@click.option("--headline", help="The words at its beginning.")
@click.option("--seed", type=click.IntRange(0, SEED_MAX), default=1, help="Another number makes another film.")
def from_products(
    shop_slug: str, slugs: tuple[str, ...], handle: str, language: str | None, headline: str | None, seed: int
) -> None:
    """Make a clip of 6 to 12 seconds out of product pictures, and publish it with the products tagged."""
    asyncio.run(_make(shop_slug, slugs, handle.removeprefix("@"), language, headline=headline, seed=seed))


async def _make(
    shop_slug: str, slugs: Sequence[str], handle: str, language: str | None, *, headline: str | None, seed: int
) -> None:
    from vitrina import video
    from vitrina.cli.roles import open_command_app
    from vitrina.kernel.errors import Refusal

    said = terminal_language()
    async with open_command_app() as app:
        creator, spoken = await find_creator(app, handle)
        chosen = language or spoken
        products = await _find_products(app, shop_slug, slugs)
        recipe = recipe_of(products, language=chosen, headline=headline, seed=seed)
        try:
            made = await video.make_from_products(app, creator.id, recipe)
        except Refusal as refusal:
            raise click.ClickException(refusal.text(said)) from None
    click.echo(_line(made, said))


def recipe_of(products: Sequence[Product], *, language: str, headline: str | None, seed: int) -> Recipe:
    """The film of these products (each has a picture and a variant), with their prices as they are now."""
    from vitrina.kernel.money import exponent
    from vitrina.kernel.words import money_text
    from vitrina.video import ClipShot, Recipe

    words = headline or TEXTS[language]["headline"].format(shop=products[0].shop.name)
    shots = []
    for product in products:
        price = min((one.price for one in product.variants), key=lambda price: price.minor)
        text = money_text(price.minor, price.currency, exponent(price.currency), language)
        shots.append(ClipShot(product.id, product.pictures[0].key, product.title, text))
    return Recipe(words, words, language, seed, tuple(shots))


async def _find_products(app: App, shop_slug: str, slugs: Sequence[str]) -> list[Product]:
    from vitrina import catalog, market
    from vitrina.kernel.errors import NotFound

    texts = TEXTS[terminal_language()]
    try:
        shop = await catalog.get_shop(app, shop_slug)
    except NotFound:
        raise click.ClickException(texts["shop"].format(slug=shop_slug)) from None
    currency = (await market.markets(app)).get(shop.country).currency
    wanted = list(slugs)
    if not wanted:
        page = await catalog.list_products(
            app, words=None, shop_slug=shop_slug, currency=currency, cursor=None, limit=SHOTS * 3
        )
        wanted = [card.slug for card, _ in page.rows if card.picture_key is not None][:SHOTS]
    found = []
    for slug in wanted:
        try:
            product = await catalog.get_product(app, slug, currency)
        except NotFound:
            raise click.ClickException(texts["product"].format(slug=slug)) from None
        if product.shop.id != shop.id or not product.pictures or not product.variants:
            raise click.ClickException(texts["product"].format(slug=slug))
        found.append(product)
    if not found:
        raise click.ClickException(texts["none"])
    return found


def _line(made: Imported, language: str) -> str:
    shown = made.video
    key = "made" if made.is_new else "known"
    return TEXTS[language][key].format(
        title=shown.title, seconds=seconds_text(shown.duration_ms), tags=len(shown.times)
    )


COMMANDS: list[click.Command] = [video_group]
