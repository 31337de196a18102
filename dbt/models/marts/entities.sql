SELECT
    entity_id,
    name,
    kind
FROM {{ ref('stg_news__entities') }}
