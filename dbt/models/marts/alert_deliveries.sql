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
    last_error
FROM {{ ref('stg_news__alert_deliveries') }}
