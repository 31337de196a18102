SELECT
    dispatch_id,
    text_id,
    version
FROM {{ source('news', 'story_subjects') }}
