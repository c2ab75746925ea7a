"""The twelve films of the demo, in the order in which they are made: the first six open the doors."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_CLIPS = 6


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """One film: who shows what, in which language, under which words; captions stand beside each product."""

    handle: str
    language: str
    headline: str
    title: str
    seed: int
    shots: tuple[tuple[str, str, str], ...]


CLIPS: tuple[ClipPlan, ...] = (
    ClipPlan(
        "creator", "en", "A shelf for slow evenings", "Three things my shelf was missing ✨", 11,
        (
            ("demo", "lc-mug-moon", "The mug I reach for"),
            ("demo", "lc-candle-copal", "Smells like Sunday"),
            ("demo", "lc-lamp-pleat", "Warm light, no glare"),
        ),
    ),
    ClipPlan(
        "sofi.colores", "es", "Aretes que hablan por ti", "Mis aretes para esta semana 🌼", 12,
        (
            ("casa-nopal", "cn-aretes-sol", "Ligeros de verdad"),
            ("casa-nopal", "cn-aretes-noche", "Para salir de noche"),
            ("casa-nopal", "cn-anillo-lirio", "Y el toque final"),
        ),
    ),
    ClipPlan(
        "june.outside", "en", "One bag, whole day", "What fits in 18 litres", 13,
        (
            ("northside", "ns-backpack-commuter", "18 litres, one zip"),
            ("northside", "ns-bottle-flor", "Cold until dinner"),
            ("northside", "ns-sunglasses-siesta", "Bus stop glamour"),
        ),
    ),
    ClipPlan(
        "mateo.cocina", "es", "Tres salsas, un taco", "La salsa que no presto 🌶️", 14,
        (
            ("casa-nopal", "cn-salsa-habanero", "Pica y perdona"),
            ("casa-nopal", "cn-salsa-chipotle", "Ahumada y dulce"),
            ("casa-nopal", "cn-taza-barro", "Y café después"),
        ),
    ),
    ClipPlan(
        "creator", "en", "Guests in ten minutes", "Make any room feel warmer", 15,
        (
            ("demo", "lc-blanket-stripe", "Throw it on anything"),
            ("demo", "lc-bowl-orchard", "Full even when empty"),
            ("demo", "lc-pot-wobble", "Looks tipsy, stands firm"),
        ),
    ),
    ClipPlan(
        "sofi.colores", "es", "Color para la casa", "Mi rincón favorito cabe en una repisa", 16,
        (
            ("casa-nopal", "cn-alebrije-gato", "Cuida la casa"),
            ("casa-nopal", "cn-maceta-azul", "Por fin, azul"),
            ("casa-nopal", "cn-cobija-sarape", "La abuela aprueba"),
        ),
    ),
    ClipPlan(
        "june.outside", "en", "Friday, leaving town", "Pack with me for a short weekend", 17,
        (
            ("northside", "ns-sneaker-trail", "Grips gravel"),
            ("northside", "ns-hoodie-noche", "Past the third winter"),
            ("northside", "ns-cap-bloom", "One marigold"),
            ("demo", "lc-notebook-viajes", "For the train"),
        ),
    ),
    ClipPlan(
        "mateo.cocina", "es", "Café como en Veracruz", "Mi ritual de las seis de la mañana ☕", 18,
        (
            ("casa-nopal", "cn-cafe-veracruz", "Chocolate y nuez"),
            ("casa-nopal", "cn-cafe-oaxaca", "Piloncillo y azahar"),
            ("casa-nopal", "cn-taza-barro", "En barro sabe mejor"),
        ),
    ),
    ClipPlan(
        "creator", "en", "Gifts that are not candles", "…fine, one candle. Gifts under $35", 19,
        (
            ("demo", "lc-notebook-recetas", "For who cooks"),
            ("demo", "lc-tote-market", "For who carries"),
            ("demo", "lc-candle-cacao", "Fine. One candle"),
        ),
    ),
    ClipPlan(
        "sofi.colores", "es", "Labios, lentes, lista", "Me arreglo en ocho segundos 💄", 20,
        (
            ("northside", "ns-lipstick-flor", "Una pasada"),
            ("northside", "ns-sunglasses-siesta", "Y lentes de llegada"),
            ("casa-nopal", "cn-bolsa-tianguis", "Todo adentro"),
        ),
    ),
    ClipPlan(
        "june.outside", "en", "Desk to dusk", "The watch, the sound, the tee", 21,
        (
            ("northside", "ns-watch-plaza", "No notifications"),
            ("northside", "ns-headphones-patio", "Thirty hours"),
            ("northside", "ns-tee-fiesta", "Better each wash"),
        ),
    ),
    ClipPlan(
        "mateo.cocina", "es", "Serenata en la cocina", "Lo que suena mientras hierve el agua 🎸", 22,
        (
            ("casa-nopal", "cn-correa-greca", "Tejida a mano"),
            ("casa-nopal", "cn-alebrije-luna", "El público"),
            ("casa-nopal", "cn-salsa-habanero", "Y la salsa, claro"),
        ),
    ),
)  # fmt: skip
