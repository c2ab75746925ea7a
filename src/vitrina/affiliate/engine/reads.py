"""Touches and programmes that many checkouts read at once, gathered into two statements."""

from __future__ import annotations

from collections.abc import Sequence

from vitrina.affiliate import store
from vitrina.affiliate.model import Programme, Shopper, Touch
from vitrina.kernel.ids import ShopId
from vitrina.platform.app import App
from vitrina.platform.gather import Gather


class TouchReads:
    """The process's gathered touches with the programme in force."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._gather: Gather[tuple[Shopper, ShopId], tuple[list[Touch], Programme | None]] = Gather(self._read)

    async def _read(self, asked: Sequence[tuple[Shopper, ShopId]]) -> Sequence[tuple[list[Touch], Programme | None]]:
        async with self._app.db.connection() as connection:
            touches = await store.list_touches(connection, [one[0] for one in asked], [one[1] for one in asked])
            # Without a touch nobody earns, whatever the programme.
            touched = {shop for (_, shop), found in zip(asked, touches, strict=True) if found}
            programmes = (
                await store.list_programmes(connection, list(touched), self._app.clock.now()) if touched else {}
            )
        return [(found, programmes.get(shop)) for (_, shop), found in zip(asked, touches, strict=True)]

    async def find(self, shopper: Shopper, shop_id: ShopId) -> tuple[list[Touch], Programme | None]:
        return await self._gather.ask((shopper, shop_id))
