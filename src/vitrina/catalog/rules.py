"""Pure rules of the catalogue: addresses of products and pictures, holds, what is told of stock."""

from __future__ import annotations

import re
import unicodedata

from vitrina.catalog.model import LEFT_SHOWN_MAX

SLUG_CHARS_MAX = 80
HOLD_MINUTES = 10
PICTURE_WIDTHS = (320, 640, 1080)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug_of(title: str, suffix: str) -> str:
    """An address from a title: `Taza azul` + `k3f9` → `taza-azul-k3f9`; the suffix keeps it unique."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _NOT_SLUG.sub("-", plain).strip("-")[: SLUG_CHARS_MAX - len(suffix) - 1].strip("-")
    return f"{words}-{suffix}" if words else suffix


def picture_url(key: str | None, width: int) -> str | None:
    """Where a picture's rendition of at least `width` pixels is served; None without a picture."""
    if key is None:
        return None
    chosen = next((made for made in PICTURE_WIDTHS if made >= width), PICTURE_WIDTHS[-1])
    return f"/media/{key}-{chosen}.webp"


def left_told(free: int) -> int | None:
    """How many are left, told only when few are."""
    return free if free <= LEFT_SHOWN_MAX else None
