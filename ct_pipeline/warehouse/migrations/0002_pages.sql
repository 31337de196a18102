-- Every response that was kept, append-only; the bytes lie in the WARC archive.
CREATE TABLE news.fetches (
    fetch_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,          -- feed, page
    article_id VARCHAR,             -- pages only
    requested_url VARCHAR NOT NULL,
    final_url VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    http_status INTEGER,
    content_type VARCHAR,
    result VARCHAR NOT NULL,        -- ok, unchanged, or the kind of failure
    detail VARCHAR,
    body_bytes BIGINT,
    elapsed_ms INTEGER,
    body_hash VARCHAR,
    archive_file VARCHAR,
    archive_offset BIGINT
);
