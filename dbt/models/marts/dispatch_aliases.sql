SELECT
    old_id,
    current_id,
    since_at
FROM {{ ref('stg_news__dispatch_aliases') }}
