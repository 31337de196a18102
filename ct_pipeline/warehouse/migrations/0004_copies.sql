-- Sketches for finding candidates; append-only, no index (a hash join is faster at every size).
CREATE TABLE news.text_sketches (
    text_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    shingle_hash UBIGINT NOT NULL,
    day_from DATE,                      -- the published interval; null where unknown
    day_to DATE
);

CREATE TABLE news.text_signatures (
    text_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    algorithm_version VARCHAR NOT NULL,
    body_hash VARCHAR NOT NULL,         -- of the normalised text
    shingle_count INTEGER NOT NULL,
    token_count INTEGER NOT NULL
);

CREATE TABLE news.copy_edges (
    article_id_a VARCHAR NOT NULL,
    article_id_b VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    containment_ab DOUBLE NOT NULL,
    containment_ba DOUBLE NOT NULL,
    shared_passage VARCHAR,
    algorithm_version VARCHAR NOT NULL
);

CREATE TABLE news.dispatches (
    dispatch_id VARCHAR NOT NULL,
    canonical_article_id VARCHAR NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE news.dispatch_members (
    article_id VARCHAR NOT NULL,
    dispatch_id VARCHAR NOT NULL,
    copy_relation VARCHAR NOT NULL,
    is_canonical BOOLEAN NOT NULL,
    algorithm_version VARCHAR NOT NULL
);

CREATE TABLE news.dispatch_aliases (
    old_id VARCHAR NOT NULL,
    current_id VARCHAR NOT NULL,
    since_at TIMESTAMPTZ NOT NULL
);
