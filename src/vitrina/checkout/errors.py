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


class RequestOpen(Refusal):
    code = "request_open"
    status = 409
    en = "You have asked already. The shop’s answer appears here."
    es = "Ya lo pediste. La respuesta de la tienda aparece aquí."


class NothingToAsk(Refusal):
    code = "nothing_to_ask"
    status = 409
    en = "This order cannot be cancelled or returned now. Write to the shop instead."
    es = "Este pedido ya no se puede cancelar ni devolver. Escríbele a la tienda."


class ReturnWindowOver(Refusal):
    code = "return_window_over"
    status = 409
    en = "It could be returned until {until}. Write to the shop if something is wrong with it."
    es = "Se podía devolver hasta el {until}. Escríbele a la tienda si algo salió mal."


class AnswerNeeded(Refusal):
    code = "answer_needed"
    status = 422
    en = "Say why you refuse: the shopper reads it."
    es = "Di por qué lo rechazas: el comprador lo leerá."


class TooManyMessages(Refusal):
    code = "too_many_messages"
    status = 409
    en = "This conversation is very long. Reach the shop another way."
    es = "Esta conversación ya es muy larga. Contacta a la tienda de otra forma."


class OrdersOpen(Refusal):
    code = "orders_open"
    status = 409
    en = "An order of yours is still on its way ({number}). Delete the account when it has arrived or is cancelled."
    es = "Un pedido tuyo sigue en camino ({number}). Elimina la cuenta cuando llegue o se cancele."


class ShopOrdersOpen(Refusal):
    code = "shop_orders_open"
    status = 409
    en = "Your shop {shop} still has open orders. Finish or refund them first."
    es = "Tu tienda {shop} todavía tiene pedidos abiertos. Termínalos o reembólsalos primero."
