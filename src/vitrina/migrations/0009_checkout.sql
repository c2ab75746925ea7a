-- Payments, the orders inside them (one per shop), their lines, refunds.
-- No foreign keys on the insert path of a sale except inside one payment: share locks on a hot shop or variant row would make
-- buyers of the same thing wait for one another.

-- state: created (the provider is being asked) → requires_action | pending | awaiting → paid → (captured_at)
--        or failed | expired | late (money came after the stock was gone: it is given back)
-- plan: what will be posted when it is paid, decided at placement (msgspec JSON of checkout/model.py::Plan)
CREATE TABLE checkout_payment (
    id uuid PRIMARY KEY,
    account_id uuid,
    guest_id uuid,
    email text,
    currency text NOT NULL,
    total_minor bigint NOT NULL CHECK (total_minor > 0),
    method text NOT NULL,
    token text NOT NULL,
    state text NOT NULL,
    charge_id text,
    fingerprint text,
    last4 text,
    action_url text,
    voucher_reference text,
    expires_at timestamptz NOT NULL,
    language text NOT NULL,
    key_scope text NOT NULL,
    key text NOT NULL,
    plan bytea NOT NULL,
    address_digest text NOT NULL,
    at timestamptz NOT NULL,
    asked_at timestamptz NOT NULL,
    paid_at timestamptz,
    captured_at timestamptz,
    failure text,
    cart_id uuid
);
-- A basket is paid once, whatever keys its payments carry.
CREATE UNIQUE INDEX checkout_payment_cart ON checkout_payment (cart_id)
    WHERE cart_id IS NOT NULL AND state NOT IN ('failed', 'expired', 'late');
CREATE INDEX checkout_payment_open ON checkout_payment (asked_at)
    WHERE state IN ('created', 'requires_action', 'pending', 'awaiting', 'late');
CREATE INDEX checkout_payment_capture ON checkout_payment (paid_at) WHERE state = 'paid' AND captured_at IS NULL;

CREATE TABLE checkout_order (
    id uuid PRIMARY KEY,
    payment_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    shop_slug text NOT NULL,
    shop_name text NOT NULL,
    account_id uuid,
    email text,
    state text NOT NULL,
    currency text NOT NULL,
    country text NOT NULL,
    region text NOT NULL,
    subtotal_minor bigint NOT NULL,
    shipping_minor bigint NOT NULL,
    shipping_tax_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    fee_bps integer NOT NULL,
    is_tax_included boolean NOT NULL,
    address jsonb NOT NULL,
    placed_at timestamptz NOT NULL,
    hold_until timestamptz,
    shipped_at timestamptz,
    delivered_at timestamptz,
    delivered_source text,
    carrier text,
    tracking text,
    refunded_minor bigint NOT NULL DEFAULT 0,
    is_shipping_refunded boolean NOT NULL DEFAULT false,
    seller_payable_on date,
    seller_paid_over boolean NOT NULL DEFAULT false,
    CHECK (refunded_minor BETWEEN 0 AND total_minor)
);
CREATE INDEX checkout_order_payment ON checkout_order (payment_id);
CREATE INDEX checkout_order_account ON checkout_order (account_id, id DESC) WHERE account_id IS NOT NULL;
CREATE INDEX checkout_order_shop ON checkout_order (shop_id, id DESC);
CREATE INDEX checkout_order_hold ON checkout_order (hold_until) WHERE state = 'on_hold';
CREATE INDEX checkout_order_shipped ON checkout_order (shipped_at) WHERE state = 'shipped';
CREATE INDEX checkout_order_seller_due ON checkout_order (seller_payable_on) WHERE NOT seller_paid_over AND seller_payable_on IS NOT NULL;

CREATE TABLE checkout_line (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    position integer NOT NULL,
    variant_id uuid NOT NULL,
    product_id uuid NOT NULL,
    title text NOT NULL,
    variant_title text NOT NULL,
    picture_key text,
    quantity integer NOT NULL CHECK (quantity > 0),
    unit_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    base_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    fee_minor bigint NOT NULL,
    creator_minor bigint NOT NULL,
    creator_id uuid,
    is_house boolean NOT NULL,
    refunded_quantity integer NOT NULL DEFAULT 0,
    CHECK (refunded_quantity BETWEEN 0 AND quantity)
);
CREATE INDEX checkout_line_order ON checkout_line (order_id, position);

-- A cancellation or refund that the provider must carry out; the posting is made with this row. Its id is the provider's key.
CREATE TABLE checkout_refund (
    id uuid PRIMARY KEY,
    payment_id uuid NOT NULL,
    order_id uuid,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    reason text NOT NULL,
    lines jsonb NOT NULL,
    state text NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'done')),
    is_void boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL,
    asked_at timestamptz,
    done_at timestamptz
);
CREATE INDEX checkout_refund_due ON checkout_refund (at) WHERE state = 'due';
CREATE INDEX checkout_refund_order ON checkout_refund (order_id);

