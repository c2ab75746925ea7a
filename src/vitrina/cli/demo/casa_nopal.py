"""Casa Nopal: una tienda mexicana, con precios en pesos y en dólares."""

from __future__ import annotations

from vitrina.cli.demo.goods import BOTH, Goods

GOODS: tuple[Goods, ...] = (
    Goods(
        "cn-alebrije-gato", "alebrije", "Alebrije Gato de fuego",
        "Tallado en copal y pintado a mano, punto por punto, durante tres tardes. Cada gato sale con su propio carácter; "
        "este mira como si supiera algo. Mide 14 cm.",
        5900, (("Cempasúchil", "marigold"), ("Rosa", "rosa"), ("Jade", "jade")), 0, mxn=98900, stock=14, category="Artesanía",
    ),
    Goods(
        "cn-alebrije-luna", "alebrije", "Alebrije Guardián de la luna",
        "Para el buró, el librero o la entrada: cuida la casa y no pide croquetas. Tallado en copal, 18 cm.",
        7400, (("Violeta", "violet"),), 3, mxn=124900, stock=6, category="Artesanía",
    ),
    Goods(
        "cn-salsa-habanero", "hot_sauce", "Salsa de habanero tatemado",
        "Habanero tatemado, zanahoria, un punto de naranja agria. Pica primero y platica después. 250 ml.",
        990, (("Única", "marigold"),), 13, mxn=14900, stock=120, category="Despensa",
        word="HABANERO",
    ),
    Goods(
        "cn-salsa-chipotle", "hot_sauce", "Salsa de chipotle y piloncillo",
        "Ahumada, dulce, peligrosa con papas. Se acaba antes de que la guardes. 250 ml.",
        990, (("Única", "red"),), 4, mxn=14900, stock=120, category="Despensa",
        word="CHIPOTLE",
    ),
    Goods(
        "cn-cafe-veracruz", "coffee_bag", "Café de Veracruz, 250 g",
        "De altura, secado al sol, tostado los martes. Chocolate, nuez y una acidez amable. En grano o molido.",
        1450, (("Grano", "agave"), ("Molido", "terracotta")), 5, mxn=21900, stock=64, category="Despensa",
        word="Veracruz",
    ),
    Goods(
        "cn-cafe-oaxaca", "coffee_bag", "Café de Oaxaca, 250 g",
        "Piloncillo y flor de azahar en la taza. Lo compramos a once familias y decimos a cuáles.",
        1590, (("Grano", "rosa"),), 6, mxn=23900, stock=48, category="Despensa",
        word="Oaxaca",
    ),
    Goods(
        "cn-aretes-sol", "earrings", "Aretes Fiesta del sol",
        "Ligeros como promesa y bastante más duraderos. Latón bañado en oro, flecos de chaquira tejidos a mano.",
        2600, (("Dorado", "yellow"), ("Rosa", "rosa"), ("Turquesa", "turquoise")), 2, mxn=42900, stock=30, category="Joyería",
    ),
    Goods(
        "cn-aretes-noche", "earrings", "Aretes Noche de feria",
        "Se mueven cuando te ríes. Chaquira checa, ganchos de plata .925, vienen en bolsita de manta.",
        2900, (("Noche", "night"),), 5, mxn=46900, stock=22, category="Joyería",
    ),
    Goods(
        "cn-anillo-lirio", "ring", "Anillo Lirio",
        "Una piedra lila que cambia con la tarde, montada en plata .925. Llega en caja de regalo, lista para la pregunta.",
        6900, (("Lila", "lilac"), ("Jade", "jade")), 2, mxn=114900, sizes=("6", "7", "8"), stock=5, category="Joyería",
    ),
    Goods(
        "cn-correa-greca", "guitar_strap", "Correa para guitarra Greca",
        "Tejida en telar de cintura, con puntas de piel. Aguanta una guitarra, un bajo y todas las serenatas que hagan falta.",
        3800, (("Crema", "cream"), ("Rojo", "red")), 1, mxn=62900, stock=20, category="Música",
    ),
    Goods(
        "cn-cobija-sarape", "blanket", "Cobija Sarape",
        "Para el sillón, la playa o la abuela con frío. Algodón grueso, colores que no se van con las lavadas. 150 × 200 cm.",
        6500, (("Marigold", "marigold"), ("Violeta", "violet")), 5, mxn=99900, stock=25, category="Hogar",
    ),
    Goods(
        "cn-taza-barro", "mug", "Taza de barro Puebla",
        "El café sabe distinto en barro, y no vamos a discutirlo. Pintada a mano, 350 ml, sin plomo.",
        1500, (("Barro", "terracotta"), ("Azul", "blue")), 6, mxn=24900, stock=75, category="Cocina",
    ),
    Goods(
        "cn-maceta-azul", "plant_pot", "Maceta Azulejo",
        "Para la sábila, la ruda o ese helecho que ya merece algo mejor. Con plato y pies de corcho.",
        2300, (("Azul", "blue"), ("Terracota", "terracotta")), 0, mxn=36900, stock=28, category="Plantas",
    ),
    Goods(
        "cn-bolsa-tianguis", "tote", "Bolsa Tianguis",
        "Mandado, playa, biblioteca. Manta gruesa, costuras dobles y una bolsa por dentro para el cambio.",
        1400, (("Cruda", "cream"), ("Rosa", "pink")), 1, mxn=22900, stock=0, category="Accesorios",
        word="tianguis",
    ),
    Goods(
        "cn-miel-azahar", "honey", "Miel de azahar, 350 g",
        "De colmenas entre naranjos, en Veracruz. Sabe a fin de mayo. Con su cuchara de palo, que es la mitad del gusto.",
        1250, (("Ámbar", "marigold"),), 3, mxn=18900, stock=80, category="Despensa", views=("detail",),
        word="AZAHAR",
    ),
    Goods(
        "cn-chocolate-canela", "chocolate", "Tablilla de cacao y canela",
        "Cacao de Tabasco molido en metate, canela y nada que no entiendas. Para comer, o para batir con espuma de verdad.",
        850, (("Crema", "cream"), ("Rosa", "rosa"), ("Noche", "night")), 2, mxn=12900, stock=140, category="Despensa",
        word="CANELA",
    ),
    Goods(
        "cn-conchas", "sweet_bread", "Conchas de la casa, caja de seis",
        "Salen del horno a las seis y de la tienda a las siete. Costra de vainilla, de fresa o de cacao. Se pelean solas.",
        1100, (("Rosa", "rosa"), ("Cacao", "brown"), ("Vainilla", "cream")), 4, mxn=15900, stock=30, category="Despensa",
        views=("detail",), scene="market",
    ),
    Goods(
        "cn-especias-tres", "spices", "Trío de especias",
        "Canela, chile piquín y cúrcuma en frascos con corcho. El cajón de las especias por fin se ve en la repisa.",
        1700, (("Natural", "terracotta"),), 6, mxn=25900, stock=45, category="Despensa", scene="tiles",
    ),
    Goods(
        "cn-te-jamaica", "tea", "Té de jamaica y hierbabuena",
        "Fría en verano, caliente en diciembre, siempre del color que uno quiere en la mesa. Lata de 60 gramos.",
        1050, (("Rosa", "rosa"), ("Verde", "green")), 8, mxn=15900, stock=75, category="Despensa",
        word="JAMAICA",
    ),
    Goods(
        "cn-mandil-provecho", "apron", "Mandil Provecho",
        "Manta rayada, bolsa al frente y un letrero que dice lo que todos piensan. Talla única, manchas bienvenidas.",
        2200, (("Rosa", "rosa"), ("Turquesa", "turquoise")), 3, mxn=34900, scene="arch", category="Cocina",
        was_usd=2800, was_mxn=44900,
        word="provecho",
    ),
    Goods(
        "cn-cojin-tenango", "cushion", "Cojín bordado Tenango",
        "Flores y hojas bordadas a mano en Hidalgo, una por una, con borlas en las esquinas. El relleno va incluido.",
        4400, (("Noche", "night"), ("Crema", "cream"), ("Coral", "coral")), 5, mxn=69900, stock=16, category="Hogar", views=BOTH,
    ),
    Goods(
        "cn-florero-talavera", "bouquet", "Florero Día de plaza",
        "Acanalado, azul o verde, para las flores que compras sin motivo. Mide 26 cm y no se ladea con los girasoles.",
        3300, (("Azul", "blue"), ("Jade", "jade")), 7, mxn=52900, scene="tiles", stock=20, category="Hogar",
    ),
    Goods(
        "cn-cartel-sur", "poster", "Cartel Hasta mañana, enmarcado",
        "Sol, cerros y un cactus con paciencia. Cuatro tintas sobre papel de algodón, marco de encino, listo para colgar.",
        4900, (("Terracota", "terracotta"), ("Turquesa", "turquoise")), 1, mxn=79900, scene="arch", stock=11, category="Hogar",
        word="HASTA MAÑANA",
    ),
    Goods(
        "cn-trompo-clasico", "spinning_top", "Trompo de madera con cuerda",
        "Torneado en mezquite, con punta de acero y cuerda de algodón. Baila más que tu tío, y no pide canción.",
        750, (("Noche", "night"), ("Rojo", "red"), ("Jade", "jade")), 4, mxn=9900, stock=160, category="Juguetes",
        views=("detail",),
    ),
    Goods(
        "cn-baraja-feria", "cards", "Baraja de la feria, 54 cartas",
        "El sol, la luna, el nopal y cincuenta y una más, dibujadas para esta casa. Trae frijoles para apuntar.",
        1300, (("Jade", "jade"), ("Rosa", "rosa")), 9, mxn=19900, scene="papel", stock=64, category="Juguetes", views=BOTH,
    ),
    Goods(
        "cn-papalote", "kite", "Papalote de papel de china",
        "Carrizo, papel de china y cola de moños. Con la primera ventolera entiendes por qué lo llamamos juguete serio.",
        900, (("Rosa", "rosa"), ("Amarillo", "yellow"), ("Azul", "blue")), 2, mxn=12900, scene="studio", stock=4,
        category="Juguetes",
    ),
    Goods(
        "cn-rebozo-sierra", "scarf", "Rebozo de la sierra",
        "Tejido en telar de pedal, rematado a mano. Abriga, carga, presume y sirve de mantel en la emergencia.",
        5900, (("Vino", "red"), ("Añil", "blue"), ("Mostaza", "marigold")), 6, mxn=94900, stock=13, category="Ropa",
        views=("detail",), low=1,
    ),
    Goods(
        "cn-frasco-luces", "lights", "Frasco de luciérnagas",
        "Cuarenta luces cálidas en un frasco con corcho. Tres semanas por carga: ninguna luciérnaga fue molestada.",
        2300, (("Ámbar", "marigold"),), 3, mxn=35900, scene="papel", stock=0, category="Hogar",
    ),
)  # fmt: skip
