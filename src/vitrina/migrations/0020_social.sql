-- Likes, saves, comments, shares, and the counts that every video carries.

-- kept by the statements that change what they count; comments counts what everybody may read, replies included.
CREATE TABLE social_count (
    video_id uuid PRIMARY KEY REFERENCES video_clip (id),
    likes integer NOT NULL DEFAULT 0 CHECK (likes >= 0),
    saves integer NOT NULL DEFAULT 0 CHECK (saves >= 0),
    comments integer NOT NULL DEFAULT 0 CHECK (comments >= 0),
    comments_off boolean NOT NULL DEFAULT false
);

CREATE TABLE social_mark (
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('like', 'save')),
    video_id uuid NOT NULL REFERENCES video_clip (id),
    at timestamptz NOT NULL,
    PRIMARY KEY (account_id, kind, video_id)
);
CREATE INDEX social_mark_newest ON social_mark (account_id, kind, at DESC, video_id DESC);

-- held: it has one of the creator's words and waits for them; hidden: taken down by moderation; deleted: by a person.
-- A reply hangs on a comment without parent, never on a reply.
CREATE TABLE social_comment (
    id uuid PRIMARY KEY,
    video_id uuid NOT NULL REFERENCES video_clip (id),
    creator_id uuid NOT NULL REFERENCES people_account (id),
    author_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    parent_id uuid REFERENCES social_comment (id) ON DELETE CASCADE,
    text text NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
    state text NOT NULL CHECK (state IN ('shown', 'held', 'hidden', 'deleted')),
    is_pinned boolean NOT NULL DEFAULT false,
    likes integer NOT NULL DEFAULT 0 CHECK (likes >= 0),
    replies integer NOT NULL DEFAULT 0 CHECK (replies >= 0),
    at timestamptz NOT NULL,
    CHECK (NOT is_pinned OR (parent_id IS NULL AND state = 'shown'))
);
CREATE INDEX social_comment_top ON social_comment (video_id, is_pinned DESC, likes DESC, id DESC)
    WHERE parent_id IS NULL AND state = 'shown';
CREATE INDEX social_comment_newest ON social_comment (video_id, id DESC) WHERE parent_id IS NULL AND state = 'shown';
CREATE INDEX social_comment_reply ON social_comment (parent_id, id) WHERE parent_id IS NOT NULL;
CREATE INDEX social_comment_held ON social_comment (creator_id, id DESC) WHERE state = 'held';
CREATE INDEX social_comment_author ON social_comment (author_id);
CREATE UNIQUE INDEX social_comment_pinned ON social_comment (video_id) WHERE is_pinned;

CREATE TABLE social_comment_like (
    comment_id uuid NOT NULL REFERENCES social_comment (id) ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    PRIMARY KEY (comment_id, account_id)
);
CREATE INDEX social_comment_like_account ON social_comment_like (account_id);

-- The words a creator wants to see first: comments with one of them wait.
CREATE TABLE social_words (
    creator_id uuid PRIMARY KEY REFERENCES people_creator (account_id) ON DELETE CASCADE,
    words text[] NOT NULL,
    at timestamptz NOT NULL
);

-- One code for what somebody shares, however often they do; sharer_id NULL: guests.
CREATE TABLE social_share (
    code text PRIMARY KEY CHECK (code ~ '^[A-Za-z0-9]{8}$'),
    kind text NOT NULL CHECK (kind IN ('video', 'product', 'shop', 'creator')),
    subject_id uuid NOT NULL,
    sharer_id uuid REFERENCES people_account (id) ON DELETE CASCADE,
    path text NOT NULL,
    opens integer NOT NULL DEFAULT 0 CHECK (opens >= 0),
    at timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (sharer_id, kind, subject_id)
);
