SELECT
    file,
    outcome,
    reason,
    sum(record_count)::BIGINT AS record_count,
    min(first_offset) AS first_offset
FROM {{ source('news', 'history_outcomes') }}
GROUP BY file, outcome, reason
