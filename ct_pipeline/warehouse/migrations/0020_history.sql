-- Files of archives that were read, or are being read: where to go on, and by which rules.
CREATE TABLE news.history_files (
    file VARCHAR NOT NULL,              -- its address, without secrets
    head_hash VARCHAR NOT NULL,         -- of its first bytes: another file of that name begins anew
    file_bytes BIGINT NOT NULL,
    keeps_all BOOLEAN NOT NULL,         -- articles of grade 0 are stored too
    extractor_version VARCHAR NOT NULL,
    ruleset_version VARCHAR NOT NULL,
    next_offset BIGINT NOT NULL,        -- of the first record that is not read yet
    begun_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ             -- null while it is being read
);

-- What became of a file's records. Several rows of one key add up.
CREATE TABLE news.history_outcomes (
    file VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,           -- stored, counted, not_an_article, blocked, quarantined,
    reason VARCHAR,                     -- passed_over
    record_count BIGINT NOT NULL,
    first_offset BIGINT NOT NULL        -- where the first of them stands in the file
);

-- What the captures of a file were, by host and day, articles of grade 0 included. Several rows of
-- one key add up.
CREATE TABLE news.history_counts (
    file VARCHAR NOT NULL,
    host VARCHAR NOT NULL,              -- without port and `www.`
    day DATE NOT NULL,                  -- of publication, else of the capture; UTC
    language VARCHAR,                   -- null where doubtful, and without an article
    outcome VARCHAR NOT NULL,
    relevance_grade INTEGER,            -- null without an article
    capture_count BIGINT NOT NULL
);
