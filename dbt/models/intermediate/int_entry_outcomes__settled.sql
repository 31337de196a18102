-- Every entry with its outcome; one whose article is still held back is pending for readers.
WITH settled AS (
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
    FROM {{ ref('stg_news__entry_outcomes') }} AS outcomes
    LEFT JOIN {{ ref('int_articles__grouped') }} AS articles
        ON outcomes.article_id = articles.article_id
)

SELECT
    settled.*,
    hash(settled) AS row_hash
FROM settled
