-- Shops, products, variants, prices, pictures, stock and holds.

CREATE TABLE catalog_shop (
    id uuid PRIMARY KEY,
    slug citext NOT NULL UNIQUE,
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    country text NOT NULL REFERENCES market_country (code),
    logo_key text,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paused', 'closed')),
    at timestamptz NOT NULL
);

CREATE TABLE catalog_product (
    id uuid PRIMARY KEY,
    shop_id uuid NOT NULL REFERENCES catalog_shop (id),
    slug text NOT NULL UNIQUE,
    reference text,
    title text NOT NULL,
    description text NOT NULL DEFAULT '',
    brand text,
    category text,
    tags text[] NOT NULL DEFAULT '{}',
    option_names text[] NOT NULL DEFAULT '{}',
    condition text NOT NULL DEFAULT 'new',
    external_url text,
    source_hash bytea,
    state text NOT NULL DEFAULT 'published' CHECK (state IN ('published', 'draft', 'gone')),
    at timestamptz NOT NULL,
    folded text GENERATED ALWAYS AS (platform_folded(title)) STORED,
    UNIQUE (shop_id, reference)
);
CREATE INDEX catalog_product_folded ON catalog_product USING gin (folded gin_trgm_ops);
CREATE INDEX catalog_product_newest ON catalog_product (id DESC) WHERE state = 'published';
CREATE INDEX catalog_product_shop ON catalog_product (shop_id, id DESC) WHERE state = 'published';

CREATE TABLE catalog_variant (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES catalog_product (id),
    reference text NOT NULL,
    sku text,
    title text NOT NULL,
    options text[] NOT NULL DEFAULT '{}',
    gtin text,
    mpn text,
    weight_g integer CHECK (weight_g >= 0),
    position integer NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'sold' CHECK (state IN ('sold', 'gone')),
    UNIQUE (product_id, reference)
);

CREATE TABLE catalog_price (
    variant_id uuid NOT NULL REFERENCES catalog_variant (id),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    minor bigint NOT NULL CHECK (minor > 0),
    compare_at_minor bigint CHECK (compare_at_minor > 0),
    PRIMARY KEY (variant_id, currency)
);

-- pictures are content-addressed: `key` is the stem, sizes are widths made of it
CREATE TABLE catalog_picture (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES catalog_product (id),
    variant_id uuid REFERENCES catalog_variant (id),
    key text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    position integer NOT NULL DEFAULT 0,
    source_url text,
    UNIQUE (product_id, key)
);
CREATE INDEX catalog_picture_product ON catalog_picture (product_id, position);

-- free: what may still be held. Touched only by hold, release and the seller's changes.
CREATE TABLE catalog_stock (
    variant_id uuid PRIMARY KEY REFERENCES catalog_variant (id),
    free integer NOT NULL CHECK (free >= 0)
) WITH (fillfactor = 50);

-- Every change by the seller: sum(delta) = free + held + taken, at any moment.
CREATE TABLE catalog_stock_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    variant_id uuid NOT NULL,
    delta integer NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX catalog_stock_change_variant ON catalog_stock_change (variant_id);

-- request: who holds (an order, later a live room). No foreign key to the variant: share locks of a hot row cost more than they guard.
CREATE TABLE catalog_hold (
    request uuid NOT NULL,
    variant_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    state text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'taken', 'released')),
    expires_at timestamptz NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (request, variant_id)
);
CREATE INDEX catalog_hold_expiry ON catalog_hold (expires_at) WHERE state = 'held';
CREATE INDEX catalog_hold_variant ON catalog_hold (variant_id) WHERE state <> 'released';

-- Holds stock for many groups of requests at once (a payment and its orders), each group all or nothing, in the order given
-- (the order of arrival). Lines of one group stand together. Stock rows are locked in sorted order, written once each.
CREATE FUNCTION catalog_hold(
    groups uuid[], requests uuid[], variants uuid[], quantities integer[], expiries timestamptz[], held_at timestamptz
) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    known uuid[];
    before integer[];
    free_left integer[];
    granted uuid[] := '{}';
    first integer := 1;
    final integer;
    place integer;
    is_enough boolean;
    lines integer := coalesce(cardinality(groups), 0);
