CREATE TABLE news.stories (
    story_id VARCHAR NOT NULL,
    canonical_article_id VARCHAR NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE news.story_members (
    dispatch_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL
);

CREATE TABLE news.story_edges (
    dispatch_id_a VARCHAR NOT NULL,
    dispatch_id_b VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,              -- update, same_event, translation
    score DOUBLE NOT NULL,
    anchors VARCHAR[] NOT NULL,
    sentence_a VARCHAR,
    sentence_b VARCHAR,
    algorithm_version VARCHAR NOT NULL
);

CREATE TABLE news.story_aliases (
    old_id VARCHAR NOT NULL,
    current_id VARCHAR NOT NULL,
    since_at TIMESTAMPTZ NOT NULL
);
