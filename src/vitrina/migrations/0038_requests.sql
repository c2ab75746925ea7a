-- What a shopper asks of a shop after the hour: cancel, return, help. And finding a guest's orders again.

-- lines: pieces by line, of a return; a cancellation is of everything that is left.
-- state: open → approved (a return on its way back) → done | refused | withdrawn; answered_by: shop | time | shopper
CREATE TABLE checkout_request (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES checkout_order (id),
    kind text NOT NULL CHECK (kind IN ('cancel', 'return')),
    state text NOT NULL CHECK (state IN ('open', 'approved', 'done', 'refused', 'withdrawn')),
    reason text NOT NULL,
    note text NOT NULL CHECK (length(note) <= 500),
    lines jsonb NOT NULL,
    asked_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    answer text CHECK (length(answer) <= 500),
    answered_by text,
    answered_at timestamptz,
    closed_at timestamptz
);
CREATE UNIQUE INDEX checkout_request_live ON checkout_request (order_id) WHERE state IN ('open', 'approved');
CREATE INDEX checkout_request_order ON checkout_request (order_id, id);
CREATE INDEX checkout_request_due ON checkout_request (due_at) WHERE state = 'open';

CREATE TABLE checkout_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES checkout_order (id),
    is_from_buyer boolean NOT NULL,
    problem text,
    body text NOT NULL CHECK (length(body) <= 1000),
    at timestamptz NOT NULL
);
CREATE INDEX checkout_message_order ON checkout_message (order_id, id);

CREATE INDEX checkout_order_email ON checkout_order (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX checkout_payment_guest ON checkout_payment (guest_id) WHERE account_id IS NULL AND guest_id IS NOT NULL;
