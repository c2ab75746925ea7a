-- From the phone to the feed: files that come in parts, drafts, dates of publication, cuts, captions, sponsors.

-- A file on its way: how much of it lies in the installation's folder. Whose it is, and what becomes of it, others know.
CREATE TABLE platform_upload (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    received_bytes bigint NOT NULL DEFAULT 0 CHECK (received_bytes BETWEEN 0 AND size_bytes),
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX platform_upload_owner ON platform_upload (owner_id);
CREATE INDEX platform_upload_expires ON platform_upload (expires_at);

-- state: how far the making is. stage: whom it is for. Only a ready and published one may be watched by everybody.
-- uncut_key: the best rung of the whole film, kept while its creator may still move the cut.
ALTER TABLE video_clip
    ADD COLUMN stage text NOT NULL DEFAULT 'published' CHECK (stage IN ('draft', 'scheduled', 'published')),
    ADD COLUMN publish_at timestamptz,
    ADD COLUMN published_at timestamptz,
    ADD COLUMN sponsor text CHECK (length(sponsor) BETWEEN 1 AND 60),
    ADD COLUMN progress_pct smallint NOT NULL DEFAULT 0 CHECK (progress_pct BETWEEN 0 AND 100),
    ADD COLUMN refusal_fields jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN warnings text[] NOT NULL DEFAULT '{}',
    ADD COLUMN tries smallint NOT NULL DEFAULT 0,
    ADD COLUMN file_sha256 bytea,
    ADD COLUMN trim_start_ms integer,
    ADD COLUMN trim_end_ms integer,
    ADD COLUMN uncut_key text,
    ADD COLUMN uncut_ms integer,
    ADD CONSTRAINT video_clip_scheduled CHECK ((stage = 'scheduled') = (publish_at IS NOT NULL)),
    ADD CONSTRAINT video_clip_cut CHECK ((trim_start_ms IS NULL) = (trim_end_ms IS NULL) AND trim_start_ms < trim_end_ms),
    ADD CONSTRAINT video_clip_uncut CHECK ((uncut_key IS NULL) = (uncut_ms IS NULL)),
    DROP CONSTRAINT video_clip_state_check,
    ADD CONSTRAINT video_clip_state_check
        CHECK (state IN ('uploading', 'uploaded', 'processing', 'ready', 'refused', 'removed'));

DROP INDEX video_clip_newest;
DROP INDEX video_clip_creator;
CREATE INDEX video_clip_newest ON video_clip (id DESC) INCLUDE (language) WHERE state = 'ready' AND stage = 'published';
CREATE INDEX video_clip_creator ON video_clip (creator_id, id DESC);
CREATE INDEX video_clip_scheduled ON video_clip (publish_at) WHERE stage = 'scheduled';
CREATE INDEX video_clip_waiting ON video_clip (id) WHERE state = 'uploaded';
CREATE INDEX video_clip_file ON video_clip (creator_id, file_sha256) WHERE file_sha256 IS NOT NULL;

-- key: our own writing of the captions; nothing of the file that came is passed on.
CREATE TABLE video_caption (
    video_id uuid NOT NULL REFERENCES video_clip (id) ON DELETE CASCADE,
    language text NOT NULL CHECK (language IN ('en', 'es')),
    key text NOT NULL,
    PRIMARY KEY (video_id, language)
);
