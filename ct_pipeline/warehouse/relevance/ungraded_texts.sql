-- Texts without a verdict of $version, staged or not: those in force, and of an edited article also
-- the text before, so that alerting can tell what the edit did from what other rules do. What has a
-- verdict of other rules may wait; newest first.
CREATE OR REPLACE TEMP TABLE ungraded_texts AS
WITH published AS (
    -- The newest counts: rules that are put back into force have verdicts of their own from before.
    SELECT
        text_id,
        arg_max(ruleset_version, graded_at) = $version AS is_current
    FROM news.verdicts
    GROUP BY text_id
),

graded AS MATERIALIZED (
    SELECT
        text_id,
        published.is_current OR text_id IN (
            SELECT staged.text_id FROM news.staged_verdicts AS staged
            WHERE staged.ruleset_version = $version
        ) AS is_current
    FROM published
),

in_force AS MATERIALIZED (
    SELECT
        texts.article_id,
        texts.text_id,
        graded.text_id IS NOT NULL AS is_stale,
        coalesce(texts.published_to, articles.first_seen_at) AS dated_at
    FROM news.articles
    INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
    LEFT JOIN graded ON texts.text_id = graded.text_id
    WHERE NOT coalesce(graded.is_current, FALSE)
),

before_edits AS (
    SELECT
        texts.text_id,
        graded.is_current,
        in_force.dated_at
    FROM in_force
    INNER JOIN news.article_texts AS texts USING (article_id)
    INNER JOIN graded ON texts.text_id = graded.text_id
    WHERE NOT in_force.is_stale
    QUALIFY row_number() OVER (
        PARTITION BY article_id ORDER BY texts.revision DESC, texts.extracted_at DESC
    ) = 1
)

-- A text before an edit goes before the edited one: once that is graded, it is not listed any more.
SELECT
    text_id,
    is_stale
FROM (
    SELECT
        text_id,
        is_stale,
        dated_at,
        CASE WHEN is_stale THEN 2 ELSE 1 END AS turn
    FROM in_force
    UNION ALL
    SELECT
        text_id,
        TRUE,
        dated_at,
        0
    FROM before_edits WHERE NOT is_current
)
ORDER BY turn ASC, dated_at DESC, text_id ASC
LIMIT $limit
