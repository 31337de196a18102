SELECT
    file,
    outcome,
    reason,
    record_count,
    first_offset
FROM {{ ref('stg_news__history_outcomes') }}
ORDER BY file, outcome, reason
