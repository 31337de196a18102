SELECT
    source_id,
    name,
    feed_url,
    homepage,
    language,
    country,
    category,
    enabled,
    is_listed
FROM {{ source('news', 'sources') }}
