-- What was watched, by day, and what a viewer need not see again.

-- link_id: the tag that was seen or tapped; all zeros on the row of the video itself. Only sums: nobody's history.
CREATE TABLE feed_day (
    video_id uuid NOT NULL REFERENCES video_clip (id),
    day date NOT NULL,
    link_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    views integer NOT NULL DEFAULT 0,
    watch_ms bigint NOT NULL DEFAULT 0,
    completed integer NOT NULL DEFAULT 0,
    chips integer NOT NULL DEFAULT 0,
    taps integer NOT NULL DEFAULT 0,
    opened integer NOT NULL DEFAULT 0,
    shared integer NOT NULL DEFAULT 0,
    PRIMARY KEY (video_id, day, link_id)
);

-- An account or a guest: the last videos they saw, newest first, forgotten after a day.
CREATE TABLE feed_seen (
    viewer_id uuid PRIMARY KEY,
    video_ids uuid[] NOT NULL CHECK (cardinality(video_ids) <= 50),
    at timestamptz NOT NULL
);
CREATE INDEX feed_seen_at ON feed_seen (at);

-- "Not interested": a video, or everything of a creator.
CREATE TABLE feed_hidden (
    viewer_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('video', 'creator')),
    at timestamptz NOT NULL,
    PRIMARY KEY (viewer_id, subject_id)
);
