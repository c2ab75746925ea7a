-- Codes by which a shop gives a discount out of its own share, and each use of them.

-- used counts held and used ones: an unpaid purchase holds its use as it holds its stock.
CREATE TABLE cart_voucher (
    id uuid PRIMARY KEY,
    shop_id uuid NOT NULL REFERENCES catalog_shop (id),
    code citext NOT NULL,
    percent_bps integer CHECK (percent_bps BETWEEN 1 AND 9000),
    amount_minor bigint CHECK (amount_minor > 0),
    currency text NOT NULL,
    spend_minor_least bigint NOT NULL DEFAULT 0,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    uses_max integer CHECK (uses_max > 0),
    uses_max_each integer CHECK (uses_max_each > 0),
    used integer NOT NULL DEFAULT 0 CHECK (used >= 0 AND (uses_max IS NULL OR used <= uses_max)),
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'stopped')),
    at timestamptz NOT NULL,
    UNIQUE (shop_id, code),
    CHECK ((percent_bps IS NULL) <> (amount_minor IS NULL)),
    CHECK (amount_minor IS NULL OR spend_minor_least > amount_minor),
    CHECK (ends_at IS NULL OR ends_at > starts_at)
);
CREATE INDEX cart_voucher_code ON cart_voucher (code);

-- A row for each buyer, so that their limit is judged on the row as it is, not on a count of a moment ago.
CREATE TABLE cart_voucher_buyer (
    voucher_id uuid NOT NULL REFERENCES cart_voucher (id),
    buyer text NOT NULL,
    used integer NOT NULL CHECK (used >= 0),
    PRIMARY KEY (voucher_id, buyer)
);

-- One code a payment. held: not paid yet; used: paid; released: the payment came to nothing.
CREATE TABLE cart_voucher_use (
    payment_id uuid PRIMARY KEY,
    voucher_id uuid NOT NULL REFERENCES cart_voucher (id),
    buyer text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    state text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'used', 'released')),
    at timestamptz NOT NULL
);
CREATE INDEX cart_voucher_use_held ON cart_voucher_use (at) WHERE state = 'held';

ALTER TABLE cart_cart ADD COLUMN voucher text;
