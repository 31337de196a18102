-- Texts in force without a signature of this version. First those that are new or edited since that
-- version came, which the generation in force cannot compare, then what is one dispatch with them,
-- then the rest; newest first.
CREATE OR REPLACE TEMP TABLE stale_texts AS
WITH arrivals AS MATERIALIZED (
    SELECT article_id FROM news.text_signatures
    WHERE algorithm_version = $version
),

companions AS MATERIALIZED (
    SELECT DISTINCT members.article_id
    FROM news.dispatch_members AS members
    WHERE members.dispatch_id IN (
        SELECT of_arrivals.dispatch_id
        FROM news.dispatch_members AS of_arrivals
        SEMI JOIN arrivals USING (article_id)
    )
),

stale AS (
    SELECT
        article_id,
        current_text_id,
        CASE
            WHEN article_id IN (SELECT arrivals.article_id FROM arrivals) THEN 0
            WHEN article_id IN (SELECT companions.article_id FROM companions) THEN 1
            ELSE 2
        END AS turn
    FROM news.articles
    WHERE NOT EXISTS (
        SELECT 1 FROM text_signatures AS signatures
        WHERE
            signatures.text_id = articles.current_text_id
            AND signatures.article_id = articles.article_id
            AND signatures.algorithm_version = $version
    )
)

SELECT
    stale.article_id,
    texts.text_id,
    texts.rowid AS text_place,
    row_number() OVER (
        ORDER BY stale.turn ASC, texts.published_from DESC NULLS FIRST, texts.text_id ASC
    ) - 1 AS place
FROM stale
INNER JOIN news.article_texts AS texts ON stale.current_text_id = texts.text_id
