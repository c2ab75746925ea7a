"""Refusals of the catalogue."""

from vitrina.kernel.errors import Refusal


class SoldOut(Refusal):
    code = "sold_out"
    status = 409
    en = "Somebody was faster: this is sold out."
    es = "Alguien fue más rápido: esto se agotó."


class NotSoldHere(Refusal):
    code = "not_sold_here"
    status = 422
    en = "This product is not sold in {country}."
    es = "Este producto no se vende en {country}."


class SlugTaken(Refusal):
    code = "slug_taken"
    status = 409
    en = "Another shop has this name in its address. Choose another."
    es = "Otra tienda ya usa ese nombre en su dirección. Elige otro."
