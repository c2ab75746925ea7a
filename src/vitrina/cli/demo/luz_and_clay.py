"""Luz & Clay: things for slow evenings at home. Slug `demo`."""

from __future__ import annotations

from vitrina.cli.demo.goods import Goods

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
    ),
    Goods(
        "lc-candle-cacao", "candle", "Cacao candle",
        "Somebody is baking two doors down. Dark cacao, cinnamon, toasted almond; burns clean for about 45 hours.",
        2200, (("Violet", "violet"),), 4, stock=80, category="Light & scent",
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
    ),
    Goods(
        "lc-notebook-viajes", "notebook", "Travel notebook",
        "“Viajes”: dotted pages, a pocket for tickets, an elastic that survives backpacks. Fits a coat pocket.",
        1600, (("Marigold", "marigold"),), 0, stock=90, category="Paper",
    ),
    Goods(
        "lc-tote-market", "tote", "Mercado tote",
        "Carries eleven pounds of tomatoes and looks good doing it. Heavy canvas, long straps, one inside pocket.",
        2400, (("Sand", "sand"), ("Sky", "sky")), 4, stock=70, category="Textiles",
    ),
)  # fmt: skip
