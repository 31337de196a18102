-- sqlfluff:dialect:sqlite
-- The archive's index: which bodies lie where, how far files go, what is not yet recorded.
CREATE TABLE IF NOT EXISTS bodies (
    body_hash TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT,
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS bodies_by_file ON bodies (file);

CREATE TABLE IF NOT EXISTS files (file TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS unrecorded (
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    final_url TEXT,
    fetched_at TEXT NOT NULL,
    elapsed_ms INTEGER NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    body_hash TEXT NOT NULL,
    body_bytes INTEGER NOT NULL
);
