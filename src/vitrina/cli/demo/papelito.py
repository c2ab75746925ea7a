"""Papelito Club: paper, pens and small machines for desks; prices in dollars and in pesos."""

from __future__ import annotations

from vitrina.cli.demo.goods import BOTH, Goods

GOODS: tuple[Goods, ...] = (

    Goods(
        "pc-stickers-cosmos", "stickers", "Cosmos sticker sheet",
        "Twelve stickers that survive a water bottle, a laptop lid and one move to another city. Matte, peelable, no residue.",
        600, (("Jade", "jade"), ("Lilac", "lilac"), ("Sky", "sky")), 3, mxn=9900, stock=240, category="Stickers",
        views=("detail",),
    ),
    Goods(
        "pc-stickers-fiesta", "stickers", "Fiesta sticker sheet",
        "For envelopes, helmets, and the back of the phone you promised to keep clean. Twelve on a sheet.",
        600, (("Rosa", "rosa"), ("Marigold", "marigold")), 8, mxn=9900, stock=190, category="Stickers", scene="checkers",
    ),
    Goods(
        "pc-washi-three", "washi", "Washi tape, four rolls",
        "Stripes, dots, one that glows a little. Tears straight by hand and comes off walls before the landlord does.",
        1100, (("Cream", "cream"), ("Rosa", "rosa"), ("Turquoise", "turquoise")), 4, mxn=18900, stock=130, category="Paper",
        views=BOTH,
    ),
    Goods(
        "pc-pens-cup", "pens", "Seven pens and their cup",
        "Two that are bold, two that are fine, three pencils for doubts. The cup is stoneware and stays when the pens are gone.",
        2400, (("Rosa", "rosa"), ("Night", "night"), ("Jade", "jade")), 1, mxn=39900, category="Pens", views=("detail",),
    ),
    Goods(
        "pc-notebook-dots", "notebook", "Dot notebook, A5",
        "160 pages that lie flat without being told. Paper that takes a fountain pen; a ribbon that takes the blame.",
        1800, (("Violet", "violet"), ("Marigold", "marigold"), ("Agave", "agave")), 6, mxn=29900, stock=85, category="Paper",
        views=("around",),
        word="ideas",
    ),
    Goods(
        "pc-notebook-small", "notebook", "Pocket notebook",
        "For the idea in the shower queue. 64 pages, stitched, thin enough to forget and find again in March.",
        900, (("Coral", "coral"), ("Sky", "sky")), 9, mxn=14900, stock=150, category="Paper", scene="room",
    ),
    Goods(
        "pc-case-waves", "phone_case", "Waves phone case",
        "Drawn with a brush, printed where keys cannot reach. Soft edges, raised lip, survives the classic kitchen fall.",
        2200, (("Night", "night"), ("Coral", "coral"), ("Lilac", "lilac")), 3, mxn=36900, sizes=("14", "15", "16"),
        stock=35, category="Phone", views=BOTH, low=2,
    ),
    Goods(
        "pc-case-bloom", "phone_case", "Bloom phone case",
        "A whole flower market on the back of a telephone. Matte inside, so it leaves no marks.",
        2200, (("Rosa", "rosa"), ("Jade", "jade")), 5, mxn=36900, sizes=("14", "15", "16"), stock=28, category="Phone",
        was_usd=2800, was_mxn=46900,
    ),
    Goods(
        "pc-buds-pebble", "earbuds", "Pebble earbuds",
        "Sound without the speech about sound. Six hours, four more in the case, and a light that says so.",
        4900, (("Jade", "jade"), ("Black", "black"), ("Pink", "pink")), 2, mxn=84900, stock=44, category="Sound", views=BOTH,
    ),
    Goods(
        "pc-speaker-brick", "speaker", "Shelf speaker",
        "Looks like a toy, plays like it read a book. Two of them find each other and become stereo.",
        6900, (("Marigold", "marigold"), ("Night", "night")), 4, mxn=119900, stock=18, category="Sound", scene="room",
        was_usd=8400, was_mxn=144900,
    ),
    Goods(
        "pc-keyboard-sixty", "keyboard", "Sixty keyboard",
        "Sixty-one keys in three colours, with a sound people describe with their hands. Cable included, coiled on purpose.",
        8900, (("Rosa", "rosa"), ("Night", "night"), ("Agave", "agave")), 7, mxn=154900, stock=21, category="Desk", views=BOTH,
    ),
    Goods(
        "pc-camera-mini", "camera", "Mini instant camera",
        "One button, ten pictures, no second try. People stand closer together when it comes out.",
        8400, (("Pink", "pink"), ("Sky", "sky")), 9, mxn=144900, stock=6, category="Desk", scene="checkers",
    ),
    Goods(
        "pc-vinyl-cumbia", "vinyl", "Cumbia lunar, the record",
        "Nine songs recorded in one night with the windows open. You can hear a dog in the third; we left it in.",
        2600, (("Violet", "violet"), ("Turquoise", "turquoise")), 3, mxn=44900, stock=39, category="Music", views=("around",),
        word="CUMBIA LUNAR",
    ),
    Goods(
        "pc-headphones-tape", "headphones", "Tape headphones",
        "The shape your parents had, the sound they did not. Folds, charges in twenty minutes, forgives glasses.",
        6400, (("Coral", "coral"), ("Black", "black")), 6, mxn=109900, stock=27, category="Sound",
    ),
    Goods(
        "pc-lamp-study", "lamp", "Late-study lamp",
        "Warm light with a paper shade, dim enough for two in the morning and honest about it.",
        4400, (("Coral", "coral"), ("Jade", "jade")), 8, mxn=74900, stock=0, category="Desk",
    ),
    Goods(
        "pc-cards-moon", "cards", "Moon deck, 54 cards",
        "A picture deck for games, plans and arguments. Thick stock, round corners, a box that closes.",
        1500, (("Night", "night"), ("Coral", "coral")), 2, mxn=24900, scene="neon", stock=58, category="Play",
    ),
    Goods(
        "pc-poster-notes", "poster", "Aquí estamos print, framed",
        "For the wall behind you in every call. Nobody will remember what you said; they will ask about this.",
        4600, (("Sky", "sky"), ("Rosa", "rosa")), 4, mxn=79900, scene="studio", stock=14, category="Walls",
        word="AQUÍ ESTAMOS",
    ),
    Goods(
        "pc-succulents-desk", "succulents", "Three desk succulents",
        "They ask for light and being left alone, like everybody at nine. Pots included, names not.",
        2300, (("Rosa", "rosa"), ("Marigold", "marigold")), 1, mxn=38900, scene="sunlit", stock=25, category="Desk",
        views=("detail",),
    ),
)  # fmt: skip
