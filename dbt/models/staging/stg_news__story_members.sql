SELECT
    dispatch_id,
    story_id
FROM {{ source('news', 'story_members') }}
