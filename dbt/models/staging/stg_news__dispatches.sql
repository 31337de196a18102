SELECT
    dispatch_id,
    canonical_article_id,
    first_seen_at
FROM {{ source('news', 'dispatches') }}
