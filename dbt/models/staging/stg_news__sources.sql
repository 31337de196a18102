SELECT
    source_id,
    {{ masked('name') }} AS name,
    {{ masked('feed_url') }} AS feed_url,
    {{ masked('homepage') }} AS homepage,
    language,
    country,
    category,
    enabled,
    is_listed
FROM {{ source('news', 'sources') }}
