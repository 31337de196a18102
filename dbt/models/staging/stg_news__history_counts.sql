SELECT
    host,
    day,
    language,
    outcome,
    relevance_grade,
    sum(capture_count)::BIGINT AS capture_count
FROM {{ source('news', 'history_counts') }}
GROUP BY host, day, language, outcome, relevance_grade
