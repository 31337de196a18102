-- The alerts with the ids in `wanted` and those that followed them, without the withheld ones.
SELECT
    alerts.consumer_id,
    alerts.alert_id,
    alerts.event_type,
    alerts.article_id,
    alerts.relevance_grade,
    alerts.created_at,
    alerts.not_before_at,
    EXISTS(
        SELECT 1 FROM news.alert_deliveries AS deliveries
        WHERE
            deliveries.alert_id = alerts.alert_id
            AND (deliveries.status <> 'pending' OR deliveries.attempts > 0)
    ) AS is_sent,
    alerts.follows_alert_id,
    alerts.payload ->> 'update_reason' AS update_reason,
    CASE WHEN alerts.event_type = 'story.updated' THEN SPLIT_PART(alerts.subject_id, '/', -2) END
        AS cause_article_id,
    CAST(alerts.payload ->> 'revision' AS INTEGER) AS revision,
    alerts.payload -> 'corrections' AS corrections
FROM news.alerts AS alerts
WHERE
    alerts.withheld_at IS NULL
    AND (
        alerts.alert_id IN (SELECT wanted.alert_id FROM wanted)
        OR alerts.follows_alert_id IN (SELECT wanted.alert_id FROM wanted)
    )
