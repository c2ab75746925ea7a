"""What the demo's sellers did in their consoles: codes to try, words about shipping and returns, who they are."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from uuid import UUID

from vitrina import cart, catalog
from vitrina.cli.demo.settle import Town
from vitrina.kernel.ids import ShopId
from vitrina.kernel.money import Bps, Money
from vitrina.platform.app import App

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Desk:
    """One shop's console; the code takes `percent_bps` off from `least` minor units on."""

    slug: str
    owner: str
    code: str
    percent_bps: int
    least: int
    handling_days: int
    returns: str
    identity: catalog.Identity


DESKS = (
    Desk(
        "demo", "seller@demo.test", "SLOW10", 1_000, 3_000, 2,
        "Thirty days, unused, in its box. Something broke on the way? Send us a photo and we send another one.",
        catalog.Identity("Noor Haddad", "418 Juniper Street, Austin, TX 78704", "+1 512 555 0143", False),
    ),
    Desk(
        "casa-nopal", "nopal@demo.test", "HOLA15", 1_500, 50_000, 3,
        "Treinta días. Si llegó roto, mándanos una foto y te enviamos otro.",
        catalog.Identity("Lucía Ortega Ruiz", "Calle 5 de Mayo 21, 72000 Puebla", "+52 222 555 0101", True),
    ),
)  # fmt: skip


async def furnish_consoles(app: App, town: Town) -> None:
    """Add what is missing of it; a second run changes nothing."""
    for desk in DESKS:
        actor, shop = town.actors[desk.owner], town.shops[desk.slug]
        code = cart.Voucher(
            NOBODY, ShopId(NOBODY), desk.code, Bps(desk.percent_bps), None, Money(desk.least, ""), app.clock.now(), None, None,
            1, 0, "active",
        )  # fmt: skip
        with contextlib.suppress(cart.VoucherTaken):
            await cart.add_voucher(app, actor, shop.slug, code)
        said = {"handling_days": desk.handling_days, "returns_text": desk.returns}
        await catalog.change_settings(app, actor, shop.slug, said, desk.identity)
