SELECT
    dispatch_id,
    kind,
    key AS anchor_key,
    field,
    char_start,
    char_end,
    sentence_start,
    sentence_end
FROM {{ source('news', 'story_anchors') }}
