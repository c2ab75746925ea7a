-- What a catalogue file said of the stock the last time, and the pictures that it names until a worker has fetched them.

-- NULL: no number was said. An import sets the stock only when the file's number changed, so that sales are not undone.
ALTER TABLE catalog_variant ADD COLUMN source_stock integer CHECK (source_stock >= 0);

-- One row for each URL of a product. `done` rows stay: the next import of the same file fetches nothing again.
CREATE TABLE catalog_picture_due (
    product_id uuid NOT NULL REFERENCES catalog_product (id),
    source_url text NOT NULL,
    variant_id uuid REFERENCES catalog_variant (id),
    position integer NOT NULL,
    state text NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'done', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    reason text
);
-- A URL may be longer than a row of an index may be.
CREATE UNIQUE INDEX catalog_picture_due_url ON catalog_picture_due (product_id, md5(source_url));
CREATE INDEX catalog_picture_due_next ON catalog_picture_due (due_at) WHERE state = 'due';
