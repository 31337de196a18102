SELECT
    host,
    day,
    language,
    outcome,
    relevance_grade,
    capture_count
FROM {{ ref('stg_news__history_counts') }}
ORDER BY day, host, language, outcome, relevance_grade
