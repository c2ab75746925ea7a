"""Northside Supply: clothes and gear for getting around. It has no programme: creators earn the house rate."""

from __future__ import annotations

from vitrina.cli.demo.goods import Goods

CLOTHES = ("S", "M", "L", "XL")

GOODS: tuple[Goods, ...] = (
    Goods(
        "ns-backpack-commuter", "backpack", "Barrio backpack, 18 L",
        "Laptop, lunch, rain jacket, dignity. Recycled canvas, brass zips, a band of trim so you find it on the pile.",
        6900, (("Rosa", "rosa"), ("Night", "night"), ("Agave", "agave")), 1, stock=24, category="Bags",
    ),
    Goods(
        "ns-backpack-mini", "backpack", "Half-day backpack, 9 L",
        "For the days that need a book and a sweater and nothing else. Sits high, stays dry, weighs almost nothing.",
        4900, (("Marigold", "marigold"),), 5, stock=30, category="Bags",
    ),
    Goods(
        "ns-sneaker-court", "sneaker", "Court low sneaker",
        "Gum sole, soft toe, no breaking-in speech required. Canvas upper with a swoop of colour. True to size.",
        7800, (("Sand", "sand"), ("Sky", "sky"), ("Black", "black")), 3, sizes=("7", "8", "9", "10", "11"), stock=8,
        category="Shoes",
    ),
    Goods(
        "ns-sneaker-trail", "sneaker", "Trailhead sneaker",
        "Grips gravel, behaves in cafés. Laces that stay tied, a heel loop you can actually use.",
        9200, (("Jade", "jade"),), 0, sizes=("7", "8", "9", "10", "11"), stock=6, category="Shoes",
    ),
    Goods(
        "ns-cap-bloom", "cap", "Bloom cap",
        "Six panels and one embroidered marigold. Curved brim, brass buckle, washes well with the dark things.",
        2900, (("Violet", "violet"), ("Black", "black")), 2, stock=45, category="Headwear",
    ),
    Goods(
        "ns-hoodie-noche", "hoodie", "Noche hoodie",
        "Heavyweight fleece that holds its shape past the third winter. Printed by hand; the hood fits over headphones.",
        5800, (("Red", "red"), ("Night", "night")), 11, sizes=CLOTHES, stock=12, category="Tops",
    ),
    Goods(
        "ns-hoodie-luna", "hoodie", "Luna hoodie",
        "The lighter one, for shoulder seasons and cold cinemas. Brushed inside, dropped shoulder.",
        5400, (("Lilac", "lilac"),), 7, sizes=CLOTHES, stock=10, category="Tops",
    ),
    Goods(
        "ns-tee-fiesta", "t_shirt", "Fiesta tee",
        "A sun on the chest and a good cotton behind it. Garment-dyed, boxy, better each wash.",
        2600, (("Gold", "gold"), ("Jade", "jade")), 1, sizes=CLOTHES, stock=25, category="Tops",
    ),
    Goods(
        "ns-tee-sol", "t_shirt", "Sol tee",
        "Named after the weather it wants. Organic cotton, a neck that does not give up.",
        2600, (("White", "white"), ("Coral", "coral")), 11, sizes=CLOTHES, stock=25, category="Tops",
    ),
    Goods(
        "ns-sunglasses-siesta", "sunglasses", "Siesta sunglasses",
        "Wide frames, amber lenses, full UV. They make any bus stop look like an arrival.",
        4200, (("Grey", "grey"), ("Rosa", "rosa")), 0, stock=33, category="Eyewear",
    ),
    Goods(
        "ns-watch-plaza", "watch", "Plaza watch",
        "One glance, no notifications. Steel case, leather strap, a face the pink of bougainvillea in June.",
        11900, (("Marigold", "marigold"), ("Night", "night")), 3, stock=9, category="Watches",
    ),
    Goods(
        "ns-headphones-patio", "headphones", "Patio headphones",
        "Thirty hours, soft cushions, and a hinge that does not click when you walk. Folds flat into its pouch.",
        8900, (("Silver", "silver"), ("Turquoise", "turquoise")), 4, stock=17, category="Sound",
    ),
    Goods(
        "ns-bottle-flor", "bottle", "Flor steel bottle, 24 oz",
        "Cold until dinner, hot until lunch. Wide mouth for ice, a loop for one finger, flowers all around.",
        3200, (("Night", "night"), ("Rosa", "rosa"), ("Jade", "jade")), 1, stock=52, category="Outdoors",
    ),
    Goods(
        "ns-serum-aloe", "serum", "Aloe after-sun serum",
        "For shoulders that stayed too long. Aloe, squalane, nothing that smells of a laboratory. One fluid ounce.",
        2400, (("Amber", "brown"),), 4, stock=66, category="Care",
    ),
    Goods(
        "ns-lipstick-flor", "lipstick", "Flor lipstick",
        "One coat, real colour, no drama on the glass. Comes in the red that suits most people and the one that does not care.",
        1900, (("Red", "red"), ("Rosa", "rosa"), ("Coral", "coral")), 3, stock=58, category="Care",
    ),
)  # fmt: skip
