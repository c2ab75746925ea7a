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


class ImportInProgress(Refusal):
    code = "catalog_import_in_progress"
    status = 409
    en = "Another file is being imported into this shop. Wait until it has ended."
    es = "Ya se está importando otro archivo en esta tienda. Espera a que termine."


class PictureTooLarge(Refusal):
    code = "picture_too_large"
    status = 413
    en = "This picture is larger than {megabytes_max} MB. Make it smaller and try again."
    es = "Esta imagen pesa más de {megabytes_max} MB. Hazla más pequeña e inténtalo de nuevo."


class PicturePixelsTooMany(Refusal):
    code = "picture_pixels_too_many"
    status = 422
    en = "This picture has more than {megapixels_max} megapixels. Make it smaller and try again."
    es = "Esta imagen tiene más de {megapixels_max} megapíxeles. Hazla más pequeña e inténtalo de nuevo."


class PictureTooSmall(Refusal):
    code = "picture_too_small"
    status = 422
    en = "This picture is smaller than {pixels_min} pixels. Choose a larger one."
    es = "Esta imagen mide menos de {pixels_min} píxeles. Elige una más grande."


class PictureUnreadable(Refusal):
    code = "picture_unreadable"
    status = 422
    en = "This file cannot be read as a picture. Use JPEG, PNG, WebP, AVIF or GIF."
    es = "Este archivo no se puede leer como imagen. Usa JPEG, PNG, WebP, AVIF o GIF."


class StillInStock(Refusal):
    code = "still_in_stock"
    status = 409
    en = "Good news: you can buy this now."
    es = "Buenas noticias: ya puedes comprarlo."
