-- Texts in force without a verdict of $version: those without any verdict first, newest first.
SELECT
    texts.text_id,
    texts.article_id,
    texts.title,
    texts.body,
    texts.language,
    coalesce(graded.is_stale, false) AS is_stale
FROM news.current_texts AS texts
LEFT JOIN (
    SELECT
        text_id,
        true AS is_stale,
        bool_or(ruleset_version = $version) AS is_current
    FROM news.verdicts
    GROUP BY text_id
) AS graded ON texts.text_id = graded.text_id
WHERE NOT coalesce(graded.is_current, false)
ORDER BY
    is_stale,
    coalesce(texts.published_to, texts.first_seen_at) DESC,
    texts.text_id
LIMIT $limit;
