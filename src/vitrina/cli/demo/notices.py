"""What the demo's people were told lately, besides what their orders told them: every page of notices has something."""

from __future__ import annotations

from datetime import datetime, timedelta

from vitrina import notice
from vitrina.cli.demo.settle import Town
from vitrina.notice import Amount, Said
from vitrina.platform.app import App

MUG, LAMP = ("demo", "lc-mug-moon"), ("demo", "lc-lamp-pleat")


async def tell_lately(app: App, town: Town, *, now: datetime) -> None:
    """Tell it once; a second run tells nothing."""
    wanted = [(who, told, timedelta(hours=hours)) for who, told, hours in _lately(town, now)]
    tellings = [
        (notice.To(account_id=town.actors[who].need_account()), told, f"demo:{who}:{place}")
        for place, (who, told, _) in enumerate(wanted)
        if who in town.actors
    ]
    ats = [now - ago for who, _, ago in wanted if who in town.actors]
    async with app.db.transaction() as transaction:
        await notice.tell_all(transaction, tellings, now=now, ats=ats)
    app.waker.wake()


def _lately(town: Town, now: datetime) -> list[tuple[str, notice.Told, float]]:
    """(who, what, how many hours ago)."""
    mug, lamp = town.goods[MUG], town.goods[LAMP]
    page = "/@creator"
    return [
        ("shopper@demo.test", notice.PriceDropped(lamp.goods.title, Amount(5200, "USD"), f"/p/{lamp.slug}"), 3),
        ("shopper@demo.test", notice.BackInStock(mug.goods.title, f"/p/{mug.slug}", Amount(2490, "USD")), 26),
        ("shopper@demo.test", notice.Replied("Valentina Cruz", "It is! And it survives the dishwasher.", "", page,
                                             is_answer=True), 29),
        ("shopper@demo.test", notice.SecurityAlert("log_in", "Chrome on Android"), 70),
        ("creator", notice.SaleEarned(3, Amount(1240, "USD"), mug.goods.title, now, "/wallet"), 1.2),
        ("creator", notice.Followed(("Sam Rivera", "June Park"), 5, page), 2.5),
        ("creator", notice.Replied("Sam Rivera", "Is the blue one darker in person?", "Two things my shelf was missing",
                                   page), 4),
        ("creator", notice.Liked(("June Park", "Mateo Salinas"), 14, "Two things my shelf was missing", page), 22),
        ("creator", notice.VideoReady("Two things my shelf was missing", page), 49),
        ("seller@demo.test", notice.SaleMade("Luz & Clay", 3, Amount(8460, "USD"), mug.goods.title, now, "/sell/demo"), 1.2),
        ("seller@demo.test", notice.SaleMade("Luz & Clay", 1, Amount(2989, "USD"), mug.goods.title, now, "/sell/demo"), 27),
        ("seller@demo.test", notice.StaffMessage(
            Said("Your shop passed its first check", "Tu tienda pasó su primera revisión"),
            Said("Thanks for the clear photos and return terms.", "Gracias por las fotos claras y los plazos de devolución."),
            "/sell/demo"), 95),
        ("operator@demo.test", notice.SecurityAlert("log_in", "Firefox on Linux"), 5),
        ("nopal@demo.test", notice.SaleMade("Casa Nopal", 2, Amount(63800, "MXN"), "Café de Veracruz", now,
                                            "/sell/casa-nopal"), 6),
        ("mateo.cocina", notice.SaleEarned(2, Amount(7650, "MXN"), "Café de Veracruz", now, "/wallet"), 6),
        ("mateo.cocina", notice.Followed(("Sofía Marín",), 1, "/@mateo.cocina"), 30),
        ("june.outside", notice.Followed(("Valentina Cruz", "Sam Rivera"), 2, "/@june.outside"), 9),
        ("sofi.colores", notice.Liked(("Mateo Salinas",), 1, "Aretes para un sábado", "/@sofi.colores"), 12),
    ]  # fmt: skip
