{{ config(meta={'slice': {
    'kind': 'entries', 'columns': ['entry_id'], 'seen_column': 'first_seen_at'
}}) }}

-- Every entry with its outcome; one whose article is still held back is pending for readers.
WITH touched AS (
    SELECT *
    FROM {{ ref('stg_news__entry_outcomes') }}
    WHERE {{ touched('entries', ['entry_id']) }}
)

SELECT
    outcomes.entry_id,
    outcomes.source_id,
    outcomes.url,
    outcomes.first_seen_at,
    CASE
        WHEN outcomes.outcome = 'stored' AND articles.article_id IS NULL THEN 'pending'
        ELSE outcomes.outcome
    END AS outcome,
    CASE
        WHEN outcomes.outcome = 'stored' AND articles.article_id IS NULL
            THEN 'its article is not grouped and graded yet'
        ELSE outcomes.reason
    END AS reason,
    articles.article_id
FROM touched AS outcomes
LEFT JOIN {{ ref('int_articles__grouped') }} AS articles
    ON outcomes.article_id = articles.article_id
