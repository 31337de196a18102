-- The alerts since $since that are not delivered through some channel, or have no delivery at all.
SELECT
    alerts.alert_id,
    alerts.consumer_id,
    deliveries.channel_key,
    deliveries.status,
    deliveries.next_attempt_at,
    coalesce(deliveries.last_error, deliveries.reason)
FROM news.alerts AS alerts
LEFT JOIN news.alert_deliveries AS deliveries ON alerts.alert_id = deliveries.alert_id
WHERE
    alerts.withheld_at IS NULL
    AND alerts.created_at >= $since
    AND deliveries.status IS DISTINCT FROM 'delivered'
