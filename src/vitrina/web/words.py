"""The few sentences that the server itself says in pages, in both languages."""

from __future__ import annotations

from typing import Final

from vitrina.kernel.words import Language

WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "home_title": "Vitrina: watch, tap, buy",
        "home": "Short videos in which whatever is shown can be bought without leaving the picture.",
        "video": "{creator} on Vitrina. Tap what you see and buy it while the video plays on.",
        "product": "{title} by {shop}, {price}.",
        "product_priceless": "{title} by {shop}.",
        "shop": "{name} on Vitrina: {products} products.",
        "creator": "Videos and picks of {name} (@{handle}) on Vitrina.",
        "missing_title": "Nothing here",
        "missing": "This page does not exist, or is not here any more.",
        "broken_title": "One moment",
        "broken": "This is resting for a moment. Try again soon.",
        "private_title": "Vitrina",
        "private": "Your own corner of Vitrina.",
        "discover_title": "Discover",
        "discover": "Search products, videos, shops and creators.",
        "category_title": "{name}: buy what you see",
        "category": "{name} on Vitrina: {products} products from shops you can watch.",
        "hashtag_title": "#{tag}",
        "hashtag": "{count} videos with #{tag}. Tap what you see and buy it while the video plays on.",
    },
    "es": {
        "home_title": "Vitrina: mira, toca, compra",
        "home": "Videos cortos en los que todo lo que ves se compra sin salir de la imagen.",
        "video": "{creator} en Vitrina. Toca lo que ves y cómpralo mientras el video sigue.",
        "product": "{title} de {shop}, {price}.",
        "product_priceless": "{title} de {shop}.",
        "shop": "{name} en Vitrina: {products} productos.",
        "creator": "Videos y favoritos de {name} (@{handle}) en Vitrina.",
        "missing_title": "Aquí no hay nada",
        "missing": "Esta página no existe o ya no está aquí.",
        "broken_title": "Un momento",
        "broken": "Esto descansa un momento. Inténtalo de nuevo pronto.",
        "private_title": "Vitrina",
        "private": "Tu propio rincón de Vitrina.",
        "discover_title": "Descubre",
        "discover": "Busca productos, videos, tiendas y creadores.",
        "category_title": "{name}: compra lo que ves",
        "category": "{name} en Vitrina: {products} productos de tiendas que puedes ver.",
        "hashtag_title": "#{tag}",
        "hashtag": "{count} videos con #{tag}. Toca lo que ves y cómpralo mientras el video sigue.",
    },
}


def say(language: Language, sentence: str, /, **fields: object) -> str:
    """The words of `sentence` in `language`, with its fields filled."""
    return WORDS[language][sentence].format_map(fields)
