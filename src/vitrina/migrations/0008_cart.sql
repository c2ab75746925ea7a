-- Baskets and shipping rates. A basket reserves nothing; each line keeps the touch it came from.

CREATE TABLE cart_shipping_rate (
    id uuid PRIMARY KEY,
    shop_id uuid NOT NULL REFERENCES catalog_shop (id),
    country text NOT NULL REFERENCES market_country (code),
    name_en text NOT NULL,
    name_es text NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    free_from_minor bigint CHECK (free_from_minor > 0),
    position integer NOT NULL DEFAULT 0
);
CREATE INDEX cart_shipping_rate_shop ON cart_shipping_rate (shop_id, country, position);

CREATE TABLE cart_cart (
    id uuid PRIMARY KEY,
    account_id uuid,
    guest_id uuid,
    address jsonb,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid')),
    at timestamptz NOT NULL
);
CREATE INDEX cart_cart_account ON cart_cart (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX cart_cart_guest ON cart_cart (guest_id) WHERE guest_id IS NOT NULL;

CREATE TABLE cart_line (
    cart_id uuid NOT NULL REFERENCES cart_cart (id),
    variant_id uuid NOT NULL REFERENCES catalog_variant (id),
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    touch_id uuid,
    position integer NOT NULL,
    PRIMARY KEY (cart_id, variant_id)
);

CREATE TABLE cart_shipping_choice (
    cart_id uuid NOT NULL REFERENCES cart_cart (id),
    shop_id uuid NOT NULL,
    rate_id uuid NOT NULL,
    PRIMARY KEY (cart_id, shop_id)
);
