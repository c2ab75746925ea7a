"""Refusals of payouts."""

from vitrina.kernel.errors import Refusal


class PayoutsNotOpen(Refusal):
    code = "payouts_not_open"
    status = 409
    en = "Payouts are not open here yet. What you earned stays yours and in your wallet."
    es = "Los pagos todavía no están abiertos aquí. Lo que ganaste sigue siendo tuyo y está en tu cartera."
