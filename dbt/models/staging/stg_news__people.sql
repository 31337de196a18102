SELECT
    person_id,
    name,
    names,
    roles,
    article_count,
    first_seen_at
FROM {{ source('news', 'people') }}
