"""The films of the demo, in the order in which they are made: the first six open the doors."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_CLIPS = 6


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """One film: who shows what, in which language and look, under which words.

    Each shot names a shop, a product's reference and the caption; `reference:2` shows the product in its third colour.
    """

    handle: str
    language: str
    look: str
    headline: str
    title: str
    seed: int
    shots: tuple[tuple[str, str, str], ...]


CLIPS: tuple[ClipPlan, ...] = (
    ClipPlan(
        "creator", "en", "countdown", "3 things my shelf was missing",
        "Three things my shelf was missing ✨ #cozyhome #shelfie", 11,
        (
            ("demo", "lc-lamp-pleat", "Warm light, no glare"),
            ("demo", "lc-candle-copal", "Smells like Sunday"),
            ("demo", "lc-mug-moon", "The mug I reach for"),
        ),
    ),
    ClipPlan(
        "sofi.colores", "es", "story", "Aretes que hablan por ti", "Mis aretes para esta semana 🌼 #aretes #hechoenmexico", 12,
        (
            ("casa-nopal", "cn-aretes-sol", "Ligeros de verdad"),
            ("casa-nopal", "cn-aretes-noche", "Para salir de noche"),
            ("casa-nopal", "cn-anillo-lirio", "Y el toque final"),
        ),
    ),
    ClipPlan(
        "june.outside", "en", "polaroids", "One bag, whole day", "What fits in 18 litres 🎒 #everydaycarry #citywalk", 13,
        (
            ("northside", "ns-backpack-commuter", "18 litres, one zip"),
            ("northside", "ns-bottle-flor", "Cold until dinner"),
            ("northside", "ns-sunglasses-siesta", "Bus stop glamour"),
        ),
    ),
    ClipPlan(
        "mateo.cocina", "es", "recipe", "Mi taco en tres pasos", "La salsa que no presto 🌶️ #salsa #cocinaencasa", 14,
        (
            ("casa-nopal", "cn-salsa-habanero", "Dos gotas de habanero"),
            ("casa-nopal", "cn-salsa-chipotle", "Chipotle, sin miedo"),
            ("casa-nopal", "cn-taza-barro", "Y cafecito después"),
        ),
    ),
    ClipPlan(
        "amara.glow", "en", "before", "Monday face, fixed", "Monday face vs. Monday face with a plan 🧴 #skincare #glowup", 30,
        (
            ("flor-de-noche", "fn-crema-avena", "Oat cream, two minutes"),
            ("flor-de-noche", "fn-serum-nopal", "Three drops, not four"),
            ("flor-de-noche", "fn-sombras-ocho", "And a little theatre"),
        ),
    ),
    ClipPlan(
        "nico.y.churro", "es", "unboxing", "Llegó paquete para Churro",
        "Llegó paquete y no era para mí 📦 #perritos #unboxing", 31,
        (
            ("patio-chico", "pt-plato-firulais", "Plato con letras grandes"),
            ("patio-chico", "pt-cama-siesta", "La cama (ya ocupada)"),
            ("patio-chico", "pt-collar-greca", "Y collar de domingo"),
        ),
    ),
    ClipPlan(
        "kai.spins", "en", "drop", "Prices fell. I looked.",
        "Three price drops I checked so you don't have to 📉 #deals #desksetup", 32,
        (
            ("papelito", "pc-speaker-brick", "Two of them go stereo"),
            ("northside", "ns-camera-now", "No second try"),
            ("northside", "ns-skate-sol", "Sun on the belly"),
        ),
    ),
    ClipPlan(
        "dani.papel", "es", "colours", "Una cinta, tres caras", "Washi en todos sus colores 🎀 #bulletjournal #papeleria", 33,
        (
            ("papelito", "pc-washi-three", "La crema combina con todo"),
            ("papelito", "pc-washi-three:1", "La rosa no pide permiso"),
            ("papelito", "pc-washi-three:2", "Y esta es para marzo"),
        ),
    ),
    ClipPlan(
        "chela.plantas", "es", "story", "De patio gris a selva", "Mi patio era de cemento 🌿 #plantas #jardinurbano", 34,
        (
            ("patio-chico", "pt-monstera", "Luz sí, sol directo no"),
            ("patio-chico", "pt-suculentas", "Ni las mires tanto"),
            ("patio-chico", "pt-regadera", "Chorro finito"),
            ("casa-nopal", "cn-florero-talavera", "Y flores sin motivo"),
        ),
    ),
    ClipPlan(
        "creator", "en", "story", "Guests in ten minutes", "Make any room feel warmer 🛋️ #cozyhome #hosting", 15,
        (
            ("demo", "lc-blanket-stripe", "Throw it on anything"),
            ("demo", "lc-bowl-orchard", "Full even when empty"),
            ("demo", "lc-pot-wobble", "Looks tipsy, stands firm"),
        ),
    ),
    ClipPlan(
        "tomas.corre", "es", "countdown", "3 para entrenar por menos de $700",
        "Gimnasio de azotea, tres cosas y ya 💪 #entrenaencasa", 35,
        (
            ("patio-chico", "pt-tapete-alba", "No resbala, no juzga"),
            ("patio-chico", "pt-mancuernas", "Diez minutos diarios"),
            ("patio-chico", "pt-pelota-barrio", "Y la reta del domingo"),
        ),
    ),
    ClipPlan(
        "amara.glow", "en", "quiz", "Which one costs less?", "Guess the price before the bell 🔔 #beautyquiz #makeup", 36,
        (
            ("flor-de-noche", "fn-perfume-noche", "A: rain on warm streets"),
            ("flor-de-noche", "fn-sombras-ocho", "B: eight evenings"),
        ),
    ),
    ClipPlan(
        "sofi.colores", "es", "polaroids", "Color para la casa", "Mi rincón favorito cabe en una repisa 📸 #decoracion", 16,
        (
            ("casa-nopal", "cn-alebrije-gato", "Cuida la casa"),
            ("casa-nopal", "cn-maceta-azul", "Por fin, azul"),
            ("casa-nopal", "cn-cojin-tenango", "La abuela aprueba"),
        ),
    ),
    ClipPlan(
        "kai.spins", "en", "before", "My desk, one evening later", "Desk glow-up in nine seconds ⌨️ #desksetup #keyboard", 37,
        (
            ("papelito", "pc-keyboard-sixty", "Sounds like light rain"),
            ("papelito", "pc-succulents-desk", "They ask for nothing"),
            ("papelito", "pc-poster-notes", "The wall behind me"),
        ),
    ),
    ClipPlan(
        "mateo.cocina", "es", "countdown", "3 antojos por menos de $260", "Para la sobremesa larga 🍫 #antojo #pandulce", 38,
        (
            ("casa-nopal", "cn-especias-tres", "El cajón, ya en repisa"),
            ("casa-nopal", "cn-conchas", "Se pelean solas"),
            ("casa-nopal", "cn-chocolate-canela", "Se bate con ganas"),
        ),
    ),
    ClipPlan(
        "june.outside", "en", "story", "Friday, leaving town", "Pack with me for a short weekend 🚌 #packwithme", 17,
        (
            ("northside", "ns-sneaker-trail", "Grips gravel"),
            ("northside", "ns-hoodie-noche", "Past the third winter"),
            ("northside", "ns-cap-bloom", "One marigold"),
            ("demo", "lc-notebook-viajes", "For the train"),
        ),
    ),
    ClipPlan(
        "nico.y.churro", "es", "quiz", "¿Cuál cuesta menos?", "Adivina antes que Churro 🐶 #quiz #gatos", 39,
        (
            ("patio-chico", "pt-cama-siesta", "A: la cama con gato"),
            ("patio-chico", "pt-rascador-saguaro", "B: el cactus rascable"),
        ),
    ),
    ClipPlan(
        "amara.glow", "en", "colours", "Four claws, four moods", "Which claw are you today? 💇 #hairtok #hairclaw", 40,
        (
            ("flor-de-noche", "fn-pinzas-caramelo", "Sky: slept eight hours"),
            ("flor-de-noche", "fn-pinzas-caramelo:1", "Pink: has plans"),
            ("flor-de-noche", "fn-pinzas-caramelo:2", "Amber: is the plan"),
            ("flor-de-noche", "fn-pinzas-caramelo:3", "Green: do not text"),
        ),
    ),
    ClipPlan(
        "sofi.colores", "es", "drop", "Bajaron y no me aguanté", "Rebajas que sí valen 📉 #rebajas #maquillaje", 41,
        (
            ("flor-de-noche", "fn-aretes-luna", "Saludan antes que tú"),
            ("flor-de-noche", "fn-sombras-ocho", "De la siesta al metro"),
            ("flor-de-noche", "fn-esmaltes-noche", "Uno con brillos"),
        ),
    ),
    ClipPlan(
        "creator", "en", "unboxing", "Gifts that are not candles", "…fine, one candle. Gifts under $35 🎁 #giftideas", 19,
        (
            ("demo", "lc-notebook-recetas", "For who cooks"),
            ("demo", "lc-tote-market", "For who carries"),
            ("demo", "lc-candle-cacao", "Fine. One candle"),
        ),
    ),
    ClipPlan(
        "dani.papel", "es", "recipe", "Tu diario en tres pasos", "Empezar una libreta sin miedo ✍️ #journal #papeleria", 42,
        (
            ("papelito", "pc-notebook-dots", "Abre en la página dos"),
            ("papelito", "pc-washi-three", "Una tira torcida, a propósito"),
            ("papelito", "pc-stickers-cosmos", "Y un pulpo de testigo"),
        ),
    ),
    ClipPlan(
        "june.outside", "en", "unboxing", "Three boxes, one weekend", "Everything arrived at once 📦 #unboxing #streetstyle", 43,
        (
            ("northside", "ns-belt-bag", "Keys, card, tangerine"),
            ("northside", "ns-bucket-hat", "A brim for the queue"),
            ("northside", "ns-kite-roof", "Six o'clock, rooftop"),
        ),
    ),
    ClipPlan(
        "mateo.cocina", "es", "story", "Café como en Veracruz", "Mi ritual de las seis de la mañana ☕ #cafe #rutina", 18,
        (
            ("casa-nopal", "cn-cafe-veracruz", "Chocolate y nuez"),
            ("casa-nopal", "cn-cafe-oaxaca", "Piloncillo y azahar"),
            ("casa-nopal", "cn-miel-azahar", "Una cucharada y ya"),
        ),
    ),
    ClipPlan(
        "kai.spins", "en", "colours", "Pebbles, three ways", "Earbuds that match the mood 🎧 #earbuds #sound", 44,
        (
            ("papelito", "pc-buds-pebble", "Jade for the bus"),
            ("papelito", "pc-buds-pebble:1", "Black for the meeting"),
            ("papelito", "pc-buds-pebble:2", "Pink because pink"),
        ),
    ),
    ClipPlan(
        "sofi.colores", "es", "before", "Lista en ocho segundos", "Me arreglo en ocho segundos 💄 #arreglateconmigo", 20,
        (
            ("flor-de-noche", "fn-labial-mora", "Una pasada"),
            ("flor-de-noche", "fn-collar-girasol", "Y cuello de fiesta"),
            ("flor-de-noche", "fn-pulseras-cinco", "Se prestan, regresan cuatro"),
        ),
    ),
    ClipPlan(
        "june.outside", "en", "story", "Desk to dusk", "The watch, the sound, the tee 🌆 #afterwork #fitcheck", 21,
        (
            ("northside", "ns-watch-plaza", "No notifications"),
            ("northside", "ns-speaker-porch", "Fills a stairwell"),
            ("northside", "ns-tee-fiesta", "Better each wash"),
        ),
    ),
)  # fmt: skip
