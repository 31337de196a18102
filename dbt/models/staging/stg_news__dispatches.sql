SELECT
    dispatch_id,
    canonical_article_id,
    first_seen_at,
    origins,
    independent_source_count
FROM {{ source('news', 'dispatches') }}
