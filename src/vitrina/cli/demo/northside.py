"""Northside Supply: clothes and gear for getting around. It has no programme: creators earn the house rate."""

from __future__ import annotations

from vitrina.cli.demo.goods import BOTH, Goods

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
        word="NOCHE",
    ),
    Goods(
        "ns-hoodie-luna", "hoodie", "Luna hoodie",
        "The lighter one, for shoulder seasons and cold cinemas. Brushed inside, dropped shoulder.",
        5400, (("Lilac", "lilac"),), 7, sizes=CLOTHES, stock=10, category="Tops",
        word="LUNA",
    ),
    Goods(
        "ns-tee-fiesta", "t_shirt", "Fiesta tee",
        "A sun on the chest and a good cotton behind it. Garment-dyed, boxy, better each wash.",
        2600, (("Gold", "gold"), ("Jade", "jade")), 1, sizes=CLOTHES, stock=25, category="Tops",
        word="FIESTA",
    ),
    Goods(
        "ns-tee-sol", "t_shirt", "Sol tee",
        "Named after the weather it wants. Organic cotton, a neck that does not give up.",
        2600, (("White", "white"), ("Coral", "coral")), 11, sizes=CLOTHES, stock=25, category="Tops",
        word="SOL",
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
        word="aloe",
    ),
    Goods(
        "ns-lipstick-flor", "lipstick", "Flor lipstick",
        "One coat, real colour, no drama on the glass. Comes in the red that suits most people and the one that does not care.",
        1900, (("Red", "red"), ("Rosa", "rosa"), ("Coral", "coral")), 3, stock=58, category="Care",
    ),
    Goods(
        "ns-skate-sol", "skateboard", "Sol complete skateboard",
        "Seven plies of maple, soft wheels for bad pavement, a sun on the belly for when you carry it. Assembled, tested, waxed.",
        8900, (("Sky", "sky"), ("Rosa", "rosa"), ("Black", "black")), 12, stock=14, category="Street", views=BOTH,
        was_usd=10900,
    ),
    Goods(
        "ns-ball-street", "football", "Street ball, size 5",
        "Stitched for asphalt, bright enough for street lamps. Comes pumped; the game is your problem.",
        2800, (("Terracotta", "terracotta"), ("Blue", "blue")), 3, scene="sky", stock=50, category="Street",
    ),
    Goods(
        "ns-mat-dawn", "yoga_mat", "Dawn yoga mat",
        "Natural rubber, six millimetres, a woven strap that is nicer than it needs to be. Rolls flat the first time.",
        4900, (("Rosa", "rosa"), ("Agave", "agave"), ("Violet", "violet")), 4, category="Move", views=("detail",),
    ),
    Goods(
        "ns-dumbbells-two", "dumbbells", "Pair of dumbbells, 2 kg",
        "Small, soft-edged, quiet on the floor below. For the ten minutes before the shower that you keep promising.",
        2900, (("Jade", "jade"), ("Coral", "coral"), ("Night", "night")), 2, stock=26, category="Move",
    ),
    Goods(
        "ns-bucket-hat", "bucket_hat", "Bloom bucket hat",
        "A brim for the queue, embroidered where people will see it. Packs flat, comes back round.",
        3200, (("Marigold", "marigold"), ("Cream", "cream"), ("Black", "black")), 5, sizes=("S/M", "L/XL"), category="Hats",
        views=("around",), low=2,
    ),
    Goods(
        "ns-socks-zig", "socks", "Zigzag socks, pair",
        "A lot going on below the ankle. Combed cotton, reinforced heel, no seam where you would feel it.",
        1200, (("Jade", "jade"), ("Night", "night"), ("Rosa", "rosa"), ("Marigold", "marigold")), 7,
        sizes=("S", "M", "L"), stock=80, category="Clothes", views=("detail",),
    ),
    Goods(
        "ns-belt-bag", "fanny_pack", "Corner-shop belt bag",
        "Keys, phone, card, tangerine. Worn across the chest by people who are not lost. Recycled canvas, brass zip.",
        3400, (("Night", "night"), ("Cream", "cream"), ("Turquoise", "turquoise")), 3, was_usd=4200, category="Bags",
    ),
    Goods(
        "ns-umbrella-fair", "umbrella", "Fairweather umbrella",
        "Opens with a sound like a decision. Ten ribs, wooden handle, two colours so you can tell it from everybody's.",
        3900, (("Rosa", "rosa"), ("Blue", "blue"), ("Black", "black")), 8, stock=19, category="Street", scene="room",
        was_usd=4600,
    ),
    Goods(
        "ns-speaker-porch", "speaker", "Porch speaker",
        "Fits a jacket pocket, fills a stairwell. Twelve hours, rain-proof, and a strap for the handlebar.",
        5900, (("Sky", "sky"), ("Black", "black"), ("Coral", "coral")), 6, stock=31, category="Sound", views=BOTH,
    ),
    Goods(
        "ns-camera-now", "camera", "Now instant camera",
        "Press, wait, shake (do not shake). Ten pictures in the box, and one less photo nobody will ever look at.",
        9900, (("Terracotta", "terracotta"), ("Jade", "jade"), ("Pink", "pink")), 4, stock=8, category="Sound", views=BOTH,
        was_usd=11900,
    ),
    Goods(
        "ns-mat-lite", "yoga_mat", "Travel mat, folded",
        "Half the weight, most of the grip. Lives in the backpack and comes out where there is a view.",
        3600, (("Turquoise", "turquoise"),), 9, scene="sky", stock=0, category="Move",
    ),
    Goods(
        "ns-kite-roof", "kite", "Rooftop kite",
        "Two sticks, one tail, forty metres of line. The cheapest way to be outside at six o'clock.",
        1800, (("Coral", "coral"), ("Violet", "violet")), 5, scene="sunlit", stock=37, category="Street",
    ),
)  # fmt: skip
