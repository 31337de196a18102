SELECT
    entity_id,
    name,
    kind,
    wikidata_id,
    country
FROM {{ ref('stg_news__entities') }}
