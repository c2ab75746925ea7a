"""Refusals of payouts."""

from vitrina.kernel.errors import Refusal


class PayoutsNotOpen(Refusal):
    code = "payouts_not_open"
    status = 409
    en = "Payouts are not open here yet. What you earned stays yours and in your wallet."
    es = "Los pagos todavía no están abiertos aquí. Lo que ganaste sigue siendo tuyo y está en tu cartera."


class MoneyOwed(Refusal):
    code = "money_owed"
    status = 409
    en = "There is still money of yours here, or on its way ({amount}). Have it paid out before you go."
    es = "Todavía hay dinero tuyo aquí o en camino ({amount}). Cóbralo antes de irte."
