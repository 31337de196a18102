-- What the newest rules said of each text of the touched articles by itself.
SELECT
    text_id,
    ruleset_version,
    relevance_evidence
FROM {{ ref('stg_news__verdicts') }}
WHERE {{ touched('articles', ['article_id']) }}
QUALIFY row_number() OVER (PARTITION BY text_id ORDER BY graded_at DESC, ruleset_version DESC) = 1
