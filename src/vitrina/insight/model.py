"""What a check of the books finds."""

from __future__ import annotations

import msgspec


class Check(msgspec.Struct, frozen=True):
    """How many postings and entries there are; every other number counts something wrong, so it must be 0.

    `…_misposted`: the posting's parts are not the order's or refund's; `…_without_…`: one of a pair is missing;
    `…_off`: accounts (or currencies, for the platform's own) whose balance is not what orders and commissions keep.
    """

    postings: int
    entries: int
    unbalanced: int
    orders_without_posting: int
    orders_misposted: int
    postings_without_order: int
    refunds_without_posting: int
    refunds_misposted: int
    postings_without_refund: int
    commissions_unexplained: int
    creators_off: int
    sellers_off: int
    platform_off: int
    taxes_off: int
    stock_drift: int

    @property
    def wrong(self) -> dict[str, int]:
        """What must be 0 and is not."""
        counted = {name: getattr(self, name) for name in self.__struct_fields__ if name not in ("postings", "entries")}
        return {name: number for name, number in counted.items() if number}
