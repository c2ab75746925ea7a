"""Who lives in the demo's world: people, creators, shops and what they agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vitrina.cli.demo import casa_nopal, flor_de_noche, luz_and_clay, northside, papelito, patio_chico
from vitrina.cli.demo.goods import Goods

PASSWORD = "vitrina-demo"  # noqa: S105 - the demo's accounts are everybody's

# Minor units of the currency of the country: standard, free from, express.
SHIPPING: Mapping[str, tuple[int, int, int]] = {"US": (499, 5000, 1290), "MX": (8900, 79900, 16900)}


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
    """A shop, its owner, its goods and what it pays creators; `rate_bps` None: no programme, the house pays.

    `shipping` is what it asks for sending, as in `SHIPPING`.
    """

    slug: str
    name: str
    country: str
    description: str
    owner: str
    goods: tuple[Goods, ...]
    sign: int
    rate_bps: int | None
    halo_bps: int = 0
    shipping: Mapping[str, tuple[int, int, int]] = field(default_factory=lambda: SHIPPING)


PEOPLE: tuple[Person, ...] = (
    Person("shopper@demo.test", "Sam Rivera", "en", "US", date(2003, 4, 12)),
    Person("seller@demo.test", "Noor Haddad", "en", "US", date(1988, 9, 30)),
    Person("operator@demo.test", "Alex Kim", "en", "US", date(1985, 1, 17)),
    Person("moderator@demo.test", "Robin Vega", "es", "MX", date(1994, 3, 3)),
    Person("nopal@demo.test", "Lucía Ortega", "es", "MX", date(1990, 11, 2)),
    Person("northside@demo.test", "Theo Brooks", "en", "US", date(1992, 7, 8)),
    Person("flor@demo.test", "Renata Villaseñor", "es", "MX", date(1993, 3, 21)),
    Person("papelito@demo.test", "Priya Raman", "en", "US", date(1995, 10, 9)),
    Person("patio@demo.test", "Emilio Duarte", "es", "MX", date(1987, 12, 1)),
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
    Person(
        "amara@demo.test", "Amara Okafor", "en", "US", date(1998, 5, 11), "amara.glow",
        "Skin first, sparkle second. Licensed esthetician, honest about price.", 7,
    ),
    Person(
        "kai@demo.test", "Kai Turner", "en", "US", date(2002, 9, 3), "kai.spins",
        "Records, keyboards, small speakers in small rooms.", 27,
    ),
    Person(
        "dani@demo.test", "Daniela Ríos", "es", "MX", date(2003, 1, 30), "dani.papel",
        "Libretas llenas, cinta de colores y cero letra bonita. Se puede.", 28,
    ),
    Person(
        "chela@demo.test", "Graciela Montes", "es", "MX", date(1979, 7, 16), "chela.plantas",
        "Mi patio era de cemento. Ahora no cabe nadie.", 25,
    ),
    Person(
        "nico@demo.test", "Nicolás Peña", "es", "MX", date(2000, 4, 4), "nico.y.churro",
        "Churro es el perro. Yo sostengo la cámara.", 9,
    ),
    Person(
        "tomas@demo.test", "Tomás Lira", "es", "MX", date(1997, 11, 25), "tomas.corre",
        "Corro lento, llego contento. Entreno en casa y en la azotea.", 29,
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
        shipping={"US": (699, 7500, 1490), "MX": (14900, 149900, 24900)},
    ),
    ShopPlan(
        "flor-de-noche", "Flor de Noche", "MX",
        "Belleza y joyería hecha en Guadalajara: fórmulas cortas, cajas que no se tiran y todo probado en nosotras.",
        "flor@demo.test", flor_de_noche.GOODS, 8, 2000, halo_bps=2500,
        shipping={"US": (890, 6000, 1890), "MX": (7900, 69900, 14900)},
    ),
    ShopPlan(
        "papelito", "Papelito Club", "US",
        "Paper, pens and small machines for desks. Packed flat, posted the same day, always with one sticker too many.",
        "papelito@demo.test", papelito.GOODS, 11, 1200,
        shipping={"US": (299, 2500, 990), "MX": (9900, 59900, 18900)},
    ),
    ShopPlan(
        "patio-chico", "Patio Chico", "MX",
        "Plantas, mascotas y juguetes para casas con poco espacio y mucho plan. Salimos de la Ciudad de México cada tarde.",
        "patio@demo.test", patio_chico.GOODS, 13, 800,
        shipping={"US": (1290, 9000, 2490), "MX": (9900, 89900, 17900)},
    ),
)  # fmt: skip

# What each creator shows on their own page: (shop, reference).
SHOWCASES: dict[str, tuple[tuple[str, str], ...]] = {
    "creator": (
        ("demo", "lc-mug-moon"), ("demo", "lc-lamp-pleat"), ("demo", "lc-candle-copal"), ("demo", "lc-blanket-stripe"),
        ("casa-nopal", "cn-alebrije-gato"), ("northside", "ns-headphones-patio"), ("demo", "lc-cushion-dahlia"),
        ("demo", "lc-bouquet-market"), ("demo", "lc-lights-jar"), ("demo", "lc-soap-stack"), ("papelito", "pc-poster-notes"),
    ),
    "mateo.cocina": (
        ("casa-nopal", "cn-salsa-habanero"), ("casa-nopal", "cn-salsa-chipotle"), ("casa-nopal", "cn-cafe-veracruz"),
        ("casa-nopal", "cn-taza-barro"), ("demo", "lc-notebook-recetas"), ("casa-nopal", "cn-conchas"),
        ("casa-nopal", "cn-chocolate-canela"), ("casa-nopal", "cn-especias-tres"), ("casa-nopal", "cn-mandil-provecho"),
    ),
    "june.outside": (
        ("northside", "ns-backpack-commuter"), ("northside", "ns-bottle-flor"), ("northside", "ns-sneaker-trail"),
        ("northside", "ns-sunglasses-siesta"), ("demo", "lc-notebook-viajes"), ("northside", "ns-bucket-hat"),
        ("northside", "ns-skate-sol"), ("northside", "ns-camera-now"), ("northside", "ns-kite-roof"),
    ),
    "sofi.colores": (
        ("casa-nopal", "cn-aretes-sol"), ("casa-nopal", "cn-aretes-noche"), ("casa-nopal", "cn-anillo-lirio"),
        ("northside", "ns-lipstick-flor"), ("casa-nopal", "cn-bolsa-tianguis"), ("flor-de-noche", "fn-pulseras-cinco"),
        ("flor-de-noche", "fn-pinzas-caramelo"), ("flor-de-noche", "fn-collar-girasol"), ("casa-nopal", "cn-cojin-tenango"),
    ),
    "amara.glow": (
        ("flor-de-noche", "fn-crema-avena"), ("flor-de-noche", "fn-serum-nopal"), ("flor-de-noche", "fn-sombras-ocho"),
        ("flor-de-noche", "fn-perfume-noche"), ("northside", "ns-serum-aloe"), ("flor-de-noche", "fn-esmaltes-trio"),
        ("flor-de-noche", "fn-jabones-tres"),
    ),
    "kai.spins": (
        ("papelito", "pc-keyboard-sixty"), ("papelito", "pc-speaker-brick"), ("papelito", "pc-vinyl-cumbia"),
        ("papelito", "pc-buds-pebble"), ("papelito", "pc-headphones-tape"), ("northside", "ns-speaker-porch"),
        ("papelito", "pc-case-waves"),
    ),
    "dani.papel": (
        ("papelito", "pc-washi-three"), ("papelito", "pc-stickers-cosmos"), ("papelito", "pc-pens-cup"),
        ("papelito", "pc-notebook-dots"), ("papelito", "pc-stickers-fiesta"), ("papelito", "pc-case-bloom"),
    ),
    "chela.plantas": (
        ("patio-chico", "pt-monstera"), ("patio-chico", "pt-suculentas"), ("patio-chico", "pt-regadera"),
        ("patio-chico", "pt-cactus-abrazo"), ("patio-chico", "pt-maceta-bailarina"), ("casa-nopal", "cn-florero-talavera"),
        ("casa-nopal", "cn-te-jamaica"),
    ),
    "nico.y.churro": (
        ("patio-chico", "pt-plato-firulais"), ("patio-chico", "pt-cama-siesta"), ("patio-chico", "pt-collar-greca"),
        ("patio-chico", "pt-rascador-saguaro"), ("patio-chico", "pt-ajolote"), ("patio-chico", "pt-botella-paseo"),
    ),
    "tomas.corre": (
        ("patio-chico", "pt-tapete-alba"), ("patio-chico", "pt-mancuernas"), ("patio-chico", "pt-pelota-barrio"),
        ("northside", "ns-socks-zig"), ("northside", "ns-dumbbells-two"), ("northside", "ns-mat-dawn"),
    ),
}  # fmt: skip
