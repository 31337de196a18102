SELECT
    text_id,
    article_id,
    entity_id,
    surface,
    field,
    char_start,
    char_end,
    sentence,
    ruleset_version
FROM {{ source('news', 'mentions') }}
