"""Who lives in the demo's world: people, creators, shops and what they agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vitrina.cli.demo import casa_nopal, luz_and_clay, northside
from vitrina.cli.demo.goods import Goods

PASSWORD = "vitrina-demo"  # noqa: S105 - the demo's accounts are everybody's


@dataclass(frozen=True, slots=True)
class Person:
    """An account with a verified e-mail; a creator when there is a handle. `face` seeds their portrait."""

    email: str
    name: str
    language: str
    country: str
    birth_date: date
    handle: str | None = None
    bio: str = ""
    face: int = 0


@dataclass(frozen=True, slots=True)
class ShopPlan:
    """A shop, its owner, its goods and what it pays creators; `rate_bps` None: no programme."""

    slug: str
    name: str
    country: str
    description: str
    owner: str
    goods: tuple[Goods, ...]
    sign: int
    rate_bps: int | None
    halo_bps: int = 0


PEOPLE: tuple[Person, ...] = (
    Person("shopper@demo.test", "Sam Rivera", "en", "US", date(2003, 4, 12)),
    Person("seller@demo.test", "Noor Haddad", "en", "US", date(1988, 9, 30)),
    Person("operator@demo.test", "Alex Kim", "en", "US", date(1985, 1, 17)),
    Person("moderator@demo.test", "Robin Vega", "es", "MX", date(1994, 3, 3)),
    Person("nopal@demo.test", "Lucía Ortega", "es", "MX", date(1990, 11, 2)),
    Person("northside@demo.test", "Theo Brooks", "en", "US", date(1992, 7, 8)),
    Person(
        "creator@demo.test", "Valentina Cruz", "en", "US", date(1999, 6, 15), "creator",
        "Small homes, big evenings. I only show what stays on my own shelf.", 13,
    ),
    Person(
        "mateo@demo.test", "Mateo Salinas", "es", "MX", date(1996, 2, 20), "mateo.cocina",
        "Cocino de noche. Salsas, café y la sobremesa larga.", 3,
    ),
    Person(
        "june@demo.test", "June Park", "en", "US", date(2000, 12, 5), "june.outside",
        "City walks, trail snacks, one backpack.", 10,
    ),
    Person(
        "sofi@demo.test", "Sofía Marín", "es", "MX", date(2001, 8, 24), "sofi.colores",
        "Aretes grandes, colores fuertes. Todo lo que ves, lo uso.", 6,
    ),
)  # fmt: skip

SHOPS: tuple[ShopPlan, ...] = (
    ShopPlan(
        "demo", "Luz & Clay", "US",
        "Things for slow evenings at home: stoneware, candles, lamps and paper, made in small batches by people we know.",
        "seller@demo.test", luz_and_clay.GOODS, 1, 1500,
    ),
    ShopPlan(
        "casa-nopal", "Casa Nopal", "MX",
        "Artesanía y despensa mexicana, comprada directo a talleres y familias. Enviamos desde Puebla.",
        "nopal@demo.test", casa_nopal.GOODS, 4, 1000, halo_bps=5000,
    ),
    ShopPlan(
        "northside", "Northside Supply", "US",
        "Clothes and gear for getting around town, and for leaving it on Fridays.",
        "northside@demo.test", northside.GOODS, 2, None,
    ),
)  # fmt: skip

# What each creator shows on their own page: (shop, reference).
SHOWCASES: dict[str, tuple[tuple[str, str], ...]] = {
    "creator": (
        ("demo", "lc-mug-moon"), ("demo", "lc-lamp-pleat"), ("demo", "lc-candle-copal"), ("demo", "lc-blanket-stripe"),
        ("casa-nopal", "cn-alebrije-gato"), ("northside", "ns-headphones-patio"),
    ),
    "mateo.cocina": (
        ("casa-nopal", "cn-salsa-habanero"), ("casa-nopal", "cn-salsa-chipotle"), ("casa-nopal", "cn-cafe-veracruz"),
        ("casa-nopal", "cn-taza-barro"), ("demo", "lc-notebook-recetas"),
    ),
    "june.outside": (
        ("northside", "ns-backpack-commuter"), ("northside", "ns-bottle-flor"), ("northside", "ns-sneaker-trail"),
        ("northside", "ns-sunglasses-siesta"), ("demo", "lc-notebook-viajes"),
    ),
    "sofi.colores": (
        ("casa-nopal", "cn-aretes-sol"), ("casa-nopal", "cn-aretes-noche"), ("casa-nopal", "cn-anillo-lirio"),
        ("northside", "ns-lipstick-flor"), ("casa-nopal", "cn-bolsa-tianguis"),
    ),
}  # fmt: skip
