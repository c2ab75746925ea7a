-- How an account is proved and where it is open: passkeys, the challenges they answer, devices, log-in on a second device.

ALTER TABLE people_session ADD COLUMN device text NOT NULL DEFAULT '' CHECK (length(device) <= 80);

CREATE TABLE people_passkey (
    id uuid PRIMARY KEY,
    credential bytea NOT NULL UNIQUE CHECK (length(credential) BETWEEN 1 AND 1023),
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    transports text[] NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    made_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX people_passkey_account ON people_passkey (account_id);

-- Taken out by the first answer, right or wrong. account_id NULL: whoever answers tells by the passkey who it is.
CREATE TABLE people_challenge (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('register', 'log_in')),
    account_id uuid REFERENCES people_account (id) ON DELETE CASCADE,
    challenge bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX people_challenge_expires ON people_challenge (expires_at);

-- A device that wants to be logged in by another one. code: shown on it, typed or scanned on the other; secret: its own.
CREATE TABLE people_pairing (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    device text NOT NULL,
    account_id uuid REFERENCES people_account (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX people_pairing_expires ON people_pairing (expires_at);

-- A handle whose creator has left is nobody's until then, so that nobody speaks in their name the day after.
CREATE TABLE people_handle_rest (
    handle text PRIMARY KEY,
    until timestamptz NOT NULL
);

-- erased_at: the person has left; the row stays as a number that orders and books may name.
ALTER TABLE people_account ADD COLUMN erased_at timestamptz;
