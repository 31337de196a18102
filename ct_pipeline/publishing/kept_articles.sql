-- The articles that the edition holds.
CREATE OR REPLACE TEMP TABLE kept_articles AS
SELECT
    article_id,
    dispatch_id,
    story_id
FROM built.marts.articles
WHERE
    relevance_grade >= 1
    OR getvariable('since') IS NULL
    OR first_seen_at >= getvariable('since');
