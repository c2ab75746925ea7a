-- Programmes, links, touches, commission lines.

-- Never edited: a change of rate is a new version from its instant on.
CREATE TABLE affiliate_programme (
    shop_id uuid NOT NULL REFERENCES catalog_shop (id),
    version integer NOT NULL,
    rate_bps integer NOT NULL CHECK (rate_bps BETWEEN 100 AND 8000),
    window_days integer NOT NULL DEFAULT 30 CHECK (window_days BETWEEN 1 AND 90),
    halo_bps integer NOT NULL DEFAULT 0 CHECK (halo_bps BETWEEN 0 AND 10000),
    is_open boolean NOT NULL DEFAULT true,
    starts_at timestamptz NOT NULL,
    PRIMARY KEY (shop_id, version)
);

CREATE TABLE affiliate_link (
    id uuid PRIMARY KEY,
    creator_id uuid NOT NULL REFERENCES people_account (id),
    product_id uuid NOT NULL REFERENCES catalog_product (id),
    shop_id uuid NOT NULL,
    surface text NOT NULL CHECK (surface IN ('video', 'showcase')),
    surface_id uuid NOT NULL,
    position integer NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'shown' CHECK (state IN ('shown', 'removed')),
    at timestamptz NOT NULL
);
CREATE INDEX affiliate_link_surface ON affiliate_link (surface_id, position) WHERE state = 'shown';
CREATE UNIQUE INDEX affiliate_link_showcase ON affiliate_link (creator_id, product_id) WHERE surface = 'showcase' AND state = 'shown';
CREATE INDEX affiliate_link_product ON affiliate_link (product_id) WHERE state = 'shown';

-- The rate that was offered at the tap is kept with it: a later cut never lowers what this touch earns.
CREATE TABLE affiliate_touch (
    id uuid PRIMARY KEY,
    link_id uuid NOT NULL,
    creator_id uuid NOT NULL,
    product_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    account_id uuid,
    guest_id uuid,
    surface text NOT NULL,
    surface_id uuid NOT NULL,
    programme_version integer,
    rate_bps integer NOT NULL,
    window_days integer NOT NULL,
    halo_bps integer NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX affiliate_touch_account ON affiliate_touch (account_id, shop_id, at DESC) WHERE account_id IS NOT NULL;
CREATE INDEX affiliate_touch_guest ON affiliate_touch (guest_id, shop_id, at DESC) WHERE guest_id IS NOT NULL;

CREATE TABLE affiliate_commission (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    line_id uuid NOT NULL UNIQUE,
    shop_id uuid NOT NULL,
    product_id uuid NOT NULL,
    product_title text NOT NULL,
    creator_id uuid NOT NULL,
    touch_id uuid NOT NULL,
    currency text NOT NULL,
    country text NOT NULL,
    base_minor bigint NOT NULL,
    rate_bps integer NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    returned_minor bigint NOT NULL DEFAULT 0 CHECK (returned_minor BETWEEN 0 AND amount_minor),
    is_house boolean NOT NULL,
    decision jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'earned', 'payable', 'in_payout', 'paid', 'held', 'void')),
    reason text,
    held_from text,
    payable_on date,
    at timestamptz NOT NULL
);
CREATE INDEX affiliate_commission_creator ON affiliate_commission (creator_id, id DESC);
CREATE INDEX affiliate_commission_order ON affiliate_commission (order_id);
CREATE INDEX affiliate_commission_due ON affiliate_commission (payable_on) WHERE state = 'earned';

-- What happened to a line after it was made; its making is the line itself.
CREATE TABLE affiliate_commission_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    commission_id uuid NOT NULL REFERENCES affiliate_commission (id),
    state text NOT NULL,
    source text NOT NULL,
    returned_minor bigint NOT NULL DEFAULT 0,
    at timestamptz NOT NULL
);
CREATE INDEX affiliate_commission_change_line ON affiliate_commission_change (commission_id, id);

-- The lines of paid orders, inserted by checkout's transition of payment.
CREATE FUNCTION affiliate_record(lines affiliate_commission[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO affiliate_commission SELECT * FROM unnest(lines)
$$;
