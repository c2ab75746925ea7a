"""What somebody asks for when searching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vitrina.catalog import Sort

Kind = Literal["all", "products", "videos", "creators", "shops"]


@dataclass(frozen=True, slots=True)
class SearchAsked:
    """One search: `words` None browses; amounts are minor units of the viewer's currency, for products only."""

    words: str | None
    kind: Kind = "all"
    category: str | None = None
    shop: str | None = None
    price_min: int | None = None
    price_max: int | None = None
    is_available: bool = False
    is_on_sale: bool = False
    is_shipped_free: bool = False
    sort: Sort = "best"
    country: str | None = None
    cursor: str | None = None
    limit: int = 20
