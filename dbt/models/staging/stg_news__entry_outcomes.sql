SELECT
    entry_id,
    source_id,
    {{ masked('url') }} AS url,
    first_seen_at,
    outcome,
    {{ masked('reason') }} AS reason,
    article_id
FROM {{ source('news', 'entry_outcomes') }}
