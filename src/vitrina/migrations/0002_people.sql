-- Accounts, sessions, what an account may do, who follows whom.

CREATE TABLE people_account (
    id uuid PRIMARY KEY,
    email citext NOT NULL UNIQUE CHECK (length(email) <= 254),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    birth_date date NOT NULL,
    language text NOT NULL CHECK (language IN ('en', 'es')),
    country text CHECK (country ~ '^[A-Z]{2}$'),
    password_hash text,  -- NULL: cannot log in with a password (made by a simulation)
    email_verified_at timestamptz,
    suspended_until timestamptz,
    suspended_why text,
    made_at timestamptz NOT NULL,
    CHECK ((suspended_until IS NULL) = (suspended_why IS NULL))
);

-- Of a token only the SHA-256 is here: who reads this table can log in as nobody. account_id NULL: a guest.
CREATE TABLE people_session (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    account_id uuid REFERENCES people_account (id) ON DELETE CASCADE,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX people_session_account ON people_session (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX people_session_expires ON people_session (expires_at);

-- What is sent by e-mail: used once, then gone.
CREATE TABLE people_token (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('verify_email', 'reset_password')),
    email citext NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX people_token_account ON people_token (account_id, kind);
CREATE INDEX people_token_expires ON people_token (expires_at);

CREATE TABLE people_role (
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('moderator', 'operator')),
    since timestamptz NOT NULL,
    PRIMARY KEY (account_id, role)
);

-- Shops belong to a later folder, so shop_id has no foreign key here.
CREATE TABLE people_membership (
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    shop_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'staff')),
    since timestamptz NOT NULL,
    PRIMARY KEY (account_id, shop_id)
);
CREATE INDEX people_membership_shop ON people_membership (shop_id);

-- A creator's id is the account's. followers is kept by the statements that follow and unfollow.
CREATE TABLE people_creator (
    account_id uuid PRIMARY KEY REFERENCES people_account (id) ON DELETE CASCADE,
    handle text NOT NULL UNIQUE CHECK (handle ~ '^[a-z0-9_.]{2,30}$'),
    bio text NOT NULL CHECK (length(bio) <= 500),
    avatar_key text,
    followers integer NOT NULL DEFAULT 0 CHECK (followers >= 0),
    since timestamptz NOT NULL
);

CREATE TABLE people_follow (
    follower_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    creator_id uuid NOT NULL REFERENCES people_creator (account_id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    PRIMARY KEY (follower_id, creator_id),
    CHECK (follower_id <> creator_id)
);
CREATE INDEX people_follow_creator ON people_follow (creator_id);
