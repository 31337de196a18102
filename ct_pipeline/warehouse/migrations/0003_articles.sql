-- What an article is; narrow, so that updating it stays cheap.
CREATE TABLE news.articles (
    article_id VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,            -- seed, feed
    source_id VARCHAR,
    entry_id VARCHAR NOT NULL,          -- the entry or seed that brought it
    url VARCHAR,                        -- canonical; null for seeds
    seed_file VARCHAR,
    first_seen_at TIMESTAMPTZ NOT NULL,
    current_text_id VARCHAR NOT NULL,
    next_fetch_at TIMESTAMPTZ,          -- when the page is looked at again for edits
    withdrawn_at TIMESTAMPTZ
);

-- What an article says; append-only, one row per revision and extractor version.
CREATE TABLE news.article_texts (
    text_id VARCHAR NOT NULL,           -- hash of article, revision, raw text and extractor version
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,          -- 1 = first seen
    extractor_version VARCHAR NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,       -- when this revision was first seen
    extracted_at TIMESTAMPTZ NOT NULL,  -- of several rows of one revision the last one counts
    raw_id VARCHAR NOT NULL,            -- the extraction's raw text
    fetch_id VARCHAR,                   -- the archived response; null for seeds and feed texts
    title VARCHAR,
    title_method VARCHAR,
    author VARCHAR,
    publisher VARCHAR,
    agency_credits VARCHAR[] NOT NULL,
    dateline_place VARCHAR,
    language VARCHAR,
    language_confidence DOUBLE,
    published_from TIMESTAMPTZ,
    published_to TIMESTAMPTZ,
    published_precision VARCHAR NOT NULL,
    published_evidence VARCHAR,
    body VARCHAR NOT NULL,
    body_method VARCHAR NOT NULL,       -- which witness gave the body
    word_count INTEGER NOT NULL,
    body_hash VARCHAR NOT NULL,
    change_summary VARCHAR,
    field_evidence VARCHAR[] NOT NULL   -- "field: where from", and what was taken off the body
);

-- Every attempt to make an article of a raw text, append-only: an archived page, a seed file or
-- the text that a feed carries.
CREATE TABLE news.extractions (
    raw_id VARCHAR NOT NULL,            -- fetch_id, or seed: / feed: and a hash of the bytes
    article_id VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    extracted_at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL,           -- stored, duplicate_url, not_an_article, blocked, quarantined
    reason VARCHAR,
    text_id VARCHAR,                    -- null where no text came of it, or none that is new
    change_summary VARCHAR,             -- what a new extractor changed in the same raw text
    elapsed_ms INTEGER
);

-- Each article with the text in force.
CREATE VIEW news.current_texts AS
SELECT
    articles.origin,
    articles.source_id,
    articles.url,
    articles.seed_file,
    articles.first_seen_at,
    articles.withdrawn_at,
    article_texts.*
FROM news.articles
INNER JOIN news.article_texts ON articles.current_text_id = article_texts.text_id;

-- Each revision of each article, by the last extractor that read it.
CREATE VIEW news.article_revisions AS
SELECT *
FROM news.article_texts
QUALIFY row_number() OVER (PARTITION BY article_id, revision ORDER BY extracted_at DESC) = 1;
