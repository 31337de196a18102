SELECT
    entity_id,
    name,
    kind
FROM {{ source('news', 'entities') }}
