"""The fixed tree of categories in both languages; the database's `catalog_aisle` maps sellers' own words onto its leaves."""

from __future__ import annotations

from dataclasses import dataclass

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Aisle:
    """One place of the tree, with an address of its own; `parent` None: a department."""

    slug: str
    parent: str | None
    name_en: str
    name_es: str

    def name(self, language: str) -> str:
        """What it is called in `language` (`en` or `es`)."""
        return self.name_es if language == "es" else self.name_en


AISLES: tuple[Aisle, ...] = (
    Aisle("fashion", None, "Fashion", "Moda"),
    Aisle("clothing", "fashion", "Clothes", "Ropa"),
    Aisle("shoes", "fashion", "Shoes", "Zapatos"),
    Aisle("bags", "fashion", "Bags", "Bolsas y mochilas"),
    Aisle("accessories", "fashion", "Accessories", "Accesorios"),
    Aisle("jewelry", None, "Jewelry & watches", "Joyería y relojes"),
    Aisle("beauty", None, "Beauty", "Belleza"),
    Aisle("home", None, "Home", "Hogar"),
    Aisle("decor", "home", "Decoration", "Decoración"),
    Aisle("lighting", "home", "Lamps & candles", "Lámparas y velas"),
    Aisle("textiles", "home", "Blankets & textiles", "Cobijas y textiles"),
    Aisle("kitchen", "home", "Kitchen & table", "Cocina y mesa"),
    Aisle("plants", "home", "Plants & pots", "Plantas y macetas"),
    Aisle("food", None, "Food & drink", "Comida y bebida"),
    Aisle("coffee", "food", "Coffee & tea", "Café y té"),
    Aisle("pantry", "food", "Sauces & pantry", "Salsas y despensa"),
    Aisle("tech", None, "Tech & audio", "Tecnología y audio"),
    Aisle("sports", None, "Sports & outdoors", "Deporte y aire libre"),
    Aisle("toys", None, "Toys & games", "Juguetes y juegos"),
    Aisle("pets", None, "Pets", "Mascotas"),
    Aisle("stationery", None, "Paper & books", "Papelería y libros"),
    Aisle("music", None, "Music", "Música"),
    Aisle("crafts", None, "Handmade", "Artesanía"),
    Aisle(OTHER, None, "Everything else", "Lo demás"),
)
_BY_SLUG = {aisle.slug: aisle for aisle in AISLES}


def find_aisle(slug: str) -> Aisle | None:
    """The place of a slug; None for an unknown one."""
    return _BY_SLUG.get(slug)


def within(slug: str) -> tuple[str, ...]:
    """A place and those below it."""
    return (slug, *(aisle.slug for aisle in AISLES if aisle.parent == slug))


def department(slug: str) -> str:
    """The department that a place belongs to: its parent, or itself."""
    found = _BY_SLUG.get(slug)
    return OTHER if found is None else found.parent or found.slug
