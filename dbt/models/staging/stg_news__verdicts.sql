SELECT
    text_id,
    article_id,
    ruleset_version,
    relevance_evidence,
    graded_at
FROM {{ source('news', 'verdicts') }}
