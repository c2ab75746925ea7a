-- Short vertical videos, their files, and what is shown on them when.

-- Every change of what may be watched takes a number, so that a process can ask cheaply whether its copy is still right.
CREATE SEQUENCE video_change;

-- work_until: somebody works on it until then; past it, the work died and is cleaned up. folder: where the files of this
-- try lie, a new one for each try, so that nothing half made is ever taken for whole.
CREATE TABLE video_clip (
    id uuid PRIMARY KEY,
    creator_id uuid NOT NULL REFERENCES people_account (id),
    source_sha256 bytea NOT NULL CHECK (length(source_sha256) = 32),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 150),
    language text NOT NULL CHECK (language IN ('en', 'es')),
    state text NOT NULL CHECK (state IN ('uploaded', 'processing', 'ready', 'refused', 'removed')),
    folder text NOT NULL UNIQUE,
    work_until timestamptz,
    refusal text,
    duration_ms integer CHECK (duration_ms > 0),
    width integer CHECK (width > 0),
    height integer CHECK (height > 0),
    hls_key text,
    mp4_keys text[] NOT NULL DEFAULT '{}',
    poster_key text,
    preview_key text,
    made_at timestamptz NOT NULL,
    changed bigint NOT NULL DEFAULT nextval('video_change'),
    UNIQUE (creator_id, source_sha256),
    CHECK ((state = 'processing') = (work_until IS NOT NULL)),
    CHECK ((state = 'refused') = (refusal IS NOT NULL)),
    CHECK (state <> 'ready' OR (duration_ms IS NOT NULL AND width IS NOT NULL AND height IS NOT NULL
        AND hls_key IS NOT NULL AND cardinality(mp4_keys) > 0 AND poster_key IS NOT NULL AND preview_key IS NOT NULL))
);
CREATE INDEX video_clip_newest ON video_clip (id DESC) INCLUDE (language) WHERE state = 'ready';
CREATE INDEX video_clip_creator ON video_clip (creator_id, id DESC) WHERE state = 'ready';
CREATE INDEX video_clip_changed ON video_clip (changed DESC);
CREATE INDEX video_clip_working ON video_clip (work_until) WHERE state = 'processing';

-- Both null: shown all the time.
CREATE TABLE video_tag (
    link_id uuid PRIMARY KEY REFERENCES affiliate_link (id),
    video_id uuid NOT NULL REFERENCES video_clip (id),
    start_ms integer,
    end_ms integer,
    CHECK ((start_ms IS NULL) = (end_ms IS NULL)),
    CHECK (start_ms >= 0 AND start_ms < end_ms)
);
CREATE INDEX video_tag_video ON video_tag (video_id);

-- Folders of tries that failed or died: their files are deleted, then the row.
CREATE TABLE video_discard (
    folder text PRIMARY KEY,
    at timestamptz NOT NULL
);
