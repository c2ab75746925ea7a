"""Pure rules of the catalogue: addresses of products and pictures, holds, stock as told and as imported."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import msgspec

from vitrina.catalog.adapters import ProductDraft
from vitrina.catalog.model import LEFT_SHOWN_MAX, Product
from vitrina.kernel.money import Money

SLUG_CHARS_MAX = 80
PICTURE_WIDTHS = (320, 640, 1080)
PICTURE_BYTES_MAX = 20 * 1024 * 1024
PICTURE_PIXELS_MAX = 40_000_000
PICTURE_SIDE_MIN = 32
# A strip taller than this is fitted to the height instead: its renditions are narrower than their names.
PICTURE_TALL_MAX = 3
PICTURE_TRIES_MAX = 5
PICTURE_RETRY_S = (60, 300, 1_800, 7_200)
# For a variant of which a file says only that it is available.
STOCK_WHEN_UNSAID = 100
SOURCE_VERSION = 1
SOURCE_HASH_BYTES = 16
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
    return f"/media/{picture_blob(key, chosen)}"


def picture_blob(key: str, width: int) -> str:
    """The blob of a picture's rendition `width`, one of PICTURE_WIDTHS."""
    return f"{key}-{width}.webp"


def left_told(free: int) -> int | None:
    """How many are left, told only when few are."""
    return free if free <= LEFT_SHOWN_MAX else None


def lowest_price(product: Product) -> Money | None:
    """What a product costs at least: its cheapest variant that can be bought, else its cheapest; None without any."""
    offered = [variant for variant in product.variants if variant.free > 0] or product.variants
    return min((variant.price for variant in offered), key=lambda price: price.minor, default=None)


def source_hash(draft: ProductDraft, currency: str) -> bytes:
    """What tells a changed product of a file from an unchanged one: all of it but its line, and the shop's currency."""
    told = (
        SOURCE_VERSION, currency, draft.reference, draft.title, draft.description, draft.brand, draft.category,
        draft.tags, draft.image_urls, draft.option_names, draft.variants, draft.is_published, draft.condition,
        draft.external_url,
    )  # fmt: skip
    return hashlib.blake2b(msgspec.json.encode(told), digest_size=SOURCE_HASH_BYTES).digest()


def stock_to_open(said: int | None, *, is_elsewhere: bool) -> int:
    """Pieces that a new variant begins with; a product sold elsewhere has none here."""
    if said is not None:
        return said
    return 0 if is_elsewhere else STOCK_WHEN_UNSAID


def stock_to_count(said: int | None, said_before: int | None, *, is_elsewhere: bool) -> int | None:
    """Pieces on the shelf after another import; None: the file says nothing new, so what was sold since stays sold.

    A file that said "sold out" and now says "available" without a number opens the stock again.
    """
    if said == said_before or (said is None and said_before != 0):
        return None
    return stock_to_open(said, is_elsewhere=is_elsewhere)
