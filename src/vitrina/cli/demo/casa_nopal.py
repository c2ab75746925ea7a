"""Casa Nopal: una tienda mexicana, con precios en pesos y en dólares."""

from __future__ import annotations

from vitrina.cli.demo.goods import Goods

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
    ),
    Goods(
        "cn-salsa-chipotle", "hot_sauce", "Salsa de chipotle y piloncillo",
        "Ahumada, dulce, peligrosa con papas. Se acaba antes de que la guardes. 250 ml.",
        990, (("Única", "red"),), 4, mxn=14900, stock=120, category="Despensa",
    ),
    Goods(
        "cn-cafe-veracruz", "coffee_bag", "Café de Veracruz, 250 g",
        "De altura, secado al sol, tostado los martes. Chocolate, nuez y una acidez amable. En grano o molido.",
        1450, (("Grano", "agave"), ("Molido", "terracotta")), 5, mxn=21900, stock=64, category="Despensa",
    ),
    Goods(
        "cn-cafe-oaxaca", "coffee_bag", "Café de Oaxaca, 250 g",
        "Piloncillo y flor de azahar en la taza. Lo compramos a once familias y decimos a cuáles.",
        1590, (("Grano", "rosa"),), 6, mxn=23900, stock=48, category="Despensa",
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
    ),
)  # fmt: skip
