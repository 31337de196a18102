SELECT
    text_id,
    changes
FROM {{ source('news', 'text_changes') }}
