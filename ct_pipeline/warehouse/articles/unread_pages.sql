-- Archived pages that this extractor has not read: new ones first, newest first; then those whose
-- article, or whose refusal, is the work of another extractor version.
WITH pages AS (
    SELECT *
    FROM news.fetches
    WHERE
        kind = 'page' AND result = 'ok' AND archive_file IS NOT NULL
        AND fetch_id NOT IN (SELECT raw_id FROM given_texts)
),

read_now AS (
    SELECT raw_id FROM news.extractions WHERE extractor_version = $version
),

new AS (
    SELECT
        pages.article_id,
        pages.fetch_id,
        pages.fetched_at,
        0 AS turn
    FROM pages
    SEMI JOIN news.entry_outcomes USING (article_id)
    WHERE pages.fetch_id NOT IN (SELECT raw_id FROM news.extractions)
    ORDER BY pages.fetched_at DESC
    LIMIT $limit
),

stale AS (
    SELECT
        articles.article_id,
        pages.fetch_id,
        pages.fetched_at
    FROM news.articles
    INNER JOIN news.article_texts ON articles.current_text_id = article_texts.text_id
    INNER JOIN pages ON article_texts.fetch_id = pages.fetch_id
    WHERE
        article_texts.extractor_version <> $version
        AND pages.fetch_id NOT IN (SELECT raw_id FROM read_now)
    UNION ALL
    SELECT
        pages.article_id,
        pages.fetch_id,
        pages.fetched_at
    FROM pages
    INNER JOIN news.entry_outcomes USING (article_id)
    WHERE
        entry_outcomes.outcome IN ('not_an_article', 'quarantined', 'blocked')
        AND pages.fetch_id IN (SELECT raw_id FROM news.extractions)
        AND pages.fetch_id NOT IN (SELECT raw_id FROM read_now)
    QUALIFY row_number() OVER (PARTITION BY pages.article_id ORDER BY pages.fetched_at DESC) = 1
),

wanted AS (
    SELECT * FROM new
    UNION ALL
    -- An edit can only be told from another way of reading when the old page is read anew first.
    SELECT
        stale.*,
        CASE WHEN stale.article_id IN (SELECT article_id FROM new) THEN 0 ELSE 1 END AS turn
    FROM stale
),

outcomes AS (
    SELECT *
    FROM news.entry_outcomes
    WHERE seed_file IS NULL AND article_id IS NOT NULL
    QUALIFY
        row_number() OVER (
            PARTITION BY article_id
            ORDER BY outcome = 'duplicate_url', first_seen_at, entry_id
        ) = 1
)

SELECT
    wanted.article_id,
    pages.fetch_id,
    pages.fetched_at,
    pages.content_type,
    pages.requested_url,
    pages.final_url,
    pages.archive_file,
    pages.archive_offset,
    outcomes.entry_id,
    outcomes.first_seen_at,
    outcomes.source_id
FROM wanted
INNER JOIN pages USING (fetch_id)
INNER JOIN outcomes ON wanted.article_id = outcomes.article_id
ORDER BY wanted.turn ASC, wanted.fetched_at DESC
LIMIT $limit * 2
