{{ config(meta={'dagster': {'ref': {'name': 'dispatches'}}}) }}

-- Exactly one member stands for its dispatch, and it is the one that the dispatch names.
SELECT
    dispatches.dispatch_id,
    count(articles.article_id) AS canonical_count
FROM {{ ref('dispatches') }} AS dispatches
LEFT JOIN {{ ref('articles') }} AS articles
    ON
        dispatches.dispatch_id = articles.dispatch_id
        AND dispatches.canonical_article_id = articles.article_id
        AND articles.is_canonical
WHERE {{ touched('dispatches', ['dispatches.dispatch_id']) }}
GROUP BY dispatches.dispatch_id
HAVING count(articles.article_id) <> 1
