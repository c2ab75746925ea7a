"""Patio Chico: plantas, mascotas y juguetes en Ciudad de México, con precios en pesos y en dólares."""

from __future__ import annotations

from vitrina.cli.demo.goods import BOTH, Goods

GOODS: tuple[Goods, ...] = (

    Goods(
        "pt-plato-firulais", "pet_bowl", "Plato con nombre",
        "De peltre, pesado y con letras grandes, para que nadie alegue. Base de goma: ya no se pasea por la cocina.",
        1600, (("Noche", "night"), ("Jade", "jade"), ("Rosa", "rosa")), 3, mxn=26900, stock=54, category="Mascotas",
        views=("detail",),
        word="CHURRO",
    ),
    Goods(
        "pt-cama-siesta", "pet_bed", "Cama Siesta",
        "Redonda, honda, lavable. El gato de la foto llegó solo y no hemos podido moverlo.",
        4200, (("Cielo", "sky"), ("Rosa", "rosa"), ("Terracota", "terracotta")), 2, mxn=69900, stock=19, category="Mascotas",
        views=BOTH,
    ),
    Goods(
        "pt-rascador-saguaro", "scratcher", "Rascador Saguaro",
        "Un cactus de 80 cm forrado en cuerda, con pelota que cuelga. El sillón manda las gracias.",
        5600, (("Verde", "green"), ("Turquesa", "turquoise")), 1, mxn=94900, stock=9, category="Mascotas", views=("around",),
        was_usd=6900, was_mxn=116900,
    ),
    Goods(
        "pt-collar-greca", "collar", "Collar Greca con placa",
        "Tejido en telar, hebilla de latón y placa de corazón. Grabamos el nombre; el carácter ya lo trae.",
        1900, (("Rojo", "red"), ("Azul", "blue"), ("Crema", "cream")), 4, mxn=31900, sizes=("CH", "M", "G"), stock=40,
        category="Mascotas", low=3,
        word="Churro",
    ),
    Goods(
        "pt-ajolote", "axolotl", "Ajolote de peluche",
        "Sonríe por algo y no piensa decirlo. 30 cm, relleno reciclado, bordado para que aguante muchas noches.",
        2200, (("Rosa", "pink"), ("Jade", "jade"), ("Lila", "lilac")), 5, mxn=36900, stock=70, category="Juguetes", views=BOTH,
    ),
    Goods(
        "pt-oso-bufanda", "bear", "Oso con bufanda",
        "Ideal para decir lo que el mensaje no dijo. Trae bufanda tejida; se la puedes quitar, pero no le gusta.",
        2600, (("Miel", "marigold"), ("Café", "brown"), ("Crema", "cream")), 3, mxn=43900, stock=32, category="Juguetes",
        views=("around",),
    ),
    Goods(
        "pt-arcoiris", "rainbow", "Arcoíris de madera",
        "Seis arcos y dos pelotas que se vuelven puente, cueva, cuna o discusión entre primos. Pintura al agua.",
        2900, (("Rosa", "rosa"), ("Jade", "jade")), 4, mxn=48900, stock=23, category="Juguetes", views=("detail",),
    ),
    Goods(
        "pt-trompo-feria", "spinning_top", "Trompo de feria",
        "Grande, pesado y con cuerda nueva. La primera tirada sale chueca; la segunda también. La tercera es tuya.",
        700, (("Turquesa", "turquoise"), ("Rojo", "red")), 8, mxn=9900, stock=140, category="Juguetes", scene="sky",
    ),
    Goods(
        "pt-pelota-barrio", "football", "Pelota de barrio, número 5",
        "Cosida para el asfalto y visible con farol. Llega inflada; los equipos los haces tú.",
        1900, (("Rosa", "rosa"), ("Noche", "night")), 6, mxn=32900, stock=45, category="Deporte", scene="sky",
    ),
    Goods(
        "pt-tapete-alba", "yoga_mat", "Tapete Alba",
        "Hule natural de 6 mm y correa tejida. No resbala, no huele, no juzga la postura.",
        4100, (("Violeta", "violet"), ("Turquesa", "turquoise")), 2, mxn=69900, stock=28, category="Deporte", views=("detail",),
    ),
    Goods(
        "pt-mancuernas", "dumbbells", "Par de mancuernas, 2 kg",
        "Chiquitas, silenciosas y de buen color. Para los diez minutos que llevas prometiendo desde enero.",
        2500, (("Coral", "coral"), ("Jade", "jade")), 4, mxn=42900, stock=22, category="Deporte", was_usd=3100, was_mxn=52900,
    ),
    Goods(
        "pt-monstera", "monstera", "Monstera en maceta pintada",
        "Llega de 60 cm y con planes. Luz indirecta, agua los domingos y espacio para abrir los brazos.",
        4800, (("Terracota", "terracotta"), ("Rosa", "rosa"), ("Azul", "blue")), 3, mxn=79900, stock=15, category="Plantas",
        views=BOTH,
    ),
    Goods(
        "pt-suculentas", "succulents", "Trío de suculentas",
        "Tres rosetas en tres macetas. Piden sol y que no las mires tanto. Perfectas para quien viaja, o se le olvida.",
        2100, (("Coral", "coral"), ("Jade", "jade")), 5, mxn=34900, stock=38, category="Plantas", views=("detail",),
    ),
    Goods(
        "pt-cactus-abrazo", "cactus", "Cactus Abrazo",
        "Dos brazos, una flor y cero ganas de que lo abracen. Vive con un vaso de agua al mes.",
        2400, (("Crema", "cream"), ("Azul", "blue"), ("Amarillo", "yellow")), 6, mxn=39900, stock=26, category="Plantas",
        views=("around",),
    ),
    Goods(
        "pt-regadera", "watering_can", "Regadera de pico largo",
        "Lámina esmaltada, un litro y medio, y un chorro tan fino que no despierta a la tierra.",
        2700, (("Rosa", "rosa"), ("Verde", "green"), ("Noche", "night")), 2, mxn=44900, stock=30, category="Plantas",
        views=BOTH, was_usd=3300, was_mxn=54900,
    ),
    Goods(
        "pt-maceta-bailarina", "plant_pot", "Maceta Bailarina",
        "Se ve mareada y no se cae. Barro pintado a mano en Tlaquepaque, con plato y pies de corcho.",
        1800, (("Jade", "jade"), ("Cempasúchil", "marigold")), 7, mxn=29900, stock=44, category="Plantas",
    ),
    Goods(
        "pt-papalote-azotea", "kite", "Papalote de azotea",
        "Carrizo, papel y cuarenta metros de hilo. La manera más barata de estar afuera a las seis de la tarde.",
        950, (("Violeta", "violet"), ("Coral", "coral")), 3, mxn=13900, stock=0, category="Juguetes", scene="sunlit",
    ),
    Goods(
        "pt-botella-paseo", "bottle", "Botella de paseo",
        "Agua para ti y tapa que sirve de plato para quien jala la correa. Acero, 700 ml.",
        2300, (("Azul", "blue"), ("Coral", "coral")), 4, mxn=38900, stock=36, category="Mascotas", scene="sky",
    ),
)  # fmt: skip
