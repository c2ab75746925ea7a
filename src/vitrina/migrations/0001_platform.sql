-- Frame tables: outbox and streams, answers kept for idempotency keys, rate limits.
-- Instants are always arguments: no now() in this folder, so that a simulation can turn the clock.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS citext;

-- Written in the transaction of its cause; the relay takes rows below the oldest running transaction.
CREATE TABLE platform_outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    topic text NOT NULL,
    stream text,
    subject uuid NOT NULL,
    payload jsonb NOT NULL,
    at timestamptz NOT NULL
);

CREATE TABLE platform_stream_head (
    stream text PRIMARY KEY,
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    last_offset bigint NOT NULL
);

CREATE TABLE platform_stream (
    stream text NOT NULL,
    stream_offset bigint NOT NULL,
    topic text NOT NULL,
    subject uuid NOT NULL,
    payload jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (stream, stream_offset)
);

-- status NULL: still running. subject: what the first request made, so that a later one can finish it.
CREATE TABLE platform_key (
    scope text NOT NULL,
    key text NOT NULL,
    body_hash bytea NOT NULL,
    status smallint,
    answer bytea,
    subject uuid,
    at timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX platform_key_at ON platform_key USING brin (at);

CREATE TABLE platform_limit (
    name text NOT NULL,
    subject text NOT NULL,
    window_start timestamptz NOT NULL,
    used integer NOT NULL,
    PRIMARY KEY (name, subject, window_start)
);

-- unaccent() is only STABLE; with its dictionary named it is as good as immutable, which an index needs.
CREATE FUNCTION platform_folded(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, words)) $$;

-- What other folders' SQL may call: keys and events for many requests at once.
CREATE FUNCTION platform_known_keys(scopes text[], keys text[]) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
    SELECT w.place::integer FROM unnest(scopes, keys) WITH ORDINALITY AS w (scope, key, place)
    JOIN platform_key k ON k.scope = w.scope AND k.key = w.key
$$;

CREATE FUNCTION platform_claim_keys(
    scopes text[], keys text[], hashes bytea[], subjects uuid[], claimed_at timestamptz
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE claimed integer;
BEGIN
    INSERT INTO platform_key (scope, key, body_hash, subject, at)
        SELECT scope, key, body_hash, subject, claimed_at
        FROM unnest(scopes, keys, hashes, subjects) AS w (scope, key, body_hash, subject)
        ORDER BY scope, key
        ON CONFLICT (scope, key) DO NOTHING;
    GET DIAGNOSTICS claimed = ROW_COUNT;
    RETURN claimed;
END $$;

CREATE FUNCTION platform_keep_answers(subjects uuid[], statuses smallint[], answers bytea[], scopes text[], keys text[])
    RETURNS void LANGUAGE sql AS $$
    UPDATE platform_key k SET status = w.status, answer = w.answer
    FROM unnest(subjects, statuses, answers, scopes, keys) AS w (subject, status, answer, scope, key)
    WHERE k.scope = w.scope AND k.key = w.key AND k.status IS NULL AND k.subject = w.subject
$$;

CREATE FUNCTION platform_add_events(topics text[], streams text[], subjects uuid[], payloads jsonb[], happened_at timestamptz)
    RETURNS void LANGUAGE sql AS $$
    INSERT INTO platform_outbox (topic, stream, subject, payload, at)
    SELECT topic, stream, subject, payload, happened_at
    FROM unnest(topics, streams, subjects, payloads) AS w (topic, stream, subject, payload)
$$;
