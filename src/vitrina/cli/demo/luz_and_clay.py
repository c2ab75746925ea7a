"""Luz & Clay: things for slow evenings at home. Slug `demo`."""

from __future__ import annotations

from vitrina.cli.demo.goods import BOTH, Goods

GOODS: tuple[Goods, ...] = (
    Goods(
        "lc-mug-moon", "mug", "Moonrise mug",
        "A heavy-bottomed mug for the first quiet minute of the day. Thrown in small batches, glazed twice, painted by "
        "hand, so no two bands are quite the same. Holds 12 oz and forgives the dishwasher.",
        2490, (("Night", "night"), ("Terracotta", "terracotta"), ("Jade", "jade")), 2, stock=60, category="Kitchen",
    ),
    Goods(
        "lc-mug-sun", "mug", "Sunday mug, giant",
        "Twenty ounces, because some Sundays need it. A wide handle for a whole hand, and a rim thin enough to forget.",
        2890, (("Marigold", "marigold"), ("Rosa", "rosa")), 1, category="Kitchen",
    ),
    Goods(
        "lc-bowl-orchard", "bowl", "Orchard bowl",
        "A fruit bowl that looks full even when it is not. Stoneware with a hand-cut zigzag; eleven inches across.",
        4600, (("Terracotta", "terracotta"), ("Turquoise", "turquoise")), 4, stock=18, category="Table",
    ),
    Goods(
        "lc-bowl-tide", "bowl", "Tide salad bowl",
        "Low, wide and unhurried. Big enough for six, light enough to pass around the table with one hand.",
        5200, (("Sky", "sky"),), 2, stock=12, category="Table",
    ),
    Goods(
        "lc-candle-copal", "candle", "Copal candle",
        "Copal resin, a little orange peel, the inside of an old church on a warm day. Soy wax, about 45 hours.",
        2200, (("Amber", "marigold"), ("Rosa", "rosa")), 20, stock=80, category="Light & scent",
        word="copal",
    ),
    Goods(
        "lc-candle-cacao", "candle", "Cacao candle",
        "Somebody is baking two doors down. Dark cacao, cinnamon, toasted almond; burns clean for about 45 hours.",
        2200, (("Violet", "violet"),), 4, stock=80, category="Light & scent",
        word="cacao",
    ),
    Goods(
        "lc-lamp-pleat", "lamp", "Pleated bedside lamp",
        "Warm light at reading height. A hand-turned foot, a pleated cotton shade, a switch you can find in the dark.",
        6800, (("Sky", "sky"), ("Coral", "coral"), ("Cream", "cream")), 5, stock=22, category="Light & scent",
    ),
    Goods(
        "lc-lamp-hacienda", "lamp", "Courtyard lamp",
        "The big sister of our bedside lamp: taller, rounder, and bright enough for a game of cards.",
        9400, (("Jade", "jade"),), 8, stock=3, category="Light & scent",
    ),
    Goods(
        "lc-pot-wobble", "plant_pot", "Wobble pot",
        "Looks tipsy, stands firm. Terracotta with a drip tray hidden in the foot, for plants of an opinionated size.",
        3100, (("Coral", "coral"), ("Turquoise", "turquoise")), 3, stock=35, category="Plants",
    ),
    Goods(
        "lc-pot-patio", "plant_pot", "Patio planter",
        "A planter that has seen some summers coming. Frost-proof, hand-banded, wide enough for a proper agave.",
        4400, (("Blue", "blue"),), 1, stock=16, category="Plants",
    ),
    Goods(
        "lc-blanket-stripe", "blanket", "Striped throw",
        "Woven thick, washed soft. Goes from sofa to picnic to the back seat without complaint. 50 × 70 in, all cotton.",
        7900, (("Rosa", "rosa"), ("Jade", "jade")), 3, stock=26, category="Textiles",
    ),
    Goods(
        "lc-notebook-recetas", "notebook", "Recipe notebook",
        "“Recetas”, says the cover, and means it: a page for the dish, a page for who you cooked it for. 160 pages.",
        1800, (("Pink", "pink"), ("Turquoise", "turquoise")), 9, stock=90, category="Paper",
        word="recetas",
    ),
    Goods(
        "lc-notebook-viajes", "notebook", "Travel notebook",
        "“Viajes”: dotted pages, a pocket for tickets, an elastic that survives backpacks. Fits a coat pocket.",
        1600, (("Marigold", "marigold"),), 0, stock=90, category="Paper",
        word="viajes",
    ),
    Goods(
        "lc-tote-market", "tote", "Mercado tote",
        "Carries eleven pounds of tomatoes and looks good doing it. Heavy canvas, long straps, one inside pocket.",
        2400, (("Sand", "sand"), ("Sky", "sky")), 4, stock=70, category="Textiles",
        word="mercado",
    ),
    Goods(
        "lc-bouquet-market", "bouquet", "Market-day vase",
        "A ribbed vase for nine stems and one opinion: flowers on a Tuesday. Stoneware, ten inches, no leaks.",
        3800, (("Jade", "jade"), ("Terracotta", "terracotta"), ("Cream", "cream")), 5, stock=22, category="Home", views=BOTH,
    ),
    Goods(
        "lc-cushion-dahlia", "cushion", "Dahlia cushion",
        "Embroidered by hand in eleven colours, with tassels the cat will find. Linen back, hidden zip, washes at 30.",
        4200, (("Rosa", "rosa"), ("Night", "night"), ("Marigold", "marigold")), 3, was_usd=5600, category="Home", views=BOTH,
    ),
    Goods(
        "lc-poster-noches", "poster", "Buenas noches print, framed",
        "Sun, hills, one patient cactus. Printed in four inks on cotton paper, framed in oak, ready for the nail you have.",
        5400, (("Agave", "agave"), ("Coral", "coral")), 2, scene="arch", stock=15, category="Walls", views=("detail",),
        word="BUENAS NOCHES",
    ),
    Goods(
        "lc-poster-sur", "poster", "Sur print, framed",
        "The view from a bus window, somewhere south, when the phone was out of battery. Twelve by sixteen inches.",
        5400, (("Violet", "violet"), ("Terracotta", "terracotta")), 7, scene="sunlit", stock=3, category="Walls",
        word="SUR",
    ),
    Goods(
        "lc-lights-jar", "lights", "Firefly jar",
        "Forty warm lights in a jar with a cork lid. Runs three weeks on one charge and forgives every ceiling lamp you own.",
        2600, (("Amber", "marigold"), ("Rosa", "rosa")), 9, scene="neon", was_usd=3200, category="Light", views=("around",),
    ),
    Goods(
        "lc-tea-night", "tea", "Slow-evening tea, 60 g",
        "Spearmint, chamomile and a little orange leaf. For the hour when the kitchen is clean and nobody has plans.",
        1400, (("Night", "night"), ("Jade", "jade")), 4, scene="papel", stock=90, category="Kitchen",
        word="HIERBABUENA",
    ),
    Goods(
        "lc-honey-orchard", "honey", "Orchard honey, 12 oz",
        "From hives between orange trees. Tastes like late May. Comes with the dipper, which is half the fun.",
        1600, (("Amber", "marigold"),), 1, scene="tiles", stock=70, category="Kitchen", views=("detail",),
        word="AZAHAR",
    ),
    Goods(
        "lc-soap-stack", "soap", "Three-bar soap set",
        "Agave, oat and jasmine, cured for six weeks on a shelf in the studio. The dish is included because it always should be.",
        2100, (("Jade", "jade"), ("Lilac", "lilac")), 6, scene="terrazzo", category="Bath", views=BOTH,
        word="agave",
    ),
    Goods(
        "lc-apron-first", "apron", "Sunday apron",
        "Heavy striped cotton, one deep pocket, straps that cross so the neck has no complaint. One size fits cooks.",
        3400, (("Marigold", "marigold"), ("Agave", "agave")), 8, scene="arch", stock=33, category="Kitchen",
        word="domingo",
    ),
    Goods(
        "lc-cactus-hug", "cactus", "Desert friend in a pot",
        "A grafted cactus with a flower that means it. Water it when you remember; it will be fine when you do not.",
        2900, (("Cream", "cream"), ("Rosa", "rosa")), 3, scene="sun", stock=12, category="Plants", low=2,
    ),
    Goods(
        "lc-scarf-ridge", "scarf", "Ridge shawl",
        "Woven on a foot loom, fringed by hand, wide enough for two people on one cold balcony. Merino and cotton.",
        6800, (("Terracotta", "terracotta"), ("Blue", "blue")), 5, stock=9, category="Home", views=("detail",),
    ),
    Goods(
        "lc-vinyl-sundays", "vinyl", "Slow Sundays, the record",
        "Forty minutes of guitars that do not hurry, pressed in an edition of five hundred. The download is in the sleeve.",
        2700, (("Marigold", "marigold"),), 4, scene="blocks", stock=0, category="Music",
        word="LOS DOMINGOS",
    ),
)  # fmt: skip
