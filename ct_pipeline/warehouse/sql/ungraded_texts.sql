-- Texts in force without a verdict of $version, staged or not: those without any verdict first,
-- newest first.
CREATE OR REPLACE TEMP TABLE ungraded_texts AS
SELECT
    texts.article_id,
    coalesce(graded.is_stale, false) AS is_stale
FROM news.articles
INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
LEFT JOIN (
    SELECT
        text_id,
        true AS is_stale,
        bool_or(ruleset_version = $version) AS is_current
    FROM (
        SELECT text_id, ruleset_version FROM news.verdicts
        UNION ALL
        SELECT text_id, ruleset_version FROM news.staged_verdicts
    )
    GROUP BY text_id
) AS graded ON texts.text_id = graded.text_id
WHERE NOT coalesce(graded.is_current, false)
ORDER BY
    is_stale,
    coalesce(texts.published_to, articles.first_seen_at) DESC,
    texts.text_id
LIMIT $limit
