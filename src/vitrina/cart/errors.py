"""Refusals of baskets and quotes."""

from vitrina.kernel.errors import Refusal


class CartEmpty(Refusal):
    code = "cart_empty"
    status = 409
    en = "The bag is empty."
    es = "La bolsa está vacía."


class CartPaid(Refusal):
    code = "cart_paid"
    status = 409
    en = "This bag was paid already."
    es = "Esta bolsa ya se pagó."


class AddressNeeded(Refusal):
    code = "address_needed"
    status = 409
    en = "Where shall it go? Add an address first."
    es = "¿A dónde lo enviamos? Agrega primero una dirección."


class RegionUnknown(Refusal):
    code = "region_unknown"
    status = 422
    en = "Choose a state: “{region}” is not one we know."
    es = "Elige un estado: no conocemos «{region}»."


class RateUnknown(Refusal):
    code = "rate_unknown"
    status = 422
    en = "This way of shipping is not offered any more."
    es = "Esa forma de envío ya no se ofrece."


class VariantUnknown(Refusal):
    code = "variant_unknown"
    status = 404
    en = "This product is not here any more."
    es = "Este producto ya no está aquí."


class AddressesFull(Refusal):
    code = "addresses_full"
    status = 409
    en = "That is enough addresses. Remove one you no longer use."
    es = "Ya tienes suficientes direcciones. Quita una que no uses."
