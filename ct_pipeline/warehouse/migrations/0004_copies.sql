-- Sketches for finding candidates: fraction sketches by four-day window of publication, landmarks
-- over all times. No index: a hash join is faster at every size, and old windows are skipped.
CREATE TABLE news.text_sketches (
    window_number INTEGER NOT NULL,     -- days since 1970-01-01 divided by four
    shingle_hash UBIGINT NOT NULL,
    article_key UBIGINT NOT NULL
);

CREATE TABLE news.text_landmarks (
    window_number INTEGER NOT NULL,     -- always 0: one window for all times
    shingle_hash UBIGINT NOT NULL,
    article_key UBIGINT NOT NULL
);

-- One row per article: the text that its sketches and edges are made of.
CREATE TABLE news.text_signatures (
    article_key UBIGINT NOT NULL,       -- hash of article_id, the sketches' short name for it
    article_id VARCHAR NOT NULL,
    text_id VARCHAR NOT NULL,
    algorithm_version VARCHAR NOT NULL,
    body_hash VARCHAR NOT NULL,         -- of the normalised text
    word_count INTEGER NOT NULL,        -- of the normalised text
    shingle_count INTEGER NOT NULL,
    sketch_count INTEGER NOT NULL,
    day_from DATE,                      -- the published interval; null where unknown
    day_to DATE
);

CREATE TABLE news.copy_edges (
    article_id_a VARCHAR NOT NULL,
    article_id_b VARCHAR NOT NULL,
    pair_relation VARCHAR NOT NULL,     -- what the two texts alone say
    relation VARCHAR NOT NULL,          -- the same, but roundup where one of them is one
    score DOUBLE NOT NULL,
    containment_ab DOUBLE NOT NULL,     -- share of a's shingles that b holds
    containment_ba DOUBLE NOT NULL,
    side_a DOUBLE NOT NULL,             -- share of a that b holds, by shingles or aligned words
    side_b DOUBLE NOT NULL,
    shared_passage VARCHAR NOT NULL,
    spans_a INTEGER[] NOT NULL,         -- word ranges of a that b holds: start, end, start, end, …
    spans_b INTEGER[] NOT NULL,
    algorithm_version VARCHAR NOT NULL
);

-- Articles whose edges, text or people's links changed since the dispatches were last made.
CREATE TABLE news.regroup_queue (
    article_id VARCHAR NOT NULL
);

-- People's links that the dispatches in force obey.
CREATE TABLE news.applied_links (
    article_id_a VARCHAR NOT NULL,
    article_id_b VARCHAR NOT NULL,
    kind VARCHAR NOT NULL               -- must_link, cannot_link
);

CREATE TABLE news.dispatches (
    dispatch_id VARCHAR NOT NULL,
    canonical_article_id VARCHAR NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL, -- the earliest of its articles
    named_at TIMESTAMPTZ NOT NULL,      -- when the id was first given: the oldest survives a merge
    article_count INTEGER NOT NULL,
    publisher_count INTEGER NOT NULL,   -- distinct outlets that carry it
    agency_credits VARCHAR[] NOT NULL,  -- of all members
    origins VARCHAR[] NOT NULL,         -- credited agencies, else the canonical's publisher
    independent_source_count INTEGER NOT NULL  -- how many origins; of a story: the distinct ones
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
    since_at TIMESTAMPTZ NOT NULL,
    named_at TIMESTAMPTZ NOT NULL       -- when old_id was first given; kept for its return
);

-- Append-only: every published article that later moved to another dispatch.
CREATE TABLE news.dispatch_changes (
    changed_at TIMESTAMPTZ NOT NULL,
    algorithm_version VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    old_dispatch_id VARCHAR NOT NULL,
    new_dispatch_id VARCHAR NOT NULL
);
