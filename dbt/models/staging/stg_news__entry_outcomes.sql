SELECT
    entry_id,
    source_id,
    url,
    first_seen_at,
    outcome,
    reason,
    article_id
FROM {{ source('news', 'entry_outcomes') }}
