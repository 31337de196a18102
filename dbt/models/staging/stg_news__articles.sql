SELECT
    article_id,
    origin,
    source_id,
    {{ masked('url') }} AS url,
    seed_file,
    first_seen_at,
    current_text_id,
    withdrawn_at
FROM {{ source('news', 'articles') }}
