-- What attempts changed; a delivery that is settled by now stays settled.
UPDATE news.alert_deliveries AS stored
SET
    status = tried.status,
    channel_key = tried.channel_key,
    attempts = tried.attempts,
    scheduled_at = tried.scheduled_at,
    next_attempt_at = tried.next_attempt_at,
    delivered_at = tried.delivered_at,
    last_error = tried.last_error,
    reason = tried.reason,
    pieces_sent = tried.pieces_sent
FROM tried
WHERE stored.delivery_id = tried.delivery_id AND stored.status <> 'delivered'
