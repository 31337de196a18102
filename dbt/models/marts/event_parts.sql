SELECT
    event_part_id,
    event_id,
    name,
    person_id,
    entity_id,
    country,
    part,
    article_id,
    field,
    char_start,
    char_end,
    sentence,
    is_uncertain,
    ledger_version
FROM {{ ref('stg_news__event_parts') }}