-- What happened to an order, for people to read.
CREATE TABLE checkout_order_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id uuid NOT NULL,
    state text NOT NULL,
    source text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX checkout_order_change_order ON checkout_order_change (order_id, id);

-- Cards and addresses an account has paid with, as digests: to know a creator's own purchase (rules.md §3).
CREATE TABLE checkout_seen (
    account_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('card', 'address')),
    digest text NOT NULL,
    PRIMARY KEY (account_id, kind, digest)
);

-- Webhooks already taken in, by the provider's id of the event.
CREATE TABLE checkout_webhook (
    id text PRIMARY KEY,
    at timestamptz NOT NULL
);

-- Places many payments: holds their stock, claims their keys, writes payment, orders and lines of those that got everything.
-- Answers one word for each payment in order: placed, known (its key was used before), sold_out.
CREATE FUNCTION checkout_place(
    payments checkout_payment[], orders checkout_order[], lines checkout_line[], hashes bytea[],
    hold_groups uuid[], hold_requests uuid[], hold_variants uuid[], hold_quantities integer[], hold_expiries timestamptz[],
    placed_at timestamptz
) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    ids uuid[];
    scopes text[];
    keys text[];
    known integer[];
    known_ids uuid[] := '{}';
    granted uuid[];
    claimed integer;
    wanted integer;
BEGIN
    SELECT array_agg(p.id), array_agg(p.key_scope), array_agg(p.key) INTO ids, scopes, keys FROM unnest(payments) p;
    SELECT coalesce(array_agg(k), '{}') INTO known FROM platform_known_keys(scopes, keys) k;
    IF known <> '{}' THEN
        SELECT array_agg(ids[k]) INTO known_ids FROM unnest(known) k;
        SELECT array_agg(h.grp ORDER BY h.place), array_agg(h.request ORDER BY h.place),
                array_agg(h.variant_id ORDER BY h.place), array_agg(h.quantity ORDER BY h.place),
                array_agg(h.expires_at ORDER BY h.place)
            INTO hold_groups, hold_requests, hold_variants, hold_quantities, hold_expiries
            FROM unnest(hold_groups, hold_requests, hold_variants, hold_quantities, hold_expiries) WITH ORDINALITY
                AS h (grp, request, variant_id, quantity, expires_at, place)
            WHERE h.grp <> ALL (known_ids);
    END IF;
    granted := catalog_hold(hold_groups, hold_requests, hold_variants, hold_quantities, hold_expiries, placed_at);
    IF granted <> '{}' THEN
        SELECT platform_claim_keys(array_agg(p.key_scope), array_agg(p.key), array_agg(hashes[p.place]), array_agg(p.id), placed_at),
               count(*)
            INTO claimed, wanted
            FROM (SELECT q.id, q.key_scope, q.key, row_number() OVER () AS place FROM unnest(payments) q) p
            WHERE p.id = ANY (granted);
        IF claimed <> wanted THEN
            RAISE EXCEPTION 'a key was claimed meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
        INSERT INTO checkout_payment SELECT p.* FROM unnest(payments) p WHERE p.id = ANY (granted);
        INSERT INTO checkout_order SELECT o.* FROM unnest(orders) o WHERE o.payment_id = ANY (granted);
        INSERT INTO checkout_line SELECT l.* FROM unnest(lines) l
            WHERE l.order_id IN (SELECT o.id FROM unnest(orders) o WHERE o.payment_id = ANY (granted));
    END IF;
    RETURN (SELECT array_agg(CASE WHEN i = ANY (known_ids) THEN 'known' WHEN i = ANY (granted) THEN 'placed' ELSE 'sold_out' END
                             ORDER BY place)
            FROM unnest(ids) WITH ORDINALITY AS u (i, place));
END $$;

-- The one transition to paid, for many payments at once, any number of times, in any order of webhook, return and job.
-- The caller gives for each payment what its plan says: postings, entries, commission lines, events. Answers for each: paid,
-- late (the hold was gone: nothing is posted, the money goes back), or already (another did it first).
CREATE FUNCTION checkout_paid(
    ids uuid[], charge_ids text[], fingerprints text[], last4s text[], answers bytea[], hold_untils timestamptz[],
    postings ledger_new_posting[], posting_payments uuid[], entries ledger_new_entry[], entry_payments uuid[],
    commissions affiliate_commission[], commission_payments uuid[],
    event_topics text[], event_subjects uuid[], event_payloads jsonb[], event_payments uuid[], is_captured boolean[],
    own_lines uuid[], paid_now timestamptz
) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    open_ids uuid[];
    taken uuid[];
    paid uuid[];
    late uuid[];
