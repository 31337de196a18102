-- What the readers of updates knew of the articles whose revisions in `causes` brought them: the
-- revision that alerting saw last before the cause, beside the text that is in force now.
WITH told AS (
    SELECT
        causes.article_id,
        causes.revision::INTEGER AS cause_revision,
        max(reviews.revision) AS revision
    FROM causes
    INNER JOIN news.alert_reviews AS reviews
        ON
            causes.article_id = reviews.article_id
            AND causes.revision::INTEGER > reviews.revision
    GROUP BY ALL
)

SELECT
    told.article_id,
    told.cause_revision,
    earlier.title,
    earlier.body,
    present.title AS present_title,
    present.body AS present_body,
    present.language
FROM told
INNER JOIN news.article_texts AS earlier
    ON told.article_id = earlier.article_id AND told.revision = earlier.revision
INNER JOIN news.articles AS articles ON told.article_id = articles.article_id
INNER JOIN news.article_texts AS present ON articles.current_text_id = present.text_id
QUALIFY
    row_number() OVER (
        PARTITION BY told.article_id, told.cause_revision
        ORDER BY earlier.extracted_at DESC
    ) = 1
