-- What people are told. A row is written in the transaction of its cause; the mail leaves after commit, by a reaction.

CREATE TABLE notice_message (
    id uuid PRIMARY KEY,
    once text NOT NULL UNIQUE,  -- the cause: what is told twice is sent once
    account_id uuid REFERENCES people_account (id) ON DELETE CASCADE,
    address text,               -- of a guest; an account is written to at the address it has when the mail leaves
    language text CHECK (language IN ('en', 'es')),
    kind text NOT NULL,
    told jsonb NOT NULL,
    at timestamptz NOT NULL,
    sent_at timestamptz,
    failed_why text,
    CHECK (account_id IS NOT NULL OR (address IS NOT NULL AND language IS NOT NULL))
);
CREATE INDEX notice_message_account ON notice_message (account_id, at DESC) WHERE account_id IS NOT NULL;
