"""Baskets, addresses, quotes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from vitrina.catalog import Offer
from vitrina.kernel.ids import CartId, ShopId, TouchId, VariantId
from vitrina.kernel.money import Bps, Money

QUANTITY_MAX = 99
CART_LINES_MAX = 50

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
Optional = Annotated[str, msgspec.Meta(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
CountryCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]


class Address(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an order goes; `region` is a US state's two letters, elsewhere the state or province in words."""

    name: Short
    line1: Short
    city: Short
    region: Optional
    postal_code: Annotated[str, msgspec.Meta(min_length=1, max_length=20, pattern=r"^[^\x00-\x1f\x7f]*$")]
    country: CountryCode
    line2: Optional | None = None


@dataclass(frozen=True, slots=True)
class SavedAddress:
    """An address that an account keeps; the default one is filled in by itself."""

    id: UUID
    address: Address
    is_default: bool


@dataclass(frozen=True, slots=True)
class ShippingRate:
    """One way a shop ships to a country; `free_from` is the subtotal from which it costs nothing."""

    id: UUID
    shop_id: ShopId
    country: str
    name_en: str
    name_es: str
    price: Money
    free_from: Money | None
    transit_days_min: int | None = None
    transit_days_max: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """When something ordered today would arrive, both days included, and what sending it costs."""

    country: str
    rate: ShippingRate
    handling_days: int
    transit_days: tuple[int, int]
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class WantedLine:
    """What somebody wants to buy, with the touch they came by."""

    variant_id: VariantId
    quantity: int
    touch_id: TouchId | None = None
    seen: Money | None = None


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """A wanted line with what its variant costs now, and what it cost when the shopper last looked."""

    offer: Offer
    quantity: int
    touch_id: TouchId | None
    seen: Money | None = None

    @property
    def is_available(self) -> bool:
        """Whether that many can be bought now."""
        return self.offer.is_sold and self.offer.price is not None and self.offer.free >= self.quantity

    @property
    def was(self) -> Money | None:
        """The price that the shopper saw, when it is another one now."""
        price, seen = self.offer.price, self.seen
        if price is None or seen is None or seen.currency != price.currency:
            return None
        return seen if seen != price else None


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """One line of a quote: `total` is what the buyer sees, `base` what commission and fee are computed on."""

    offer: Offer
    quantity: int
    touch_id: TouchId | None
    unit: Money
    total: Money
    base: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class QuotedOrder:
    """One shop's part of a quote: total = subtotal + shipping, plus tax where prices do not include it."""

    shop_id: ShopId
    lines: tuple[QuotedLine, ...]
    subtotal: Money
    shipping: Money
    shipping_tax: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of everything, from the server; `tax_bps` is the estimated rate that was used."""

    country: str
    region: str
    currency: str
    orders: tuple[QuotedOrder, ...]
    subtotal: Money
    shipping: Money
    tax: Money
    total: Money
    tax_bps: Bps
    is_tax_included: bool


@dataclass(frozen=True, slots=True)
class Cart:
    """A basket as it is kept."""

    id: CartId
    account_id: UUID | None
    guest_id: UUID | None
    address: Address | None
    state: str
    lines: tuple[WantedLine, ...]
    shipping: dict[ShopId, UUID]
    at: datetime
