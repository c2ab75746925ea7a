"""What a demo shop sells, in a few words each."""

from __future__ import annotations

from dataclasses import dataclass

STOCK = 40


@dataclass(frozen=True, slots=True)
class Goods:
    """One product: what it is called, what it costs, and how it is painted.

    `colours` are (the variant's word, the painter's colour), the first one is the picture on the cover; prices are minor
    units, `mxn` 0 where the shop has no price in pesos. Words on the goods and the set behind them follow from `seed`.
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
