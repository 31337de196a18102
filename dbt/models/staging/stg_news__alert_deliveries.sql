SELECT
    delivery_id,
    alert_id,
    consumer_id,
    channel,
    event_type,
    story_id,
    status,
    attempts,
    created_at,
    next_attempt_at,
    delivered_at,
    reason,
    {{ masked('last_error') }} AS last_error
FROM {{ source('news', 'alert_deliveries') }}
