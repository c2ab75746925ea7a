"""Reads that many requests make at once, gathered into one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from vitrina.catalog import store
from vitrina.catalog.model import Offer
from vitrina.kernel.ids import VariantId
from vitrina.platform.app import App
from vitrina.platform.gather import Gather


class OfferReads:
    """The process's gathered offers."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._gather: Gather[tuple[UUID, str], Offer | None] = Gather(self._read)

    async def _read(self, asked: Sequence[tuple[UUID, str]]) -> Sequence[Offer | None]:
        async with self._app.db.connection() as connection:
            return await store.list_offers(connection, [one[0] for one in asked], [one[1] for one in asked])

    async def find(self, variant_id: VariantId, currency: str) -> Offer | None:
        return await self._gather.ask((variant_id, currency))


async def find_offer(app: App, variant_id: VariantId, currency: str) -> Offer | None:
    """What a variant costs in a currency now; None for an unknown one."""
    return await app.part(OfferReads).find(variant_id, currency)
