SELECT
    old_id,
    current_id,
    since_at
FROM {{ source('news', 'story_aliases') }}
