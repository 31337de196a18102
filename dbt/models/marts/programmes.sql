SELECT
    programme_id,
    name,
    names,
    last_event_id,
    next_event_id,
    open_commitment_count,
    overdue_commitment_count,
    article_count,
    last_seen_at
FROM {{ ref('stg_news__programmes') }}
