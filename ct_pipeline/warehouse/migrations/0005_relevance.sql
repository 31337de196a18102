CREATE TABLE news.entities (
    entity_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    ruleset_version VARCHAR NOT NULL
);

-- One row per recognised surface form of a text, of its newest verdict.
CREATE TABLE news.mentions (
    text_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    surface VARCHAR NOT NULL,
    field VARCHAR NOT NULL,             -- title, body
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    sentence VARCHAR NOT NULL,
    ruleset_version VARCHAR NOT NULL
);

-- Append-only: what the rules say of one text by itself; the dispatch's grade is its canonical's.
CREATE TABLE news.verdicts (
    text_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    ruleset_version VARCHAR NOT NULL,
    relevance_grade INTEGER NOT NULL,
    is_uncertain BOOLEAN NOT NULL,
    relevance_rule VARCHAR NOT NULL,
    relevance_evidence VARCHAR,
    topics VARCHAR[] NOT NULL,
    graded_at TIMESTAMPTZ NOT NULL
);

-- One row per dispatch: the grade in force, which alerts and marts read.
CREATE TABLE news.dispatch_grades (
    dispatch_id VARCHAR NOT NULL,
    relevance_grade INTEGER NOT NULL,
    is_uncertain BOOLEAN NOT NULL,
    relevance_rule VARCHAR NOT NULL,
    relevance_evidence VARCHAR,
    topics VARCHAR[] NOT NULL,
    ruleset_version VARCHAR NOT NULL
);
