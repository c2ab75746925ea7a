-- The centre in the app, mails that wait for their time, phones that are pushed to, and what each person wants to hear.

-- A kind that nothing tells any more.
DELETE FROM notice_message WHERE kind = 'commission';

-- planned_at: when its ways were chosen, once. mail_at: when its mail may leave, none without; later than planned_at: by a duty.
ALTER TABLE notice_message
    ADD COLUMN category text NOT NULL DEFAULT 'orders',
    ADD COLUMN read_at timestamptz,
    ADD COLUMN planned_at timestamptz,
    ADD COLUMN mail_at timestamptz;
UPDATE notice_message SET planned_at = sent_at, mail_at = sent_at, read_at = sent_at WHERE sent_at IS NOT NULL;
DROP INDEX notice_message_account;
CREATE INDEX notice_message_account ON notice_message (account_id, at DESC, id DESC) WHERE account_id IS NOT NULL;
CREATE INDEX notice_message_unread ON notice_message (account_id) WHERE account_id IS NOT NULL AND read_at IS NULL;
CREATE INDEX notice_message_later ON notice_message (mail_at)
    WHERE mail_at > planned_at AND sent_at IS NULL AND failed_why IS NULL;
CREATE INDEX notice_message_at ON notice_message USING brin (at);

-- choices: {"mail.social": false}, only where a person chose; quiet hours in minutes of the day in the person's zone.
CREATE TABLE notice_preference (
    account_id uuid PRIMARY KEY REFERENCES people_account (id) ON DELETE CASCADE,
    choices jsonb NOT NULL,
    quiet_from_min smallint CHECK (quiet_from_min BETWEEN 0 AND 1439),
    quiet_until_min smallint CHECK (quiet_until_min BETWEEN 0 AND 1439),
    zone text NOT NULL,
    CHECK ((quiet_from_min IS NULL) = (quiet_until_min IS NULL))
);

-- A browser that may be pushed to (RFC 8030); whoever is logged in there has it.
CREATE TABLE notice_phone (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    endpoint text NOT NULL UNIQUE,
    public_key bytea NOT NULL,
    auth_secret bytea NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX notice_phone_account ON notice_phone (account_id, at);

-- Pushes that still have to leave; due_at is moved ahead while one is under way. count_sent: of a thing that grew, what was said.
CREATE TABLE notice_push (
    message_id uuid NOT NULL REFERENCES notice_message (id) ON DELETE CASCADE,
    phone_id uuid NOT NULL REFERENCES notice_phone (id) ON DELETE CASCADE,
    due_at timestamptz NOT NULL,
    tries smallint NOT NULL DEFAULT 0,
    count_sent integer,
    PRIMARY KEY (message_id, phone_id)
);
CREATE INDEX notice_push_due ON notice_push (due_at);
CREATE INDEX notice_push_phone ON notice_push (phone_id);
