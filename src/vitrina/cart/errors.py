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


class VoucherUnknown(Refusal):
    code = "voucher_unknown"
    status = 404
    en = "This code is not one for what you are buying."
    es = "Este código no es para lo que vas a comprar."


class VoucherNotNow(Refusal):
    code = "voucher_not_now"
    status = 409
    en = "This code does not count today."
    es = "Este código no vale hoy."


class VoucherMinimum(Refusal):
    code = "voucher_minimum"
    status = 409
    en = "This code counts from {least} on in that shop."
    es = "Este código vale desde {least} en esa tienda."


class VoucherSpent(Refusal):
    code = "voucher_spent"
    status = 409
    en = "This code was used as often as it may be."
    es = "Este código ya se usó todas las veces que se podía."


class VoucherTaken(Refusal):
    code = "voucher_taken"
    status = 409
    en = "Your shop has this code already. Choose another."
    es = "Tu tienda ya tiene este código. Elige otro."


class VoucherUnsound(Refusal):
    code = "voucher_unsound"
    status = 422
    en = "A code takes either a percentage up to 90 or an amount below the least spend, and ends after it begins."
    es = (
        "Un código lleva un porcentaje de hasta 90 o un monto menor que la compra mínima, y termina después de empezar."
    )


class AddressesFull(Refusal):
    code = "addresses_full"
    status = 409
    en = "That is enough addresses. Remove one you no longer use."
    es = "Ya tienes suficientes direcciones. Quita una que no uses."
