-- What is due and not `held`, the longest waiting first, so many for each channel. A row written
-- later than `now` is due too: the clock was put back.
SELECT
    {{ columns }},
    alerts.created_at,
    alerts.payload
FROM news.alert_deliveries AS deliveries
INNER JOIN news.alerts AS alerts ON deliveries.alert_id = alerts.alert_id
ANTI JOIN held ON deliveries.delivery_id = held.delivery_id
WHERE
    deliveries.status = 'pending'
    AND deliveries.channel <> 'feed'
    AND (deliveries.next_attempt_at <= $now OR deliveries.scheduled_at > $now)
    AND NOT list_contains($resting, deliveries.channel_key)
QUALIFY
    row_number() OVER (
        PARTITION BY deliveries.channel_key
        ORDER BY deliveries.next_attempt_at, deliveries.delivery_id
    ) <= CASE WHEN list_contains($proven, deliveries.channel_key) THEN $then ELSE $first END
ORDER BY deliveries.next_attempt_at, deliveries.delivery_id
