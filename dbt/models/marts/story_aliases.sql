SELECT
    old_id,
    current_id,
    since_at
FROM {{ ref('stg_news__story_aliases') }}
