-- What the readers of the updates in `wanted` knew of the article that caused each, which is the
-- revision that alerting saw last before the cause, beside the text that is in force now.
WITH causes AS (
    SELECT
        alerts.alert_id,
        split_part(alerts.subject_id, '/', -2) AS article_id,
        split_part(alerts.subject_id, '/', -1)::INTEGER AS revision
    FROM news.alerts AS alerts
    SEMI JOIN wanted ON alerts.alert_id = wanted.alert_id
),

told AS (
    SELECT
        causes.alert_id,
        causes.article_id,
        max(reviews.revision) AS revision
    FROM causes
    INNER JOIN news.alert_reviews AS reviews
        ON causes.article_id = reviews.article_id AND causes.revision > reviews.revision
    GROUP BY ALL
)

SELECT
    told.alert_id,
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
    row_number() OVER (PARTITION BY told.alert_id ORDER BY earlier.extracted_at DESC) = 1
