"""Sixty days of business, written down before they happen: the same orders from the same number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from vitrina.cli.demo.cast import SHOPS, SHOWCASES
from vitrina.cli.demo.shoppers import SHOPPERS

HISTORY_DAYS = 62
GENERATED, SEED = 150, 2026
STOCK_MIN = 14  # of what is nearly gone nothing is sold beforehand
BY_NOBODY = 0.22
TWO_OF_IT = 0.16
# How much each creator sells, in parts.
SELLS = {
    "creator": 6, "sofi.colores": 5, "amara.glow": 5, "mateo.cocina": 4, "june.outside": 4, "kai.spins": 4,
    "nico.y.churro": 3, "dani.papel": 2, "chela.plantas": 2, "tomas.corre": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """One order: when, who bought what by whose showcase (None: found it alone), and what became of it.

    `fate` is how far it came: `to_ship`, `shipped`, `delivered`, `refunded` (delivered, then one piece given back),
    `cancelled` (within the hour), `paid_late` (a cash voucher, paid today), `unpaid` (a cash voucher that waits).
    `variant` is the place of the variant among the product's.
    """

    days_ago: float
    buyer: str
    shop: str
    reference: str
    by: str | None
    fate: str
    quantity: int = 1
    variant: int = 0


_TOLD: tuple[Past, ...] = (
    Past(45.2, "shopper@demo.test", "demo", "lc-mug-moon", "creator", "delivered", 2),
    Past(43.6, "june.outside", "demo", "lc-lamp-pleat", "creator", "delivered"),
    Past(38.1, "sofi.colores", "casa-nopal", "cn-salsa-habanero", "mateo.cocina", "delivered", 3),
    Past(30.4, "mateo.cocina", "casa-nopal", "cn-aretes-sol", "sofi.colores", "delivered"),
    Past(24.7, "shopper@demo.test", "demo", "lc-candle-copal", "creator", "refunded", 2),
    Past(17.3, "shopper@demo.test", "northside", "ns-backpack-commuter", "june.outside", "delivered"),
    Past(12.5, "june.outside", "demo", "lc-blanket-stripe", "creator", "delivered"),
    Past(8.8, "creator", "northside", "ns-bottle-flor", "june.outside", "delivered"),
    Past(4.4, "shopper@demo.test", "demo", "lc-notebook-recetas", "mateo.cocina", "shipped"),
    Past(2.2, "june.outside", "demo", "lc-mug-moon", "creator", "to_ship"),
    Past(1.6, "sofi.colores", "casa-nopal", "cn-cafe-veracruz", "mateo.cocina", "to_ship", 2),
    Past(0.7, "shopper@demo.test", "demo", "lc-bowl-orchard", None, "to_ship"),
    Past(1.9, SHOPPERS[1].email, "casa-nopal", "cn-salsa-chipotle", "mateo.cocina", "paid_late", 2),
    Past(0.9, SHOPPERS[3].email, "flor-de-noche", "fn-crema-avena", "amara.glow", "paid_late"),
    Past(0.2, SHOPPERS[5].email, "patio-chico", "pt-ajolote", "nico.y.churro", "unpaid"),
)
SHIPPED_AFTER, DELIVERED_AFTER, REFUNDED_AFTER = timedelta(hours=20), timedelta(days=3), timedelta(days=5)
# At once: to the worker, which lives today, the hour for cancelling is over within seconds.
CANCELLED_AFTER = timedelta(0)
_STEPS = {
    "to_ship": (),
    "cancelled": (("cancelled", CANCELLED_AFTER),),
    "shipped": (("shipped", SHIPPED_AFTER),),
    "delivered": (("shipped", SHIPPED_AFTER), ("delivered", DELIVERED_AFTER)),
    "refunded": (("shipped", SHIPPED_AFTER), ("delivered", DELIVERED_AFTER), ("refunded", REFUNDED_AFTER)),
    "paid_late": (),
    "unpaid": (),
}


def _invent() -> tuple[Past, ...]:
    """The other orders: more of them the nearer to today, most by somebody's showcase."""
    dice = Random(SEED)  # noqa: S311 — repeatable on purpose
    goods = {(shop.slug, one.reference): one for shop in SHOPS for one in shop.goods if one.stock >= STOCK_MIN}
    left = {key: one.stock - STOCK_MIN // 2 for key, one in goods.items()}
    shown = {handle: [key for key in keys if key in goods] for handle, keys in SHOWCASES.items()}
    orders: list[Past] = []
    while len(orders) < GENERATED:
        buyer = dice.choice(SHOPPERS)
        by = None if dice.random() < BY_NOBODY else dice.choices(tuple(SELLS), tuple(SELLS.values()))[0]
        keys = list(goods) if by is None else shown[by]
        # What stands first on a showcase sells best.
        key = dice.choices(keys, [1.0 if by is None else 1 / (n + 2) for n in range(len(keys))])[0]
        one, quantity = goods[key], 2 if dice.random() < TWO_OF_IT else 1
        is_sold_there = buyer.country == "US" or one.mxn > 0
        if not is_sold_there or left[key] < quantity:
            continue
        left[key] -= quantity
        days_ago = round(0.15 + 59.5 * dice.random() ** 1.7, 3)
        variant = dice.randrange(len(one.colours) * max(len(one.sizes), 1) - (one.low is not None))
        orders.append(Past(days_ago, buyer.email, *key, by, _fate(days_ago, dice), quantity, variant))
    return tuple(orders)


def _fate(days_ago: float, dice: Random) -> str:
    luck = dice.random()
    if luck < 0.04:
        return "cancelled"
    if days_ago < 1.2:
        return "to_ship"
    if days_ago < 3.6:
        return "to_ship" if luck < 0.25 else "shipped"
    if days_ago < 6:
        return "shipped" if luck < 0.3 else "delivered"
    return "refunded" if luck < 0.12 else "delivered"


ORDERS: tuple[Past, ...] = (*_TOLD, *_invent())


def timeline(until: datetime, orders: Sequence[Past] = ORDERS) -> list[tuple[datetime, Past, str]]:
    """Every step of every order in the order of time."""
    steps = [
        (until - timedelta(days=order.days_ago) + delay, order, step)
        for order in orders
        for step, delay in (("placed", timedelta(0)), *_STEPS[order.fate])
    ]
    return sorted(steps, key=lambda step: step[0])
