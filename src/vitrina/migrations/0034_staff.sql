-- What staff did, for ever; looking through another person's eyes; invitations; the least a payout may be.

CREATE TABLE people_audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    staff_id uuid NOT NULL,
    act text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    why text NOT NULL,
    before jsonb,
    after jsonb
);
CREATE INDEX people_audit_subject ON people_audit (kind, subject, id DESC);
CREATE INDEX people_audit_staff ON people_audit (staff_id, id DESC);

-- Append-only: not by custom but by the database. Whoever may turn a trigger off owns the database anyway.
CREATE FUNCTION people_audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only added to' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER people_audit_stands BEFORE UPDATE OR DELETE ON people_audit
    FOR EACH ROW EXECUTE FUNCTION people_audit_stands();
CREATE TRIGGER people_audit_stays BEFORE TRUNCATE ON people_audit
    FOR EACH STATEMENT EXECUTE FUNCTION people_audit_stands();

-- An operator sees the app as this account does, and can change nothing. Kept after its end: the person may read it.
CREATE TABLE people_view (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    operator_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    why text NOT NULL CHECK (length(why) BETWEEN 1 AND 500),
    at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at >= at)
);
CREATE INDEX people_view_account ON people_view (account_id, at DESC);

-- The token's hash comes with its mail, so that no token lies in an event.
CREATE TABLE people_invitation (
    id uuid PRIMARY KEY,
    token_hash bytea UNIQUE CHECK (length(token_hash) = 32),
    email citext NOT NULL CHECK (length(email) <= 254),
    role text NOT NULL CHECK (role IN ('moderator', 'operator', 'partner')),
    language text NOT NULL CHECK (language IN ('en', 'es')),
    made_by uuid NOT NULL,
    at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    used_by uuid,
    CHECK ((used_at IS NULL) = (used_by IS NULL))
);

ALTER TABLE people_role DROP CONSTRAINT people_role_role_check;
ALTER TABLE people_role ADD CONSTRAINT people_role_role_check CHECK (role IN ('moderator', 'operator', 'partner'));

CREATE TABLE market_minimum (
    currency text PRIMARY KEY CHECK (currency ~ '^[A-Z]{3}$'),
    payout_minor bigint NOT NULL CHECK (payout_minor >= 0)
);
INSERT INTO market_minimum VALUES
    ('USD', 500), ('MXN', 10000), ('COP', 2000000), ('CLP', 5000), ('ARS', 500000), ('BRL', 2500), ('EUR', 500);

ALTER TABLE market_fee ADD COLUMN made_by uuid;
ALTER TABLE market_fee ADD COLUMN why text;

-- A commission that was posted at the sale and refused afterwards: the line says what stands, this what was.
CREATE TABLE checkout_refused_commission (
    line_id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    creator_minor bigint NOT NULL CHECK (creator_minor > 0),
    is_house boolean NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX checkout_refused_commission_order ON checkout_refused_commission (order_id);
CREATE INDEX affiliate_commission_held ON affiliate_commission (id) WHERE state = 'held';
