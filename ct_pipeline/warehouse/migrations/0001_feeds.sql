-- What is subscribed to, how each feed is doing, and every entry that was ever seen.
CREATE TABLE news.sources (
    source_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    feed_url VARCHAR NOT NULL,
    homepage VARCHAR,
    language VARCHAR,
    country VARCHAR,
    category VARCHAR,
    enabled BOOLEAN NOT NULL,
    is_listed BOOLEAN NOT NULL
);

-- What is remembered of each feed; validators are the server's words, verbatim.
CREATE TABLE news.feed_states (
    source_id VARCHAR PRIMARY KEY,
    address VARCHAR NOT NULL,               -- where it is now, after permanent redirects
    etag VARCHAR,
    last_modified VARCHAR,
    body_hash VARCHAR,
    item_hashes UBIGINT[],                  -- of the last body's items: they need not be read again
    state VARCHAR NOT NULL,                 -- as marts.feed_health shows it
    detail VARCHAR,
    failure_score DOUBLE NOT NULL,
    consecutive_failures INTEGER NOT NULL,
    unchanged_count INTEGER NOT NULL,       -- answers in a row that brought nothing new
    entry_count INTEGER NOT NULL,           -- entries in the last body that was read
    entries_per_day DOUBLE,
    update_seconds INTEGER,                 -- how long that body asks to be left alone
    first_polled_at TIMESTAMPTZ,
    last_polled_at TIMESTAMPTZ,
    last_success_at TIMESTAMPTZ,
    last_full_at TIMESTAMPTZ,               -- when a whole body last came, not a 304
    last_changed_at TIMESTAMPTZ,
    last_new_entry_at TIMESTAMPTZ,
    next_poll_at TIMESTAMPTZ,
    wait_until_at TIMESTAMPTZ,              -- set while it backs off or was told to wait
    distrusted_until_at TIMESTAMPTZ         -- its 304 was a lie: ask unconditionally until then
);

-- History, append-only: one row per poll.
CREATE TABLE news.polls (
    source_id VARCHAR NOT NULL,
    polled_at TIMESTAMPTZ NOT NULL,
    address VARCHAR NOT NULL,
    final_address VARCHAR,
    http_status INTEGER,
    result VARCHAR NOT NULL,
    detail VARCHAR,
    entry_count INTEGER,
    new_entry_count INTEGER,
    edited_entry_count INTEGER,
    body_bytes BIGINT,
    elapsed_ms INTEGER
);

-- Append-only: an entry as it was first seen, and again whenever the feed changed it (version 2, 3, …).
CREATE TABLE news.entries (
    entry_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    source_id VARCHAR NOT NULL,
    guid VARCHAR,
    url VARCHAR,
    canonical_url VARCHAR,
    title VARCHAR,
    author VARCHAR,
    publisher VARCHAR,
    language VARCHAR,
    published_at TIMESTAMPTZ,
    published_text VARCHAR,
    summary VARCHAR,
    content_html VARCHAR,
    content_hash VARCHAR NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL
);

-- One row per entry and per seed file; the row changes, its outcome is always exactly one.
-- `article_id` is what the link leads to as far as one can say before the page is read; whether
-- that article exists is for news.articles to say.
CREATE TABLE news.entry_outcomes (
    entry_id VARCHAR NOT NULL,
    source_id VARCHAR,
    url VARCHAR,
    canonical_url VARCHAR,
    seed_file VARCHAR,
    first_seen_at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL,
    reason VARCHAR,
    article_id VARCHAR,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ NOT NULL
);
