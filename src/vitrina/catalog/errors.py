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


class ShopResting(Refusal):
    code = "shop_resting"
    status = 409
    en = "{shop} is on holiday and sells again on {until}. You can keep this for later."
    es = "{shop} está de vacaciones y vuelve a vender el {until}. Puedes guardarlo para después."


class SlugUnusable(Refusal):
    code = "slug_unusable"
    status = 422
    en = "The address takes 3 to 40 small letters, numbers and hyphens, and some words are kept for the app."
    es = "La dirección lleva de 3 a 40 letras minúsculas, números y guiones, y algunas palabras son de la app."


class StockMoved(Refusal):
    code = "stock_moved"
    status = 409
    en = "Somebody bought or changed this meanwhile: now {free} are free and {held} reserved. Look again and save."
    es = "Alguien compró o cambió esto mientras tanto: ahora hay {free} libres y {held} reservadas. Revisa y guarda."


class StockReserved(Refusal):
    code = "stock_reserved"
    status = 409
    en = "Shoppers who are paying hold {held}: the count cannot go below that. {free} are free now."
    es = "Compradores que están pagando tienen reservadas {held}: la cuenta no puede bajar de ahí. Hay {free} libres."


class CompareAtLow(Refusal):
    code = "compare_at_low"
    status = 422
    en = "The price before must be higher than the price now."
    es = "El precio anterior debe ser mayor que el precio de ahora."


class PriceNotAllowed(Refusal):
    code = "price_not_allowed"
    status = 422
    en = "A price must be above zero and in a currency that is served."
    es = "El precio debe ser mayor que cero y en una moneda con la que se vende."


class PicturesTooMany(Refusal):
    code = "pictures_too_many"
    status = 409
    en = "A product shows {pictures_max} pictures at most. Take one away first."
    es = "Un producto muestra {pictures_max} imágenes como máximo. Quita una primero."


class PicturesDiffer(Refusal):
    code = "pictures_differ"
    status = 409
    en = "The pictures of this product changed meanwhile. Look again."
    es = "Las imágenes de este producto cambiaron mientras tanto. Míralas de nuevo."


class VariantNeeded(Refusal):
    code = "variant_needed"
    status = 422
    en = "A product needs at least one variant, each with a name of its own."
    es = "Un producto necesita al menos una variante, cada una con su propio nombre."


class ImportNotReady(Refusal):
    code = "import_not_ready"
    status = 409
    en = "This file is {import_state}: this step is not possible now."
    es = "Este archivo está en {import_state}: este paso no es posible ahora."


class ImportNotLast(Refusal):
    code = "import_not_last"
    status = 409
    en = "Only the last file can be undone."
    es = "Solo se puede deshacer el último archivo."


class ImportSold(Refusal):
    code = "import_sold"
    status = 409
    en = "Something of this file was sold already, so it cannot be undone. Edit the products instead."
    es = "Ya se vendió algo de este archivo, así que no se puede deshacer. Edita los productos."


class StillInStock(Refusal):
    code = "still_in_stock"
    status = 409
    en = "Good news: you can buy this now."
    es = "Buenas noticias: ya puedes comprarlo."
