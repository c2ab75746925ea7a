-- Where an account has things sent, and the price at which a line went into a bag.

CREATE TABLE cart_address (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    address jsonb NOT NULL,
    is_default boolean NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX cart_address_account ON cart_address (account_id);
CREATE UNIQUE INDEX cart_address_default ON cart_address (account_id) WHERE is_default;

-- The unit price that the shopper saw when the line came in, or accepted since; NULL: not sold in that market then.
ALTER TABLE cart_line ADD COLUMN seen_minor bigint, ADD COLUMN seen_currency text;
