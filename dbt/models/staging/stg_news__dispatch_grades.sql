SELECT
    dispatch_id,
    relevance_grade,
    is_uncertain,
    relevance_rule,
    relevance_evidence,
    topics,
    ruleset_version
FROM {{ source('news', 'dispatch_grades') }}
