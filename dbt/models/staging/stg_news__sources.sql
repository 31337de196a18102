SELECT
    source_id,
    name,
    coalesce(shown_url, feed_url) AS feed_url,
    homepage,
    language,
    country,
    category,
    enabled,
    is_listed
FROM {{ source('news', 'sources') }}
