{{ config(meta={'dagster': {'ref': {'name': 'entry_outcomes'}}}) }}

-- An entry is stored exactly when an article came of it, and each article came of one.
WITH stored AS (
    SELECT
        entry_id,
        article_id
    FROM {{ ref('entry_outcomes') }}
    WHERE outcome = 'stored'
)

SELECT
    coalesce(stored.article_id, articles.article_id) AS article_id,
    count(stored.entry_id) AS stored_entry_count
FROM {{ ref('articles') }} AS articles
FULL JOIN stored ON articles.article_id = stored.article_id
GROUP BY ALL
HAVING count(stored.entry_id) <> 1 OR count(articles.article_id) = 0
