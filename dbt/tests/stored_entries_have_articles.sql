{{ config(meta={'dagster': {'ref': {'name': 'entry_outcomes'}}}) }}

-- An entry is stored exactly when an article came of it, and each article came of one; those of
-- history may have come of none.
WITH stored AS (
    SELECT
        entry_id,
        article_id
    FROM {{ ref('entry_outcomes') }}
    WHERE outcome = 'stored' AND {{ touched('articles', ['article_id']) }}
),

touched AS (
    SELECT
        article_id,
        origin
    FROM {{ ref('articles') }}
    WHERE {{ touched('articles', ['article_id']) }}
)

SELECT
    coalesce(stored.article_id, touched.article_id) AS article_id,
    count(stored.entry_id) AS stored_entry_count
FROM touched
FULL JOIN stored ON touched.article_id = stored.article_id
GROUP BY ALL
HAVING
    count(stored.entry_id) > 1
    OR (count(stored.entry_id) = 0 AND any_value(touched.origin) <> 'history')
    OR count(touched.article_id) = 0
