"""Refusals of the market."""

from vitrina.kernel.errors import Refusal


class CountryNotServed(Refusal):
    code = "country_not_served"
    status = 422
    en = "We do not deliver to {country} yet."
    es = "Todavía no hacemos entregas en {country}."


class FeeTooEarly(Refusal):
    code = "fee_too_early"
    status = 422
    en = "A new fee starts at least one minute from now, and after every fee before it."
    es = "Una tarifa nueva empieza al menos en un minuto, y después de todas las anteriores."
