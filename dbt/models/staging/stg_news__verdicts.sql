SELECT
    text_id,
    ruleset_version,
    relevance_evidence,
    graded_at
FROM {{ source('news', 'verdicts') }}
