"""Refusals of the market."""

from vitrina.kernel.errors import Refusal


class CountryNotServed(Refusal):
    code = "country_not_served"
    status = 422
    en = "We do not deliver to {country} yet."
    es = "Todavía no hacemos entregas en {country}."
