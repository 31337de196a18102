SELECT
    source_id,
    name,
    feed_url,
    homepage,
    language,
    country,
    category,
    enabled AND is_listed AS enabled
FROM {{ ref('stg_news__sources') }}
