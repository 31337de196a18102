-- The stories that alerting has to look at: those with an article or a revision that it has not
-- seen, and those of unsent alerts, whose words may still change.
-- A text counts once its dispatch, grade and story are known: a killed pass may have left gaps.
WITH ready AS (
    SELECT
        articles.article_id,
        texts.revision,
        story_members.story_id
    FROM news.articles AS articles
    INNER JOIN news.article_texts AS texts ON articles.current_text_id = texts.text_id
    INNER JOIN news.dispatch_members AS members ON articles.article_id = members.article_id
    INNER JOIN news.dispatch_grades AS grades ON members.dispatch_id = grades.dispatch_id
    INNER JOIN
        news.story_members AS story_members
        ON members.dispatch_id = story_members.dispatch_id
    -- What an archive says is not looked at: what a feed brings later is new then.
    WHERE NOT starts_with(texts.raw_id, 'warc:')
),

reviewed AS (
    SELECT
        article_id,
        max(revision) AS revision
    FROM news.alert_reviews
    GROUP BY article_id
),

unsent AS (
    SELECT coverage.article_id
    FROM news.alert_coverage AS coverage
    INNER JOIN news.alerts AS alerts
        ON coverage.alert_id IN (alerts.alert_id, alerts.follows_alert_id)
    WHERE alerts.withheld_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM news.alert_deliveries AS deliveries
        WHERE
            deliveries.alert_id = alerts.alert_id
            AND (deliveries.status <> 'pending' OR deliveries.attempts > 0)
    )
)

SELECT ready.story_id
FROM ready
LEFT JOIN reviewed ON ready.article_id = reviewed.article_id
WHERE reviewed.revision IS NULL OR reviewed.revision < ready.revision
UNION
SELECT ready.story_id
FROM ready
INNER JOIN unsent ON ready.article_id = unsent.article_id
