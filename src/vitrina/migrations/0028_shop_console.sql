-- What a seller keeps in the console: how the shop presents itself, who stands behind it, and files taken in page by page.

-- closed_until: the day, in the shop's country, on which it opens again; until then it is seen and sells nothing.
ALTER TABLE catalog_shop
    ADD COLUMN IF NOT EXISTS banner_key text,
    ADD COLUMN closed_until date,
    ADD COLUMN IF NOT EXISTS handling_days integer NOT NULL DEFAULT 2 CHECK (handling_days BETWEEN 0 AND 30),
    ADD COLUMN returns_text text NOT NULL DEFAULT '' CHECK (length(returns_text) <= 2000);

-- Private unless is_public; never a part of what a shop's page reads.
CREATE TABLE catalog_shop_identity (
    shop_id uuid PRIMARY KEY REFERENCES catalog_shop (id),
    legal_name text NOT NULL CHECK (length(legal_name) BETWEEN 1 AND 120),
    address text NOT NULL CHECK (length(address) BETWEEN 1 AND 400),
    phone text NOT NULL CHECK (length(phone) BETWEEN 1 AND 40),
    is_public boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL
);

-- One file of a seller: seen → waiting → running → done | refused; done may become undone.
-- content: the file until it was taken in. columns: what the seller chose for each header cell. told: the report without its issues.
CREATE TABLE catalog_import (
    id uuid PRIMARY KEY,
    shop_id uuid NOT NULL REFERENCES catalog_shop (id),
    name text NOT NULL,
    content bytea,
    columns jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL CHECK (state IN ('seen', 'waiting', 'running', 'done', 'refused', 'undone')),
    products_done integer NOT NULL DEFAULT 0,
    products_all integer NOT NULL DEFAULT 0,
    told jsonb,
    issues jsonb NOT NULL DEFAULT '[]',
    by_account uuid NOT NULL,
    at timestamptz NOT NULL,
    done_at timestamptz
);
CREATE INDEX catalog_import_shop ON catalog_import (shop_id, id DESC);

-- Each product that an import wrote, as it stood before; before NULL: the import made it.
CREATE TABLE catalog_import_before (
    import_id uuid NOT NULL REFERENCES catalog_import (id),
    product_id uuid NOT NULL REFERENCES catalog_product (id),
    before jsonb,
    PRIMARY KEY (import_id, product_id)
);
