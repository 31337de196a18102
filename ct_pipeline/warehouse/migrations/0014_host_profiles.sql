-- What articles of one host have in common, numbered: a text records the profile that read it, and
-- a newer profile never reads a text again by itself.
CREATE TABLE news.host_profiles (
    host VARCHAR NOT NULL,              -- host and port
    number INTEGER NOT NULL,            -- 1 for a host's first profile
    made_at TIMESTAMPTZ NOT NULL,
    article_count INTEGER NOT NULL,     -- how many texts it was learnt from
    profile VARCHAR NOT NULL            -- JSON: repeated lines, constant author, doubted dates
);

-- In this order: DuckDB 1.5 cannot commit a column after one with a default on a filled table.
ALTER TABLE news.article_texts
ADD COLUMN profile_number INTEGER; -- of the host's profile that it was read with; null: none

ALTER TABLE news.article_texts
ADD COLUMN is_teaser BOOLEAN DEFAULT false; -- only the visible part of a paid text

CREATE OR REPLACE VIEW news.current_texts AS
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

CREATE OR REPLACE VIEW news.article_revisions AS
SELECT *
FROM news.article_texts
QUALIFY row_number() OVER (PARTITION BY article_id, revision ORDER BY extracted_at DESC) = 1;
