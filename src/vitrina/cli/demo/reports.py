"""What lies on the moderators' desk of the demo: reports of several kinds, a warning, an appeal that waits."""

from __future__ import annotations

from uuid import UUID

from vitrina import people, trust, video
from vitrina.cli.demo.settle import Town
from vitrina.kernel.ids import AccountId
from vitrina.platform.app import App
from vitrina.trust import Act

WARNED = "june.outside"
# (who says it, the shop's product, reason, words)
PRODUCTS = (
    ("shopper@demo.test", ("northside", "ns-headphones-patio"), "counterfeit", "The logo is printed the wrong way round."),
    ("sofi.colores", ("northside", "ns-headphones-patio"), "counterfeit", "Los compré y no son los originales."),
    ("nopal@demo.test", ("demo", "lc-candle-copal"), "spam", ""),
)  # fmt: skip


async def seed_reports(app: App, town: Town) -> None:
    """Fill the queue once: a second run finds the warning and adds nothing."""
    warned = _account(town, WARNED)
    async with app.db.connection() as connection:
        if await trust.get_standing_of(connection, warned):
            return
    for who, key, reason, words in PRODUCTS:
        if key in town.goods:
            await trust.report(
                app, town.actors[who], kind="product", target_id=town.goods[key].product_id, reason=reason, words=words
            )
    for clip in await _clips_of(app, "mateo.cocina"):
        await trust.report(
            app, town.actors["shopper@demo.test"], kind="video", target_id=clip, reason="dangerous",
            words="The pan catches fire and he keeps talking.",
        )  # fmt: skip
    await trust.report(
        app, town.actors["mateo.cocina"], kind="account", target_id=_account(town, "northside@demo.test"), reason="hate",
        words="Contesta con insultos.",
    )  # fmt: skip
    operator = _account(town, "operator@demo.test")
    staff = people.Actor(account_id=operator, name="Alex Kim", roles=frozenset(("shopper", "operator")))
    made = await trust.act_on_account(
        app, staff, warned,
        Act("warning", "hidden_ad", "Two videos show a gift of the maker and do not say so.", "Videos of 3 and 9 May", None),
    )  # fmt: skip
    await trust.appeal(app, town.actors[WARNED], made.id, "I bought both with my own money; I can send the receipts.")


def _account(town: Town, who: str) -> AccountId:
    return town.actors[who].need_account()


async def _clips_of(app: App, handle: str) -> list[UUID]:
    page = await video.list_by_creator(app, handle, None, 1)
    return [clip.id for clip in page.rows]