BEGIN
    SELECT coalesce(array_agg(p.id), '{}') INTO open_ids FROM (
        SELECT id FROM checkout_payment
        WHERE id = ANY (ids) AND state IN ('created', 'requires_action', 'pending', 'awaiting')
        ORDER BY id FOR UPDATE
    ) p;
    taken := catalog_take((SELECT array_agg(o.id) FROM checkout_order o WHERE o.payment_id = ANY (open_ids)));
    SELECT coalesce(array_agg(DISTINCT o.payment_id), '{}') INTO late
        FROM checkout_order o WHERE o.payment_id = ANY (open_ids) AND o.id <> ALL (taken);
    SELECT coalesce(array_agg(i), '{}') INTO paid FROM unnest(open_ids) i WHERE i <> ALL (late);
    IF late <> '{}' THEN
        PERFORM catalog_release((SELECT array_agg(o.id) FROM checkout_order o WHERE o.payment_id = ANY (late)), true);
    END IF;
    UPDATE checkout_payment p SET
            state = CASE WHEN p.id = ANY (paid) THEN 'paid' ELSE 'late' END,
            charge_id = w.charge_id, fingerprint = w.fingerprint, last4 = w.last4, paid_at = paid_now,
            captured_at = CASE WHEN w.is_captured THEN paid_now END
        FROM unnest(ids, charge_ids, fingerprints, last4s, is_captured) AS w (id, charge_id, fingerprint, last4, is_captured)
        WHERE p.id = w.id AND p.id = ANY (open_ids);
    UPDATE checkout_order o SET state = CASE WHEN o.payment_id = ANY (paid) THEN 'on_hold' ELSE 'payment_failed' END,
            hold_until = CASE WHEN o.payment_id = ANY (paid) THEN w.hold_until END
        FROM unnest(ids, hold_untils) AS w (id, hold_until)
        WHERE o.payment_id = w.id AND w.id = ANY (open_ids);
    IF paid <> '{}' THEN
        IF cardinality(paid) < cardinality(ids) THEN
            -- Rare: somebody else settled one of them, or its hold was gone. Keep what belongs to the paid ones.
            SELECT array_agg(ROW(w.posting_id, w.kind, w.cause)::ledger_new_posting ORDER BY w.place) INTO postings
                FROM unnest(postings, posting_payments) WITH ORDINALITY AS w (posting_id, kind, cause, payment, place)
                WHERE w.payment = ANY (paid);
            SELECT array_agg(ROW(w.posting_id, w.account_kind, w.owner, w.currency, w.amount_minor, w.part)::ledger_new_entry
                             ORDER BY w.place) INTO entries
                FROM unnest(entries, entry_payments) WITH ORDINALITY
                    AS w (posting_id, account_kind, owner, currency, amount_minor, part, payment, place)
                WHERE w.payment = ANY (paid);
            SELECT array_agg(commissions[i]) INTO commissions
                FROM generate_subscripts(commissions, 1) i WHERE commission_payments[i] = ANY (paid);
            SELECT array_agg(w.topic ORDER BY w.place), array_agg(w.subject ORDER BY w.place), array_agg(w.payload ORDER BY w.place)
                INTO event_topics, event_subjects, event_payloads
                FROM unnest(event_topics, event_subjects, event_payloads, event_payments) WITH ORDINALITY
                    AS w (topic, subject, payload, payment, place)
                WHERE w.payment = ANY (paid);
        END IF;
        IF cardinality(own_lines) > 0 THEN
            UPDATE checkout_line SET fee_minor = fee_minor + CASE WHEN is_house THEN creator_minor ELSE 0 END, creator_minor = 0
                WHERE id = ANY (own_lines) AND order_id = ANY (taken);
        END IF;
        PERFORM ledger_post(postings, entries, paid_now);
        IF cardinality(commissions) > 0 THEN
            PERFORM affiliate_record(commissions);
        END IF;
        PERFORM platform_add_events(
            event_topics, array_fill(NULL::text, ARRAY[cardinality(event_topics)]), event_subjects, event_payloads, paid_now);
        INSERT INTO checkout_seen (account_id, kind, digest)
            SELECT DISTINCT s.account_id, s.kind, s.digest FROM (
                SELECT p.account_id, 'card' AS kind, p.fingerprint AS digest FROM checkout_payment p WHERE p.id = ANY (paid)
                UNION ALL
                SELECT p.account_id, 'address', p.address_digest FROM checkout_payment p WHERE p.id = ANY (paid)
            ) s
            WHERE s.account_id IS NOT NULL AND s.digest IS NOT NULL AND NOT EXISTS (
                SELECT FROM checkout_seen k WHERE k.account_id = s.account_id AND k.kind = s.kind AND k.digest = s.digest)
            ORDER BY 1, 2, 3
            ON CONFLICT DO NOTHING;
        PERFORM platform_keep_answers(
            array_agg(p.id), array_agg(201::smallint), array_agg(w.answer), array_agg(p.key_scope), array_agg(p.key))
            FROM checkout_payment p JOIN unnest(ids, answers) AS w (id, answer) ON w.id = p.id
            WHERE p.id = ANY (paid) AND w.answer IS NOT NULL;
    END IF;
    RETURN (SELECT array_agg(CASE WHEN i = ANY (paid) THEN 'paid' WHEN i = ANY (late) THEN 'late' ELSE 'already' END ORDER BY place)
            FROM unnest(ids) WITH ORDINALITY AS u (i, place));
END $$;
