-- What was given back of a payment decides whether it is captured, voided or refunded.
CREATE INDEX checkout_refund_payment ON checkout_refund (payment_id);
