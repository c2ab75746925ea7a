-- The truth of money. Debit positive, credit negative; every posting sums to zero in its currency, and the database sees to it.
-- Entries carry no foreign key to their posting (a check per row on the hottest insert): the statement trigger below
-- refuses an entry without posting, an unbalanced posting, and any change or removal.

CREATE TABLE ledger_account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    owner text NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    UNIQUE (kind, owner, currency)
);

-- kind + cause: one cause is posted once, however often its transition is tried.
CREATE TABLE ledger_posting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    posting_id uuid NOT NULL,
    kind text NOT NULL,
    cause uuid NOT NULL,
    at timestamptz NOT NULL,
    UNIQUE (cause, kind)
);

CREATE TABLE ledger_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    posting bigint NOT NULL,
    account bigint NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
    part text NOT NULL
);
CREATE INDEX ledger_entry_account ON ledger_entry (account, id) INCLUDE (amount_minor, posting);
CREATE INDEX ledger_entry_posting ON ledger_entry (posting);

CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong record;
BEGIN
    SELECT e.posting, a.currency, sum(e.amount_minor) AS off INTO wrong
        FROM added e LEFT JOIN ledger_account a ON a.id = e.account
        GROUP BY e.posting, a.currency
        HAVING sum(e.amount_minor) <> 0 OR a.currency IS NULL
        LIMIT 1;
    IF wrong.posting IS NOT NULL THEN
        RAISE EXCEPTION 'posting % is off by % %', wrong.posting, wrong.off, wrong.currency USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM added e WHERE NOT EXISTS (SELECT FROM ledger_posting p WHERE p.id = e.posting)) THEN
        RAISE EXCEPTION 'an entry without posting' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_balanced AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_balanced();

CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a correction is a new posting', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
-- An account that changed its owner would move money without a posting.
CREATE TRIGGER ledger_account_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_posting_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_entry_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();

CREATE TYPE ledger_new_posting AS (posting_id uuid, kind text, cause uuid);
CREATE TYPE ledger_new_entry AS (posting_id uuid, account_kind text, owner text, currency text, amount_minor bigint, part text);

-- Posts any number of balanced postings in three statements. A cause that was posted already raises unique_violation.
CREATE FUNCTION ledger_post(postings ledger_new_posting[], entries ledger_new_entry[], posted_at timestamptz)
    RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- The platform's own accounts are in every posting: the anti-join makes this free once they exist.
    INSERT INTO ledger_account (kind, owner, currency)
        SELECT DISTINCT e.account_kind, e.owner, e.currency FROM unnest(entries) e
        WHERE NOT EXISTS (SELECT FROM ledger_account a
                          WHERE a.kind = e.account_kind AND a.owner = e.owner AND a.currency = e.currency)
        ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING;
    WITH made AS (
        INSERT INTO ledger_posting (posting_id, kind, cause, at)
            SELECT p.posting_id, p.kind, p.cause, posted_at FROM unnest(postings) p
            RETURNING id, posting_id
    )
    INSERT INTO ledger_entry (posting, account, amount_minor, part)
        SELECT m.id, a.id, e.amount_minor, e.part
        FROM unnest(entries) WITH ORDINALITY AS e (posting_id, account_kind, owner, currency, amount_minor, part, place)
        JOIN made m ON m.posting_id = e.posting_id
        JOIN ledger_account a ON a.kind = e.account_kind AND a.owner = e.owner AND a.currency = e.currency
        WHERE e.amount_minor <> 0
        ORDER BY m.id, e.place;
END $$;
