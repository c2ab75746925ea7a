"""Refusals of buying, cancelling and refunding."""

from vitrina.kernel.errors import Refusal


class PriceChanged(Refusal):
    code = "price_changed"
    status = 409
    en = "The price changed while you were looking. Have a look at the new total."
    es = "El precio cambió mientras mirabas. Revisa el nuevo total."


class CardDeclined(Refusal):
    code = "card_declined"
    status = 402
    en = "The card was declined and nothing was charged. Try another one."
    es = "La tarjeta fue rechazada y no se cobró nada. Prueba con otra."


class EmailNeeded(Refusal):
    code = "email_needed"
    status = 422
    en = "Where shall the receipt go? Add your e-mail."
    es = "¿A dónde enviamos el recibo? Agrega tu correo."


class NotCancellable(Refusal):
    code = "not_cancellable"
    status = 409
    en = "The hour for cancelling is over. Ask the shop for a return."
    es = "La hora para cancelar ya pasó. Pide una devolución a la tienda."


class OrderOnHold(Refusal):
    code = "order_on_hold"
    status = 409
    en = "The shopper may still cancel. It can be shipped from {hold_until}."
    es = "El comprador todavía puede cancelar. Se puede enviar desde {hold_until}."


class WrongState(Refusal):
    code = "wrong_state"
    status = 409
    en = "The order is {order_state}: this step is not possible now."
    es = "El pedido está en {order_state}: este paso no es posible ahora."


class RefundTooLarge(Refusal):
    code = "refund_too_large"
    status = 422
    en = "There is less left to refund than that."
    es = "Queda menos por reembolsar que eso."


class WebhookRefused(Refusal):
    code = "webhook_refused"
    status = 400
    en = "This message is not from the payment provider."
    es = "Este mensaje no es del proveedor de pagos."
