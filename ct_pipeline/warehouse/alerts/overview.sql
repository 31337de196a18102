SELECT
    channel_key,
    count(*) FILTER (WHERE status = 'delivered'),
    count(*) FILTER (WHERE status = 'pending'),
    count(*) FILTER (WHERE status = 'dead'),
    count(*) FILTER (WHERE status = 'suppressed'),
    min(next_attempt_at) FILTER (WHERE status = 'pending'),
    arg_min(
        concat_ws('; ', reason, 'the last attempt met: ' || last_error), next_attempt_at
    ) FILTER (WHERE status = 'pending')
FROM news.alert_deliveries
WHERE $is_all OR delivery_id IN (SELECT chosen.delivery_id FROM chosen)
GROUP BY channel_key
ORDER BY channel_key