BEGIN
    SELECT array_agg(s.variant_id), array_agg(s.free) INTO known, before FROM (
        SELECT variant_id, free FROM catalog_stock WHERE variant_id = ANY (variants) ORDER BY variant_id FOR UPDATE
    ) s;
    free_left := before;
    WHILE first <= lines LOOP
        final := first;
        WHILE final < lines AND groups[final + 1] = groups[first] LOOP final := final + 1; END LOOP;
        is_enough := true;
        FOR line IN first..final LOOP
            place := array_position(known, variants[line]);
            IF place IS NULL OR free_left[place] < quantities[line] THEN
                is_enough := false;
                FOR undone IN first..line - 1 LOOP
                    place := array_position(known, variants[undone]);
                    free_left[place] := free_left[place] + quantities[undone];
                END LOOP;
                EXIT;
            END IF;
            free_left[place] := free_left[place] - quantities[line];
        END LOOP;
        IF is_enough THEN granted := granted || groups[first]; END IF;
        first := final + 1;
    END LOOP;
    IF granted = '{}' THEN RETURN granted; END IF;
    UPDATE catalog_stock s SET free = n.free FROM unnest(known, before, free_left) AS n (variant_id, before, free)
        WHERE s.variant_id = n.variant_id AND n.free <> n.before;
    INSERT INTO catalog_hold (request, variant_id, quantity, expires_at, at)
        SELECT h.request, h.variant_id, sum(h.quantity), max(h.expires_at), held_at
        FROM unnest(groups, requests, variants, quantities, expiries) AS h (grp, request, variant_id, quantity, expires_at)
        WHERE h.grp = ANY (granted)
        GROUP BY h.request, h.variant_id;
    RETURN granted;
END $$;

-- Gives held (or, with `from_taken`, taken) stock back; the requests for which anything was given back.
CREATE FUNCTION catalog_release(requests uuid[], from_taken boolean) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    freed_variants uuid[];
    freed_quantities integer[];
    freed_requests uuid[];
BEGIN
    WITH mine AS (
        SELECT request, variant_id FROM catalog_hold
        WHERE request = ANY (requests) AND state = CASE WHEN from_taken THEN 'taken' ELSE 'held' END
        ORDER BY request, variant_id FOR UPDATE
    ), freed AS (
        UPDATE catalog_hold h SET state = 'released' FROM mine
        WHERE h.request = mine.request AND h.variant_id = mine.variant_id
        RETURNING h.request, h.variant_id, h.quantity
    )
    SELECT array_agg(variant_id), array_agg(quantity), array_agg(DISTINCT request)
        INTO freed_variants, freed_quantities, freed_requests FROM freed;
    IF freed_requests IS NULL THEN RETURN '{}'; END IF;
    PERFORM FROM catalog_stock WHERE variant_id = ANY (freed_variants) ORDER BY variant_id FOR UPDATE;
    UPDATE catalog_stock s SET free = s.free + f.quantity FROM (
        SELECT variant_id, sum(quantity)::integer AS quantity
        FROM unnest(freed_variants, freed_quantities) AS u (variant_id, quantity) GROUP BY variant_id
    ) f WHERE s.variant_id = f.variant_id;
    RETURN freed_requests;
END $$;

-- Held stock becomes sold; the requests whose hold still stood (an expired one is gone for good).
CREATE FUNCTION catalog_take(requests uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE taken uuid[];
BEGIN
    WITH mine AS (
        SELECT request, variant_id FROM catalog_hold
        WHERE request = ANY (requests) AND state = 'held' ORDER BY request, variant_id FOR UPDATE
    ), done AS (
        UPDATE catalog_hold h SET state = 'taken' FROM mine
        WHERE h.request = mine.request AND h.variant_id = mine.variant_id RETURNING h.request
    )
    SELECT coalesce(array_agg(DISTINCT request), '{}') INTO taken FROM done;
    RETURN taken;
END $$;
