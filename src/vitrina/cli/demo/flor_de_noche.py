"""Flor de Noche: belleza y joyería en Guadalajara, con precios en pesos y en dólares."""

from __future__ import annotations

from vitrina.cli.demo.goods import BOTH, Goods

GOODS: tuple[Goods, ...] = (

    Goods(
        "fn-perfume-noche", "perfume", "Perfume Noche de junio",
        "Jazmín, lluvia en la banqueta y un poco de humo. Dura hasta el desayuno. 50 ml, recargable.",
        4800, (("Rosa", "rosa"), ("Violeta", "violet")), 4, mxn=84900, stock=28, category="Perfumes", views=BOTH,
        word="NOCHE",
    ),
    Goods(
        "fn-perfume-domingo", "perfume", "Perfume Domingo temprano",
        "Azahar, pan recién hecho y sábanas al sol. Para quien no quiere que se note, pero sí que se pregunte. 50 ml.",
        4800, (("Ámbar", "marigold"), ("Jade", "jade")), 7, mxn=84900, stock=3, category="Perfumes", views=("around",),
        word="DOMINGO",
    ),
    Goods(
        "fn-esmaltes-trio", "nail_polish", "Trío de esmaltes Feria",
        "Tres colores que se llevan bien hasta en la misma mano. Secan en un minuto, aguantan una mudanza.",
        1400, (("Jade", "jade"), ("Coral", "coral"), ("Violeta", "violet")), 2, mxn=24900, stock=90, category="Uñas",
        views=("detail",),
    ),
    Goods(
        "fn-esmaltes-noche", "nail_polish", "Trío de esmaltes Medianoche",
        "Azul que parece negro, negro que parece azul y uno con brillos para el dedo que señala.",
        1400, (("Noche", "night"), ("Negro", "black")), 5, mxn=24900, was_usd=1800, was_mxn=31900, category="Uñas",
    ),
    Goods(
        "fn-crema-avena", "cream_jar", "Crema Piel feliz, 50 ml",
        "Avena, manteca de cacao y cero perfume. Se absorbe antes de que encuentres el celular.",
        2100, (("Terracota", "terracotta"), ("Lila", "lilac")), 3, mxn=36900, stock=66, category="Piel", views=BOTH,
        word="piel feliz",
    ),
    Goods(
        "fn-crema-noche", "cream_jar", "Crema Buenas noches, 50 ml",
        "La que se pone al final, cuando ya no piensas contestar mensajes. Lavanda, escualano y paciencia.",
        2600, (("Noche", "night"), ("Jade", "jade")), 8, mxn=45900, scene="terrazzo", stock=40, category="Piel",
        word="buenas noches",
    ),
    Goods(
        "fn-serum-nopal", "serum", "Sérum de nopal, 30 ml",
        "Aceite de semilla de tuna prensado en frío en Zacatecas. Tres gotas; cuatro es presumir.",
        2900, (("Ámbar", "brown"), ("Verde", "agave")), 3, mxn=49900, scene="terrazzo", stock=52, category="Piel",
        views=("around",),
        word="nopal",
    ),
    Goods(
        "fn-jabones-tres", "soap", "Tres jabones y su tabla",
        "Agave, avena y rosa, curados seis semanas. La tabla es de encino; las burbujas corren por tu cuenta.",
        1600, (("Lila", "lilac"), ("Coral", "coral"), ("Turquesa", "turquoise")), 5, mxn=27900, scene="terrazzo",
        category="Baño", views=("detail",),
        word="rosa",
    ),
    Goods(
        "fn-sombras-ocho", "eyeshadow", "Paleta Ocho tardes",
        "Ocho sombras, de la siesta al último metro. Pigmento serio, espejo de verdad, cabe en la bolsa chica.",
        3200, (("Violeta", "violet"), ("Rosa", "rosa"), ("Noche", "night")), 6, mxn=54900, stock=24, category="Maquillaje",
        views=BOTH, was_usd=3900, was_mxn=66900,
    ),
    Goods(
        "fn-sombras-tierra", "eyeshadow", "Paleta Barro y miel",
        "Ocho tonos que se ven bien con cara de lunes. Mates casi todos, uno con luz para cuando hay fiesta.",
        3200, (("Arena", "sand"), ("Terracota", "terracotta")), 2, mxn=54900, stock=0, category="Maquillaje",
    ),
    Goods(
        "fn-labial-mora", "lipstick", "Labial Mora madura",
        "Una pasada y ya. No se corre con el café ni con las preguntas de la familia.",
        1700, (("Mora", "violet"), ("Rojo", "red"), ("Coral", "coral")), 9, mxn=29900, stock=75, category="Maquillaje",
    ),
    Goods(
        "fn-pinzas-caramelo", "hair_claw", "Pinzas Caramelo, par",
        "Acetato que parece dulce y agarra como si la cosa fuera en serio. Una grande, una chica, cero ligas perdidas.",
        1100, (("Cielo", "sky"), ("Rosa", "pink"), ("Ámbar", "marigold"), ("Verde", "jade")), 3, mxn=18900, stock=110,
        category="Pelo", views=("detail",),
    ),
    Goods(
        "fn-collar-girasol", "necklace", "Collar Girasol",
        "Dos cadenas y una flor esmaltada a mano. Combina con camiseta blanca, con vestido y con discusión.",
        3900, (("Amarillo", "yellow"), ("Azul", "blue")), 4, mxn=67900, stock=17, category="Joyería", views=BOTH,
    ),
    Goods(
        "fn-collar-luna", "necklace", "Collar Luna llena",
        "Baño de oro de 18 quilates, broche que se cierra sin ayuda. Llega en cajita de cartón que da pena tirar.",
        4300, (("Jade", "jade"), ("Rosa", "rosa")), 8, mxn=74900, stock=2, category="Joyería", scene="neon",
    ),
    Goods(
        "fn-pulseras-cinco", "bracelet", "Cinco pulseras de chaquira",
        "Se usan juntas, se prestan por separado, regresan cuatro. Ensartadas a mano en Nayarit, con elástico que sí dura.",
        1800, (("Rosa", "rosa"), ("Turquesa", "turquoise"), ("Noche", "night")), 2, mxn=29900, stock=60, category="Joyería",
        views=("detail",),
    ),
    Goods(
        "fn-aretes-luna", "earrings", "Aretes Media luna",
        "Grandes, ligeros y con flecos que saludan antes que tú. Ganchos de plata .925.",
        2400, (("Turquesa", "turquoise"), ("Coral", "coral")), 6, mxn=39900, stock=34, category="Joyería",
        was_usd=2900, was_mxn=48900,
    ),
    Goods(
        "fn-anillo-mar", "ring", "Anillo Mar abierto",
        "Una piedra azul que se ve verde en los camiones. Plata .925, ajustable sin drama.",
        5200, (("Mar", "turquoise"), ("Violeta", "violet")), 5, mxn=89900, sizes=("6", "7", "8"), stock=7, category="Joyería",
        low=1,
    ),
    Goods(
        "fn-vela-copal", "candle", "Vela Copal y naranja",
        "Cera de soya, mecha de algodón, cuarenta horas de que tu cuarto huela a que todo va a salir bien.",
        1500, (("Naranja", "marigold"), ("Noche", "night")), 7, mxn=25900, scene="room", stock=48, category="Hogar",
        word="copal",
    ),
)  # fmt: skip
