"""What a demo shop sells, in a few words each."""

from __future__ import annotations

from dataclasses import dataclass

STOCK = 40
BOTH = ("around", "detail")


@dataclass(frozen=True, slots=True)
class Goods:
    """One product: what it is called, what it costs, and how it is painted.

    `was_usd` and `was_mxn` are the prices before a price cut, 0 without one. `views` are further pictures of the first
    colour (`around`: on another set, `detail`: close); `low` is the stock of the last variant when it is nearly gone.

    `colours` are (the variant's word, the painter's colour), the first one is the picture on the cover; prices are minor
    units, `mxn` 0 where the shop has no price in pesos. `word` stands on their label; the set behind
    them, and the word where none is given, follow from `seed`.
    """

    reference: str
    kind: str
    title: str
    description: str
    usd: int
    colours: tuple[tuple[str, str], ...]
    seed: int
    mxn: int = 0
    sizes: tuple[str, ...] = ()
    stock: int = STOCK
    scene: str | None = None
    category: str = ""
    was_usd: int = 0
    was_mxn: int = 0
    views: tuple[str, ...] = ()
    low: int | None = None
    word: str | None = None
