SELECT
    entity_id,
    name,
    kind,
    wikidata_id,
    country
FROM {{ source('news', 'entities') }}
