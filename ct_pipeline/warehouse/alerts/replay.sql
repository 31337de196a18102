-- Makes deliveries due again, what waits for a retry too; what was never tried waits for a reason.
-- Nothing goes to a disabled endpoint that is still among the channels.
UPDATE news.alert_deliveries AS deliveries
SET
    status = 'pending',
    attempts_before_replay = attempts,
    next_attempt_at = $now,
    reason = NULL,
    scheduled_at = $now
FROM news.alerts
WHERE
    deliveries.alert_id = alerts.alert_id
    AND alerts.withheld_at IS NULL
    AND deliveries.channel <> 'feed'
    AND (
        deliveries.status IN ('dead', 'suppressed')
        OR (deliveries.status = 'pending' AND deliveries.attempts > 0)
        OR $with_delivered
    )
    AND ($alert_id IS NULL OR alerts.alert_id = $alert_id)
    AND ($consumer_id IS NULL OR alerts.consumer_id = $consumer_id)
    AND ($since IS NULL OR alerts.created_at >= $since)
    AND deliveries.channel_key NOT IN (
        SELECT channel_key FROM news.alert_endpoints
        WHERE disabled_at IS NOT NULL AND list_contains($keys, channel_key)
    )
RETURNING deliveries.delivery_id
