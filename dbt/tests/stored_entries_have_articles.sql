{{ config(meta={'dagster': {'ref': {'name': 'entry_outcomes'}}}) }}

-- An entry is stored exactly when an article came of it, and each article came of one.
SELECT
    coalesce(outcomes.article_id, articles.article_id) AS article_id,
    count(outcomes.entry_id) AS stored_entry_count
FROM {{ ref('articles') }} AS articles
FULL JOIN (SELECT * FROM {{ ref('entry_outcomes') }} WHERE outcome = 'stored') AS outcomes
    ON articles.article_id = outcomes.article_id
GROUP BY ALL
HAVING count(outcomes.entry_id) <> 1 OR count(articles.article_id) = 0
